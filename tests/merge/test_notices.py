"""What stories say of themselves: forms of agencies and papers, all of openly invented states."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dragoman.merge.items import item
from dragoman.merge.notices import Notice, notice

from .merge_pages import story

FORMS = yaml.safe_load(Path(__file__).with_name("notices.yaml").read_text(encoding="utf-8"))


def shown(name: str) -> Notice:
    return notice(item(story(name, FORMS[name]["page"])))


@pytest.mark.parametrize("name", FORMS)
def test_kind(name: str) -> None:
    assert shown(name).kind == FORMS[name]["kind"]


def test_names_of_other_stories() -> None:
    found = shown("substitute")
    assert (found.number, found.slug, found.numbers) == ("tna0401", "velmora ferry", {"tna0395"})
    assert "14:05" in shown("hold").clocks
    assert "velmora raises toll of ferry accident to nine" in shown("withdrawn").titles


def test_stages() -> None:
    found = {name: shown(name).stage for name in ("refile", "update", "lead", "ld", "kill")}
    assert found == {"refile": 3, "update": 2, "lead": 2, "ld": 5, "kill": 0}


def test_what_is_not_meant_is_no_name() -> None:
    assert shown("new story").numbers == frozenset()

"""The first story's contact and relations, through the whole coder (skipped without its weights or the story)."""

from __future__ import annotations

from pathlib import Path

import pytest

import dragoman
from dragoman.story import Relation, Story

WEIGHTS = Path(dragoman.__file__).parent / "reading" / "weights"


@pytest.fixture(scope="module")
def story() -> Story:
    found = sorted((Path(__file__).resolve().parents[3] / "shared" / "stories").glob("000_*.txt"))
    if not found:
        pytest.skip("the first story is absent: it is not part of the project")
    if not (WEIGHTS / "model.json").is_file():
        pytest.skip(f"{WEIGHTS} holds no model: train the reader or install a release")
    from dragoman.coder import read

    return read(found[0].read_text(encoding="utf-8"))


def tie(relation: Relation) -> tuple[str, str | None, str | None]:
    return relation.kind, relation.subject.country, relation.object.country if relation.object else None


def test_one_call_between_two_presidents(story: Story) -> None:
    (call,) = story.contacts
    assert {(p.code, p.name.split()[-1][:4]) for p in call.parties} == {("RUS", "Puti"), ("TUR", "Erdo")}
    assert (call.channel, call.status, call.date_from) == ("phone", "happened", "story")
    assert call.date is not None
    assert call.date.start == call.date.end == "2024-12-03"
    assert call.asked_by == "TUR"
    assert [e.country for e in call.asked_by_according_to][:1] == ["RUS"]
    assert set(call.readouts) == {"RUS", "TUR"}


def test_who_is_tied_to_whom(story: Story) -> None:
    ties = {tie(r) for r in story.relations}
    assert {("allied", "RUS", "SYR"), ("allied", "IRN", "SYR"), ("supports", "TUR", "SYR")} <= ties
    assert {k for k, _, _ in ties} <= {"allied", "supports", "controls", "stationed", "member", "opposes"}


def test_who_holds_what(story: Story) -> None:
    held = {(r.subject.sector, r.share, r.place) for r in story.relations if r.kind == "controls"}
    assert ("GOV", "around two thirds", "Syria") in held
    assert len(held) == 2
    assert [(r.subject.country, r.place) for r in story.relations if r.kind == "stationed"] == [("RUS", "Syria")]


def test_the_format_and_its_members(story: Story) -> None:
    assert story.formats == ("Astana format",)
    assert {r.subject.country for r in story.relations if r.kind == "member"} == {"RUS", "TUR", "IRN"}

"""The cookbook's answers are what its commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import cookbook

PAGE = cookbook.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cookbook.filled(tmp_path_factory.mktemp("cookbook") / "samples.db")


@pytest.mark.parametrize(("command", "told"), list(cookbook.asked(PAGE)))
def test_a_command_gives_the_answer_on_the_page(db: Path, command: str, told: str) -> None:
    assert cookbook.answer(command, db) == told


def test_there_are_ten_questions() -> None:
    assert len(list(cookbook.asked(PAGE))) == PAGE.count("\n## ") == 10

"""`kill -9` at random moments of an add; `python -m eval.crash` does so fifty times, with claims of all kinds."""

from __future__ import annotations

import random
from pathlib import Path

from store_stories import many

from eval.crash import Run, crash, filled, written

KILLS, STORIES = 3, 50


def test_nothing_is_lost_and_nothing_doubled(db: str, tmp_path: Path) -> None:
    files = written(tmp_path, many(STORIES), STORIES)
    whole = filled(files, str(tmp_path / "whole.db"))
    run = Run()
    crash(db, files, whole, random.Random(1), run, KILLS)
    assert run.whole == 1
    assert len(whole.contents["stories"]) == 2 * STORIES

"""How far confidence is to be trusted: `python -m eval.calibration`.

Found events (stories/dev, our second dev set) and attributions (polnear.dev) by tenths of confidence: how many, their
mean confidence, the share that is right; then the expected calibration error (Naeini 2015), the mean gap between the
two weighted by number. Right is what the scorer calls found and linked.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.calibrate import Judged, judged_attributions
from training.corpora import plain

from .run import GOLD, TASKS, coded, gold_file, scorer

BINS = 10


def events(name: str, folder: Path) -> Iterator[Judged]:
    """Confidence of each event coded for a task, and whether the scorer finds it."""
    gold, score = gold_file(TASKS[name][1], folder), scorer()
    predicted = score.load(str(coded(name, gold, folder)[0]))
    for id, story in score.load(str(gold)).items():
        pairs, _, spare = score.pair(story["events"], predicted[id]["events"])
        yield from ((mine["confidence"], True) for _, mine in pairs)
        yield from ((mine["confidence"], False) for mine in spare)


def attributions(name: str, folder: Path) -> Iterator[Judged]:
    """Confidence of each attribution coded for a task, and whether it is linked as in the gold."""
    gold = gold_file(TASKS[name][1], folder)
    rows = {row["id"]: row for row in map(json.loads, gold.open(encoding="utf-8"))}
    for line in coded(name, gold, folder)[0].open(encoding="utf-8"):
        story: dict[str, Any] = json.loads(line)
        yield from judged_attributions(plain(story["text"]), story["attributions"], rows[story["id"]])


def table(judged: list[Judged]) -> Iterator[str]:
    """A line for each tenth that is not empty, and the error."""
    error = 0.0
    for low in range(BINS):
        mine = [(p, r) for p, r in judged if min(int(p * BINS), BINS - 1) == low]
        if mine:
            mean, share = sum(p for p, _ in mine) / len(mine), sum(r for _, r in mine) / len(mine)
            error += abs(mean - share) * len(mine) / len(judged)
            yield f"{low / BINS:.1f}-{(low + 1) / BINS:.1f}  n {len(mine):5}  confidence {mean:.3f}  right {share:.3f}"
    yield f"expected calibration error {error:.3f} over {len(judged)}"


def main() -> None:
    if not GOLD.is_dir():
        sys.exit(f"eval: {GOLD} is absent; lay the gold corpora beside the project")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("stories", "agency", "polnear"):
            judge = attributions if name == "polnear" else events
            print(f"== {name}", *table(list(judge(name, Path(folder)))), sep="\n")


if __name__ == "__main__":
    main()

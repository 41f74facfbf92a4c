"""No training text stands in a dev set."""

from __future__ import annotations

import json
from pathlib import Path

from training.annotations import joined, own


def grams(text: str, size: int = 12) -> set[str]:
    words = text.lower().split()
    return {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_no_training_text_stands_in_a_dev_set(shared: Path) -> None:
    trained = [*joined(shared / "gold"), *own()]
    ids, seen = {s.id for s in trained}, set[str]().union(*(grams(s.text) for s in trained))
    for path in [*sorted(shared.glob("gold/**/*.dev.jsonl")), shared / "gold/stories/dev.jsonl"]:
        for line in path.read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            assert story["id"] not in ids, f"{path.name}: {story['id']}"
            common = grams(story["text"]) & seen
            assert len(common) < 5, f"{path.name}: {story['id']}: {sorted(common)[:2]}"

"""The texts that our labels stand on, by id: they stay in the shared corpora and are never copied here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold"  # laid beside the project
NEWS = ("texts/fa_kes.jsonl", "texts/guardian_sdf.jsonl")
WORLD = (
    "events/wikievents.train.jsonl",
    "events/timebank_timeml.train.jsonl",
    "events/aquaint_timeml.train.jsonl",
)
VOA = "events/m2e2.all.jsonl"  # sentences: joined to their stories here


KEPT_ASIDE = 20  # one in so many stories and articles is not trained on: confidence is calibrated on them


def kept_aside(name: str) -> bool:
    """Whether the story of an id is one of those that calibration needs unseen."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % KEPT_ASIDE == 0


def lot(name: str) -> float:
    """A number from 0 to 1 that an id draws, always the same."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[4:8]) / 2**32


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


@dataclass(frozen=True)
class Text:
    """A story's words and its own date (ISO, or None where the corpus has none)."""

    id: str
    text: str
    date: str | None
    file: str


def texts(gold: Path) -> dict[str, Text]:
    """Every text that may be annotated, by id; `gold` is the folder of the shared corpora."""
    found = {}
    for file in (*NEWS, *WORLD):
        for row in records(gold / file):
            found[row["id"]] = Text(row["id"], row["text"], row["date"], file)
    return found | _voa(gold / VOA)


def _voa(path: Path) -> dict[str, Text]:
    """The sentences of a VOA story, one a line, in their order."""
    parts: dict[str, dict[int, tuple[str, str | None]]] = {}
    for row in records(path):
        story, number = row["id"].rsplit("_", 1)
        parts.setdefault(story, {})[int(number)] = re.sub(r"\s+", " ", row["meta"]["sentence"]), row["date"]
    found = {}
    for story, lines in parts.items():
        ordered = [lines[i] for i in sorted(lines)]
        found[story] = Text(story, "\n".join(line for line, _ in ordered), ordered[0][1], VOA)
    return found

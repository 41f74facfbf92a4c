"""Our own annotations: labels by offset, joined to texts that stay where they are, and passages written by us.

`annotations/joined/*.jsonl` holds {id, sha256, upto, entities, events} for texts of `shared/gold/texts`;
`annotations/own_*.jsonl` holds {id, text, entities, events} with the words themselves.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.story import Span, Status

FOLDER = Path(__file__).with_name("annotations")
SIDES = {"actor": "actor", "recipient": "recipient", "attribution": "source"}


@dataclass(frozen=True)
class AnnotatedEvent:
    """An annotated event; `roles` are (role, start, end) in characters."""

    type: str
    mode: str | None
    span: Span
    status: Status
    background: bool
    roles: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Annotated:
    """A text (cut where the annotation ends) with its events."""

    id: str
    text: str
    events: list[AnnotatedEvent]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def joined(texts: Path) -> list[Annotated]:
    """Labels by offset with their texts; raises ValueError when a text is not the one that was annotated."""
    known = {r["id"]: r["text"] for path in sorted(texts.glob("*.jsonl")) for r in records(path)}
    out = []
    for path in sorted((FOLDER / "joined").glob("*.jsonl")):
        for row in records(path):
            text = known[row["id"]]
            if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
                raise ValueError(f"{path.name}: {row['id']}: the text differs from the one annotated; drop the row")
            out.append(Annotated(row["id"], text[: row["upto"]], [_by_offset(e) for e in row["events"]]))
    return out


def _by_offset(e: dict[str, Any]) -> AnnotatedEvent:
    roles = [(role, *m["span"]) for key, role in SIDES.items() for m in e[key]]
    if e["place"]:
        roles.append(("place", *e["place"]))
    return AnnotatedEvent(e["type"], e["mode"], (e["start"], e["end"]), e["status"], e["background"], tuple(roles))


def own() -> list[Annotated]:
    """Passages written by us; raises ValueError naming file, passage and words that are not in it."""
    return [_own(path.name, row) for path in sorted(FOLDER.glob("own_*.jsonl")) for row in records(path)]


def _own(name: str, row: dict[str, Any]) -> Annotated:
    return Annotated(row["id"], row["text"], [_by_words(f"{name}: {row['id']}", row["text"], e) for e in row["events"]])


def _by_words(where: str, text: str, e: dict[str, Any]) -> AnnotatedEvent:
    hits = [m.start() for m in re.finditer(_whole(e["trigger"]), text)]
    if len(hits) < e.get("nth", 1):
        raise ValueError(f"{where}: trigger «{e['trigger']}» is not in the text")
    start = hits[e.get("nth", 1) - 1]
    roles = []
    mentions = [(role, words) for key, role in SIDES.items() for words, _ in e.get(key) or []]
    for role, words in [*mentions, *([("place", e["place"])] if e.get("place") else [])]:
        places = [m.start() for m in re.finditer(_whole(words), text)]
        if not places:
            raise ValueError(f"{where}: {role} «{words}» is not in the text")
        at = min(places, key=lambda p: abs(p - start))
        roles.append((role, at, at + len(words)))
    span = (start, start + len(e["trigger"]))
    return AnnotatedEvent(e["type"], e.get("mode"), span, e["status"], e["background"], tuple(roles))


def _whole(words: str) -> str:
    """The words, not inside longer ones."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"

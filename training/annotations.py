"""Our own annotations: labels by offset, joined to texts that stay where they are, and passages written by us.

`annotations/joined/*.jsonl` holds {id, sha256, upto, entities, events} for texts of the shared corpora;
`annotations/dev/*.jsonl` the same for stories that are never trained on;
`annotations/second.jsonl` what a second reader, on his own, made of 40 stories;
`annotations/own_*.jsonl` holds {id, text, entities, events} with the words themselves.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.story import Span, Status

from .sources import Text, records, texts

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
    same_as: int | None = None


@dataclass(frozen=True)
class Annotated:
    """A text (cut where the annotation ends) with its events."""

    id: str
    text: str
    events: list[AnnotatedEvent]


def joined(gold: Path) -> list[Annotated]:
    """Labels by offset with their texts; raises ValueError when a text is not the one that was annotated."""
    known = texts(gold)
    return [
        Annotated(row["id"], _text(path, row, known)[: row["upto"]], [_by_offset(e) for e in row["events"]])
        for path in sorted((FOLDER / "joined").glob("*.jsonl"))
        for row in records(path)
    ]


def _text(path: Path, row: dict[str, Any], known: dict[str, Text]) -> str:
    text = known[row["id"]].text
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise ValueError(f"{path.name}: {row['id']}: the text differs from the one annotated; drop the row")
    return text


def as_gold(path: Path, gold: Path) -> list[dict[str, Any]]:
    """Labels by offset as stories in the form that the scorer takes; raises ValueError as `joined` does."""
    known = texts(gold)
    return [_gold_story(row, _text(path, row, known)[: row["upto"]], known[row["id"]].date) for row in records(path)]


def _gold_story(row: dict[str, Any], text: str, date: str | None) -> dict[str, Any]:
    def who(mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"text": text[slice(*m["span"])], **row["entities"][m["entity"]]} for m in mentions]

    def event(e: dict[str, Any]) -> dict[str, Any]:
        place, date = (
            e["place"] and text[slice(*e["place"])],
            e["date"] and dict(zip(("start", "end"), e["date"], strict=True)),
        )
        return {**e, **{side: who(e[side]) for side in SIDES}, "place": place, "date": date}

    return {"id": row["id"], "date": date, "text": text, "events": [event(e) for e in row["events"]]}


def _by_offset(e: dict[str, Any]) -> AnnotatedEvent:
    roles = [(role, *m["span"]) for key, role in SIDES.items() for m in e[key]]
    if e["place"]:
        roles.append(("place", *e["place"]))
    return AnnotatedEvent(
        e["type"], e["mode"], (e["start"], e["end"]), e["status"], e["background"], tuple(roles), e["same_as"]
    )


def own() -> list[Annotated]:
    """Passages written by us; raises ValueError naming file, passage and words that are not in it."""
    return [_own(path.name, row) for path in sorted(FOLDER.glob("own_*.jsonl")) for row in records(path)]


def _own(name: str, row: dict[str, Any]) -> Annotated:
    return Annotated(row["id"], row["text"], [_by_words(f"{name}: {row['id']}", row["text"], e) for e in row["events"]])


def _by_words(where: str, text: str, e: dict[str, Any]) -> AnnotatedEvent:
    hits = [m.start() for m in re.finditer(whole(e["trigger"]), text)]
    if len(hits) < e.get("nth", 1):
        raise ValueError(f"{where}: trigger «{e['trigger']}» is not in the text")
    start = hits[e.get("nth", 1) - 1]
    roles = []
    mentions = [(role, words) for key, role in SIDES.items() for words, _ in e.get(key) or []]
    for role, words in [*mentions, *([("place", e["place"])] if e.get("place") else [])]:
        places = [m.start() for m in re.finditer(whole(words), text)]
        if not places:
            raise ValueError(f"{where}: {role} «{words}» is not in the text")
        at = min(places, key=lambda p: abs(p - start))
        roles.append((role, at, at + len(words)))
    span = (start, start + len(e["trigger"]))
    return AnnotatedEvent(e["type"], e.get("mode"), span, e["status"], e["background"], tuple(roles), e.get("same_as"))


def whole(words: str) -> str:
    """The words, not inside longer ones."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"

"""Our own annotations: labels by offset, joined to texts that stay where they are, and passages written by us.

`annotations/joined/*.jsonl` holds {id, sha256, since, upto, entities, events} for texts of the shared corpora, of which
the characters from `since` (or the beginning) to `upto` were read;
`annotations/dev/*.jsonl` the same for stories that are never trained on;
`annotations/mentions.jsonl` holds {id, sha256, span, none, name, country, sector, actor} for mentions of actors in
shared texts, as two readers judged who is meant (`none`: no actor at all; `actor`: an id of the knowledge);
`annotations/second.jsonl` what a second reader, on his own, made of 40 stories;
`annotations/own_*.jsonl` holds {id, date, text, entities, events, attributions}, the words themselves included; an
attribution is {source, cue, content}, each a list of [start, end] in characters.

`python -m training.annotations` counts them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.story import Span, Status

from .sources import Text, records, texts

UNREAD = ("events/muc4_full.train.jsonl", "timex/wikiwars.all.jsonl")
ENOUGH = 60  # words of an unread text
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
    date: tuple[str, str] | None = None


@dataclass(frozen=True)
class Annotated:
    """A text (cut where the annotation ends) with its events; `mentions`: who is meant by each span in a role.

    `date`: the story's own (ISO), where it is known. `attributions`: as in the file; None where they were not read.
    """

    id: str
    text: str
    events: list[AnnotatedEvent]
    mentions: dict[Span, str] = field(default_factory=dict)
    date: str | None = None
    attributions: list[dict[str, Any]] | None = None


def joined(gold: Path) -> list[Annotated]:
    """Labels by offset with their texts; raises ValueError when a text is not the one that was annotated."""
    known = texts(gold)
    return [
        _annotated(row, _text(path, row, known)[row.get("since", 0) : row["upto"]], known[row["id"]].date)
        for path in sorted((FOLDER / "joined").glob("*.jsonl"))
        for row in records(path)
    ]


def _annotated(
    row: dict[str, Any], text: str, date: str | None, attributions: list[dict[str, Any]] | None = None
) -> Annotated:
    """text: the part that was read."""
    since = row.get("since", 0)
    events = [_by_offset(e, since) for e in row["events"]]
    spans = ((m["span"], m["entity"]) for e in row["events"] for side in SIDES for m in e[side])
    mentions = {(a - since, b - since): who for (a, b), who in spans}
    return Annotated(row["id"], text, events, mentions, date, attributions)


def _text(path: Path, row: dict[str, Any], known: dict[str, Text]) -> str:
    text = known[row["id"]].text
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise ValueError(f"{path.name}: {row['id']}: the text differs from the one annotated; drop the row")
    return text


def as_gold(path: Path, gold: Path) -> list[dict[str, Any]]:
    """Stories' beginnings with their labels in the form that the scorer takes; raises ValueError as `joined` does."""
    known = texts(gold)
    return [
        _gold_story(row, _text(path, row, known)[: row["upto"]], known[row["id"]].date)
        for row in records(path)
        if not row.get("since")
    ]


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


def _by_offset(e: dict[str, Any], since: int) -> AnnotatedEvent:
    told = [(role, *m["span"]) for key, role in SIDES.items() for m in e[key]]
    told += [("place", *e["place"])] if e["place"] else []
    roles = tuple((role, a - since, b - since) for role, a, b in told)
    span = e["start"] - since, e["end"] - since
    date = tuple(e["date"]) if e["date"] else None
    return AnnotatedEvent(e["type"], e["mode"], span, e["status"], e["background"], roles, e["same_as"], date)


def unread(gold: Path) -> Iterator[dict[str, Any]]:
    """Texts, or their ends, that nobody annotated: {id, text}; so are MUC-4's and WikiWars' to us."""
    dev = {row["id"] for path in FOLDER.glob("dev/*.jsonl") for row in records(path)}
    upto: dict[str, int] = {}
    for path in FOLDER.glob("joined/*.jsonl"):
        for row in records(path):
            upto[row["id"]] = max(upto.get(row["id"], 0), row["upto"])
    rest = {id: text.text[upto.get(id, 0) :] for id, text in texts(gold).items() if id not in dev}
    for file in UNREAD:
        rest |= {row["id"]: re.sub(r"[ \t]*\n[ \t]*", " ", row["text"]) for row in records(gold / file)}
    return ({"id": id, "text": text} for id, text in rest.items() if len(text.split()) >= ENOUGH)


def own() -> list[Annotated]:
    """Passages written by us."""
    return [
        _annotated(row, row["text"], row["date"], row["attributions"])
        for path in sorted(FOLDER.glob("own_*.jsonl"))
        for row in records(path)
    ]


def main() -> None:
    """Stories, events and attributions of each file."""
    for path in sorted(FOLDER.rglob("*.jsonl")):
        rows = list(records(path))
        events = sum(len(row["events"]) for row in rows)
        told = sum(len(row.get("attributions", ())) for row in rows)
        print(f"{path.relative_to(FOLDER)!s:24} {len(rows):4} texts {events:6} events {told:6} attributions")


if __name__ == "__main__":
    main()

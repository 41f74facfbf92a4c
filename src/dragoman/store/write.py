"""Stories -> database, in the transaction that the caller has begun."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update

from ..story import Story
from . import bulk, fulltext, tables, times
from .claims import Rows, rows, story_row
from .corrections import applied, mark, standing
from .versions import CORRECTION, others, placed, supersede

AT_ONCE = 400  # stories of a statement
FRESH = {"known_to": None, "ended_by": None, "ended_kind": None, "merged": False}
TABLES: tuple[Table, ...] = (  # in an order that foreign keys allow
    tables.sentences,
    tables.claims,
    tables.claim_actors,
    tables.claim_contexts,
    tables.contacts,
    tables.contact_parties,
    tables.contact_mentions,
    tables.readouts,
)
_KNOWN = (  # the story came another way before: next time its input need not be coded
    update(tables.stories)
    .where(tables.stories.c.uid == bindparam("held"), tables.stories.c.given.is_(None))
    .values(given=bindparam("told"))
)


@dataclass(frozen=True)
class Incoming:
    """A story to store. `given`: hash of the input that it was coded from, where it was."""

    story: Story
    given: str | None = None


def store(connection: Connection, incoming: Iterable[Incoming], added: str | None = None) -> list[int]:
    """Store stories with all their rows; returns the keys of those that were not there. `added`: else this moment."""
    added = added or times.now()
    keys: list[int] = []
    part: dict[str, Incoming] = {}
    for one in incoming:
        if (
            one.story.id in part or len(part) == AT_ONCE
        ):  # a version ends the rows of the one before it: these must stand
            keys += _stored(connection, part.values(), added)
            part = {}
        part[one.story.id] = one
    return keys + _stored(connection, part.values(), added)


def _stored(connection: Connection, incoming: Collection[Incoming], added: str) -> list[int]:
    """The same of stories with different ids."""
    held = others(connection, [one.story.id for one in incoming])
    told = [(one, story_row(one.story)) for one in incoming]
    there = {row.uid for rows in held.values() for row in rows}
    known = [{"held": row["uid"], "told": one.given} for one, row in told if row["uid"] in there and one.given]
    if known:
        connection.execute(_KNOWN, known)
    new = [(one, row) for one, row in told if row["uid"] not in there]
    said = standing(connection, [one.story.id for one, _ in new])
    made: list[Rows] = []
    ends: list[tuple[int, int, str]] = []
    fresh = []
    for key, (one, row) in zip(bulk.keys(connection, tables.stories, len(new)), new, strict=True):
        story = one.story
        known_from = times.came_out(story.published, story.date, story.zone) or added
        whole = {**FRESH, **row, "given": one.given, "added": added, "known_from": known_from}
        old, whole = placed(whole, held[story.id])
        told_so = applied(story, said.get(story.id, ()))
        fresh.append({"key": key, **whole, "corrected": mark(told_so)})
        ends += [(before, key, whole["known_from"]) for before in old]
        made.append(rows(told_so, key, whole["known_from"], whole["known_to"]))
    in_fact = _new(connection, fresh)
    for before, key, moment in ends:
        if key in in_fact:
            supersede(connection, before, key, CORRECTION, moment)
    _insert(connection, [one for one in made if one.record["story"] in in_fact])
    return sorted(in_fact)


def _new(connection: Connection, fresh: Sequence[dict[str, Any]]) -> set[int]:
    """Insert rows of `stories`; returns the keys of those that no other writer brought meanwhile."""
    bulk.insert(connection, tables.stories, fresh, "ON CONFLICT DO NOTHING")
    asked = select(tables.stories.c.key).where(tables.stories.c.key.in_([row["key"] for row in fresh]))
    return set(connection.execute(asked).scalars()) if fresh else set()


def _insert(connection: Connection, made: Collection[Rows]) -> None:
    """All rows of several stories, table by table."""
    if not made:
        return
    bulk.insert(connection, tables.records, [one.record for one in made])
    for table in TABLES:
        bulk.insert(connection, table, [row for one in made for row in getattr(one, table.name)])
    fulltext.add(connection, [row for one in made for row in one.index])


def held(connection: Connection, id: str, given: str) -> bool:
    """Whether this very input was stored under this id."""
    found = select(tables.stories.c.key).where(tables.stories.c.id == id, tables.stories.c.given == given).limit(1)
    return connection.execute(found).first() is not None

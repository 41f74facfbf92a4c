"""Stories -> database, in the transaction that the caller has begun."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ..story import Story
from . import bulk, fulltext, tables, times
from .claims import Rows, rows, story_row
from .versions import CORRECTION, placed, supersede

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
_NEW = {
    "sqlite": sqlite.insert(tables.stories).on_conflict_do_nothing().returning(tables.stories.c.key),
    "postgresql": postgresql.insert(tables.stories).on_conflict_do_nothing().returning(tables.stories.c.key),
}
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
    made: dict[str, Rows] = {}
    keys: list[int] = []
    for one in incoming:
        if one.story.id in made:  # a version ends the rows of the one before it, so these must stand
            _insert(connection, made.values())
            made.clear()
        if (new := _story(connection, one, added)) is not None:
            made[one.story.id] = new
            keys.append(new.record["story"])
    _insert(connection, made.values())
    return keys


def _story(connection: Connection, incoming: Incoming, added: str) -> Rows | None:
    """The row in `stories`, with what it ends; the rows of the other tables are still to be written."""
    story = incoming.story
    row = story_row(story)
    known_from = times.came_out(story.published, story.date, story.zone) or added
    fresh = {**FRESH, **row, "given": incoming.given, "added": added, "known_from": known_from}
    ends, fresh = placed(connection, fresh)
    key = connection.execute(_NEW[connection.dialect.name], fresh).scalar_one_or_none()
    if key is None:
        connection.execute(_KNOWN, {"held": row["uid"], "told": incoming.given})
        return None
    for old in ends:
        supersede(connection, old, key, CORRECTION, fresh["known_from"])
    return rows(story, key, fresh["known_from"], fresh["known_to"])


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

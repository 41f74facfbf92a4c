"""What is told of the events of a story in others, as merges hold them together."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, select

from ..store.tables import claims, event_members, stories
from ..story import Value

MOST, MOST_EACH = 400, 6  # tellings that are read, and shown of one event


class Elsewhere(Value, frozen=True, kw_only=True):
    """A claim of another story that tells the same event."""

    claim: str
    story: str
    version: str
    headline: str | None
    words: str


def _asked() -> Select[Any]:
    mine, other = event_members.alias("mine"), event_members.alias("other")
    ours, theirs = claims.alias("ours"), claims.alias("theirs")
    told, story = stories.c, bindparam("story", type_=Integer)
    return (
        select(ours.c.id.label("ours"), theirs.c.id, theirs.c.text, theirs.c.story, told.id.label("name"),
               told.version, told.headline)
        .join(mine, mine.c.claim == ours.c.key)
        .join(other, other.c.event == mine.c.event)
        .join(theirs, theirs.c.key == other.c.claim)
        .join(stories, told.key == theirs.c.story)
        .where(ours.c.story == story, theirs.c.story != story)
        .order_by(ours.c.key, theirs.c.key)
        .limit(MOST)
    )  # fmt: skip


ASKED = _asked()


def elsewhere(connection: Connection, story: int) -> dict[str, tuple[Elsewhere, ...]]:
    """By the claims of a story, those of others that tell the same event: of each story one."""
    found: dict[str, dict[int, Elsewhere]] = defaultdict(dict)
    for row in connection.execute(ASKED, {"story": story}).all():
        held = found[row.ours]
        if row.story not in held and len(held) < MOST_EACH:
            held[row.story] = Elsewhere(
                claim=row.id, story=row.name, version=row.version, headline=row.headline, words=row.text
            )
    return {claim: tuple(held.values()) for claim, held in found.items()}

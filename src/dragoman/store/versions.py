"""One version of a story after another, in known time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Update, bindparam, select, update

from .tables import claims, contacts, stories

CORRECTION = "correction"  # another text under the same id, unless its words say otherwise
_ENDED: tuple[Update, ...] = tuple(
    update(table).where(table.c.story == bindparam("ended")).values(known_to=bindparam("moment"))
    for table in (claims, contacts)
)


def supersede(connection: Connection, old: int, new: int | None, kind: str, at: str) -> None:
    """Let a story, its claims and its contacts end in known time: by the story `new`, or by a person (None).

    `kind`: writethru, correction, hold, release, kill, substitute. `at`: a moment, as `times.known_at` gives; never
    before the story was known. A story that was ended before ends so instead.
    """
    known_from = connection.execute(select(stories.c.known_from).where(stories.c.key == old)).scalar_one()
    _end(connection, old, max(at, known_from), new, kind)


def reinstate(connection: Connection, story: int) -> None:
    """Undo `supersede`: the story is still held."""
    _end(connection, story, None, None, None)


def _end(connection: Connection, story: int, at: str | None, by: int | None, kind: str | None) -> None:
    ended = {"known_to": at, "ended_by": by, "ended_kind": kind}
    connection.execute(update(stories).where(stories.c.key == story).values(ended))
    for statement in _ENDED:
        connection.execute(statement, {"ended": story, "moment": at})


def others(connection: Connection, ids: Collection[str]) -> dict[str, list[Any]]:
    """The versions of stories that are there, by their ids, in the order in which they came."""
    found: dict[str, list[Any]] = defaultdict(list)
    same = select(stories.c.id, stories.c.uid, stories.c.key, stories.c.known_from, stories.c.known_to)
    asked = same.where(stories.c.id.in_(sorted(ids))).order_by(stories.c.known_from, stories.c.key)
    for row in connection.execute(asked):
        found[row.id].append(row)
    return found


def placed(row: dict[str, Any], others: Sequence[Any]) -> tuple[list[int], dict[str, Any]]:
    """Where a new version stands among those of its id: the stories that it ends, and its own row with known times.

    The story that came out later holds; of two with one time, the one that was added later, from then on.
    """
    if any(other.known_from == row["known_from"] for other in others):
        row = {**row, "known_from": max(row["known_from"], row["added"])}
    before = [other for other in others if other.known_from <= row["known_from"]]
    ends = [other.key for other in before if other.known_to is None or other.known_to > row["known_from"]]
    later = next((o for o in others if o.known_from > row["known_from"]), None)
    if later is not None:
        row = {**row, "known_to": later.known_from, "ended_by": later.key, "ended_kind": CORRECTION}
    return ends, row

"""One page of events after another: their keys, in order."""

from __future__ import annotations

import base64
import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, Connection, Integer, and_, func, literal, literal_column, or_, select

from ..store import StoreError
from .asking import SORTS, Asking, Sort
from .query import Base, Filter, Membership, bases, filters

Rank = tuple[int, str, str]  # what events are sorted by: origins (0 where that does not count), day, id
UNDATED = ""  # the day of an event that is filed under none
FIRST: ColumnElement[str] = literal_column("''")  # the same, as the index of origins has it


@dataclass(frozen=True)
class Found:
    """An event on a page: where it is kept, and what it is sorted by."""

    base: Base
    key: int
    rank: Rank


@dataclass(frozen=True)
class Page:
    """Events in order, and the cursor of the next page: None on the last."""

    found: tuple[Found, ...]
    after: str | None


def page(connection: Connection, asked: Asking, sort: Sort, limit: int, after: str | None = None) -> Page:
    """At most `limit` events behind the cursor `after`; raises StoreError for a cursor of another order."""
    seen = _read(after, sort) if after else None
    found = list(itertools.islice(_all(connection, asked, sort, limit + 1, seen), limit + 1))
    more = len(found) > limit
    found = found[:limit]
    return Page(tuple(found), _written(sort, found[-1].rank) if more and found else None)


def _all(connection: Connection, asked: Asking, sort: Sort, limit: int, seen: Rank | None) -> Iterator[Found]:
    """Events in order; those without a day behind all others, where the order is one of days."""
    if sort == "origins":
        yield from _merged(connection, asked, sort, limit, seen, dated=None)
        return
    if seen is None or seen[1] != UNDATED:
        yield from _merged(connection, asked, sort, limit, seen, dated=True)
        seen = None
    if not (asked.first or asked.last):
        yield from _merged(connection, asked, sort, limit, seen, dated=False)


def _merged(
    connection: Connection, asked: Asking, sort: Sort, limit: int, seen: Rank | None, dated: bool | None
) -> Iterator[Found]:
    parts = []
    for base in bases(connection):
        branches = list(filters(base, asked, connection.dialect))
        first = branches[0].fewest(connection)
        parts += [_part(connection, one, first, sort, limit, seen, dated) for one in branches]
    return heapq.merge(*parts, key=lambda found: _order(sort, found.rank))


def _part(
    connection: Connection,
    wanted: Filter,
    first: Membership | None,
    sort: Sort,
    limit: int,
    seen: Rank | None,
    dated: bool | None,
) -> list[Found]:
    """Events of one branch, looked up by the filter `first` where that is given."""
    base = wanted.base
    conditions = wanted.sought(first) if first is not None else wanted.met()
    day: ColumnElement[str] = base.events.c.day
    if dated is not None:
        conditions.append(day.is_not(None) if dated else day.is_(None))
    origins: ColumnElement[int] = literal(0, Integer)
    if sort == "origins":
        origins, day = base.events.c.origins if base.merged else literal(1, Integer), func.coalesce(day, FIRST)
    if seen is not None:
        conditions.append(_behind(sort, seen, origins, day, base.events.c.id, dated))
    if first is not None:
        day = day.concat("")  # few rows: found by the filter, not by an index of days
    order = [] if dated is False else [day] if sort == "oldest" else [day.desc()]
    if sort == "origins" and base.merged:
        order = [origins.desc(), *order]
    asked = select(base.key, origins, func.coalesce(day, UNDATED), base.events.c.id).where(*conditions)
    rows = connection.execute(asked.order_by(*order, base.events.c.id).limit(limit))
    return [Found(base, key, (n, filed, id)) for key, n, filed, id in rows]


def _behind(
    sort: Sort,
    seen: Rank,
    origins: ColumnElement[int],
    day: ColumnElement[str],
    id: ColumnElement[str],
    dated: bool | None,
) -> ColumnElement[bool]:
    """Whether an event is sorted behind one that was seen."""
    n, filed, last = seen
    if dated is False:
        return id > last
    later = day > filed if sort == "oldest" else day < filed
    behind = and_(day >= filed if sort == "oldest" else day <= filed, or_(later, id > last))
    return and_(origins <= n, or_(origins < n, behind)) if sort == "origins" else behind


def _order(sort: Sort, rank: Rank) -> tuple[int, tuple[int, ...], str]:
    n, day, id = rank
    if sort == "oldest":
        return -n, tuple(map(ord, day)), id
    return -n, (*(-ord(char) for char in day), 1), id  # the end of a text sorts behind all letters


def _written(sort: Sort, rank: Rank) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((sort, *rank))).decode().rstrip("=")


def _read(cursor: str, sort: Sort) -> Rank:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        told, n, day, id = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=tuple[str, int, str, str])
    except ValueError:
        raise StoreError(f"{cursor[:40]!r} is no cursor; give what the last page told") from None
    if told not in SORTS or told != sort:
        raise StoreError(f"the cursor is of events sorted by {told[:20]!r}; sort by that, or begin anew")
    return n, day, id

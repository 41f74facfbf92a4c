"""One page of events after another: their keys, in order."""

from __future__ import annotations

import base64
import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from ..store import StoreError
from .asking import SORTS, Asking, Sort
from .query import FEW, NOT_SURE, Base, Filter, Lead, Membership, Order, bases, filters

Rank = tuple[float, str, str]  # what events are sorted by: origins or confidence (0 where these do not count), day, id
UNDATED = ""  # the day of an event that is filed under none
FIRST: ColumnElement[str] = literal_column("''")  # the same, as indexes have it
RANKED: tuple[Sort, ...] = ("origins", "confidence")
FEW_SENTENCES = 10_000  # like FEW, of those with the words of a query, which no index has in the order of days


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
    if sort in RANKED:
        yield from _merged(connection, asked, _Wanted(sort, limit, seen, None))
        return
    if seen is None or seen[1] != UNDATED:
        yield from _merged(connection, asked, _Wanted(sort, limit, seen, True))
        seen = None
    if not (asked.first or asked.last):
        yield from _merged(connection, asked, _Wanted(sort, limit, seen, False))


@dataclass(frozen=True)
class _Wanted:
    """In what order events are wanted, how many of them, behind which; with a day, without one, or (None) either."""

    sort: Sort
    limit: int
    seen: Rank | None
    dated: bool | None

    @property
    def by(self) -> Order | None:
        if self.dated is not None:
            return "day" if self.dated else None
        return "confidence" if self.sort == "confidence" else "origins"


def _merged(connection: Connection, asked: Asking, order: _Wanted) -> Iterator[Found]:
    parts: list[list[Found]] = []
    for base in bases(connection):
        branches = list(filters(base, asked, connection.dialect, order=order.by))
        if not branches[0].members or base.only_unmerged:
            parts += [_part(connection, one, None, order) for one in branches]
            continue
        sized, sizes = branches[0].sized(connection, FEW)
        fewest = min(range(len(sizes)), key=sizes.__getitem__)
        size, leading = sizes[fewest], sized.members[fewest]
        few = FEW_SENTENCES if leading.listed is not None else FEW
        if size > few and not leading.leads:
            leading = next((one for one in sized.members if one.leads), leading)
        for one in (replace(one, members=sized.members) for one in branches):
            if leading.leads and order.dated:
                parts += [_led(connection, one, leading, lead, order) for lead in leading.leads]
            else:
                parts.append(_part(connection, one, leading if size <= few else None, order))
    last = None
    for found in heapq.merge(*parts, key=lambda found: _order(order.sort, found.rank)):
        if last is None or (found.key, found.base) != (last.key, last.base):  # one event may have several actors
            yield found
        last = found


def _led(connection: Connection, wanted: Filter, first: Membership, lead: Lead, order: _Wanted) -> list[Found]:
    """Events of one branch, in the order in which a table of actors has them."""
    base, id = wanted.base, wanted.base.events.c.id
    conditions = [lead.test, lead.event == base.key, lead.day.is_not(None), *wanted.beside(first)]
    if order.seen is not None:
        conditions.append(_behind(order, literal(0, Integer), lead.day, id))
    asked = select(base.key, lead.day, id).where(*conditions).distinct()
    rows = connection.execute(asked.order_by(_by_day(lead.day, order.sort), id).limit(order.limit))
    return [Found(base, key, (0, filed, id)) for key, filed, id in rows]


def _part(connection: Connection, wanted: Filter, first: Membership | None, order: _Wanted) -> list[Found]:
    """Events of one branch, looked up by the filter `first` where that is given."""
    base = wanted.base
    conditions = wanted.sought(first) if first is not None else wanted.met()
    day: ColumnElement[str] = base.events.c.day
    if order.dated is not None:
        conditions.append(day.is_not(None) if order.dated else day.is_(None))
    rank: ColumnElement[Any] = literal(0, Integer)
    if order.sort in RANKED:
        rank, day = _rank(base, order.sort), func.coalesce(day, FIRST)
    if order.seen is not None:
        conditions.append(_behind(order, rank, day, base.events.c.id))
    if first is not None or base.only_unmerged:
        day = day.concat("")  # few rows: found by the filter, not by an index of days
    by = [] if order.dated is False else [_by_day(day, order.sort)]
    if order.sort in RANKED and not isinstance(rank, BindParameter):
        by = [rank.desc(), *by]
    asked = select(base.key, rank, func.coalesce(day, UNDATED), base.events.c.id).where(*conditions)
    rows = connection.execute(asked.order_by(*by, base.events.c.id).limit(order.limit))
    return [Found(base, key, (n, filed, id)) for key, n, filed, id in rows]


def _rank(base: Base, sort: Sort) -> ColumnElement[Any]:
    if sort == "confidence":
        return func.coalesce(base.events.c.confidence, NOT_SURE)
    return base.events.c.origins if base.merged else literal(1, Integer)


def _by_day(day: ColumnElement[str], sort: Sort) -> ColumnElement[str]:
    return day if sort == "oldest" else day.desc()


def _behind(
    order: _Wanted, rank: ColumnElement[Any], day: ColumnElement[str], id: ColumnElement[str]
) -> ColumnElement[bool]:  # fmt: skip
    """Whether an event is sorted behind the one that was seen last."""
    n, filed, last = order.seen or (0, UNDATED, "")
    if order.dated is False:
        return id > last
    later = day > filed if order.sort == "oldest" else day < filed
    behind = and_(day >= filed if order.sort == "oldest" else day <= filed, or_(later, id > last))
    return and_(rank <= n, or_(rank < n, behind)) if order.sort in RANKED else behind


def _order(sort: Sort, rank: Rank) -> tuple[float, tuple[int, ...], str]:
    n, day, id = rank
    if sort == "oldest":
        return -n, tuple(map(ord, day)), id
    return -n, (*(-ord(char) for char in day), 1), id  # the end of a text sorts behind all letters


def _written(sort: Sort, rank: Rank) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((sort, *rank))).decode().rstrip("=")


def _read(cursor: str, sort: Sort) -> Rank:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        told, n, day, id = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=tuple[str, float, str, str])
    except ValueError:
        raise StoreError(f"{cursor[:40]!r} is no cursor; give what the last page told") from None
    if told not in SORTS or told != sort:
        raise StoreError(f"the cursor is of events sorted by {told[:20]!r}; sort by that, or begin anew")
    return n, day, id

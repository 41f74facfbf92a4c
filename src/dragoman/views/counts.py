"""How many events there are, in all or by what.

What is asked often is kept (kept.py). For all else, what is counted are all events that ever were, less those that
ended: both are told by indexes alone, while going through the events that are still held would read each row.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, true
from sqlalchemy.sql.elements import True_

from ..store.parts import part
from ..store.read import held_at
from ..store.tables import claim_actors, claims, event_gaps, event_members, event_pairs
from .asking import Asking, By
from .kept import LENGTH, Group, kept
from .query import GROUPS, MANY, SIDES, Base, Filter, bases, filters

OVER_TIME = ("year", "month", "week", "day")
LAST = chr(0x10FFFF)  # after all names


def count(connection: Connection, asked: Asking) -> int:
    """The number of events."""
    return tally(connection, asked, ()).get((), 0)


def tally(connection: Connection, asked: Asking, by: Sequence[By]) -> dict[Group, int]:
    """The number of events for each combination of values that occurs, in order: of times the first, else most first.

    An event counts once for each actor, recipient, source or dyad that it has. Dyads are countries in the order of
    their codes, `RUS-TUR`: one acts on the other, or both take part. Who has no dyad is left out of a count by dyads;
    all other fields have None for those without.
    """
    return part(connection, ("tally", asked, tuple(by)), lambda: _tally(connection, asked, by))


def _tally(connection: Connection, asked: Asking, by: Sequence[By]) -> dict[Group, int]:
    found: Counter[Group] = Counter()
    for base in bases(connection):
        if base is GROUPS and (ready := kept(asked, by)):
            weekly = tuple(by) == ("week",)  # kept are days
            for group, number in ready.counts(connection):
                found[(_shown("week", group[0]),) if weekly else group] += number
            continue
        for wanted, sign in _signed(connection, base, asked):
            for group, number in _grouped(connection, wanted, by, asked.moment):
                found[group] += sign * number
    return _ordered(found, bool(by) and by[0] in OVER_TIME)


def _ordered(found: Mapping[Group, int], timed: bool) -> dict[Group, int]:
    """Times in order, else most first, then by name; those without a name last."""
    rows = [
        (names[0] if timed else "", -number, names, group)
        for group, number in found.items()
        if number
        for names in (group if None not in group else tuple(LAST if value is None else value for value in group),)
    ]
    rows.sort()
    return {group: -number for _, number, _, group in rows}


def _signed(connection: Connection, base: Base, asked: Asking) -> Iterator[tuple[Filter, int]]:
    """All events and, to be taken off, those that ended; or those known at a moment, likewise."""
    if asked.moment and base is GROUPS and not asked.text:
        for wanted in filters(base, asked, connection.dialect, held=False):
            for test, sign in _known_at(asked.moment):
                yield Filter(base, (*wanted.columns, test), wanted.members), sign
        return
    if asked.moment or base.only_unmerged or base.waiting:
        yield from ((wanted, 1) for wanted in filters(base, asked, connection.dialect))
        return
    if asked.text and base.merged:  # an event that ended has no claim that is held
        yield from ((wanted, 1) for wanted in filters(base, asked, connection.dialect, held=False))
        return
    ended = select(base.key).where(base.events.c.known_to.is_not(None))
    some = connection.execute(ended.limit(1)).first() is not None
    for wanted in filters(base, asked, connection.dialect, held=False):
        yield wanted, 1
        if some:
            yield Filter(base, (*wanted.columns, base.key.in_(ended), *(one.test for one in wanted.members)), ()), -1


def _known_at(moment: str) -> Iterator[tuple[ColumnElement[bool], int]]:
    """What was known by then, less what had ended, less what was not known in between."""
    of, gap = GROUPS.events.c, event_gaps.c
    between = select(gap.event).where(gap.start <= moment, gap.stop > moment)
    yield of.known_from <= moment, 1
    yield of.known_to <= moment, -1
    yield of.key.in_(between), -1


def _grouped(
    connection: Connection, wanted: Filter, by: Sequence[By], moment: str | None
) -> Iterator[tuple[Group, int]]:
    if not by and wanted.base.merged and len(wanted.members) == 1 and not any(map(_tests, wanted.columns)):
        alone = wanted.members[0].keys.distinct().subquery()
        yield (), connection.execute(select(func.count()).select_from(alone)).scalar_one()
        return
    fields = [_field(wanted.base, name, moment, alone=len(by) == 1) for name in by]
    key = wanted.base.key
    several = any(name in ("actor", "recipient", "source") for name in by) or ("dyad" in by and not wanted.base.merged)
    number = func.count(key.distinct()) if several else func.count()
    asked: Select[Any] = select(*(column for column, _ in fields), number).select_from(wanted.base.events)
    for _, join in fields:
        asked = join(asked)
    asked = asked.where(*_conditions(connection, wanted))
    if fields:
        asked = asked.group_by(*(column for column, _ in fields))
    for *values, times in connection.execute(asked):
        yield tuple(_shown(name, value) for name, value in zip(by, values, strict=True)), times


def _conditions(connection: Connection, wanted: Filter) -> list[ColumnElement[bool]]:
    """By looking up what passes the filter with the fewest matches."""
    if not wanted.members or wanted.base.only_unmerged:
        return wanted.met()
    if len(wanted.members) == 1:
        return wanted.sought(wanted.members[0])
    wanted, sizes = wanted.sized(connection, MANY)
    return wanted.sought(wanted.members[sizes.index(min(sizes))])


def _tests(condition: ColumnElement[bool]) -> bool:
    """Whether it is a condition at all."""
    return not isinstance(condition, True_)


def _shown(by: By, value: Any) -> str | None:
    if value is None:
        return None
    if by in LENGTH:
        return str(value)[: LENGTH[by]]
    if by == "week":
        year, week, _ = dt.date.fromisoformat(value).isocalendar()
        return f"{year}-W{week:02}"
    return str(value)


Join = Callable[[Select[Any]], Select[Any]]


def _field(base: Base, by: By, moment: str | None, alone: bool) -> tuple[ColumnElement[Any], Join]:
    """What to group by, and the tables that it is in."""
    columns = base.events.c
    if by in OVER_TIME:  # alone as the index has them: to put days together is quicker than to sort parts of them
        return columns.day if alone or by not in LENGTH else func.substr(columns.day, 1, LENGTH[by]), _same
    if by in SIDES:
        return _side(base, by)
    if by == "source":
        return _source(base, moment)
    if by == "dyad":
        return _dyad(base)
    named = {"place": "place_name", "country": "place_country"}
    return columns[named.get(by, by)], _same


def _same(asked: Select[Any]) -> Select[Any]:
    return asked


def _side(base: Base, role: str) -> tuple[ColumnElement[Any], Join]:
    table = base.actors.alias(f"by_{role}")
    tied = and_(table.c[base.tie] == base.key, table.c.role == role)
    if role == "source" and not base.merged:
        tied = and_(tied, table.c.position == 0)
    return func.coalesce(table.c.actor, table.c.name), lambda asked: asked.outerjoin(table, tied)


def _source(base: Base, moment: str | None) -> tuple[ColumnElement[Any], Join]:
    """The outermost speakers of the claims that are held."""
    if moment is None or not base.merged:
        return _side(base, "source")
    table, member, claim = claim_actors.alias(), event_members.alias(), claims.alias()
    outermost = and_(table.c.claim == member.c.claim, table.c.role == "source", table.c.position == 0)
    name = func.coalesce(table.c.actor, table.c.name).label("name")
    held = and_(claim.c.key == member.c.claim, held_at(claim, moment))
    speaking = select(member.c.event, name).select_from(member).join(claim, held).join(table, outermost)
    told = speaking.distinct().subquery("by_source")
    return told.c.name, lambda asked: asked.outerjoin(told, told.c.event == base.key)


def _dyad(base: Base) -> tuple[ColumnElement[Any], Join]:
    """Two countries, of which one acts on the other; without recipients, two that both act."""
    if base.merged:
        table = event_pairs.alias()
        acting = and_(table.c.event == base.key, table.c.acts == true())
        return table.c.pair, lambda asked: asked.join(table, acting)
    one, other = base.actors.alias("one"), base.actors.alias("other")
    acting = and_(one.c[base.tie] == base.key, one.c.role == "actor", one.c.country.is_not(None))
    mutual = and_(other.c.role == "actor", base.events.c.recipient.is_(None))
    opposite = and_(
        other.c[base.tie] == base.key, or_(other.c.role == "recipient", mutual), other.c.country != one.c.country
    )
    first = case((one.c.country < other.c.country, one.c.country), else_=other.c.country)
    second = case((one.c.country < other.c.country, other.c.country), else_=one.c.country)
    pair = first.concat("-").concat(second)
    return pair, lambda asked: asked.join(one, acting).join(other, opposite)

"""Filters -> SQL over the two tables that hold events: the groups that merges made, and claims not merged yet.

Whatever the merges have taken in has its group, a claim that nobody repeats one of its own; claims of stories that
they have not (`stories.merged` is false) are each an event of its own. Both have the same columns to ask for.

How a page is found quickly: actors are kept with the day of their event, so that those of one actor are met in order.
Any other filter into another table either has few matches, which then are looked up and sorted, or many, so that going
through all events in order soon meets enough of them. A bounded count tells which.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Exists,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from ..store import fulltext
from ..store.parts import part
from ..store.read import held_at
from ..store.tables import claim_actors, claims, event_actors, event_groups, event_members, event_pairs, stories
from .asking import Asking, Box
from .who import Where, Who

NOT_SURE: ColumnElement[float] = literal_column("0")  # the confidence of an event that has none, as the index has it
FEW = 5_000  # matches of a filter that are looked up and sorted rather than met on the way
MANY = 300_000  # sentences with the words of a query up to which they are listed rather than asked one by one
Order = Literal["day", "origins", "confidence"]
SIDES = ("actor", "recipient")
TOLD_BY = ("source", "chain")


@dataclass(frozen=True)
class Base:
    """A table with events in it, that of their actors, and the column that ties the two.

    `waiting`: stories wait to be merged, so that some groups may have a claim that ended since they were made.
    """

    events: Table
    actors: Table
    tie: str
    only_unmerged: bool = False
    waiting: bool = False

    @property
    def key(self) -> ColumnElement[int]:
        return self.events.c.key

    @property
    def merged(self) -> bool:
        return self.events is event_groups


GROUPS = Base(event_groups, event_actors, "event")
GROUPS_BEFORE = Base(event_groups, event_actors, "event", waiting=True)
CLAIMS = Base(claims, claim_actors, "claim")
UNMERGED = Base(claims, claim_actors, "claim", only_unmerged=True)


@dataclass(frozen=True)
class Lead:
    """A part of a table of actors that has an index by day. `test`: what is of the part; `event`: whose actor it is."""

    day: ColumnElement[str]
    event: ColumnElement[int]
    test: ColumnElement[bool]


@dataclass(frozen=True)
class Membership:
    """A filter that looks into another table.

    `keys`: of the events that pass it; `test`: the same of one event; `matches`: what is counted to know how many;
    `leads`: parts that together have all that pass, each in the order of days; `listed`: a test that lists all matches
    first, which is quicker where these are not too many.
    """

    keys: Select[tuple[int]]
    test: ColumnElement[bool]
    matches: Select[tuple[int]]
    leads: tuple[Lead, ...] = ()
    listed: ColumnElement[bool] | None = None


@dataclass(frozen=True)
class Filter:
    """All conditions on the events of a base."""

    base: Base
    columns: tuple[ColumnElement[bool], ...]
    members: tuple[Membership, ...]

    def met(self) -> list[ColumnElement[bool]]:
        """Conditions for going through all events in order."""
        return [*self.columns, *(member.test for member in self.members)]

    def sought(self, first: Membership) -> list[ColumnElement[bool]]:
        """Conditions for looking up what passes one filter."""
        return [self.base.key.in_(first.keys), *self.beside(first)]

    def beside(self, first: Membership) -> list[ColumnElement[bool]]:
        """Conditions but for one filter."""
        return [*self.columns, *(member.test for member in self.members if member is not first)]

    def sized(self, connection: Connection, most: int) -> tuple[Filter, list[int]]:
        """With the quicker tests, and how many matches each filter has, or that they are more than `most`."""
        sizes = [_size(connection, one, most if one.listed is None else MANY) for one in self.members]
        members = (
            replace(one, test=one.listed) if one.listed is not None and size <= MANY else one
            for one, size in zip(self.members, sizes, strict=True)
        )
        return replace(self, members=tuple(members)), sizes


def _size(connection: Connection, member: Membership, most: int) -> int:
    bounded = member.matches.limit(most + 1).subquery()
    return connection.execute(select(func.count()).select_from(bounded)).scalar_one()


def bases(connection: Connection) -> list[Base]:
    """The tables that hold events now."""
    return part(connection, "bases", lambda: _bases(connection))


def _bases(connection: Connection) -> list[Base]:
    if connection.execute(select(event_groups.c.key).limit(1)).first() is None:
        return [CLAIMS]
    waiting = connection.execute(_unmerged().limit(1)).first()
    return [GROUPS_BEFORE, UNMERGED] if waiting else [GROUPS]


def _unmerged() -> Select[tuple[int]]:
    return select(stories.c.key).where(stories.c.merged.is_(False))


def filters(
    base: Base, asked: Asking, dialect: Dialect, held: bool = True, order: Order | None = None
) -> Iterator[Filter]:  # fmt: skip
    """The conditions, once for each value of a field of several, so that each finds its rows in the order of an index.

    No event passes two of them. `held`: what was known at the moment alone; else all that ever was. `order`: in which
    they are to be met, so that no other index should be taken.
    """
    unsure = base.merged and order in ("day", "origins")  # whether events are sure enough is not asked of an index
    fixed = [*_told(base, asked, unsure), *(_known(base, asked.moment) if held else [])]
    members = tuple(_members(base, asked, dialect, unsure))
    for branch in _branches(base, asked):
        for parts in _ahead(base, asked.moment) if order == "day" else [()]:
            yield Filter(base, (*branch, *fixed, *parts), members)


def _known(base: Base, moment: str | None) -> Iterator[ColumnElement[bool]]:
    yield held_at(base.events, moment)
    if base.waiting:  # an event all of whose claims ended, of which no merge knows yet
        member, claim, story = event_members.alias(), claims.alias(), stories.alias()
        told = and_(member.c.claim == claim.c.key, claim.c.story == story.c.key)
        ended = select(member.c.event).where(told, story.c.ended_by.in_(_unmerged()))
        yield or_(base.key.not_in(ended), _one(told, member.c.event == base.key, held_at(claim, moment)))


def _ahead(base: Base, moment: str | None) -> list[tuple[ColumnElement[bool], ...]]:
    """What is known at a moment is of days up to it, but for what was told ahead of its day."""
    columns = base.events.c
    if moment is None or not base.merged:
        return [()]
    return [(columns.day > columns.known_from,), (columns.day <= columns.known_from, columns.day <= moment)]


def _branches(base: Base, asked: Asking) -> Iterator[list[ColumnElement[bool]]]:
    """Each value of the first field that has several; the others are tests."""
    columns = base.events.c
    wanted = {
        "type": [and_(columns.type == kind, columns.mode == mode if mode else true()) for kind, mode in asked.modes()],
        "place": _at(base.events, asked.place),
        "quad": [columns.quad == quad for quad in asked.quad],
        "status": [columns.status == status for status in asked.status],
    }
    given = [tests for tests in wanted.values() if tests]
    lead = next((tests for tests in given if len(tests) > 1), [true()])
    rest = [or_(*tests) for tests in given if tests is not lead]
    for test in lead:
        yield [test, *rest]


def _at(table: FromClause, place: Where | None) -> list[ColumnElement[bool]]:
    if place is None:
        return []
    if place.country:
        return [table.c.place_country == place.country]
    return [table.c.place_name == name for name in place.names]


def _told(base: Base, asked: Asking, unsure: bool) -> Iterator[ColumnElement[bool]]:
    """Conditions on the columns of the event itself."""
    columns = base.events.c
    if not base.merged:
        yield columns.kind == "event"
    if base.only_unmerged:
        yield columns.story.in_(_unmerged())
        yield ~exists().where(event_members.c.claim == columns.key)
    if asked.first:
        yield columns.day >= asked.first
    if asked.last:
        yield columns.day <= asked.last
    if asked.confidence is not None and not unsure:
        yield _sure(base, asked.confidence)
    if asked.background is not None:
        yield columns.background.is_(asked.background)
    if asked.origins is not None:
        yield columns.origins >= asked.origins if base.merged else true() if asked.origins <= 1 else false()


@lru_cache(maxsize=256)
def _alias(table: Table, number: int) -> FromClause:
    """A table under another name, made once for each use of it within a statement."""
    return table.alias(f"{table.name}_{number}")


def _members(base: Base, asked: Asking, dialect: Dialect, unsure: bool) -> Iterator[Membership]:
    number = itertools.count()
    for role, asked_for in (("actor", asked.actor), ("recipient", asked.recipient)):
        yield from (_taking_part(base, who, (role,), next(number)) for who in asked_for)
    codes = sorted({who.country for who in asked.parties if who.country and who == Who(country=who.country)})
    if not base.merged or len(codes) == 1:
        codes = []
    yield from (_both(base, codes[0], code, next(number)) for code in codes[1:])
    others = (who for who in asked.parties if not codes or who.country not in codes)
    yield from (_taking_part(base, who, SIDES, next(number)) for who in others)
    yield from (_on_word_of(base, who, asked.moment, next(number)) for who in asked.source)
    if asked.text is not None:
        yield _told_with(base, asked.text, dialect, asked.moment)
    if asked.box is not None:
        yield _where(base, asked.box)
    if asked.confidence is not None and unsure:
        sure: Select[tuple[int]] = select(base.events.c.key).where(_sure(base, asked.confidence))
        yield Membership(sure, base.events.c.confidence >= asked.confidence, sure)


def _both(base: Base, one: str, other: str, number: int) -> Membership:
    """Events in which two countries take part."""
    table = _alias(event_pairs, number)
    test = table.c.pair == f"{one}-{other}"
    keys = select(table.c.event).where(test)
    tied = exists().where(table.c.event == base.key, test)
    return Membership(keys, tied, keys, (Lead(table.c.day, table.c.event, test),))


def _where(base: Base, box: Box) -> Membership:
    """Events within a box; met on the way, where they are is not asked of an index (+ 0)."""
    table = base.events.alias()
    keys = select(table.c.key).where(within(table, box))
    return Membership(keys, _between(base.events.c.lat + 0, base.events.c.lon + 0, box), keys)


def within(table: FromClause, box: Box) -> ColumnElement[bool]:
    """Whether a row is in a box."""
    return _between(table.c.lat, table.c.lon, box)


def _between(lat: ColumnElement[float], lon: ColumnElement[float], box: Box) -> ColumnElement[bool]:
    west, south, east, north = box
    across = lon.between(west, east) if west <= east else or_(lon >= west, lon <= east)
    return and_(lat.between(south, north), across)


def _sure(base: Base, confidence: float) -> ColumnElement[bool]:
    column = base.events.c.confidence
    if confidence <= 0:
        return column >= confidence
    return func.coalesce(column, NOT_SURE) >= confidence  # as the index has it


def _is(table: FromClause, who: Who) -> Iterator[ColumnElement[bool]]:
    """Whom a row may be: each test by itself has an index."""
    sector = table.c.sector == who.sector if who.sector else true()
    if who.country:
        yield and_(table.c.country == who.country, sector)
    for id in who.ids:
        yield and_(table.c.actor == id, sector)
    for name in who.names:
        yield and_(table.c.name == name, sector)
        yield and_(table.c.country == name, sector)  # a state that only stories tell of has its name for a code


def _taking_part(base: Base, who: Who, roles: tuple[str, ...], number: int) -> Membership:
    table = _alias(base.actors, number)
    tie, tests = table.c[base.tie], list(_is(table, who))
    test = and_(table.c.role.in_(roles), or_(*tests))
    keys = select(tie).where(test)
    leads = (Lead(table.c.day, tie, and_(table.c.role == role, one)) for role in roles for one in tests)
    return Membership(keys, exists().where(tie == base.key, test), keys, tuple(leads))


def _on_word_of(base: Base, who: Who, moment: str | None, number: int) -> Membership:
    """Events that a claim tells on the word of somebody, whether or not to the end of the chain."""
    if base.merged and moment is None:
        return _taking_part(base, who, TOLD_BY, number)
    if not base.merged:
        return _taking_part(base, who, TOLD_BY[:1], number)
    table, member, claim = (_alias(one, number) for one in (claim_actors, event_members, claims))
    test = and_(table.c.role == "source", or_(*_is(table, who)))
    said = select(table.c.claim).where(test)
    tied = and_(member.c.claim == table.c.claim, claim.c.key == table.c.claim, held_at(claim, moment), test)
    return Membership(select(member.c.event).where(tied), _one(tied, member.c.event == base.key), said)


def _told_with(base: Base, text: str, dialect: Dialect, moment: str | None) -> Membership:
    """Events one of whose sentences has these words."""
    found = fulltext.matching(text, dialect)
    [sentence] = found.selected_columns
    if not base.merged:
        column = base.events.c.sentence
        this = found.where(sentence == column).correlate(base.events).exists()
        told: Select[tuple[int]] = select(base.events.c.key).where(column.in_(found))
        return Membership(told, this, found)
    member, claim = event_members.alias(), claims.alias()
    held = member.c.held == true()
    if moment or base.waiting:
        held = and_(member.c.claim == claim.c.key, held_at(claim, moment))
    this = found.where(sentence == member.c.sentence).correlate(member).exists()
    listed = (member.c.sentence + 0).in_(found)  # + 0: found by the event, not by the sentence
    tests = (_one(member.c.event == base.key, held, test) for test in (this, listed))
    keys = select(member.c.event).where(member.c.sentence.in_(found), held)
    return Membership(keys, next(tests), found, listed=next(tests))


def _one(*tests: Any) -> Exists:
    return exists().where(*tests)

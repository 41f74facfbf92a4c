"""Filters -> SQL over the two tables that hold events: the groups that merges made, and claims not merged yet.

Whatever the merges have taken in has its group, a claim that nobody repeats one of its own; claims of stories that
they have not (`stories.merged` is false) are each an event of its own. Both have the same columns to ask for.

How a page is found quickly: a filter of actors, sources or words either has few matches, which then are looked up and
sorted, or many, so that going through all events by day soon meets enough of them. A bounded count tells which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
    or_,
    select,
    true,
)

from ..store import fulltext
from ..store.read import held_at
from ..store.tables import claim_actors, claims, event_actors, event_groups, event_members, stories
from .asking import Asking
from .who import Where, Who

FEW = 50_000  # matches of a filter that are looked up and sorted rather than met on the way
SIDES = ("actor", "recipient")


@dataclass(frozen=True)
class Base:
    """A table with events in it, that of their actors, and the column that ties the two."""

    events: Table
    actors: Table
    tie: str
    only_unmerged: bool = False

    @property
    def key(self) -> ColumnElement[int]:
        return self.events.c.key

    @property
    def merged(self) -> bool:
        return self.events is event_groups


GROUPS = Base(event_groups, event_actors, "event")
CLAIMS = Base(claims, claim_actors, "claim")
UNMERGED = Base(claims, claim_actors, "claim", only_unmerged=True)


@dataclass(frozen=True)
class Membership:
    """A filter that looks into another table.

    `keys`: of the events that pass it; `test`: the same of one event; `matches`: what is counted to know how many.
    """

    keys: Select[tuple[int]]
    test: ColumnElement[bool]
    matches: Select[tuple[int]]


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
        others = (member.test for member in self.members if member is not first)
        return [*self.columns, self.base.key.in_(first.keys), *others]

    def fewest(self, connection: Connection) -> Membership | None:
        """The filter with the fewest matches, if they are few."""
        sized = [(self._size(connection, member), n) for n, member in enumerate(self.members)]
        size, n = min(sized, default=(FEW + 1, 0))
        return self.members[n] if size <= FEW else None

    def _size(self, connection: Connection, member: Membership) -> int:
        bounded = member.matches.limit(FEW + 1).subquery()
        return connection.execute(select(func.count()).select_from(bounded)).scalar_one()


def bases(connection: Connection) -> list[Base]:
    """The tables that hold events now."""
    if connection.execute(select(event_groups.c.key).limit(1)).first() is None:
        return [CLAIMS]
    unmerged = select(stories.c.key).where(stories.c.merged.is_(False)).limit(1)
    return [GROUPS, UNMERGED] if connection.execute(unmerged).first() else [GROUPS]


def filters(base: Base, asked: Asking, dialect: Dialect, held: bool = True) -> Iterator[Filter]:
    """The conditions, once for each value of a field of several, so that each finds its rows in the order of an index.

    No event passes two of them. `held`: what was known at the moment alone; else all that ever was.
    """
    fixed = [*_told(base, asked), *([held_at(base.events, asked.moment)] if held else [])]
    members = tuple(_members(base, asked, dialect))
    for branch in _branches(base, asked):
        yield Filter(base, (*branch, *fixed), members)


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


def _told(base: Base, asked: Asking) -> Iterator[ColumnElement[bool]]:
    """Conditions on the columns of the event itself."""
    columns = base.events.c
    if not base.merged:
        yield columns.kind == "event"
    if base.only_unmerged:
        yield columns.story.in_(select(stories.c.key).where(stories.c.merged.is_(False)))
        yield ~exists().where(event_members.c.claim == columns.key)
    if asked.first:
        yield columns.day >= asked.first
    if asked.last:
        yield columns.day <= asked.last
    if asked.confidence is not None:
        yield columns.confidence >= asked.confidence
    if asked.background is not None:
        yield columns.background.is_(asked.background)
    if asked.origins is not None:
        yield columns.origins >= asked.origins if base.merged else true() if asked.origins <= 1 else false()


def _members(base: Base, asked: Asking, dialect: Dialect) -> Iterator[Membership]:
    for role, asked_for in (("actor", asked.actor), ("recipient", asked.recipient)):
        yield from (_taking_part(base, who, (role,)) for who in asked_for)
    yield from (_taking_part(base, who, SIDES) for who in asked.parties)
    yield from (_on_word_of(base, who, asked.moment) for who in asked.source)
    if asked.text is not None:
        yield _told_with(base, asked.text, dialect, asked.moment)


def _is(table: FromClause, who: Who) -> ColumnElement[bool]:
    tests: list[ColumnElement[bool]] = []
    if who.country:
        tests.append(table.c.country == who.country)
    if who.ids:
        tests.append(table.c.actor.in_(who.ids))
    if who.names:
        tests.append(table.c.name.in_(who.names))
    return and_(or_(*tests), table.c.sector == who.sector if who.sector else true())


def _taking_part(base: Base, who: Who, roles: tuple[str, ...]) -> Membership:
    table = base.actors.alias()
    tie, test = table.c[base.tie], and_(table.c.role.in_(roles), _is(table, who))
    keys = select(tie).where(test)
    return Membership(keys, exists().where(tie == base.key, test), keys)


def _on_word_of(base: Base, who: Who, moment: str | None) -> Membership:
    table = claim_actors.alias()
    test = and_(table.c.role == "source", _is(table, who))
    said = select(table.c.claim).where(test)
    if not base.merged:
        return Membership(said, exists().where(table.c.claim == base.key, test), said)
    member, claim = event_members.alias(), claims.alias()
    tied = and_(member.c.claim == table.c.claim, claim.c.key == table.c.claim, held_at(claim, moment), test)
    return Membership(select(member.c.event).where(tied), _one(tied, member.c.event == base.key), said)


def _told_with(base: Base, text: str, dialect: Dialect, moment: str | None) -> Membership:
    """Events one of whose sentences has these words."""
    found = fulltext.matching(text, dialect)
    [sentence] = found.selected_columns
    claim = claims.alias()
    told = claim.c.sentence.in_(found)
    this = found.where(sentence == claim.c.sentence).correlate(claim).exists()
    if not base.merged:
        return Membership(select(claim.c.key).where(told), _one(claim.c.key == base.key, this), found)
    member = event_members.alias()
    tied = and_(member.c.claim == claim.c.key, held_at(claim, moment))
    return Membership(select(member.c.event).where(tied, told), _one(tied, member.c.event == base.key, this), found)


def _one(*tests: Any) -> Exists:
    return exists().where(*tests)

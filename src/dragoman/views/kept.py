"""Counts that `store/tallies.py` keeps, where a question is one of those that they answer.

These are: by type, mode, quad, status, year and month, of whole months, with filters of the same; by one of the sides,
sources, places or dyads, and of one or two countries, each by type and of whole years, of one that takes part and of
two also of months, and of these background alone; by day and week.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from ..store.tables import event_facets, event_tallies
from ..store.tallies import (
    ACTS_ON,
    ALL,
    COUNTRY_OF,
    DAY,
    DYAD,
    MONTHLY,
    NONE,
    PAIR,
    PARTY,
    PLACES,
    RECALLED,
    SECTOR,
    SIDES,
)
from .asking import Asking, By
from .who import Who

Group = tuple[str | None, ...]
Level = Literal["all", "year", "month"]
YEAR = 4  # characters of a day that tell it
LENGTH: dict[str, int] = {"year": YEAR, "month": 7}
LEVELS: tuple[Level, ...] = ("all", "year", "month")
FACETS = frozenset({"type", "mode", "quad", "status", "year", "month"})
TIMES = frozenset({"year", "month"})
VALUES = frozenset({*SIDES, *PLACES, DYAD})
TWO = 2  # countries of a pair
ANSWERED: dict[str, Any] = {  # filters that may be answered, as they are where nobody asks for them
    name: getattr(Asking(), name)
    for name in ("actor", "recipient", "parties", "source", "type", "mode", "quad", "status", "place", "first", "last",
                 "background")
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Whole years or months between two days; `level` "all" without any."""

    level: Level
    first: str | None
    last: str | None

    def test(self, column: ColumnElement[str], level: Level) -> ColumnElement[bool]:
        """Whether a year or month (`level`) is in it; of all times together where the level is "all"."""
        if level == "all":
            return column == ALL
        if self.level == "all":
            return column != ALL
        length, tests = LENGTH[level], [column > ALL]  # nor those without a day
        tests += [column >= self.first[:length]] if self.first else []
        tests += [column <= self.last[:length]] if self.last else []
        return and_(*tests)


@dataclass(frozen=True)
class Kept:
    """Where counts are kept: the columns of `by`, the number, and what rows must be."""

    by: tuple[By, ...]
    columns: tuple[ColumnElement[str], ...]
    number: ColumnElement[int]
    tests: tuple[ColumnElement[bool], ...]

    def counts(self, connection: Connection) -> list[tuple[Group, int]]:
        """The number of events for each combination of values, once or several times for each."""
        shown = (func.nullif(column, NONE) for column in self.columns)
        asked = select(*shown, func.sum(self.number)).where(*self.tests).group_by(*self.columns)
        rows = connection.execute(asked).all()
        if "year" not in self.by:
            return [(row[:-1], int(row[-1])) for row in rows if row[-1]]
        at = self.by.index("year")
        return [((*row[:at], row[at] and row[at][:YEAR], *row[at + 1 : -1]), int(row[-1])) for row in rows if row[-1]]


def kept(asked: Asking, by: Sequence[By]) -> Kept | None:
    """Where the numbers of events that merges made are kept, as they are held now; None: they are not."""
    span = _span(asked.first, asked.last)
    if replace(asked, **ANSWERED) != Asking():
        return None
    subjects = _subjects(asked)
    if not subjects and asked.place is None:
        if set(by) <= FACETS:
            return _facets(asked, by, span) if span else None
        if tuple(by) in (("day",), ("week",)) and not _faceted(asked) and not asked.type:
            return _days(asked)
    if span is None or asked.background is False or _faceted(replace(asked, background=None)):
        return None
    return _values(asked, by, span, subjects)


def _faceted(asked: Asking) -> bool:
    """Whether anything is asked that only facets tell."""
    return bool(asked.mode or asked.quad or asked.status or asked.background is not None)


def _subjects(asked: Asking) -> list[tuple[str, Sequence[Who]]]:
    told = {"actor": asked.actor, "recipient": asked.recipient, "source": asked.source, PARTY: asked.parties}
    return [(role, who) for role, who in told.items() if who]


def _span(first: str | None, last: str | None) -> Span | None:
    """None where a month is told in part."""
    if first is None and last is None:
        return Span("all", None, None)
    if (first and not first.endswith("-01")) or (last and not _ends_month(last)):
        return None
    yearly = (first or "-01-01").endswith("-01-01") and (last or "-12-31").endswith("-12-31")
    return Span("year" if yearly else "month", first, last)


def _ends_month(day: str) -> bool:
    year, month, last = map(int, day.split("-"))
    return last == calendar.monthrange(year, month)[1]


def _level(by: Sequence[By], span: Span) -> Level:
    """The finest times that are needed."""
    return max((span.level, *(name for name in LEVELS if name in by)), key=LEVELS.index)


def _facets(asked: Asking, by: Sequence[By], span: Span) -> Kept:
    of = event_facets.c
    level: Level = "all" if _level(by, span) == "all" else "month"  # years are made of their months
    tests = [span.test(of.month, level), *_types(asked)]
    for name, told in (("quad", asked.quad), ("status", asked.status)):
        if told:
            tests.append(of[name].in_(told))
    if asked.background is not None:
        tests.append(of.background == int(asked.background))
    columns = [of.month if name in TIMES else of[name] for name in by]
    return Kept(tuple(by), tuple(columns), of.number, tuple(tests))


def _types(asked: Asking) -> list[ColumnElement[bool]]:
    of = event_facets.c
    modes = [and_(of.type == kind, of.mode == mode if mode else true()) for kind, mode in asked.modes()]
    return [or_(*modes)] if modes else []


def _days(asked: Asking) -> Kept:
    of = event_tallies.c
    tests = [of.field == DAY, of.time == ALL]
    if asked.first or asked.last:
        tests.append(of.value != NONE)
    tests += [of.value >= asked.first] if asked.first else []
    tests += [of.value <= asked.last] if asked.last else []
    return Kept(("day",), (of.value,), of.number, tuple(tests))


def _values(
    asked: Asking, by: Sequence[By], span: Span, subjects: Sequence[tuple[str, Sequence[Who]]]
) -> Kept | None:  # fmt: skip
    """Counts by the value of one field, or of what one filter asks for."""
    named = [name for name in by if name in VALUES]
    found = _filtered(asked, subjects)
    if len(named) + (found is not None) != 1 or (subjects and found is None) or set(by) - {*named, *TIMES, "type"}:
        return None
    if asked.place is not None and found is None:
        return None
    field, value = found or (named[0], None)
    level = _level(by, span)
    if asked.background:
        if field not in RECALLED or value is None or SECTOR in value:
            return None
        field, level = RECALLED[field], "month"  # years are made of their months
    elif level == "month":
        if field not in MONTHLY or SECTOR in (value or ""):
            return None
        field = MONTHLY[field]
    of = event_tallies.c
    tests = [of.field == field, span.test(of.time, level)]
    if value is not None:
        tests.append(of.value == value)
    if asked.type:
        tests.append(of.type.in_(asked.type))
    columns = [of.time if name in TIMES else of.type if name == "type" else of.value for name in by]
    return Kept(tuple(by), tuple(columns), of.number, tuple(tests))


def _filtered(asked: Asking, subjects: Sequence[tuple[str, Sequence[Who]]]) -> tuple[str, str] | None:
    """The field and value that the only filter of actors, sources or places asks for, if it is kept."""
    if asked.place is not None:
        if subjects:
            return None
        if asked.place.country:
            return "country", asked.place.country
        return ("place", asked.place.names[0]) if len(asked.place.names) == 1 else None
    codes = {role: sorted({_code(who) for who in told}) for role, told in subjects}
    if not all(code for several in codes.values() for code in several):
        return None
    if list(codes) == ["actor", "recipient"]:
        [*ends] = (*codes["actor"], *codes["recipient"])
        return (ACTS_ON, ">".join(ends)) if len(ends) == TWO and SECTOR not in "".join(ends) else None
    if len(codes) != 1:
        return None
    [(role, several)] = codes.items()
    if role == PARTY and len(several) == TWO:
        return (PAIR, "-".join(several)) if SECTOR not in "".join(several) else None
    return (PARTY if role == PARTY else COUNTRY_OF[role], several[0]) if len(several) == 1 else None


def _code(who: Who) -> str:
    """A country, with its sector where one is asked for; nothing for anybody else."""
    if who.country is None or who.ids or who.names:
        return ""
    return f"{who.country}{SECTOR}{who.sector}" if who.sector else who.country

"""Events over time: how many of each class in each decade, year, month, week or day, news apart from background."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Literal, get_args

from sqlalchemy import Connection

from ..knowledge.ontology import ontology
from ..store import StoreError
from ..story import Value
from .asking import Asking, By
from .counts import tally

Unit = Literal["decade", "year", "month", "week", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST = 400  # bins
ROOMY = 180  # bins up to which a finer unit is taken of itself
DAYS: dict[Unit, int] = {"decade": 3653, "year": 366, "month": 31, "week": 7, "day": 1}
COUNTED: dict[Unit, By] = {"decade": "year", "year": "year", "month": "month", "week": "week", "day": "day"}
_BIN = re.compile(r"\d{4}(s|-W\d\d|-\d\d(-\d\d)?)?")


class Classes(Value, frozen=True, kw_only=True):
    """Numbers of events of the four classes."""

    verbal_cooperation: int = 0
    material_cooperation: int = 0
    verbal_conflict: int = 0
    material_conflict: int = 0

    @property
    def cooperation(self) -> int:
        """Both classes of it."""
        return self.verbal_cooperation + self.material_cooperation

    @property
    def conflict(self) -> int:
        """Both classes of it."""
        return self.verbal_conflict + self.material_conflict

    @property
    def all(self) -> int:
        """Events of any class."""
        return self.cooperation + self.conflict


class Bin(Value, frozen=True, kw_only=True):
    """Events of a time. `name`: 2020s, 2020, 2020-03, 2020-W10 or 2020-03-05; `first`, `last`: its days."""

    name: str
    first: str
    last: str
    news: Classes
    background: Classes

    @property
    def all(self) -> int:
        """News and background."""
        return self.news.all + self.background.all


class Timeline(Value, frozen=True, kw_only=True):
    """Events over time, from the first day to the last, both included; None where there is no event.

    `bins`: those that have events, in order; `undated`: events that are filed under no day, which are in none.
    """

    unit: Unit
    first: str | None
    last: str | None
    bins: tuple[Bin, ...]
    undated: int = 0


def timeline(connection: Connection, asked: Asking, unit: Unit | None = None) -> Timeline:
    """Events that pass all filters, in bins of a unit; without one, or where there would be too many bins, of one
    that suits the time that is asked for, or else that of the events. Raises StoreError where `last` is before `first`.
    """
    if asked.first and asked.last and asked.last < asked.first:
        raise StoreError(f"{asked.last} is before {asked.first}: give the earlier day first")
    yearly = tally(connection, asked, ("year", "type"))
    told = [year for (year, _), number in yearly.items() if year and number]
    undated = 0 if asked.first or asked.last else sum(number for (year, _), number in yearly.items() if year is None)
    if not told:
        return Timeline(unit=unit or "year", first=asked.first, last=asked.last, bins=(), undated=undated)
    first, last = asked.first or f"{min(told)}-01-01", asked.last or f"{max(told)}-12-31"
    while True:
        chosen = fitting(first, last, unit)
        ready = yearly if COUNTED[chosen] == "year" else None
        bins = _bins(connection, replace(asked, first=first, last=last), chosen, ready)
        before = first, last
        if bins:  # the time of the events alone, where none is asked for: they may have room for finer bins
            first, last = asked.first or bins[0].first, asked.last or bins[-1].last
        if before == (first, last) or fitting(first, last, unit) == chosen:
            return Timeline(unit=chosen, first=first, last=last, bins=bins, undated=undated)


def fitting(first: str, last: str, wanted: Unit | None = None) -> Unit:
    """The unit that is wanted, or the next with fewer than `MOST` bins; without one the finest that has room."""
    days = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1
    fine: list[Unit] = [unit for unit in UNITS if days / DAYS[unit] <= (MOST if wanted else ROOMY)] or ["decade"]
    finest = fine[-1]
    return wanted if wanted and UNITS.index(wanted) <= UNITS.index(finest) else finest


Tally = Mapping[tuple[str | None, ...], int]


def _bins(connection: Connection, asked: Asking, unit: Unit, ready: Tally | None) -> tuple[Bin, ...]:
    """`ready`: the events by year, where they were counted before."""
    by: tuple[By, By] = (COUNTED[unit], "type")
    counted = _classed(tally(connection, asked, by) if ready is None else ready, unit)
    told, recalled = ({}, counted) if asked.background else (counted, {})
    if asked.background is None:  # news is what is left of all, which is kept ready more often
        recalled = _classed(tally(connection, replace(asked, background=True), by), unit)
        for name, counts in recalled.items():
            told[name].subtract(counts)
    found = []
    for name in sorted({*told, *recalled}):
        first, last = days_of(name)
        news, background = (_classes(counts.get(name, Counter())) for counts in (told, recalled))
        if news.all or background.all:
            found.append(Bin(name=name, first=first, last=last, news=news, background=background))
    return tuple(found)


def _classed(counts: Tally, unit: Unit) -> dict[str, Counter[str]]:
    """For each bin how many events there are of each class; classes follow from types, by which more is kept."""
    quads = {name: entry.quad for name, entry in ontology().types.items()}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (when, type), number in counts.items():
        if when and type in quads:
            found[f"{when[:3]}0s" if unit == "decade" else when][quads[type]] += number
    return found


def _classes(counts: Counter[str]) -> Classes:
    return Classes(**{quad.replace(" ", "_"): number for quad, number in counts.items()})


@lru_cache(maxsize=8192)
def days_of(name: str) -> tuple[str, str]:
    """First and last day of a bin; raises StoreError for what is no name of one."""
    try:
        if not _BIN.fullmatch(name):
            raise ValueError(name)
        if name.endswith("s"):
            return f"{int(name[:4]) // 10:03}0-01-01" if name[:4] > "0009" else "0001-01-01", f"{name[:3]}9-12-31"
        if "W" in name:
            monday = dt.date.fromisoformat(f"{name}-1")
            return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()
        if len(name) == len("2020-03-05"):
            return (day := dt.date.fromisoformat(name).isoformat()), day
        first = dt.date.fromisoformat(f"{name}-01" if "-" in name else f"{name}-01-01")
        return first.isoformat(), (_following(first, "month" if "-" in name else "year") - _DAY).isoformat()
    except (ValueError, OverflowError):
        raise StoreError(f"{name[:40]!r} is no 2020s, 2020, 2020-03, 2020-W10 or 2020-03-05") from None


_DAY = dt.timedelta(days=1)


def every(unit: Unit, first: str, last: str) -> Iterator[str]:
    """The names of all bins between two days."""
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    while day <= end:
        yield name_of(unit, day)
        try:
            day = _following(day, unit)
        except (ValueError, OverflowError):  # after the last year of the calendar
            return


def name_of(unit: Unit, day: dt.date) -> str:
    """The bin that a day is in."""
    if unit == "decade":
        return f"{day.year // 10:03}0s"
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[unit]]


def _following(day: dt.date, unit: Unit) -> dt.date:
    """The first day of the bin after that of a day."""
    if unit == "decade":
        return dt.date(day.year // 10 * 10 + 10, 1, 1)
    if unit == "year":
        return dt.date(day.year + 1, 1, 1)
    if unit == "month":
        return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + dt.timedelta(days=7 - day.weekday() if unit == "week" else 1)

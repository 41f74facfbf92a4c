"""Arithmetic on the calendar, and TIMEX3 values: days to values and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from ..story import Interval

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month: the meteorological seasons of the north
YEARS = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}
DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "half": 6}
LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "DE", "century": "CE", "millennium": "ML", "weekend": "WE",
}  # fmt: skip
PARTS = {"year": ("Y", "M", 12), "hour": ("H", "M", 60), "minute": ("M", "S", 60)}
BIG = ("decade", "century", "millennium")


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift(day: dt.date, unit: str, count: int) -> dt.date | None:
    """The day `count` units on; months and years keep the day of the month where it exists."""
    if abs(count) > 100_000:
        return None
    try:
        if unit in DAYS:
            return day + dt.timedelta(days=DAYS[unit] * count)
    except OverflowError:
        return None
    months = day.year * 12 + day.month - 1 + count * (MONTHS.get(unit) or 12 * YEARS[unit])
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day and (found := day_of(year, month + 1, last)):
            return found
    return None


def point(unit: str, day: dt.date) -> str:
    """The unit of the calendar that holds the day."""
    year = f"{day.year:04d}"
    if unit in ("week", "weekend", "fortnight"):
        iso = day.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if unit == "weekend" else "")
    forms = {
        "day": day.isoformat(), "month": year + f"-{day.month:02d}", "quarter": f"{year}-Q{(day.month + 2) // 3}",
        "half": f"{year}-H{(day.month + 5) // 6}", "year": year, "decade": year[:3], "century": year[:2],
        "millennium": year[:1],
    }  # fmt: skip
    return forms[unit]


def duration(amount: float | None, unit: str) -> str:
    """P3Y, PT30M, P2Y6M; PXD where the amount is not told."""
    if unit == "fortnight":
        amount, unit = (None if amount is None else amount * 2), "week"
    if unit in BIG and amount is not None and amount % 1:
        amount, unit = amount * YEARS[unit], "year"
    letter = LETTERS[unit]
    time = letter.startswith("T")
    head, letter = ("PT", letter[1:]) if time else ("P", letter)
    if amount is None:
        return f"{head}X{letter}"
    whole, rest = divmod(amount, 1)
    if not rest:
        return f"{head}{int(whole)}{letter}"
    if unit not in PARTS:
        return f"{head}{amount:g}{letter}"
    big, small, factor = PARTS[unit]
    first = f"{int(whole)}{big}" if whole else ""
    return f"{head}{first}{round(rest * factor)}{small}"


def _days(year: int, month: int, day: int, to: dt.date | None) -> Interval | None:
    start = day_of(year, month, day)
    if start is None or to is None:
        return None
    return Interval(start=start.isoformat(), end=to.isoformat())


def _months(year: int, month: int, count: int) -> Interval | None:
    over, last = divmod(year * 12 + month - 1 + count, 12)
    if year < 1 or over > 9999:
        return None
    after = day_of(over, last + 1, 1)
    end = after - dt.timedelta(days=1) if after else None
    return _days(year, month, 1, end)


def _week(year: str, week: str, rest: str | None) -> Interval | None:
    try:
        monday = dt.date.fromisocalendar(int(year), int(week), 1)
        first, last = (5, 6) if rest == "WE" else (int(rest) - 1, int(rest) - 1) if rest else (0, 6)
        start, end = monday + dt.timedelta(days=first), monday + dt.timedelta(days=last)
    except (ValueError, OverflowError):
        return None
    return Interval(start=start.isoformat(), end=end.isoformat())


def _day(year: str, month: str, day: str) -> Interval | None:
    return _days(int(year), int(month), int(day), day_of(int(year), int(month), int(day)))


FORMS: tuple[tuple[re.Pattern[str], Callable[..., Interval | None]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?", _day),
        (r"([0-9]{4})-([0-9]{2})", lambda y, m: _months(int(y), int(m), 1) if 1 <= int(m) <= 12 else None),
        (r"([0-9]{4})-W([0-9]{2})(?:-(WE|[1-7]))?", _week),
        (r"([0-9]{4})-Q([1-4])", lambda y, q: _months(int(y), 3 * int(q) - 2, 3)),
        (r"([0-9]{4})-H([12])", lambda y, h: _months(int(y), 6 * int(h) - 5, 6)),
        (r"([0-9]{4})-(SP|SU|FA|WI)", lambda y, s: _months(int(y), SEASON_MONTH[s], 3)),
        (r"([0-9]{4})", lambda y: _months(int(y), 1, 12)),
        (r"([0-9]{3})", lambda d: _months(int(d) * 10, 1, 120)),
        (r"([0-9]{2})", lambda c: _months(int(c) * 100, 1, 1200)),
    )
)


def interval_of(value: str) -> Interval | None:
    """First and last day that a TIMEX3 value covers; None where it is not a place on the calendar."""
    for form, read in FORMS:
        if match := form.fullmatch(value):
            return read(*match.groups())
    return None


def easter(year: int) -> dt.date | None:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return day_of(year, month, day + 1)

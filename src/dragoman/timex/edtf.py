"""Days of a time expression as EDTF (ISO 8601-2), the Extended Date/Time Format, levels 0 to 2."""

from __future__ import annotations

import re

from ..story import Interval

CALENDAR = re.compile(r"(?:\d{4}|X{4})(?:-\d\d(?:-\d\d)?)?")
PART = re.compile(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])")
PARTS = {
    "SP": "21", "SU": "22", "FA": "23", "WI": "24",
    "Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36", "H1": "40", "H2": "41",
}  # fmt: skip
LONG = re.compile(r"\d{1,3}")  # a millennium, century or decade
OPEN = ".."


def edtf(value: str, mod: str | None, interval: Interval | None) -> str | None:
    """A TIMEX3 value with its modifier and days; None where it has no days on the calendar.

    A time of day is told by its day; a week by its first and last day. Source: the EDTF specification of the Library of
    Congress, 2019.
    """
    if interval is None:
        return value if re.fullmatch(r"X{4}-\d\d(-\d\d)?", value) else None
    about, point = "~" if mod == "APPROX" else "", _point(value)
    if point is None and interval.start and interval.end and interval.start != interval.end:
        return f"{interval.start}{about}/{interval.end}{about}"
    first, last = (f"{point or day}{about}" if day else OPEN for day in (interval.start, interval.end))
    return first if OPEN not in (first, last) else f"{first}/{last}"


def _point(value: str) -> str | None:
    """A single date of the calendar, as precise as the value."""
    day = value.partition("T")[0]
    if CALENDAR.fullmatch(day):
        return day
    if part := PART.fullmatch(day):
        return f"{part[1]}-{PARTS[part[2]]}"
    return day.ljust(4, "X") if LONG.fullmatch(day) else None

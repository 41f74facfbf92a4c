"""Publication dates as the headers of pages write them.

`find` looks for one in a line, `prefix` at the start of running text, `given` reads what a user passes.
A date is read as precisely as it is written and never completed; one that no calendar has gives a note instead.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from ..errors import InputError
from .zones import ZONE, zone

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_FIRST = frozenset({"USA", "PHL", "FSM", "PLW"})  # countries that write 12/03/2024 for 3 December
CENTURY = 70  # a year of two digits below it is 20xx
EARLIEST, LATEST = 1800, 2200  # outside of them a number is no year of news
PREFIX = 120  # characters in which a date in front of running text ends, label included

_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
WEEKDAY = re.compile(r"\(?(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?\)?[,.]?\s{1,3}", re.I)
SHAPES = tuple(
    re.compile(shape, re.I)
    for shape in (
        rf"{_YEAR}(?P<sep>[-./])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)",
        r"(?P<year>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=T\d|\b)",
        r"(?P<a>\d{1,2})(?P<sep>[-/]|\.\s?)(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)(?!\d)",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]{{1,2}}(?:of\s)?{_MONTH}\.?,?[\s-]{{1,2}}{_YEAR}",
        rf"{_MONTH}\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}{_YEAR}",
        # ctime: the year comes last
        rf"{_MONTH}\s{{1,2}}(?P<d>\d{{1,2}})(?=\s\d\d:\d\d:\d\d\s(?:[A-Z]{{3,4}}\s)?\d{{4}})",
    )
)
TIME = re.compile(
    r"(?:(?P<h>\d{1,2})(?:[:.h](?P<mi>\d\d)(?!\d)(?:[:.](?P<s>\d\d)(?:[.,]\d{1,9})?)?)?\s?(?P<ap>[ap]\.?m\b\.?)"
    r"|(?P<h24>\d{1,2})(?:[:.]|h(?!\d{3}))(?P<mi24>\d\d)(?!\d)(?:[:.](?P<s24>\d\d)(?:[.,]\d{1,9})?)?(?:\s?(?:hrs|hours|h|Uhr)\b)?"
    r"|(?P<hm>\d{4}(?:\d\d)?)(?=Z|[+-]\d|\s?(?:hrs|hours|h\b|GMT|UTC|[A-Z]{3}\b))(?:\s?(?:hrs|hours|h)\b)?)",
    re.I,
)
GAP = re.compile(r"[\s,;|/·•@–—-]{0,6}(?:(?:at|T|um|kl\.?)(?=[\s\d])\s?)?")
LEAD = re.compile(
    r"(?P<label>(?:date of publication|first published|publication date|published|posted|last updated?|last modified"
    r"|updated?|modified|issued|released?|filed|created|date)(?:\s(?:on|at))?)\b\s{0,2}[:–-]?\s{0,2}",
    re.I,
)
LATER = re.compile(r"(?:last\s)?(?:updated?|modified)", re.I)
CTIME_YEAR = re.compile(r"\s(?P<year>(?:19|20)\d\d)\b")
LOCAL = re.compile(r"\s?\(?local time\)?", re.I)
CANDIDATE = re.compile(
    r"(?<![\w.:/-])\(?(?=\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec)", re.I
)
GIVEN = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?")


@dataclass(frozen=True)
class Stamp:
    """A date in a header, characters `[start, end)`. `published` is None where the calendar has no such day."""

    start: int
    end: int
    published: str | None
    zone: str | None = None
    notes: tuple[str, ...] = ()
    updated: bool = False
    labelled: bool = False

    @property
    def timed(self) -> bool:
        return self.published is not None and "T" in self.published

    @property
    def instant(self) -> dt.datetime | None:
        """The moment, where time and offset are known."""
        if self.published is None or not self.timed or self.zone is None or "/" in self.zone:
            return None
        return dt.datetime.fromisoformat(self.published + ("+00:00" if self.zone == "UTC" else self.zone))


def find(line: str, country: str | None = None) -> Stamp | None:
    """The first date in a line, with the word in front that names it ("Published: ")."""
    lead = LEAD.match(line)
    for candidate in CANDIDATE.finditer(line, lead.end() if lead else 0):
        if stamp := _at(line, candidate.start(), country):
            if lead and lead.end() == stamp.start:
                return replace(stamp, start=0, updated=bool(LATER.match(lead["label"])), labelled=True)
            return stamp
    return None


def prefix(line: str, country: str | None = None) -> Stamp | None:
    """A date that stands in front of running text ("Wed 05 Apr 2017 Headline ...")."""
    stamp = find(line[:PREFIX], country)
    if stamp is None or stamp.start != 0 or line[stamp.end : stamp.end + 1] in set(",’'"):
        return None
    after = line[stamp.end : stamp.end + 4].lstrip(" \t\u00a0.:|–—-")
    opens = not after or after[0].isupper() or after[0].isdigit() or after[0] in "\"'“‘«([" or after.startswith("by ")
    return stamp if opens else None


def given(value: str) -> Stamp:
    """What a user passes as the story's date."""
    text = value.strip()
    if GIVEN.fullmatch(text) and (stamp := _at(text, 0, None)) and stamp.published and not stamp.notes:
        return stamp
    raise InputError(
        f"{value!r} is no date that can be read. Give an ISO date or date-time, "
        "such as 2024-12-03, 2024-12-03T19:23 or 2024-12-03T19:23+01:00, of the years 1801 to 2199."
    )


_Date = tuple[str | None, "re.Match[str]", int, int]  # weekday, match, end, year
_Clock = tuple["re.Match[str] | None", str | None, str | None]  # time, zone, note on the zone


def _at(line: str, pos: int, country: str | None) -> Stamp | None:
    """A date that starts at `pos`, its time before or after it."""
    if time := TIME.match(line, pos):
        after, name, note = _zone(line, time.end(), country)
        gap = GAP.match(line, after)
        if gap and gap.group() and (date := _date(line, gap.end())):
            return _stamp(pos, date[2], date, (time, name, note), country)
    date = _date(line, pos)
    if date is None:
        return None
    end = date[2]
    gap = GAP.match(line, end)
    time = TIME.match(line, gap.end()) if gap and gap.group() else None
    if time is None:
        return _stamp(pos, end, date, (None, None, None), country) if date[3] else None
    end, name, note = _zone(line, time.end(), country)
    if not date[3]:
        year = CTIME_YEAR.match(line, end)
        if year is None:
            return None
        end = year.end()
        date = (date[0], date[1], end, int(year["year"]))
    return _stamp(pos, end, date, (time, name, note), country)


def _date(line: str, pos: int) -> _Date | None:
    """A date without its time; year 0 where it stands behind the time (`Tue Dec 3 18:23:00 2024`)."""
    weekday = WEEKDAY.match(line, pos)
    at = weekday.end() if weekday else pos
    for shape in SHAPES:
        match = shape.match(line, at)
        found = match.groupdict() if match else {}
        if match is None or ("month" in found and _month(found["month"]) is None):
            continue
        year = int(found.get("year") or 0)
        if len(found.get("year") or "") == 2:
            year += 2000 if year < CENTURY else 1900
        if year == 0 or EARLIEST < year < LATEST:
            return weekday["day"] if weekday else None, match, match.end(), year
    return None


def _zone(line: str, pos: int, country: str | None) -> tuple[int, str | None, str | None]:
    if local := LOCAL.match(line, pos):
        return local.end(), None, None
    match = ZONE.match(line, pos)
    if match is None:
        return pos, None, None
    name, note = zone(match["zone"], country)
    return (match.end(), name, note) if name or note else (pos, None, None)


def _month(word: str) -> int | None:
    word = word.lower()
    found = [i for i, month in enumerate(MONTHS, 1) if month.startswith(word) or word == month[:4] == "sept"]
    return found[0] if len(found) == 1 else None


def _stamp(start: int, end: int, date: _Date, clock: _Clock, country: str | None) -> Stamp:
    weekday, match, _, year = date
    time, name, note = clock
    words = " ".join(match.group().split())
    day, notes = _day(match, year, words, country)
    if day is None:
        return Stamp(start, end, None, notes=tuple(notes))
    if weekday and not DAYS[day.weekday()].startswith(weekday.lower()):
        notes.append(f"{words} is a {DAYS[day.weekday()].capitalize()}, the page says {weekday}")
    if time is None:
        return Stamp(start, end, day.isoformat(), notes=tuple(notes))
    hour = _time(time)
    if hour is None:
        notes.append(f"{time.group().strip()} is no time of day: left out")
        return Stamp(start, end, day.isoformat(), notes=tuple(notes))
    return Stamp(start, end, f"{day.isoformat()}T{hour}", name, (*notes, *([note] if note else [])))


def _day(match: re.Match[str], year: int, words: str, country: str | None) -> tuple[dt.date | None, list[str]]:
    """The day, and notes on how it was read."""
    found = match.groupdict()
    notes: list[str] = []
    if "a" in found:
        day, month, note = _order(found, words, country)
        notes += [note] if note else []
        if len(found["year"]) == 2:
            notes.append(f"the year of {words} is read as {year}")
    else:
        month = (_month(found["month"]) or 0) if "month" in found else int(found["m"])
        day = int(found["d"])
    try:
        return dt.date(year, month, day), notes
    except ValueError:
        return None, [f"{words} is no day of the calendar: the page's date is not read"]


def _order(found: dict[str, str], words: str, country: str | None) -> tuple[int, int, str | None]:
    """Day and month of two numbers. Dots mean day first; else what is possible, then what the country writes."""
    first, second = int(found["a"]), int(found["b"])
    if found["sep"].startswith(".") or first == second or first > 12:
        return first, second, None
    if second > 12:
        return second, first, None
    if country in MONTH_FIRST:
        return second, first, f"{words} is read with the month first, as the agency's country writes it"
    return first, second, f"{words} is read with the day first"


def _time(clock: re.Match[str]) -> str | None:
    """`19:23` or `19:23:05`; None where no clock shows it."""
    if clock["hm"]:
        hour, minute, second = int(clock["hm"][:2]), int(clock["hm"][2:4]), clock["hm"][4:]
    else:
        hour, minute = int(clock["h"] or clock["h24"]), int(clock["mi"] or clock["mi24"] or 0)
        second = clock["s"] or clock["s24"]
    if clock["ap"] and hour <= 12:
        hour = hour % 12 + (12 if clock["ap"].lower().startswith("p") else 0)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{int(second):02}" if second else "")

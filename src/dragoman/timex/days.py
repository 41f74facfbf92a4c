"""Days: Tuesday, last Friday, 3 December, Dec. 3, 2024, 2024-12-03, yesterday, Tuesday morning, Christmas."""

from __future__ import annotations

import datetime as dt

from .context import Context, Found
from .rules import Reading
from .values import day_of, easter, shift

WEEK = 7
FOLLOWING = frozenset({"following", "ensuing", "subsequent"})
NARRATED = FOLLOWING | {"that", "same", "previous", "preceding", "prior"}
CENTURY_TURN = 50  # 12/03/49 is 2049, 12/03/51 is 1951
VARIANTS = ("", "2", "_", "2_")
DAY_FIRST = True  # 03/12/2024 is 3 December unless that lies ahead of the document's day and 12 March does not
NEAR_DAYS = 75  # no tense word moves a day of a month that lies as near as this by a year (TimeBank, AQUAINT)
UNKNOWN_DAY = "XXXX-XX-XX"


def variants(name: str) -> tuple[str, ...]:
    """The names under which a macro that is used twice keeps a group."""
    return tuple(name + v for v in VARIANTS)


MONTH, DAY, YEAR, NEAR = map(variants, ("month", "day", "year", "near"))
NEAR_YEARS = {"last": -1, "this": 0, "next": 1}


def modifier(found: Found) -> str | None:
    """TIMEX3 mod of early, late, the end of, about, more than ...; of "around mid-June" that it is but about."""
    values = found.lexicon.values
    rough = str(values["approx"][found.word("approx")]) if found.has("approx") else None
    if rough == "APPROX":
        return rough
    if found.has("edge"):
        return str(values["edge"][found.words("edge")[-1]])
    if found.has("stage"):
        return str(values["stage"][found.word("stage")])
    if found.has("half"):
        return "START" if found.word("half") == "first" else "END"
    if found.has("or_so"):
        return "APPROX"
    if found.has("bound"):
        return BOUNDS.get(" ".join(found.words("bound"))) or str(values["approx"].get(found.word("bound"), "MORE_THAN"))
    return rough


BOUNDS = {
    "more than": "MORE_THAN", "over": "MORE_THAN", "less than": "LESS_THAN", "fewer than": "LESS_THAN",
    "at least": "EQUAL_OR_MORE", "no less than": "EQUAL_OR_MORE", "at most": "EQUAL_OR_LESS", "up to": "EQUAL_OR_LESS",
    "no more than": "EQUAL_OR_LESS", "not more than": "EQUAL_OR_LESS", "no longer than": "EQUAL_OR_LESS",
    "close to": "LESS_THAN", "some": "APPROX",
}  # fmt: skip


def told_year(found: Found, context: Context) -> int | None:
    """The year that stands beside a date: 2024, this year, next year."""
    if (year := found.number(*YEAR)) is not None:
        return year
    near = found.word(*NEAR)
    return context.today.year + NEAR_YEARS[near] if near and context.today else None


def calendar_day(found: Found, context: Context) -> dt.date | None:
    """A day of a month; without a year the nearest, or the nearest past or coming one if the words say so."""
    month = int(found.lexicon.of("month", found.word(*MONTH)))
    number = found.number(*DAY)
    if number is None:
        return None
    week = weekday_of(found)
    if (year := told_year(found, context)) is not None:
        return day_of(year, month, number)
    if (year := context.frame(found)) is not None:
        framed = day_of(year, month, number)
        if week is None or (framed and framed.isoweekday() == week):
            return framed
    today = context.today
    if today is None:
        return None
    near = [d for y in (-1, 0, 1) if (d := day_of(today.year + y, month, number))]
    on_it = [d for d in near if d.isoweekday() == week]
    return pick(on_it or near, today, 0 if on_it else context.direction(found))


def nearest(days: list[dt.date], today: dt.date) -> dt.date | None:
    return min(days, key=lambda d: abs((d - today).days), default=None)


def pick(days: list[dt.date], today: dt.date, direction: int) -> dt.date | None:
    """The nearest of the days; where that is not near, the nearest that is past, or to come if the words say so."""
    near = nearest(days, today)
    if near is None or abs((near - today).days) <= NEAR_DAYS:
        return near
    return nearest([d for d in days if (d - today).days * (direction or -1) >= 0], today)


def weekday_of(found: Found) -> int | None:
    for group, name in (("weekday", "weekday"), ("weekday2", "weekday"), ("short", "short_weekday")):
        if found.has(group):
            return int(found.lexicon.of(name, found.word(group)))
    return None


def weekday(found: Found, context: Context) -> dt.date | None:
    """The latest one up to today, unless its determiner or the words around say otherwise."""
    number, today = weekday_of(found), context.today
    words = set(found.words("det"))
    if number is None:
        return None
    if words & NARRATED:
        return _narrated_weekday(context, number, words)
    if today is None:
        return None
    monday = shift(today, "day", 1 - today.isoweekday() + WEEK * NEAR_YEARS.get(found.word("week"), 0))
    if found.has("week") or words == {"this"}:
        return shift(monday, "day", number - 1) if monday else None
    if words & {"last", "past"}:
        return back(today, number, same=False)
    if "coming" in words or words == {"this", "next"}:
        return ahead(today, number)
    if "next" in words:
        return shift(today, "day", WEEK - today.isoweekday() + number)
    if context.direction(found) > 0:
        return shift(today, "day", (number - today.isoweekday()) % WEEK)
    return back(today, number, same=True)


def _narrated_weekday(context: Context, number: int, words: set[str]) -> dt.date | None:
    """The following Friday, that Friday, the previous Friday."""
    anchor = context.anchor(fine="day")
    if anchor is None:
        return None
    if words & FOLLOWING:
        return ahead(anchor, number)
    return back(anchor, number, same=bool(words & {"that", "same"}))


def back(day: dt.date, number: int, *, same: bool) -> dt.date | None:
    """The latest such weekday before the day, or up to it."""
    steps = (day.isoweekday() - number) % WEEK
    return shift(day, "day", -(steps if steps or same else WEEK))


def ahead(day: dt.date, number: int) -> dt.date | None:
    """The first such weekday after the day."""
    return shift(day, "day", (number - day.isoweekday() - 1) % WEEK + 1)


def any_day(found: Found, context: Context) -> dt.date | None:
    """The day of the macro {any_day}."""
    if found.has(*MONTH):
        return calendar_day(found, context)
    if found.has("weekday2"):
        return weekday(found, context)
    if context.today is None:
        return None
    if found.has("beyond"):
        return shift(context.today, "day", -2 if found.word("beyond") == "before" else 2)
    return shift(context.today, "day", int(found.lexicon.of("deictic", found.word("deictic"))))


def part_of(found: Found) -> str:
    """TMO, TNI ... of the group `part`."""
    return str(found.lexicon.of("part", found.words("part")[-1])) if found.has("part") else ""


def plain_day(found: Found, context: Context) -> Reading | None:
    day = any_day(found, context)
    if day is None or _name(found):
        return None
    part = part_of(found)
    return Reading("TIME" if part else "DATE", day.isoformat() + part, modifier(found))


def _name(found: Found) -> bool:
    """Black Friday, and a name such as Bloody Sunday."""
    return found.has("weekday2") and not found.has("det") and found.before_in("named_days")


def numeric(found: Found, context: Context) -> Reading | None:
    """2024-12-03, 03/12/2024, 3.12.2024."""
    if not found.glued():
        return None
    numbers = [int(found.word(g)) for g in ("a", "b", "c")]
    marks = {found.word("mark"), found.word("mark2")}
    if len(marks) != 1:
        return None
    if numbers[0] > 31:
        return _iso(day_of(*numbers))
    first, second, year = numbers
    if year < 100:
        if "/" not in marks:
            return None
        year += 2000 if year < CENTURY_TURN else 1900
    days = [d for d in (day_of(year, second, first), day_of(year, first, second)) if d]
    today = context.today
    known = [d for d in days if today is None or d <= today]
    return _iso(next(iter(known or days), None))


def _iso(day: dt.date | None, mod: str | None = None) -> Reading | None:
    return Reading("DATE", day.isoformat(), mod) if day else None


def head_day(found: Found, context: Context) -> Reading | None:
    """The 24 of "24 and 25 April" or "24-25 April"."""
    return _iso(calendar_day(found, context))


def tail_day(found: Found, context: Context) -> Reading | None:
    """The 25 of "April 24 and 25"."""
    if context.narrated is None or len(context.narrated) < 10 or context.narrated[4] != "-":
        return None
    try:
        day = dt.date.fromisoformat(context.narrated[:10])
    except ValueError:
        return None
    number = found.number("day")
    return _iso(day_of(day.year, day.month, number)) if number and number > day.day else None


def holiday(found: Found, context: Context) -> Reading | None:
    """Christmas, Thanksgiving Day, Easter Monday: as a day without a year."""
    rule = context.holidays.get(" ".join(found.words("holiday")))
    years = [told_year(found, context) or context.frame(found)]
    if years[0] is None:
        if context.today is None or rule is None:
            return None
        years = [context.today.year + n for n in (-1, 0, 1)]
    days = [d for y in years if y and rule and (d := holiday_in(rule, y))]
    if context.today is None or len(days) < 2:
        return _iso(days[0] if days else None, modifier(found))
    direction = {"last": -1, "next": 1}.get(found.word("which")) or context.direction(found)
    return _iso(pick(days, context.today, direction), modifier(found))


def holiday_in(rule: str, year: int) -> dt.date | None:
    """`12-25`, `easter+1`, or `11-4-4`: the fourth Thursday of November."""
    if rule.startswith("easter"):
        sunday = easter(year)
        return shift(sunday, "day", int(rule[6:])) if sunday else None
    month, *rest = map(int, rule.split("-"))
    if len(rest) == 1:
        return day_of(year, month, rest[0])
    first = day_of(year, month, 1)
    return shift(first, "day", (rest[1] - first.isoweekday()) % WEEK + WEEK * (rest[0] - 1)) if first else None


READERS = (plain_day, numeric, head_day, tail_day)

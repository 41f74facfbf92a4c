"""Months, years, weeks, quarters, seasons, decades and centuries: May 2015, last week, the 1990s, the end of 2014."""

from __future__ import annotations

import datetime as dt

from .context import Context, Found
from .days import any_day, modifier, told_year
from .lexicon import CAPITAL
from .rules import Reading
from .values import SEASON_MONTH, day_of, duration, interval_of, point, shift

NEAR_MONTHS = {-1: 0, 0: 0, 1: 11}  # how far ahead a month may lie, by tense; untold, news mean the latest such
SEASON_MONTHS = 3
LIMIT_MONTHS = 6  # and after a word for a limit
FINE = frozenset({"second", "minute", "hour"})
PREVIOUS = frozenset({"previous", "preceding", "prior"})
FOLLOWING = frozenset({"following", "next", "ensuing", "subsequent"})
BIG = frozenset({"decade", "century", "millennium"})
EARLIEST_BARE, LATEST_BARE = 1900, 2060  # a bare number outside these needs a preposition to be a year


def month(found: Found, context: Context) -> Reading | None:
    """May 2015, in May, last May, late November."""
    number = int(found.lexicon.of("month", found.word("month")))
    year = told_year(found, context)
    today = context.today
    if year is None and found.has("which") and today:
        year = _which_year(found, number, today)
    year = year or context.frame(found)
    if year is None:
        if today is None:
            return None
        year = today.year - (number > today.month)
        if _to_come(found, context, (number - today.month) % 12):
            year = today.year + (number < today.month)
    return Reading("DATE", f"{year:04d}-{number:02d}", modifier(found))


def _to_come(found: Found, context: Context, ahead: int) -> bool:
    """Whether a month without a year is the next such and not the latest."""
    direction = context.direction(found)
    near = NEAR_MONTHS[direction] if not found.before_in("limits") else LIMIT_MONTHS
    return 0 < ahead <= near


def _which_year(found: Found, number: int, today: dt.date) -> int:
    which = found.word("which")
    if which == "this":
        return today.year
    if which in ("last", "past"):
        return today.year - (number >= today.month)
    return today.year + (number <= today.month)


def year(found: Found, context: Context) -> Reading | None:
    """A bare year, where the words around do not make it a number of things."""
    number = found.number("year")
    if number is None or _is_count(found, number):
        return None
    return Reading("DATE", f"{number:04d}", modifier(found))


def _is_count(found: Found, number: int) -> bool:
    text, (start, _), (_, end) = found.line.text, found.line.spans[found.start], found.line.spans[found.end - 1]
    glued = start > 0 and not text[start - 1].isspace()
    if found.before_in("not_year_before") or found.after_in("not_year_after"):
        return True
    if found.has("approx") and not found.has("told") and _rough_count(found, number):
        return True
    if found.before() == "of" and found.after_in("counted"):
        return True
    if glued and not found.before_in("opening"):
        return True
    if found.after() in (".", ",", ":") and text[end + 1 : end + 2].isdigit():
        return True
    plural = _plural(found)
    if found.before_in("year_before") or found.has("stage", "edge", "half", "fiscal"):
        return number < EARLIEST_BARE and plural
    return not EARLIEST_BARE <= number <= LATEST_BARE or (plural and not found.before_in("determiners"))


def _rough_count(found: Found, number: int) -> bool:
    """Whether a number told roughly is one of things: "about 2000", "around 1950 people"; "around 1950" is a year."""
    if _plural(found):
        return True
    if found.word("approx") in found.lexicon.sets["dating"]:
        return False
    rounded = number % 100 == 0
    if found.before_in("year_before"):
        return rounded and found.before() == "of"
    ends = not found.after() or found.after_in("year_after")
    return rounded or not ends or modifier(found) != "APPROX"


def _plural(found: Found) -> bool:
    """Things in the plural follow: 2000 soldiers."""
    word = found.after()
    if found.after_in("counted"):
        return True
    ends = len(word) > 3 and word.isalpha() and word.endswith("s") and not word.endswith("ss")
    return ends and found.line.symbols[found.end] != CAPITAL


def years_in_words(found: Found, context: Context) -> Reading | None:
    """Nineteen ninety-six; the year two thousand."""
    words = found.words("spoken")
    values = [int(found.lexicon.values["cardinal"].get(w, 0)) for w in words]
    if words[-1] == "thousand" or "thousand" in words:
        return Reading("DATE", f"{2000 + sum(values[words.index('thousand') :]):04d}")
    number = values[0] * 100 + sum(values[1:])
    return Reading("DATE", f"{number:04d}") if sum(values[1:]) >= 10 else None


def season(found: Found, context: Context) -> Reading | None:
    """Last summer, the winter of 1994, in the spring."""
    code = str(found.lexicon.of("season", found.word("season")))
    mod = modifier(found)
    if (told := told_year(found, context)) is not None:
        return Reading("DATE", f"{told:04d}-{code}", mod)
    words = set(found.words("which"))
    if words & {"that", "same", "following", "previous"}:
        base = context.anchor()
        steps = 1 if "following" in words else -1 if "previous" in words else 0
        return Reading("DATE", f"{base.year + steps:04d}-{code}", mod) if base else None
    framed = context.frame(found)
    if framed is not None and not words & {"last", "next", "this"}:
        return Reading("DATE", f"{framed:04d}-{code}", mod)
    return _season_near(found, context, code, words)


def _season_near(found: Found, context: Context, code: str, words: set[str]) -> Reading | None:
    today = context.today
    if today is None:
        return None
    number = today.year
    first = day_of(number, SEASON_MONTH[code], 1) or today
    if words & {"last", "past"}:
        days = interval_of(f"{number:04d}-{code}")
        number -= not (days and days.end and days.end < today.isoformat())
    elif words & {"next", "coming"}:
        number += first <= today
    elif not words & {"this"} and context.direction(found) > 0:
        number += first <= today and today.month >= first.month + SEASON_MONTHS
    elif not words & {"this"} and first > today:
        number -= 1
    return Reading("DATE", f"{number:04d}-{code}", modifier(found))


def unit_of(found: Found, *groups: str) -> str:
    word = found.words(*(groups or ("unit",)))[-1]
    for name in ("unit", "units", "calendar_unit"):
        if word in found.lexicon.values[name]:
            return str(found.lexicon.of(name, word))
    return "season"


def _at(unit: str, day: dt.date | None, found: Found) -> Reading | None:
    return Reading("DATE", point(unit, day), modifier(found)) if day else None


def near_unit(found: Found, context: Context) -> Reading | None:
    """Last week, this year, next month, the past year."""
    words, unit = set(found.words("which")), unit_of(found)
    definite = "the" in words
    if unit in BIG and not words & {"this", "that", "same"}:
        return Reading("DURATION", duration(1, unit), modifier(found))
    if unit == "weekend":
        return weekend(found, context)
    if definite and words & {"last", "past", "coming", "next"}:
        if unit == "day" and "next" in words:
            return narrated_unit(found, context)
        if unit in ("day", "month") and words & {"last", "past"}:
            return Reading("DURATION", duration(1, unit))
    if context.today is None:
        return None
    steps = -1 if words & {"last", "past"} else 1 if words & {"next", "coming"} else 0
    return _at(unit, shift(context.today, unit, steps), found)


def weekend(found: Found, context: Context) -> Reading | None:
    """The weekend is the latest one begun, unless it is said to come; this weekend, that of this week."""
    if context.today is None:
        return None
    words, today = set(found.words("which")), context.today
    if words & {"last", "past", "previous"}:
        steps = -1
    elif words & {"next"}:
        steps = 1
    elif words & {"this", "coming"} or context.direction(found) > 0 or found.before(1) in ("by", "ahead"):
        steps = 0
    else:
        steps = 0 if today.isoweekday() >= 6 else -1
    return _at("weekend", shift(today, "week", steps), found)


def narrated_unit(found: Found, context: Context) -> Reading | None:
    """The previous day, the following week, that year, the same month."""
    words, unit = set(found.words("which")), unit_of(found)
    steps = -1 if words & PREVIOUS else 1 if words & FOLLOWING else 0
    if unit in BIG and steps:
        return Reading("DURATION", duration(1, unit))
    day = context.anchor(fine=unit)
    if unit == "weekend" and day:
        return _at(unit, shift(day, "week", steps), found)
    if day is None:
        return Reading("DATE", untold(unit, context.narrated), modifier(found)) if context.narrated else None
    return _at(unit, shift(day, unit, steps), found)


def untold(unit: str, narrated: str) -> str:
    """A day or week inside a narrated month or year that is not told: 2015-05-XX, 2015-WXX."""
    year = narrated[:4] if len(narrated) >= 4 else "XXXX"
    month = narrated[5:] if len(narrated) == 7 and narrated[5:].isdigit() else "XX"
    forms = {"day": f"{year}-{month}-XX", "week": f"{year}-WXX", "weekend": f"{year}-WXX-WE", "month": f"{year}-XX"}
    return forms.get(unit, f"{year}-QX")


def the_unit(found: Found, context: Context) -> Reading | None:
    """The week, the year, the quarter: the document's; "the year ended March 31" is a length."""
    unit = unit_of(found)
    if unit == "weekend":
        return weekend(found, context)
    told = found.has("edge", "stage", "half")
    if found.after() in ("ended", "ending", "to", "through") and unit != "quarter":
        return Reading("DURATION", duration(1, unit), modifier(found))
    if not told and (unit not in ("week", "year", "quarter") or found.after_in("not_the_after")):
        return None
    if not told and found.before() in ("of", "than"):
        return None
    if unit == "day":
        return _at(unit, context.anchor(fine="day") or context.today, found)
    if unit == "quarter":
        return quarter_known(found, context)
    return _at(unit, context.today, found)


def quarter_known(found: Found, context: Context) -> Reading | None:
    """The quarter spoken of, or the latest that is over."""
    if known := context.quarter(found):
        return Reading("DATE", known, modifier(found))
    return _at("quarter", shift(context.today, "quarter", -1), found) if context.today else None


def year_before(found: Found, context: Context) -> Reading | None:
    """A year earlier, year-ago: the quarter spoken of, a year before; else the year."""
    if known := context.quarter(found):
        return Reading("DATE", f"{int(known[:4]) - 1:04d}{known[4:]}")
    base = context.today if "ago" in found.words("back") else context.anchor()
    return _at("year", shift(base, "year", -1), found) if base else None


def numbered(found: Found, context: Context) -> Reading | None:
    """The third quarter, the first half of 2013, Q3 2013."""
    code = _code(found)
    if code is None:
        return None
    told = told_year(found, context)
    if told is None and code.startswith("H") and not found.has("of"):
        return None
    framed = context.frame(found)
    if told is None:
        today = context.today
        if today is None:
            return None
        told = framed or today.year - (code.startswith("Q") and (int(code[1]) - 1) * 3 + 1 > today.month)
    told -= found.has("ago")
    return Reading("DATE", f"{told:04d}-{code}", modifier(found))


def _code(found: Found) -> str | None:
    if found.has("mark"):
        return str(found.lexicon.of("quarter_mark", found.word("mark")))
    number, kind = found.number("rank"), found.word("kind")
    return f"{kind[0].upper()}{number}" if number and number <= (4 if kind == "quarter" else 2) else None


def past_period(found: Found, context: Context) -> Reading | None:
    """The 1988 period, the 1988 quarter."""
    number, known = found.number("year"), context.quarter(found)
    if number and known:
        return Reading("DATE", f"{number:04d}{known[4:]}")
    return Reading("DATE", f"{number:04d}") if number else None


def decade(found: Found, context: Context) -> Reading | None:
    """The 1990s, the '90s, the nineties."""
    if found.has("word"):
        return Reading("DATE", f"19{found.lexicon.of('decade_word', found.word('word'))}", modifier(found))
    digits = found.word("digits")[:-1]
    if len(digits) == 4:
        return Reading("DATE", digits[:3], modifier(found))
    turn = int(digits) <= 20
    return Reading("DATE", ("20" if turn else "19") + digits[0], modifier(found)) if found.has("mark") else None


def century(found: Found, context: Context) -> Reading | None:
    """The 20th century, the nineteenth century."""
    number = found.number("rank")
    return Reading("DATE", f"{number - 1:02d}", modifier(found)) if number and number <= 22 else None


def week_of(found: Found, context: Context) -> Reading | None:
    """The week of March 6."""
    return _at("week", any_day(found, context), found)


def year_end(found: Found, context: Context) -> Reading | None:
    """Year-end, the year's end, end-2015."""
    if (told := found.number("year")) is not None:
        return Reading("DATE", f"{told:04d}", "END")
    return Reading("DATE", f"{context.today.year:04d}", "END") if context.today else None


READERS = (
    month, year, years_in_words, season, near_unit, narrated_unit, the_unit, quarter_known, year_before, numbered,
    past_period, decade, century, week_of, year_end,
)  # fmt: skip

"""Lengths of time, what is told by them (two days ago, three weeks later), and repetition (every Friday, daily)."""

from __future__ import annotations

import datetime as dt

from ..story import Interval
from .context import Context, Found
from .days import modifier
from .lexicon import CAPITAL
from .periods import BIG, FINE, unit_of, year_before
from .rules import Reading
from .values import duration, point, shift

VAGUE_COUNTS = {"couple": 2.0}


def amount_of(found: Found, group: str = "amount") -> float | None:
    """2, 2.5, 1200; None for some, several, many. Of "two to three" the two."""
    if group == "amount" and found.has("low"):
        group = "low"
    words = [w for w in found.words(group) if w not in ("the", "and", "of", "-", ",")]
    values = found.lexicon.values
    vague = [w for w in words if w in values["vague"]]
    if vague:
        return VAGUE_COUNTS.get(vague[0])
    if "/" in words:
        cut = words.index("/")
        return float("".join(words[: cut - 1]) or 0) + int(words[cut - 1]) / max(1, int(words[cut + 1]))
    if "." in words:
        cut = words.index(".")
        return float(f"{''.join(words[:cut])}.{words[cut + 1]}")
    return _spelled(words, found)


def _spelled(words: list[str], found: Found) -> float | None:
    values = found.lexicon.values
    if "half" in words:
        rest = words[:-2] if words[-1] == "half" else []
        return (_spelled(rest, found) or 0.0) + 0.5
    digits = "".join(w for w in words if w[0].isdigit())
    total, current = 0.0, float(digits[:12]) if digits else 0.0
    for word in words:
        if word in values["article"]:
            current = 1.0
        elif word in values["cardinal"]:
            current += int(values["cardinal"][word])
        elif word in values["scale"]:
            current = max(1.0, current) * int(values["scale"][word])
            total, current = (total + current, 0.0) if word == "thousand" else (total, current)
    return total + current or None


def length(found: Found, context: Context) -> Reading | None:
    """Three years, a four-week, 2 1/2 hours, a year and a half."""
    unit, amount = unit_of(found), amount_of(found)
    words = found.words("amount")
    article = words[-1:] in (["a"], ["an"])
    if found.after_in("ages") or (found.has("old") and unit == "year") or (article and found.hyphened()):
        return None
    if unit == "quarter" and (article or found.has("hyphen") or (found.after() == "of" and amount in (1, 3))):
        return None
    if article and not found.has("half_more", "bound") and _rate(found):
        return Reading("SET", duration(1, unit))
    if found.has("half_more") and amount is not None:
        amount += 0.5
    return Reading("DURATION", duration(amount, unit), modifier(found))


def _rate(found: Found) -> bool:
    """A year, said of a rate: $1 billion a year, three times a day."""
    before = found.before()
    if not before or found.before_in("length_before") or found.after_in("length_after"):
        return False
    return found.before_in("rate_before") or before[0].isdigit() or before.isalpha()


def near_length(found: Found, context: Context) -> Reading | None:
    """The past three months, the next few days: a length, and the days that it covers."""
    unit, amount = unit_of(found), amount_of(found)
    words = set(found.words("which"))
    forward = bool(words & {"next", "coming"})
    value = duration(amount, unit)
    counted = words & {"last", "past", "next", "coming"} and amount is not None and amount == int(amount)
    days = _covered(context.today, unit, int(amount), forward) if counted and amount and context.today else None
    return Reading("DURATION", value, modifier(found), days)


def _covered(today: dt.date, unit: str, count: int, forward: bool) -> Interval | None:
    if unit in FINE or unit == "second":
        return None
    far = shift(today, unit, count if forward else -count)
    if far is None:
        return None
    start, end = sorted((today, far))
    return Interval(start=start.isoformat(), end=end.isoformat())


def bare_length(found: Found, context: Context) -> Reading | None:
    """Weeks, months: of talks, after, for; recent weeks."""
    if unit_of(found) == "quarter" and not found.has("vague"):
        return None
    return Reading("DURATION", duration(None, unit_of(found)))


def ago(found: Found, context: Context) -> Reading | None:
    """Two weeks ago, three years from now."""
    sign = -1 if found.word("way") == "ago" else 1
    unit, amount = unit_of(found), amount_of(found)
    if amount is None or amount != int(amount):
        if amount is None and not found.has("vague_ago"):
            return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", modifier(found))
        amount = float(round(amount or 0))
    if unit == "year" and amount == 1 and sign < 0:
        plain = year_before(found, context)
        return plain and Reading("DATE", plain.value, modifier(found))
    return _steps(found, context.today, unit, sign * int(amount))


def _steps(found: Found, base: dt.date | None, unit: str, count: int) -> Reading | None:
    if base is None:
        return None
    if unit in FINE:
        return Reading("DATE", base.isoformat(), modifier(found))
    day = shift(base, unit, count)
    if day is None:
        return None
    shown = {"fortnight": "week", "weekend": "week"}.get(unit, "year" if unit in BIG else unit)
    return Reading("DATE", point(shown, day), modifier(found))


def vague_ago(found: Found, context: Context) -> Reading | None:
    """Years ago, a long time ago."""
    return Reading("DATE", "PAST_REF")


def later(found: Found, context: Context) -> Reading | None:
    """Two days later, three years earlier: from narrated time."""
    unit, amount = unit_of(found), amount_of(found)
    sign = 1 if found.word("way") in ("later", "after", "afterwards", "afterward") else -1
    if amount is None or amount != int(amount):
        return None
    if unit == "year" and amount == 1 and sign < 0:
        plain = year_before(found, context)
        return plain and Reading("DATE", plain.value, modifier(found))
    base = context.anchor(fine=unit)
    if unit in FINE or base is None:
        return None
    return _steps(found, base, unit, sign * int(amount))


def set_of_days(found: Found, context: Context) -> Reading | None:
    """Every Friday, Tuesdays, Tuesday nights."""
    values = found.lexicon.values
    word = found.word("weekday", "weekdays")
    number = values["weekday"].get(word) or values["weekdays"].get(word)
    part = found.word("part")
    tail = values["part"].get(part) or values["parts"].get(part) or ""
    return Reading("SET", f"XXXX-WXX-{number}{tail}")


def every(found: Found, context: Context) -> Reading | None:
    """Every year, each month, every two weeks, per day."""
    amount = amount_of(found) if found.has("amount") else 2.0 if found.has("other") else 1.0
    return Reading("SET", duration(amount, unit_of(found)))


def every_month(found: Found, context: Context) -> Reading | None:
    """Each July, every summer, every morning, every weekend."""
    values = found.lexicon.values
    for name, form in (("month", "XXXX-{:02d}"), ("season", "XXXX-{}"), ("part", "XXXX-XX-XX{}")):
        if found.has(name):
            return Reading("SET", form.format(values[name][found.word(name)]))
    return Reading("SET", "XXXX-WXX-WE")


def frequency(found: Found, context: Context) -> Reading | None:
    """Daily, weekly, annually; not the name of a paper."""
    start = found.line.spans[found.start][0]
    named = found.line.symbols[found.end : found.end + 1] == CAPITAL
    if named or (found.line.text[start].isupper() and found.before()):
        return None
    word = found.word("word")
    return Reading("SET", str(found.lexicon.of("frequency", word)))


def lasting(found: Found, context: Context) -> Reading | None:
    """Weeklong, decades-long, day-long."""
    if found.has("long"):
        return Reading("DURATION", str(found.lexicon.of("long", found.word("long"))))
    many = found.word("unit") in found.lexicon.values["units"]
    return Reading("DURATION", duration(None if many else 1, unit_of(found)))


def either(found: Found, context: Context) -> Reading | None:
    """The 12 of "between 12 and 18 months"."""
    return Reading("DURATION", duration(amount_of(found), unit_of(found)))


def some_time(found: Found, context: Context) -> Reading | None:
    return Reading("DURATION", "PXM" if found.has("word") else "PXX")


READERS = (
    length, near_length, bare_length, ago, vague_ago, later, set_of_days, every, every_month, frequency, lasting,
    either, some_time,
)  # fmt: skip

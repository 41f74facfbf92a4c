"""Times of day: 10 p.m. on Wednesday, 15:00 GMT, noon, the night of Oct. 23, this morning."""

from __future__ import annotations

from .context import Context, Found
from .days import UNKNOWN_DAY, any_day, modifier, part_of
from .rules import Reading
from .values import shift


def clock_time(found: Found) -> str | None:
    """T22:00 of the macro {clock}."""
    if found.has("sharp"):
        return "T" + str(found.lexicon.of("sharp", found.word("sharp")))
    minute = int(found.word("minute", "minute2") or 0)
    late = found.words("meridian")[:1] in (["p"], ["pm"]) or found.word("half_day") in ("afternoon", "evening")
    if found.has("plain"):
        digits = found.word("plain")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
            return None
        hour, minute = int(digits[:2]), int(digits[2:])
    elif found.has("glued"):
        word = found.word("glued")
        hour, late = int(word[:-2]), word.endswith("pm")
    else:
        hour = found.number("hour", "hour2", "hour3", "hour4") or 0
    half = found.has("meridian", "half_day", "glued")
    if hour > (12 if half else 24) or minute > 59:
        return None
    hour = hour % 12 + (12 if late else 0) if half else hour
    return f"T{hour:02d}:{minute:02d}"


def timed_day(found: Found, context: Context) -> Reading | None:
    """10 p.m. on Wednesday, Wednesday at 22:00, noon Thursday."""
    day, time = any_day(found, context), clock_time(found)
    return Reading("TIME", day.isoformat() + time, modifier(found)) if day and time else None


def bare_time(found: Found, context: Context) -> Reading | None:
    """A clock time alone: on the narrated day."""
    time = clock_time(found)
    if time is None or (found.has("minute2") and not _told_as_time(found)):
        return None
    day = context.day(found)
    return Reading("TIME", (day.isoformat() if day else UNKNOWN_DAY) + time, modifier(found))


def _told_as_time(found: Found) -> bool:
    return found.has("zone", "approx") or found.before_in("clock_before")


def part_on(found: Found, context: Context) -> Reading | None:
    """The night of Oct. 23; mid-afternoon yesterday."""
    day = any_day(found, context)
    return Reading("TIME", day.isoformat() + part_of(found), modifier(found)) if day else None


def this_part(found: Found, context: Context) -> Reading | None:
    """This morning, last night, tonight, that evening, the next morning."""
    det, part = set(found.words("which")), part_of(found) or "TNI"
    steps = -1 if det & {"last", "previous", "preceding"} else 1 if det & {"next", "following"} else 0
    near = det in ({"this"}, {"last"}, {"tonight"}, {"overnight"}) or not det
    day = context.today if near and found.has("which", "which2") else context.day(found)
    day = shift(day, "day", steps) if day else None
    if day is None:
        return Reading("TIME", UNKNOWN_DAY + part, modifier(found)) if not near else None
    return Reading("TIME", day.isoformat() + part, modifier(found))


READERS = (timed_day, bare_time, part_on, this_part)

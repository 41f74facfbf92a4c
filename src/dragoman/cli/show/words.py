"""Values of a story -> words that a reader understands. Text of the story is made safe for a terminal here."""

from __future__ import annotations

import bisect
import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ...language.document import split_sentences
from ...story import Entity, Interval, Span, Story

MAX_QUOTE = 260  # characters of a sentence shown around a trigger: some three lines of a terminal
MAX_AROUND = 2_000  # characters before and after a trigger in which its sentence is looked for
MAX_LEFT_OUT = 100  # characters shown of what was left out
BEFORE_SHARE = 0.4  # of a shortened sentence that stands before the trigger, if there is as much
ELLIPSIS = "…"
JOINERS = "\u200c\u200d"  # of scripts and emoji; all other invisible characters go, escape codes among them
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Quoted:
    """Words of the story with the trigger in the middle."""

    before: str
    trigger: str
    after: str


def clean(text: str) -> str:
    """On one line, without control and formatting characters."""
    kept = (c if c in JOINERS or c.isspace() or unicodedata.category(c) not in ("Cc", "Cf") else "" for c in text)
    return SPACE.sub(" ", "".join(kept)).strip()


def name(entity: Entity) -> str:
    return clean(entity.name) or clean(entity.text) or "?"


def tag(entity: Entity) -> str:
    """Country and sector codes, as far as known: `RUS GOV`."""
    return " ".join(code for code in (entity.country, entity.sector) if code)


def label(entity: Entity) -> str:
    """`Vladimir Putin (RUS GOV)`."""
    return f"{name(entity)} ({tag(entity)})" if tag(entity) else name(entity)


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def days(interval: Interval | None) -> str:
    """ISO dates, as short as they say the same: a day, a month (`2020-03`), a year, or a range; empty for None."""
    if interval is None or (interval.start is None and interval.end is None):
        return ""
    if interval.end is None:
        return f"since {interval.start}"
    if interval.start is None:
        return f"until {interval.end}"
    return _period(interval.start, interval.end) or f"{interval.start} to {interval.end}"


def _period(start: str, end: str) -> str | None:
    """A single day, a whole month or a whole year."""
    if start == end:
        return start
    try:
        first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    except ValueError:
        return None
    if first.year != last.year or first.day != 1:
        return None
    if (first.month, last.month, last.day) == (1, 12, 31):
        return start[:4]
    whole = first.month == last.month and last.day == calendar.monthrange(last.year, last.month)[1]
    return start[:7] if whole else None


def published(story: Story) -> str:
    """`2024-12-03 19:23 Europe/Zurich (zone assumed)`, or that it has no date."""
    if not story.published:
        return f"{story.date} (as given)" if story.date else "none found: events are coded without it"
    shown = story.published.replace("T", " ", 1)
    zone = f" {story.zone}" if story.zone else ""
    assumed = " (zone assumed)" if story.zone and story.zone_assumed else ""
    other = f"; dates are worked out from {story.date}" if story.date and story.date not in story.published else ""
    return f"{shown}{zone}{assumed}{other}"


def around(story: Story, start: int, end: int) -> Quoted:
    """The sentence around `[start, end)`, shortened on both sides where it is long."""
    low, high = _sentence(story, start, end)
    before, trigger, after = (clean_inside(story.text[a:b]) for a, b in ((low, start), (start, end), (end, high)))
    before, after = before.lstrip(), after.rstrip()
    room = max(0, MAX_QUOTE - len(trigger))
    if len(before) + len(after) > room:
        left = max(int(room * BEFORE_SHARE), room - len(after))
        before = _last(before, left)
        after = first_words(after, room - len(before))
    return Quoted(before, trigger, after)


def clean_inside(text: str) -> str:
    """As `clean`, but a space at an end stays."""
    cleaned = clean(f"x{text}x")
    return cleaned[1:-1]


def first_words(text: str, room: int) -> str:
    """As many whole words as fit into `room` characters, marked where it is not all."""
    if len(text) <= room:
        return text
    cut = text[: max(0, room - 1)]
    return cut[: cut.rfind(" ") + 1 or len(cut)].rstrip(" ,;:") + " " + ELLIPSIS


def _last(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    cut = text[len(text) - max(0, room - 1) :]
    return ELLIPSIS + " " + cut[cut.find(" ") + 1 :].lstrip(" ,;:")


def _sentence(story: Story, start: int, end: int) -> Span:
    """The sentence of the passage that holds `start`; at least `[start, end)`."""
    at = bisect.bisect_right(story.passages, start, key=lambda passage: passage.start) - 1
    if at >= 0 and start < story.passages[at].end:
        passage = story.passages[at]
        near = max(passage.start, start - MAX_AROUND), min(passage.end, start + MAX_AROUND)
        for low, high in split_sentences(story.text, *near):
            if low <= start < high:
                return low, max(high, end)
    return start, end

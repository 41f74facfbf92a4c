"""The date of an event: the time expression that the text ties it to, never padded."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..language.document import Document
from ..story import Interval, Span, Status, Timex

REACH = 90  # characters between a trigger and its time expression at most; set on annotated stories
CLAUSE = 25  # characters that a clause boundary between the two counts for
BOUNDARY = re.compile(
    r"[;:“”\"()]|,\s+(?:and|but|while|which|who|after|before|when|as)\b|\b(?:after|before|when|while|since|although)\b"
)


@dataclass(frozen=True)
class Dated:
    """Days of an event and what decided them."""

    interval: Interval
    by: str


def date_of(
    document: Document, trigger: Span, timexes: Sequence[Timex], triggers: Sequence[Span], status: Status
) -> Dated | None:
    """The nearest dated expression in the sentence; triggers and clause boundaries between count against it."""
    sentence = document.sentences[document.sentence_at(trigger[0])]
    near = [t for t in triggers if t != trigger and t[1] >= trigger[0] - REACH and t[0] <= trigger[1] + REACH]
    first = bisect.bisect_left(timexes, trigger[0] - REACH, key=lambda t: t.span[1])
    last = bisect.bisect_right(timexes, trigger[1] + REACH, key=lambda t: t.span[0])
    best: tuple[int, Timex] | None = None
    for timex in timexes[first:last]:
        if timex.interval is None or not (sentence.start <= timex.span[0] < sentence.end):
            continue
        lo, hi = min(trigger[1], timex.span[1]), max(trigger[0], timex.span[0])
        between = document.text[lo:hi]
        cost = len(between) + CLAUSE * len(BOUNDARY.findall(between))
        cost += CLAUSE * sum(lo <= s and e <= hi for s, e in near)
        if cost <= REACH and (best is None or cost < best[0]):
            best = (cost, timex)
    if best is None:
        return None
    interval = _closed(best[1].interval, document, status)
    return Dated(interval, f"time expression «{best[1].text}»") if interval else None


def _closed(interval: Interval | None, document: Document, status: Status) -> Interval | None:
    """An open end closes on the story's day for what goes on; what happened "since" a day lies in that span too."""
    if interval is None or interval.start is None:
        return None
    if interval.end is None:
        day = document.date.isoformat() if document.date else None
        return Interval(start=interval.start, end=day) if day and day >= interval.start else interval
    return interval

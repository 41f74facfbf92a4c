"""The date of an event: the time expression that the text ties it to, never padded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..language.document import Document
from ..reading.model import FoundEvent
from ..story import Interval, Timex


@dataclass(frozen=True)
class Dated:
    """Days of an event and what decided them."""

    interval: Interval
    by: str


def date_of(document: Document, found: FoundEvent, dated: Sequence[Timex]) -> Dated | None:
    """The days of the expression that the model ties to the event; `dated` are those that the reader was told."""
    if found.time is None:
        return None
    timex = dated[found.time]
    interval = closed(timex.interval, document.date)
    return Dated(interval, f"model: time; time expression «{timex.text}»") if interval else None


def closed(interval: Interval | None, day: dt.date | None) -> Interval | None:
    """An open end closes on the story's day: what happened "since" a day lies in that span too."""
    if interval is None or interval.start is None:
        return None
    if interval.end is None and day and day.isoformat() >= interval.start:
        return Interval(start=interval.start, end=day.isoformat())
    return interval

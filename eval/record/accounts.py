"""The accounts of the key's contacts as `dragoman readouts` gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from dragoman.story import Quote, Story
from dragoman.views.alignment import Row
from dragoman.views.readouts import Readout

from .keys import Meeting

Readouts = dict[str, tuple[Quote, ...]]
Place = tuple[str, int, int]
DAYS = 1  # by which the day of a contact may differ from the key's


class Account(Struct, frozen=True):
    """Our readouts of a contact and how they are aligned."""

    readouts: Readouts
    rows: tuple[Row, ...]


class Spots:
    """Where the key's points of a contact stand in its stories."""

    def __init__(self, meeting: Meeting, stories: Mapping[str, Story]) -> None:
        self.at: dict[tuple[str, str], list[Place]] = {}
        for side, words in {(s, w) for t in meeting.alignment for s, w in t.points.items() if w}:
            for name in meeting.stories:
                at = stories[name].text.find(words)
                if at >= 0:
                    self.at.setdefault((side, words), []).append((name, at, at + len(words)))

    def matched(self, readouts: Readouts) -> dict[tuple[str, int], str]:
        """(side, index into its readout) -> the words of the key that this point of ours is.

        It shares half the characters of the shorter of the two, and more with no other words of the key: a point that
        spans two of the key's is one of them only.
        """
        out = {}
        for side, quotes in readouts.items():
            for index, quote in enumerate(quotes):
                shared = [
                    (share, words)
                    for (whose, words), places in self.at.items()
                    if whose == side and (share := max(_share(quote, *place) for place in places)) > 0
                ]
                if shared:
                    out[side, index] = max(shared)[1]
        return out


def _share(quote: Quote, name: str, low: int, high: int) -> float:
    """Characters that a quote has in common with a place, by those of both; 0 where that is under half the shorter."""
    shared = min(quote.end, high) - max(quote.start, low)
    if quote.story != name or shared <= 0 or 2 * shared < min(quote.end - quote.start, high - low):
        return 0.0
    return shared / (max(quote.end, high) - min(quote.start, low))


def account(meeting: Meeting, ours: Sequence[Readout], spots: Spots) -> Account:
    """The contact of ours that is the key's: a story and the day are its, and it holds most of its points."""
    best, most = Account({}, ()), -1
    for one in ours:
        if one.status == "planned" or not {*one.stories} & {*meeting.stories} or not _near(one, meeting):
            continue
        found = {side: quotes for side, quotes in one.readouts.items() if side in meeting.sides}
        touched = len(set(spots.matched(found).values()))
        if touched > most:
            rows = (_within(row, found) for row in one.alignment)
            best, most = Account(found, tuple(row for row in rows if row.points)), touched
    return best


def near(start: str | None, end: str | None, meeting: Meeting) -> bool:
    """Whether the days of ours (ISO) may be that of the key's."""
    if start is None or end is None:
        return True
    low, high = (dt.date.fromisoformat(day) for day in (start, end))
    return low - dt.timedelta(DAYS) <= meeting.date <= high + dt.timedelta(DAYS)


def _near(one: Readout, meeting: Meeting) -> bool:
    return one.date is None or near(one.date.start, one.date.end, meeting)


def _within(row: Row, sides: Collection[str]) -> Row:
    """A row of these sides alone, without any point where none of them speaks."""
    points = {side: index for side, index in row.points.items() if side in sides}
    told = any(index is not None for index in points.values())
    return Row(topic=row.topic, label=row.label, points=points if told else {})

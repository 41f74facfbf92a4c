"""How well accounts of a contact are laid side by side: `python -m eval.record.alignment [--errors] [--fit]`.

For each contact of the keys with two or more accounts, the rows of the key (topic, label, a point of each side) are
held against ours.

gold     the points are the key's own words; what is measured is only which go together and how they are labelled
halves   the same, with weights fitted on every other contact and tried on the rest, both ways round; the shipped
         weights are fitted on all, so `gold` is how well they fit
read     the points are the readouts that the coder finds in the contact's stories, joined by the code of the side

A row of the key is right where one row of ours has a point of each side that speaks (in `read`: a span that shares at
least half the characters of the shorter with the key's words), none of a side that does not, and the same label. A row
of ours is right once. Rows of ours in which no point touches a point of the key are not counted for or against, since
the key does not list all that is said; `read, beyond` gives their number. Figures are for each label, and `macro` is
the mean of the three F1. `points found`: of the key's points, how many a readout of that side touches.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from dragoman.story import Contact, Quote, Story
from dragoman.views.alignment import Row, Weights, align
from dragoman.views.points import Vectors
from dragoman.views.vectors import word_vectors

from .coded import coded
from .figures import Figure, World
from .keys import FOLDERS, Label, Meeting, Topic, joined

LABELS: tuple[Label, ...] = get_args(Label)
Readouts = dict[str, tuple[Quote, ...]]


@dataclass(frozen=True)
class Macro(Figure):
    """The mean F1 of several figures."""

    parts: tuple[Figure, ...] = ()

    @property
    def f1(self) -> float:
        return sum(part.f1 for part in self.parts) / len(self.parts)

    def row(self) -> str:
        return f"{self.name:24} F1 {self.f1:.3f}   mean of {', '.join(f'{p.f1:.3f}' for p in self.parts)}"


@dataclass
class Tally:
    """Rows right, found and wanted by label; `beyond`: rows of ours that touch no point of the key."""

    right: Counter[Label]
    found: Counter[Label]
    wanted: Counter[Label]
    beyond: int
    errors: list[str]

    @classmethod
    def empty(cls) -> Tally:
        return cls(Counter(), Counter(), Counter(), 0, [])

    def add(self, meeting: Meeting, ours: Sequence[Row], readouts: Readouts, spots: Spots) -> None:
        """Hold the rows of one contact against the key's."""
        left = list(ours)
        for topic in meeting.alignment:
            self.wanted[topic.label] += 1
            same = next((row for row in left if _same(row, topic, readouts, spots)), None)
            if same is None:
                self.errors.append(f"missed  {meeting.id}  {topic.label}  {topic.topic}")
                continue
            left.remove(same)
            self.right[topic.label] += 1
            self.found[topic.label] += 1
        for row in left:
            words = {side: readouts[side][i].text for side, i in row.points.items() if i is not None}
            if any(spots.touched(side, readouts[side][i]) for side, i in row.points.items() if i is not None):
                self.found[row.label] += 1
                self.errors.append(f"wrong   {meeting.id}  {row.label}  {words}")
            else:
                self.beyond += 1

    def figures(self, name: str) -> Iterator[Figure]:
        parts = tuple(Figure(f"{name}, {x}", self.right[x], self.found[x], self.wanted[x]) for x in LABELS)
        yield from parts
        yield Macro(
            f"{name}, macro",
            self.right.total(),
            self.found.total(),
            self.wanted.total(),
            tuple(self.errors),
            parts,
        )


class Spots:
    """Where the key's points of a contact stand in its stories."""

    def __init__(self, meeting: Meeting, stories: Mapping[str, Story]) -> None:
        self._at: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
        for side, words in {(s, w) for t in meeting.alignment for s, w in t.points.items() if w}:
            for name in meeting.stories:
                at = stories[name].text.find(words)
                if at >= 0:
                    self._at.setdefault((side, words), []).append((name, at, at + len(words)))

    def places(self, side: str, words: str) -> list[tuple[str, int, int]]:
        return self._at[side, words]

    def touches(self, quote: Quote, side: str, words: str) -> bool:
        return any(name == quote.story and _overlap(quote, low, high) for name, low, high in self._at[side, words])

    def touched(self, side: str, quote: Quote) -> bool:
        return any(self.touches(quote, *key) for key in self._at if key[0] == side)

    def found(self, readouts: Readouts) -> tuple[int, int]:
        """How many of the points a readout of their side touches, and how many there are."""
        hit = sum(any(self.touches(q, *key) for q in readouts.get(key[0], ())) for key in self._at)
        return hit, len(self._at)


def _overlap(quote: Quote, low: int, high: int) -> bool:
    shared = min(quote.end, high) - max(quote.start, low)
    return shared > 0 and 2 * shared >= min(quote.end - quote.start, high - low)


def _same(row: Row, topic: Topic, readouts: Readouts, spots: Spots) -> bool:
    if row.label != topic.label:
        return False
    for side in row.points.keys() | topic.points.keys():
        index, words = row.points.get(side), topic.points.get(side)
        if (index is None) != (words is None):
            return False
        if index is not None and words is not None and not spots.touches(readouts[side][index], side, words):
            return False
    return True


def gold(meeting: Meeting, spots: Spots, stories: Mapping[str, Story]) -> Readouts:
    """Readouts made of the key's points, in the order of the text."""
    out: dict[str, list[Quote]] = {}
    for topic in meeting.alignment:
        for side, words in topic.points.items():
            if words:
                name, low, high = spots.places(side, words)[0]
                out.setdefault(side, []).append(Quote(text=words, story=name, start=low, end=high))
    return {side: tuple(sorted(quotes, key=lambda q: (q.story, q.start))) for side, quotes in sorted(out.items())}


def read(meeting: Meeting, stories: Mapping[str, Story]) -> Readouts:
    """Readouts of the contacts of the stories that may be this one, joined by side."""
    out: dict[str, list[Quote]] = {}
    for name in meeting.stories:
        for contact in stories[name].contacts:
            if _is(contact, meeting):
                for side, quotes in contact.readouts.items():
                    out.setdefault(side, []).extend(quotes)
    return {side: tuple(quotes) for side, quotes in sorted(out.items()) if side in meeting.sides}


def _is(contact: Contact, meeting: Meeting) -> bool:
    day = meeting.date.isoformat()
    held = contact.date is None or (contact.date.start or "") <= day <= (contact.date.end or "9999")
    told = contact.status in ("happened", "ongoing")
    near = contact.date_from == "story" or held  # a story may come out the day after
    return told and near and len({p.code for p in contact.parties} & set(meeting.sides)) > 1


def meetings(world: World) -> list[Meeting]:
    return [m for m in world.key.contacts if m.alignment]


def rows(readouts: Readouts, stories: Mapping[str, Story], weights: Weights | None = None) -> tuple[Row, ...]:
    vectors: Vectors = word_vectors
    return align(readouts, {name: story.text for name, story in stories.items()}, vectors, weights)


def measure(world: World) -> Iterator[Figure]:
    """Gold points with the shipped weights and in halves, then the coder's readouts."""
    from .fitting import fitted

    stories = world.stories
    every = [(m, Spots(m, stories)) for m in meetings(world)]
    given = [(m, spots, gold(m, spots, stories)) for m, spots in every]
    tally = Tally.empty()
    for m, spots, readouts in given:
        tally.add(m, rows(readouts, stories), readouts, spots)
    yield from tally.figures("gold")
    tally = Tally.empty()
    for half in (0, 1):
        weights = fitted([(m, r) for i, (m, _, r) in enumerate(given) if i % 2 != half], stories)
        for m, spots, readouts in given[half::2]:
            tally.add(m, rows(readouts, stories, weights), readouts, spots)
    yield from tally.figures("halves")
    tally, touched, wanted = Tally.empty(), 0, 0
    for m, spots in every:
        readouts = read(m, stories)
        tally.add(m, rows(readouts, stories), readouts, spots)
        hit, all_ = spots.found(readouts)
        touched, wanted = touched + hit, wanted + all_
    yield from tally.figures("read")
    yield Figure("points found", touched, touched, wanted)
    yield Figure("read, beyond", 0, tally.beyond, 0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.record.alignment", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list each error")
    parser.add_argument("--fit", type=Path, metavar="FILE", help="write weights fitted on all contacts there, and end")
    args = parser.parse_args()
    world = World(coded(tuple(FOLDERS)), joined(tuple(FOLDERS)))
    if args.fit:
        from .fitting import fitted, written

        given = [(m, gold(m, Spots(m, world.stories), world.stories)) for m in meetings(world)]
        args.fit.write_text(written(fitted(given, world.stories)), encoding="utf-8")
        return
    for figure in measure(world):
        print(figure.row())
        for error in figure.errors if args.errors else ():
            print(f"    {error}")


if __name__ == "__main__":
    main()

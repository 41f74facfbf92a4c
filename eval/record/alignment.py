"""How well accounts of a contact are laid side by side: `python -m eval.record.alignment [--errors] [--fit]`.

For each contact of the keys with two or more accounts, the rows of the key (topic, label, a point of each side) are
held against ours.

gold     the points are the key's own words; what is measured is only which go together and how they are labelled
halves   the same, with weights fitted on every other contact (and `pairs.yaml`) and tried on the rest, both ways
         round; the shipped weights are fitted on all, so `gold` is how well they fit
read     what `dragoman readouts` shows when all stories are in one database (`accounts.py`): readouts as the coder
         finds them, of contacts as they are merged

A row of the key is right where one row of ours has a point of each side that speaks (in `read`: a span that shares at
least half the characters of the shorter with the key's words), none of a side that does not, and the same label. A row
of ours is right once, and a point of ours is one point of the key at most. Rows of ours in which no point is one of the
key's are not counted for or against, since the key does not list all that is said; `read, beyond` gives their number.
Figures are for each label, and `macro` is the mean of the three F1. `points found`: of the key's points, how many a
readout of that side has.

`--key unseen` measures on contacts by which no rule or weight was made; there are no halves of these.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from dragoman.story import Quote, Story
from dragoman.views.alignment import Row, Weights, align
from dragoman.views.points import Vectors
from dragoman.views.readouts import Readout
from dragoman.views.vectors import word_vectors

from .accounts import Readouts, Spots, account
from .coded import coded
from .figures import Figure, World
from .keys import FOLDERS, SEEN, Label, Meeting, Topic, joined

LABELS: tuple[Label, ...] = get_args(Label)


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
        left, matched = list(ours), spots.matched(readouts)
        for topic in meeting.alignment:
            self.wanted[topic.label] += 1
            same = next((row for row in left if _same(row, topic, matched)), None)
            if same is None:
                self.errors.append(f"missed  {meeting.id}  {topic.label}  {topic.topic}")
                continue
            left.remove(same)
            self.right[topic.label] += 1
            self.found[topic.label] += 1
        for row in left:
            words = {side: readouts[side][i].text for side, i in row.points.items() if i is not None}
            if any((side, i) in matched for side, i in row.points.items() if i is not None):
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


def _same(row: Row, topic: Topic, matched: Mapping[tuple[str, int], str]) -> bool:
    if row.label != topic.label:
        return False
    for side in row.points.keys() | topic.points.keys():
        index, words = row.points.get(side), topic.points.get(side)
        if (index is None) != (words is None):
            return False
        if index is not None and matched.get((side, index)) != words:
            return False
    return True


def gold(meeting: Meeting, spots: Spots) -> Readouts:
    """Readouts made of the key's points, in the order of the text."""
    out: dict[str, list[Quote]] = {}
    for topic in meeting.alignment:
        for side, words in topic.points.items():
            if words:
                name, low, high = spots.at[side, words][0]
                out.setdefault(side, []).append(Quote(text=words, story=name, start=low, end=high))
    return {side: tuple(sorted(quotes, key=lambda q: (q.story, q.start))) for side, quotes in sorted(out.items())}


def meetings(world: World) -> list[Meeting]:
    return [m for m in world.key.contacts if m.alignment]


def rows(readouts: Readouts, stories: Mapping[str, Story], weights: Weights | None = None) -> tuple[Row, ...]:
    vectors: Vectors = word_vectors
    return align(readouts, {name: story.text for name, story in stories.items()}, vectors, weights)


def measure(world: World) -> Iterator[Figure]:
    """Gold points with the shipped weights and in halves, then what the command shows."""
    every = [(m, Spots(m, world.stories)) for m in meetings(world)]
    given = [(m, spots, gold(m, spots)) for m, spots in every]
    tally = Tally.empty()
    for m, spots, readouts in given:
        tally.add(m, rows(readouts, world.stories), readouts, spots)
    yield from tally.figures("gold")
    if world.seen:
        yield from _halves(given, world.stories).figures("halves")
    yield from _read(every, world.shown.accounts)


def _halves(given: Sequence[tuple[Meeting, Spots, Readouts]], stories: Mapping[str, Story]) -> Tally:
    from .fitting import fitted, invented, of_key

    tally = Tally.empty()
    for half in (0, 1):
        others = [of_key(m, readouts, stories) for m, _, readouts in given[1 - half :: 2]]
        weights = fitted([*others, *invented()])
        for m, spots, readouts in given[half::2]:
            tally.add(m, rows(readouts, stories, weights), readouts, spots)
    return tally


def _read(every: Sequence[tuple[Meeting, Spots]], ours: Sequence[Readout]) -> Iterator[Figure]:
    tally, found, wanted = Tally.empty(), 0, 0
    missed: list[str] = []
    for m, spots in every:
        told = account(m, ours, spots)
        tally.add(m, told.rows, told.readouts, spots)
        hit = {(side, words) for (side, _), words in spots.matched(told.readouts).items()}
        missed += [f"missed  {m.id}  {side}  {words}" for side, words in sorted(spots.at.keys() - hit)]
        found, wanted = found + len(hit), wanted + len(spots.at)
    yield from tally.figures("read")
    yield Figure("points found", found, found, wanted, tuple(missed))
    yield Figure("read, beyond", 0, tally.beyond, 0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.record.alignment", description=__doc__)
    parser.add_argument("--key", action="append", choices=tuple(FOLDERS), help="this key only; may be given again")
    parser.add_argument("--errors", action="store_true", help="list each error")
    parser.add_argument("--fit", type=Path, metavar="FILE", help="write weights fitted on all contacts there, and end")
    args = parser.parse_args()
    names = tuple(args.key or SEEN)
    world = World(coded(names), joined(names), seen={*names} <= {*SEEN})
    if args.fit:
        from .fitting import fitted, invented, of_key, written

        given = [(m, gold(m, Spots(m, world.stories))) for m in meetings(world)]
        samples = [of_key(m, readouts, world.stories) for m, readouts in given]
        args.fit.write_text(written(fitted([*samples, *invented()])), encoding="utf-8")
        return
    for figure in measure(world):
        print(figure.row())
        for error in figure.errors if args.errors else ():
            print(f"    {error}")


if __name__ == "__main__":
    main()

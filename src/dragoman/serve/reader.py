"""A story as it is read: its parts, cut where marks begin and end, and the records that the marks lead to.

Pure: a story object in, values out that templates show; the same for the page of a story and for `read --html`.
"""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..story import Passage, PassageKind, Span, Story
from .records import HEADINGS, Kind, Mark, Record, records

if TYPE_CHECKING:
    from .correcting import Corrects

MOST_SHOWN = 300_000  # characters: more than are read of any story
LABELS: dict[PassageKind, str] = {
    "headline": "Headline", "kicker": "Kicker", "agency": "Agency", "date": "Date", "byline": "Byline",
    "dateline": "Dateline", "caption": "Caption", "credit": "Credit", "heading": "Heading", "paragraph": "Paragraph",
    "note": "Note", "sign-off": "Sign-off", "boilerplate": "Page furniture",
}  # fmt: skip
OUTSIDE = "Not read"
PLAIN: tuple[PassageKind, ...] = ("headline", "heading", "paragraph")  # what is news, without a label
SHOWN = tuple(name for name in HEADINGS if name != "readouts")  # unless told otherwise
FIRST: tuple[Kind, ...] = ("event", "cue", "source", "time", "place", "actor", "relation", "readout", "content")


@dataclass(frozen=True)
class Piece:
    """Characters that the same marks cover, the narrowest first.

    `number`: which piece of the text; `begins`: ids of places on the page that begin here; `ends`: of marks that end
    here; `sought`: whether it is of the words that were asked for.
    """

    number: int
    text: str
    marks: tuple[Mark, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    sought: bool = False

    def kinds(self) -> list[str]:
        """Its classes: the kinds of its marks, and whether what is said, or a source, begins or ends here."""
        kinds = dict.fromkeys(f"m-{mark.kind}" for mark in self.marks)
        edges: list[str] = []
        for kind, opens, closes in (("content", "opens", "closes"), ("source", "starts", "stops")):
            of = {mark.id for mark in self.marks if mark.kind == kind}
            edges += [opens] if any(f"w-{id}" in self.begins for id in of) else []
            edges += [closes] if of.intersection(self.ends) else []
        return [*kinds, *edges, *(["sought"] if self.sought else [])]

    def look(self, picked: Mapping[str, str]) -> str:
        """Its classes, with how its marks are told apart; `picked`: see `Reading.chosen_marks`."""
        return " ".join((*self.kinds(), *(picked[mark.id] for mark in self.marks if mark.id in picked)))

    def ids(self) -> str:
        """The ids of its marks."""
        return " ".join(mark.id for mark in self.marks)

    def top(self, shown: Collection[str]) -> Mark | None:
        """The mark that a click means, of those that are shown."""
        return next((mark for mark in self.marks if mark.layer in shown), None)


@dataclass(frozen=True)
class Part:
    """A passage. `kind`: None for text between passages; `label`: what it is, where that is not plain news."""

    kind: PassageKind | None
    label: str | None
    why: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Group:
    """Records of a layer."""

    layer: str
    heading: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Reading:
    """`parts` in text order; `groups`: records by layer; `shown`: layers that are marked; `chosen`: ids of records;
    `claims`: ids of the claims of a record, in a database; `rest`: characters that are too many to be shown; `stops`:
    numbers of the pieces that the keyboard stops at, one for each mark; `accounts`: addresses of the accounts of its
    contacts, by their records."""

    story: Story
    parts: tuple[Part, ...]
    groups: tuple[Group, ...]
    shown: tuple[str, ...]
    chosen: tuple[str, ...]
    claims: Mapping[str, Sequence[str]]
    rest: int
    stops: frozenset[int]
    corrects: Corrects | None = None  # what its reader can correct, of a story in a database
    accounts: Mapping[str, str] = field(default_factory=dict)

    @property
    def titled(self) -> bool:
        """Whether the headline stands in the text."""
        return any(part.kind == "headline" for part in self.parts)

    def chosen_records(self) -> list[Record]:
        """The records that are chosen."""
        found = {record.id: record for group in self.groups for record in group.records}
        return [found[id] for id in self.chosen if id in found]

    def chosen_marks(self) -> dict[str, str]:
        """Marks to be told apart: those of the records that are chosen, and of who and what takes part."""
        made = {mark: "near" for record in self.chosen_records() for mark in record.near}
        return made | {mark: "chosen" for record in self.chosen_records() for mark in record.words}


def reading(
    story: Story,
    show: Iterable[str] | None = None,
    chosen: str | None = None,
    claims: Mapping[str, str] | None = None,
    sought: Span | None = None,
) -> Reading:
    """A story made ready to be shown.

    `show`: layers to mark, all but readouts unless told; `chosen`: id of a claim or record; `claims`: ids of claims
    with the records they stand for; `sought`: characters to be told apart.
    """
    claims = claims or {}
    made = records(story)
    of: dict[str, list[str]] = defaultdict(list)
    for claim, record in claims.items():
        of[record].append(claim)
    groups = (Group(name, HEADINGS[name], tuple(found)) for name, found in made.records.items())
    parts = tuple(_parts(story, _Cutter(story.text, made.marks, of, sought)))
    shown = SHOWN if show is None else tuple(name for name in HEADINGS if name in set(show))
    picked = (claims.get(chosen, chosen),) if chosen else ()
    rest = max(0, len(story.text) - MOST_SHOWN)
    return Reading(story, parts, tuple(groups), shown, picked, of, rest, frozenset(_stops(parts, shown)))


def _stops(parts: Iterable[Part], shown: Collection[str]) -> Iterator[int]:
    """The first piece at which each mark is what a click means."""
    seen: set[str] = set()
    for part in parts:
        for piece in part.pieces:
            top = piece.top(shown)
            if top and top.id not in seen and piece.text.strip():
                seen.add(top.id)
                yield piece.number


def layers(told: Iterable[str]) -> list[str] | None:
    """Layers as an address has them, with commas or one by one; None where it tells none."""
    listed = list(told)
    return [name.strip() for part in listed for name in part.split(",")] if listed else None


def _parts(story: Story, cutter: _Cutter) -> Iterator[Part]:
    """All of the text: its passages, and what stands between them, but for lone signs."""
    last = min(len(story.text), MOST_SHOWN)
    at = 0
    for passage in sorted(story.passages, key=lambda passage: (passage.start, passage.end)):
        start, end = max(passage.start, at), min(passage.end, last)
        if start >= end:
            continue
        if any(map(str.isalnum, story.text[at:start])):
            yield _part(story, None, (at, start), cutter)
        yield _part(story, passage, (start, end), cutter)
        at = end
    if any(map(str.isalnum, story.text[at:last])):
        yield _part(story, None, (at, last), cutter)


def _part(story: Story, passage: Passage | None, span: Span, cutter: _Cutter) -> Part:
    start, end = span
    kind = passage.kind if passage else None
    label = OUTSIDE if kind is None else None if kind in PLAIN else LABELS[kind]
    why = next((one.why for one in story.left_out if one.start < end and one.end > start), None)
    return Part(kind, label, why, tuple(cutter.cut(start, end)))


class _Cutter:
    """Cuts one part after the other, in text order, where marks begin and end."""

    def __init__(
        self, text: str, marks: Sequence[Mark], claims: Mapping[str, Sequence[str]], sought: Span | None
    ) -> None:
        self.text, self.claims = text, claims
        self.sought = sought or (0, 0)
        self.waiting = deque(sorted(marks, key=lambda mark: mark.start))
        self.active: list[Mark] = []
        self.told: set[str] = set()  # marks and claims that have begun
        self.numbers = itertools.count()

    def cut(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of a part."""
        found: list[Mark] = []
        while self.waiting and self.waiting[0].start < end:
            found.append(self.waiting.popleft())
        inside = [mark for mark in [*self.active, *found] if mark.end > start]
        ends = (*self.sought, *(at for mark in inside for at in (mark.start, mark.end)))
        cuts = sorted({start, end, *(at for at in ends if start < at < end)})
        coming = deque(inside)
        self.active = []
        for left, right in itertools.pairwise(cuts):
            while coming and coming[0].start <= left:
                self.active.append(coming.popleft())
            self.active = [mark for mark in self.active if mark.end > left]
            yield self._piece(left, right)

    def _piece(self, left: int, right: int) -> Piece:
        covering = tuple(sorted(self.active, key=_rank))
        begins: list[str] = []
        for mark in covering:
            for place in (f"w-{mark.id}", *self.claims.get(mark.record, ())):
                if place not in self.told:
                    begins.append(place)
                    self.told.add(place)
        ends = tuple(mark.id for mark in covering if mark.end == right)
        sought = self.sought[0] <= left < right <= self.sought[1]
        return Piece(next(self.numbers), self.text[left:right], covering, tuple(begins), ends, sought)


def _rank(mark: Mark) -> tuple[int, int, str]:
    return mark.end - mark.start, FIRST.index(mark.kind), mark.id

"""Which stories are one text: reprints whole, cut, edited, put into a longer story, with credit and without.

A copy is bound to one text, that of its origin: `links` says what two stories share, `groups` whose text each is. A
later version of a house's own text is no copy of it (`versions`).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from ..story import Span, Value
from . import shingles
from .items import Item
from .shingles import Mask

METHOD, VERSION = "shared words", "1"
HELD_BY = 64  # stories that have a key: one that more have is a phrase of the trade and finds nothing
# Words (outside of quotation marks) and shares that make a copy. Credited: one names the other's house. Rival: both are
# signed by houses of their own, and a document that both print is likelier than that one carries the other.
CREDITED_WORDS, CREDITED_SHARE = 25, 0.2
PLAIN_WORDS, PLAIN_SHARE = 40, 0.3
RIVAL_WORDS, RIVAL_SHARE = 60, 0.6
SAME_WORDS, SAME_SHARE = 12, 0.85  # of both: the same text, however short
LEAD, LEAD_WORDS = 0.4, 12  # words that must be of the beginning of the earlier text: background alone is no copy
REPEAT_SHARE = 0.95  # of both, in one house: sent twice
PARAGRAPH = 0.6  # share of a paragraph's words from which on the whole is the origin's
GAP = 6  # words of an edit inside of what is the origin's
LAST = dt.datetime.max  # of a story without a date
WHOLE = 0.7  # share of a copy's words that are the origin's: it has little of its own
QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)")
# A paragraph after which a document is printed, and the words by which a reporter is back.
DOCUMENT = re.compile(
    r"(?i)\b(?:statement|text|communiqu[eé]|declaration|resolution|letter|transcript|readout|reads?|follows|agreed|"
    r"points|agreement|article|paragraphs?|treaty)\b[^.]{0,60}:\s*$"
)
TOLD = re.compile(r"\b(?:said|says|told|according to|reported|added|announced|asked)\b")


class Link(Value, frozen=True, kw_only=True):
    """What two stories have in common. `own`: words in common outside of quotations; `left_share`, `right_share`: the
    part of each story's words that are in common; `copy`: enough to be one text."""

    left: str
    right: str
    own: int
    left_share: float
    right_share: float
    copy: bool

    @property
    def score(self) -> float:
        """The larger share: 1.0 where one is wholly in the other."""
        return max(self.left_share, self.right_share)


class Copy(Value, frozen=True, kw_only=True):
    """A story that carries the text of another. `spans`: characters of it that are the other's words; `whole`: it has
    little beside them. Claims outside of the spans are the copy's own."""

    story: str
    of: str
    score: float
    spans: tuple[Span, ...]
    whole: bool


class TextGroup(Value, frozen=True, kw_only=True):
    """Stories that are one text. `origin`: the story where it was first written, None where only copies are at hand;
    `house`: key of who wrote it; `stories`: all of them, the origin first, then as they came out."""

    origin: str | None
    house: str | None
    stories: tuple[str, ...]
    copies: tuple[Copy, ...]


class Words:
    """A story's words: where they stand, their hashes, and which are the story's own and no quotation."""

    def __init__(self, item: Item) -> None:
        self.item = item

    @cached_property
    def read(self) -> tuple[list[Span], shingles.Hashes]:
        return shingles.words(self.item.text, self.item.body)

    @cached_property
    def own(self) -> Mask:
        """Words that stand neither in quotation marks nor in a document that the story prints."""
        at = np.array([start for start, _ in self.read[0]], dtype=np.int64)
        mask = np.ones(len(at), dtype=bool)
        for start, end in _quotations(self.item):
            mask &= (at < start) | (at >= end)
        return mask


def keys(item: Item) -> tuple[int, ...]:
    """The numbers under which a database keeps a story, to find those that may be one text with it."""
    return shingles.keys(shingles.words(item.text, item.body)[1])


def candidates(items: Iterable[Item]) -> set[tuple[str, str]]:
    """Pairs of stories that share a key, smaller id first."""
    held: dict[int, list[str]] = defaultdict(list)
    for item in items:
        for number in keys(item):
            held[number].append(item.id)
    few = (ids for ids in held.values() if 1 < len(ids) <= HELD_BY)
    return {(a, b) if a < b else (b, a) for ids in few for i, a in enumerate(ids) for b in ids[i + 1 :] if a != b}


def links(items: Mapping[str, Item], pairs: Collection[tuple[str, str]]) -> list[Link]:
    """What each of these pairs has in common, in the order of their ids; pairs that have nothing fall away."""
    read = {id: Words(items[id]) for id in {id for pair in pairs for id in pair}}
    found = (_link(read[left], read[right]) for left, right in sorted(pairs))
    return [link for link in found if link.own]


def _link(left: Words, right: Words) -> Link:
    ours, theirs = left.read[1], right.read[1]
    there, here = shingles.covered(ours, theirs), shingles.covered(theirs, ours)
    kept = there & left.own, here & right.own
    own = min(int(kept[0].sum()), int(kept[1].sum()))
    earlier = kept[0] if _order(left.item) < _order(right.item) else kept[1]
    lead = int(earlier[: math.ceil(LEAD * len(earlier))].sum())
    shares = _share(there), _share(here)
    copy = lead >= LEAD_WORDS and _is_copy(left.item, right.item, own, shares)
    return Link(left=left.item.id, right=right.item.id, own=own, left_share=shares[0], right_share=shares[1], copy=copy)


def _share(mask: Mask) -> float:
    return round(float(mask.mean()), 3) if len(mask) else 0.0


def _is_copy(left: Item, right: Item, own: int, shares: tuple[float, float]) -> bool:
    both, most = min(shares), max(shares)
    if left.house and left.house == right.house:
        return both >= REPEAT_SHARE
    if own >= SAME_WORDS and both >= SAME_SHARE:
        return True
    if _credits(left, right) or _credits(right, left):
        return own >= CREDITED_WORDS and most >= CREDITED_SHARE
    if _rivals(left, right):
        return own >= RIVAL_WORDS and most >= RIVAL_SHARE
    return own >= PLAIN_WORDS and most >= PLAIN_SHARE


def _credits(story: Item, other: Item) -> bool:
    """The story says that it has text of the other's house, or both say that of one house."""
    of = other.origin
    return of is not None and story.house != of and (story.credit == of or of in story.cited)


def _rivals(left: Item, right: Item) -> bool:
    """Each is signed by an agency, and not by the same."""
    return bool(left.agency and right.agency and left.origin != right.origin)


def _quotations(item: Item) -> list[Span]:
    """Characters that are others' words: in quotation marks, or a document printed at length."""
    out: list[Span] = []
    document = False
    for start, end in item.body:
        words = item.text[start:end]
        document = document and not TOLD.search(words)
        if document:
            out.append((start, end))
        out += [(start + found.start(), start + found.end()) for found in QUOTED.finditer(words)]
        document = document or bool(DOCUMENT.search(words))
    return out


# --- whose text it is


def groups(
    items: Mapping[str, Item], found: Iterable[Link], apart: Collection[tuple[str, str]] = ()
) -> list[TextGroup]:
    """Whose text each story is.

    `found`: links, of which those with `copy` count; `apart`: pairs that are no copies of each other, such as versions
    of one story and what people have judged different. A story is bound to the one text that it has most of, first to
    that of the house which it credits; so two texts that a third puts together stay two.
    """
    kept = {frozenset(pair) for pair in apart}
    beside: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for link in found:
        if link.copy and frozenset((link.left, link.right)) not in kept:
            beside[link.left].append((link.right, link.left_share))
            beside[link.right].append((link.left, link.right_share))
    source = {id: best for id, some in beside.items() if (best := _source(items, id, some))}
    stars: dict[str, list[str]] = defaultdict(list)
    for id in beside:
        stars[_root(source, id)].append(id)
    return [_group(items, source, root, ids) for root, ids in sorted(stars.items()) if len(ids) > 1]


def _source(items: Mapping[str, Item], id: str, some: Sequence[tuple[str, float]]) -> str | None:
    """The story that this one's text was taken from, None where it is the first."""
    ours, ranks = items[id], []
    for other, share in some:
        theirs = items[other]
        if _order(theirs) < _order(ours):
            known = theirs.house in (ours.credit, *ours.cited) and theirs.authored
            ranks.append((known, round(share, 2), _order(theirs)[1] <= _order(ours)[1], _order(theirs)[1:], other))
    return max(ranks)[-1] if ranks else None


def _order(item: Item) -> tuple[bool, dt.datetime, str]:
    """The order in which stories may be taken from each other: an agency's own before all others, then by time."""
    return not (item.agency and item.authored), item.at or LAST, item.id


def _root(source: Mapping[str, str], id: str) -> str:
    while id in source:
        id = source[id]
    return id


def _group(items: Mapping[str, Item], source: Mapping[str, str], root: str, ids: Sequence[str]) -> TextGroup:
    ordered = sorted(ids, key=lambda id: (id != root, _order(items[id])[1:]))
    first = items[root]
    house = first.origin
    if not (first.agency and first.authored):
        credits = Counter(items[id].credit for id in ordered if items[id].credit and not items[id].authored)
        house = credits.most_common(1)[0][0] if credits else house
    copies = tuple(_copy(items[id], items[source[id]]) for id in ordered if id != root)
    return TextGroup(origin=root if house == first.house else None, house=house, stories=tuple(ordered), copies=copies)


def _copy(ours: Item, theirs: Item) -> Copy:
    mine = Words(ours)
    mask = shingles.covered(mine.read[1], Words(theirs).read[1])
    share = _share(mask)
    return Copy(story=ours.id, of=theirs.id, score=share, spans=_spans(ours, mine.read[0], mask), whole=share >= WHOLE)


def _spans(item: Item, at: Sequence[Span], mask: Mask) -> tuple[Span, ...]:
    """The parts of running text that are the other's: whole paragraphs where most words are, else the words."""
    starts = np.array([start for start, _ in at], dtype=np.int64)
    out: list[Span] = []
    for start, end in item.body:
        here = np.flatnonzero((starts >= start) & (starts < end))
        shared = here[mask[here]]
        if len(here) and len(shared) >= PARAGRAPH * len(here):
            out.append((start, end))
        else:
            runs = np.split(shared, np.flatnonzero(np.diff(shared) > GAP) + 1)
            out += [(at[run[0]][0], at[run[-1]][1]) for run in runs if len(run)]
    return tuple(out)

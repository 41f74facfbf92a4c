"""Readouts: what each side of a contact says of it, in its own words, side by side."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..language.document import Document
from ..story import Attribution, Event, Quote, Span
from .contact_words import ContactWords
from .parties import Sighting
from .voices import Voices, carried

MIN_WORDS = 3  # of a piece that tells something
GAP = 60  # characters between two pieces that are read as one clause at most
TITLES = ("headline", "heading", "kicker")  # an editor's summary is nobody's account


@dataclass(frozen=True)
class Told:
    """A contact's sides and the places where it is told; `news`: its readouts are looked for."""

    sides: frozenset[str]
    starts: tuple[int, ...]
    news: bool


def readouts(
    document: Document,
    story: str,
    told: Sequence[Told],
    events: Sequence[Event],
    attributions: Sequence[Attribution],
    seen: Sequence[Sighting],
    words: ContactWords,
) -> list[dict[str, tuple[Quote, ...]]]:
    """For each contact the pieces of text that each of its sides is given as source of; `seen`: where sides are
    named."""
    spans: list[dict[str, list[Span]]] = [{} for _ in told]
    headings = [p.start for p in document.page.passages if p.kind == "heading"]
    sides = frozenset[str]().union(*(t.sides for t in told if t.news))
    voices = Voices(document, attributions, seen, sides, words)
    said: list[tuple[str, tuple[Span, ...]]] = []
    for attribution in attributions:
        if attribution.content and _reports(document, attribution, words) and not _past(attribution, events):
            said += ((side, attribution.content) for side in voices.speakers(attribution))
    said += ((side, (span,)) for side, span in carried(document, attributions, events, voices, words))
    for side, content in said:
        which = _contact(document, side, content[0][0], told, headings)
        if which is not None and not _title(document, content[0][0]):
            spans[which].setdefault(side, []).extend(content)
    walls = sorted(s[0] for a in attributions for s in (a.cue, a.source) if s)
    return [
        {
            side: tuple(_quote(document, story, s) for s in _joined(document, found, walls))
            for side, found in sorted(each.items())
        }
        for each in spans
    ]


def _reports(document: Document, attribution: Attribution, words: ContactWords) -> bool:
    return attribution.cue is None or bool(words.reporting.search(document.text, *attribution.cue))


def _past(attribution: Attribution, events: Sequence[Event]) -> bool:
    """Whether all that the content tells is background."""
    inside: list[bool] = []
    for span in attribution.content:
        low, high = (bisect.bisect_left(events, at, key=lambda e: e.start) for at in span)
        inside += (e.background for e in events[low:high])
    return bool(inside) and all(inside)


def _title(document: Document, offset: int) -> bool:
    sentence = document.sentences[document.sentence_at(offset)]
    return document.page.passages[sentence.passage].kind in TITLES


def _contact(document: Document, side: str, at: int, told: Sequence[Told], headings: list[int]) -> int | None:
    """The contact that a side's words are about: its only one, else the one told last before them in their section."""
    mine = [i for i, t in enumerate(told) if t.news and side in t.sides]
    if len(mine) < 2:
        return mine[0] if mine else None
    section = bisect.bisect_right(headings, at)
    sentence = document.sentences[document.sentence_at(at)]
    nearest = [
        (
            bisect.bisect_right(headings, start) != section,
            not sentence.start <= start < sentence.end,
            start > at,
            abs(at - start),
            i,
        )
        for i in mine
        for start in told[i].starts
    ]
    return min(nearest)[-1] if nearest else None


def _joined(document: Document, spans: Iterable[Span], walls: Sequence[int]) -> list[Span]:
    """Pieces in text order; those that overlap, or have no cue or source between them in one sentence, as one."""
    out: list[Span] = []
    for start, end in sorted(set(spans)):
        if out and (start < out[-1][1] or _close(document, out[-1][1], start, walls)):
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return [s for s in out if document.word_at(s[1] - 1) - document.word_at(s[0]) + 1 >= MIN_WORDS]


def _close(document: Document, end: int, start: int, walls: Sequence[int]) -> bool:
    if document.sentence_at(max(0, end - 1)) != document.sentence_at(start):
        return False
    return start - end <= GAP and bisect.bisect_left(walls, end) == bisect.bisect_left(walls, start)


def _quote(document: Document, story: str, span: Span) -> Quote:
    return Quote(text=document.text[slice(*span)], story=story, start=span[0], end=span[1])

"""Found attributions -> chains of sources, outermost first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..knowledge.speech import speech
from ..language.document import Document
from ..reading.model import FoundAttribution
from ..story import Attribution, Entity, Span

MAX_SOURCE = 10  # words of a source that a frame takes at most
Resolve = Callable[[Span], tuple[Entity, ...]]  # characters of a mention -> who it is


def attribute(document: Document, found: Sequence[FoundAttribution], resolve: Resolve) -> tuple[Attribution, ...]:
    """Order, nest and resolve the attributions of a document; offsets become characters."""
    ordered = sorted((f for f in (_framed(document, f) for f in found) if f.source or f.content), key=_begin)
    around = [_around(document, ordered, i) for i in range(len(ordered))]
    return tuple(
        Attribution(
            source=document.chars(*f.source) if f.source else None,
            cue=document.chars(*f.cue) if f.cue else None,
            content=tuple(document.chars(*piece) for piece in f.content),
            sources=_chain(document, ordered, around, i, resolve),
            within=around[i],
            confidence=round(f.confidence, 3),
        )
        for i, f in enumerate(ordered)
    )


def _framed(document: Document, found: FoundAttribution) -> FoundAttribution:
    """A frame without its source takes the words up to the comma as that: "according to the statement, ..."."""
    if found.source or not found.cue:
        return found
    start, end = document.chars(*found.cue)
    if document.text[start:end].lower() not in speech().frames:
        return found
    sentence = document.sentences[document.sentence_at(start)]
    stop = found.cue[1]
    while stop < min(sentence.last, found.cue[1] + MAX_SOURCE) and document.word(stop) not in ",;.":
        stop += 1
    inside = any(lo < stop and found.cue[1] < hi for lo, hi in found.content)
    return found if inside or stop == found.cue[1] else replace(found, source=(found.cue[1], stop))


def _begin(found: FoundAttribution) -> tuple[int, int]:
    spans = [s for s in (found.source, found.cue, *found.content) if s]
    return min(s[0] for s in spans), -max(s[1] for s in spans)


def _around(document: Document, found: Sequence[FoundAttribution], index: int) -> int | None:
    """The attribution in whose content this one stands, else the frame without content in the same sentence."""
    inner = found[index]
    anchor = inner.source or inner.cue
    if anchor is None or not inner.content:
        return None
    holders = [
        (hi - lo, i)
        for i, outer in enumerate(found)
        for lo, hi in outer.content
        if i != index and lo <= anchor[0] and anchor[1] <= hi
    ]
    if holders:
        return min(holders)[1]
    sentence = document.sentence_at(document.words[anchor[0]][0])
    frames = [
        i
        for i, outer in enumerate(found)
        if outer.source and outer.cue and not outer.content
        and document.sentence_at(document.words[outer.cue[0]][0]) == sentence
    ]  # fmt: skip
    return frames[0] if frames else None


def _chain(
    document: Document, found: Sequence[FoundAttribution], around: Sequence[int | None], index: int, resolve: Resolve
) -> tuple[Entity, ...]:
    out: list[Entity] = []
    seen: set[int] = set()
    at: int | None = index
    while at is not None and at not in seen:
        seen.add(at)
        source = found[at].source
        out = [*(resolve(document.chars(*source)) if source else ()), *out]
        at = around[at]
    return tuple(dict.fromkeys(out))

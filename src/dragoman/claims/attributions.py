"""Found attributions -> chains of sources, outermost first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..knowledge.speech import speech
from ..language.document import Document
from ..reading.model import FoundAttribution
from ..story import Attribution, Entity, Span
from .quotes import continued

MAX_SOURCE = 10  # words of a source that a frame takes at most
LEADING = frozenset({",", ";", ":", "for", "of", "as"})  # contents hardly ever begin so
TRAILING = frozenset({",", ";", ":", "and", "(", "–", "—"})
QUOTES = frozenset("\"'“‘«")
FRAME_SURE = 0.9  # confidence of an attribution by rule: a frame at the head of a sentence is hardly ever anything else
HANDED = 1  # words between a speaker's cue and the content that is his
Resolve = Callable[[Span], tuple[Entity, ...]]  # characters of a mention -> who it is


def attribute(document: Document, found: Sequence[FoundAttribution], resolve: Resolve) -> tuple[Attribution, ...]:
    """Order, nest and resolve the attributions of a document; offsets become characters."""
    told = [*found, *_opened(document, found)]
    told += continued(document, told)
    made = _handed(document, [_framed(document, _trimmed(document, f)) for f in told])
    ordered = sorted((f for f in made if f.source or f.content), key=_begin)
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


def _opened(document: Document, found: Sequence[FoundAttribution]) -> Iterator[FoundAttribution]:
    """A frame that opens a sentence though the model tied nothing to it: "According to X, ..." is X's word."""
    taken = {w for f in found for s in (f.source, f.cue) if s for w in range(*s)}
    for sentence in document.sentences:
        for frame in speech().frames:
            after = sentence.first + len(frame.split())
            words = [document.word(i).lower() for i in range(sentence.first, min(after, sentence.last))]
            if words != frame.split() or taken & set(range(sentence.first, after + 1)):
                continue
            stop = next((i for i in range(after, min(sentence.last, after + MAX_SOURCE)) if document.word(i) == ","), 0)
            last = sentence.last - (document.word(sentence.last - 1) in ".!?")
            if after < stop < last - 1:
                yield FoundAttribution((after, stop), (sentence.first, after), ((stop + 1, last),), FRAME_SURE)


def _trimmed(document: Document, found: FoundAttribution) -> FoundAttribution:
    """Contents without the marks and ties at their ends: "blamed them [for] the delay[,] and ..."."""
    pieces = []
    for first, last in _untitled(document, found):
        while first < last - 1 and document.word(first).lower() in LEADING:
            first += 1
        while first < last - 1 and (document.word(last - 1).lower() in TRAILING or _opens(document, last - 1)):
            last -= 1
        pieces.append((first, last))
    return replace(found, content=tuple(pieces))


def _untitled(document: Document, found: FoundAttribution) -> Iterator[Span]:
    """Contents without the title or heading above them, when the cue stands below it."""
    anchor = found.cue or found.source
    for first, last in found.content:
        if anchor and not _titled(document, anchor[0]):
            while first < last and _titled(document, first):
                first = document.sentences[document.sentence_of(first)].last
            while first < last and _titled(document, last - 1):
                last = document.sentences[document.sentence_of(last - 1)].first
        if first < last:
            yield first, last


def _titled(document: Document, word: int) -> bool:
    return document.page.passages[document.sentences[document.sentence_of(word)].passage].kind != "paragraph"


def _opens(document: Document, at: int) -> bool:
    """Whether a word is the mark that begins a new line."""
    start = document.words[at][0]
    return document.text[start] in QUOTES and document.text[:start].rstrip(" ").endswith("\n")


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


def _handed(document: Document, found: Sequence[FoundAttribution]) -> list[FoundAttribution]:
    """What follows a speaker's own cue is his, though it was tied to the frame: "X stressed that ..., Y said"."""
    out = list(found)
    for i, inner in enumerate(found):
        if not (inner.source and inner.cue) or inner.content or inner.source[0] > inner.cue[0]:
            continue
        for j, outer in enumerate(out):
            piece = next((p for p in outer.content if 0 <= p[0] - inner.cue[1] <= HANDED), None)
            if i == j or piece is None or not outer.source or not _one_sentence(document, inner.source[0], piece[0]):
                continue
            whole = (inner.source[0], piece[1])
            out[i] = replace(inner, content=(piece,))
            out[j] = replace(outer, content=tuple(whole if p == piece else p for p in outer.content))
            break
    return out


def _one_sentence(document: Document, *words: int) -> bool:
    return len({document.sentence_of(w) for w in words}) == 1


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
    sentence = document.sentence_of(anchor[0])
    frames = [
        i
        for i, outer in enumerate(found)
        if outer.source and outer.cue and not outer.content
        and document.sentence_of(outer.cue[0]) == sentence and _frames(document, outer.cue, anchor)
    ]  # fmt: skip
    return frames[0] if frames else None


def _frames(document: Document, cue: Span, anchor: Span) -> bool:
    """Whether a cue without content speaks for one beside it: "according to X, Y said"; "Y urged ..., X said".

    Not for one that comes after it as a peer: "..., X said, while Y said ...".
    """
    start, end = document.chars(*cue)
    return anchor[0] < cue[0] or document.text[start:end].lower() in speech().frames


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

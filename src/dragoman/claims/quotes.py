"""Quoted sentences that name no speaker: they are the word of whoever was quoted last before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language.document import Document, Sentence
from ..reading.model import FoundAttribution
from ..story import Span

QUOTED = re.compile(r'“[^“”\n]*(?:”|$)|"[^"\n]*(?:"|$)', re.MULTILINE)  # an open one ends with its paragraph
BACK = 2  # sentences back to the speaker at most
SURE = 0.8  # of the speaker's own attribution: how sure it is that he goes on


def continued(document: Document, found: Sequence[FoundAttribution]) -> Iterator[FoundAttribution]:
    """An attribution for each run of quoted sentences of which nothing is tied to a speaker."""
    if not (quotes := [m.span() for m in QUOTED.finditer(document.text)]):
        return
    speaking = {document.sentence_of(word): f for f in sorted(found, key=_anchor) if f.source for word in _held(f)}
    taken = [words for f in found for words in f.content]
    for i, sentence in enumerate(document.sentences):
        if (
            i in speaking
            or not _inside(sentence, quotes)
            or any(a < sentence.last and sentence.first < b for a, b in taken)
        ):
            continue
        speaker = next((speaking[j] for j in range(i - 1, max(-1, i - 1 - BACK), -1) if j in speaking), None)
        if speaker is None:
            continue
        own = FoundAttribution(speaker.source, None, ((sentence.first, sentence.last),), SURE * speaker.confidence)
        speaking[i] = own
        yield own


def _anchor(found: FoundAttribution) -> int:
    return (found.cue or found.source or (0, 0))[0]


def _held(found: FoundAttribution) -> Iterator[int]:
    """A word of each part: where the cue stands, and where the contents begin and end."""
    yield _anchor(found)
    for first, last in found.content:
        yield from (first, last - 1)


def _inside(sentence: Sentence, quotes: Sequence[Span]) -> bool:
    """Whether the sentence stands between quotation marks as a whole."""
    return any(start <= sentence.start + 1 and sentence.end - 1 <= end for start, end in quotes)

"""Which side has a part in a contact that a phrase gives it: who asked for it, hosted it, mediated; on whose word."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from ..language.document import Document
from ..story import Attribution, Entity, Event, Span
from .contact_words import ContactWords, Part
from .parties import Sighting, is_person

BEFORE = 45  # characters between the side that asked and the phrase at most
HEAD = 16  # characters that "at the" may take before the side that asked
FRAME = 60  # characters after "according to" in which its source is looked for
AFTER = 30  # characters between the phrase and the side that asked at most
CLAUSE = re.compile(r"[;:“”\"()]|\b(?:and|but|while|who|after|because)\b")


def find_side(
    document: Document, spans: Iterable[Span], seen: Sequence[Sighting], part: Part, sides: frozenset[str] | None = None
) -> tuple[str, int] | None:
    """Code of the side (one of `sides`, if given) to which a phrase of `part` in the spans points, and where."""
    for start, end in spans:
        low, high = (bisect.bisect_left(seen, at, key=lambda s: s.start) for at in (start, end))
        here = [s for s in seen[low:high] if sides is None or s.code in sides]
        for found in (_after, _inside, _before):
            answer = found(document.text, start, end, here, part)
            if answer:
                return answer
    return None


def _after(text: str, start: int, end: int, here: Sequence[Sighting], part: Part) -> tuple[str, int] | None:
    for phrase in part.after.finditer(text, start, end):
        near = [s for s in here if 0 <= s.start - phrase.end() <= AFTER]
        if near and not CLAUSE.search(text, phrase.end(), near[0].start):
            return near[0].code, phrase.start()
    return None


def _inside(text: str, start: int, end: int, here: Sequence[Sighting], part: Part) -> tuple[str, int] | None:
    for side in here:
        head, tail = text[max(start, side.start - HEAD) : side.start], text[side.end : end]
        if any(before.search(head) and after.match(tail) for before, after in part.inside):
            return side.code, side.start
    return None


def _before(text: str, start: int, end: int, here: Sequence[Sighting], part: Part) -> tuple[str, int] | None:
    for phrase in part.before.finditer(text, start, end):
        near = [s for s in here if s.start < phrase.start() <= s.end + BEFORE]  # a mention may hold it: "X, who ..."
        if near and not CLAUSE.search(text, near[-1].end, max(near[-1].end, phrase.start())):
            return near[-1].code, phrase.start()
    return None


def according_to(
    document: Document,
    at: int,
    attributions: Sequence[Attribution],
    events: Iterable[Event],
    known: Sequence[Entity],
    words: ContactWords,
) -> tuple[Entity, ...]:
    """On whose word the text says what stands at `at`: the narrowest content around it, the event's own, a frame."""
    around = [(hi - lo, i) for i, a in enumerate(attributions) for lo, hi in a.content if lo <= at < hi and a.sources]
    if around:
        return attributions[min(around)[1]].sources
    told = next((e.attribution for e in events if e.start <= at < e.end and e.attribution), ())
    return told or _framed(document, at, attributions, known, words)


def _framed(
    document: Document, at: int, attributions: Sequence[Attribution], known: Sequence[Entity], words: ContactWords
) -> tuple[Entity, ...]:
    """The source in "according to X" of the sentence; "the statement" is of whoever was quoted last before it."""
    sentence = document.sentences[document.sentence_at(at)]
    frame = words.frames.search(document.text, sentence.start, sentence.end)
    if frame is None:
        return ()
    end = min(sentence.end, frame.end() + FRAME)
    end = document.text.find(",", frame.end(), end) if "," in document.text[frame.end() : end] else end
    low, high = (bisect.bisect_left(known, x, key=lambda e: e.start or 0) for x in (frame.end(), end))
    if low < high:
        return (known[low],)
    if not words.papers.search(document.text, frame.end(), end):
        return ()
    quoted = [a for a in attributions if a.cue and a.sources and a.cue[1] <= sentence.start]
    if not quoted:
        return ()
    sources = max(quoted, key=lambda a: a.cue or (0, 0)).sources
    return (next((s for s in sources if not is_person(s)), sources[0]),)  # it is offices that issue papers

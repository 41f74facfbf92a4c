"""Which side has a part in a contact that a phrase gives it: who asked for it, hosted it, mediated; on whose word."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from ..language.document import Document
from ..story import Attribution, Entity, Event, Span
from .contact_words import Part
from .parties import Sighting

BEFORE = 45  # characters between the side that asked and the phrase at most
HEAD = 16  # characters that "at the" may take before the side that asked
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
        near = [s for s in here if 0 <= phrase.start() - s.end <= BEFORE]
        if near and not CLAUSE.search(text, near[-1].end, phrase.start()):
            return near[-1].code, phrase.start()
    return None


def according_to(at: int, attributions: Sequence[Attribution], events: Iterable[Event]) -> tuple[Entity, ...]:
    """On whose word the text says what stands at `at`: the narrowest content around it, else the event's own."""
    around = [(hi - lo, i) for i, a in enumerate(attributions) for lo, hi in a.content if lo <= at < hi and a.sources]
    if around:
        return attributions[min(around)[1]].sources
    return next((e.attribution for e in events if e.start <= at < e.end and e.attribution), ())

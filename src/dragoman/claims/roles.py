"""Role spans of the model -> mentions: fragments dropped, appositions and coordinations made whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..language.document import Document
from ..reading.model import FoundEvent
from ..story import Entity, Span

EMPTY = frozenset("the a an of and or in to by for with from on at 's s , . ' ’ \" “ ” - – — ( )".split())
NO_TRIGGER = EMPTY | frozenset(
    "that which who its their his her has have had is are was were be been will would it".split()
)
ARTICLES = frozenset({"the", "a", "an"})


class Mentions:
    """The named mentions of a document by the words they stand on."""

    def __init__(self, document: Document, known: Iterable[Entity]) -> None:
        self.document = document
        spans = [_words(document, e) for e in known if e.start is not None and e.end is not None]
        self.starting = {first: (first, last) for first, last in spans}
        self.ending = {last: (first, last) for first, last in spans}

    def of(self, found: FoundEvent, role: str) -> list[Span]:
        """Word spans of the mentions in a role, in text order."""
        spans = [(r.first, r.last) for r in found.roles if r.role == role and not self._is_empty(r.first, r.last)]
        spans = [s for s in spans if not self._apposed(s, spans)]
        taken = {(r.first, r.last) for r in found.roles if r.role != role}
        whole = {s for span in spans for s in (span, *self._beside(span))}
        return sorted(s for s in whole if s in spans or not any(_overlap(s, t) for t in taken))

    def _is_empty(self, first: int, last: int) -> bool:
        return all(self.document.word(i).lower() in EMPTY for i in range(first, last))

    def _apposed(self, span: Span, spans: Sequence[Span]) -> bool:
        """Whether a name of the same role follows at once: "its allies" before "Russia"."""
        return span not in self.ending.values() and any(s[0] == span[1] and s[0] in self.starting for s in spans)

    def _beside(self, span: Span) -> list[Span]:
        """Names that "and" ties to a mention: "Russia and Turkey agreed" gives both, whichever was found."""
        out = []
        first, last = span
        if self._is(first - 1, "and") and (left := self.ending.get(first - 1)):
            out.append(left)
            while self._is(out[-1][0] - 1, ",") and (further := self.ending.get(out[-1][0] - 1)):
                out.append(further)
        if self._is(last, "and"):
            after = last + 2 if self._is(last + 1, *ARTICLES) else last + 1
            if right := self.starting.get(after):
                out.append(right)
        return out

    def _is(self, index: int, *words: str) -> bool:
        return 0 <= index < len(self.document.words) and self.document.word(index).lower() in words


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _words(document: Document, entity: Entity) -> Span:
    assert entity.start is not None
    assert entity.end is not None
    return document.word_at(entity.start), document.word_at(entity.end - 1) + 1


def joined_triggers(document: Document, found: Sequence[FoundEvent]) -> list[FoundEvent]:
    """Events in text order; two triggers of one type that touch ("telephone" "conversation") are one.

    Words that tell nothing by themselves ("that", "on") trigger no event beside one of its type that tells more.
    """

    def place(f: FoundEvent) -> tuple[str, int]:
        return f.type, document.sentence_of(f.first)

    def tells(f: FoundEvent) -> bool:
        return any(document.word(i).lower() not in NO_TRIGGER for i in range(f.first, f.last))

    told = {place(f) for f in found if tells(f)}
    out: list[FoundEvent] = []
    for event in sorted((f for f in found if tells(f) or place(f) not in told), key=lambda f: (f.first, f.last)):
        last = out[-1] if out else None
        if last and last.type == event.type and last.last == event.first:
            surer = max(last, event, key=lambda f: f.confidence)
            roles = tuple(dict.fromkeys((*last.roles, *event.roles)))
            out[-1] = replace(surer, first=last.first, last=event.last, roles=roles)
        else:
            out.append(event)
    return out

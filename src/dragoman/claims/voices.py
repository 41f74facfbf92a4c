"""Whose account a place of a story is in: for sources that the text leaves unnamed, and sentences that name none.

A section under "The Indian account" is India's; a source without a name ("the ministry", "the statement", none at all)
is of the side that was quoted last before it in its section; a state's own agency speaks for it.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ..ingest.agencies import known as known_agency
from ..language.document import Document
from ..story import Attribution, Entity, Event, Span
from .contact_words import ContactWords
from .parties import GROUP_SECTORS, Sighting, code_of

PRESS = "JRN"
MOST = 0.75  # of the sayings of sides in a story that are one side's: the story is its account
LEAST = 2  # of them for that
UNNAMED = frozenset({"GOV", "UNK", None})  # sectors of a source of whom nothing else is known


@dataclass(frozen=True)
class Saying:
    """Where a side is quoted: the beginning of what it says, and its code."""

    start: int
    side: str


class Voices:
    """The sides' voices in a document; `sides`: the codes of those whose account is looked for."""

    def __init__(
        self,
        document: Document,
        attributions: Sequence[Attribution],
        seen: Sequence[Sighting],
        sides: Collection[str],
        words: ContactWords,
    ) -> None:
        self.document, self._sides = document, sides
        self._headings = [p.start for p in document.page.passages if p.kind == "heading"]
        self._accounts = dict(self._told_in_headings(seen, words))
        named = ((a, self.named(a)) for a in attributions if a.content)
        self._sayings = sorted((Saying(a.content[0][0], codes[0]) for a, codes in named if codes), key=_start)
        self._whole = self._of_all()

    def speakers(self, attribution: Attribution) -> tuple[str, ...]:
        """Whose account an attribution is: the outermost source that is a side, all of them where several speak with
        one voice; for one that is not named, the side in whose account it stands."""
        codes = self.named(attribution)
        if codes or not all(map(_unnamed, attribution.sources[:1])):
            return codes
        voice = self.at(attribution.content[0][0])
        return (voice,) if voice else ()

    def named(self, attribution: Attribution) -> tuple[str, ...]:
        """The sides among the sources by their own names."""
        codes = tuple(dict.fromkeys(code for source in attribution.sources if (code := speaker(source))))
        return codes if attribution.within is None else codes[:1]

    def at(self, offset: int) -> str | None:
        """The side in whose account a place stands, if any."""
        section = bisect.bisect_right(self._headings, offset)
        if section in self._accounts:
            return self._accounts[section]
        before = self._sayings[: bisect.bisect_right(self._sayings, offset, key=_start)]
        if before and bisect.bisect_right(self._headings, before[-1].start) == section:
            return before[-1].side if before[-1].side in self._sides else None
        return self._whole

    def account(self, offset: int) -> str | None:
        """The side whose account the section is, by its heading."""
        return self._accounts.get(bisect.bisect_right(self._headings, offset))

    def _told_in_headings(self, seen: Sequence[Sighting], words: ContactWords) -> Iterable[tuple[int, str]]:
        headings = [p for p in self.document.page.passages if p.kind == "heading"]
        for section, heading in enumerate(headings, 1):
            if not words.accounts.search(self.document.text, heading.start, heading.end):
                continue
            low, high = (bisect.bisect_left(seen, at, key=_start) for at in (heading.start, heading.end))
            codes = {s.code for s in seen[low:high]} & set(self._sides)
            if len(codes) == 1:
                yield section, codes.pop()

    def _of_all(self) -> str | None:
        told = Counter(s.side for s in self._sayings if s.side in self._sides)
        if not told:
            return None
        side, times = told.most_common(1)[0]
        return side if times >= LEAST and times >= MOST * told.total() else None


def speaker(source: Entity) -> str | None:
    """The code of the side that a source speaks for; a state's own agency speaks for the state."""
    if source.sector == PRESS and source.country:
        agency = known_agency(source.name) or known_agency(source.text)
        return source.country if agency and agency.owner == "state" else None
    return code_of(source)


def _unnamed(source: Entity) -> bool:
    return source.id is None and source.country is None and source.sector in UNNAMED - GROUP_SECTORS


def _start(one: Saying | Sighting) -> int:
    return one.start


def carried(
    document: Document,
    attributions: Sequence[Attribution],
    events: Sequence[Event],
    voices: Voices,
    words: ContactWords,
) -> Iterable[tuple[str, Span]]:
    """Sentences without a source of their own that go on with a side's account, and the side.

    They stand in a paragraph in which a side is quoted and are told like reported speech ("they would ..."), or tell
    what the sides agreed.
    """
    taken = {document.sentence_at(s[0]) for a in attributions for s in (a.cue, a.source, *a.content) if s}
    for a in attributions:
        for low, high in a.content:
            taken.update(range(document.sentence_at(low), document.sentence_at(max(low, high - 1)) + 1))
    voiced: dict[int, str] = {}  # paragraph -> the side that was quoted last in it
    spoken = {document.sentence_at(a.content[0][0]): a for a in attributions if a.content}
    for i, sentence in enumerate(document.sentences):
        if document.page.passages[sentence.passage].kind != "paragraph":
            continue
        if i in spoken:
            codes = voices.speakers(spoken[i])
            voiced[sentence.passage] = codes[0] if codes else ""
        if i in taken:
            continue
        side = voiced.get(sentence.passage) or voices.account(sentence.start)
        text = document.text[sentence.start : sentence.end]
        if words.results.match(text):
            side = side or voices.at(sentence.start)
        elif not (voiced.get(sentence.passage) and words.reported.search(text)):
            continue
        if side and not _background(events, sentence.start, sentence.end):
            yield side, (sentence.start, sentence.end)


def _background(events: Sequence[Event], start: int, end: int) -> bool:
    low, high = (bisect.bisect_left(events, at, key=lambda e: e.start) for at in (start, end))
    inside = [e.background for e in events[low:high]]
    return bool(inside) and all(inside)

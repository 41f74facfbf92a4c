"""Whose account a place of a story is in: for sources that the text leaves unnamed, and sentences that name none.

A section under "The Indian account" is India's; a story whose offices, dateline and speakers are mostly of one side is
that side's account, also where it tells what the other said; elsewhere a source without a name ("the ministry", "the
statement", none at all) is of the side that was quoted last before it. A state's own agency speaks for it.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..ingest.agencies import known as known_agency
from ..language.document import Document
from ..story import Attribution, Entity
from .homes import home_among, home_of
from .parties import GROUP_SECTORS, Sighting, code_of
from .readout_words import ReadoutWords

PRESS = "JRN"
OFFICE, PERSON, PRONOUN, DATELINE = 2.0, 1.0, 0.25, 1.5  # what tells whose account a story is, by weight
MOST = 0.65  # of that weight which is one side's, for the story to be its account
LEAST = 2.0  # weight of that side
UNNAMED = frozenset({"GOV", "UNK", None})  # sectors of a source of whom nothing else is known
NAME = re.compile(r"(?<!^)\b[A-Z]\w|^(?!(?:He|She|It|They|The|Both|His|Her|Its|Their|An?|This|That|Th[eo]se)\b)[A-Z]")

OWN = re.compile(r"(?:his|her|its|their)\s", re.IGNORECASE)  # "his office": a voice of its own


@dataclass(frozen=True)
class Saying:
    """Where a side is quoted: the beginning of what it says, and its code."""

    start: int
    side: str


class Voices:
    """The sides' voices in a document; `people`: of each side whose account is looked for, who took part for it, by
    knowledge id and by name."""

    def __init__(
        self,
        document: Document,
        attributions: Sequence[Attribution],
        seen: Sequence[Sighting],
        people: Mapping[str, Collection[str]],
        words: ReadoutWords,
    ) -> None:
        self.document, self._people, self._words = document, people, words
        self._headings = [p.start for p in document.page.passages if p.kind == "heading"]
        self._accounts = dict(self._told_in_headings(seen))
        named = [(a, self.named(a)) for a in attributions if a.content]
        self._sayings = sorted((Saying(a.content[0][0], codes[0]) for a, codes in named if codes), key=_start)
        offices = ((a.source, codes[0]) for a, codes in named if a.source and codes and self._office(a))
        self._offices = sorted((Saying(source[0], code) for source, code in offices), key=_start)
        both = any(self._in_chorus(a) and len(codes) > 1 for a, codes in named)  # the account of none alone
        self._whole = None if both else self._of_all([(a, codes[0] if codes else None) for a, codes in named])

    def speakers(self, attribution: Attribution) -> tuple[str, ...]:
        """Whose account an attribution is: the outermost source that is a side, all of them where several speak with
        one voice; for one that is not named, or who took part, the side in whose account it stands."""
        codes = self.named(attribution)
        lead = attribution.sources[0] if attribution.sources else None
        at = attribution.content[0][0]
        home = self.home(at)
        if not codes and not all(map(_unnamed, attribution.sources[:1])):
            return ()
        if lead is None or not codes:
            voice = self.at(at)
            return (voice,) if voice else ()
        if home and home not in codes and self._leans(lead):
            return codes if self._public(attribution) else (home,)
        return (home,) if home in codes and not self._in_chorus(attribution) else codes

    def _leans(self, lead: Entity) -> bool:
        """Whether the words around decide whose word a source is: a pronoun, "the ministry", somebody who took part."""
        if OWN.match(lead.text):
            return False
        return lead.id is None or not NAME.search(lead.text) or self._takes_part(lead)

    def named(self, attribution: Attribution) -> tuple[str, ...]:
        """The sides among the sources by their own names."""
        codes = tuple(dict.fromkeys(code for source in attribution.sources if (code := self.speaker(source))))
        return codes if attribution.within is None else codes[:1]

    def speaker(self, source: Entity) -> str | None:
        """The code of the side that a source speaks for; a state's own agency speaks for the state."""
        if source.sector == PRESS and source.country:
            agency = known_agency(source.name) or known_agency(source.text)
            return source.country if agency and agency.owner == "state" else None
        return code_of(source) or self._by_name(source)

    def _by_name(self, source: Entity) -> str | None:
        """The side of somebody who took part, by a word of the name."""
        found = [code for code, names in self._people.items() if any(source.text in name.split() for name in names)]
        return found[0] if len(found) == 1 and source.id is None else None

    def at(self, offset: int) -> str | None:
        """The side in whose account a place stands, if any."""
        section = bisect.bisect_right(self._headings, offset)
        if section in self._accounts:
            return self._accounts[section]
        if self._whole:
            return self._whole
        before = self._sayings[: bisect.bisect_right(self._sayings, offset, key=_start)]
        if before and bisect.bisect_right(self._headings, before[-1].start) == section:
            return before[-1].side if before[-1].side in self._people else None
        return None

    def home(self, offset: int) -> str | None:
        """The side whose account holds a place: by the heading, the office quoted before it in its paragraph, all."""
        return self.account(offset) or self._before(offset) or self._whole

    def _before(self, offset: int) -> str | None:
        at = bisect.bisect_left(self._offices, offset, key=_start)
        if not at:
            return None
        here, there = (self.document.sentence_at(x) for x in (offset, self._offices[at - 1].start))
        sentences = self.document.sentences
        same = sentences[here].passage == sentences[there].passage
        return self._offices[at - 1].side if same else None

    def account(self, offset: int) -> str | None:
        """The side whose account the section is, by its heading."""
        return self._accounts.get(bisect.bisect_right(self._headings, offset))

    @property
    def whole(self) -> str | None:
        """The side whose account the story is."""
        return self._whole

    def names_people(self, text: str) -> bool:
        """Whether a text names somebody who took part."""
        return any(name.split()[-1] in text for names in self._people.values() for name in names if name[:1].isupper())

    def begins(self, text: str) -> bool:
        """Whether a text begins with somebody who took part."""
        names = [name for names in self._people.values() for name in names if name[:1].isupper()]
        return any(text.startswith((name, name.split()[-1])) for name in names)

    def _takes_part(self, source: Entity) -> bool:
        return any(source.id in names or source.name in names for names in self._people.values())

    def _public(self, attribution: Attribution) -> bool:
        """Whether somebody spoke to the press, and not to the other side."""
        anchor = attribution.cue or attribution.content[0]
        sentence = self.document.sentences[self.document.sentence_at(anchor[0])]
        return self._words.public.search(self.document.text, sentence.start, sentence.end) is not None

    def _told_in_headings(self, seen: Sequence[Sighting]) -> Iterable[tuple[int, str]]:
        headings = [p for p in self.document.page.passages if p.kind == "heading"]
        for section, heading in enumerate(headings, 1):
            low, high = (bisect.bisect_left(seen, at, key=_start) for at in (heading.start, heading.end))
            codes = {s.code for s in seen[low:high]} & set(self._people)
            named = self._words.accounts.search(self.document.text, heading.start, heading.end)
            if len(codes) == 1 and (named or self.document.text[seen[low].end : seen[low].end + 1] == ":"):
                yield section, codes.pop()

    def _in_chorus(self, attribution: Attribution) -> bool:
        """Whether several are told to say the same in one word: "both ministers said", and not "both agreed"."""
        together = len({source.start for source in attribution.sources[:2]}) == 1 < len(attribution.sources)
        cue = attribution.cue
        return together and cue is not None and self._words.says.search(self.document.text, *cue) is not None

    def _of_all(self, named: Iterable[tuple[Attribution, str | None]]) -> str | None:
        """By who speaks and the dateline: none where the weights of two sides are near each other.

        Offices that the text gives no state ("the presidential office") are of the state that the story comes from.
        """
        told: dict[str, float] = defaultdict(float)
        offices: Counter[str] = Counter()
        home = home_of(self.document.page) or home_among(self.document.page, self._people)
        for attribution, side in named:
            lead = attribution.sources[0] if attribution.sources else None
            if lead and side in self._people:
                told[str(side)] += self._weight(lead)
                offices[str(side)] += self._weight(lead) == OFFICE
            elif lead and home in self._people and lead.sector == "GOV" and _unnamed(lead):
                told[str(home)] += PERSON
        if not told or len(set(self._accounts.values())) > 1:
            return None
        if home in self._people:
            told[str(home)] += DATELINE
        side, weight = max(told.items(), key=lambda one: one[1])
        if any(times > 1 for code, times in offices.items() if code != side):
            return None  # both sides have their say
        return side if weight >= LEAST and weight >= MOST * sum(told.values()) else None

    def _office(self, attribution: Attribution) -> bool:
        """Whether the source is an office in so many words."""
        return bool(attribution.sources) and self._weight(attribution.sources[0]) == OFFICE

    def _weight(self, source: Entity) -> float:
        if OWN.match(source.text):
            return OFFICE
        if not NAME.search(source.text):
            return PRONOUN
        plain = source.id is None or source.id == source.country  # "a spokesman", "Moscow"
        return PERSON if plain or self._takes_part(source) else OFFICE


def _unnamed(source: Entity) -> bool:
    return source.id is None and source.country is None and source.sector in UNNAMED - GROUP_SECTORS


def _start(one: Saying | Sighting) -> int:
    return one.start

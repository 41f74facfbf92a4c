"""A sentence as a line of tokens in which each actor, place and format is one symbol, for the forms of relations."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..knowledge.actors import actors
from ..knowledge.entries import State
from ..language.document import Document, Sentence
from ..story import Entity
from .relation_words import ACTOR, FORMAT, MODIFIER, PLACE, ROOM, RelationWords

Kind = Literal["actor", "place", "modifier", "format"]
FIRST: dict[Kind, int] = {"actor": ACTOR, "place": PLACE, "modifier": MODIFIER, "format": FORMAT}
BEFORE = 5  # determiners, adjectives and titles before the head of a phrase at most


@dataclass(frozen=True)
class Phrase:
    """Words `[first, last)` that stand for an entity; `bare`: a state; `noun`: an actor without a name.

    `indefinite`: a noun for actors without article or owner.
    """

    first: int
    last: int
    entity: Entity
    kind: Kind
    bare: bool = False
    noun: bool = False
    indefinite: bool = False


@dataclass(frozen=True)
class Line:
    """The tokens of a sentence, a space after each; `starts`: where each unit begins; `units`: its words and phrase."""

    text: str
    starts: tuple[int, ...]
    units: tuple[tuple[int, int, Phrase | None], ...]

    def phrases(self, start: int, end: int) -> list[Phrase]:
        """The phrases between two places of the line."""
        low, high = bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)
        return [p for _, _, p in self.units[low:high] if p]

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The document's words between two places of the line."""
        low, high = bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)
        return self.units[low][0], self.units[max(low, high - 1)][1]


class Chunker:
    """Makes lines of sentences."""

    def __init__(self, words: RelationWords) -> None:
        self.agents: Mapping[str, str | None] = words.file.agents
        self.kinds: Mapping[str, str] = words.file.kinds
        before = {w for name in ("det", "mods", "adj", "title", "count", "share") for w in words.words[name]}
        self.before = frozenset(w for w in before if w.isalpha()) | {"this", "these", "those", "his"}
        self.light = frozenset({"a", "an", "the", "this", "these", "those", "his"})
        self.mods = frozenset(w for w in words.words["mods"] + words.words["title"] if w.isalpha())
        self.locative = frozenset(words.words["locative"])

    def line(self, document: Document, sentence: Sentence, mentions: Mapping[int, tuple[int, Entity, Kind]]) -> Line:
        """The line of a sentence; `mentions`: by first word, the word after the last, who it is, as what it stands."""
        text: list[str] = []
        starts: list[int] = []
        units: list[tuple[int, int, Phrase | None]] = []
        at, length, count = sentence.first, 0, 0
        while at < sentence.last:
            phrase = self._phrase(document, sentence, at, mentions) if count < ROOM else None
            if phrase:
                token = chr(FIRST[phrase.kind] + count)
                count, last = count + 1, phrase.last
            else:
                token, last = document.word(at).replace("’", "'"), at + 1
            text.append(token)
            starts.append(length)
            units.append((at, last, phrase))
            length, at = length + len(token) + 1, last
        return Line(" ".join(text) + " ", tuple(starts), tuple(units))

    def _phrase(
        self, document: Document, sentence: Sentence, at: int, mentions: Mapping[int, tuple[int, Entity, Kind]]
    ) -> Phrase | None:
        """The longest phrase that begins at a word: determiners and adjectives, then a mention or a noun for actors."""
        head = at
        if self._word(document, at) == "of":
            return None
        while (
            head < min(sentence.last, at + BEFORE)
            and head not in mentions
            and self._word(document, head) in self.before
        ):
            if self._word(document, head) in self.agents and not self._goes_on(document, sentence, head + 1, mentions):
                break
            head += 1
        if head >= sentence.last:
            return None
        if head in mentions:
            return self._named(document, sentence, at, head, mentions)
        if self._word(document, head) in self.agents and not self._bare_noun(document, sentence, at, head):
            return self._unnamed(document, sentence, at, head, mentions)
        return None

    def _bare_noun(self, document: Document, sentence: Sentence, at: int, head: int) -> bool:
        """Whether a noun that may be an adjective too ("a military base") names nobody here."""
        if self._word(document, head) not in self.mods or self._word(document, head + 1, sentence) in self.agents:
            return False
        return all(self._word(document, i) not in ("the", "this", "his") for i in range(at, head))

    def _goes_on(self, document: Document, sentence: Sentence, at: int, mentions: Mapping[int, object]) -> bool:
        return at < sentence.last and (at in mentions or self._word(document, at) in self.agents)

    def _named(
        self,
        document: Document,
        sentence: Sentence,
        at: int,
        head: int,
        mentions: Mapping[int, tuple[int, Entity, Kind]],
    ) -> Phrase:
        """A phrase with a name in it: "Assad's government", "Kurdish YPG fighters"."""
        last, entity, kind = mentions[head]
        if kind == "format":
            return Phrase(at, last, entity, kind)
        noun = self._noun_after(document, sentence, last, mentions)
        if noun is not None and noun in mentions:
            if kind == "modifier":
                return self._named(document, sentence, at, noun, mentions)
        elif noun is not None:
            follow = mentions.get(noun + 1)
            if follow and follow[2] == "actor" and not self._bare(follow[1]):
                return Phrase(at, follow[0], follow[1], "actor")
            return Phrase(at, noun + 1, self._of(document, head, noun + 1, entity), "actor", noun=True)
        bare = self._bare(entity)
        if kind == "modifier":
            return Phrase(at, last, entity, "modifier")
        located = at > sentence.first and self._word(document, at - 1) in self.locative and bare
        return Phrase(at, last, entity, "place" if located else "actor", bare=bare)

    def _noun_after(
        self, document: Document, sentence: Sentence, last: int, mentions: Mapping[int, tuple[int, Entity, Kind]]
    ) -> int | None:
        """Where the noun for actors stands that a name is part of, or the name that an adjective stands before."""
        at = last
        if self._word(document, at, sentence) in ("'", "’") and self._word(document, at + 1, sentence) == "s":
            at += 2
        while at < min(sentence.last, last + BEFORE) and self._word(document, at) in self.mods and at not in mentions:
            if self._word(document, at) in self.agents and self._word(document, at + 1, sentence) not in self.agents:
                break
            at += 1
        if at >= sentence.last:
            return None
        if self._word(document, at) in self.agents and at not in mentions:
            while self._word(document, at + 1, sentence) in self.agents and at + 1 not in mentions:
                at += 1
            return at
        return at if at in mentions else None

    def _unnamed(
        self,
        document: Document,
        sentence: Sentence,
        at: int,
        head: int,
        mentions: Mapping[int, tuple[int, Entity, Kind]],
    ) -> Phrase:
        """A phrase with a noun for actors: "various opposition forces", "the government of Syria"."""
        last = head + 1
        while last < sentence.last and self._word(document, last) in self.agents and last not in mentions:
            last += 1
        if last in mentions and mentions[last][2] == "actor" and not self._bare(mentions[last][1]):
            return Phrase(at, mentions[last][0], mentions[last][1], "actor")
        owner = last + 1 if self._word(document, last, sentence) == "of" else last
        owner += self._word(document, owner, sentence) == "the"
        begin = at
        while begin < head and self._word(document, begin) in self.light:
            begin += 1
        if owner > last and owner in mentions and mentions[owner][2] == "actor":
            end = mentions[owner][0]
            return Phrase(at, end, self._of(document, begin, end, mentions[owner][1]), "actor", noun=True)
        entity = self._of(document, begin, last, None)
        return Phrase(at, last, entity, "actor", noun=True, indefinite=begin == at)

    def _of(self, document: Document, first: int, last: int, owner: Entity | None) -> Entity:
        """The entity of a phrase whose head is a noun for actors, of the state or side of `owner`."""
        start, end = document.chars(first, last)
        text = " ".join(document.text[start:end].split())
        return Entity(
            text=document.text[start:end],
            name=text,
            country=owner.country if owner else None,
            sector=self._sector(document, first, last),
            id=owner.id if owner and owner.sector not in ("GOV", None) else None,
            start=start,
            end=end,
        )

    def _sector(self, document: Document, first: int, last: int) -> str | None:
        words = [self._word(document, i) for i in range(first, last)]
        heads = [self.agents[w] for w in words if self.agents.get(w)]
        if heads and heads[-1] == "GOV":
            return "GOV"
        return next((self.kinds[w] for w in words[:-1] if w in self.kinds), heads[-1] if heads else "REB")

    def _bare(self, entity: Entity) -> bool:
        """Whether an entity is a state told by its own name or its capital."""
        known = actors().by_id.get(entity.id or "")
        if not isinstance(known, State):
            return False
        return entity.text not in known.adjectives or entity.text in (known.name, *known.aliases)

    def _word(self, document: Document, at: int, sentence: Sentence | None = None) -> str:
        if sentence and at >= sentence.last:
            return ""
        return document.word(at).lower()


def nearest_place(line: Line) -> Iterator[Phrase]:
    """The places of a line, the last first."""
    return (p for _, _, p in reversed(line.units) if p and p.kind == "place")


def listed(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The actors of a list, each once."""
    return tuple(p for p in phrases if p.kind in ("actor", "modifier"))

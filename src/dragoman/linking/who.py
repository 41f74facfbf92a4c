"""Linking: mentions of actors to who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from ..knowledge.actors import Actors, actors
from ..knowledge.entries import State
from ..language.document import Document
from ..language.pronouns import PRONOUNS
from ..loading import undisturbed
from ..story import Entity, Span
from . import coref
from .names import Hit, NameIndex
from .pairs import parts_of, tied_names
from .referents import Link, Referent, Who, of_actor
from .resolve import Scene
from .unlisted import OWN
from .words import COUNTING, DOCUMENTS, LOCATIVE, NUMBERS, STOPS, bag

ONE_OR_MORE = NUMBERS | bag("a an another some several many")
COUNTED = NUMBERS | bag("other others another more many several millions tens few")
SHORT = 3  # words of a mention of a document: "the joint statement"
NOTHING = "nothing known"
NONE: Mapping[Span, Span] = MappingProxyType({})

__all__ = ["ActorLinker", "Link", "StoryActors"]


class StoryActors:
    """The actors of one document, read once; ask it for as many mentions as you like."""

    def __init__(
        self,
        document: Document,
        index: NameIndex,
        knowledge: Actors,
        antecedents: Mapping[Span, Span],
        states: Mapping[str, str] | None = None,
    ) -> None:
        self._antecedents, self._index, self._knowledge = antecedents, index, knowledge
        self._scene = Scene(document, index, knowledge, states)
        self._document = document
        self._at: defaultdict[int, list[int]] = defaultdict(list)  # numbers of the referents that a word is part of
        for number, referent in enumerate(self._scene.referents):
            for word in range(referent.first, referent.last):
                self._at[word].append(number)

    def knowing(self, states: Mapping[str, str]) -> StoryActors:
        """The actors of the same document, with the states (as entities have them) of officials by name."""
        own = {state.name: state.id for state in self._scene.text.own}
        of = {name: own.get(state, state) for name, state in states.items()}
        return StoryActors(self._document, self._index, self._knowledge, self._antecedents, of)

    def link(self, mention: Span) -> Link:
        """Who a mention stands for."""
        return self._link(mention, self._who(*self._words(mention)))

    def expand(self, mention: Span) -> tuple[Entity, ...]:
        """The actors that a mention stands for: several ("the two leaders", "US and British forces"), or one."""
        first, last = self._words(mention)
        if tied := tied_names(self._scene, first, last):
            return self._tied(*tied)
        several = parts_of(self._scene, first, last)
        return tuple(self._link(mention, who).entity for who in several) or (self.link(mention).entity,)

    def _tied(self, left: Span, right: Span) -> tuple[Entity, ...]:
        """Both parts of a mention; a state shares the noun of the other: "US and British forces"."""
        scene = self._scene
        second = self._who(*right)
        mark = scene.text.mark_at.get(right[0])
        first = self._who(*left)
        adjective = isinstance(mark, Hit) and mark.names[0].way == "adjective" and mark.last < right[1]
        if adjective and second and second.country and first and first.kind == "state":
            own, other = (scene.actors.adjective(who.country or "") for who in (first, second))
            named = first.name if second.sector == "GOV" else second.name.replace(other, own)
            first = Who(named, first.country, second.sector, None, first.by, second.kind, second.many)
        parts = ((left, first), (right, second))
        return tuple(self._link(self._document.chars(*part), who).entity for part, who in parts)

    def among(self, span: Span) -> tuple[Entity, ...]:
        """Whoever is told in a stretch of text, in order: known or not, each name and phrase once."""
        first, last = self._words(span)
        inside = (r for r in self._scene.referents if first <= r.first and r.last <= last)
        return tuple(self._link(self._document.chars(r.first, r.last), r.who).entity for r in inside)

    def find(self) -> tuple[Entity, ...]:
        """All mentions of actors of the knowledge; cities only where they stand for a government."""
        out = []
        for mark in self._scene.text.marks:
            if isinstance(mark, Hit) and not self._is_place(mark):
                who = of_actor(self._scene.actors, mark, self._scene.text)
                if who is not None:
                    out.append(self._link(self._document.chars(mark.first, mark.last), who).entity)
        return tuple(sorted((*out, *self._of_own_states()), key=lambda e: (e.start or 0, e.end or 0)))

    def _of_own_states(self) -> Iterator[Entity]:
        """Persons of states that only the story tells of: it is all that knows them."""
        for referent in self._scene.referents:
            if referent.who.kind == "person" and (referent.who.country or "").startswith(OWN):
                yield self._link(self._document.chars(referent.first, referent.last), referent.who).entity

    def _is_place(self, hit: Hit) -> bool:
        before = self._scene.text.folded[hit.first - 1] if hit.first else ""
        return hit.names[0].way == "capital" and before in LOCATIVE

    def _words(self, mention: Span) -> tuple[int, int]:
        first = self._document.word_at(mention[0])
        last = min(self._document.word_at(mention[1] - 1) + 1, len(self._document.words))
        return first, max(last, first + 1)

    def _link(self, mention: Span, who: Who | None) -> Link:
        text = self._document.text[mention[0] : mention[1]]
        if who is None:
            return Link(Entity(text=text, name=text, start=mention[0], end=mention[1], by=NOTHING), NOTHING)
        own = who.country is not None and who.country.startswith(OWN)
        entity = Entity(
            text=text,
            name=who.name,
            country=None if own else who.country,
            state=who.country.removeprefix(OWN) if own and who.country else None,
            sector=who.sector,
            id=None if who.id and who.id.startswith(OWN) else who.id,
            start=mention[0],
            end=mention[1],
            by=who.by.replace(OWN, ""),
            candidates=who.candidates,
        )
        return Link(entity, entity.by or "")

    def _who(self, first: int, last: int) -> Who | None:
        folded = self._scene.text.folded
        if first >= len(folded):
            return None
        if last - first == 1 and folded[first] in PRONOUNS and not self._scene.text.words[first].isupper():
            who = self._meant(first) or coref.antecedent(self._scene, first)
            return _told(who, f"pronoun -> {who.name!r}") if who else None
        if folded[last - 1] in DOCUMENTS and last - first <= SHORT and not self._modifier(first, last):
            who = coref.last_speaker(self._scene, first)
            return _told(who, f"{folded[last - 1]} of {who.name!r}") if who else None
        several = parts_of(self._scene, first, last)
        if several:
            return _together(several)
        part = self._scene.inside(first, last) or self._scene.named(first, last)
        if part:
            return part
        referent = self._referent(first, last)
        who = self._whole_or_part(first, referent) if referent else self._modifier(first, last)
        return coref.counted(self._scene, first, last) if who is None and self._counts(first, last) else who

    def _whole_or_part(self, first: int, referent: Referent) -> Who:
        """Who a referent is; "some of their fighters" do not stand for their group."""
        who = referent.who
        opening = self._scene.text.folded[first : referent.first]
        if who.kind != "people" or who.id is None or opening[-1:] != ["of"]:
            return who
        members = f"{who.name} {self._scene.text.written(referent.head, referent.head + 1)}"
        return replace(who, name=members, id=None, of=who.id)

    def _counts(self, first: int, last: int) -> bool:
        """Whether a mention is a number of people and no more: "25", "dozens of others"."""
        words = [w for w in self._scene.text.folded[first:last] if w not in (",", ".")]
        number = any(w[:1].isdigit() or w in COUNTED for w in words)
        return number and all(w in COUNTING or w[:1].isdigit() for w in words)

    def _meant(self, pronoun: int) -> Who | None:
        """Who stands at the mention that the reading model holds a pronoun to mean, if it may mean them."""
        mention = self._antecedents.get((pronoun, pronoun + 1))
        if (
            mention is None or self._scene.text.folded[mention[0]] in coref.SPEAKING
        ):  # whose words the pronoun introduces
            return None
        here, there = (self._document.sentence_of(word) for word in (pronoun, mention[0]))
        apart = self._scene.paragraph(here) != self._scene.paragraph(there)
        who = (coref.subject_before(self._scene, pronoun) if apart else None) or self._who(*mention)
        return who if who and coref.may_be(who, self._scene.text.folded[pronoun]) else None

    def _referent(self, first: int, last: int) -> Referent | None:
        """The referent that a mention means: the one at its head, the leftmost of several, a name before a noun."""
        numbers = {number for word in range(first, last) for number in self._at.get(word, ())}
        touching = [self._scene.referents[number] for number in sorted(numbers)]
        heads = [r for r in touching if first <= r.head < last]
        if heads:
            starts = {r.first for r in heads}
            heads = [r for r in heads if not self._possesses(r, starts)]
            best = min(heads, key=lambda r: (r.first if r.first >= first else first, r.first, -r.last))
            return self._apposed(best, heads)
        around = [r for r in touching if r.first <= first and last <= r.last]
        return min(around, key=lambda r: r.last - r.first, default=None)

    def _possesses(self, referent: Referent, starts: set[int]) -> bool:
        """Whether another head starts right after whose possessor a name is: "the Observatory's Rami Abdulrahman"."""
        mark = self._scene.text.mark_at.get(referent.head)
        end = self._scene.text.possessive_end(mark) if mark and mark.last == referent.last else None
        return end in starts

    def _apposed(self, best: Referent, heads: list[Referent]) -> Referent:
        """The name that follows a noun after a comma or bracket ("the Kurdish forces, the YPG")."""
        words = self._scene.text.words
        for other in heads:
            between = words[best.last : other.first]
            if best.who.id is None and other.who.id and between and between[0] in (",", "(") and len(between) < 3:
                return other
        return best

    def _modifier(self, first: int, last: int) -> Who | None:
        """A bare adjective or other known name inside a mention that has no head of its own."""
        scene = self._scene
        for at in range(first, last):
            mark = scene.text.mark_at.get(at)
            if isinstance(mark, Hit) and not scene.text.prefixed(mark.first):
                return self._single(first, last, mark) or scene.known(mark)
        return None

    def _single(self, first: int, last: int, hit: Hit) -> Who | None:
        """ "An American", "seven Japanese": people, where the adjective alone would be the state."""
        actor, word = hit.names[0].actor, self._scene.text.folded[first]
        if hit.names[0].way != "adjective" or not isinstance(actor, State) or hit.last != last or hit.first == first:
            return None
        goes_on = self._scene.text.folded[last : last + 1]
        if (word not in ONE_OR_MORE and not word.isdigit()) or (
            goes_on and goes_on[0].isalpha() and goes_on[0] not in STOPS
        ):
            return None
        name = self._scene.text.written(first, last)
        many = word not in ("a", "an", "another", "one")
        return Who(name, actor.id, "CVL", None, f"people of {actor.id}", "people" if many else "person", many)


@lru_cache(maxsize=1)
def _index(known: Actors) -> NameIndex:
    """The names of the knowledge, made once: it takes most of a second."""
    with undisturbed():
        return NameIndex(known)


class ActorLinker:
    """Links mentions by name, office and date, metonym, noun and country, and what the story said before."""

    def __init__(self, knowledge: Actors | None = None) -> None:
        self._actors = knowledge or actors()
        self._index = _index(self._actors)

    def read(self, document: Document, antecedents: Mapping[Span, Span] = NONE) -> StoryActors:
        """The actors of a document; `antecedents`: words of pronouns -> words of a mention that they stand for."""
        return StoryActors(document, self._index, self._actors, antecedents)

    def link(self, document: Document, mentions: Sequence[Span]) -> tuple[Link, ...]:
        """One link for each mention, in order."""
        story = self.read(document)
        return tuple(story.link(mention) for mention in mentions)

    def expand(self, document: Document, mention: Span) -> tuple[Entity, ...]:
        """See `StoryActors.expand`."""
        return self.read(document).expand(mention)

    def find(self, document: Document) -> tuple[Entity, ...]:
        """See `StoryActors.find`."""
        return self.read(document).find()


def _told(who: Who, by: str) -> Who:
    return replace(who, by=by)


def _together(parts: Sequence[Who]) -> Who:
    """Several as one: what they share, and their names."""
    if len(parts) == 1:
        return parts[0]
    countries, sectors = {p.country for p in parts}, {p.sector for p in parts}
    return Who(
        " and ".join(p.name for p in parts),
        countries.pop() if len(countries) == 1 else None,
        sectors.pop() if len(sectors) == 1 else None,
        None,
        "told before: " + ", ".join(p.by for p in parts),
        "people",
        many=True,
    )

"""The index of names: every name, alias, adjective and metonym, found by longest match in a list of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..knowledge.actors import Actors
from ..knowledge.entries import Actor, Agent, Body, Format, People, Person, State
from ..language.document import WORD
from .words import capital, fold

Needs = Literal["nothing", "name", "country"]
Way = Literal["name", "alias", "adjective", "people", "capital", "mask"]

POSSESSING: frozenset[Way] = frozenset({"name", "alias", "capital"})
SHORTEST = 4  # letters of a name whose possessive may lack its apostrophe
LONG = 5  # letters from which a name with capitals inside may stand in capitals throughout ("MCGURK")


@dataclass(frozen=True, slots=True)
class Told:
    """What a story tells by its sure names: actors in full, and countries."""

    actors: frozenset[str]
    countries: frozenset[str]
    actor_country: Mapping[str, str | None]

    def admits(self, name: Name) -> bool:
        """Whether a name that needs something has it."""
        if name.actor is None or name.needs == "nothing":
            return True
        if name.needs == "name":
            return name.actor.id in self.actors
        return self.actor_country.get(name.actor.id) in self.countries


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of an actor; a mask is the form of none.

    `needs`: what the story must tell for it to count; `bare`: a possessive whose apostrophe was lost.
    """

    words: tuple[str, ...]
    folded: tuple[str, ...]
    way: Way
    actor: Actor | None
    needs: Needs = "nothing"
    bare: bool = False

    def fits(self, words: Sequence[str], at: int) -> bool:
        """Whether capitals agree: a small letter fits any case, an acronym only itself."""
        return all(_case_fits(mine, words[at + i]) for i, mine in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `[first, last)` that are a written form of the actors of `names`, the likeliest first.

    `scores`: how likely each of several is, as shares of 1.
    """

    first: int
    last: int
    names: tuple[Name, ...]
    scores: tuple[float, ...] = ()

    @property
    def unclear(self) -> bool:
        """Whether nothing tells which of several actors is meant."""
        return len(self.scores) > 1 and self.scores[0] == self.scores[1]


@dataclass(frozen=True, slots=True)
class Noun:
    """Words `[first, last)` that are a noun for actors, in the plural or not."""

    first: int
    last: int
    agent: Agent
    plural: bool


def _case_fits(mine: str, theirs: str) -> bool:
    if mine.islower() or not mine[:1].isalpha():
        return True
    if len(mine) > 1 and not mine[1:].islower():
        return theirs == mine or (theirs.isupper() and len(mine) >= LONG)
    return capital(theirs) and (len(mine) > 1 or theirs == mine)


def _surname(person: Person) -> str | None:
    """The last word of a name, where it is no form by itself."""
    words = person.name.split(" (")[0].split()
    return words[-1] if len(words) > 1 and words[-1] not in person.aliases and words[-1][1:].islower() else None


def _needy(actor: Actor) -> Iterator[tuple[str, Needs]]:
    for form in actor.short:
        yield form, "name"
    for form in actor.local:
        yield form, "country"
    if isinstance(actor, Person) and (surname := _surname(actor)):
        yield surname, "name"


def _forms(actor: Actor) -> Iterator[tuple[str, Way]]:
    name, _, bracket = actor.name.partition(" (")
    if not bracket:
        yield name, "name"
    for alias in actor.aliases:
        yield alias, "alias"
    if isinstance(actor, State | People):
        for form in actor.adjectives:
            yield form, "adjective"
        for form in actor.people:
            if form not in actor.adjectives:
                yield form, "people"
    for form in actor.capitals if isinstance(actor, State) else actor.metonyms if isinstance(actor, Body) else ():
        yield form, "capital"


def _bare_possessives(actor: Actor) -> Iterator[tuple[str, Way, Needs]]:
    """Possessives whose apostrophe was lost on the way, as in feeds: "Syrias army", "the Observatorys director"."""
    if not isinstance(actor, State | Person | Body):
        return
    sure: Needs = "nothing"
    needy: Iterable[tuple[str, Needs]] = _needy(actor) if isinstance(actor, Body) else ()
    for form, way, needs in (*((f, w, sure) for f, w in _forms(actor)), *((f, "alias", n) for f, n in needy)):
        acronym = form.isupper() and isinstance(actor, Body)
        plain = len(form) >= SHORTEST and form[-1].islower() and form[-1] != "s"
        if way in POSSESSING and (plain or acronym):
            yield form + "s", "adjective" if isinstance(actor, State) else way, needs


class NameIndex:
    """Written forms by their first word, longest first."""

    def __init__(self, actors: Actors) -> None:
        self._spellings = actors.spellings
        self._key = cache(self._spelling)
        self._names: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        self._lengths: dict[str, list[int]] = {}  # of the names that begin with a word, the longest first
        self.countries: dict[str, str | None] = {}
        self._nouns: dict[str, list[tuple[tuple[str, ...], Agent, bool]]] = defaultdict(list)
        states = (actor for actor in actors.by_id.values() if isinstance(actor, State))
        self._family_first = {state.id for state in states if state.family_first}
        for actor in actors.by_id.values():
            if isinstance(actor, Person) and actor.bare:
                continue
            self._add_actor(actor)
            self.countries[actor.id] = actor.about if isinstance(actor, Format) else actors.standing(actor)[0]
        for mask in actors.masks:
            self._add(mask, "mask", None)
        for agent in actors.agents:
            self._add_noun(agent.head, agent, agent.kind == "people")
            if agent.plural:
                self._add_noun(agent.plural, agent, True)
            if agent.short:
                self._add_noun(agent.short, agent, False)
                self._add_noun(f"{agent.short}s", agent, True)
        self._measure()
        for nouns in self._nouns.values():
            nouns.sort(key=lambda n: -len(n[0]))

    def beside(self, states: Sequence[State]) -> NameIndex:
        """This index with the names of further states, of one story."""
        out = copy(self)
        out._names = defaultdict(list, {key: list(names) for key, names in self._names.items()})
        out.countries = self.countries | {state.id: state.id for state in states}
        for state in states:
            out._add_actor(state)
        out._measure()
        return out

    def _measure(self) -> None:
        lengths: dict[str, set[int]] = defaultdict(set)
        for folded in self._names:
            lengths[folded[0]].add(len(folded))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def _add_actor(self, actor: Actor) -> None:
        for form, way, needs in _bare_possessives(actor):
            self._add(form, way, actor, needs, bare=True)
        for form, way in _forms(actor):
            self._add(form, way, actor)
            if "-" in form:  # written without: "Jabhat Fatah al Sham"
                self._add(form.replace("-", " "), way, actor)
            if "'s " in form:  # its apostrophe lost on the way: "Peoples Protection Units"
                self._add(form.replace("'s ", "s "), way, actor)
        for form, needs in _needy(actor):
            self._add(form, "alias", actor, needs)
        if isinstance(actor, Person) and actor.of in self._family_first and len(family := actor.name.split()[0]) > 1:
            self._add(family, "alias", actor, "name")

    def _add(self, form: str, way: Way, actor: Actor | None, needs: Needs = "nothing", *, bare: bool = False) -> None:
        words = tuple(WORD.findall(form))
        folded = tuple(map(self._key, words))
        self._names[folded].append(Name(words, folded, way, actor, needs, bare))

    def _spelling(self, word: str) -> str:
        """A word folded, in the spelling that stands for all of its own."""
        return self._spellings.get(folded := fold(word), folded)

    def spelt(self, folded: Iterable[str]) -> tuple[str, ...]:
        """Folded words, each in the spelling that stands for all of its own."""
        return tuple(self._spellings.get(word, word) for word in folded)

    def _add_noun(self, head: str, agent: Agent, plural: bool) -> None:
        words = tuple(fold(w) for w in WORD.findall(head))
        self._nouns[words[0]].append((words, agent, plural))

    def hit(self, words: Sequence[str], spelt: Sequence[str], at: int, told: Told | None = None) -> Hit | None:
        """The longest names that begin at a word, with those that what is told admits; `spelt`: see there."""
        best: list[Name] = []
        for length in self._lengths.get(spelt[at], ()):
            for name in self._names.get(tuple(spelt[at : at + length]), ()):
                needy = name.needs != "nothing" and not (told and told.admits(name))
                if not needy and all(n.actor is not name.actor for n in best) and name.fits(words, at):
                    best.append(name)
            if best:
                break
        if any(isinstance(name.actor, State) for name in best):
            best = [name for name in best if name.needs == "nothing"]
        if not best:
            return None
        return Hit(at, at + len(best[0].folded), tuple(best))

    def noun(self, folded: Sequence[str], at: int) -> Noun | None:
        """The longest noun for actors that begins at a word."""
        for words, agent, plural in self._nouns.get(folded[at], ()):
            if tuple(folded[at : at + len(words)]) == words:
                return Noun(at, at + len(words), agent, plural)
        return None

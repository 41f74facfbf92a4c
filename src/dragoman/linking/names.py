"""The index of names: every name, alias, adjective and metonym, found by longest match in a list of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..knowledge.actors import Actor, Actors, Agent, Body, People, State
from ..language.document import WORD
from .words import capital, fold

Way = Literal["name", "alias", "adjective", "people", "capital", "mask"]


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of an actor; a mask is the form of none."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    way: Way
    actor: Actor | None

    def fits(self, words: Sequence[str], at: int) -> bool:
        """Whether capitals agree: a small letter fits any case, an acronym only itself."""
        return all(_case_fits(mine, words[at + i]) for i, mine in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `[first, last)` that are a written form of the actors of `names` (several: not yet told apart)."""

    first: int
    last: int
    names: tuple[Name, ...]


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
    if len(mine) > 1 and mine.isupper():
        return theirs == mine
    return capital(theirs) and (len(mine) > 1 or theirs == mine)


def _forms(actor: Actor) -> Iterator[tuple[str, Way]]:
    yield actor.name.split(" (")[0], "name"
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


class NameIndex:
    """Written forms by their first word, longest first."""

    def __init__(self, actors: Actors) -> None:
        self._names: dict[str, list[Name]] = defaultdict(list)
        self._nouns: dict[str, list[tuple[tuple[str, ...], Agent, bool]]] = defaultdict(list)
        for actor in actors.by_id.values():
            for form, way in _forms(actor):
                self._add(form, way, actor)
        for mask in actors.masks:
            self._add(mask, "mask", None)
        for agent in actors.agents:
            self._add_noun(agent.head, agent, agent.kind == "people")
            if agent.plural:
                self._add_noun(agent.plural, agent, True)
        for names in self._names.values():
            names.sort(key=lambda n: -len(n.folded))
        for nouns in self._nouns.values():
            nouns.sort(key=lambda n: -len(n[0]))

    def _add(self, form: str, way: Way, actor: Actor | None) -> None:
        words = tuple(WORD.findall(form))
        name = Name(words, tuple(fold(w) for w in words), way, actor)
        self._names[name.folded[0]].append(name)

    def _add_noun(self, head: str, agent: Agent, plural: bool) -> None:
        words = tuple(fold(w) for w in WORD.findall(head))
        self._nouns[words[0]].append((words, agent, plural))

    def hit(self, words: Sequence[str], folded: Sequence[str], at: int) -> Hit | None:
        """The longest names that begin at a word."""
        best: list[Name] = []
        for name in self._names.get(folded[at], ()):
            length = len(name.folded)
            if best and length < len(best[0].folded):
                break
            known = any(n.actor is name.actor for n in best)
            if not known and tuple(folded[at : at + length]) == name.folded and name.fits(words, at):
                best.append(name)
        if not best:
            return None
        return Hit(at, at + len(best[0].folded), tuple(best))

    def noun(self, folded: Sequence[str], at: int) -> Noun | None:
        """The longest noun for actors that begins at a word."""
        for words, agent, plural in self._nouns.get(folded[at], ()):
            if tuple(folded[at : at + len(words)]) == words:
                return Noun(at, at + len(words), agent, plural)
        return None

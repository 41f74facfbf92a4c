"""What a mention stands for, and which country a story speaks of where it does not say."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..knowledge.actors import Actors
from ..knowledge.entries import Body, People, Person, State
from ..places.gazetteer import gazetteer
from ..places.keys import fold as key_of
from ..story import Candidate, Entity
from .names import Hit, Name
from .spot import Proper, Text
from .words import LOCATIVE, PARTS_OF_LAND, bag

Kind = Literal["person", "people", "body", "state", "format", "unknown"]

STATE_SECTORS = bag("GOV MIL LEG JUD COP SPY")
INNER_SECTORS = bag("REB PRM UAF CVL REF OPP")  # nouns that belong to the country told about, not to its talkers
REPORTING = bag("JRN NGO IGO")  # whose country is not the one told about: "the Britain-based Observatory"
NEAR, NEAR_PEOPLE = 0.5, 0.1  # loss of weight of a country by each sentence that lies between; for where a people lives
INNER, RULING = (2.0, 0.6), (1.5, 0.8)  # weights of a country named as a place, and of one named otherwise
PEOPLED = (2.0, 0.3)
WEIGHTS = dict.fromkeys(INNER_SECTORS, INNER) | dict.fromkeys(STATE_SECTORS, RULING)
BY_PERSON = 0.5  # weight of a country named through a person or capital
TOWN, NOTED_TOWN, LARGER = 20_000, 100_000, 3  # inhabitants that a town must have to tell its country; times the next
TOWN_WORDS = 4  # words of the name of a town at most
HOME = 1.0  # weight of the state that a story comes from, for somebody named who is said to be of none
ELSEWHERE = 0.25  # factor of a country named under another heading
CLEAR, CLEAR_NAMED = 1.8, 3.0  # how much more a country must weigh than the next to be taken; for somebody named


@dataclass(frozen=True, slots=True)
class Who:
    """A resolved actor; `of`: the armed group whose members they are, where they do not stand for it."""

    name: str
    country: str | None
    sector: str | None
    id: str | None
    by: str
    kind: Kind
    many: bool = False
    gender: str | None = None
    candidates: tuple[Candidate, ...] = ()
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Referent:
    """Words `[first, last)` with their head, and who is meant; `terms`: nouns said of them."""

    first: int
    last: int
    head: int
    sentence: int
    who: Who
    terms: frozenset[str] = frozenset()
    subject: bool = False
    speaker: bool = False
    located: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An entity, and what decided it."""

    entity: Entity
    by: str


@cache
def country_of_town(key: str) -> str | None:
    """The country of the towns of a folded name, where the largest leaves no doubt."""
    sizes: dict[str, int] = {}
    for place in gazetteer().named(key):
        if place.country:
            size = max(place.population, NOTED_TOWN if place.noted else 0)
            sizes[place.country] = max(sizes.get(place.country, 0), size)
    ranked = sorted(sizes.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < TOWN:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= LARGER * ranked[1][1] else None


def town_country(text: Text, proper: Proper, whole: bool = False) -> str | None:
    """The country of the town that a proper name is, or, if not the whole, begins with: "Aleppo Police Command"."""
    for last in (proper.last,) if whole else range(min(proper.last, proper.first + TOWN_WORDS), proper.first, -1):
        start, end = text.document.chars(proper.first, last)
        if country := country_of_town(key_of(text.document.text[start:end])):
            return country
    return None


def _is_place(text: Text, mark: Proper) -> bool:
    """Whether a name is told as that of a place: "in Aleppo", "the countryside of Aleppo"."""
    before = text.folded[max(mark.first - 2, 0) : mark.first]
    return before[-1:] != [] and (before[-1] in LOCATIVE or (before[-1] == "of" and before[0] in PARTS_OF_LAND))


class Countries:
    """The countries that a story names, by sentence."""

    def __init__(self, text: Text, actors: Actors) -> None:
        self._told: list[tuple[int, str, float, bool]] = []
        self._home = text.home
        headings = [p.start for p in text.document.page.passages if p.kind == "heading"]
        self._sections = [bisect.bisect_right(headings, s.start) for s in text.document.sentences]
        self._headings = {text.document.sentence_at(start) for start in headings}
        for mark in text.marks:
            if isinstance(mark, Hit):
                self._add(text, mark, actors)
            elif isinstance(mark, Proper):
                self._add_town(text, mark)

    def _add_town(self, text: Text, mark: Proper) -> None:
        """A town that something happens in tells the country too: "in Aleppo"."""
        if not _is_place(text, mark):
            return
        start, end = text.document.chars(mark.first, mark.last)
        country = country_of_town(key_of(text.document.text[start:end]))
        if country:
            self._told.append((text.document.sentence_at(start), country, 1.0, True))

    def _add(self, text: Text, hit: Hit, actors: Actors) -> None:
        actor, way = hit.names[0].actor, hit.names[0].way
        if not isinstance(actor, State | Body | Person):
            return
        country, sector = actors.standing(actor, text.document.date)
        if country is None or sector in REPORTING or text.folded[hit.last : hit.last + 2] == ["-", "based"]:
            return
        sentence = text.document.sentence_of(hit.first)
        before = text.folded[max(hit.first - 2, 0) : hit.first]
        placed = way != "adjective" or hit.names[0].bare
        located = (bool(set(before) & LOCATIVE) and placed) or sector in INNER_SECTORS
        weight = BY_PERSON if isinstance(actor, Person) or way == "capital" else 1.0
        self._told.append((sentence, country, weight, located))

    def tell(self, sentence: int, country: str) -> None:
        """A country told as a place by a noun: "the country"."""
        self._told.append((sentence, country, 1.0, True))

    def near(self, sentence: int, sector: str | None, named: bool = False, but: str | None = None) -> str | None:
        """The country most spoken of around a sentence, where it is clear; for nouns of a sector, or for a name.

        `but`: a country that is not meant.
        """
        weights = self._weighed(sentence, WEIGHTS.get(sector or "", (1.0, 1.0)), NEAR)
        if named and sector in STATE_SECTORS and self._home:
            weights[self._home] = weights.get(self._home, 0.0) + HOME
        weights.pop(but or "", None)
        ranked = sorted(weights.items(), key=lambda item: -item[1])
        clear = CLEAR_NAMED if named else CLEAR
        if not ranked or (len(ranked) > 1 and ranked[0][1] < clear * ranked[1][1]):
            return None
        return ranked[0][0]

    def of_people(self, sentence: int, among: tuple[str, ...]) -> str | None:
        """The country that a people is spoken of in, of those where it lives."""
        weights = self._weighed(sentence, PEOPLED, NEAR_PEOPLE)
        return max((c for c in weights if c in among), key=lambda country: weights[country], default=None)

    def _weighed(self, sentence: int, factors: tuple[float, float], near: float) -> dict[str, float]:
        """Weight of each country as seen from a sentence; factors of one named as a place, and of another."""
        weights: dict[str, float] = {}
        for told, country, weight, located in self._told:
            weight *= factors[0 if located else 1]
            if self._sections[told] != self._sections[sentence]:
                weight *= ELSEWHERE
            distance = abs(told - sentence) + (0.5 if told > sentence else 0.0)
            if told in self._headings and self._sections[told] == self._sections[sentence]:
                distance = 0.0  # a heading speaks of its whole section
            weights[country] = weights.get(country, 0.0) + weight / (1 + near * distance)
        return weights


def of_actor(actors: Actors, hit: Hit, text: Text) -> Who | None:
    """Who a known name is."""
    return _unclear(actors, hit, text) if hit.unclear else _of_name(actors, hit, hit.names[0], text)


def _unclear(actors: Actors, hit: Hit, text: Text) -> Who | None:
    """Somebody whose name several have: what they share, and who they are."""
    meant = [(who, s) for n, s in zip(hit.names, hit.scores, strict=True) if (who := _of_name(actors, hit, n, text))]
    if not meant:
        return None
    countries, sectors = {who.country for who, _ in meant}, {who.sector for who, _ in meant}
    first = meant[0][0]
    return Who(
        text.written(hit.first, hit.last),
        countries.pop() if len(countries) == 1 else None,
        sectors.pop() if len(sectors) == 1 else None,
        None,
        f"a name of {len(meant)}, of whom the story tells no more",
        first.kind,
        first.many,
        first.gender if len({who.gender for who, _ in meant}) == 1 else None,
        tuple(Candidate(id=who.id or "", name=who.name, country=who.country, score=round(s, 3)) for who, s in meant),
    )


def _of_name(actors: Actors, hit: Hit, name: Name, text: Text) -> Who | None:
    actor = name.actor
    day = text.document.date
    if actor is None:
        return None
    by = f"{name.way} {actor.id}"
    country, sector = actors.standing(actor, day)
    if isinstance(actor, Person):
        return Who(actor.name, country, sector, actor.id, by, "person", gender=actor.gender)
    if isinstance(actor, State):
        many = name.way == "people" and text.folded[hit.last - 1].endswith("s")
        return Who(actor.name, country, sector, actor.id, by, "state", many)
    if isinstance(actor, Body):
        return Who(actor.name, country, sector, actor.id, by, "body", actor.name.endswith("s"))
    if isinstance(actor, People):
        return Who(actor.name, None, actor.sector, actor.id, by, "people", many=True)
    return Who(actor.name, None, None, actor.id, by, "format")

"""Looking an actor up: by a name in any spelling or language, or by a description read as a story's would be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..ingest.page import Page
from ..knowledge.actors import Actors, actors
from ..knowledge.entries import Actor, Body, People, Person, Role, State
from ..knowledge.forms import key
from ..language.document import segment
from ..story import Passage
from .who import ActorLinker, Link

MOST = 20  # actors told for a query that is only part of names
ACRONYM = 3  # letters of a country's short form at most
SENTENCE = "{} said."  # a description is read as the subject of a sentence


@dataclass(frozen=True)
class Match:
    """Who a query may mean, and why.

    `actor`: the entry, None for a description of nobody in the knowledge ("Turkish-backed rebels"); `country`,
    `sector`, `role`: what holds on the day that was asked about, or of late.
    """

    name: str
    why: str
    actor: Actor | None = None
    country: str | None = None
    sector: str | None = None
    role: Role | None = None


def look_up(query: str, day: dt.date | None = None, knowledge: Actors | None = None) -> tuple[Match, ...]:
    """All whom a query may mean: by a whole name, as a description, else by part of a name; the likeliest first."""
    known = knowledge or actors()
    asked = key(query)
    named = _names(known).whys.get(asked, {}) if asked else {}
    found = [_match(known, known.by_id[id], why, day) for id, why in named.items()]
    described = _described(query, day, known)
    if described and (described.actor is None or described.actor.id not in named):
        found.append(described) if named else found.insert(0, described)
    if not found:
        found = [_match(known, actor, f"part of {form!r}", day) for actor, form in _partly(known, asked)]
    return tuple(found)


def _forms(actor: Actor) -> Iterator[tuple[str, str]]:
    yield actor.name.split(" (")[0], "its name"
    yield from ((form, "another name") for form in actor.aliases)
    yield from ((form, f"its name in {language}") for language, forms in actor.names.items() for form in forms)
    if isinstance(actor, State):
        yield from ((form, "its capital, which stands for the government") for form in actor.capitals)
    if isinstance(actor, State | People):
        yield from ((form, "its adjective") for form in actor.adjectives)
        yield from ((form, "a word for its people") for form in actor.people)
    if isinstance(actor, Body):
        yield from ((form, "a place that stands for it") for form in actor.metonyms)
    yield from ((form, "a short form, which counts beside another one") for form in actor.short)
    yield from ((form, "a short form, which counts where the country is named") for form in actor.local)
    yield actor.id, "its id"
    if actor.qid:
        yield actor.qid, "its item of Wikidata"


class _Names:
    """All forms of all actors. `whys`: by key, whose it is and what it is; `words`: by each word of their keys."""

    def __init__(self, known: Actors) -> None:
        self.whys: dict[str, dict[str, str]] = defaultdict(dict)
        self.words: dict[str, list[tuple[str, str]]] = defaultdict(list)  # ids of actors, forms
        for actor in known.by_id.values():
            for form, why in _forms(actor):
                self.whys[asked := key(form)].setdefault(actor.id, why)
                for word in set(asked.split()):
                    self.words[word].append((actor.id, form))

    def holding(self, asked: str) -> dict[str, str]:
        """Actors one of whose forms holds all these words, with the shortest of these."""
        fewest, *more = sorted((self.words.get(word, []) for word in set(asked.split())), key=len) or [[]]
        others = [set(one) for one in more]
        found: dict[str, str] = {}
        for id, form in fewest:
            if all((id, form) in one for one in others) and (id not in found or len(form) < len(found[id])):
                found[id] = form
        return found


_names = lru_cache(maxsize=1)(_Names)


def _partly(known: Actors, asked: str) -> list[tuple[Actor, str]]:
    """Actors one of whose forms holds all words of the query, the shortest forms first."""
    found = [(known.by_id[id], form) for id, form in _names(known).holding(asked).items()]
    return sorted(found, key=lambda f: (len(f[1]), f[1]))[:MOST]


def _described(query: str, day: dt.date | None, known: Actors) -> Match | None:
    """Who a description stands for, in the capitals that tell most."""
    linker = ActorLinker(known)
    links = [_read(linker, written, day) for written in dict.fromkeys((query, query.title(), _acronyms(query)))]
    link = max(
        links, key=lambda k: (k.entity.id is not None, k.entity.country is not None, k.entity.sector is not None)
    )
    entity = link.entity
    if not (entity.id or entity.country or entity.sector):
        return None
    actor = known.by_id.get(entity.id or "")
    role = known.role_on(actor, day) if isinstance(actor, Person) else None
    return Match(entity.name, f"read as {link.by}", actor, entity.country, entity.sector, role)


def _read(linker: ActorLinker, words: str, day: dt.date | None) -> Link:
    text = SENTENCE.format(words)
    page = Page(text, (Passage(kind="paragraph", start=0, end=len(text)),))
    return linker.link(segment(page, day), [(0, len(words))])[0]


def _acronyms(query: str) -> str:
    """Short words in capitals, for who types "us secretary of state"."""
    return " ".join(word.upper() if len(word) <= ACRONYM else word for word in query.split())


def _match(known: Actors, actor: Actor, why: str, day: dt.date | None) -> Match:
    country, sector = known.standing(actor, day)
    role = known.role_on(actor, day) if isinstance(actor, Person) else None
    return Match(actor.name, why, actor, country, sector, role)

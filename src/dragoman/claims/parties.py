"""Entities -> the codes by which sides of a contact are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..knowledge.actors import actors
from ..knowledge.entries import Body, Person, State
from ..language.document import Document
from ..story import Attribution, Entity, Event
from .contact_words import contact_words

STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", None})  # these stand for their state abroad
GROUP_SECTORS = frozenset({"IGO", "NGO", "REB", "PRM", "UAF", "OPP", "PTY"})  # these are sides where they have a name
ALPHA_3 = 3
PERSONS = ("title ", "explained by ", "rank before ")  # what decides who somebody is whom the text alone names
SHORT = 6  # letters of a group's code at most


def code_of(entity: Entity) -> str | None:
    """ISO alpha-3 of the state an entity acts for, the short code of a known organisation or group, else None.

    A state without a code is known by the first letters of its name.
    """
    if entity.acts_for and entity.sector in STATE_SECTORS:
        return state_code(entity.acts_for)
    if entity.id and entity.sector in GROUP_SECTORS | STATE_SECTORS:
        return _code(entity.id)
    return None


def state_code(state: str) -> str:
    """The code of a state by its ISO code, which it is, or by its name where it has none."""
    return state if len(state) == ALPHA_3 and state.isupper() else "".join(filter(str.isalpha, state))[:SHORT].upper()


@cache
def _code(id: str) -> str | None:
    """The code of a group: that of contacts.yaml, an acronym among its names, else its initials."""
    actor = actors().by_id.get(id)
    if isinstance(actor, Person):
        return None if isinstance(actors().by_id.get(actor.of), State) else _code(actor.of)
    if isinstance(actor, State):
        return actor.id[:SHORT]
    if not isinstance(actor, Body) or actor.sector not in GROUP_SECTORS:
        return None
    if id in contact_words().codes:
        return contact_words().codes[id]
    acronyms = sorted((a for a in actor.aliases if a.isupper() and a.isalpha() and len(a) <= SHORT), key=len)
    initials = "".join(word[0] for word in re.findall(r"[A-Z]\w+", actor.name)) or actor.name[:3].upper()
    return acronyms[0] if acronyms else initials[:SHORT] if len(initials) > 1 else actor.name[:SHORT].upper()


def codes_of(entities: Iterable[Entity]) -> frozenset[str]:
    """The codes of all that have one."""
    return frozenset(code for e in entities if (code := code_of(e)))


def is_person(entity: Entity) -> bool:
    """Whether it is one human being whom the knowledge names, or the text as somebody of a state."""
    if entity.id is not None:
        return isinstance(actors().by_id.get(entity.id), Person)
    return entity.acts_for is not None and (entity.by or "").startswith(PERSONS)


@dataclass(frozen=True)
class Sighting:
    """A place in the text where a side is named."""

    start: int
    end: int
    code: str
    name: str


def sightings(
    document: Document, events: Sequence[Event], attributions: Sequence[Attribution], known: Sequence[Entity]
) -> tuple[Sighting, ...]:
    """Where sides are named, in text order; of mentions that overlap the widest."""
    found: list[Sighting] = []
    for entity in _mentions(events, attributions, known):
        code = code_of(entity)
        if code and entity.start is not None and entity.end is not None:
            found.append(Sighting(entity.start, entity.end, code, entity.name))
    out: list[Sighting] = []
    for seen in sorted(set(found), key=lambda s: (s.start, -s.end, s.code, s.name)):
        if not out or seen.start >= out[-1].end:
            out.append(seen)
    return tuple(out)


def _mentions(
    events: Sequence[Event], attributions: Sequence[Attribution], known: Sequence[Entity]
) -> Iterator[Entity]:
    yield from known
    for event in events:
        yield from (*event.actor, *event.recipient, *event.attribution)
    for attribution in attributions:
        yield from attribution.sources

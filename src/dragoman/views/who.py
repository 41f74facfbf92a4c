"""What a person types for an actor or a place -> what the record has for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..knowledge.actors import actors
from ..knowledge.entries import Actor, State
from ..knowledge.forms import key
from ..places.gazetteer import gazetteer
from ..places.keys import fold

CODE = re.compile(r"[A-Z]{3}")
SECTOR = re.compile(r"(.*):([A-Z]{3})")


@dataclass(frozen=True)
class Who:
    """Actors that are asked for: those of a country, or with one of the ids or names; of a sector, if one is told."""

    country: str | None = None
    sector: str | None = None
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Where:
    """Places that are asked for: all of a country, or those of some names."""

    country: str | None = None
    names: tuple[str, ...] = ()


def who(told: str) -> Who:
    """A country's code, name or capital, either with a sector (`RUS:MIL`), an id of the knowledge, or a name.

    A name of several actors means all of them. One that nobody of the knowledge has is looked for as it stands.
    """
    told = told.strip()
    name, sector = match.groups() if (match := SECTOR.fullmatch(told)) else (told, None)
    found = _named(name, actors().by_id.values())
    state = next((actor for actor in found if isinstance(actor, State)), None)
    if state and not state.country:
        return Who(country=state.id, sector=sector)
    if found:
        return Who(ids=tuple(sorted(actor.id for actor in found)), sector=sector)
    code = name if CODE.fullmatch(name) else None
    return Who(country=code, names=_spelled(name), sector=sector)


def where(told: str) -> Where:
    """A country's code or name, or a place's name in any spelling that the gazetteer has."""
    told = told.strip()
    states = (actor for actor in actors().by_id.values() if isinstance(actor, State))
    if state := next(iter(_named(told, states, capitals=False)), None):
        return Where(country=state.id)
    known = (place.name for place in gazetteer().named(fold(told)))
    return Where(names=tuple(dict.fromkeys((*_spelled(told), *known))))


def _spelled(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, name.title(), name.upper())))


def _named(told: str, among: Iterable[Actor], capitals: bool = True) -> list[Actor]:
    """Actors that have this id or name: as it is spelt, else without case, else without accents and marks."""
    forms = [(actor, _forms(actor, capitals)) for actor in among]
    if found := [actor for actor, _ in forms if actor.id == told]:
        return found
    asked = told.casefold()
    same = [actor for actor, known in forms if any(form.casefold() == asked for form in known)]
    if not same and (asked := key(told)):
        same = [actor for actor, known in forms if any(key(form) == asked for form in known)]
    return same


def _forms(actor: Actor, capitals: bool) -> tuple[str, ...]:
    own = (actor.id, actor.name.split(" (")[0], *actor.aliases, *actor.short, *actor.local)
    other = (form for forms in actor.names.values() for form in forms)
    return (*own, *other, *(actor.capitals if capitals and isinstance(actor, State) else ()))

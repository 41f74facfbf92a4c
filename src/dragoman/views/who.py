"""What a person types for an actor or a place -> what the record has for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..knowledge.actors import Actors, actors
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

    A name of several actors means all of them. One that nobody of the knowledge has is looked for as it stands, as that
    of an actor and of a state that only stories tell of.
    """
    told = told.strip()
    name, sector = match.groups() if (match := SECTOR.fullmatch(told)) else (told, None)
    found = list(names().found(name))
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
    if state := next(names().found(told, State, capitals=False), None):
        return Where(country=state.id)
    known = (place.name for place in gazetteer().named(fold(told)))
    return Where(names=tuple(dict.fromkeys((*_spelled(told), *known))))


def _spelled(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, name.title(), name.upper())))


class Names:
    """The actors of the knowledge by their ids and names."""

    def __init__(self, known: Actors) -> None:
        self.by_id = known.by_id

    def found(self, told: str, kind: type[Actor] = Actor, capitals: bool = True) -> Iterator[Actor]:
        """Actors of a kind that have this id or name: as it is spelt, else without case, else without accents and
        marks. `capitals`: a state has the names of its capital too."""
        if isinstance(actor := self.by_id.get(told), kind):
            return iter((actor,))

        def having(forms: Forms, asked: str) -> list[Actor]:
            ids = dict.fromkeys(id for id, capital in forms.get(asked, ()) if capitals or not capital)
            return [actor for actor in map(self.by_id.__getitem__, ids) if isinstance(actor, kind)]

        asked = key(told)
        return iter(having(self.folded, told.casefold()) or (having(self.plain, asked) if asked else []))

    @cached_property
    def folded(self) -> Forms:
        """Names without case."""
        return self._forms(str.casefold)

    @cached_property
    def plain(self) -> Forms:
        """Names without accents, case, marks and article."""
        return self._forms(key)

    def _forms(self, made: Callable[[str], str]) -> Forms:
        out: Forms = defaultdict(list)
        for actor in self.by_id.values():
            own = (actor.id, actor.name.split(" (")[0], *actor.aliases, *actor.short, *actor.local)
            for form in (*own, *(form for forms in actor.names.values() for form in forms)):
                out[made(form)].append((actor.id, False))
            for form in actor.capitals if isinstance(actor, State) else ():
                out[made(form)].append((actor.id, True))
        return dict(out)


Forms = dict[str, list[tuple[str, bool]]]  # a form -> ids of whose it is, and whether it is the name of a capital


@lru_cache(maxsize=1)
def _names(known: Actors) -> Names:
    return Names(known)


def names() -> Names:
    """The names of the knowledge in use."""
    return _names(actors())

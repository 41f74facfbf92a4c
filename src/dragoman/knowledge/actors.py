"""Who is who: states, institutions, organisations, groups, persons, peoples, formats and the nouns for actors.

One process reads with one knowledge: what ships, and what `use` added before it was first asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from functools import cache
from pathlib import Path

from ..errors import KnowledgeError
from ..loading import undisturbed
from ..version import KNOWLEDGE
from .entries import Actor, Body, Entries, Person, Role, State
from .files import digest, read

SAME_OFFICE = {"foreign minister": "secretary of state", "king": "queen"}  # where the first finds nobody


class Actors:
    """All actor knowledge, read-only."""

    def __init__(self, entries: Entries) -> None:
        self.by_id: dict[str, Actor] = {actor.id: actor for _, actor in entries.actors()}
        self.homes = {actor.id: file for file, actor in entries.actors()}
        self.agents = entries.agents
        self.masks = entries.masks
        self.spellings = {form.lower(): forms[0].lower() for forms in entries.spellings for form in forms}
        self.given = {name.lower(): entry.gender for entry in entries.given for name in entry.names}
        self._offices: dict[tuple[str, str], list[tuple[Role, Person]]] = defaultdict(list)
        for person in self.by_id.values():
            if isinstance(person, Person):
                for role in person.roles:
                    self._offices[role.role, role.of].append((role, person))

    def beside(self, states: Iterable[State]) -> Actors:
        """This knowledge with further states, of one story."""
        out = copy(self)
        out.by_id = self.by_id | {state.id: state for state in states}
        return out

    def adjective(self, country: str) -> str:
        """The adjective of a state, or its name where it has none."""
        state = self.by_id.get(country)
        if not isinstance(state, State):
            return country
        return state.adjectives[0] if state.adjectives else state.name

    def holder(self, role: str, of: str, day: dt.date | None) -> tuple[Role, Person] | None:
        """Who held an office on a day; the latest known where no day is given."""
        for office in self._same_offices(role, of):
            held = [h for h in self._offices.get((office, of), ()) if day is None or h[0].covers(day.isoformat())]
            if held:
                return max(held, key=lambda h: h[0].since or "")
        return None

    def _same_offices(self, role: str, of: str) -> list[str]:
        offices = [role]
        if role in SAME_OFFICE:
            offices.append(SAME_OFFICE[role])
        state = self.by_id.get(of)
        if isinstance(state, State):
            if role == "leader":
                offices.append(state.led_by)
            elif role == state.led_by:
                offices.append("leader")
        return offices

    def role_on(self, person: Person, day: dt.date | None) -> Role | None:
        """The office that a person held on a day, the latest begun where several."""
        held = [r for r in person.roles if r.since and (day is None or r.covers(day.isoformat()))]
        return max(held, key=lambda r: r.since or "", default=None)

    def standing(self, actor: Actor, day: dt.date | None = None) -> tuple[str | None, str | None]:
        """Country and sector of an actor, of a person by the office held on the day."""
        if isinstance(actor, State):
            return actor.country or actor.id, actor.sector
        if isinstance(actor, Person):
            return self._standing_of_person(actor, day)
        if isinstance(actor, Body):
            return actor.country, actor.sector
        return None, None

    def _standing_of_person(self, person: Person, day: dt.date | None) -> tuple[str | None, str | None]:
        role = self.role_on(person, day)
        of = self.by_id[role.of if role else person.of]
        country = of.country or of.id if isinstance(of, State) else of.country if isinstance(of, Body) else None
        if role and role.sector:
            return country, role.sector
        if role is None or role.of == person.of or not isinstance(of, State | Body):
            return country, person.sector
        return country, of.sector


class _Chosen:
    """Folders of the user's own, beside what ships."""

    folders: tuple[Path, ...] = ()


def use(*folders: Path) -> None:
    """Add folders of knowledge files to what ships, for this process.

    Raises KnowledgeError when knowledge of other folders was read already.
    """
    if actors.cache_info().currsize and folders != _Chosen.folders:
        raise KnowledgeError("the knowledge is in use already; name your own folders before the first story is read")
    _Chosen.folders = folders


@cache
def in_use() -> str:
    """The version of the knowledge in use; of folders of the user's own the name and eight digits of their SHA-256."""
    return "+".join((KNOWLEDGE, *(f"{folder.resolve().name}:{digest(folder)[:8]}" for folder in _Chosen.folders)))


@cache
def actors() -> Actors:
    """The knowledge in use, read once. Raises KnowledgeError where a file is at fault."""
    with undisturbed():
        return Actors(read(*_Chosen.folders))

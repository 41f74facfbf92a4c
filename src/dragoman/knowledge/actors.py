"""Who is who: states, institutions, organisations, groups, persons, peoples, formats and the nouns for actors.

Every file that `FILES` names is a list of entries, checked as it is read. `actors()` loads them once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from msgspec import Meta, Struct, ValidationError, convert

from ..errors import KnowledgeError

FOLDER = Path(__file__).parent
DATED = {"since": "from", "until": "to"}  # how the files call the two

Sector = Literal[
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "REB", "PRM", "UAF", "OPP", "CVL", "REF", "JRN", "NGO", "IGO",
    "BUS", "MED", "EDU", "REL", "ELI", "CRM", "UNK",
]  # fmt: skip
Back = Literal["state", Sector]
Gender = Literal["m", "f"]
QID, LANGUAGE, DAY = r"^Q[1-9][0-9]*$", "^[a-z]{2}$", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
PATTERNS = {
    QID: "an item of Wikidata (Q42)",
    LANGUAGE: "a language's code of two letters",
    DAY: "a date (YYYY, YYYY-MM or YYYY-MM-DD)",
}
Qid = Annotated[str, Meta(pattern=QID)]
Language = Annotated[str, Meta(pattern=LANGUAGE)]
Day = Annotated[str, Meta(pattern=DAY)]  # as precise as known


class Actor(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all entries with a name have.

    `short`: forms understood only where another form stands in the story; `local`: only where the country is told;
    `names`: forms of other languages, by ISO 639-1 code; `qid`: the item of Wikidata, where it is sure.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    names: dict[Language, tuple[str, ...]] = {}
    qid: Qid | None = None


class State(Actor, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A state, a historic one, or a breakaway or autonomous entity of the state `country`."""

    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    led_by: str = "president"
    country: str | None = None
    sector: Sector = "GOV"
    historic: bool = False
    successor: str | None = None


class Body(Actor, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=DATED):
    """An institution, organisation or group.

    No `country` where it is of no single one; `metonyms`: places for it; `parents`: bodies or states it is part of;
    `since`, `until`: its first and last day.
    """

    sector: Sector
    country: str | None = None
    metonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    since: Day | None = None
    until: Day | None = None


class Spell(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=DATED):
    """A time that something held: days as precise as known; no `until` means unknown, never "still"."""

    since: Day | None = None
    until: Day | None = None

    def covers(self, day: str) -> bool:
        """Whether it may have held on an ISO day."""
        begun = self.since is None or self.since <= day[: len(self.since)]
        return begun and (self.until is None or day[: len(self.until)] <= self.until)


class Role(Spell, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An office held."""

    role: str
    of: str
    source: str


class Person(Actor, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody in the news.

    `of`: the state or body they stand for when no dated role tells; `bare`: known by surname only, so found by office
    and never by name.
    """

    of: str
    sector: Sector
    gender: Gender | None = None
    roles: tuple[Role, ...] = ()
    bare: bool = False


class Leader(Actor, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A head of state or government in short: `led` holds intervals (2001-01-20/2009-01-20, `..`: end unknown)."""

    of: str
    led: tuple[str, ...]
    source: str
    bare: bool = False

    def person(self) -> Person:
        """The same as a person with roles."""
        spells = (interval.partition("/") for interval in self.led)
        roles = tuple(
            Role(role="leader", of=self.of, source=self.source, since=begin, until=None if end == ".." else end)
            for begin, _, end in spells
        )
        return Person(
            id=self.id, name=self.name, aliases=self.aliases, of=self.of, sector="GOV", roles=roles, bare=self.bare
        )


class People(Actor, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A people in several states, or with none of its own.

    `sector`: of its bare name; `default`: its country where the story names none; `governs`: where it has a government.
    """

    adjectives: tuple[str, ...]
    countries: tuple[str, ...]
    sector: Sector
    people: tuple[str, ...] = ()
    default: str | None = None
    governs: tuple[str, ...] = ()


class Member(Spell, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A party to a format for some of its time."""

    id: str


class Format(Actor, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=DATED):
    """A standing format, process or treaty that parties meet in; `about`: the country whose affairs it deals with.

    A member by its id alone is one as long as the format stands.
    """

    members: tuple[str | Member, ...] = ()
    since: Day | None = None
    until: Day | None = None
    about: str | None = None

    @property
    def parties(self) -> tuple[Member, ...]:
        """All members, each with its time."""
        return tuple(Member(id=m) if isinstance(m, str) else m for m in self.members)


class Agent(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A noun for actors.

    `role`: the office it names; `back`: what "the <noun>" may point back to; `also_adjective`: "a major offensive".
    """

    head: str
    sector: Sector
    kind: Literal["person", "people", "body"]
    plural: str | None = None
    role: str | None = None
    back: tuple[Back, ...] = ()
    gender: Gender | None = None
    also_adjective: bool = False


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """Given names that tell a gender, in plain letters."""

    gender: Gender
    names: tuple[str, ...]


Entry = TypeVar("Entry", bound=Struct)
FILES: dict[str, type[Actor]] = {
    "states.yaml": State,
    "institutions.yaml": Body,
    "organisations.yaml": Body,
    "groups.yaml": Body,
    "persons.yaml": Person,
    "leaders.yaml": Leader,
    "peoples.yaml": People,
    "formats.yaml": Format,
}
SAME_OFFICE = {"foreign minister": "secretary of state", "king": "queen"}  # where the first finds nobody


class Actors:
    """All actor knowledge, read-only."""

    def __init__(
        self, named: Iterable[Actor], agents: Iterable[Agent], masks: Iterable[str], given: Iterable[Given]
    ) -> None:
        self.by_id: dict[str, Actor] = {actor.id: actor for actor in named}
        self.agents = tuple(agents)
        self.masks = tuple(masks)
        self.given = {name.lower(): entry.gender for entry in given for name in entry.names}
        self._offices: dict[tuple[str, str], list[tuple[Role, Person]]] = defaultdict(list)
        for person in self.by_id.values():
            if isinstance(person, Person):
                for role in person.roles:
                    self._offices[role.role, role.of].append((role, person))

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
        if role is None or role.of == person.of or not isinstance(of, State | Body):
            return country, person.sector
        return country, of.sector


def _located(file: Path, number: int, entry: object, problem: object) -> KnowledgeError:
    lines = [n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if line.startswith("- ")]
    name = entry.get("id", entry.get("head")) if isinstance(entry, dict) else entry
    at = f", line {lines[number]}" if number < len(lines) else ""
    return KnowledgeError(f"{file.name}{at}, entry {name!r}: {problem}; mend the entry")


def _read(file: Path) -> list[Any]:
    try:
        entries = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{file.name}: {error}; restore the file or mend its YAML") from error
    if not isinstance(entries, list):
        raise KnowledgeError(f"{file.name}: not a list of entries; begin each with '- '")
    return entries


def _load(file: Path, kind: type[Entry]) -> list[Entry]:
    entries, out = _read(file), []
    for number, entry in enumerate(entries):
        try:
            out.append(convert(entry, kind))
        except ValidationError as error:
            raise _located(file, number, entry, _plain(error)) from error
    return out


def _plain(error: ValidationError) -> str:
    """The fault in words: no regular expressions."""
    told = str(error)
    for pattern, meant in PATTERNS.items():
        told = told.replace(f"`str` matching regex {pattern!r}", meant)
    return told


def _whole(entry: Actor) -> Actor:
    return entry.person() if isinstance(entry, Leader) else entry


def _references(actor: Actor) -> tuple[str, ...]:
    """Ids that an entry names."""
    if isinstance(actor, State):
        return tuple(i for i in (actor.country, actor.successor) if i)
    if isinstance(actor, Body):
        return (*actor.parents, *((actor.country,) if actor.country else ()))
    if isinstance(actor, Person):
        return (actor.of, *(role.of for role in actor.roles))
    if isinstance(actor, People):
        return (*actor.countries, *((actor.default,) if actor.default else ()))
    if isinstance(actor, Format):
        return (*(m.id for m in actor.parties), *((actor.about,) if actor.about else ()))
    return ()


def _problem(actor: Actor, ids: set[str]) -> str | None:
    unknown = [i for i in _references(actor) if i not in ids]
    return f"names {unknown[0]!r}, which is no id" if unknown else None


def _check(files: Sequence[tuple[Path, list[Actor]]]) -> None:
    seen: set[str] = set()
    for file, entries in files:
        for number, actor in enumerate(entries):
            if actor.id in seen:
                raise _located(file, number, {"id": actor.id}, "the id stands twice")
            seen.add(actor.id)
    for file, entries in files:
        for number, actor in enumerate(entries):
            if problem := _problem(actor, seen):
                raise _located(file, number, {"id": actor.id}, problem)


def _check_given(file: Path, given: Sequence[Given]) -> None:
    told: dict[str, Gender] = {}
    for number, entry in enumerate(given):
        for name in entry.names:
            if told.setdefault(name.lower(), entry.gender) != entry.gender:
                raise _located(file, number, name, "stands for both genders; leave it out of both")


def load(folder: Path) -> Actors:
    """Read and check all files of a folder; KnowledgeError says file, line, entry and what is wrong."""
    files = [(folder / name, [_whole(entry) for entry in _load(folder / name, kind)]) for name, kind in FILES.items()]
    _check(files)
    masks = _read(folder / "masks.yaml")
    for number, mask in enumerate(masks):
        if not isinstance(mask, str):
            raise _located(folder / "masks.yaml", number, mask, "not a name")
    agents, given = _load(folder / "agents.yaml", Agent), _load(folder / "given.yaml", Given)
    _check_given(folder / "given.yaml", given)
    return Actors((a for _, entries in files for a in entries), agents, masks, given)


@cache
def actors() -> Actors:
    """The knowledge that Dragoman ships, read once."""
    return load(FOLDER)

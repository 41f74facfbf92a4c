"""What an entry of the actor knowledge may tell, kind by kind, and which file holds which kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

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
    family_first: bool = False
    country: str | None = None
    sector: Sector = "GOV"
    historic: bool = False
    successor: str | None = None


class Body(Actor, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=DATED):
    """An institution, organisation or group.

    No `country` where it is of no single one; `metonyms`: places for it; `parents`: bodies or states it is part of;
    `since`, `until`: its first and last day; `jihadist`: what "the extremists" and "the terror group" rather mean.
    """

    sector: Sector
    country: str | None = None
    metonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    since: Day | None = None
    until: Day | None = None
    jihadist: bool = False


class Spell(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=DATED):
    """A time that something held: days as precise as known; no `until` means unknown, never "still"."""

    since: Day | None = None
    until: Day | None = None

    def covers(self, day: str) -> bool:
        """Whether it may have held on an ISO day."""
        begun = self.since is None or self.since <= day[: len(self.since)]
        return begun and (self.until is None or day[: len(self.until)] <= self.until)


class Role(Spell, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An office held; `sector`: the holder's while held, where it is not that of `of` or the holder's own."""

    role: str
    of: str
    source: str
    sector: Sector | None = None


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
    gender: Gender | None = None
    bare: bool = False

    def person(self) -> Person:
        """The same as a person with roles."""
        spells = (interval.partition("/") for interval in self.led)
        roles = tuple(
            Role(role="leader", of=self.of, source=self.source, since=begin, until=None if end == ".." else end)
            for begin, _, end in spells
        )
        told = {name: getattr(self, name) for name in (*Actor.__struct_fields__, "of", "gender", "bare")}
        return Person(**told, sector="GOV", roles=roles)


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

    `role`: the office it names; `short`: what the news writes for it, in capitals ("PM"); `back`: what "the <noun>"
    may point back to; `also_adjective`: "a major offensive";
    `mirrors`: of another state, who holds the same office there ("his Turkish counterpart");
    `member`: several, uncounted, stand for the armed group that they are named of ("Isis fighters"); `jihadist`: a word
    for groups that are so in the knowledge, where the story tells of one.
    """

    head: str
    sector: Sector
    kind: Literal["person", "people", "body"]
    plural: str | None = None
    role: str | None = None
    short: str | None = None
    back: tuple[Back, ...] = ()
    gender: Gender | None = None
    also_adjective: bool = False
    mirrors: bool = False
    member: bool = False
    jihadist: bool = False


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """Given names that tell a gender, in plain letters."""

    gender: Gender
    names: tuple[str, ...]


class Entries(Struct, frozen=True, kw_only=True):
    """All entries of some folders, by the file that holds their kind."""

    states: tuple[State, ...]
    institutions: tuple[Body, ...]
    organisations: tuple[Body, ...]
    groups: tuple[Body, ...]
    persons: tuple[Person, ...]
    leaders: tuple[Person, ...]
    peoples: tuple[People, ...]
    formats: tuple[Format, ...]
    agents: tuple[Agent, ...]
    masks: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...]
    given: tuple[Given, ...]

    def actors(self) -> Iterator[tuple[str, Actor]]:
        """All actors, each with the name of its file."""
        for name in FILES:
            yield from ((name, actor) for actor in getattr(self, name.removesuffix(".yaml")))


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

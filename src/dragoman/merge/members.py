"""Tellings of the stories of a database, by their numbers there and by what judgements call them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from ..store.tables import ROOM, claims, contacts
from . import contacts as contact_rules
from . import events as event_rules
from .contacts import ContactTelling
from .grouping import Fill, Pair, Verdict, clustered
from .judgements import parts
from .knowledge import merging
from .shelf import Shelf
from .telling import Telling

HALF = ROOM // 2  # the numbers of contacts come after those of events


@dataclass(frozen=True)
class Work:
    """What is done with events, and with contacts. `score`: how likely two are one, None where they surely are not;
    `clusters`: tellings in groups, by their places, from scores and what is firm of pairs."""

    kind: Literal["event", "contact"]
    score: Callable[[Any, Any], float | None]
    threshold: Callable[[], float]
    method: str
    version: Callable[[], str]
    clusters: Callable[[Sequence[Any], Mapping[Pair, float], Mapping[Pair, Verdict], float, Fill], list[list[int]]]


def _happened(
    told: Sequence[Telling], scores: Mapping[Pair, float], firm: Mapping[Pair, Verdict], threshold: float, fill: Fill
) -> list[list[int]]:
    return clustered(len(told), scores, firm, threshold, fill)


EVENTS = Work(
    "event", event_rules.score, lambda: merging().threshold, event_rules.METHOD, lambda: merging().version, _happened
)  # fmt: skip
CONTACTS = Work(
    "contact", contact_rules.score, lambda: contact_rules.THRESHOLD, contact_rules.METHOD,
    lambda: contact_rules.VERSION, contact_rules.clusters,
)  # fmt: skip
WORKS: dict[str, Work] = {"contact": CONTACTS, "event": EVENTS}  # in this order: contacts lend to events


@dataclass(frozen=True)
class Member:
    """A telling with its number, and what it is called in judgements: the id of its claim, or of its row in `contacts`.

    `claims`: keys of the claims of its mentions; `contact`: key of its row in `contacts`.
    """

    number: int
    ref: str
    story: int
    told: Any
    claims: tuple[int, ...]
    contact: int | None = None

    @property
    def telling(self) -> Telling:
        return self.told.telling if isinstance(self.told, ContactTelling) else self.told


class Members:
    """The tellings of stories."""

    def __init__(self, work: Work, shelf: Shelf) -> None:
        self.work, self.shelf = work, shelf
        self.by_ref: dict[str, Member] = {}
        self.by_number: dict[int, Member] = {}
        self.by_claim: dict[int, Member] = {}
        self.by_contact: dict[int, Member] = {}
        self.read: dict[int, list[Member]] = {}

    def load(self, stories: Iterable[int]) -> None:
        """The tellings of these stories."""
        lacking = set(stories) - self.read.keys()
        for story, made in self.shelf.sketches(lacking).items():
            self.read[story] = []
            for entry in made.events if self.work.kind == "event" else made.contacts:
                self._add(story, entry)

    def load_numbers(self, numbers: Collection[int]) -> None:
        """Tellings by their numbers."""
        self.load({number // ROOM for number in numbers})

    def telling(self, claims: Collection[int]) -> set[int]:
        """The numbers of the tellings that have these claims."""
        self.load({key // ROOM for key in claims})
        return {self.by_claim[key].number for key in claims if key in self.by_claim}

    def load_refs(self, refs: Iterable[str]) -> list[Member]:
        """Members by their ids; those that are not there are left out."""
        wanted = sorted(set(refs))
        self.load(_stories_of(self.shelf.connection, [ref for ref in wanted if ref not in self.by_ref]))
        return [self.by_ref[ref] for ref in wanted if ref in self.by_ref]

    def of(self, stories: Iterable[int]) -> list[Member]:
        wanted = sorted(set(stories))
        self.load(wanted)
        return [member for story in wanted for member in self.read[story]]

    def _add(self, story: int, entry: Any) -> None:
        base = story * ROOM
        telling = entry.told if self.work.kind == "event" else entry.told.telling
        member = Member(
            number=base + telling.mentions[0] + (HALF if self.work.kind == "contact" else 0),
            ref=entry.ref,
            story=story,
            told=entry.told,
            claims=tuple([base + key for key in entry.claims]),
            contact=None if entry.contact is None else base + entry.contact,
        )
        self.read[story].append(member)
        self.by_ref[member.ref] = self.by_number[member.number] = member
        self.by_claim.update(dict.fromkeys(member.claims, member))
        if member.contact is not None:
            self.by_contact[member.contact] = member


def _stories_of(connection: Connection, refs: Collection[str]) -> set[int]:
    """Stories whose claims or contacts have these ids."""
    out: set[int] = set()
    for part in parts(sorted(refs)):
        for table in (claims, contacts):
            out.update(connection.execute(select(table.c.story).where(table.c.id.in_(part))).scalars())
    return out

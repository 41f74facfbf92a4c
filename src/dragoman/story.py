"""The story object: everything Dragoman keeps of one story, as frozen typed values.

All offsets are characters of `Story.text` as given, `[start, end)`. None means that the text does not say.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

Span = tuple[int, int]

PassageKind = Literal[
    "headline", "kicker", "agency", "date", "byline", "dateline", "caption", "credit",
    "heading", "paragraph", "note", "sign-off", "boilerplate",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "requested", "threatened", "hypothetical", "negated", "denied"]
Channel = Literal["phone", "video", "visit", "third-party", "multilateral"]
PartyRole = Literal["party", "host", "mediator"]
RelationKind = Literal["allied", "supports", "opposes", "fights", "controls", "member", "mediates", "stationed"]


class Value(Struct, frozen=True, kw_only=True, gc=False):
    """Base of the parts of a story: immutable, compared by content."""


class Passage(Value, frozen=True, kw_only=True):
    """A part of the page. `kind` decides whether it is read: captions and credits never are."""

    kind: PassageKind
    start: int
    end: int


class Candidate(Value, frozen=True, kw_only=True):
    """An actor that a mention may stand for, with its share of the likelihood."""

    id: str
    name: str
    country: str | None
    score: float


class Entity(Value, frozen=True, kw_only=True):
    """A mention of an actor, resolved as far as the text and the knowledge allow.

    `country` is ISO 3166-1 alpha-3 (XKX for Kosovo); `state` the name of the state instead, where it has no such code
    and only the story tells that it is one; `sector` a PLOVER sector, `id` a knowledge id, `by` what decided
    them; `candidates`: where the text leaves open which of several is meant.
    """

    text: str
    name: str
    country: str | None = None
    state: str | None = None
    sector: str | None = None
    id: str | None = None
    start: int | None = None
    end: int | None = None
    by: str | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def acts_for(self) -> str | None:
        """The state that it acts for: its code, else its name."""
        return self.country or self.state


class Interval(Value, frozen=True, kw_only=True):
    """First and last day, both included (ISO dates); an open side is None."""

    start: str | None
    end: str | None


class Timex(Value, frozen=True, kw_only=True):
    """A time expression: `type` and `value` as in TIMEX3, `interval` the days it covers where it has any.

    `edtf`: the same in the Extended Date/Time Format.
    """

    span: Span
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    mod: str | None = None
    interval: Interval | None = None
    edtf: str | None = None


class Place(Value, frozen=True, kw_only=True):
    """A place mention; degrees in WGS 84.

    `admin1`: the division of first order that it is in; `by`: what decided which place of the name is meant.
    """

    span: Span
    text: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    feature: str | None = None
    by: str | None = None


class Attribution(Value, frozen=True, kw_only=True):
    """Who said it (source), by which words (cue), and what (content, in one or more pieces).

    `sources` is the whole chain, outermost first; `within` the index of the attribution around this one.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    sources: tuple[Entity, ...] = ()
    within: int | None = None
    confidence: float | None = None


class Step(Value, frozen=True, kw_only=True):
    """What decided a field: the stage, its means (model head, rule or knowledge entry), a probability."""

    field: str
    by: str
    confidence: float | None = None


class Event(Value, frozen=True, kw_only=True):
    """A mention of a PLOVER event. `start`, `end`: its trigger. `attribution`: on whose word, outermost first."""

    type: str
    mode: str | None
    cameo: str | None
    quad: str
    score: float | None
    scale: str
    start: int
    end: int
    text: str
    actor: tuple[Entity, ...]
    recipient: tuple[Entity, ...]
    status: Status
    background: bool
    attribution: tuple[Entity, ...]
    date: Interval | None
    place: str | None
    contexts: tuple[str, ...] = ()
    same_as: int | None = None
    confidence: float | None = None
    trail: tuple[Step, ...] = ()


class Party(Value, frozen=True, kw_only=True):
    """A side of a contact. `code`: ISO alpha-3 of the state, or a short one (EU, UN, XKX, TAL)."""

    code: str
    name: str
    role: PartyRole = "party"


class Quote(Value, frozen=True, kw_only=True):
    """Words of a story, with where they stand."""

    text: str
    story: str
    start: int
    end: int


class Contact(Value, frozen=True, kw_only=True):
    """A CONSULT, held or planned, between named parties, with all its mentions and tellings.

    `mentions` are indexes into `Story.events`; `readouts` hold each side's account by party code.
    """

    parties: tuple[Party, ...]
    channel: Channel | None
    status: Status
    asked_by: str | None
    asked_by_according_to: tuple[Entity, ...] = ()
    date: Interval | None
    date_from: Literal["text", "story"] | None
    place: str | None
    mentions: tuple[int, ...]
    readouts: dict[str, tuple[Quote, ...]]


class Relation(Value, frozen=True, kw_only=True):
    """A standing tie between actors, or of an actor to a territory (`place`, `share`)."""

    kind: RelationKind
    subject: Entity
    object: Entity | None
    place: str | None = None
    share: str | None = None
    start: str | None = None
    end: str | None = None
    status: Status = "ongoing"
    attribution: tuple[Entity, ...] = ()
    span: Span


class LeftOut(Value, frozen=True, kw_only=True):
    """A part of the page that was not coded, and why."""

    start: int
    end: int
    why: str


class MadeBy(Value, frozen=True, kw_only=True):
    """Versions of what made the record."""

    coder: str
    model: str
    knowledge: str


class Story(Value, frozen=True, kw_only=True):
    """One story's record.

    `published` is ISO 8601 as far as the page tells (`2024-12-03T19:23`); `zone` its offset or zone name and
    `zone_assumed` whether that is our reading and not the page's word. `date`: the day that dates are worked out from.
    """

    id: str
    text: str
    language: str
    headline: str | None
    agency: str | None
    byline: str | None
    date: str | None
    published: str | None
    zone: str | None
    zone_assumed: bool
    passages: tuple[Passage, ...]
    attributions: tuple[Attribution, ...]
    events: tuple[Event, ...]
    contacts: tuple[Contact, ...]
    relations: tuple[Relation, ...]
    timex: tuple[Timex, ...]
    places: tuple[Place, ...]
    entities: tuple[Entity, ...]
    formats: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    extra: dict[str, object] = {}
    made_by: MadeBy

    @property
    def day(self) -> dt.date | None:
        """`date` as a date."""
        return dt.date.fromisoformat(self.date) if self.date else None

"""A story as it was coded, and what people say of it -> the story as it should have been read. Pure.

A correction is of one field of one event, which is known by the place of its trigger, or says that there is no such
event; or it is of an actor, wherever in the story the same was read. In the same text it is found again by its place,
in another version of the story by the words of its sentence. Claims keep their ids: these are of what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from ..knowledge.ontology import ontology
from ..story import Channel, Contact, Entity, Event, Interval, Party, Relation, Span, Status, Step, Story, Value

T = TypeVar("T")
Field = Literal["event", "type", "mode", "status", "background", "date", "actor", "recipient", "entity"]
EVENT: Field = "event"  # whose only new value is none
ENTITY: Field = "entity"
MEETS = "CONSULT"
BY = "corrected by "  # in what decided a field or a mention
CHANNELS: dict[str | None, Channel] = {
    "phone": "phone", "visit": "visit", "third-party": "third-party", "multilateral": "multilateral",
}  # fmt: skip


class Who(Value, frozen=True, kw_only=True):
    """Who an actor is: as in a story's entities."""

    name: str
    id: str | None = None
    country: str | None = None
    state: str | None = None
    sector: str | None = None


class Correction(Value, frozen=True, kw_only=True):
    """What a person says of a story.

    `text`: hash of the story's text; `[start, stop)`: the trigger of the event, or the mention of the actor; `words`:
    these characters; `sentence`: the one around them, and `offset` where they stand in it; `old`, `new`: values of
    `field`: of actor and recipient lists of `Who`, of entity one, of date an interval, of event its type and none;
    `by`: who says so, and `at` which moment.
    """

    id: str
    story: str
    text: str
    start: int
    stop: int
    words: str
    sentence: str
    offset: int
    field: Field
    old: Any
    new: Any
    by: str
    at: str
    withdrawn_at: str | None = None


@dataclass(frozen=True)
class Corrected:
    """`story`: as corrected; `events`, `contacts`: for each of these the index that it had; `gone`: indexes that events
    had which there are not, with who says so; `ids`: of the corrections that were found in it."""

    story: Story
    coded: Story
    events: Sequence[int]
    contacts: Sequence[int]
    gone: Mapping[int, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()


def as_coded(story: Story) -> Corrected:
    """A story of which nobody said anything."""
    return Corrected(story, story, range(len(story.events)), range(len(story.contacts)))


def corrected(story: Story, text: str, found: Iterable[Correction]) -> Corrected:
    """A story with corrections, the earliest first. `text`: hash of its text."""
    now, ids = story, []
    gone: dict[int, str] = {}  # taken out at the end: till then indexes are as they were
    for one in found:
        if one.field == EVENT:
            at = event_at(now, one, text)
            turned = now if at is not None else None
            gone |= {at: one.by} if at is not None else {}
        else:
            turned = _entity(now, one, text) if one.field == ENTITY else _event(now, one, text)
        if turned is not None:
            now = turned
            ids.append(one.id)
    there = [n for n in range(len(now.events)) if n not in gone]
    place = {n: at for at, n in enumerate(there)}
    kept = [(n, _contact(contact, story.events, now.events, place)) for n, contact in enumerate(now.contacts)]
    contacts = tuple(made for _, made in kept if made)
    now = replace(now, events=tuple(now.events[n] for n in there), contacts=contacts)
    return Corrected(now, story, there, tuple(n for n, made in kept if made), gone, tuple(ids))


def event_at(story: Story, one: Correction, text: str) -> int | None:
    """The index of the event that a correction is of, if the story tells it."""
    span = _place(story, one, text)
    if span is not None:
        hits = [n for n, event in enumerate(story.events) if (event.start, event.end) == span]
        hits = hits or [n for n, event in enumerate(story.events) if event.start < span[1] and span[0] < event.end]
    else:
        hits = [n for n, event in enumerate(story.events) if event.text == one.words]
        hits = hits if len(hits) == 1 else []
    told = (n for n in hits if plain(value_of(story.events[n], one.field)) == plain(one.old))
    return next(told, hits[0] if hits else None)


def value_of(event: Event, field: Field) -> Any:
    """What an event has in a field: of actors `Who`."""
    if field == EVENT:
        return event.type
    value = getattr(event, field)
    return [who(entity) for entity in value] if field in ("actor", "recipient") else value


def decider(by: str | None) -> str | None:
    """The person who decided a field or mention, by what it is told to be decided by."""
    return by.removeprefix(BY) if by and by.startswith(BY) else None


def who(entity: Entity) -> Who:
    """Who a mention stands for."""
    return Who(
        name=entity.name, id=entity.id, country=entity.country, state=entity.state, sector=entity.sector
    )  # fmt: skip


def plain(value: Any) -> Any:
    """A value as JSON has it, to be compared."""
    return msgspec.to_builtins(value)


def _place(story: Story, one: Correction, text: str) -> Span | None:
    """Where the words of a correction stand in a story."""
    if text == one.text:
        return one.start, one.stop
    at = story.text.find(one.sentence) if one.sentence else -1
    return None if at < 0 else (at + one.offset, at + one.offset + len(one.words))


# --- an event


def _event(story: Story, one: Correction, text: str) -> Story | None:
    at = event_at(story, one, text)
    if at is None:
        return None
    event = _with(story, story.events[at], one)
    if event is None:
        return None
    step = Step(field=one.field, by=BY + one.by)
    trail = (*(told for told in event.trail if told.field != one.field), step)
    events = (*story.events[:at], replace(event, trail=trail), *story.events[at + 1 :])
    return replace(story, events=events)


def _with(story: Story, event: Event, one: Correction) -> Event | None:
    """An event with the new value; None where this version of the ontology has none such."""
    if one.field == "type":
        kind = ontology().types.get(one.new)
        return _typed(event, one.new, event.mode if kind and event.mode in kind.modes else None) if kind else None
    if one.field == "mode":
        kind = ontology().types.get(event.type)
        return _typed(event, event.type, one.new) if kind and (one.new is None or one.new in kind.modes) else None
    if one.field == "status":
        return replace(event, status=msgspec.convert(one.new, Status))
    if one.field == "background":
        return replace(event, background=bool(one.new))
    if one.field == "date":
        return replace(event, date=msgspec.convert(one.new, Interval | None))
    named = tuple(_mention(story, event, told, one) for told in msgspec.convert(one.new, tuple[Who, ...]))
    return replace(event, actor=named) if one.field == "actor" else replace(event, recipient=named)


def _typed(event: Event, type: str, mode: str | None) -> Event:
    entry = ontology()
    return replace(
        event,
        type=type,
        mode=mode,
        cameo=entry.cameo(type, mode),
        quad=entry.types[type].quad,
        score=entry.score(type, mode),
        scale=entry.scale,
    )


def _mention(story: Story, event: Event, told: Who, one: Correction) -> Entity:
    """An actor with the nearest mention that the story has of it."""
    same = [entity for entity in (*event.actor, *event.recipient, *story.entities) if _same(who(entity), told)]
    near = min(same, key=lambda entity: abs((entity.start or 0) - event.start), default=None)
    made = near or Entity(text=told.name, name=told.name)
    return _as(made, told, one)


def _same(one: Who, other: Who) -> bool:
    return one.id == other.id if one.id and other.id else plain(one) == plain(other)


def _as(entity: Entity, told: Who, one: Correction) -> Entity:
    return replace(
        entity, name=told.name, id=told.id, country=told.country, state=told.state, sector=told.sector,
        by=BY + one.by, candidates=(),
    )  # fmt: skip


# --- an actor, wherever it was read


def _entity(story: Story, one: Correction, text: str) -> Story | None:
    wrong, right = msgspec.convert(one.old, Who), msgspec.convert(one.new, Who)
    span = _place(story, one, text)
    read = [wrong, *(who(entity) for entity in story.entities if span and (entity.start, entity.end) == span)]
    if not any(_same(who(entity), told) for entity in _all(story) for told in read):
        return None

    def turned(entity: Entity) -> Entity:
        return _as(entity, right, one) if any(_same(who(entity), told) for told in read) else entity

    return _everywhere(story, turned)


def _all(story: Story) -> Iterator[Entity]:
    yield from story.entities
    for event in story.events:
        yield from (*event.actor, *event.recipient, *event.attribution)
    for relation in story.relations:
        yield from (relation.subject, *([relation.object] if relation.object else []), *relation.attribution)
    for attribution in story.attributions:
        yield from attribution.sources


def _everywhere(story: Story, turned: Callable[[Entity], Entity]) -> Story:
    def all_of(entities: Iterable[Entity]) -> tuple[Entity, ...]:
        return tuple(turned(entity) for entity in entities)

    def relation(one: Relation) -> Relation:
        other = turned(one.object) if one.object else None
        return replace(one, subject=turned(one.subject), object=other, attribution=all_of(one.attribution))

    return replace(
        story,
        entities=all_of(story.entities),
        events=tuple(
            replace(e, actor=all_of(e.actor), recipient=all_of(e.recipient), attribution=all_of(e.attribution))
            for e in story.events
        ),
        relations=tuple(relation(one) for one in story.relations),
        attributions=tuple(replace(one, sources=all_of(one.sources)) for one in story.attributions),
        contacts=tuple(replace(one, asked_by_according_to=all_of(one.asked_by_according_to)) for one in story.contacts),
    )


# --- contacts, which follow their mentions


def _contact(
    contact: Contact, before: Sequence[Event], after: Sequence[Event], place: Mapping[int, int]
) -> Contact | None:
    """A contact as its mentions are now; None where none of them tells of one, or it has one side alone. `place`: the
    indexes of the events that there are, by those that they had."""
    changed = [n for n in contact.mentions if before[n] != after[n] or n not in place]
    if not changed:
        return replace(contact, mentions=tuple(place[n] for n in contact.mentions))
    mentions = tuple(n for n in contact.mentions if n in place and after[n].type == MEETS)
    if not mentions:
        return None
    made = replace(contact, mentions=tuple(place[n] for n in mentions))
    for n in changed:
        old, new = before[n], after[n]
        if n in mentions:
            made = _followed(made, old, new)
    parties = _parties(made, [before[n] for n in contact.mentions], [after[n] for n in mentions])
    if len(parties) < min(2, len(contact.parties)):
        return None
    left = {party.code for party in contact.parties} - {party.code for party in parties}
    readouts = {code: quotes for code, quotes in made.readouts.items() if code not in left}
    asked = made.asked_by if made.asked_by not in left else None
    return replace(made, parties=parties, readouts=readouts, asked_by=asked)


def _followed(contact: Contact, old: Event, new: Event) -> Contact:
    """Status, date and channel follow a mention that they came from."""
    if old.status != new.status and contact.status == old.status:
        contact = replace(contact, status=new.status)
    if old.date != new.date and (contact.date == old.date or contact.date is None):
        contact = replace(contact, date=new.date, date_from="text" if new.date else None)
    if old.mode != new.mode and contact.channel in (CHANNELS.get(old.mode), None):
        contact = replace(contact, channel=CHANNELS.get(new.mode))
    return contact


def _parties(contact: Contact, before: Sequence[Event], after: Sequence[Event]) -> tuple[Party, ...]:
    was, now = _sides(before), _sides(after)
    kept = [party for party in contact.parties if party.code not in was or party.code in now]
    held = {party.code for party in kept}
    named = [replace(p, name=now[p.code].name) if _renamed(p, was, now) else p for p in kept]
    fresh = [Party(code=code, name=one.name) for code, one in now.items() if code not in held and code not in was]
    return (*named, *fresh)


def _renamed(party: Party, was: dict[str, Entity], now: dict[str, Entity]) -> bool:
    """Whether its side was told by this name and is another now."""
    if party.code not in was or party.code not in now:
        return False
    return was[party.code].name == party.name != now[party.code].name


def _sides(events: Iterable[Event]) -> dict[str, Entity]:
    from ..claims.parties import code_of  # here: it loads much, and few stories are corrected

    found: dict[str, Entity] = {}
    for event in events:
        for entity in (*event.actor, *event.recipient):
            if code := code_of(entity):
                found.setdefault(code, entity)
    return found

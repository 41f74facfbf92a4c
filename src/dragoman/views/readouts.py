"""Contacts with the accounts of their sides, from all stories that tell them, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from ..claims.parties import state_code
from ..merge.contacts import ContactTelling, merged
from ..merge.members import CONTACTS, Members
from ..merge.shelf import Shelf
from ..store.read import held_at
from ..store.tables import (
    ROOM,
    claims,
    contact_group_parties,
    contact_groups,
    contact_members,
    contact_passing,
    contacts,
)
from ..story import Channel, Entity, Interval, Party, Quote, Status, Story, Value
from .alignment import Row as Matter
from .alignment import align
from .points import Vectors
from .sides import Naming, asked, names, quotations
from .who import who

Aligner = Callable[[Mapping[str, Sequence[Quote]], Mapping[str, str]], tuple[Matter, ...]]


class Telling(Value, frozen=True, kw_only=True):
    """A story that tells a contact. `mentions`: indexes into its events."""

    story: str
    agency: str | None
    published: str | None
    mentions: tuple[int, ...]


class Readout(Value, frozen=True, kw_only=True):
    """A contact with all its accounts: the fields of `story.Contact`, taken from all its stories.

    `mentions`: indexes into the events of the first of `stories`, those of the others stand in `tellings`;
    `alignment`: what the accounts say, matter by matter; `asked_by_according_to_sides`: whom each side says asked;
    `quotations`: words in quotation marks within the accounts, by side; `names`: actors whom the sides call by other
    words.
    """

    id: str
    parties: tuple[Party, ...]
    channel: Channel | None
    status: Status
    asked_by: str | None
    asked_by_according_to: tuple[Entity, ...]
    date: Interval | None
    date_from: str | None
    place: str | None
    mentions: tuple[int, ...]
    readouts: dict[str, tuple[Quote, ...]]
    stories: tuple[str, ...]
    tellings: tuple[Telling, ...]
    alignment: tuple[Matter, ...]
    asked_by_according_to_sides: dict[str, str]
    quotations: dict[str, tuple[Quote, ...]]
    names: tuple[Naming, ...]


def readouts(
    connection: Connection,
    between: Sequence[frozenset[str]] = (),
    on: tuple[str, str] | None = None,
    moment: str | None = None,
    vectors: Vectors | None = None,
) -> list[Readout]:
    """Contacts by their days.

    `between`: sets of codes, of each of which one must be a party; `on`: first and last day (ISO) on which a contact
    may be filed; `moment`: as known then; `vectors`: see `alignment.align`.
    """
    shelf = Shelf(connection)
    members = Members(CONTACTS, shelf)
    out = []
    for group in _groups(connection, between, on, moment):
        told = members_of(members, group.key, moment)
        if any(one.contact is not None for one in told):
            out.append(readout_of(shelf, group.id, told, vectors))
    return out


def _groups(
    connection: Connection, between: Sequence[frozenset[str]], on: tuple[str, str] | None, moment: str | None
) -> Sequence[Row[Any]]:
    table, parties = contact_groups.c, contact_group_parties.c
    asked_for = select(contact_groups).where(*([table.known_from <= moment] if moment else [table.known_to.is_(None)]))
    for codes in between:
        asked_for = asked_for.where(
            table.key.in_(select(parties.contact_group).where(parties.code.in_(sorted(codes))))
        )  # fmt: skip
    if on:
        asked_for = asked_for.where(table.day.between(*on))
    return connection.execute(asked_for.order_by(table.day, table.id)).all()


def members_of(members: Members, group: int, moment: str | None) -> list[ContactTelling]:
    """The tellings of a group that are known; a mention in passing is known with its claim."""
    connection = members.shelf.connection
    rows = connection.execute(
        select(contacts.c.key)
        .join(contact_members, contact_members.c.contact == contacts.c.key)
        .where(contact_members.c.contact_group == group, held_at(contacts, moment))
    ).scalars()
    passing = connection.execute(
        select(claims.c.key)
        .join(contact_passing, contact_passing.c.claim == claims.c.key)
        .where(contact_passing.c.contact_group == group, held_at(claims, moment))
    ).scalars()
    keys, mentions = set(rows), set(passing)
    members.load({key // ROOM for key in keys | mentions})
    told = [m for m in members.by_ref.values() if m.contact in keys or (m.contact is None and mentions & {*m.claims})]
    return [m.told for m in sorted(told, key=lambda m: m.told.key)]


def readout_of(shelf: Shelf, id: str, told: Sequence[ContactTelling], vectors: Vectors | None) -> Readout:
    names_of = {one.telling.story: shelf.key_of(one.telling.story) for one in told}
    by_key = shelf.stories(names_of.values())
    by_name = {name: by_key[key] for name, key in names_of.items()}
    one = merged(told, by_name)
    given = {name: shelf.row(key).id for name, key in names_of.items()}
    texts = {given[name]: story.text for name, story in by_name.items()}
    full = [by_name[name].contacts[i] for name in one.stories for i in one.contacts.get(name, ())]
    first = max(full, key=lambda c: (c.status == "happened", len(c.readouts), c.date is not None))
    asking = next((c for c in (first, *full) if c.asked_by), first)
    dated = next((c for c in full if c.date and (c.date.start, c.date.end) == (one.start, one.end)), first)
    sides = {side: _within(quotes, texts) for side, quotes in one.readouts.items()}
    return Readout(
        id=id,
        parties=one.parties,
        channel=one.channel,
        status=first.status,
        asked_by=asking.asked_by,
        asked_by_according_to=asking.asked_by_according_to,
        date=Interval(start=one.start, end=one.end) if one.start or one.end else None,
        date_from=dated.date_from if one.start or one.end else None,
        place=one.place,
        mentions=one.mentions[one.stories[0]],
        readouts=sides,
        stories=tuple(dict.fromkeys(given[name] for name in one.stories)),
        tellings=tuple(_telling(given[name], by_name[name], one.mentions[name]) for name in one.stories),
        alignment=align(sides, texts, vectors) if sides else (),
        asked_by_according_to_sides=asked(full),
        quotations={side: found for side, quotes in sides.items() if (found := quotations(quotes, texts))},
        names=names(sides, _entities(by_name.values(), given)),
    )


def _within(quotes: Iterable[Quote], texts: Mapping[str, str]) -> tuple[Quote, ...]:
    """Points whose words stand in a story that is held, each text once: reprints say nothing new."""
    seen: dict[str, Quote] = {}
    for quote in quotes:
        if texts.get(quote.story, "")[quote.start : quote.end] == quote.text:
            seen.setdefault(" ".join(quote.text.split()), quote)
    return tuple(seen.values())


def _entities(stories: Iterable[Story], given: Mapping[str, str]) -> dict[str, tuple[Entity, ...]]:
    return {given[story.id]: story.entities for story in stories}


def _telling(id: str, story: Story, mentions: tuple[int, ...]) -> Telling:
    return Telling(story=id, agency=story.agency, published=story.published, mentions=mentions)


def codes_of(told: str) -> frozenset[str]:
    """Codes of parties that somebody means: of a country by its code, name or capital, or of a body by its id.

    A name that the knowledge lacks may be that of a state which only stories tell of.
    """
    asked_for = who(told)
    own = {asked_for.country} if asked_for.country else set(map(state_code, asked_for.names))
    return frozenset({*own, *asked_for.ids, *asked_for.names, told})

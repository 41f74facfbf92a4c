"""What the record makes of stories: all of them in one database, merged, and asked as the commands ask it."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, select, union_all

from dragoman.store.add import merge
from dragoman.store.engine import open_store
from dragoman.store.tables import (
    claims,
    contact_group_parties,
    contact_groups,
    contact_members,
    contact_passing,
    contacts,
    event_groups,
    event_members,
)
from dragoman.store.tables import stories as story_table
from dragoman.store.write import Incoming, store
from dragoman.story import Story
from dragoman.views.merges import Merges, merges
from dragoman.views.readouts import Readout, readouts
from dragoman.views.vectors import word_vectors


class Met(Struct, frozen=True):
    """A contact with all that tell it, held or not. `parties`: code -> name; `start`, `end`: ISO days."""

    parties: dict[str, str]
    stories: tuple[str, ...]
    start: str | None
    end: str | None
    planned: bool
    place: str | None


class Shown(Struct, frozen=True):
    """Merges and accounts as they are shown now; whatever has ended too: contacts, of each mention, by its story and
    index there, the event that it tells, and of each event the number of its origins."""

    merges: Merges
    accounts: list[Readout]
    contacts: list[Met]
    home: dict[tuple[str, int], int]
    origins: dict[int, int]


def shown(stories: Iterable[Story]) -> Shown:
    """Add the stories, and ask."""
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "key.db"), create=True) as opened:
        opened.write(lambda connection: store(connection, [Incoming(one) for one in stories]))
        merge(opened)
        with opened.reading() as connection:
            return Shown(
                merges(connection),
                readouts(connection, vectors=word_vectors),
                list(_contacts(connection)),
                _home(connection),
                _origins(connection),
            )


def _contacts(connection: Connection) -> Iterator[Met]:
    """Those that a story tells in full."""
    party, member = contact_group_parties.c, contact_members.c
    parties: dict[int, dict[str, str]] = defaultdict(dict)
    for group, code, name in connection.execute(select(party.contact_group, party.code, party.name)).tuples():
        parties[group][code] = name
    stories: dict[int, list[str]] = defaultdict(list)
    full = select(member.contact_group, contacts.c.story).join(contacts, contacts.c.key == member.contact)
    passing = select(contact_passing.c.contact_group, claims.c.story).join(
        claims, claims.c.key == contact_passing.c.claim
    )
    names = dict(connection.execute(select(story_table.c.key, story_table.c.id)).tuples().all())
    for group, story in connection.execute(union_all(full, passing)).tuples():
        stories[group].append(names[story])
    for one in connection.execute(select(contact_groups)).all():
        ids = tuple(sorted({*stories[one.key]}))
        yield Met(parties[one.key], ids, one.date_start, one.date_end, one.status == "planned", one.place)


def _home(connection: Connection) -> dict[tuple[str, int], int]:
    told = (
        select(story_table.c.id, claims.c.item, event_members.c.event)
        .join(claims, claims.c.key == event_members.c.claim)
        .join(story_table, story_table.c.key == claims.c.story)
    )
    return {(story, item): event for story, item, event in connection.execute(told)}


def _origins(connection: Connection) -> dict[int, int]:
    return dict(connection.execute(select(event_groups.c.key, event_groups.c.origins)).tuples().all())

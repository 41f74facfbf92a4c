"""What people correct in a story -> its claims, and all that merges made of them.

The rows of a story are written anew, from what was coded and all that people say of it; claims keep keys and ids, so
that what people judged of them still holds. Its tellings are taken out of the merges, and in again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from ..store import bulk, corrections
from ..store.claims import Rows, rows
from ..store.read import stories_of
from ..store.tables import (
    claim_actors,
    claim_contexts,
    claims,
    contact_mentions,
    contact_parties,
    contacts,
    judgements,
    readouts,
    state_claims,
    state_stories,
    stories,
    tellings,
)
from ..store.times import now
from . import events as event_rules
from . import finding, links, run_groups, run_tellings
from .held import companions
from .judgements import US, parts
from .members import WORKS, Members
from .shelf import Shelf

OF_CLAIMS = (claim_actors, claim_contexts, contact_mentions, state_claims)
OF_CONTACTS = (contact_parties, contact_mentions, readouts)
WRITTEN = (claims, claim_actors, claim_contexts, contacts, contact_parties, contact_mentions, readouts)


def bring_up(connection: Connection, ids: Collection[str]) -> list[int]:
    """Bring the versions of these stories up to what people say of them; returns the keys of those that changed.

    In the caller's transaction, which no other merge runs beside. Stories that no merge has taken in yet have no
    merges to be brought up.
    """
    asked = select(stories.c.key, stories.c.id, stories.c.corrected, stories.c.merged)
    rows_of = {row.key: row for row in connection.execute(asked.where(stories.c.id.in_(sorted(ids))))}
    said = corrections.standing(connection, ids)
    changed = []
    for key, story in stories_of(connection, rows_of, as_coded=True):
        row = rows_of[key]
        made = corrections.applied(story, said.get(row.id, ()))
        if corrections.mark(made) != row.corrected:
            written = rows(made, key, *_known(connection, key))
            _renew(connection, key, written, corrections.mark(made), row.merged)
            changed.append(key)
    return changed


def _renew(connection: Connection, key: int, written: Rows, mark: str | None, merged: bool) -> None:
    """Write the claims of a story anew, with all that merges made of them."""
    beside = _taken_out(connection, key) if merged else {}
    for kind in WORKS:
        run_groups.dissolve(kind, connection, [key])
    _replace(connection, key, written)
    connection.execute(update(stories).where(stories.c.key == key).values(corrected=mark))
    if not merged:
        return
    shelf = Shelf(connection)
    shelf.keep_sketches([key])
    met: set[int] = set()
    for kind, work in WORKS.items():
        members = Members(work, shelf)
        changed = run_tellings.take_in(work, members, [key], [], met)
        rest = {number for number in beside[kind] if number in _loaded(members, beside[kind])}
        met = changed | run_tellings.regroup(work, members, rest, [key])


def _loaded(members: Members, numbers: Collection[int]) -> Collection[int]:
    members.load_numbers(numbers)
    return members.by_number


def _taken_out(connection: Connection, key: int) -> dict[str, set[int]]:
    """Take the tellings of a story out of the merges; returns those that were in groups with them, by kind."""
    shelf = Shelf(connection)
    beside: dict[str, set[int]] = {}
    refs: set[str] = set()
    for kind, work in WORKS.items():
        members = Members(work, shelf)
        mine = members.of([key])
        numbers = {member.number for member in mine}
        beside[kind] = companions(work, members, numbers) - numbers
        filed = ((*place, m.number) for m in mine for place in event_rules.filed(work.kind, m.telling))
        finding.forget(connection, filed)
        links.forget(connection, numbers)
        refs |= {member.ref for member in mine}
    for part in parts(sorted(refs)):
        of = judgements.c
        ours = of.by == US, of.kind.in_(list(WORKS)), or_(of.left.in_(part), of.right.in_(part))
        connection.execute(update(judgements).where(*ours, of.withdrawn_at.is_(None)).values(withdrawn_at=now()))
    connection.execute(delete(tellings).where(tellings.c.story == key))
    return beside


def _replace(connection: Connection, key: int, written: Rows) -> None:
    """The rows of claims and contacts instead of those that are there; each is known as long as it was."""
    for table in (claims, contacts):
        held = {row.id: row for row in connection.execute(
            select(table.c.id, table.c.known_from, table.c.known_to).where(table.c.story == key)
        )}  # fmt: skip
        for row in getattr(written, table.name):
            if (old := held.get(row["id"])) is not None:
                row["known_from"], row["known_to"] = old.known_from, old.known_to
    told = select(claims.c.key).where(claims.c.story == key)
    met = select(contacts.c.key).where(contacts.c.story == key)
    _delete(connection, (table.c.claim.in_(told) for table in OF_CLAIMS))
    _delete(connection, (table.c.contact.in_(met) for table in OF_CONTACTS))
    _delete(connection, (table.c.story == key for table in (claims, contacts, state_stories)))
    for table in WRITTEN:
        bulk.insert(connection, table, getattr(written, table.name))


def _delete(connection: Connection, wanted: Iterable[Any]) -> None:
    for one in wanted:
        connection.execute(delete(one.left.table).where(one))


def _known(connection: Connection, key: int) -> tuple[str, str | None]:
    row = connection.execute(select(stories.c.known_from, stories.c.known_to).where(stories.c.key == key)).one()
    return row.known_from, row.known_to

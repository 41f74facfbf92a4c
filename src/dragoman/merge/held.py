"""The groups that tellings are in, in the database."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from ..store.tables import ROOM, contact_members, contact_passing, event_members
from .judgements import parts
from .members import Member, Members, Work


def rows(work: Work, member: Member) -> list[tuple[str, int]]:
    """The rows of a telling that have a group."""
    if work.kind == "contact" and member.contact is not None:
        return [("contact", member.contact)]
    return [("claim", key) for key in member.claims]


def held(work: Work, members: Members, told: Iterable[Member]) -> Iterable[dict[tuple[str, int], int]]:
    """The groups that tellings are in now, by their rows."""
    wanted = [row for member in told for row in rows(work, member)]
    for of, column, group in _columns(work):
        for part in parts(sorted({key for what, key in wanted if what == of})):
            asked = select(column, group).where(column.in_(part))
            yield {(of, key): home for key, home in members.shelf.connection.execute(asked)}


def _columns(work: Work) -> list[tuple[str, ColumnElement[int], ColumnElement[int]]]:
    if work.kind == "event":
        return [("claim", event_members.c.claim, event_members.c.event)]
    return [
        ("contact", contact_members.c.contact, contact_members.c.contact_group),
        ("claim", contact_passing.c.claim, contact_passing.c.contact_group),
    ]


def companions(work: Work, members: Members, numbers: set[int]) -> set[int]:
    """These tellings, by their numbers, and all that are in a group with one of them."""
    connection = members.shelf.connection
    members.load_numbers(numbers)
    told = [members.by_number[n] for n in numbers if n in members.by_number]
    groups = sorted({group for found in held(work, members, told) for group in found.values()})
    out = set(numbers)
    for of, column, group in _columns(work):
        found: set[int] = set()
        for part in parts(groups):
            found.update(connection.execute(select(column).where(group.in_(part))).scalars())
        members.load({key // ROOM for key in found})
        by_row = members.by_contact if of == "contact" else members.by_claim
        out |= {by_row[key].number for key in found if key in by_row}
    return out

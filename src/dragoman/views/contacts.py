"""Contacts of the record: a page of many, told shortly, and one of them with all its accounts."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, distinct, exists, func, or_, select

from ..merge.members import CONTACTS, Members
from ..merge.shelf import Shelf
from ..store import StoreError
from ..store.read import Telling, contacts_by_key, held_at
from ..store.tables import (
    contact_group_parties,
    contact_groups,
    contact_members,
    contact_parties,
    contacts,
    stories,
)
from ..store.tables import readouts as told_readouts
from ..story import Channel, Interval, Party, Status, Value
from .asking import STATUSES
from .points import Vectors
from .readouts import Readout, members_of, readout_of

SELDOM = 5000  # contacts of a party that are looked for by it
Days = tuple[str | None, str | None]


class ContactView(Value, frozen=True, kw_only=True):
    """A contact told shortly. `accounts`: side -> points of its account; `stories`: ids of those that tell it;
    `day`: that it is filed under, its own or else that of its story."""

    id: str
    parties: tuple[Party, ...]
    channel: Channel | None
    status: Status
    asked_by: str | None
    date: Interval | None
    date_from: str | None
    day: str | None
    place: str | None
    accounts: dict[str, int]
    stories: tuple[str, ...]


class ContactPage(Value, frozen=True, kw_only=True):
    """Some contacts, the newest first, those without a day last. `after`: what to ask the next page by; null: none."""

    contacts: tuple[ContactView, ...]
    after: str | None


def page(
    connection: Connection,
    between: Sequence[frozenset[str]] = (),
    days: Days = (None, None),
    sides: int = 0,
    moment: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> ContactPage:
    """Contacts that some story tells as such.

    `between`: sets of codes, of each of which one must be a party; `days`: first and last (ISO) on which a contact may
    be filed; `sides`: at least so many give an account; `moment`: as known then; `after`: a cursor of the page before.
    Raises StoreError for a cursor that is none.
    """
    wanted = [*_wanted(days, sides, moment), *_between(connection, between, moment)]
    seen = _read(after) if after else None
    found: list[Row[Any]] = []
    for dated in (True, False):
        if len(found) <= limit and not (dated and seen and seen[0] is None):
            asked = _part(wanted, dated, seen).limit(limit + 1 - len(found))
            found += connection.execute(asked).all()
    shown = found[:limit]
    told = _told(connection, [row.key for row in shown], moment)
    return ContactPage(
        contacts=tuple(_view(row.id, told[row.key]) for row in shown if row.key in told),
        after=_written(shown[-1].day, shown[-1].id) if len(found) > limit else None,
    )


def one(
    connection: Connection, id: str, moment: str | None = None, vectors: Vectors | None = None
) -> Readout | None:  # fmt: skip
    """A contact with its accounts by its id, or by that of one of its tellings; None where none is known.

    `vectors`: see `alignment.align`.
    """
    group = contact_groups.c
    row = connection.execute(select(group.key, group.id).where(group.id == id)).first()
    if row is None:  # a telling that was added later may have given the contact another id
        asked = (
            select(group.key, group.id)
            .join(contact_members, contact_members.c.contact_group == group.key)
            .join(contacts, contacts.c.key == contact_members.c.contact)
        )
        row = connection.execute(asked.where(contacts.c.id == id)).first()
    if row is None:
        return None
    shelf = Shelf(connection)
    told = members_of(Members(CONTACTS, shelf), row.key, moment)
    if not any(telling.contact is not None for telling in told):
        return None
    return readout_of(shelf, row.id, told, vectors)


def of_story(connection: Connection, story: int) -> dict[int, str]:
    """Ids of the contacts that a story tells, by their indexes in it."""
    asked = (
        select(contacts.c.item, contact_groups.c.id)
        .join(contact_members, contact_members.c.contact == contacts.c.key)
        .join(contact_groups, contact_groups.c.key == contact_members.c.contact_group)
        .where(contacts.c.story == story)
    )
    return {row.item: row.id for row in connection.execute(asked.order_by(contacts.c.key))}


def headlines(connection: Connection, ids: Iterable[str], moment: str | None = None) -> dict[str, str]:
    """The headlines of stories by their ids, as they are held; those without one are left out."""
    columns = stories.c
    asked = select(columns.id, columns.headline).where(
        columns.id.in_(sorted(set(ids))), columns.headline.is_not(None), held_at(stories, moment)
    )
    return {row.id: row.headline for row in connection.execute(asked.order_by(columns.key))}


def _wanted(days: Days, sides: int, moment: str | None) -> list[ColumnElement[bool]]:
    """What must hold of a row of `contact_groups`."""
    group = contact_groups.c
    wanted: list[ColumnElement[bool]] = []
    members = _held(moment)
    if moment is None:
        wanted += [group.known_to.is_(None), exists(members)]
        wanted += [group.sides >= sides] if sides else []
    else:
        wanted += [group.known_from <= moment, or_(group.known_to.is_(None), group.known_to > moment), exists(members)]
        if sides:
            given = members.join(told_readouts, told_readouts.c.contact == contacts.c.key)
            number = given.with_only_columns(func.count(distinct(told_readouts.c.code))).scalar_subquery()
            wanted.append(number >= sides)
    first, last = days
    wanted += [group.day >= first] if first else []
    wanted += [group.day <= last] if last else []
    return wanted


def _between(
    connection: Connection, between: Sequence[frozenset[str]], moment: str | None
) -> list[ColumnElement[bool]]:  # fmt: skip
    """That all take part, in a telling that is known; where one of them seldom does, contacts are found by that one."""
    table = contact_group_parties if moment is None else contact_parties
    sizes: list[tuple[int, ColumnElement[bool]]] = []
    wanted: list[ColumnElement[bool]] = []
    for codes in between:
        mine = table.c.code.in_(sorted(codes))
        few = select(table.c.code).where(mine).limit(SELDOM + 1).subquery()
        sizes.append((connection.execute(select(func.count()).select_from(few)).scalar_one(), mine))
        if moment is None:
            taking = select(table.c.code).where(table.c.contact_group == contact_groups.c.key, mine)
        else:
            taking = _held(moment).join(table, table.c.contact == contacts.c.key).where(mine)
        wanted.append(exists(taking))
    size, rarest = min(sizes, key=lambda size: size[0], default=(SELDOM + 1, None))
    if rarest is not None and size <= SELDOM:
        if moment is None:
            found = select(table.c.contact_group)
        else:
            members = contact_members.c
            found = select(members.contact_group).join(table, table.c.contact == members.contact)
        wanted.append(contact_groups.c.key.in_(found.where(rarest)))
    return wanted


def _held(moment: str | None) -> Select[Any]:
    """The tellings of a row of `contact_groups` that are known."""
    return (
        select(contacts.c.key)
        .join(contact_members, contact_members.c.contact == contacts.c.key)
        .where(contact_members.c.contact_group == contact_groups.c.key, held_at(contacts, moment))
        .correlate(contact_groups)
    )


def _part(wanted: Sequence[ColumnElement[bool]], dated: bool, seen: tuple[str | None, str] | None) -> Select[Any]:
    """Those with a day, or those without, behind what was seen last."""
    group = contact_groups.c
    asked = select(group.key, group.id, group.day).where(*wanted)
    if not dated:
        asked = asked.where(group.day.is_(None)).order_by(group.id)
        return asked.where(group.id > seen[1]) if seen and seen[0] is None else asked
    asked = asked.where(group.day.is_not(None)).order_by(group.day.desc(), group.id)
    if seen:
        asked = asked.where(group.day <= seen[0], or_(group.day < seen[0], group.id > seen[1]))
    return asked


def _told(connection: Connection, groups: Sequence[int], moment: str | None) -> dict[int, list[Telling]]:
    """The known tellings of contacts."""
    asked = (
        select(contact_members)
        .join(contacts, contacts.c.key == contact_members.c.contact)
        .where(contact_members.c.contact_group.in_(groups), held_at(contacts, moment))
    )
    group_of = {row.contact: row.contact_group for row in connection.execute(asked)}
    out: dict[int, list[Telling]] = {}
    for telling in contacts_by_key(connection, group_of):
        out.setdefault(group_of[telling.key], []).append(telling)
    return out


def _view(id: str, told: Sequence[Telling]) -> ContactView:
    head = max(told, key=_rank)
    parties = {side.code: side for one in sorted(told, key=lambda one: one.id) for side in one.parties}
    parties |= {side.code: side for side in head.parties}
    order = dict.fromkeys((*(side.code for side in head.parties), *sorted(parties)))
    points: dict[str, set[str]] = {}
    for telling in told:
        for code, several in telling.readouts.items():
            points.setdefault(code, set()).update(" ".join(words.text.split()) for words in several)
    start, end = _days(told)
    return ContactView(
        id=id,
        parties=tuple(msgspec.convert(parties[code], Party, from_attributes=True) for code in order),
        channel=msgspec.convert(_most(one.channel for one in told), Channel | None),
        status=msgspec.convert(head.status, Status),
        asked_by=head.asked_by or next((one.asked_by for one in told if one.asked_by), None),
        date=Interval(start=start, end=end) if start or end else None,
        date_from=next((one.date_from for one in told if (one.date_start, one.date_end) == (start, end)), None),
        day=head.day,
        place=_most(one.place for one in told),
        accounts={
            code: len(points[code]) for code in (*(c for c in order if c in points), *sorted(points - order.keys()))
        },
        stories=tuple(dict.fromkeys(one.story_id for one in told)),
    )


def _days(told: Sequence[Telling]) -> Days:
    """The day that most tell, a single one where some tell one."""
    dated = [(one.date_start, one.date_end) for one in told if one.date_start or one.date_end]
    number = Counter([days for days in dated if days[0] == days[1]] or dated)
    return min(number, key=lambda days: (-number[days], days[0] or ""), default=(None, None))


def _most(values: Iterable[str | None]) -> str | None:
    """What most tell."""
    told = Counter(value for value in values if value).most_common(1)
    return told[0][0] if told else None


def _rank(one: Telling) -> tuple[Any, ...]:
    """Which telling tells a contact best: as the groups of contacts are kept."""
    status = STATUSES.index(one.status) if one.status in STATUSES else len(STATUSES)
    return -status, one.date_start is not None, len(one.readouts), len(one.parties), one.place is not None, one.id


def _written(day: str | None, id: str) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((day, id))).decode().rstrip("=")


def _read(cursor: str) -> tuple[str | None, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=tuple[str | None, str])
    except ValueError:
        raise StoreError(f"{cursor[:40]!r} is no cursor; give what the last page told") from None

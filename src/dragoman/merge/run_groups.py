"""Groups of events and contacts, kept so that they are quickly asked: what each is, how often it is told, by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from ..store import bulk, gaps
from ..store.read import Actor, Claim, Side, Telling, claims_by_key, contacts_by_key
from ..store.tables import (
    claims,
    contact_group_parties,
    contact_groups,
    contact_members,
    contact_passing,
    contacts,
    event_actors,
    event_gaps,
    event_groups,
    event_members,
    event_pairs,
    story_origins,
)
from ..store.tallies import Tally, pairs
from .judgements import parts
from .members import Member
from .shelf import Shelf

STATUSES = ("happened", "ongoing", "planned")  # what tells best, before all others
HEAD = ("type", "mode", "quad", "score", "status", "background", "date_start", "date_end", "day", "place", "place_name",
        "place_id", "place_country", "place_admin1", "lat", "lon", "actor", "actor_country", "recipient",
        "recipient_country")  # fmt: skip
CONTACT = ("channel", "status", "date_start", "date_end", "day", "place", "asked_by")
LATE = "9999"  # after all days
OF_EVENTS = (event_members, event_actors, event_pairs, event_gaps)
OF_CONTACTS = (contact_members, contact_passing, contact_group_parties)
TOGETHER = 2  # claims that must name a side beside those of the claim that tells an event best


def keep(kind: str, shelf: Shelf, groups: Sequence[Sequence[Member]]) -> None:
    """Replace the groups that any of these tellings are in by these."""
    if kind == "event":
        _keep_events(shelf, groups)
    else:
        _keep_contacts(shelf, groups)


def dissolve(kind: str, connection: Connection, stories: Collection[int]) -> None:
    """Delete the groups that anything of these stories is in: their other tellings are to be grouped anew."""
    if kind == "event":
        mine = select(claims.c.key).where(claims.c.story.in_(sorted(stories)))
        old = set(connection.execute(select(event_members.c.event).where(event_members.c.claim.in_(mine))).scalars())
        tally = Tally()
        tally.take_off(connection, old)
        _delete(connection, old, [table.c.event for table in OF_EVENTS], event_groups)
        tally.write(connection)
        return
    old = set()
    for column, group, whole in (
        (contact_members.c.contact, contact_members.c.contact_group, contacts),
        (contact_passing.c.claim, contact_passing.c.contact_group, claims),
    ):
        mine = select(whole.c.key).where(whole.c.story.in_(sorted(stories)))
        old.update(connection.execute(select(group).where(column.in_(mine))).scalars())
    _delete(connection, old, [table.c.contact_group for table in OF_CONTACTS], contact_groups)


def origins(connection: Connection, stories: Iterable[int]) -> dict[int, list[tuple[int, int, str]]]:
    """Whose words stand where in each story: all of it first, then the parts that are another's."""
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for part in parts(sorted(set(stories))):
        of = story_origins.c
        asked = select(story_origins).where(of.story.in_(part)).order_by(of.story, of.position)
        for row in connection.execute(asked):
            found[row.story].append((row.start, row.stop, row.house))
    return found


def origin_of(spans: Sequence[tuple[int, int, str]], start: int, story: int) -> str:
    """The house that wrote what stands at a place of a story."""
    return next((house for a, b, house in reversed(spans) if a <= start < b), f"story {story}")


# --- events


def _keep_events(shelf: Shelf, groups: Sequence[Sequence[Member]]) -> None:
    connection = shelf.connection
    keys = sorted({key for group in groups for member in group for key in member.claims})
    old, tally = _groups(connection, event_members.c.claim, event_members.c.event, keys), Tally()
    tally.take_off(connection, old)
    _delete(connection, old, [table.c.event for table in OF_EVENTS], event_groups)
    told = {claim.key: claim for claim in claims_by_key(connection, keys)}
    told_in = {claim.story for claim in told.values()}
    houses, held = origins(connection, told_in), gaps.of(connection, told_in)
    made = []
    for group in groups:
        mine = [told[key] for key in dict.fromkeys(key for member in group for key in member.claims)]
        if mine:
            times = [time for c in mine for time in gaps.without((c.known_from, c.known_to), held.get(c.story, ()))]
            made.append((mine, times, _event(mine, times, houses)))
    numbers = bulk.keys(connection, event_groups, len(made))
    bulk.insert(connection, event_groups, [{"key": n, **row} for n, (*_, row) in zip(numbers, made, strict=True)])
    rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in OF_EVENTS}
    for number, (mine, times, event) in zip(numbers, made, strict=True):
        actors = _actors(number, mine, event)
        rows[event_actors] += actors
        rows[event_members] += [_member(number, claim) for claim in mine]
        both = pairs(event, actors).items()
        rows[event_pairs] += [{"event": number, "pair": p, "acts": acts, "day": event["day"]} for p, acts in both]
        between = gaps.between(times) if len(times) > 1 else ()
        rows[event_gaps] += [{"event": number, "start": start, "stop": stop} for start, stop in between]
        tally.add(event, actors)
    for table, several in rows.items():
        bulk.insert(connection, table, several)
    tally.write(connection)


def _member(event: int, claim: Claim) -> dict[str, Any]:
    return {"claim": claim.key, "event": event, "sentence": claim.sentence, "held": claim.known_to is None}


def _held(mine: Sequence[Claim]) -> list[Claim]:
    """What no longer holds does not count, unless nothing does."""
    return [claim for claim in mine if claim.known_to is None] or list(mine)


def _event(
    mine: Sequence[Claim], times: Sequence[gaps.Time], houses: Mapping[int, Sequence[tuple[int, int, str]]]
) -> dict[str, Any]:
    """The row of an event. `times`: when its claims were known."""
    held = _held(mine)
    head = max(held, key=_rank)
    sources = {claim.sources[0].country for claim in held if claim.sources} - {None}
    times = times or [(claim.known_from, claim.known_to) for claim in mine]
    ends = [end for _, end in times]
    return {
        **{name: getattr(head, name) for name in HEAD if name not in ("actor", "recipient", *COUNTRIES)},
        **_first("actor", head.actor),
        **_first("recipient", head.recipient),
        "id": min(mine, key=lambda c: (c.day or LATE, c.id)).id,
        "head": head.key,
        "confidence": max((c.confidence for c in held if c.confidence is not None), default=None),
        "mentions": len(held),
        "stories": len({claim.story for claim in held}),
        "origins": len({origin_of(houses.get(c.story, ()), c.start, c.story) for c in held}),
        "sides": len(sources),
        "known_from": min(start for start, _ in times),
        "known_to": None if None in ends else max(end for end in ends if end),
    }


COUNTRIES = ("actor_country", "recipient_country")


def _first(role: str, actors: Sequence[Actor]) -> dict[str, Any]:
    first = actors[0] if actors else None
    return {role: (first.id or first.name) if first else None, f"{role}_country": first.country if first else None}


def _rank(claim: Claim) -> tuple[Any, ...]:
    """How well a claim tells its event: as a fact, as news, with all sides, day and place; the surest of equals."""
    status = STATUSES.index(claim.status) if claim.status in STATUSES else len(STATUSES)
    filled = bool(claim.actor) + bool(claim.recipient) + (claim.date_start is not None) + (claim.place is not None)
    known = sum(actor.id is not None for actor in (*claim.actor, *claim.recipient))
    return -status, not claim.background, filled, known, claim.confidence or 0.0, claim.id


def _actors(event: int, mine: Sequence[Claim], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sides of the claim that tells it best, those that several claims name, and who all is its source."""
    head = next(claim for claim in mine if claim.key == row["head"])
    out = []
    for role in ("actor", "recipient"):
        told = Counter(w for c in mine for w in {(a.id, a.name, a.country, a.sector) for a in getattr(c, role)})
        first = list(dict.fromkeys((a.id, a.name, a.country, a.sector) for a in getattr(head, role)))
        several = (who for who, count in told.items() if count >= TOGETHER and who not in first)
        more = sorted(several, key=lambda who: (-told[who], repr(who)))
        seen: set[str] = set()
        for id, name, country, sector in (*first, *more):
            if (id or name) not in seen:
                seen.add(id or name)
                out.append(_actor(event, role, len(seen) - 1, (id, name, country, sector), row["day"]))
    chains = [[(a.id, a.name, a.country, a.sector) for a in claim.sources] for claim in _held(mine)]
    for role, told_by in (("source", (who for c in chains for who in c[:1])),
                          ("chain", (who for c in chains for who in c[1:]))):  # fmt: skip
        out += [_actor(event, role, at, who, row["day"]) for at, who in enumerate(dict.fromkeys(told_by))]
    return out


Who = tuple[str | None, str, str | None, str | None]  # id, name, country, sector


def _actor(event: int, role: str, position: int, who: Who, day: str | None) -> dict[str, Any]:
    fields = dict(zip(("actor", "name", "country", "sector"), who, strict=True))
    return {"event": event, "role": role, "position": position, **fields, "day": day}


# --- contacts


def _keep_contacts(shelf: Shelf, groups: Sequence[Sequence[Member]]) -> None:
    connection = shelf.connection
    rows = sorted({m.contact for group in groups for m in group if m.contact is not None})
    passing = sorted({key for group in groups for m in group if m.contact is None for key in m.claims})
    old = _groups(connection, contact_members.c.contact, contact_members.c.contact_group, rows)
    old |= _groups(connection, contact_passing.c.claim, contact_passing.c.contact_group, passing)
    _delete(connection, old, [table.c.contact_group for table in OF_CONTACTS], contact_groups)
    told = {one.key: one for one in contacts_by_key(connection, rows)}
    houses = origins(connection, {one.story for one in told.values()})
    starts = _starts(connection, {key for one in told.values() for key in one.mentions})
    made = [(group, mine) for group in groups if (mine := [told[m.contact] for m in group if m.contact is not None])]
    fresh: dict[Table, list[dict[str, Any]]] = {table: [] for table in (contact_groups, *OF_CONTACTS)}
    for number, (group, mine) in zip(bulk.keys(connection, contact_groups, len(made)), made, strict=True):
        row, sides = _contact(mine, houses, starts)
        named = sorted({key for member in group if member.contact is None for key in member.claims})
        fresh[contact_groups].append({"key": number, **row})
        fresh[contact_members] += [{"contact": one.key, "contact_group": number} for one in mine]
        fresh[contact_passing] += [{"claim": key, "contact_group": number} for key in named]
        fresh[contact_group_parties] += [
            {
                "contact_group": number,
                "position": n,
                "code": side.code,
                "name": side.name,
                "role": side.role,
                "day": row["day"],
            }
            for n, side in enumerate(sides)
        ]
    for table, several in fresh.items():
        bulk.insert(connection, table, several)


def _starts(connection: Connection, keys: Collection[int]) -> dict[int, int]:
    """Where claims stand in their stories."""
    out: dict[int, int] = {}
    for part in parts(sorted(keys)):
        told = select(claims.c.key, claims.c.start).where(claims.c.key.in_(part))
        out.update((row.key, row.start) for row in connection.execute(told))
    return out


def _contact(
    mine: Sequence[Telling], houses: Mapping[int, Sequence[tuple[int, int, str]]], starts: Mapping[int, int]
) -> tuple[dict[str, Any], list[Side]]:
    """The row of a contact, and its sides: those of the telling that tells it best first."""
    held = [one for one in mine if one.known_to is None] or list(mine)
    head = max(held, key=_contact_rank)
    where = {(one.story, min((starts[key] for key in one.mentions if key in starts), default=0)) for one in held}
    ends = [one.known_to for one in mine]
    parties = {side.code: side for one in sorted(held, key=lambda t: t.id) for side in one.parties}
    parties |= {side.code: side for side in head.parties}
    row = {
        **{name: getattr(head, name) for name in CONTACT},
        "asked_by": head.asked_by or next((one.asked_by for one in held if one.asked_by), None),
        "id": min(mine, key=lambda t: (t.day or LATE, t.id)).id,
        "head": head.key,
        "tellings": len(held),
        "stories": len({one.story for one in held}),
        "origins": len({origin_of(houses.get(story, ()), start, story) for story, start in where}),
        "sides": len({code for one in held for code in one.readouts}),
        "known_from": min(one.known_from for one in mine),
        "known_to": None if None in ends else max(end for end in ends if end),
    }
    first = dict.fromkeys((*(side.code for side in head.parties), *sorted(parties)))
    return row, [parties[code] for code in first]


def _contact_rank(one: Telling) -> tuple[Any, ...]:
    status = STATUSES.index(one.status) if one.status in STATUSES else len(STATUSES)
    return -status, one.date_start is not None, len(one.readouts), len(one.parties), one.place is not None, one.id


# --- rows


def _groups(connection: Connection, column: Any, group: Any, keys: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for part in parts(keys):
        found.update(connection.execute(select(group).where(column.in_(part))).scalars())
    return found


def _delete(connection: Connection, groups: Collection[int], columns: Iterable[Any], table: Any) -> None:
    told = list(columns)
    for part in parts(sorted(groups)):
        for column in told:
            connection.execute(delete(column.table).where(column.in_(part)))
        connection.execute(delete(table).where(table.c.key.in_(part)))

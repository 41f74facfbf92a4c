"""Situation: which states stand on a day, each with its evidence; and what changed between two days."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection, func, select
from starlette.responses import Response

from ...knowledge.actors import actors as known_actors
from ...store.engine import Store
from ...store.tables import states
from ...views.changes import ORDER
from ...views.standing_rules import standing
from ..api.situation import Actors, Day, Known, actors, day, difference_of, situation_of
from ..shared import Opened, page
from ..standings import SituationView, State, in_force, made_ready, marked

router = APIRouter()
MANY = 24  # actors that are offered
AT_FIRST = 24  # states of a section, until it is asked for alone
LATER = {
    "ended": "Ended",
    "denied": "Told only to be denied",
    "ahead": "Planned, asked for, threatened or supposed: not holding",
}
WHAT = {
    "began": "Began",
    "first told": "Told for the first time; it may be older",
    "ended": "Ended",
    "changed": "Changed",
    "contested": "Became contested",
    "settled": "Is no longer contested",
    "ahead": "Now planned, asked for or threatened",
}
WHY = {
    "denied": "it is also told that it is not so",
    "shares differ": "the parts that are told differ",
    "taken by another": "taken by another",
    "told as past": "told as past",
    "ended": "an end is told",
}


@router.get("/situation", name="situation")
def view(
    request: Request,
    store: Opened,
    known: Known,
    actor: Actors = [],  # noqa: B006
    as_of: Day = None,
    alone: Annotated[str, Query(max_length=30)] = "",
) -> Response:
    """The page of a situation; its address tells all of it."""
    names, note = _names(actor), made_ready(store)
    told = day(as_of or None)
    found = situation_of(store, names, told, known) if names else None
    values = {
        "found": found, "sections": _sections(found, alone) if found else [], "alone": alone,
        "day": told, "note": note,
        "by_id": {one.id: one for one in found.states} if found else {}, "offered": [] if names else offered(store),
        **_shared(request, names, found.of if found else ()),
    }  # fmt: skip
    return page(request, "situation.html", values)


@router.get("/diff", name="diff")
def diff(
    request: Request,
    store: Opened,
    known: Known,
    actor: Actors = [],  # noqa: B006
    since: str = Query("", alias="from", max_length=30),
    until: str = Query("", alias="to", max_length=30),
) -> Response:
    """The page of what changed between two days."""
    names, note = _names(actor), made_ready(store)
    found = difference_of(store, names, (day(since), day(until or None)), known) if names and since else None
    groups = [
        (WHAT[what], [change for change in found.changes if change.what == what]) for what in ORDER if found
    ]  # fmt: skip
    values = {
        "found": found, "groups": [group for group in groups if group[1]], "since": since, "until": until, "note": note,
        "by_id": {change.after.id: change.after for change in found.changes} if found else {},
        "offered": [] if names else offered(store), **_shared(request, names, found.of if found else ()),
    }  # fmt: skip
    return page(request, "diff.html", values)


def _names(told: list[str]) -> tuple[str, ...]:
    return actors(told) if any(name.strip() for name in told) else ()


def _shared(request: Request, names: tuple[str, ...], of: tuple[str, ...]) -> dict[str, Any]:
    titles = {kind: entry.title for kind, entry in standing().kinds.items()}
    return {
        "names": names, "called": [called(one) for one in of], "given": request.query_params, "why": WHY,
        "titles": titles, "marked": marked,
    }  # fmt: skip


class Section(NamedTuple):
    """States of a kind, or of a verdict; `left`: those beyond the first `AT_FIRST`, unless it is asked for alone."""

    id: str
    heading: str
    states: list[State]
    left: int


def _sections(found: SituationView, alone: str) -> list[Section]:
    """What holds, by kind; then what ended, was denied or is yet to come."""
    held = [
        (kind, entry.title, [one for one in found.states if one.kind == kind and in_force(one)])
        for kind, entry in standing().kinds.items()
    ]
    later = [(verdict, LATER[verdict], [one for one in found.states if one.verdict == verdict]) for verdict in LATER]
    return [
        Section(id, heading, states if alone else states[:AT_FIRST], 0 if alone else max(0, len(states) - AT_FIRST))
        for id, heading, states in (*held, *later)
        if states and alone in ("", id)
    ]


def called(id: str) -> str:
    """What an actor is called."""
    entry = known_actors().by_id.get(id)
    return entry.name if entry else id


def offered(store: Store) -> list[tuple[str, str, int]]:
    """Those of whom most states are told: what they are found by, their names, and of how many."""
    with store.reading() as connection:
        found = _sides(connection)
    return sorted(found, key=lambda one: (-one[2], one[1]))[:MANY]


def _sides(connection: Connection) -> list[tuple[str, str, int]]:
    counts: dict[str, tuple[str, int]] = {}
    for ref, named in ((states.c.subject, states.c.subject_name), (states.c.object, states.c.object_name)):
        asked = select(ref, func.max(named), func.count()).where(ref.is_not(None)).group_by(ref)
        for id, title, number in connection.execute(asked):
            counts[id] = (title or id, counts.get(id, ("", 0))[1] + number)
    return [(id, title, number) for id, (title, number) in counts.items()]

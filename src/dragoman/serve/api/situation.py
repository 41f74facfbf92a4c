"""What holds of one actor, or of two with each other, and what changed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from ...store import StoreError
from ...store.engine import Store
from ...views.asking import asking
from ...views.situation_store import MAX_ACTORS, ask, difference
from ..documents import answers
from ..shared import Opened, json
from ..standings import DifferenceView, SituationView, changed, made_ready, told

router = APIRouter(tags=["situation"])
LONGEST = 200  # characters of a name

Actors = Annotated[
    list[str], Query(max_length=5, description="A country's code, a name or an id; of two, what stands between them.")
]  # fmt: skip
KnownOn = Annotated[
    str | None, Query(max_length=30, description="What was known at the end of that day, instead of now.")
]  # fmt: skip
Day = Annotated[str | None, Query(max_length=30, description="2024-12-03; the last day of a month or year.")]


async def known_on(known_on: KnownOn = None) -> str | None:
    """The day or moment that `known_on` means; an empty value is none. Raises StoreError."""
    return asking(known_on=known_on or None).known_on


Known = Annotated[str | None, Depends(known_on)]


def day(told: str | None) -> str:
    """A day, or the last of a month or year; today without one. Raises StoreError."""
    return asking(last=told).last or told if told else dt.date.today().isoformat()


def actors(told: list[str]) -> tuple[str, ...]:
    """Names that are given, each once. Raises StoreError for too many."""
    names = tuple(dict.fromkeys(name.strip()[:LONGEST] for name in told if name.strip()))
    if not 1 <= len(names) <= MAX_ACTORS:
        raise StoreError(f"give one actor, or two that are asked about together; {len(names)} were given")
    return names


@router.get("/situation", responses=answers(SituationView, "The states that something is told of, by kind"))
def situation(store: Opened, known: Known, actor: Actors, as_of: Day = None) -> Response:
    """Which states stand on a day: allies, support, wars, ceasefires, control, troops, sanctions, members and more."""
    return json(situation_of(store, actors(actor), day(as_of), known))


def situation_of(store: Store, names: tuple[str, ...], as_of: str, known: str | None) -> SituationView:
    """The situation of actors, with the evidence of each state."""
    made_ready(store)
    found = ask(store, names, as_of, known)
    with store.reading() as connection:
        states = told(connection, found.states, found.evidence)
    return SituationView(of=found.of, as_of=found.as_of, known_on=found.known_on, states=states)


@router.get("/diff", responses=answers(DifferenceView, "The changes, by what they are"))
def diff(
    store: Opened,
    known: Known,
    actor: Actors,
    since: Annotated[str, Query(alias="from", max_length=30, description="The earlier day, or the last of a month.")],
    until: Annotated[str, Query(alias="to", max_length=30, description="The later day.")],
) -> Response:
    """Which states began, ended, changed or became contested between two days."""
    return json(difference_of(store, actors(actor), (day(since), day(until)), known))


def difference_of(store: Store, names: tuple[str, ...], days: tuple[str, str], known: str | None) -> DifferenceView:
    """What changed of actors, with the evidence of each state as it is on the later day."""
    made_ready(store)
    found = difference(store, names, *days, known)
    with store.reading() as connection:
        changes = changed(connection, found.changes, found.evidence)
    return DifferenceView(of=found.of, since=found.since, until=found.until, known_on=found.known_on, changes=changes)

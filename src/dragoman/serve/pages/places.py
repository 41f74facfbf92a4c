"""The map: places with their events, the events of what is chosen, and who controls what."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from ...knowledge.ontology import ontology
from ...views.asking import QUADS, SORTS, STATUSES, Asking, Sort
from ...views.counts import count, tally
from ...views.events import events
from ...views.places import Places, places
from ...views.standing_rules import standing
from ..api.places import control_of
from ..filters import Filters
from ..places import around, written
from ..shared import Opened, Reading, page
from ..standings import State, marked
from .situation import WHY

router = APIRouter()
LISTED = 100  # places of the table
NAMED = 3  # places that the heading names
OWN = frozenset({
    "with", "text", "type", "quad", "status", "place", "from", "to", "background", "known_on", "at", "after", "sort",
    "box", "view", "hide",
})  # fmt: skip
MORE = ("type", "status", "place", "background", "known_on", "sort")  # filters that are folded up unless they are told


@router.get("/map", name="map")
def view(
    request: Request,
    connection: Reading,
    store: Opened,
    asked: Filters,
    sort: Annotated[Sort, Query()] = "newest",
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The page of the map; its address tells all of it."""
    found = places(connection, replace(asked, box=None))
    here = places(connection, asked) if asked.box else found
    listed = events(connection, replace(asked, box=asked.box or (-180, -90, 180, 90)), sort, 25, after)
    as_of = asked.last or dt.date.today().isoformat()
    controlled = [] if request.query_params.get("hide") == "control" else _controlled(store, as_of, asked.known_on)
    given = request.query_params
    values = {
        "found": found, "table": found.places[:LISTED], "here": here, "listed": listed, "sort": sort,
        "sorts": SORTS, "quads": QUADS, "statuses": STATUSES, "types": sorted(ontology().types), "given": given,
        "called": _called(here),
        "box_of": lambda place: written(around(place)), "months": _months(connection), "as_of": as_of,
        "controlled": controlled, "by_id": {one.id: one for one, _ in controlled}, "marked": marked, "why": WHY,
        "titles": {kind: entry.title for kind, entry in standing().kinds.items()},
        "unplaced": None if asked.box else count(connection, asked) - found.events,
        "more": any(given.get(name) for name in MORE),
        "others": [(name, value) for name, value in given.multi_items() if name not in OWN and value],
    }  # fmt: skip
    return page(request, "map.html", values)


def _controlled(store: Opened, as_of: str, known: str | None) -> list[tuple[State, bool]]:
    """States of control, and whether each can be drawn."""
    found, told = control_of(store, as_of, known)
    return [
        (state, spot.code is not None or spot.lat is not None) for state, spot in zip(told, found.spots, strict=True)
    ]


def _called(here: Places) -> str:
    """The places with most events, by name."""
    names = list(dict.fromkeys(place.name for place in here.places[:NAMED]))
    more = len(here.places) - len(names) + here.left_out
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _months(connection: Connection) -> tuple[str, str] | None:
    """The first month and the last that have events."""
    told = [month for (month,), number in tally(connection, Asking(), ("month",)).items() if month and number]
    return (min(told), max(told)) if told else None

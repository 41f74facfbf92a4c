"""The map: places with their events, the events of what is chosen, and who controls what."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from ...knowledge.ontology import ontology
from ...store.engine import Store
from ...views.asking import QUADS, SORTS, STATUSES, Asking, Sort
from ...views.counts import count, tally
from ...views.events import events
from ...views.places import Places, places
from ...views.standing_rules import standing
from ..api.places import control_of
from ..api.situation import Day, Known, day
from ..filters import Filters
from ..places import around, written
from ..shared import Opened, Reading, page
from ..standings import marked
from ..templates import cards
from .situation import WHY

router = APIRouter()
LISTED = 100  # places of the table
CARDS = 60  # states of control of the page
NAMED = 3  # places that the heading names
OWN = frozenset({
    "with", "text", "type", "quad", "status", "place", "from", "to", "background", "known_on", "at", "after", "sort",
    "box", "view", "hide", "control",
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
    here = _within(connection, asked, found)
    listed = events(connection, replace(asked, box=asked.box or (-180, -90, 180, 90)), sort, 25, after)
    as_of = asked.last or dt.date.today().isoformat()
    given = request.query_params
    values = {
        "found": found, "table": found.places[:LISTED], "here": here, "listed": listed, "sort": sort,
        "sorts": SORTS, "quads": QUADS, "statuses": STATUSES, "types": sorted(ontology().types), "given": given,
        "called": _called(here),
        "box_of": lambda place: written(around(place)), "months": _months(connection), "as_of": as_of,
        **(_controlled(store, as_of, asked.known_on) if given.get("control") == "list" else {}),
        "unplaced": None if asked.box else count(connection, asked) - found.events,
        "more": any(given.get(name) for name in MORE),
        "event_card": cards(connection, asked),
        "others": [(name, value) for name, value in given.multi_items() if name not in OWN and value],
    }  # fmt: skip
    return page(request, "map.html", values)


@router.get("/map/control", name="control")
def controls(request: Request, store: Opened, known: Known, to: Day = None) -> Response:
    """Who controls what, as a part of the map's page: the script asks for it when all else is there."""
    return page(request, "control.html", _controlled(store, day(to or None), known))


def _controlled(store: Store, as_of: str, known: str | None) -> dict[str, Any]:
    """States of control, each with whether it can be drawn."""
    found, told = control_of(store, as_of, known)
    drawn = (spot.code is not None or spot.lat is not None for spot in found.spots)
    several = list(zip(told, drawn, strict=True))
    return {
        "controlled": several[:CARDS], "beyond": len(several) - len(several[:CARDS]) + found.unseen, "as_of": as_of,
        "known_on": known, "by_id": {one.id: one for one, _ in several[:CARDS]}, "marked": marked, "why": WHY,
        "titles": {kind: entry.title for kind, entry in standing().kinds.items()},
    }  # fmt: skip


def _within(connection: Connection, asked: Asking, found: Places) -> Places:
    """The places in the box that is asked for."""
    if asked.box is None or found.left_out:
        return places(connection, asked) if asked.box else found
    west, south, east, north = asked.box
    return Places(
        places=tuple(
            one
            for one in found.places
            if south <= one.lat <= north
            and (west <= one.lon <= east if west <= east else one.lon >= west or one.lon <= east)
        )
    )


def _called(here: Places) -> str:
    """The places with most events, by name."""
    names = list(dict.fromkeys(place.name for place in here.places[:NAMED]))
    more = len(here.places) - len(names) + here.left_out
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _months(connection: Connection) -> tuple[str, str] | None:
    """The first month and the last that have events."""
    told = [month for (month,), number in tally(connection, Asking(), ("month",)).items() if month and number]
    return (min(told), max(told)) if told else None

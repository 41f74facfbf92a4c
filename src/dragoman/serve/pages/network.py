"""Network: actors and what stands between them as of a day, with the evidence of each edge."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ...store.engine import Store
from ...views.asking import asking
from ...views.events import EventView, events
from ...views.network import Edge, Shape, Sought
from ...views.situation_store import evidence_of
from ...views.standing_rules import standing
from ..api.network import EVENTS, Asked, kinds, network_of
from ..net import drawing, shape
from ..shared import Opened, page
from ..standings import State, marked, told
from .situation import WHY, called, offered

router = APIRouter()
LISTED = 8  # events beside the drawing
WINDOWS = ((30, "30 days"), (90, "90 days"), (365, "a year"), (1826, "five years"))
SHAPES: dict[Shape, str] = {
    "state": "state", "body": "institution", "format": "format or group of states", "group": "armed group or party",
    "person": "person", "place": "territory", "named": "known by name alone",
}  # fmt: skip


@router.get("/network", name="network")
def view(
    request: Request,
    store: Opened,
    asked: Asked,
    edge: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The page of a network; its address tells all of it."""
    made, found = network_of(store, asked)
    chosen = next((one for one in found.edges if one.id == edge), None)
    state, listed = _chosen(store, chosen, asked) if chosen else (None, ())
    names = {node.id: node.name for node in made.nodes}
    values = {
        "found": made, "drawn": drawing(made), "chosen": chosen, "state": state, "listed": listed, "names": names,
        "called": called(asked.centre) if asked.centre else "", "marked": marked, "why": WHY,
        "titles": {kind: entry.title for kind, entry in standing().kinds.items()} | {EVENTS: "Events of pairs"},
        "kinds": kinds(), "picked": asked.kinds | ({EVENTS} if asked.window else set()), "windows": WINDOWS,
        "window": request.query_params.get("window", "90"), "given": request.query_params,
        "shapes": [(one, SHAPES[one], shape(one, 6)) for one in get_args(Shape)],
        "gone": bool(edge) and chosen is None, "offered": offered(store) if not asked.centre else [],
        "events": EVENTS,
    }  # fmt: skip
    return page(request, "network.html", values)


def _chosen(store: Store, edge: Edge, asked: Sought) -> tuple[State | None, tuple[EventView, ...]]:
    """The evidence of an edge: a state with its tellings, or the newest events of a pair."""
    with store.reading() as connection:
        if edge.state:
            return told(connection, [edge.state], evidence_of(connection, [edge.state]))[0], ()
        assert edge.pair
        both: dict[str, Any] = {"first": edge.pair.first, "last": edge.pair.last, "known_on": asked.known_on}
        meant = asking(parties=[edge.source, edge.target], background=False, **both)
        return None, events(connection, meant, "newest", LISTED).events

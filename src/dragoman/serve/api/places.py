"""The map: places with their events, and territories with who controls them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from ...store.engine import Store
from ...views.control import Control, control
from ...views.places import MOST, places
from ..documents import answers
from ..filters import Filters
from ..places import ControlMap, PlaceMap, control_map, place_map
from ..shared import Opened, Reading, json
from ..standings import State, made_ready, told
from .situation import Day, Known, day

router = APIRouter(prefix="/map", tags=["map"])


@router.get("", responses=answers(PlaceMap, "Places as GeoJSON, those with most events first"))
def get(
    connection: Reading,
    asked: Filters,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Places at most.")] = MOST,
) -> Response:
    """How many events of each class there are at each place."""
    return json(place_map(places(connection, asked, limit)))


@router.get("/control", responses=answers(ControlMap, "Territories as GeoJSON, each with who controls it"))
def controls(store: Opened, known: Known, as_of: Day = None) -> Response:
    """Who controls what on a day, as stories tell it."""
    on = day(as_of or None)
    found, states = control_of(store, on, known)
    return json(control_map(found, states, on, known))


def control_of(store: Store, on: str, known: str | None) -> tuple[Control, tuple[State, ...]]:
    """Who controls what on a day, and the same with its evidence."""
    made_ready(store)
    with store.reading() as connection:
        found = control(connection, on, known)
        return found, told(connection, found.states, found.evidence)

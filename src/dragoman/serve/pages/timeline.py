"""Timeline: events of an actor or a dyad over time, and the list of those that are meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ...store import StoreError
from ...views.asking import QUADS, SORTS, STATUSES, Asking, Sort
from ...views.events import events
from ...views.timeline import UNITS, Timeline, Unit, days_of, timeline
from ..bars import chart
from ..filters import Filters
from ..shared import Reading, page
from ..templates import cards

router = APIRouter()
OWN = frozenset({"with", "from", "to", "unit", "background", "known_on", "at", "after", "sort", "status", "quad"})
MORE = ("unit", "quad", "status", "known_on", "sort")  # filters that are folded up unless they are told
CLOSER, WIDER = 1 / 3, 3.0


@router.get("/timeline", name="timeline")
def view(
    request: Request,
    connection: Reading,
    asked: Filters,
    unit: Annotated[str, Query(max_length=10)] = "",
    at: Annotated[str, Query(max_length=10)] = "",
    sort: Annotated[Sort, Query()] = "newest",
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The page of a timeline; its address tells all of it."""
    found = timeline(connection, asked, _unit(unit))
    listed = events(connection, _within(asked, found, at), sort, 25, after)
    values = {
        "found": found, "chart": chart(found), "listed": listed, "at": at, "sort": sort, "sorts": SORTS,
        "units": UNITS, "unit": unit, "quads": QUADS, "statuses": STATUSES, "given": request.query_params,
        "moves": _moves(asked, found, at), "total": sum(one.all for one in found.bins),
        "at_days": days_of(at) if at else None,
        "shown": next((one.all for one in found.bins if one.name == at), 0),
        "more": any(request.query_params.get(name) for name in MORE),
        "others": [(name, value) for name, value in request.query_params.multi_items() if name not in OWN and value],
        "event_card": cards(connection, asked),
    }  # fmt: skip
    return page(request, "timeline.html", values)


def _unit(told: str) -> Unit | None:
    """The unit of bins that is asked for; None for one that suits. Raises StoreError."""
    if not told:
        return None
    for unit in UNITS:
        if told == unit:
            return unit
    raise StoreError(f"{told!r} is no unit of time; there are {', '.join(UNITS)}")


def _within(asked: Asking, found: Timeline, at: str) -> Asking:
    """The filters of the list: of a bin, if one is chosen."""
    if not at:
        return asked
    first, last = days_of(at)
    return replace(asked, first=max(first, asked.first or first), last=min(last, asked.last or last))


def _moves(asked: Asking, found: Timeline, at: str) -> dict[str, dict[str, Any]]:
    """What the buttons above the drawing ask for: the days they go to, for the address."""
    everything = {"All of it": {"from": None, "to": None, "at": None, "after": None}}
    if not found.first or not found.last:
        return everything if asked.first or asked.last else {}
    first, last = dt.date.fromisoformat(found.first), dt.date.fromisoformat(found.last)
    days = (last - first).days + 1
    middle = first + dt.timedelta(days=days // 2)
    made = {}
    if days > 1:
        made["Closer"] = _around(_heart(found, at) or middle, max(1, round(days * CLOSER)))
    if asked.first or asked.last:
        made["Wider"] = _around(middle, round(days * WIDER))
        made["Earlier"] = _around(_moved(middle, -max(1, days // 2)), days)
        made["Later"] = _around(_moved(middle, max(1, days // 2)), days)
    moves = {name: {**move, "at": None, "after": None} for name, move in made.items()}
    return {**moves, **(everything if asked.first or asked.last else {})}


def _heart(found: Timeline, at: str) -> dt.date | None:
    """The middle of the bin that is chosen, else of that with as many events before it as after it."""
    half, before, meant = sum(one.all for one in found.bins) / 2, 0, None
    for one in found.bins:
        if one.name == at or (meant is None and before + one.all >= half):
            meant = one
        before += one.all
    if meant is None:
        return None
    first, last = dt.date.fromisoformat(meant.first), dt.date.fromisoformat(meant.last)
    return first + (last - first) // 2


def _around(middle: dt.date, days: int) -> dict[str, str | None]:
    first = _moved(middle, -(days // 2))
    return {"from": first.isoformat(), "to": _moved(first, days - 1).isoformat()}


def _moved(day: dt.date, days: int) -> dt.date:
    """A day some days away, within the calendar."""
    return dt.date.fromordinal(max(1, min(dt.date.max.toordinal(), day.toordinal() + days)))

"""Events: pages, counts, one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from ...story import Value
from ...views.asking import Sort, bys
from ...views.counts import tally
from ...views.events import EventPage, events
from ..documents import answers
from ..filters import Filters
from ..shared import Reading, json

router = APIRouter(prefix="/events", tags=["events"])
MOST = 500


class Counts(Value, frozen=True, kw_only=True):
    """Rows of counts: the values of `by`, in its order, and how many events have them."""

    by: tuple[str, ...]
    rows: tuple[tuple[tuple[str | None, ...], int], ...]


@router.get("", responses=answers(EventPage, "Events, the first by `sort` first"))
def find(
    connection: Reading,
    asked: Filters,
    sort: Annotated[Sort, Query(description="What comes first.")] = "newest",
    limit: Annotated[int, Query(ge=1, le=MOST, description="Events of a page.")] = 50,
    after: Annotated[str | None, Query(max_length=200, description="`after` of the page before.")] = None,
) -> Response:
    """Events that pass all filters."""
    return json(events(connection, asked, sort, limit, after))


@router.get("/count", responses=answers(Counts, "How many events there are for each combination of the fields"))
def count(
    connection: Reading,
    asked: Filters,
    by: Annotated[str, Query(max_length=100, description="Fields to count by, with commas: month,dyad.")] = "",
    limit: Annotated[int, Query(ge=1, le=10_000, description="Rows at most.")] = 1000,
) -> Response:
    """How many events pass all filters: in all, or by some fields."""
    names = bys(by) if by else ()
    rows: Any = tuple(tally(connection, asked, names).items())[:limit]
    return json(Counts(by=names, rows=rows if names else (((), rows[0][1] if rows else 0),)))

"""Search: events by words and fields, with counts of what else could be asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ...knowledge.ontology import ontology
from ...views.asking import QUADS, SORTS, STATUSES, By, Sort
from ...views.counts import count, tally
from ...views.events import events
from ..filters import Filters
from ..shared import Reading, page

router = APIRouter()
FACETS: tuple[By, ...] = ("type", "quad", "status", "actor", "source", "year")
SHOWN = 8  # values of a facet


@router.get("/", name="search")
def search(
    request: Request,
    connection: Reading,
    asked: Filters,
    sort: Annotated[Sort, Query()] = "newest",
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The page of a search; its address tells all of it."""
    found = events(connection, asked, sort, 25, after)
    facets = {by: list(tally(connection, asked, (by,)).items())[:SHOWN] for by in FACETS}
    values = {
        "found": found, "total": count(connection, asked), "facets": facets, "sort": sort, "sorts": SORTS,
        "types": sorted(ontology().types), "quads": QUADS, "statuses": STATUSES, "given": request.query_params,
    }  # fmt: skip
    return page(request, "search.html", values)

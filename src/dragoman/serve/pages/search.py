"""Search: events by words and fields, with counts of what else could be asked for.

Counts that are kept are there at once. The others would keep the page waiting where there are many events: the page's
script asks for them when all else is there (`/facets`), and a link does so without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from ...knowledge.actors import actors
from ...knowledge.entries import State
from ...knowledge.ontology import ontology
from ...views.asking import QUADS, SORTS, STATUSES, Asking, By, Sort
from ...views.counts import count, tally
from ...views.events import events
from ...views.kept import kept
from ...views.people import name_of
from ...views.query import GROUPS, bases
from ..filters import Filters
from ..shared import Reading, page
from ..templates import cards

router = APIRouter()
FACETS: tuple[By, ...] = ("type", "quad", "status", "actor", "source", "year")
NAMES = {"quad": "class"}
SHOWN = 8  # values of a facet
COSTLY = 50_000  # events from which counts that are not kept are made only when they are asked for
NAMED = ("actor", "source")  # facets of actors, by their ids
NO_FILTERS = ("sort", "after", "facets")  # of the address
CALLED = {
    "with": "takes part", "from": "from", "to": "to", "known_on": "as known on", "text": "words", "quad": "class",
    "box": "within", "origins": "origins at least", "confidence": "sure at least", "background": "recalled",
}  # fmt: skip
Value = tuple[str, str, int, bool]  # a value, its name, how many, and whether to ask for it may find more
Facet = tuple[str, str, list[Value]]  # a field, its title, its values


@router.get("/", name="search")
def search(
    request: Request,
    connection: Reading,
    asked: Filters,
    sort: Annotated[Sort, Query()] = "newest",
    after: Annotated[str | None, Query(max_length=200)] = None,
    facets: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The page of a search; its address tells all of it."""
    given, total = request.query_params, count(connection, asked)
    quick = [by for by in FACETS if facets == "all" or _ready(connection, asked, by)]
    values = {
        "found": events(connection, asked, sort, 25, after), "total": total,
        "facets": _facets(connection, asked, quick), "later": [NAMES.get(by, by) for by in FACETS if by not in quick],
        "sort": sort, "sorts": SORTS, "types": sorted(ontology().types), "quads": QUADS, "statuses": STATUSES,
        "given": given, "chosen": _chosen(given.multi_items()), "costly": asked.known_on is not None or total > COSTLY,
        "event_card": cards(connection, asked),
    }  # fmt: skip
    return page(request, "search.html", values)


@router.get("/facets", name="facets")
def later(request: Request, connection: Reading, asked: Filters) -> Response:
    """The counts that a search does not wait for, as a part of its page."""
    slow = [by for by in FACETS if not _ready(connection, asked, by)]
    return page(request, "facets.html", {"facets": _facets(connection, asked, slow), "given": request.query_params})


def _ready(connection: Connection, asked: Asking, by: By) -> bool:
    """Whether counts by a field are kept."""
    return bases(connection)[0] is GROUPS and kept(asked, (by,)) is not None


def _facets(connection: Connection, asked: Asking, several: Sequence[By]) -> list[Facet]:
    found: list[Facet] = []
    for by in several:
        rows = [(value, number) for (value,), number in tally(connection, asked, (by,)).items() if value]
        rows = rows[-SHOWN:][::-1] if by == "year" else rows[:SHOWN]  # the last years
        if rows:
            found.append((by, NAMES.get(by, by), [_value(by, value, number) for value, number in rows]))
    return found


def _value(by: By, value: str, number: int) -> Value:
    """As the page shows it. To ask for it may find more: a state with all who act for it, a source anywhere."""
    if by not in NAMED:
        return value, value, number, False
    return value, name_of(value), number, by == "source" or isinstance(actors().by_id.get(value), State)


def _chosen(given: Iterable[tuple[str, Any]]) -> list[tuple[str, str, str]]:
    """The filters of an address: what each is called, its value, and the address without it."""
    told = [(name, value) for name, value in given if value.strip()]
    chosen = []
    for at, (name, value) in enumerate(told):
        if name in NO_FILTERS:
            continue
        others = [one for place, one in enumerate(told) if place != at and one[0] not in ("after", "facets")]
        shown = name_of(value) if name in ("actor", "recipient", "with", "source") else value
        chosen.append((CALLED.get(name, name), shown, "/" + ("?" + urlencode(others) if others else "")))
    return chosen

"""For those who run the server: is it alive, can it answer, how much does it do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import select
from starlette.responses import Response

from ...errors import DragomanError
from ...store.tables import stories
from ...story import Value
from ...version import __version__
from ..coding import coding_of
from ..documents import answers, problems
from ..shared import json, store_of

router = APIRouter(tags=["operating"])


class Health(Value, frozen=True, kw_only=True):
    """The process runs."""

    status: str
    version: str


class Ready(Value, frozen=True, kw_only=True):
    """The database answers. `coder`: whether the first story will be quick."""

    status: str
    database: str
    coder: bool


@router.get("/health", responses=answers(Health, "The process runs"))
def health() -> Response:
    """Whether the process runs; it asks nothing else."""
    return json(Health(status="ok", version=__version__))


@router.get("/ready", responses=answers(Ready, "The database answers", also=(503,)))
def ready(request: Request) -> Response:
    """Whether requests can be answered: the database is asked."""
    store = store_of(request)
    try:
        with store.reading() as connection:
            connection.execute(select(stories.c.key).limit(1)).first()
    except DragomanError as error:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"Retry-After": "5"}) from None
    return json(Ready(status="ok", database=store.name, coder=coding_of(request).ready))


METRICS: dict[int | str, Any] = {
    200: {"description": "The numbers, in the text format of Prometheus", "content": {"text/plain": {}}}
}


@router.get("/metrics", responses={**METRICS, **problems(503)}, response_class=Response)
def metrics(request: Request) -> Response:
    """Requests by route, method and status, the seconds they took, stories and events: for Prometheus."""
    return Response(request.app.state.metrics.told(store_of(request)), headers={"Content-Type": CONTENT_TYPE_LATEST})

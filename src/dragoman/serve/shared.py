"""What all endpoints and pages share: the open store, JSON and HTML answers, whether a request may write."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import unquote, urlsplit

import msgspec
from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy import Connection, QueuePool
from starlette.responses import HTMLResponse, Response

from ..store.engine import Store
from .settings import Settings
from .templates import templates

HERE = Path(__file__).parent
API = "/api/v1"
AT_ONCE = 15  # connections in use up to which another is there at once: well below the most that there are
COOKIE, NAME = "dragoman-token", "dragoman-name"


def store_of(request: Request) -> Store:
    """The open database."""
    return cast(Store, request.app.state.store)


async def opened(request: Request) -> Store:
    """The same; not in a thread of its own, which costs more than it does."""
    return store_of(request)


def settings_of(request: Request) -> Settings:
    """What the server was told."""
    return cast(Settings, request.app.state.settings)


async def reading(request: Request) -> AsyncIterator[Connection]:
    """A connection that sees one state of the database during the request. Where we might wait for one, or for a server
    of databases, a thread does so."""
    store = store_of(request)
    pool = store.engine.pool
    if store.engine.dialect.name == "sqlite" and isinstance(pool, QueuePool) and pool.checkedout() < AT_ONCE:
        with store.reading() as connection:
            yield connection
    else:
        async with contextmanager_in_threadpool(store.reading()) as connection:
            yield connection


Reading = Annotated[Connection, Depends(reading)]
Opened = Annotated[Store, Depends(opened)]


def may_write(request: Request) -> bool:
    """Whether a request bears the token: as `Authorization: Bearer`, or in the cookie that the page sets."""
    given = _borne(request)
    return is_token(request, unquote(request.cookies.get(COOKIE, "")) if given is None else given)


def is_token(request: Request, given: str) -> bool:
    """Whether this is the token of the server."""
    token = settings_of(request).token
    return token is not None and secrets.compare_digest(given.strip().encode(), token.encode())


def _borne(request: Request) -> str | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given if scheme.lower() == "bearer" else None


def writer(request: Request) -> None:
    """Refuse a request that stores or corrects without the token, or with that of a browser from another site."""
    if not may_write(request):
        detail = "storing and correcting need the token that `dragoman serve` was given or printed at its start"
        raise HTTPException(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"})
    if _borne(request) is None:
        same_site(request)


def same_site(request: Request) -> None:
    """Refuse what a page of another site sends: browsers tell whose page it was, and none but ours may."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = site == "same-origin" if site else urlsplit(origin or "").netloc == request.headers.get("host", "")
    if not ours:
        detail = "this came from a page of another site; send it from a page of this server, or with the token itself"
        raise HTTPException(HTTPStatus.FORBIDDEN, detail)


def name_of(request: Request) -> str:
    """The name under which the person at this browser judges; empty where it was not asked yet."""
    return unquote(request.cookies.get(NAME, ""))


Writer = Depends(writer)
SameSite = Depends(same_site)


def json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, headers, "application/json")


def page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A template filled: all values are escaped by it."""
    known = {"request": request, "writes": may_write(request), "store": store_of(request).name}
    return HTMLResponse(templates().get_template(template).render({**known, **values}), status, headers)


def wants_page(request: Request) -> bool:
    """Whether a request is a browser's for a page, and not a program's for data."""
    accepts = request.headers.get("accept", "")
    return not request.url.path.startswith(API) and "text/html" in accepts

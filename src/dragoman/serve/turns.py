"""How many requests a process is at at once: no more than there are connections to the database.

Each request takes a connection before it runs, in a thread. With more of them than connections, threads that wait for
one would keep from running those that have one, and nobody would get on. So requests wait here, which costs nothing.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from .paths import under
from .problems import answer
from .shared import API

AT_ONCE = 6  # requests, each with two connections at most; Python runs one at a time in any case
WAITING = 500  # requests that may wait
OWN = ("/static", "/health", "/read", f"{API}/exports", f"{API}/read")  # what needs none, or has bounds of its own


class Turns:
    """Lets so many requests in, and the others wait in turn."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.places = asyncio.Semaphore(AT_ONCE)
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or under(scope["path"], OWN):
            await self.app(scope, receive, send)
            return
        if self.waiting >= WAITING:
            status, wait = HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "2"}
            await answer(Request(scope), status, "too many wait: try again", wait)(scope, receive, send)
            return
        self.waiting += 1
        try:
            await self.places.acquire()
        finally:
            self.waiting -= 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.places.release()


def add_turns(app: FastAPI) -> None:
    """Bound what an app is at at once; to be added before all that counts or guards."""
    app.add_middleware(Turns)

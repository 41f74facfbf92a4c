"""Answers that are kept until the database changes: what was asked once is there at once.

As the parts of answers (`store/parts.py`), all are void after any commit, and on PostgreSQL nothing is kept. What a
process has not, another may have (`together.py`).
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from http import HTTPStatus

import msgspec
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..store.parts import Commits
from .paths import under
from .shared import API
from .together import Together

MOST = 64_000_000  # bytes that a process keeps
MOST_EACH = 1_000_000
VARIES = ("/read", "/health", "/ready", "/metrics", "/static", f"{API}/exports", f"{API}/openapi.json")
PERSONAL = (b"cookie", b"authorization", b"range")
VARY = b"Accept, Cookie, Authorization"
OF_BODIES = (b"content-length", b"content-type")  # headers
Key = tuple[bytes, bytes, bytes, str]
encode = msgspec.msgpack.encode


class Route(msgspec.Struct, frozen=True):
    """Of a route that gave an answer, its address."""

    path: str | None


class Answer(msgspec.Struct, frozen=True):
    """An answer, the route that gave it, and what a browser may show that it has it already (`ETag`)."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    route: Route
    tag: bytes

    async def give(self, scope: Scope, send: Send) -> None:
        """Send it, or that what the asker has is it."""
        scope["route"] = self.route
        headers = [*self.headers, (b"etag", self.tag), (b"cache-control", b"no-cache"), (b"vary", VARY)]
        if any(name == b"if-none-match" and self.tag in value for name, value in scope["headers"]):
            headers = [one for one in headers if one[0] not in OF_BODIES]
            await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


decode = msgspec.msgpack.Decoder(Answer).decode


class Kept:
    """Gives answers again that are still true."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.held: OrderedDict[Key, Answer] = OrderedDict()
        self.making: dict[Key, asyncio.Event] = {}
        self.size = 0
        self.commit: int | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        commits: Commits | None = getattr(scope["app"].state, "commits", None) if key else None
        commit = commits.count() if commits else None
        if key is None or commit is None:
            await self.app(scope, receive, send)
            return
        together: Together | None = scope["app"].state.together
        if commit != self.commit:
            self._void(commit, together)
        if key not in self.held and (others := self.making.get(key)) is not None:
            await others.wait()
        time = together.time() if together else None
        if (found := self._found(key, together)) is not None:
            await found.give(scope, send)
            return
        with self._alone(key):
            made = await self._made(scope, receive, send)
            if made is not None and commit == self.commit:
                self._keep(key, made)
                if together:
                    together.keep(encode(key), encode(made), time)
        if made is not None:
            await made.give(scope, send)

    def _void(self, commit: int, together: Together | None) -> None:
        """The database has changed, or was not looked at before."""
        self.held.clear()
        self.size, self.commit = 0, commit
        if together:
            together.void()

    def _found(self, key: Key, together: Together | None) -> Answer | None:
        """What this process has, or another."""
        if (found := self.held.get(key)) is not None:
            self.held.move_to_end(key)
        elif together and (told := together.get(encode(key))) is not None:
            found = decode(told)
            self._keep(key, found)
        return found

    @contextmanager
    def _alone(self, key: Key) -> Iterator[None]:
        """Others who ask for the same meanwhile wait for it once."""
        done = self.making[key] = asyncio.Event()
        try:
            yield
        finally:
            done.set()
            if self.making.get(key) is done:
                del self.making[key]

    async def _made(self, scope: Scope, receive: Receive, send: Send) -> Answer | None:
        """What the application answers; None where that is not to be kept, and was sent as it came."""
        start: Message | None = None
        made: Answer | None = None

        async def noted(message: Message) -> None:
            nonlocal start, made
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
                start = message
                return
            if start is not None:
                body = message.get("body", b"")
                if not message.get("more_body", False) and len(body) <= MOST_EACH:
                    tag = b'"' + blake2b(body, digest_size=12).hexdigest().encode() + b'"'
                    route = Route(getattr(scope.get("route"), "path", None))
                    made = Answer(tuple(start.get("headers", ())), body, route, tag)
                    return
                await send(start)
                start = None
            await send(message)

        await self.app(scope, receive, noted)
        return made

    def _keep(self, key: Key, made: Answer) -> None:
        old = self.held.pop(key, None)
        self.held[key] = made
        self.size += len(made.body) - (len(old.body) if old else 0)
        while self.size > MOST:
            _, gone = self.held.popitem(last=False)
            self.size -= len(gone.body)


def _key(scope: Scope) -> Key | None:
    """What an answer hangs on; None for what is a person's own, or is another each time."""
    if scope["type"] != "http" or scope["method"] != "GET" or under(scope["path"], VARIES):
        return None
    headers = dict(scope["headers"])
    if any(name in headers for name in PERSONAL):
        return None
    path = scope.get("raw_path") or scope["path"].encode()
    return path, scope.get("query_string", b""), headers.get(b"accept", b""), dt.date.today().isoformat()


def add_kept(app: FastAPI) -> None:
    """Keep the answers of an app; to be added after `turns`, which those that are kept need not wait for."""
    app.add_middleware(Kept)

"""Answers that are kept until the database changes: what was asked once is there at once.

As the parts of answers (`store/parts.py`), all are void after any commit, and on PostgreSQL nothing is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..store.parts import Commits
from .shared import API

MOST = 64_000_000  # bytes that a process keeps
MOST_EACH = 1_000_000
VARIES = ("/read", "/health", "/ready", "/metrics", "/static/", f"{API}/exports/", f"{API}/openapi.json")
PERSONAL = (b"cookie", b"authorization", b"range")
Key = tuple[bytes, bytes, bytes, str]


@dataclass
class Answer:
    """An answer, and the route that gave it."""

    start: Message
    route: Any
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    whole: bool = False


class Kept:
    """Gives answers again that are still true."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.held: OrderedDict[Key, Answer] = OrderedDict()
        self.size = 0
        self.commit: int | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        commits: Commits | None = getattr(scope["app"].state, "commits", None) if key else None
        commit = commits.count() if commits else None
        if key is None or commit is None:
            await self.app(scope, receive, send)
            return
        if commit != self.commit:
            self.held.clear()
            self.size, self.commit = 0, commit
        if (found := self.held.get(key)) is not None:
            self.held.move_to_end(key)
            scope["route"] = found.route
            await send({**found.start, "headers": list(found.start["headers"])})
            await send({"type": "http.response.body", "body": b"".join(found.parts)})
            return
        made = await self._made(scope, receive, send)
        if made is not None and commit == self.commit:
            self._keep(key, made)

    async def _made(self, scope: Scope, receive: Receive, send: Send) -> Answer | None:
        """Let the application answer; None where the answer is not to be kept."""
        made: Answer | None = None

        async def noted(message: Message) -> None:
            nonlocal made
            if message["type"] == "http.response.start" and message["status"] == 200:
                made = Answer({**message, "headers": list(message.get("headers", ()))}, scope.get("route"))
            elif message["type"] == "http.response.body" and made is not None:
                made.parts.append(message.get("body", b""))
                made.size += len(made.parts[-1])
                made.whole = not message.get("more_body", False)
                if made.size > MOST_EACH:
                    made = None
            await send(message)

        await self.app(scope, receive, noted)
        return made if made is not None and made.whole else None

    def _keep(self, key: Key, made: Answer) -> None:
        old = self.held.pop(key, None)
        self.held[key] = made
        self.size += made.size - (old.size if old else 0)
        while self.size > MOST:
            _, gone = self.held.popitem(last=False)
            self.size -= gone.size


def _key(scope: Scope) -> Key | None:
    """What an answer hangs on; None for what is a person's own, or is another each time."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(VARIES):
        return None
    headers = dict(scope["headers"])
    if any(name in headers for name in PERSONAL):
        return None
    path = scope.get("raw_path") or scope["path"].encode()
    return path, scope.get("query_string", b""), headers.get(b"accept", b""), dt.date.today().isoformat()


def add_kept(app: FastAPI) -> None:
    """Keep the answers of an app; to be added after `turns`, which those that are kept need not wait for."""
    app.add_middleware(Kept)

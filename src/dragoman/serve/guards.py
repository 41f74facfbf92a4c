"""What guards every answer: headers that let no script of a story run, and the names that we are asked by."""

from __future__ import annotations

import re
from http import HTTPStatus

import msgspec
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..cli.params import is_loopback
from .problems import MEDIA_TYPE, Problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


NAME = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]+?)\.?)(?::[0-9]*)?")  # of a header `Host`
LONGEST = 100  # characters of a name that are told back


class Guards:
    """Sets the headers of every answer; refuses requests by a name that is not ours.

    `host`: where the server listens, None where that is not known. At an address of this machine alone a page of
    another site can reach us still, by a name of its own that it lets mean 127.0.0.1: only names of this machine, and
    `host` itself, are answered there.
    """

    def __init__(self, app: ASGIApp, host: str | None = None) -> None:
        self.app = app
        self.host = host if host and is_loopback(host) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        asked = name_of(Headers(scope=scope).get("host"))
        if self.host is None or asked is None or asked == self.host.lower() or is_loopback(asked):
            await self.app(scope, receive, guarded)
        else:
            await _refused(asked, scope["path"])(scope, receive, guarded)


def name_of(told: str | None) -> str | None:
    """The name in a header `Host`, without its port; None where there is no header, empty where it is none."""
    if told is None:
        return None
    found = NAME.fullmatch(told.strip().lower())
    return (found[1] or found[2]) if found else ""


def _refused(name: str, path: str) -> Response:
    """The answer to who asks by a name that is not ours; it tells nothing of what is stored."""
    status = HTTPStatus.MISDIRECTED_REQUEST
    detail = (
        f"this server was asked by the name {name[:LONGEST]!r}, but is for this machine alone: ask it as localhost or "
        "127.0.0.1; `dragoman serve --host ADDRESS` lets others read"
    )
    problem = Problem(title=status.phrase, status=status, detail=detail, instance=path)
    return Response(msgspec.json.encode(problem), status, media_type=MEDIA_TYPE)


def add_guards(app: FastAPI, host: str | None = None) -> None:
    """Guard an app. `host`: where it listens."""
    app.add_middleware(Guards, host=host)

"""Errors as problem documents (RFC 9457), and as a page to those who ask for one."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response

from ..errors import DragomanError, TooLarge
from .shared import page, wants_page

MEDIA_TYPE = "application/problem+json"


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem document: `title` and `status` of the kind, `detail` what happened here and what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str | None = None


def add_problems(app: FastAPI) -> None:
    """Answer every error with a problem document; no traceback is ever shown."""
    app.add_exception_handler(DragomanError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def answer(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that cannot be met."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, instance=request.url.path)
    if wants_page(request):
        return page(request, "problem.html", {"problem": problem}, status=status, headers=headers)
    return Response(msgspec.json.encode(problem), status, headers, MEDIA_TYPE)


def not_found(what: str) -> HTTPException:
    """What to raise for a thing that is not there."""
    return HTTPException(HTTPStatus.NOT_FOUND, f"{what}: there is no such thing here")


async def _ours(request: Request, error: Exception) -> Response:
    too_large = isinstance(error, TooLarge)
    return answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST, str(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = (f"{'.'.join(map(str, one['loc'][1:])) or one['loc'][0]}: {one['msg']}" for one in error.errors())
    return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(told))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    headers = dict(error.headers) if error.headers else None
    return answer(request, error.status_code, str(error.detail), headers)


async def _unforeseen(request: Request, error: Exception) -> Response:
    return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "this is a fault of ours, and it is in the server's log")

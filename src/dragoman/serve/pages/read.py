"""Read a story: a text or file in, its record out; kept by those who have the token."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from ...errors import DragomanError, InputError
from ...ingest.decode import decode
from ..bodies import MOST, Given, body, story_of
from ..coding import NAME as STORY
from ..coding import coding_of
from ..keeping import keep
from ..paths import segment
from ..reader import reading
from ..shared import COOKIE, NAME, Opened, SameSite, is_token, may_write, name_of, page, same_site, writer

router = APIRouter()
MOST_NAME = 100
FIELDS = ("text", "headline", "date", "agency", "id")


async def form(request: Request, data: Annotated[bytes, Depends(body)]) -> AsyncIterator[FormData]:
    """What a form sent, up to the bound; its file is closed with the answer."""
    request._body = data  # what was read within the bound, instead of the stream
    async with request.form(max_files=1, max_fields=40, max_part_size=MOST) as found:
        yield found


Form = Annotated[FormData, Depends(form)]


@router.get("/read", name="read")
def empty(request: Request) -> Response:
    """The form."""
    return page(request, "read.html", _values(request, {}))


async def sent(form: Form) -> dict[str, Any]:
    """The fields of a form, and the bytes of its file."""
    told: dict[str, Any] = {name: str(form.get(name) or "").strip("\r\n") for name in FIELDS}
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        told |= {"data": await file.read(), "file": file.filename}
    return told


Sent = Annotated[dict[str, Any], Depends(sent)]


@router.post("/read", dependencies=[SameSite])
def read(request: Request, told: Sent) -> Response:
    """The record of what was sent. Nothing is kept."""
    try:
        given = _given(told)
        story = coding_of(request).read(given)
    except DragomanError as error:
        return page(request, "read.html", _values(request, told, wrong=str(error)), status=400)
    values = {"view": reading(story), "given": _packed(given), "name": name_of(request)}
    return page(request, "read_story.html", values)


@router.post("/read/keep")
def kept(request: Request, to: Opened, form: Form) -> Response:
    """Store what was read, and lead to it. The token may come with it, and is kept then."""
    comes = form.get("token") is not None and not may_write(request)
    if comes:
        same_site(request)
        _check(request, form)
    else:
        writer(request)
    given = _unpacked(str(form.get("given") or ""))
    stored = keep(to, coding_of(request).read(given), given.row)
    answer = RedirectResponse(f"/stories/{segment(stored.id)}", 303)
    if comes:
        _remember(request, answer, form)
    return answer


@router.post("/token", dependencies=[SameSite])
def token(request: Request, form: Form) -> Response:
    """Keep the token, and the name of who bears it, in cookies that no script sees."""
    _check(request, form)
    answer = RedirectResponse(own_path(form.get("next")), 303)
    _remember(request, answer, form)
    return answer


@router.post("/token/forget", dependencies=[SameSite])
def forget(request: Request, form: Form) -> Response:
    """Forget token and name."""
    answer = RedirectResponse(own_path(form.get("next")), 303)
    for name in (COOKIE, NAME):
        answer.delete_cookie(name, path="/", httponly=True, samesite="strict")
    return answer


def own_path(told: object) -> str:
    """A path of this server to go on with: nothing that a browser takes for another."""
    path = str(told or "/read")
    safe = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if safe else "/read"


def keep_in(request: Request, answer: Response, name: str, value: str) -> None:
    """Keep a value in a cookie that no script sees, and that no page of another site sends."""
    secure = request.url.scheme == "https"
    answer.set_cookie(name, quote(value, safe=""), path="/", httponly=True, samesite="strict", secure=secure)


def _check(request: Request, form: FormData) -> None:
    """Refuse a form that does not bear the token."""
    if not is_token(request, str(form.get("token") or "")):
        raise HTTPException(401, "this is not the token: it is printed where `dragoman serve` was started")


def _remember(request: Request, answer: Response, form: FormData) -> None:
    """Keep the token, and the name of who bears it."""
    keep_in(request, answer, COOKIE, str(form.get("token")).strip())
    if name := str(form.get("name") or "").strip()[:MOST_NAME]:
        keep_in(request, answer, NAME, name)


def _values(request: Request, told: dict[str, Any], wrong: str | None = None) -> dict[str, Any]:
    return {"told": told, "wrong": wrong, "name": name_of(request), "limit": MOST}


def _given(told: dict[str, Any]) -> Given:
    """Raises DragomanError for what is no story."""
    values = {name: told[name] for name in FIELDS if told.get(name)}
    if "data" in told:
        values["text"] = decode(told["data"], STORY)
    if not values.get("text"):
        raise InputError("there is no text: paste one, or choose a file")
    return story_of(values)


def _packed(given: Given) -> str:
    """A story as a form can hold it, whatever characters it has."""
    row = given.row
    values = {"id": row.id, "text": row.text, "headline": row.headline, "date": row.date, "agency": row.agency}
    return base64.b64encode(msgspec.json.encode(values)).decode()


def _unpacked(told: str) -> Given:
    try:
        values = msgspec.json.decode(base64.b64decode(told, validate=True), type=dict[str, str | None])
    except (ValueError, msgspec.MsgspecError):
        raise InputError("this is no story that was read here: read it again") from None
    return story_of(values)

"""What is sent to us: its bytes up to a bound, and what they hold."""

from __future__ import annotations

import codecs
from email.message import Message
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, HTTPException, Request

from ..batch.rows import Row, as_object, as_row
from ..errors import DragomanError, RowError
from ..ingest.decode import MAX_BYTES
from ..store.claims import digest

T = TypeVar("T")
MOST = 2 * MAX_BYTES  # bytes of a body: JSON may write a character with six
MOST_ID = 1000  # characters
JSON, RAW = "application/json", ("text/plain", "text/html", "application/xhtml+xml", "application/octet-stream")
FIELDS = ("id", "headline", "date", "agency", "source", "lang")


async def body(request: Request) -> bytes:
    """The body of a request; one that is over the bound is not read on."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > MOST:
        raise _too_large()
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST:
            raise _too_large()
        parts.append(part)
    return b"".join(parts)


Body = Annotated[bytes, Depends(body)]


def _too_large() -> HTTPException:
    return HTTPException(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"over {MOST:,} bytes: no story has as many; cut it into stories"
    )


def parsed(request: Request, data: bytes, kind: type[T]) -> T:
    """JSON as a value of a type; raises what is answered as a problem."""
    if media_type(request) != JSON:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {JSON}, and say so in Content-Type")
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, f"the body: {error}") from None


def media_type(request: Request) -> str:
    """What the body is said to be."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


class Given(msgspec.Struct, frozen=True):
    """A story to read. `row`: as a file of rows has it; `lang`: its language, whatever it looks like."""

    row: Row
    lang: str | None = None


async def given(request: Request, data: Body) -> Given:
    """The story that a request brings: JSON with `text`, or the page itself with the rest in the address.

    Raises RowError for what is no story, and what is answered as a problem for another media type.
    """
    kind = media_type(request)
    if kind == JSON:
        return story_of(as_object(data))
    if kind and kind not in RAW:
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"{kind[:80]!r} is not read: send {JSON}, text/plain or text/html"
        )
    asked = {name: request.query_params[name] for name in FIELDS if request.query_params.get(name)}
    return page_of(data, _charset(request), asked)


Story = Annotated[Given, Depends(given)]


def story_of(values: dict[str, Any]) -> Given:
    """Values of JSON as a story; without an `id` it is called by the hash of its text. Raises RowError."""
    values = dict(values)
    lang = values.pop("lang", None)
    if not isinstance(lang, str | None):
        raise RowError("`lang` is not a string")
    if values.get("id") in (None, ""):
        values["id"] = digest(values.get("text"), values.get("headline"), values.get("date"))
    row = as_row(values)
    check(row, lang)
    return Given(row, lang or None)


def page_of(data: bytes, charset: str | None, asked: dict[str, str]) -> Given:
    """A page as a story. Raises DragomanError where it is no text."""
    from ..ingest.decode import decode

    text = _decoded(data, charset) if charset else decode(data, "the body")
    return story_of({"text": text, **asked})


def check(row: Row, lang: str | None) -> None:
    """Refuse what no database and no address can hold. Raises RowError."""
    if len(row.id) > MOST_ID:
        raise RowError(f"`id` has {len(row.id):,} characters, {MOST_ID:,} at most")
    for name, value in (("id", row.id), ("headline", row.headline), ("agency", row.agency), ("lang", lang)):
        if value and "\0" in value:
            raise RowError(f"`{name}` has a character NUL")
    if "\0" in str(row.extra):
        raise RowError("a field has a character NUL")


def _charset(request: Request) -> str | None:
    told = Message()
    told["content-type"] = request.headers.get("content-type", "")
    return told.get_content_charset()


def _decoded(data: bytes, charset: str) -> str:
    try:
        codecs.lookup(charset)
        return data.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        raise DragomanError(f"the body is not in {charset[:40]!r} as its Content-Type says; send UTF-8") from None

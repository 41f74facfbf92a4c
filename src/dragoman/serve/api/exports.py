"""The record in the forms that other programs read, as it is written."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response, StreamingResponse

from ...errors import DragomanError
from ...exports.export import FORMATS, made, written
from ...views.asking import Asking
from ..documents import problems
from ..filters import Filters
from ..shared import Opened

router = APIRouter(prefix="/exports", tags=["exports"])
AT_ONCE = 4  # exports that a process writes at once: each keeps a connection to the database
PART = 65_536  # characters that are sent together
KINDS = {  # media type and ending
    "plover": ("application/x-ndjson", "jsonl"),
    "icews": ("text/tab-separated-values", "tsv"),
    "polecat": ("text/tab-separated-values", "tsv"),
    "csv": ("text/csv", "csv"),
    "parquet": ("application/vnd.apache.parquet", "parquet"),
    "duckdb": ("application/octet-stream", "duckdb"),
    "geojson": ("application/geo+json", "geojson"),
    "graphml": ("application/graphml+xml", "graphml"),
    "claims": ("application/x-ndjson", "jsonl"),
    "annotations": ("application/x-ndjson", "jsonl"),
}
Format = Enum("Format", {name: name for name in FORMATS}, type=str)  # type: ignore[misc]
_places = threading.BoundedSemaphore(AT_ONCE)


def _answers() -> dict[int | str, dict[str, Any]]:
    kinds = sorted({kind for kind, _ in KINDS.values()})
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {200: {"description": "The file", "content": content}, **problems(503)}


@router.get("/{format}", responses=_answers(), response_class=Response)
def export(store: Opened, format: Format, asked: Filters) -> Response:
    """Events that pass all filters, in a form of `docs/exports.md`; of claims and annotations the stories of the days
    asked for, and no other filter."""
    kind, ending = KINDS[format.value]
    if format.value in ("claims", "annotations") and asked != Asking(first=asked.first, last=asked.last):
        raise DragomanError(f"{format.value} are whole stories: no filter but `from` and `to` goes with them")
    headers = {"Content-Disposition": f'attachment; filename="dragoman-{format.value}.{ending}"'}
    with ExitStack() as stack:
        stack.enter_context(_place())
        if (lines := made(format.value)) is not None:
            connection = stack.enter_context(store.reading())
            parts = _sent(stack.pop_all(), _together(iter(lines(connection, asked))))
            next(parts)  # what cannot be is told before the answer begins
            return StreamingResponse(parts, media_type=kind, headers=headers)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-export-"))
        path = Path(folder) / f"events.{ending}"
        written(store, format.value, asked, path)
        rest = BackgroundTask(stack.pop_all().close)
    return FileResponse(path, media_type=kind, headers=headers, background=rest)


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise HTTPException(
            HTTPStatus.SERVICE_UNAVAILABLE, f"{AT_ONCE} exports are being written: try again", {"Retry-After": "10"}
        )
    try:
        yield
    finally:
        _places.release()


def _sent(stack: ExitStack, parts: Iterator[str]) -> Generator[bytes, None, None]:
    """Nothing, and the first part is there; then all parts. What was opened for them is closed, however it ends."""
    with stack:
        first = next(parts, "")
        yield b""
        yield first.encode()
        for part in parts:
            yield part.encode()


def _together(lines: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PART:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)

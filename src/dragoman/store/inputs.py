"""Paths -> what is to be added: rows to code, stories that are coded, and what is neither, with the reason.

A path is a file or a folder, `-` is standard input. What a file holds is told by its first characters: an object of
JSON is a row or the story object of one, all else a page. A folder gives the files in it whose endings are those of
pages and rows, in the order of their names.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..batch.rows import GZIP, MAX_LINE, STDIN, BadRow, Row, Rows, parse
from ..errors import InputError
from ..ingest.decode import MAX_BYTES, decode
from ..schema import from_json
from ..story import Story
from . import times

PAGES = (".txt", ".text", ".html", ".htm", ".xhtml")
ROWS = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz")
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")  # a line each, whatever stands in the first
MAX_HEAD = 4096  # bytes that tell what a file holds
BOM = b"\xef\xbb\xbf"
OPENING = (b'{"', b"{ ", b"{\n", b"{\r", b"{\t", b"{}")


@dataclass(frozen=True, slots=True)
class Coded(Row):
    """A row that is the story object already."""

    story: Story | None = None


@dataclass(frozen=True)
class File:
    """A file to read; `id`: of the story, where it is a page."""

    path: str
    id: str


class Inputs:
    """What the paths hold, in order. `size`: bytes of all files, None where one has no size; `position`: those read.

    `others`: how many files of a folder were left out for their ending.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self.others = 0
        self.files = [file for path in paths for file in self._found(path)]
        self.size = None if STDIN in paths else sum(_size(file.path) for file in self.files)
        self._before = 0
        self._rows: _StoryRows | None = None
        self._number = 0

    @property
    def position(self) -> int:
        return self._before + (self._rows.position if self._rows and self.size is not None else 0)

    def __iter__(self) -> Iterator[Row | BadRow]:
        for file in self.files:
            yield from self._items(file)
            self._rows = None
            self._before += _size(file.path)

    def _found(self, path: str) -> Iterator[File]:
        if path == STDIN:
            yield File(STDIN, "stdin")
        elif os.path.isdir(path):
            yield from self._walked(Path(path))
        elif os.path.exists(path):
            yield File(path, _writable(Path(path).stem))
        else:
            yield File(path, "")

    def _walked(self, folder: Path) -> Iterator[File]:
        for where, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in names if not name.startswith(".")):
                path = Path(where) / name
                if name.lower().endswith((*PAGES, *ROWS)) and path.is_file():
                    yield File(str(path), _writable(path.relative_to(folder).with_suffix("").as_posix()))
                else:
                    self.others += 1

    def _items(self, file: File) -> Iterator[Row | BadRow]:
        try:
            head, whole = _looked_at(file.path)
        except OSError as error:
            yield self._bad(file, f"it cannot be opened ({error.strerror}); check the name")
            return
        if whole is not None:
            self._number += 1
            yield _item(whole, self._number, file.path, 1)
        elif file.path.lower().endswith(LINES) or head.startswith((*OPENING, GZIP)):
            self._rows = _StoryRows([file.path], self._number)
            yield from self._rows
            self._number = self._rows.number
        else:
            yield self._page(file)

    def _page(self, file: File) -> Row | BadRow:
        name = "standard input" if file.path == STDIN else _writable(file.path)
        try:
            text = decode(_bytes(file.path, MAX_BYTES + 1), name)
        except InputError as error:
            return self._bad(file, str(error).removeprefix(f"{name}: "))
        except OSError as error:
            return self._bad(file, f"it cannot be read ({error.strerror})")
        self._number += 1
        return Row(number=self._number, file=file.path, line=0, id=file.id, text=text)

    def _bad(self, file: File, reason: str) -> BadRow:
        self._number += 1
        return BadRow(self._number, file.path, 0, None, reason)


class _StoryRows(Rows):
    """Rows, some of which may be story objects."""

    def __init__(self, files: Sequence[str], before: int) -> None:
        super().__init__(files)
        self._number = before

    @property
    def number(self) -> int:
        return self._number

    def parsed(self, data: bytes | None, number: int, file: str, line: int) -> Row | BadRow:
        return _item(data, number, file, line)


class _Marks(msgspec.Struct):
    """What a story object has and no row."""

    passages: msgspec.Raw
    made_by: msgspec.Raw


def _item(data: bytes | None, number: int, file: str, line: int) -> Row | BadRow:
    """One object of JSON: a story object where it has the marks of one, else a row."""
    if data is None or b'"made_by"' not in data:
        return parse(data, number, file, line)
    plain = data.removeprefix(BOM)
    try:
        msgspec.json.decode(plain, type=_Marks)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return parse(data, number, file, line)
    try:
        story = from_json(plain)
    except (ValueError, RecursionError) as error:
        reason = f"it is no story object of this version ({error}); code its text again"
        return BadRow(number, file, line, None, reason)
    if (fault := _no_time(story)) is not None:
        return BadRow(number, file, line, story.id, f"story {story.id!r}: {fault}")
    return Coded(number=number, file=file, line=line, id=story.id, text=story.text, story=story)


def _no_time(story: Story) -> str | None:
    """Why it cannot be told when a story came out; None where it can."""
    if times.zone_of(story.zone) is None:
        return f"its zone {story.zone!r} is no offset such as +01:00, and no IANA name such as Europe/Paris; mend it"
    for name, told in (("published", story.published), ("date", story.date)):
        if told and times.parsed(told) is None:
            return f"its {name} {told!r} is no ISO date such as 2024-12-03 or 2024-12-03T19:23; mend it"
    return None


def _looked_at(path: str) -> tuple[bytes, bytes | None]:
    """The first characters of a file; and all of it, where it is one object over several lines."""
    if path == STDIN:
        head = sys.stdin.buffer.peek(MAX_HEAD) if hasattr(sys.stdin.buffer, "peek") else b""
    else:
        head = _bytes(path, MAX_HEAD)
    plain = head.removeprefix(BOM).lstrip()
    first = plain.split(b"\n", 1)[0].strip()
    return plain, _bytes(path, MAX_LINE) if first == b"{" else None


def _size(path: str) -> int:
    """Bytes of a file; 0 for standard input, and for what is not there."""
    return os.path.getsize(path) if path != STDIN and os.path.exists(path) else 0


def _bytes(path: str, most: int) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read(most)
    with open(path, "rb") as stream:
        return stream.read(most)


def _writable(name: str) -> str:
    """A file's name in characters that can be written, whatever bytes it has."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

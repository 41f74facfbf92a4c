"""OUT.jsonl and OUT.errors.jsonl: written row by row, and read again to go on with a run that was broken off.

Each row of the input becomes one line in one of the two files, in the order of the rows. So what is done can be read
off the files themselves: the rows are walked, and each is either the next line of the errors (by its number) or the
next story of OUT (by its id). The first that is neither is where the run goes on. Nothing else is kept, so nothing else
can be out of step after a crash; a last line without its end is cut off and done again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from . import BatchError
from .rows import BadRow, Row

T = TypeVar("T")
BLOCK = 65_536  # bytes read at a time in search of the last line's start


class ErrorLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of OUT.errors.jsonl. `row` counts the rows of all inputs from 1, `line` the lines of `file` from 1."""

    file: str
    line: int
    row: int
    id: str | None
    reason: str


NO_ERROR: tuple[ErrorLine | None, int] = (None, 0)


class _Head(msgspec.Struct):
    """What is needed of a line of OUT to know its row."""

    id: str


def errors_path(out: Path) -> Path:
    """`x.jsonl` -> `x.errors.jsonl`; any other ending stays, with `.errors.jsonl` behind it."""
    return out.with_name((out.stem if out.suffix == ".jsonl" else out.name) + ".errors.jsonl")


class Output:
    """The two files of a batch, open for appending. Each line is with the system before the next row is written.

    `done`: rows that an earlier run did, once `rest` was asked.
    """

    def __init__(self, out: Path, *, resume: bool = False, overwrite: bool = False) -> None:
        """Raises BatchError when the files exist and neither flag is given, or another run is writing them."""
        self.out, self.errors = out, errors_path(out)
        there = [path for path in (self.out, self.errors) if path.exists() and path.stat().st_size]
        if there and not (resume or overwrite):
            raise BatchError(f"{there[0]}: it is there already; --resume goes on with it, --overwrite begins anew")
        self._out = _locked(out)
        self._errors: BinaryIO | None = None
        self.done = 0
        if overwrite and not resume:
            self.errors.unlink(missing_ok=True)
            self._out.truncate(0)

    def close(self) -> None:
        self._out.close()
        if self._errors:
            self._errors.close()

    def story(self, line: bytes) -> None:
        _append(self._out, line, self.out)

    def error(self, row: Row | BadRow, reason: str) -> None:
        if self._errors is None:
            self._errors = open(self.errors, "ab", buffering=0)  # noqa: SIM115
        file = row.file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # names may be no text
        entry = ErrorLine(file=file, line=row.line, row=row.number, id=row.id, reason=reason)
        _append(self._errors, msgspec.json.encode(entry), self.errors)

    def rest(self, rows: Iterator[Row | BadRow], seen: set[str]) -> Iterator[Row | BadRow]:
        """The rows that are not done yet; the ids of those done go into `seen`.

        Raises BatchError when the files hold something else than what the first of these rows come to.
        """
        _cut_torn_line(self.out)
        _cut_torn_line(self.errors)
        stories, errors = _ids(self.out), _error_lines(self.errors)
        story, (error, error_at) = next(stories, None), next(errors, NO_ERROR)
        for row in rows:
            if error and error.row == row.number and error.id in (None, row.id):
                error, error_at = next(errors, NO_ERROR)
            elif story is None:
                self._cut_errors(error, error_at)
                return chain([row], rows)
            elif isinstance(row, Row) and row.id == story:
                story = next(stories, None)
            else:
                raise self._not_ours(f"it has {story!r} where the input has {row.file}, line {row.line}")
            self.done += 1
            if row.id is not None:
                seen.add(row.id)
        if story is not None or error is not None:
            raise self._not_ours("it holds more rows than the input")
        return iter(())

    def _not_ours(self, why: str) -> BatchError:
        return BatchError(f"{self.out}: it does not begin this batch: {why}; give the same files, or --overwrite")

    def _cut_errors(self, error: ErrorLine | None, offset: int) -> None:
        """Drop errors of rows that will be done again: OUT lost lines that were written before them (power failure)."""
        if error is not None:
            os.truncate(self.errors, offset)


def _locked(path: Path) -> BinaryIO:
    """Open for appending, unbuffered; the lock ends with the process, however it ends."""
    stream = open(path, "ab", buffering=0)  # noqa: SIM115
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        return stream
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        raise BatchError(f"{path}: another run is writing it; wait for it or give another -o") from None
    return stream


def _append(stream: BinaryIO, line: bytes, path: Path) -> None:
    left = memoryview(line + b"\n")
    try:
        while left:
            left = left[stream.write(left) :]
    except OSError as error:
        raise BatchError(f"{path}: it cannot be written ({error.strerror}); make room, then --resume") from error


def _cut_torn_line(path: Path) -> None:
    """Cut a last line that has no end."""
    if not path.exists():
        return
    with open(path, "rb+") as stream:
        end = stream.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - BLOCK)
            stream.seek(start)
            found = stream.read(end - start).rfind(b"\n")
            if found >= 0:
                end = start + found + 1
                break
            end = start
        stream.truncate(end)


def _ids(path: Path) -> Iterator[str]:
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            yield _decoded(line, _Head, path, number).id


def _error_lines(path: Path) -> Iterator[tuple[ErrorLine | None, int]]:
    """Each error, and where its line begins (bytes)."""
    if not path.exists():
        return
    offset = 0
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            yield _decoded(line, ErrorLine, path, number), offset
            offset += len(line)


def _decoded(line: bytes, kind: type[T], path: Path, number: int) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.MsgspecError as error:
        raise BatchError(f"{path}: line {number} is none of ours ({error}); repair it, or --overwrite") from None

"""Files of rows -> Row or BadRow, one for each line that is not blank."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn

from ..errors import InputError, RowError
from ..ingest.dates import given

MAX_LINE = 32_000_000  # bytes: four times the largest story that ingest takes, for text written as \u escapes
MAX_DEPTH = 64  # of values inside of values; it must be far below what Python's own recursion bears
STDIN = "-"
GZIP = b"\x1f\x8b"
OPTIONAL = ("date", "headline", "source", "agency")
KNOWN = frozenset({"id", "text", *OPTIONAL})


@dataclass(frozen=True, slots=True)
class Row:
    """A story to code. `number` counts the rows of all inputs from 1, `line` the lines of `file` from 1."""

    number: int
    file: str
    line: int
    id: str
    text: str
    date: str | None = None
    headline: str | None = None
    agency: str | None = None
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no story, and why."""

    number: int
    file: str
    line: int
    id: str | None
    reason: str


class Rows:
    """The rows of `files` (plain or gzip, `-` for standard input) in order.

    `size` is the bytes of all files, or None where one has no size; `position` those read so far (as stored).
    """

    def __init__(self, files: Sequence[str]) -> None:
        self.files = files
        self.size = _total_size(files)
        self._before = 0
        self._raw: IO[bytes] | None = None
        self._number = 0

    @property
    def position(self) -> int:
        return self._before + (self._raw.tell() if self._raw and self.size is not None else 0)

    def __iter__(self) -> Iterator[Row | BadRow]:
        for file in self.files:
            yield from self._rows(file)

    def parsed(self, data: bytes | None, number: int, file: str, line: int) -> Row | BadRow:
        """One line; None stands for one over `MAX_LINE`."""
        return parse(data, number, file, line)

    def _rows(self, file: str) -> Iterator[Row | BadRow]:
        line, torn = 0, None
        try:
            with _opened(file) as (self._raw, lines):
                for line, data in _lines(lines):
                    if data is None or data.strip():
                        self._number += 1
                        yield self.parsed(data, self._number, file, line)
        except (OSError, EOFError, zlib.error) as error:
            torn = error
        finally:
            self._raw = None  # it is closed now
        self._before += _total_size([file]) or 0
        if torn is not None:
            self._number += 1
            reason = f"the file cannot be read on from here ({torn}); check that it is whole"
            yield BadRow(self._number, file, line + 1, None, reason)


def parse(data: bytes | None, number: int, file: str, line: int) -> Row | BadRow:
    """One line as a row; None stands for a line over `MAX_LINE`."""
    id = None
    try:
        row = as_object(data)
        id = _id(row)
        return as_row(row, number, file, line)
    except RowError as error:
        return BadRow(number, file, line, id, str(error))


def as_row(row: dict[str, Any], number: int = 1, file: str = STDIN, line: int = 0) -> Row:
    """The values of a line as a row; raises RowError."""
    id = _id(row)
    known = {key: _text(row, key) for key in OPTIONAL}
    source = known.pop("source")
    extra = {key: value for key, value in row.items() if key not in KNOWN}
    if source is not None:
        extra["source"] = source
    text = row.get("text")
    if not isinstance(text, str):
        raise RowError("there is no `text`" if text is None else f"`text` is {_kind(text)}, not a string")
    date, agency = _date(known["date"]), known["agency"] or source
    return Row(number, file, line, id, text, date, known["headline"], agency, extra)


def check_date(value: str) -> str:
    """An ISO date or date-time as it is; raises RowError for anything else."""
    try:
        given(value)
    except InputError:
        example = "2024-12-03 or 2024-12-03T19:23"
        raise RowError(f"{value[:40]!r} is no ISO date such as {example}, of the years 1801 to 2199") from None
    return value


def as_object(data: bytes | None) -> dict[str, Any]:
    """The values of a line of JSON; None stands for a line over `MAX_LINE`. Raises RowError."""
    if data is None:
        raise RowError(f"the line is over {MAX_LINE:,} bytes; one story a line")
    try:
        line = data.decode("utf-8-sig")  # files put together have marks inside too
        row = json.loads(line, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise RowError(f"the line is not UTF-8 (byte {error.start + 1})") from None
    except RecursionError:
        raise RowError("the line is nested too deeply") from None
    except ValueError as error:
        raise RowError(f"the line is not JSON: {error}") from None
    if not isinstance(row, dict):
        raise RowError(f"the line is {_kind(row)}, not an object with `id` and `text`")
    if _deeper_than(MAX_DEPTH, row):
        raise RowError("the line is nested too deeply")
    return _without_surrogates(row) if "\\ud" in line.lower() else row


def _deeper_than(depth: int, value: object) -> bool:
    level = [value]
    for _ in range(depth):
        inner = (v.values() if isinstance(v, dict) else v for v in level if isinstance(v, dict | list))
        level = [item for items in inner for item in items]
    return bool(level)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _without_surrogates(value: Any) -> Any:
    """Half characters, which no encoding can write, become U+FFFD, one for one."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def _id(row: dict[str, Any]) -> str:
    value = row.get("id")
    if value is None or value == "":
        raise RowError("there is no `id`")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RowError(f"`id` is {_kind(value)}, not a string or a number")
    return str(value)


def _text(row: dict[str, Any], key: str) -> str | None:
    """An optional field; null and blanks are absent."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RowError(f"`{key}` is {_kind(value)}, not a string")
    return value.strip() or None


def _date(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return check_date(value)
    except RowError as error:
        raise RowError(f"`date`: {error}") from None


def _kind(value: object) -> str:
    """What JSON calls a value of this type."""
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "an object", list: "a list", str: "a string", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def _total_size(files: Sequence[str]) -> int | None:
    if STDIN in files:
        return None
    return sum(Path(file).stat().st_size for file in files if Path(file).exists())


@contextmanager
def _opened(file: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The stored bytes of `file`, and its content."""
    raw: IO[bytes] = sys.stdin.buffer if file == STDIN else open(file, "rb")  # noqa: SIM115
    try:
        head = raw.peek(2)[:2] if hasattr(raw, "peek") else b""
        yield raw, gzip.GzipFile(fileobj=raw) if head == GZIP else raw  # type: ignore[misc]
    finally:
        if file != STDIN:
            raw.close()


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one over `MAX_LINE`, which is passed over without being kept."""
    number = 0
    while data := stream.readline(MAX_LINE):
        number += 1
        if len(data) < MAX_LINE or data.endswith(b"\n"):
            yield number, data
            continue
        while data and not data.endswith(b"\n"):
            data = stream.readline(MAX_LINE)
        yield number, None

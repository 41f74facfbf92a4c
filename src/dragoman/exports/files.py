"""Formats of libraries: Parquet (of pyarrow) and DuckDB. Both have the columns of csv, with lists as lists."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import DragomanError
from ..views.flat import COLUMNS, Kind, flat
from .told import Told

GROUP = 10_000  # rows of a row group
BLOCK, WORD = 4_096, 8  # bytes of the first block of a DuckDB file, and of what its checksum goes by
IDENTIFIER = slice(124, 140)  # where a random number tells one file from another
SEED, FACTOR = 5_381, 0xBF58476D1CE4E5B9  # of the checksum
DUCK: dict[Kind, str] = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "whole": "BIGINT",
    "truth": "BOOLEAN",
    "texts": "VARCHAR[]",
}


def to_parquet(events: Iterable[Told], path: Path) -> None:
    """One row an event; raises DragomanError where pyarrow is not installed."""
    arrow = _library("pyarrow", "parquet")
    parquet = importlib.import_module("pyarrow.parquet")
    kinds: dict[Kind, Any] = {
        "text": arrow.string(),
        "number": arrow.float64(),
        "whole": arrow.int64(),
        "truth": arrow.bool_(),
        "texts": arrow.list_(arrow.string()),
    }
    schema = arrow.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _groups(events):
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema), row_group_size=GROUP)


def to_duckdb(events: Iterable[Told], path: Path) -> None:
    """A table `events`; raises DragomanError where duckdb is not installed."""
    duckdb = _library("duckdb", "duckdb")
    columns = ", ".join(f'"{name}" {DUCK[kind]}' for name, kind in COLUMNS.items())
    marks = ", ".join("?" * len(COLUMNS))
    with duckdb.connect(str(path), config={"threads": 1}) as base:
        base.execute(f"CREATE TABLE events ({columns})")
        for rows in _groups(events):
            base.executemany(f"INSERT INTO events VALUES ({marks})", [list(row.values()) for row in rows])
        base.execute("CHECKPOINT")
    _without_identifier(path)


def _without_identifier(path: Path) -> None:
    """Noughts for the random identifier in the first block of a DuckDB file, so that equal rows give equal bytes.

    A file whose block has another checksum than we know, of a DuckDB to come, stays as it is.
    """
    with open(path, "r+b") as stream:
        block = bytearray(stream.read(BLOCK))
        if int.from_bytes(block[:WORD], "little") != _checksum(block):
            return
        block[IDENTIFIER] = bytes(IDENTIFIER.stop - IDENTIFIER.start)
        block[:WORD] = _checksum(block).to_bytes(WORD, "little")
        stream.seek(0)
        stream.write(block)


def _checksum(block: bytes | bytearray) -> int:
    """What DuckDB writes in front of a block, of all that follows in it."""
    found = SEED
    for start in range(WORD, len(block), WORD):
        found ^= int.from_bytes(block[start : start + WORD], "little") * FACTOR % 2**64
    return found


def _groups(events: Iterable[Told]) -> Iterator[list[dict[str, Any]]]:
    rows = (flat(one.event) for one in events)
    while group := list(itertools.islice(rows, GROUP)):
        yield group


def _library(name: str, extra: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise DragomanError(f"this format needs {name}: pip install 'dragoman[{extra}]'") from None

"""A format's name and a path -> a file that is there whole, or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from ..errors import DragomanError
from ..store.engine import Store
from ..views.asking import Asking
from .told import Told, told

STDOUT = "-"
PART = "part"  # a name of its own would stand in some files
FORMATS = {
    "plover": "PLOVER 2.0 in lines of JSON, with speakers and status",
    "icews": "the 20 columns of ICEWS, with CAMEO",
    "polecat": "the 40 columns of POLECAT",
    "csv": "a row an event",
    "parquet": "the same for pandas, polars, Spark",
    "duckdb": "the same as a database of DuckDB",
    "geojson": "events that have a place with coordinates",
    "graphml": "actors and who acts on whom, for Gephi or networkx",
    "claims": "all that the database holds, for `dragoman import`",
    "annotations": "stories that people corrected: labels and offsets, no text",
}
Lines = Callable[[Connection, Asking], Iterator[str]]
Maker = Callable[[Iterable[Told], Path], None]


def export(store: Store, format: str, asked: Asking, out: str) -> None:
    """Write events (of claims and annotations: stories, of the days asked for) to `out`, - for standard output.

    Raises DragomanError where a library is missing, or for a format of files on standard output.
    """
    lines = made(format)
    if lines is None:
        if out == STDOUT:
            raise DragomanError(f"{format} is a file and cannot go to standard output; name one with -o")
        written(store, format, asked, Path(out))
        return
    with store.reading() as connection:
        if out == STDOUT:
            sys.stdout.flush()
            sys.stdout.buffer.writelines(line.encode() for line in lines(connection, asked))
            sys.stdout.buffer.flush()
            return
        _written(Path(out), lambda path: _line_by_line(path, lines(connection, asked)))


def made(format: str) -> Lines | None:
    """What makes the lines of a format; None for one of files."""
    return _lines().get(format)


def written(store: Store, format: str, asked: Asking, path: Path) -> None:
    """Write a format of files. Raises DragomanError where a library is missing."""
    maker = _files()[format]
    with store.reading() as connection:
        _written(path, lambda part: maker(told(connection, asked), part))


def _line_by_line(path: Path, lines: Iterable[str]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)


def _written(path: Path, write: Callable[[Path], None]) -> None:
    """Write beside the path, and put it there when it is whole."""
    if path.is_dir():
        raise DragomanError(f"{path}: this is a folder; name a file")
    if not path.parent.is_dir():
        raise DragomanError(f"{path}: there is no such folder; make it first")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        part = Path(folder) / PART
        write(part)
        os.replace(part, path)


def _lines() -> dict[str, Lines]:
    from . import annotations, claims, graph, lines

    def of(make: Callable[[Iterable[Told]], Iterator[str]]) -> Lines:
        return lambda connection, asked: make(told(connection, asked))

    return {
        "csv": of(lines.as_csv),
        "plover": of(lines.as_plover),
        "icews": of(lines.as_icews),
        "polecat": of(lines.as_polecat),
        "geojson": of(lines.as_geojson),
        "graphml": of(graph.as_graphml),
        "claims": claims.as_claims,
        "annotations": annotations.as_annotations,
    }


def _files() -> dict[str, Maker]:
    from . import files

    return {"parquet": files.to_parquet, "duckdb": files.to_duckdb}

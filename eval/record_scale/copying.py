"""An SQLite database of the record -> the same in PostgreSQL, table by table, to ask both the same.

Rows go by COPY into empty tables without indexes, which are made at the end; words of sentences are indexed anew from
the texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, Table, event, select, text

from dragoman.store import fulltext
from dragoman.store.engine import Store, settle
from dragoman.store.read import texts_of
from dragoman.store.tables import metadata, sentences

from .grow import drop_indexes, make_indexes

AT_ONCE = 20_000  # rows that are fetched, and sentences that are indexed
MEMORY = "SET LOCAL maintenance_work_mem = '1GB'"  # for making indexes


def copy(source: Path, store: Store) -> None:
    """Copy all of a file of SQLite into an empty database of PostgreSQL."""
    tables = list(metadata.sorted_tables)
    event.listen(store.engine, "begin", lambda connection: connection.exec_driver_sql(MEMORY))
    store.write(lambda connection: drop_indexes(connection, tables))
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as there:
        for table in tables:
            store.write(_with(there, table))
            print(f"copied {table.name}", flush=True)
    store.write(_index)
    print("indexed the words", flush=True)
    store.write(lambda connection: make_indexes(connection, tables))
    settle(store)


def _with(there: sqlite3.Connection, table: Table) -> Callable[[Connection], None]:
    return lambda connection: _copy(there, connection, table)


def _copy(there: sqlite3.Connection, connection: Connection, table: Table) -> None:
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no checks of foreign keys
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    flags = [at for at, column in enumerate(table.columns) if isinstance(column.type, Boolean)]
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as target:
        for row in _rows(there.execute(f"SELECT {names} FROM {table.name}")):
            target.write_row(_flagged(row, flags) if flags else row)


def _rows(cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(AT_ONCE):
        yield from rows


def _flagged(row: Sequence[Any], flags: Sequence[int]) -> list[Any]:
    """With truth values where SQLite has 0 and 1."""
    out = list(row)
    for at in flags:
        out[at] = None if out[at] is None else bool(out[at])
    return out


def _index(connection: Connection) -> None:
    """The words of the sentences."""
    index = f"ix_{fulltext.INDEX}_words"
    connection.execute(text(f"DROP INDEX {index}"))
    of = sentences.c
    asked = select(of.key, of.story, of.start, of.stop).where(of.start.is_not(None)).order_by(of.key)
    every = connection.execute(asked).all()
    for at in range(0, len(every), AT_ONCE):
        rows = every[at : at + AT_ONCE]
        texts = texts_of(connection, {row.story for row in rows})
        words = [{"key": row.key, "words": fulltext.words(texts[row.story][row.start : row.stop])} for row in rows]
        fulltext.add(connection, words)
    connection.execute(text(f"CREATE INDEX {index} ON {fulltext.INDEX} USING gin (words) WITH (fastupdate = off)"))

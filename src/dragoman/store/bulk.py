"""Many rows at once, as the driver takes them: a tenth of what one statement a row costs.

SQLite prepares a statement once and runs it for each row; PostgreSQL is sent the columns as arrays, in one statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql

Row = dict[str, Any]
_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert(connection: Connection, table: Table, rows: Sequence[Row], held: str = "") -> None:
    """Insert rows, which all have the same columns. `held`: what to do where one is there, as SQL: ON CONFLICT ..."""
    if not rows:
        return
    names = tuple(rows[0])
    values = list(map(itemgetter(*names), rows)) if len(names) > 1 else [tuple(row.values()) for row in rows]
    statement = _statement(connection.dialect.name, table, names, held)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(statement, tuple(map(list, zip(*values, strict=True))))
    else:
        connection.exec_driver_sql(statement, values)


def keys(connection: Connection, table: Table, count: int) -> list[int]:
    """Keys for so many new rows of a table that counts them, in a transaction that no other writer runs beside."""
    if connection.dialect.name == "postgresql":
        asked = f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'key')) FROM generate_series(1, {count})"
        return [int(key) for key in connection.exec_driver_sql(asked).scalars()]
    last = connection.exec_driver_sql(f"SELECT coalesce(max(key), 0) FROM {table.name}").scalar_one()
    return list(range(last + 1, last + 1 + count))


@cache
def _statement(dialect: str, table: Table, names: tuple[str, ...], held: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    if dialect == "postgresql":
        arrays = ", ".join(f"%s::{_type(_POSTGRES, table, name)}[]" for name in names)
        return f"INSERT INTO {table.name} ({columns}) SELECT * FROM unnest({arrays}) {held}"
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({columns}) VALUES ({marks}) {held}"


def _type(dialect: Dialect, table: Table, name: str) -> str:
    return table.c[name].type.compile(dialect).partition(" COLLATE ")[0]

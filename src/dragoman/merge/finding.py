"""Tellings filed under keys and found by them, in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, delete

from ..store import bulk
from ..store.tables import telling_keys
from .events import CROWD, Look
from .judgements import parts

Hits = list[tuple[int, int]]  # mark and telling
AT_ONCE = 2000  # looks of a statement
ONE = (
    "SELECT mark, telling FROM telling_keys WHERE key = ? AND mark >= ? AND mark < ? "
    f"ORDER BY mark DESC, telling DESC LIMIT {CROWD}"
)
MANY = (
    "SELECT asked.n, found.mark, found.telling "
    "FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) WITH ORDINALITY AS asked(key, low, high, n), "
    "LATERAL (SELECT mark, telling FROM telling_keys AS held "
    "WHERE held.key = asked.key AND held.mark >= asked.low AND held.mark < asked.high "
    f"ORDER BY mark DESC, telling DESC LIMIT {CROWD}) AS found"
)


def file(connection: Connection, rows: Iterable[tuple[int, int, int]]) -> None:
    """Take in keys, marks and tellings; those that are there stay."""
    made = [{"key": key, "mark": mark, "telling": telling} for key, mark, telling in sorted(rows)]
    bulk.insert(connection, telling_keys, made, "ON CONFLICT DO NOTHING")


def forget(connection: Connection, rows: Iterable[tuple[int, int, int]]) -> None:
    """Take out keys, marks and tellings."""
    of = telling_keys.c
    wanted = (of.key == bindparam("k"), of.mark == bindparam("m"), of.telling == bindparam("t"))
    made = [{"k": key, "m": mark, "t": telling} for key, mark, telling in sorted(set(rows))]
    if made:
        connection.execute(delete(telling_keys).where(*wanted), made)


def found(connection: Connection, looks: Collection[Look]) -> dict[Look, Hits]:
    """What is filed where these look: of a crowd the latest."""
    asked = sorted(set(looks))
    out: dict[Look, Hits] = {}
    if connection.dialect.name == "sqlite":
        cursor: Any = connection.connection.cursor()
        for look in asked:  # a statement that is prepared once, and nothing goes over a wire
            out[look] = cursor.execute(ONE, look).fetchall()
        cursor.close()
        return out
    for part in parts(asked, AT_ONCE):
        columns = tuple(list(column) for column in zip(*part, strict=True))
        for n, mark, telling in connection.exec_driver_sql(MANY, columns):
            out.setdefault(part[n - 1], []).append((mark, telling))
    return out

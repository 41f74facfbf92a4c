"""A database of merged stories -> one of many times as many, to ask it.

All rows are copied, again and again: keys moved on, ids changed, days shifted back by other weeks each time. So what
merges made of the stories is there too, as often, and no copy is bound to another. States are kept as they are, and
told by all copies. Indexes are made anew at the end, which is far quicker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Integer,
    Table,
    event,
    func,
    insert,
    literal,
    select,
    text,
)

from dragoman.store import fulltext, tallies
from dragoman.store.engine import Store, settle
from dragoman.store.read import texts_of
from dragoman.store.tables import ROOM, metadata, sentences, stories

WEEKS = 520  # back at most
STEP = 37  # weeks from one copy to the next
AS_THEY_ARE = ("states", "state_actors", "state_stances", "corrections")
COUNTED = ("event_facets", "event_tallies")  # anew at the end
STORIES = ("story", "ended_by", "first")  # columns with a story's key
WITHIN = ("claim", "contact", "sentence", "head", "telling", "other")  # those with one that is a story's times ROOM
GROUPS = {"event": "event_groups", "text_group": "text_groups", "contact_group": "contact_groups"}
KEYS = {"stories": 1, "claims": ROOM, "contacts": ROOM, "sentences": ROOM}  # what a story's number is times in `key`
IDS = ("id", "uid", "left", "right")
DAYS = ("day", "date_start", "date_end", "known_from", "known_to", "told", "published")
TIMES = ("state_claims", "story_gaps", "event_gaps")  # `start` and `stop` are days or moments
HASHED = ("text_keys", "telling_keys")  # `key` is a hash: moved on by a number, so that copies do not meet
HASH_STEP = 2**41 + 2**13 + 1


def grow(store: Store, count: int) -> None:
    """Copy what there is until there are about so many stories."""
    with store.reading() as connection:
        size, room = _sizes(connection)
    copies = max(0, round(count / size) - 1)

    tables = [table for table in metadata.sorted_tables if table.name not in (*AS_THEY_ARE, *COUNTED)]
    if not copies:
        return
    if store.engine.dialect.name == "sqlite":  # no checks of foreign keys, which cannot be left out in a transaction
        event.listen(store.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA foreign_keys = OFF"))
    store.write(lambda connection: drop_indexes(connection, tables))
    for table in tables:
        store.write(lambda connection, table=table: _copy(connection, table, copies, room))  # type: ignore[misc]
    store.write(lambda connection: _index(connection, copies, room["stories"]))
    store.write(lambda connection: make_indexes(connection, tables))
    store.write(tallies.rebuild)
    settle(store)


def drop_indexes(connection: Connection, tables: Sequence[Table]) -> None:
    """Drop all but those of primary keys."""
    for index in (index for table in tables for index in table.indexes):
        index.drop(connection)


def make_indexes(connection: Connection, tables: Sequence[Table]) -> None:
    """Make them again."""
    for index in (index for table in tables for index in table.indexes):
        index.create(connection)
    if connection.dialect.name == "postgresql":  # the next keys come after these
        for name in ("stories", "judgements", *GROUPS.values()):
            sequence = f"pg_get_serial_sequence('{name}', 'key')"
            connection.execute(text(f"SELECT setval({sequence}, (SELECT max(key) FROM {name}))"))


def _copy(connection: Connection, table: Table, copies: int, room: dict[str, int]) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no checks of foreign keys
    for copy in range(1, copies + 1):
        connection.execute(_copied(connection, table, copy, room))


def _sizes(connection: Connection) -> tuple[int, dict[str, int]]:
    """How many stories there are, and by how much the keys of each kind are moved on."""
    size = connection.execute(select(func.count()).select_from(stories)).scalar_one()
    room = {}
    for name in ("stories", "judgements", *GROUPS.values()):
        table = metadata.tables[name]
        room[name] = (connection.execute(select(func.max(table.c.key))).scalar_one() or 0) + 1
    return size, room


def _copied(connection: Connection, table: Table, copy: int, room: dict[str, int]) -> Insert:
    old, names = table.alias("old"), [column.name for column in table.columns]
    columns = [_column(connection, table.name, old.c[name], name, copy, room) for name in names]
    return insert(table).from_select(names, select(*columns).where(_first(table, old, room)))


def _first(table: Table, old: FromClause, room: dict[str, int]) -> ColumnElement[bool]:
    """Rows that are no copies themselves."""
    for name in [column.name for column in table.columns]:
        if name == "key" and (table.name in KEYS or table.name in room):
            most = room["stories"] * KEYS[table.name] if table.name in KEYS else room[table.name]
            return old.c.key < most
    for name in [column.name for column in table.columns]:
        if name in STORIES:
            return old.c[name] < room["stories"]
        if name in WITHIN:
            return old.c[name] < room["stories"] * ROOM
        if name in GROUPS:
            return old.c[name] < room[GROUPS[name]]
    raise AssertionError(table.name)


def _column(
    connection: Connection, table: str, old: ColumnElement[Any], name: str, copy: int, room: dict[str, int]
) -> ColumnElement[Any]:
    if name == "key" and table in HASHED:
        return old - copy * HASH_STEP
    if name == "key" and table in KEYS:
        return old + copy * room["stories"] * KEYS[table]
    if name == "key" and table in room:
        return old + copy * room[table]
    if name in GROUPS:
        return old + copy * room[GROUPS[name]]
    if name in STORIES:
        return old + copy * room["stories"]
    if name in WITHIN:
        return old + copy * room["stories"] * ROOM
    if name in IDS:
        return old.concat(f"+{copy}")
    if name in DAYS or (table in TIMES and name in ("start", "stop")):
        return _shifted(connection, old, 7 * (copy * STEP % WEEKS))
    return old


def _shifted(connection: Connection, old: ColumnElement[Any], days: int) -> ColumnElement[Any]:
    """A day or a moment, so many days before."""
    day, rest = func.substr(old, 1, 10), func.substr(old, 11)
    if connection.dialect.name == "sqlite":
        return func.date(day, f"-{days} days").concat(rest)
    moved = func.to_date(day, "YYYY-MM-DD").op("-")(literal(days, Integer))
    return func.to_char(moved, "YYYY-MM-DD").concat(rest)


def _index(connection: Connection, copies: int, room: int) -> None:
    """The words of the sentences."""
    name = fulltext.INDEX
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP INDEX ix_{name}_words"))
        for copy in range(1, copies + 1):
            moved = copy * room * ROOM
            connection.execute(
                text(f"INSERT INTO {name} SELECT key + {moved}, words FROM {name} WHERE key < {room * ROOM}")
            )
        connection.execute(text(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words) WITH (fastupdate = off)"))
        return
    rows = list(_words(connection, room))
    for copy in range(1, copies + 1):
        moved = copy * room * ROOM
        fulltext.add(connection, [{"key": key + moved, "words": words} for key, words in rows])


def _words(connection: Connection, room: int) -> Iterator[tuple[int, str]]:
    of = sentences.c
    rows = connection.execute(select(sentences).where(of.key < room * ROOM, of.start.is_not(None))).all()
    texts = texts_of(connection, {row.story for row in rows})
    for row in rows:
        yield row.key, fulltext.words(texts[row.story][row.start : row.stop])

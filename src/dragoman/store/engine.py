"""A path or URL -> an open store: SQLite (one file, many readers and writers by its WAL) or PostgreSQL."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from . import StoreError
from .parts import Parts
from .upgrade import HEAD, revision, upgrade

T = TypeVar("T")
DATABASE = "dragoman.db"  # in the folder that one is in
VARIABLE = "DRAGOMAN_DB"
BUSY = 30_000  # milliseconds that SQLite waits for another writer
OVERFLOW = 20  # connections beyond those that are kept open: a server may need so many at once
TRIES = 8  # of a transaction that met a lock or a deadlock
PAUSE = 0.05  # seconds before the second try; doubled for each further one
PRAGMAS = (
    f"busy_timeout = {BUSY}",
    "journal_mode = WAL",
    "synchronous = NORMAL",  # a process may be killed at any time; a power cut loses the last transactions, no more
    "foreign_keys = ON",
    "cache_size = -65536",  # KiB
    "mmap_size = 1073741824",
    "temp_store = MEMORY",
)
# of PostgreSQL: what is asked lies in memory or on a solid state disk, and is asked too quickly to compile for it
POSTGRES = "-c random_page_cost=1.1 -c jit=off"
PASSING = ("40001", "40P01", "55P03")  # SQLSTATE: serialization failure, deadlock, lock not available
LOCKS = {"upgrade": 7_301, "merge": 7_302}  # advisory locks of PostgreSQL


class Store:
    """An open database whose schema is up to date. `name`: its path or URL, without a password."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = _name(engine.url)
        self.parts: Parts | None = None  # kept for those that read, by who asks the same database again and again

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database all along, and keeps no writer waiting."""
        with _told(self.name), self.engine.connect() as connection, connection.begin():
            if self.parts is not None:
                self.parts.attach(connection)
            yield connection

    def write(self, work: Callable[[Connection], T], alone: str | None = None) -> T:
        """What `work` returns, run in one transaction, and again where another writer was in the way.

        `alone`: a key of `LOCKS`; no other transaction that names it runs meanwhile.
        """
        with _told(self.name):
            for attempt in range(TRIES):
                try:
                    return self._written(work, alone)
                except DBAPIError as error:
                    if not _passing(error) or attempt == TRIES - 1:
                        raise
                time.sleep(PAUSE * 2**attempt * (1 + random.random()))
        raise AssertionError("not reached")

    def _written(self, work: Callable[[Connection], T], alone: str | None) -> T:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if alone and connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCKS[alone]})")
            return work(connection)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(db: str | Path | None = None, *, create: bool = False) -> Store:
    """Open a database and bring its schema up to date.

    `db`: the path of an SQLite file, or a URL of SQLAlchemy (`postgresql://user@host/name`); without it that of the
    environment variable `DRAGOMAN_DB`, else `dragoman.db`. `create`: make the file where there is none.

    Raises StoreError when it is not there, is no database of ours, or was made by a newer version.
    """
    url = _url(str(db or os.environ.get(VARIABLE) or DATABASE))
    if url.get_backend_name() == "sqlite":
        _check_file(url, create)
    store = Store(_engine(url))
    try:
        with store.reading() as connection:
            current = _revision(store, connection) == HEAD
        if not current:
            store.write(lambda connection: _upgrade(store, connection), alone="upgrade")
    except StoreError:
        store.close()
        raise
    return store


def settle(store: Store) -> None:
    """Tell the planner what the tables hold by now: after many rows were written."""

    def work(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
            connection.exec_driver_sql("ANALYZE")
        else:
            connection.exec_driver_sql("ANALYZE")

    store.write(work)


def _revision(store: Store, connection: Connection) -> str | None:
    try:
        return revision(connection)
    except StoreError as error:
        raise StoreError(f"{store.name}: {error}") from None


def _upgrade(store: Store, connection: Connection) -> None:
    try:
        upgrade(connection)
    except StoreError as error:
        raise StoreError(f"{store.name}: {error}") from None


def _url(db: str) -> URL:
    if "://" not in db:
        return URL.create("sqlite", database=str(Path(db).expanduser()))
    try:
        url = make_url(db)
    except (ArgumentError, ValueError):
        raise StoreError(f"{db[:80]!r} is no database URL such as postgresql://user@host/name") from None
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not url.database:
        raise StoreError(f"{url.drivername}: no such kind of database; give the path of a file, or postgresql://...")
    return url.set(drivername="sqlite")


def _check_file(url: URL, create: bool) -> None:
    path = Path(str(url.database))
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder; name a file")
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: there is no such database; `dragoman add` makes one, --db names another")
        if not path.parent.is_dir():
            raise StoreError(f"{path}: there is no such folder; make it first")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, max_overflow=OVERFLOW)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        given = {} if "options" in url.query else {"options": POSTGRES}
        return create_engine(url, isolation_level="READ COMMITTED", max_overflow=OVERFLOW, connect_args=given)
    except ModuleNotFoundError:
        raise StoreError("PostgreSQL needs its driver: pip install 'dragoman[postgres]'") from None


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
    for pragma in PRAGMAS:
        _set(connection, pragma)


def _set(connection: Any, pragma: str) -> None:
    """Where two set up a new file at once, SQLite refuses the WAL to one of them without waiting: so we wait."""
    for number in range(TRIES):
        try:
            connection.execute(f"PRAGMA {pragma}")
            return
        except sqlite3.OperationalError as error:
            if number == TRIES - 1 or "locked" not in str(error):
                raise
            time.sleep(PAUSE * 2**number)


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: one that began as a reader could not wait for another to end."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _passing(error: DBAPIError) -> bool:
    """Whether the same transaction may do when it is tried again."""
    state = getattr(error.orig, "sqlstate", None)
    code = getattr(error.orig, "sqlite_errorname", "")
    return state in PASSING or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What the database itself cannot do is told in a line; a statement that is wrong is a fault of ours."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"{name}: {_line(error)}") from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise StoreError(f"{name}: {_line(error)}; it is damaged, or no database") from error


def _line(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())


def _name(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)

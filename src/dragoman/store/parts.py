"""Parts of answers that are kept while the database stays as it is: what was made for one question serves the next.

Every commit by whomever, of this process or another, makes all of them void: SQLite counts the commits of a file. On
PostgreSQL, which tells no such number without a question over the wire, nothing is kept.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy import Connection, Engine

OPTION = "dragoman_parts"
MOST = 40_000  # KiB, roughly, that a process keeps for each state: five for a part, one more for each ten of its rows
EACH, ROWS = 5, 10
T = TypeVar("T")


class Commits:
    """How often a file of SQLite was written, by whomever; None for another database."""

    def __init__(self, engine: Engine) -> None:
        path = engine.url.database if engine.dialect.name == "sqlite" else None
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False) if path else None

    def count(self) -> int | None:
        """A number that is another after each commit."""
        if self.connection is None:
            return None
        try:
            return int(self.connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            return None

    def close(self) -> None:
        """Close the file."""
        if self.connection is not None:
            self.connection.close()


class Held:
    """The parts of one state of the database, the oldest given up first."""

    def __init__(self, commit: int) -> None:
        self.commit = commit
        self.parts: dict[Hashable, tuple[object, int]] = {}
        self.size = 0
        self._alone = threading.Lock()

    def get(self, key: Hashable) -> object | None:
        """A part, or None where it is not kept."""
        found = self.parts.get(key)
        return found[0] if found else None

    def keep(self, key: Hashable, part: object) -> None:
        """Keep a part. Not None, which tells of one that is not kept."""
        size = EACH + (len(part) // ROWS if isinstance(part, dict) else 0)
        with self._alone:
            _, before = self.parts.pop(key, (None, 0))
            self.parts[key] = part, size
            self.size += size - before
            while self.size > MOST:
                _, gone = self.parts.pop(next(iter(self.parts)))
                self.size -= gone


class Parts:
    """Gives each connection that reads the parts of the state that it sees."""

    def __init__(self, commits: Commits) -> None:
        self.commits = commits
        self.held: Held | None = None
        self._alone = threading.Lock()

    def attach(self, connection: Connection) -> None:
        """Where no commit falls between the two counts, what the connection sees is the state that was counted."""
        if (commit := self.commits.count()) is None:
            return
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()  # from here on it sees one state
        if self.commits.count() != commit:
            return
        with self._alone:
            if self.held is None or self.held.commit != commit:
                self.held = Held(commit)
            connection.execution_options(**{OPTION: self.held})


def held(connection: Connection) -> Held | None:
    """What is kept of the state that a connection sees; None where nothing is."""
    found: Held | None = connection.get_execution_options().get(OPTION)
    return found


def part(connection: Connection, key: Hashable, make: Callable[[], T]) -> T:
    """What is kept under a key, else made and kept. The key tells all that the part hangs on, beside the database."""
    if (parts := held(connection)) is None:
        return make()
    if (found := parts.get(key)) is None:
        found = make()
        parts.keep(key, found)
    return found  # type: ignore[return-value]

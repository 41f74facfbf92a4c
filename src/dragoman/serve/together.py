"""Answers that the processes of a server share: what one made, the others give.

They lie in a file of SQLite that is gone with the server. A process that notices a commit to the database makes all of
them void by moving `time` on, before it looks for any. What another makes meanwhile is of the time at which it began,
and is not taken. So whoever finds an answer finds what is true since the last commit that he knows of, or newer.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import Any

WAIT = 0.1  # seconds for another process that writes; then it goes without
MOST = 256_000_000  # bytes
SETUP = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS now (one INTEGER PRIMARY KEY, time INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, time INTEGER NOT NULL, answer BLOB NOT NULL);
    INSERT OR IGNORE INTO now VALUES (1, 0);
"""
SIZE = (
    "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
)
GET = "SELECT answer FROM answers JOIN now ON answers.time = now.time WHERE key = ?"
KEEP = "INSERT OR REPLACE INTO answers SELECT ?, time, ? FROM now WHERE time = ?"


class Together:
    """The answers of all processes. Where the file fails, there are none: they are made, as if nobody else were."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        with suppress(sqlite3.Error):
            self.connection.executescript(SETUP)

    def void(self) -> None:
        """Let none be given any more."""
        with suppress(sqlite3.Error):
            self.connection.execute("UPDATE now SET time = time + 1")
            self.connection.execute("DELETE FROM answers")

    def time(self) -> int | None:
        """Since when answers are true; to be asked before the database is read."""
        time: int | None = self._one("SELECT time FROM now")
        return time

    def get(self, key: bytes) -> bytes | None:
        """What is kept under a key."""
        answer: bytes | None = self._one(GET, key)
        return answer

    def keep(self, key: bytes, answer: bytes, time: int | None) -> None:
        """Keep what was made at a time, unless that is past."""
        with suppress(sqlite3.Error):
            if (self._one(SIZE) or 0) > MOST:
                self.connection.execute("DELETE FROM answers")
            self.connection.execute(KEEP, (key, answer, time))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def _one(self, query: str, *given: object) -> Any:
        try:
            row = self.connection.execute(query, given).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row else None

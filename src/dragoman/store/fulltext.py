"""Sentences and headlines by their words: FTS5 in SQLite, a tsvector with a GIN index in PostgreSQL.

Both are given the same words (letters and digits, in lower case, without accents) and stem them by Porter's rules, so
both find the same: all words of a query must stand in one sentence, words in quotes one behind the other, and `stri*`
stands for each word that begins so.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Dialect, Select, bindparam, column, select, table, text

from . import StoreError
from .tables import Key

INDEX = "sentence_index"
WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'"([^"]*)"|(\S+)')
MAX_TERMS = 32
OPEN, CLOSE = "\ue000", "\ue001"  # around a word that is found, in a copy of the text
UNMARKED = {0xE000: " ", 0xE001: " ", 0: " "}
CONFIGURATION = "dragoman"  # of PostgreSQL: words as they are, stemmed, none left out

CREATE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='', columnsize=0, tokenize='porter unicode61')",
    ),
    "postgresql": (
        "CREATE TEXT SEARCH DICTIONARY dragoman_stem (TEMPLATE = snowball, LANGUAGE = porter)",
        f"CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (COPY = simple)",
        f"ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION} "
        "ALTER MAPPING FOR asciiword, word, numword WITH dragoman_stem",
        f"CREATE TABLE {INDEX} (key BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        f"CREATE INDEX ix_{INDEX}_words ON {INDEX} USING gin (words) WITH (fastupdate = off)",
    ),
}


def words(told: str) -> str:
    """The words that are indexed, with blanks between."""
    plain = told if told.isascii() else _plain(told)
    return " ".join(WORD.findall(plain.lower()))


def _plain(told: str) -> str:
    """Without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", told) if not unicodedata.combining(char))


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Take in sentences: rows of `key` and `words`."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = f"INSERT INTO {INDEX} (rowid, words) VALUES (?, ?)"
        connection.exec_driver_sql(statement, [(row["key"], row["words"]) for row in rows])
    else:
        told = "unnest(%s::bigint[], %s::text[]) AS told (key, words)"
        statement = f"INSERT INTO {INDEX} SELECT key, to_tsvector('{CONFIGURATION}', words) FROM {told}"
        connection.exec_driver_sql(statement, ([row["key"] for row in rows], [row["words"] for row in rows]))


def matching(query: str, dialect: Dialect) -> Select[tuple[int]]:
    """Keys of the sentences that have the words of a query; raises StoreError when it has none."""
    if dialect.name == "sqlite":
        key, test, asked = "rowid", f"{INDEX} MATCH :asked", _asked(query)
    else:
        key, test = "key", f"words @@ to_tsquery('{CONFIGURATION}', :asked)"
        asked = " & ".join(f"({' <-> '.join(term)}{':*' if prefix else ''})" for term, prefix in _told(query))
    found = table(INDEX, column(key, Key))
    return select(found.c[key]).where(text(test).bindparams(bindparam("asked", asked, unique=True)))


def marked(texts: Sequence[str], query: str) -> list[list[tuple[int, int]]]:
    """Where the words of a query stand in each of some texts: `[start, stop)`. Raises StoreError when it has none."""
    asked, found = _asked(query), [list[tuple[int, int]]() for _ in texts]
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE VIRTUAL TABLE told USING fts5(words, tokenize='porter unicode61')")
        rows = ((at, told.translate(UNMARKED)) for at, told in enumerate(texts))
        memory.executemany("INSERT INTO told (rowid, words) VALUES (?, ?)", rows)
        showing = "SELECT rowid, highlight(told, 0, ?, ?) FROM told WHERE told MATCH ?"
        for at, shown in memory.execute(showing, (OPEN, CLOSE, asked)):
            found[at] = list(_spans(shown))
    return found


def _spans(shown: str) -> Iterator[tuple[int, int]]:
    """Where the marks are, had they no length."""
    at = 0
    for part in shown.split(OPEN):
        inside, closed, outside = part.rpartition(CLOSE)
        if closed:
            yield at, at + len(inside)
        at += len(inside) + len(outside)


def _asked(query: str) -> str:
    """A query as FTS5 has it."""
    return " AND ".join(f'"{" ".join(term)}"{"*" if prefix else ""}' for term, prefix in _told(query))


def _told(query: str) -> list[tuple[list[str], bool]]:
    terms = list(_terms(query))
    if not terms:
        raise StoreError(f"{query[:40]!r}: there is no word to search for")
    return terms


def _terms(query: str) -> Iterator[tuple[list[str], bool]]:
    """Each word or phrase as its words, and whether the last of them only begins so."""
    for phrase, word in TERM.findall(query)[:MAX_TERMS]:
        if found := WORD.findall(_plain(phrase or word).lower()):
            yield found, word.endswith("*")

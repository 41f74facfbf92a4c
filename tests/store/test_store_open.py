"""Opening: what is made, upgraded, and refused."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from dragoman.store import StoreError, fulltext
from dragoman.store.engine import VARIABLE, Store, _engine, _url, open_store, settle
from dragoman.store.tables import metadata
from dragoman.store.upgrade import HEAD, HERE, upgrade


def at_revision(db: str, to: str) -> None:
    older = Store(_engine(_url(db)))
    older.write(lambda connection: upgrade(connection, to))
    older.close()


def mark(db: str, found: str) -> None:
    other = Store(_engine(_url(db)))
    other.write(lambda connection: connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{found}'"))
    other.close()


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_a_new_database_has_the_tables_of_today(store: Store) -> None:
    def ours(name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and name and name.startswith(fulltext.INDEX))

    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, metadata) == []


def test_the_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_an_older_database_is_upgraded(db: str) -> None:
    at_revision(db, "0001")
    with open_store(db) as store, store.reading() as connection:
        names = inspect(connection).get_table_names()
    assert {"claims", "judgements", "event_groups"} <= set(names)


def test_a_newer_database_is_refused(db: str) -> None:
    open_store(db, create=True).close()
    mark(db, "9999")
    with pytest.raises(StoreError, match="made by a newer dragoman"):
        open_store(db)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE birds (name)")
    connection.close()
    with pytest.raises(StoreError, match=r"something else .*'birds'"):
        open_store(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Velmora's president has called. " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="no database"):
        open_store(path)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such database; `dragoman add` makes one"):
        open_store(tmp_path / "none.db")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("db", "why"),
    [
        ("mysql://host/name", "no such kind of database"),
        ("://", "no database URL"),
        ("no/such/folder/x.db", "no such folder"),
        (".", "this is a folder"),
    ],
)
def test_what_is_no_database_is_told(db: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        open_store(db, create=True)


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as told:
        open_store(f"postgresql://me:secret@/name?host={tmp_path}")
    assert "secret" not in str(told.value)


def test_the_variable_names_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine.db"))
    with open_store(create=True) as store:
        assert store.name == str(tmp_path / "mine.db")
    monkeypatch.delenv(VARIABLE)
    monkeypatch.chdir(tmp_path)
    with open_store(create=True) as store:
        assert store.name == "dragoman.db"


def test_several_may_make_one_at_once(db: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: open_store(db, create=True), range(4)):
            settle(store)
            store.close()

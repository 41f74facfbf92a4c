"""Opening: what is made, upgraded, and refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import inspect

from dragoman.cli.app import app
from dragoman.store import StoreError, fulltext
from dragoman.store.engine import VARIABLE, Store, _engine, _url, open_store, settle
from dragoman.store.tables import event_tallies, metadata
from dragoman.store.upgrade import HEAD, HERE, VERSIONS, migrate, revision
from eval.postgres import database


def mark(db: str, found: str) -> None:
    other = Store(_engine(_url(db)))
    other.write(lambda connection: connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{found}'"))
    other.close()


def schema(store: Store) -> dict[str, object]:
    """What the database itself says of its tables, without that in which alembic keeps the revision."""
    found: dict[str, object] = {}
    with store.reading() as connection:
        seen = inspect(connection)
        for name in sorted(set(seen.get_table_names()) - {VERSIONS}):
            columns = [(c["name"], repr(c["type"]), c["nullable"], c["default"]) for c in seen.get_columns(name)]
            found[name] = columns, seen.get_foreign_keys(name), seen.get_unique_constraints(name)
        told = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            if connection.dialect.name == "sqlite"
            else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        )
        found["indexes"] = sorted(tuple(row) for row in told if VERSIONS not in row[0])
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two empty databases of one kind."""
    if request.param == "sqlite":
        yield str(tmp_path / "one.db"), str(tmp_path / "other.db")
        return
    server = request.getfixturevalue("postgres")
    with database(server) as one, database(server) as other:
        yield one, other


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_a_new_database_has_the_tables_of_today(store: Store) -> None:
    def ours(name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and name and name.startswith(fulltext.INDEX))

    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, metadata) == []


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_migrations_make_what_a_new_database_has(two: tuple[str, str]) -> None:
    with open_store(two[0], create=True) as at_once, Store(_engine(_url(two[1]))) as migrated:
        migrated.write(lambda connection: migrate(connection, None))
        with migrated.reading() as connection:
            assert revision(connection) == HEAD
        assert schema(migrated) == schema(at_once)


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_a_database_of_the_first_revision_is_brought_up_to_date(db: str) -> None:
    [index] = event_tallies.indexes
    with open_store(db, create=True) as store:
        store.write(lambda connection: index.drop(connection))
        before = schema(store)
    mark(db, "r1")
    with open_store(db) as store, store.reading() as connection:
        assert revision(connection) == HEAD
        assert schema(store) != before
        assert index.name in {one["name"] for one in inspect(connection).get_indexes(event_tallies.name)}


def test_the_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@pytest.mark.parametrize("found", ["0012", "r9"])
def test_a_database_of_a_revision_that_is_not_known_is_refused(db: str, found: str) -> None:
    open_store(db, create=True).close()
    mark(db, found)
    with pytest.raises(StoreError, match=rf"its revision is {found}, ours {HEAD}.*pip install.*dragoman import"):
        open_store(db)


def test_a_command_says_what_to_do_with_such_a_database(tmp_path: Path) -> None:
    path = str(tmp_path / "other.db")
    open_store(path, create=True).close()
    mark(path, "0012")
    told = CliRunner().invoke(app, ["events", "--db", path], prog_name="dragoman")
    assert told.exit_code == 1
    assert "all.jsonl` with this one into a new database" in told.stderr


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

"""The schema of a database: made where there is none, and brought up to date as it is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, MetaData, Text, inspect

from . import StoreError, fulltext
from .tables import metadata

HEAD = "r2"  # the last of migrations/versions; told here so that alembic is loaded for older databases only
VERSIONS = "alembic_version"
HERE = Path(__file__).parent / "migrations"
CREATE = f"CREATE TABLE {VERSIONS} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"


def revision(connection: Connection) -> str | None:
    """The revision of a database; None for one without tables. Raises StoreError where its tables are not ours."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if VERSIONS not in names:
        raise StoreError(f"this is a database of something else (it has a table {min(names)!r}); name another")
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {VERSIONS}").scalar_one_or_none())


def upgrade(connection: Connection) -> None:
    """Make the tables of today where there are none, else run the migrations that are lacking.

    All in the caller's transaction. Raises StoreError for a database whose revision is none of ours.
    """
    found = revision(connection)
    if found is None:
        make(connection)
        connection.exec_driver_sql(CREATE)
        connection.exec_driver_sql(f"INSERT INTO {VERSIONS} VALUES ('{HEAD}')")
    elif found != HEAD:
        migrate(connection, found)


def make(connection: Connection) -> None:
    """Make all tables and indexes, with the full text, in a database that has none."""
    ordered = metadata if connection.dialect.name == "sqlite" else _in_order_of_bytes()
    ordered.create_all(connection, checkfirst=False)
    for statement in fulltext.CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _in_order_of_bytes() -> MetaData:
    """The tables with text that PostgreSQL orders as SQLite does. Only as they are made: a query needs no collation."""
    made = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        for column in table.to_metadata(made).columns:
            if isinstance(column.type, Text):
                column.type = Text(collation="C")
    return made


def migrate(connection: Connection, found: str | None) -> None:
    """Run the migrations that come after a revision, all of them after None; raises StoreError for an unknown one."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found not in {None, *known}:
        raise StoreError(
            f"another dragoman made it (its revision is {found}, ours {HEAD}). If that one is newer, upgrade: pip "
            "install -U dragoman; else `dragoman export --format claims -o all.jsonl` with it, then `dragoman import "
            "all.jsonl` with this one into a new database"
        )
    command.upgrade(config, "head")

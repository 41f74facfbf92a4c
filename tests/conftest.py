"""Paths that tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.store.engine import Store, open_store
from eval.postgres import NoServer, database, server

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "samples"


@pytest.fixture
def samples() -> Path:
    """The sample stories."""
    return SAMPLES


@pytest.fixture
def shared() -> Path:
    """The gold corpora and the first story; the test skips where they are absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: gold corpora are not part of the project")
    return SHARED


@pytest.fixture
def first_story(shared: Path) -> str:
    """The wire page that all began with."""
    return next(shared.glob("stories/000_*.txt")).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own; the test skips where there is none to start (`docs/record.md`)."""
    started = server()
    try:
        url = started.__enter__()
    except NoServer as why:
        pytest.skip(str(why))
    yield url
    started.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: a file that is not there yet, and a real PostgreSQL."""
    if request.param == "sqlite":
        yield str(tmp_path / "dragoman.db")
        return
    with database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without stories in a file."""
    path = tmp_path_factory.mktemp("empty") / "dragoman.db"
    open_store(path, create=True).close()
    return path


@pytest.fixture(scope="session")
def empty_postgres(postgres: str) -> Iterator[str]:
    """The name of a PostgreSQL database without stories."""
    with database(postgres) as url:
        open_store(url).close()
        yield url.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open store without stories, on each kind of database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty"), tmp_path / "dragoman.db")
        with open_store(tmp_path / "dragoman.db") as opened:
            yield opened
        return
    template = request.getfixturevalue("empty_postgres")
    with database(request.getfixturevalue("postgres"), template) as url, open_store(url) as opened:
        yield opened

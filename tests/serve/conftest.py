"""A database of the sample stories, made once, and a client of the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.serve.app import create_app
from dragoman.serve.samples import add_samples
from dragoman.serve.settings import Settings
from dragoman.store.engine import open_store

from .browser import axe, browser, browser_page, server, writable  # noqa: F401 - fixtures

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="session")
def samples_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serve") / "samples.db"
    with open_store(path, create=True) as store:
        add_samples(store)
    return path


@pytest.fixture(scope="session")
def client(samples_db: Path) -> Iterator[TestClient]:
    """A client that bears no token; nothing of it stores."""
    with TestClient(create_app(Settings(str(samples_db), TOKEN)), raise_server_exceptions=False) as made:
        yield made

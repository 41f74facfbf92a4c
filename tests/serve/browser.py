"""A real browser over a real server: fixtures for the tests of pages, which are skipped where there is none.

`server`: the address of a server over the sample stories, `writable`: of one over a copy of them; `browser_page`: an
empty page of Chromium that fails the test where a script fails or the page breaks its own policy; `axe`: what axe finds
wrong with a page.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings

try:
    from axe_playwright_python.base import AXE_SCRIPT
    from playwright import sync_api
except ModuleNotFoundError:
    sync_api = None  # type: ignore[assignment]

TOKEN = "a-token-for-tests"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
Axe = Callable[[Any], list[str]]


@contextmanager
def serving(db: Path) -> Iterator[str]:
    """The address of a server over a database, which runs in a thread."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(Settings(str(db), TOKEN)), log_level="warning", ws="none", lifespan="on")
    served = uvicorn.Server(config)
    thread = threading.Thread(target=served.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not served.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    assert served.started, "the server does not begin"
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        served.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture(scope="module")
def server(samples_db: Path) -> Iterator[str]:
    with serving(samples_db) as address:
        yield address


@pytest.fixture(scope="module")
def writable(samples_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a copy of the samples, in which may be written."""
    db = tmp_path_factory.mktemp("writable") / "samples.db"
    shutil.copy(samples_db, db)
    with serving(db) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for the tests of one module: its loop would be in the way of other tests."""
    if sync_api is None:
        pytest.skip("playwright is missing: pip install playwright")
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"there is no browser: none of {', '.join(NAMES)} is installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def browser_page(browser: Any) -> Iterator[Any]:
    """A page on a desk; what its scripts or its policy complain of fails the test as it ends."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert not wrong


@pytest.fixture
def axe() -> Axe:
    """Runs axe on a page: what it finds that is serious or critical, or a fault of headings and landmarks."""

    def found(page: Any) -> list[str]:
        page.evaluate(AXE_SCRIPT)
        result = page.evaluate("rules => axe.run(document, rules)", RULES)
        return [
            f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
            for one in result["violations"]
            if one["impact"] != "minor"
        ]

    return found


def sideways(page: Any) -> int:
    """Pixels by which a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

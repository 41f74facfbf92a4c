"""Stories whose every name and sentence is an attack, on the timeline, the situation and the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings
from dragoman.store.engine import open_store
from dragoman.story import Entity
from tests.views.situation_stories import event, put, relation, story

from .browser import serving
from .reader_stories import ATTACK, HOSTILE_ID

HTML = {"accept": "text/html"}
ONE = Entity(text=ATTACK, name=ATTACK, country="XVL", sector="GOV")
OTHER = Entity(text=ATTACK, name=f"{ATTACK} front", country=None, sector="REB")
DAY = "2024-03-20"


@pytest.fixture(scope="module")
def hostile_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    text = f"{ATTACK} fought {ATTACK}."
    told = [
        relation(text, "supports", ONE, OTHER, share=ATTACK),
        relation(text, "controls", OTHER, place=ATTACK, share=ATTACK),
        event(text, "fought", "ASSAULT", actor=(ONE,), recipient=(OTHER,), attribution=(OTHER,), date="2024-03-14"),
    ]
    denied = relation(text, "supports", ONE, OTHER, status="denied", attribution=(OTHER,))
    with open_store(path, create=True) as store:
        put(store, story(HOSTILE_ID, "2024-03-15", text, *told, agency=ATTACK))
        put(store, story(f"{HOSTILE_ID}2", "2024-03-16", text, denied, agency=f"{ATTACK}2"))
    return path


@pytest.fixture(scope="module")
def hostile_client(hostile_db: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(str(hostile_db))), raise_server_exceptions=False) as made:
        yield made


def paths(client: TestClient) -> list[str]:
    """All views, also with each tie of the network chosen."""
    edges = client.get("/api/v1/network", params={"as_of": DAY}).json()["edges"]
    assert {edge["kind"] for edge in edges} >= {"supports", "controls"}
    assert any(edge["state"]["verdict"] == "contested" for edge in edges)
    chosen = [f"/network?as_of={DAY}&edge={edge['id']}" for edge in edges]
    return [
        "/timeline", "/timeline?at=2024", f"/situation?actor=XVL&as_of={DAY}", f"/network?as_of={DAY}", "/situation",
        f"/diff?actor=XVL&from=2024-01&to={DAY}", *chosen,
    ]  # fmt: skip


class Elements(HTMLParser):
    """The elements of a page, and what is written outside of any."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_no_word_of_a_story_becomes_an_element_of_a_view(hostile_client: TestClient) -> None:
    for path in paths(hostile_client):
        answer = hostile_client.get(path, headers=HTML)
        assert answer.status_code == 200, path
        elements = Elements()
        elements.feed(answer.text)
        assert not {"img", "b"} & {tag for tag, _ in elements.found}, path
        for tag, attributes in elements.found:
            assert tag != "style", path
            assert not any(name.startswith("on") or name == "style" for name in attributes), path
            if tag == "script":
                assert (attributes["src"] or "").startswith("/static/"), path
            for name in ("href", "action"):
                assert not (attributes.get(name) or "/").strip().lower().startswith("javascript"), path
        assert "<script>window.hacked" in elements.text, path  # it is there, as words
        assert "49" not in elements.text or "{{ 7 * 7 }}" in elements.text


def test_links_lead_to_the_story_whatever_its_id(hostile_client: TestClient, hostile_db: Path) -> None:
    text = hostile_client.get(f"/situation?actor=XVL&as_of={DAY}", headers=HTML).text
    links = {unescape(link).split("#")[0] for link in re.findall(r'href="(/stories/[^"]+)"', text)}
    assert len(links) == 2
    with serving(hostile_db) as address:  # the client of tests decodes a path twice
        for link in links:
            with urlopen(Request(address + link, headers=HTML)) as answer:
                assert answer.status == 200, link


def test_nothing_of_a_story_runs_in_a_browser(hostile_client: TestClient, hostile_db: Path, browser_page: Any) -> None:
    with serving(hostile_db) as address:
        for path in paths(hostile_client):
            browser_page.goto(address + path)
            assert browser_page.evaluate("typeof window.hacked") == "undefined"
        browser_page.goto(f"{address}/network?as_of={DAY}")
        browser_page.locator("table.ties-of a[data-swap]").first.click()
        browser_page.wait_for_selector("#panel")
        assert browser_page.evaluate("typeof window.hacked") == "undefined"
        assert browser_page.locator("#view img, #view b, #view script").count() == 0

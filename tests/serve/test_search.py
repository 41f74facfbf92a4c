"""The search page, sentences by their words, and actors by how they begin."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings
from dragoman.store.engine import open_store
from dragoman.store.fulltext import marked
from dragoman.store.write import Incoming
from dragoman.store.write import store as put

from .reader_stories import ATTACK, hostile

HTML = {"accept": "text/html"}


def test_sentences_have_the_words_and_where_they_stand(client: TestClient) -> None:
    told = client.get("/api/v1/search", params={"q": "ceasefire", "limit": 200}).json()
    assert told["sentences"]
    for one in told["sentences"]:
        words = [one["text"][start:stop].lower() for start, stop in one["spans"]]
        assert words
        assert all(word.startswith("ceasefire") for word in words)
        story = client.get(f"/api/v1/stories/{one['story']}").json()
        if one["start"] is not None:
            assert story["story"]["text"][one["start"] : one["end"]] == one["text"]


def test_sentences_go_on_by_cursor(client: TestClient) -> None:
    whole = client.get("/api/v1/search", params={"q": "the", "limit": 200}).json()["sentences"]
    seen: list[object] = []
    after: dict[str, str] = {}
    while len(seen) < len(whole):
        page = client.get("/api/v1/search", params={"q": "the", "limit": 7, **after}).json()
        seen += page["sentences"]
        if page["after"] is None:
            break
        after = {"after": page["after"]}
    assert seen[: len(whole)] == whole


@pytest.mark.parametrize(
    "asked", [{"q": '"'}, {"q": "x", "after": "y"}, {"q": "x", "after": "9" * 25}, {"q": "x", "known_on": "y"}]
)
def test_what_cannot_be_searched_for_is_told(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/api/v1/search", params=asked)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_sentence_that_was_not_known_is_not_found(client: TestClient) -> None:
    assert client.get("/api/v1/search", params={"q": "the", "known_on": "1900-01-01"}).json()["sentences"] == []


def test_words_are_marked_as_they_are_found() -> None:
    texts = [
        "They withdrew; withdrawals follow.",
        "A Citoyén's café \ue000 cafe",
        "nothing",
        "the ceasefire in Idlib, the ceasefire",
    ]

    def shown(query: str) -> list[list[str]]:
        return [
            [text[start:stop] for start, stop in spans] for text, spans in zip(texts, marked(texts, query), strict=True)
        ]

    assert shown("withdr*") == [["withdrew", "withdrawals"], [], [], []]
    assert shown("cafe") == [[], ["café", "cafe"], [], []]
    assert shown('"ceasefire in idlib"') == [[], [], [], ["ceasefire in Idlib"]]


def test_an_actor_is_found_in_any_language_and_from_any_word(client: TestClient) -> None:
    for query, id in (
        ("erdog", "recep-tayyip-erdogan"),
        ("Türki", "TUR"),
        ("росс", "RUS"),
        ("krem", "kremlin"),
        ("RUS", "RUS"),
    ):
        found = client.get("/api/v1/actors", params={"q": query}).json()["actors"]
        assert id in [one["id"] for one in found], query
        with_events = [one["events"] > 0 for one in found[1:]]
        assert with_events == sorted(with_events, reverse=True)
    assert client.get("/api/v1/actors", params={"q": "erdog", "limit": 1}).json()["actors"][0]["events"] > 0
    assert client.get("/api/v1/actors", params={"q": " - "}).json() == {"actors": []}


def test_an_actor_that_is_found_can_be_asked_for(client: TestClient) -> None:
    for query in ("putin", "syr", "a"):
        for one in client.get("/api/v1/actors", params={"q": query, "limit": 100}).json()["actors"]:
            if one["events"] and one["id"] is None:
                assert client.get("/api/v1/actors/" + one["value"].replace("/", "%2F")).json()["name"] == one["name"]
                events = [
                    client.get("/api/v1/events/count", params={role: one["value"]}).json()["rows"][0][1]
                    for role in ("actor", "recipient", "source")
                ]
                assert sum(events) >= one["events"]


def test_one_actor_is_told_with_its_events(client: TestClient) -> None:
    putin = client.get("/api/v1/actors/vladimir-putin").json()
    assert (putin["kind"], putin["country"]) == ("person", "RUS")
    assert putin["offices"]
    assert putin["events"]["actor"] > 0
    answer = client.get("/api/v1/actors/nobody/of%20this%20name")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_filters_can_be_taken_off_one_by_one(client: TestClient) -> None:
    page = client.get("/", params={"actor": ["RUS", "TUR"], "type": "CONSULT", "sort": "oldest"}, headers=HTML).text
    chips = [html.unescape(link) for link in re.findall(r'class="chip" href="([^"]+)"', page)]
    assert chips == [
        "/?actor=TUR&type=CONSULT&sort=oldest",
        "/?actor=RUS&type=CONSULT&sort=oldest",
        "/?actor=RUS&actor=TUR&sort=oldest",
    ]
    assert 'type="hidden" name="actor" value="TUR"' in page


def test_each_facet_leads_to_as_many_events_as_it_tells(client: TestClient) -> None:
    page = client.get("/", params={"facets": "all", "quad": "verbal cooperation"}, headers=HTML).text
    found = re.findall(r'<li><a href="([^"]+)">[^<]*</a> <span class="count">([\d,]+)(\+?)', page)
    assert len(found) > 10
    assert any(more for _, _, more in found)
    for link, number, more in found:
        narrowed = client.get(html.unescape(link), headers=HTML).text
        there = int(re.search(r'role="status">(\d+) event', narrowed).group(1))  # type: ignore[union-attr]
        assert there >= int(number) if more else there == int(number), link


def test_counts_that_are_not_kept_are_not_waited_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page = client.get("/", params={"actor": "RUS"}, headers=HTML).text
    later = html.unescape(re.search(r'data-later="([^"]+)"', page).group(1))  # type: ignore[union-attr]
    assert later == "/facets?actor=RUS"
    part = client.get(later, headers=HTML).text
    assert "<h2>actor</h2>" in part
    assert "<h2>actor</h2>" not in page
    assert "<h2>type</h2>" in page
    assert "<h2>type</h2>" not in part
    monkeypatch.setattr("dragoman.serve.pages.search.COSTLY", 0)
    assert "data-later" not in client.get("/", params={"actor": "TUR"}, headers=HTML).text  # no page that is kept


def test_names_and_sentences_of_a_hostile_story_are_data(tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    with open_store(path, create=True) as store:
        store.write(lambda connection: put(connection, [Incoming(hostile())]))
    with TestClient(create_app(Settings(str(path))), raise_server_exceptions=False) as client:
        told = client.get("/api/v1/search", params={"q": "hacked"}).json()["sentences"]
        assert told
        assert ATTACK in told[0]["text"]
        for path_ in ("/", "/?facets=all", "/map", "/facets?actor=x", f"/?actor={'%3Cscript%3E'}"):
            page = client.get(path_, headers=HTML)
            assert page.status_code == 200, path_
            assert "<script>window.hacked" not in page.text
            assert "<img src=x" not in page.text

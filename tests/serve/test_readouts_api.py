"""Contacts and their accounts over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.coder import Coder
from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings
from dragoman.store.add import merge
from dragoman.store.engine import open_store
from dragoman.store.write import Incoming
from dragoman.store.write import store as put
from dragoman.views.readouts import readouts
from dragoman.views.vectors import word_vectors
from tests.merge.merge_stories import take_in

KILL = """EDITORS: MANDATORY KILL

MERIDIAN WIRE
21.02.2020 - 21:30

Kill the story datelined MOSCOW, February 21, headlined "Putin voices concern over extremist actions in Idlib in call with Erdogan - Kremlin". It must not be used.
"""  # noqa: E501
URL = "/api/v1/contacts"


def every(client: TestClient, **asked: Any) -> list[dict[str, Any]]:
    """All pages of contacts."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = client.get(URL, params={"limit": 4, **asked, **({"after": after} if after else {})}).json()
        assert len(page["contacts"]) == 4 or page["after"] is None
        found += page["contacts"]
        if (after := page["after"]) is None:
            return found


@pytest.fixture(scope="module")
def known(samples_db: Path) -> dict[str, Any]:
    """All contacts as the command has them."""
    import msgspec

    with open_store(samples_db) as store, store.reading() as connection:
        found = readouts(connection, vectors=word_vectors)
    return {one.id: json.loads(msgspec.json.encode(one)) for one in found}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A call that two houses tell; one of them kills its story later."""
    path = tmp_path_factory.mktemp("contacts") / "changed.db"
    with open_store(path, create=True) as store:
        take_in(store, "ankara", "kremlin")
        kill = Coder().read(KILL.encode(), id="kill")
        store.write(lambda connection: put(connection, [Incoming(kill)]))
        merge(store)
    with TestClient(create_app(Settings(str(path))), raise_server_exceptions=False) as made:
        yield made


def test_pages_have_every_contact_once_the_newest_first(client: TestClient, known: dict[str, Any]) -> None:
    found = every(client)
    assert [one["id"] for one in found] == list(dict.fromkeys(one["id"] for one in found))
    assert {one["id"] for one in found} == set(known)
    days = [one["day"] or "" for one in found]
    assert days == sorted(days, reverse=True)


def test_what_is_told_shortly_is_what_the_contact_has(client: TestClient, known: dict[str, Any]) -> None:
    for one in every(client):
        whole = known[one["id"]]
        assert one["accounts"] == {side: len(quotes) for side, quotes in whole["readouts"].items()}
        assert {party["code"] for party in one["parties"]} == {party["code"] for party in whole["parties"]}
        assert (one["status"], one["asked_by"]) == (whole["status"], whole["asked_by"])
        assert set(one["stories"]) <= set(whole["stories"])
    told = [one for one in every(client) if len(one["accounts"]) > 1]
    assert [(one["channel"], one["place"], one["date"]) for one in told] == [
        (known[one["id"]]["channel"], known[one["id"]]["place"], known[one["id"]]["date"]) for one in told
    ]


def test_one_contact_is_what_the_command_prints(client: TestClient, known: dict[str, Any]) -> None:
    for id, whole in known.items():
        assert client.get(f"{URL}/{id}").json() == whole


def test_filters(client: TestClient, known: dict[str, Any]) -> None:
    both = every(client, between=["Russia", "TUR", ""])
    assert {one["id"] for one in both} == {
        id for id, one in known.items() if {"RUS", "TUR"} <= {party["code"] for party in one["parties"]}
    }
    assert every(client, between=["RUS", "PER"]) == []
    assert {one["day"][:7] for one in every(client, on="2022-02")} == {"2022-02"}
    assert every(client, on="1999") == []
    told = every(client, sides=2)
    assert told
    assert {one["id"] for one in told} == {id for id, one in known.items() if len(one["readouts"]) >= 2}


def test_filters_as_known_on_a_day(client: TestClient) -> None:
    then = every(client, known_on="2020-12-31")
    assert then
    assert {one["date"]["start"] for one in then if one["date"]} < {
        one["date"]["start"] for one in every(client) if one["date"]
    }
    assert all(one["date"] is None or one["date"]["start"] <= "2020-12-31" for one in then)
    narrow = every(client, known_on="2020-12-31", between=["RUS", "TUR"], sides=2)
    assert narrow
    assert all(len(one["accounts"]) >= 2 and {"RUS", "TUR"} <= {p["code"] for p in one["parties"]} for one in narrow)
    id = next(one["id"] for one in every(client) if one["date"] and one["date"]["start"] > "2021")
    assert client.get(f"{URL}/{id}", params={"known_on": "2020-12-31"}).status_code == 404


def test_a_killed_story_tells_nothing_any_more_but_did_before(changed: TestClient) -> None:
    before, after = {"known_on": "2020-02-21T20:50"}, {"known_on": "2020-02-22"}
    [call] = changed.get(URL, params={"between": ["RUS", "TUR"], "sides": 2, **before}).json()["contacts"]
    assert (set(call["stories"]), set(call["accounts"])) == ({"ankara", "kremlin"}, {"RUS", "TUR"})
    for asked in (after, {}):
        assert changed.get(URL, params={"between": ["RUS", "TUR"], "sides": 2, **asked}).json()["contacts"] == []
        [now] = changed.get(URL, params={"between": ["RUS", "TUR"], "sides": 1, **asked}).json()["contacts"]
        assert (now["id"], now["stories"], set(now["accounts"])) == (call["id"], ["ankara"], {"TUR"})
        assert set(changed.get(f"{URL}/{call['id']}", params=asked).json()["readouts"]) == {"TUR"}
    assert set(changed.get(f"{URL}/{call['id']}", params=before).json()["readouts"]) == {"RUS", "TUR"}


def test_an_id_of_any_telling_leads_to_the_contact(changed: TestClient) -> None:
    import sqlite3

    path = changed.app.state.settings.db  # type: ignore[attr-defined]
    with sqlite3.connect(path) as connection:
        ids = [row[0] for row in connection.execute("select id from contacts")]
    then = {"known_on": "2020-02-21T20:50"}
    found = [changed.get(f"{URL}/{id}", params=then).json()["id"] for id in ids]
    assert len(set(found)) < len(ids)
    assert set(found) <= set(ids)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?on=someday", 400), ("?known_on=never", 400), ("?after=x", 400), ("?limit=0", 422), ("?sides=-1", 422),
        ("?between=1&between=2&between=3&between=4&between=5&between=6", 422), ("/none", 404), ("/%00", 404),
        ("/none?known_on=never", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_problem(client: TestClient, path: str, status: int) -> None:
    answer = client.get(URL + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


def test_the_document_tells_of_both(client: TestClient) -> None:
    made = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/contacts", "/api/v1/contacts/{id}"} <= set(made["paths"])
    assert {"ContactPage", "ContactView", "Readout"} <= set(made["components"]["schemas"])

"""Stories and claims over HTTP, the list of stories and the reader's page, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from dragoman.schema import from_json
from dragoman.store.engine import open_store
from dragoman.store.write import Incoming, store

from .browser import serving
from .reader_stories import ATTACK, HOSTILE_ID, hostile, overlapping

HTML = {"accept": "text/html"}
KILLED, KILL = "2023-05-12-velmora-ferry-seizure", "2023-05-12-velmora-ferry-seizure-kill"
SOCHI = "2018-09-17-sochi-memorandum-both-readouts"
LATER = "Velmora does not control Tamsin."
IDS = ("a/b", "/a//b/", "a?b=c&d#e", "100%", "é ü", "a\nb", "..%2F", "a;b", "\u202eabc", "stories")


@pytest.fixture(scope="module")
def own_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hand-made stories: one in two versions, a hostile one, and ids with all kinds of characters."""
    path = tmp_path_factory.mktemp("stories") / "own.db"
    first = overlapping()
    second = replace(first, text=first.text + "\n\n" + LATER, published="2024-03-16T10:00", date="2024-03-16")
    others = [replace(first, id=id, published=f"2024-02-{n + 1:02}T10:00") for n, id in enumerate(IDS)]
    with open_store(path, create=True) as opened:
        told = [Incoming(one) for one in (first, second, hostile(), *others)]
        opened.write(lambda connection: store(connection, told))
    return path


@pytest.fixture(scope="module")
def own(own_db: Path) -> Iterator[httpx.Client]:
    """A client of a real server: that of the tests would decode a path twice."""
    with serving(own_db) as address, httpx.Client(base_url=address, timeout=30) as made:
        yield made


def path(id: str) -> str:
    return f"/stories/{quote(id, safe='')}"


# --- the list


def test_stories_come_newest_first_page_by_page_and_none_twice(client: TestClient) -> None:
    seen: list[dict[str, str]] = []
    after: str | None = None
    while True:
        found = client.get("/api/v1/stories", params={"limit": 7, **({"after": after} if after else {})}).json()
        seen += found["stories"]
        if (after := found["after"]) is None:
            break
    times = [one["known_from"] for one in seen]
    assert times == sorted(times, reverse=True)
    assert len({one["id"] for one in seen}) == len(seen) == 26
    oldest = client.get("/api/v1/stories", params={"limit": 100, "sort": "oldest"}).json()["stories"]
    assert [one["id"] for one in oldest] == [one["id"] for one in reversed(seen)]


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"id": "2018-09"}, [SOCHI]),
        ({"headline": "OFFENSIVE idlib"}, [SOCHI]),
        ({"headline": "100%"}, []),
        ({"from": "2018-09", "to": "2018-09-17"}, [SOCHI]),
        ({"state": "ended"}, [KILLED, "2023-05-11-velmora-talks-writethru"]),
        ({"state": "ended", "known_on": "2023-05-11"}, ["2023-05-11-velmora-talks-writethru"]),
        ({"id": "2023-05-12", "known_on": "2023-05-12T07:00"}, [KILLED]),
        ({"agency": "Northgate Press", "to": "2020-02"}, ["2020-02-21-idlib-call-ankara"]),
    ],
)  # fmt: skip
def test_filters(client: TestClient, asked: dict[str, str], ids: list[str]) -> None:
    assert [one["id"] for one in client.get("/api/v1/stories", params=asked).json()["stories"]] == ids


def test_what_was_killed_says_so_with_what_killed_it(client: TestClient) -> None:
    [one] = client.get("/api/v1/stories", params={"id": KILLED, "state": "ended"}).json()["stories"]
    assert (one["state"], one["ended_by"]["id"], one["ended_by"]["kind"]) == ("ended", KILL, "kill")
    assert one["known_to"] == one["ended_by"]["at"] == "2023-05-12T08:31:00Z"
    [before] = client.get("/api/v1/stories", params={"id": KILLED, "known_on": "2023-05-12T07:00"}).json()["stories"]
    assert before["state"] == "held"


def test_what_cannot_be_asked_is_told(client: TestClient) -> None:
    for asked in ("after=x", "from=yesterday", "known_on=x", "limit=0", "sort=best", "state=odd"):
        assert client.get(f"/api/v1/stories?{asked}").status_code in (400, 422), asked
    cursor = client.get("/api/v1/stories?limit=1").json()["after"]
    assert client.get(f"/api/v1/stories?sort=oldest&after={cursor}").status_code == 400


def test_the_list_shows_stories_with_their_end(client: TestClient) -> None:
    shown = client.get("/stories", headers=HTML).text
    assert "Demilitarised zone is to spare Idlib an offensive" in shown
    assert '<strong class="state">killed</strong>' in shown
    assert '<strong class="state">corrected</strong>' in shown
    assert "No story is found" in client.get("/stories?headline=nonsense", headers=HTML).text


# --- one story


def test_the_story_object_comes_back_as_it_was_stored(own: httpx.Client) -> None:
    told = own.get(f"/api/v1{path(HOSTILE_ID)}")
    assert told.status_code == 200
    assert from_json(_part(told.content)) == hostile()


def _part(answer: bytes) -> bytes:
    """The bytes of `story`, the last field of an answer."""
    return answer[answer.index(b'"story":') + len(b'"story":') : -1]


def test_a_story_tells_what_ended_it_and_what_it_ended(client: TestClient) -> None:
    assert client.get(f"/api/v1/stories/{KILLED}").json()["kept"]["ended_by"]["id"] == KILL
    [ended] = client.get(f"/api/v1/stories/{KILL}").json()["ends"]
    assert (ended["id"], ended["kind"]) == (KILLED, "kill")
    shown = client.get(f"/stories/{KILLED}", headers=HTML).text
    assert "<strong>Killed</strong>" in shown
    assert f"/stories/{KILL}?version=" in shown


def test_versions_under_one_id(own: httpx.Client) -> None:
    told = own.get("/api/v1/stories/overlapping").json()
    assert [one["state"] for one in told["versions"]] == ["ended", "held"]
    assert told["story"]["text"].endswith(LATER)
    old = told["versions"][0]["version"]
    assert not own.get(f"/api/v1/stories/overlapping?version={old[:8]}").json()["story"]["text"].endswith(LATER)
    before = own.get("/api/v1/stories/overlapping?known_on=2024-03-15").json()
    assert before["kept"]["version"] == old
    assert before["kept"]["state"] == "held"
    for version in ("ffffffff", old[:3]):
        assert own.get(f"/api/v1/stories/overlapping?version={version}").status_code == 404
    assert LATER not in own.get(f"/stories/overlapping?version={old[:12]}", headers=HTML).text


@pytest.mark.parametrize("id", [*IDS, HOSTILE_ID])
def test_an_id_may_have_any_characters(own: httpx.Client, id: str) -> None:
    assert own.get(f"/api/v1{path(id)}").json()["kept"]["id"] == id
    assert own.get(path(id), headers=HTML).status_code == 200
    assert own.get("/api/v1/claims", params={"story": id}).json()["claims"][0]["story"] == id
    assert f'href="{path(id)}?version=' in own.get("/stories", headers=HTML).text


def test_a_story_that_is_not_there(client: TestClient) -> None:
    assert client.get("/api/v1/stories/nothing").json()["status"] == 404
    assert "nothing" in client.get("/stories/nothing", headers=HTML).text
    assert client.get("/stories/%3Cscript%3E", headers=HTML).text.count("<script>") == 0


# --- claims


def test_claims_of_a_story_lead_to_its_text(client: TestClient) -> None:
    text = client.get(f"/api/v1/stories/{SOCHI}").json()["story"]["text"]
    found = client.get("/api/v1/claims", params={"story": SOCHI, "limit": 500}).json()
    assert found["after"] is None
    assert {claim["kind"] for claim in found["claims"]} == {"event", "relation", "statement"}
    for claim in found["claims"]:
        if claim["kind"] != "statement":
            assert text[claim["start"] : claim["end"]] == claim["text"]
        assert (claim["event"] is not None) == (claim["kind"] == "event")


def test_claims_page_by_page_and_by_id(client: TestClient) -> None:
    whole = [claim["id"] for claim in client.get(f"/api/v1/claims?story={SOCHI}&limit=500").json()["claims"]]
    seen: list[str] = []
    after = ""
    while after is not None:
        part = client.get("/api/v1/claims", params={"story": SOCHI, "limit": 4, **({"after": after} if after else {})})
        seen += [claim["id"] for claim in part.json()["claims"]]
        after = part.json()["after"]
    assert seen == whole
    picked = client.get("/api/v1/claims", params={"id": [whole[3], whole[1], "nothing"]}).json()["claims"]
    assert [claim["id"] for claim in picked] == [whole[1], whole[3]]
    assert client.get("/api/v1/claims").status_code == 400
    assert client.get("/api/v1/claims?story=nothing").status_code == 404


def test_claims_of_what_was_killed_are_not_known_after(client: TestClient) -> None:
    for known_on, known in (("2023-05-12T07:00", True), ("2023-05-13", False)):
        found = client.get("/api/v1/claims", params={"story": KILLED, "known_on": known_on}).json()["claims"]
        assert bool(found) == known


# --- the reader's page


def test_every_event_on_the_search_page_leads_to_its_words(client: TestClient) -> None:
    for event in client.get("/api/v1/events?limit=40").json()["events"]:
        words = event["words"]
        shown = client.get(f"/stories/{quote(words['story'], safe='')}?event={words['claim']}", headers=HTML).text
        assert f'id="{words["claim"]}"' in shown
        assert '<aside class="records one"' in shown


def test_the_link_of_an_event_card_is_that_of_the_reader(client: TestClient) -> None:
    [event] = client.get("/api/v1/events?limit=1").json()["events"]
    claim = event["words"]["claim"]
    assert f"/stories/{event['words']['story']}?event={claim}#{claim}" in client.get("/", headers=HTML).text


def test_an_event_is_shown_in_the_version_that_tells_it(own: httpx.Client) -> None:
    old = own.get("/api/v1/stories/overlapping").json()["versions"][0]["version"]
    claim = own.get(f"/api/v1/claims?story=overlapping&version={old}").json()["claims"][0]["id"]
    shown = own.get(f"/stories/overlapping?event={claim}", headers=HTML).text
    assert LATER not in shown
    assert f'id="{claim}"' in shown


def test_the_address_tells_what_is_marked_and_shown(client: TestClient) -> None:
    shown = client.get(f"/stories/{SOCHI}?show=events,places&event=e1", headers=HTML).text
    assert 'id="show-events" checked' in shown
    assert 'id="show-attributions">' in shown
    assert shown.index('id="r-e1"') < shown.index('id="r-e0"')
    assert 'href="#r-a' not in shown.partition('<aside class="records')[0]


def test_nothing_of_a_hostile_story_runs(own: httpx.Client) -> None:
    for address in (path(HOSTILE_ID), "/stories", "/", f"{path(HOSTILE_ID)}?event={quote(ATTACK, safe='')}"[:400]):
        shown = own.get(address, headers=HTML)
        assert shown.status_code in (200, 422)
        assert "<script>window" not in shown.text
        assert "<img" not in shown.text
        assert "script-src 'self'" in shown.headers["content-security-policy"]


def test_the_document_tells_of_stories_and_claims(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/stories", "/api/v1/stories/{id}", "/api/v1/claims"} <= set(told["paths"])
    assert {"StoryPage", "StoryView", "ClaimPage", "Story"} <= set(told["components"]["schemas"])

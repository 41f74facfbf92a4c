"""Each view over PostgreSQL, with the sample stories: it answers, and tells what it tells over SQLite."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dragoman.serve.app import create_app
from dragoman.serve.samples import add_samples
from dragoman.serve.settings import Settings
from dragoman.store.engine import open_store
from eval.postgres import database

TOKEN = "a-token-for-tests"
HTML = {"Accept": "text/html"}
STORY = "2020-02-21-idlib-call-ankara"
PAGES = {  # with what is on the page
    "/": "CONSULT",
    "/?text=ceasefire+idlib&actor=RUS&known_on=2021": "Idlib",
    "/facets?text=ceasefire": "",
    "/stories?headline=idlib": STORY,
    f"/stories/{STORY}": "phone call",
    "/readouts?between=RUS&between=TUR&sides=2": "Vladimir Putin",
    "/timeline?with=RUS&with=TUR&at=2020-03": 'class="bin',
    "/map?from=2015&to=2024": "Idlib",
    "/network?as_of=2024-12-31": "Turkey",
    "/network?actor=TUR&as_of=2024-12-31&kind=events&window=1826": "Turkey",
    "/situation?actor=SYR&as_of=2024-12-31": "are allies",
    "/diff?actor=SYR&from=2018-01-01&to=2024-12-03": "Syria",
    "/read": "Paste a text",
}
DATA = (
    "/api/v1/events?with=RUS&with=TUR", "/api/v1/events/count?by=month,dyad", "/api/v1/search?q=ceasefire+idlib",
    "/api/v1/timeline?with=RUS&with=TUR&unit=month", "/api/v1/situation?actor=SYR&as_of=2024-12-31",
    "/api/v1/contacts?between=RUS&between=TUR", "/api/v1/map?from=2015&to=2024", f"/api/v1/claims?story={STORY}",
    "/api/v1/actors?q=erdo", "/api/v1/network?as_of=2024-12-31", "/api/v1/map/control?as_of=2024-12-31",
)  # fmt: skip
ADDED = re.compile(r'"added":"[^"]*"')


@pytest.fixture(scope="module")
def other(postgres: str) -> Iterator[TestClient]:
    """A client of the application over PostgreSQL, in which the samples are."""
    with database(postgres) as url:
        with open_store(url, create=True) as store:
            add_samples(store)
        with TestClient(create_app(Settings(url, TOKEN)), raise_server_exceptions=False) as made:
            yield made


@pytest.mark.parametrize("path", PAGES)
def test_each_view_answers_over_postgresql(other: TestClient, path: str) -> None:
    answer = other.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text[:500]
    assert PAGES[path] in answer.text


@pytest.mark.parametrize("path", DATA)
def test_what_is_told_is_what_sqlite_tells(other: TestClient, client: TestClient, path: str) -> None:
    told, same = other.get(path), client.get(path)
    assert told.status_code == same.status_code == 200
    assert ADDED.sub("", told.text) == ADDED.sub("", same.text)


def test_the_accounts_of_a_contact_and_their_files(other: TestClient, client: TestClient) -> None:
    [first, *_] = other.get("/api/v1/contacts?between=RUS&between=TUR&sides=2").json()["contacts"]
    for ending in ("", ".html", ".md"):
        told, same = (one.get(f"/readouts/{first['id']}{ending}", headers=HTML) for one in (other, client))
        assert told.status_code == 200
        assert told.text.count("at odds") == same.text.count("at odds")
    assert other.get(f"/readouts/{first['id']}.docx").status_code == 200


def test_a_story_is_kept_corrected_and_taken_back(other: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    text = "The president of Velmora called the prime minister of Tamsin on Monday, his office said."
    kept = other.post("/api/v1/stories", json={"text": text, "id": "v1", "date": "2024-12-03"}, headers=bearer)
    assert kept.status_code == 201, kept.text
    events = other.get("/api/v1/stories/v1").json()["story"]["events"]
    given = {"story": "v1", "start": events[0]["start"], "field": "event", "value": None, "by": "Ann"}
    made = other.post("/api/v1/corrections", json=given, headers=bearer)
    assert made.status_code == 201, made.text
    assert len(other.get("/api/v1/stories/v1").json()["story"]["events"]) == len(events) - 1
    assert "there is no such event" in other.get("/stories/v1", headers=HTML).text
    assert other.delete(made.headers["location"], headers=bearer).status_code == 200
    assert other.get("/api/v1/stories/v1").json()["story"]["events"] == events

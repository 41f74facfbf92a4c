"""Kept answers are given while they are true, to those for whom they were made, and no longer; waiting in turn."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.serve import together, turns
from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings
from dragoman.serve.together import Together
from dragoman.store.engine import open_store
from dragoman.views import events

TOKEN = "t"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
TEXT = "Paris met London in Rome on Tuesday."


@pytest.fixture
def news(tmp_path: Path, empty: Path) -> Path:
    shutil.copy(empty, tmp_path / "news.db")
    return tmp_path / "news.db"


@pytest.fixture
def client(news: Path) -> Iterator[TestClient]:
    settings = Settings(str(news), TOKEN, coder="dragoman.testing:StandIn", keep=True)
    with TestClient(create_app(settings), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each time that events are looked for."""
    from dragoman.serve.api import events as api

    found: list[int] = []

    def counted(*given: Any) -> Any:
        found.append(1)
        return events.events(*given)

    monkeypatch.setattr(api, "events", counted)
    return found


@pytest.fixture
def two(news: Path, tmp_path: Path) -> Iterator[tuple[TestClient, TestClient]]:
    """Two processes of a server, as they share their answers."""
    shared = str(tmp_path / "answers")
    settings = Settings(str(news), TOKEN, coder="dragoman.testing:StandIn", keep=True, shared=shared)
    with TestClient(create_app(settings)) as one, TestClient(create_app(settings)) as other:
        assert count(one) == count(other) == 0  # both know the database as it is
        yield one, other


def count(client: TestClient) -> int:
    return len(client.get("/api/v1/events").json()["events"])


def test_what_was_asked_is_not_looked_for_again_until_anybody_writes(
    client: TestClient, news: Path, asked: list[int]
) -> None:  # fmt: skip
    first = client.get("/api/v1/events")
    again = client.get("/api/v1/events")
    assert (again.content, again.headers["content-type"]) == (first.content, first.headers["content-type"])
    assert again.headers["content-security-policy"]
    assert len(asked) == 1
    client.post("/api/v1/stories", json={"id": "a", "text": TEXT, "date": "2024-12-03"}, headers=BEARER)
    assert count(client) == 1
    from dragoman.store.add import merge
    from dragoman.store.write import Incoming, store
    from dragoman.testing import StandIn

    with open_store(news) as other:  # another process would do the same
        story = StandIn().read("Bonn accused Oslo in May.", id="b", date="2024-12-03")
        other.write(lambda connection: store(connection, [Incoming(story)]))
        merge(other)
    assert count(client) == 2


def test_what_hangs_on_the_request_is_not_mixed_up(client: TestClient, asked: list[int]) -> None:
    page = client.get("/", headers={"Accept": "text/html"})
    data = client.get("/api/v1/events?limit=1")
    assert client.get("/api/v1/events?limit=2").status_code == 200
    assert page.text != data.text
    assert len(asked) == 2
    assert "read only" in page.text
    assert "read only" not in client.get("/", headers={"Accept": "text/html", **BEARER}).text
    assert "read only" in client.get("/", headers={"Accept": "text/html"}).text
    assert client.get("/api/v1/events?limit=0").status_code == 422
    assert client.get("/api/v1/events?limit=0").status_code == 422


def test_who_has_an_answer_is_told_so_until_it_is_another(client: TestClient) -> None:
    first = client.get("/api/v1/events")
    assert first.headers["cache-control"] == "no-cache"
    assert "Cookie" in first.headers["vary"]
    has = {"If-None-Match": first.headers["etag"]}
    again = client.get("/api/v1/events", headers=has)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["content-security-policy"]
    assert client.get("/api/v1/events?limit=1", headers={"If-None-Match": '"other"'}).status_code == 200
    client.post("/api/v1/stories", json={"id": "a", "text": TEXT, "date": "2024-12-03"}, headers=BEARER)
    after = client.get("/api/v1/events", headers=has)
    assert (after.status_code, len(after.json()["events"])) == (200, 1)
    assert after.headers["etag"] != first.headers["etag"]


def test_what_bears_the_token_is_neither_kept_nor_tagged(client: TestClient) -> None:
    page = {"Accept": "text/html"}
    shown = client.get("/", headers=page)
    for own in (BEARER, {"Cookie": f"dragoman-token={TOKEN}"}):
        mine = client.get("/", headers={**page, **own, "If-None-Match": shown.headers["etag"]})
        assert mine.status_code == 200
        assert "read only" not in mine.text
        assert "etag" not in mine.headers
    assert client.get("/", headers=page).content == shown.content


def test_errors_and_streams_are_neither_kept_nor_tagged(client: TestClient) -> None:
    for path in ("/stories/none", "/api/v1/events?limit=0", "/api/v1/exports/plover", "/health"):
        for _ in range(2):
            answer = client.get(path)
            assert "etag" not in answer.headers, path
    client.post("/api/v1/stories", json={"id": "a", "text": TEXT, "date": "2024-12-03"}, headers=BEARER)
    assert client.get("/api/v1/exports/plover").content
    assert client.get("/stories/a").status_code == 200


def test_a_correction_is_seen_at_once(client: TestClient) -> None:
    client.post("/api/v1/stories", json={"id": "a", "text": TEXT, "date": "2024-12-03"}, headers=BEARER)
    [event] = client.get("/api/v1/events").json()["events"]
    told = {"claim": event["words"]["claim"], "field": "status", "value": "denied", "by": "Ann"}
    assert client.post("/api/v1/corrections", json=told, headers=BEARER).status_code in (200, 201)
    [event] = client.get("/api/v1/events").json()["events"]
    assert event["status"] == "denied"
    assert client.get("/api/v1/events?status=denied").json()["events"]
    assert "denied" in client.get("/", headers={"Accept": "text/html"}).text


def test_who_asks_for_the_same_meanwhile_waits_for_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.serve.api import events as api

    looked: list[int] = []

    def slow(*given: Any) -> Any:
        looked.append(1)
        time.sleep(0.3)
        return events.events(*given)

    monkeypatch.setattr(api, "events", slow)
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: client.get("/api/v1/events?limit=7").status_code, range(20)))
    assert found == [200] * 20
    assert len(looked) == 1


def test_kept_answers_are_counted_under_their_route(client: TestClient) -> None:
    for _ in range(3):
        client.get("/api/v1/events")
    line = 'dragoman_requests_total{method="GET",route="/api/v1/events",status="200"} 3.0'
    assert line in client.get("/metrics").text


def test_many_at_once_are_all_answered(samples_db: Path) -> None:
    """More than there are threads and connections, each of another thing: none keeps the others from going on."""
    with TestClient(create_app(Settings(str(samples_db), keep=True))) as made, ThreadPoolExecutor(100) as pool:
        paths = [f"/api/v1/events?limit={1 + n % 50}&sort={('newest', 'oldest', 'origins')[n % 3]}" for n in range(150)]
        found = list(pool.map(lambda path: made.get(path).status_code, paths))
    assert found == [200] * len(paths)


def test_who_is_one_too_many_is_told_to_come_again(samples_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAITING", 0)
    with TestClient(create_app(Settings(str(samples_db), keep=True))) as made:
        answer = made.get("/api/v1/events")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert made.get("/health").status_code == 200


@pytest.mark.parametrize("path", ["/readouts", "/readouts/none", "/stories", "/map", "/ready"])
def test_who_takes_a_connection_waits_in_turn(samples_db: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(turns, "WAITING", 0)
    with TestClient(create_app(Settings(str(samples_db)))) as made:
        assert made.get(path).status_code == 503
        assert made.get("/read").status_code == 200


def test_contacts_are_kept_too(samples_db: Path) -> None:
    with TestClient(create_app(Settings(str(samples_db), keep=True))) as made:
        [first, *_] = made.get("/api/v1/contacts").json()["contacts"]
        for path in ("/readouts", f"/readouts/{first['id']}", f"/readouts/{first['id']}.md"):
            assert "etag" in made.get(path).headers, path
        assert "etag" not in made.get("/read").headers


def test_no_more_are_at_it_than_there_are_places() -> None:
    at_once, most = 0, 0

    async def app(*_: Any) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.001)
        at_once -= 1

    async def run() -> None:
        made = turns.Turns(app)
        scope = {"type": "http", "path": "/", "method": "GET", "headers": []}
        await asyncio.gather(*(made(scope, None, None) for _ in range(50)))  # type: ignore[arg-type]

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    thread.join()
    assert (most, at_once) == (turns.AT_ONCE, 0)


def test_what_one_process_made_the_others_give(two: tuple[TestClient, TestClient], asked: list[int]) -> None:
    one, other = two
    first, again = (client.get("/api/v1/events?limit=3") for client in (one, other))
    assert (again.content, again.headers) == (first.content, first.headers)
    assert len(asked) == 1
    assert other.get("/api/v1/events?limit=3", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert 'route="/api/v1/events"' in other.get("/metrics").text


def test_what_one_process_stores_no_other_gives_from_before(two: tuple[TestClient, TestClient]) -> None:
    for writer, reader, name in ((*two, "a"), (*reversed(two), "b")):
        before = count(reader), count(writer)
        story = {"id": name, "text": TEXT.replace("Tuesday", f"Tuesday, and {name}"), "date": "2024-12-03"}
        assert writer.post("/api/v1/stories", json=story, headers=BEARER).status_code == 201
        assert (count(reader) > before[0], count(writer) > before[1]) == (True, True)


def test_an_answer_of_a_time_that_is_past_is_not_shared(tmp_path: Path) -> None:
    path = str(tmp_path / "answers")
    with closing(Together(path)) as one, closing(Together(path)) as other:
        began = one.time()
        other.void()
        one.keep(b"key", b"old", began)
        assert other.get(b"key") is None
        other.keep(b"key", b"new", other.time())
        assert one.get(b"key") == b"new"
        one.void()
        assert other.get(b"key") is None


def test_more_than_there_is_room_for_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST", 200_000)
    with closing(Together(str(tmp_path / "answers"))) as shared:
        for number in range(100):
            shared.keep(b"%d" % number, b"x" * 10_000, shared.time())
        assert shared.get(b"99") is not None
        assert shared.get(b"0") is None


def test_without_the_file_of_shared_answers_all_are_made(news: Path, tmp_path: Path) -> None:
    (tmp_path / "answers").write_bytes(b"no database" * 100)
    with TestClient(create_app(Settings(str(news), keep=True, shared=str(tmp_path / "answers")))) as made:
        assert count(made) == 0
        assert count(made) == 0

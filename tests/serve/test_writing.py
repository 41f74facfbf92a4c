"""Stories in, corrections and judgements: by programs with the token, by forms of our own pages, by nobody else."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from dragoman.errors import TooLarge
from dragoman.ingest.decode import MAX_BYTES
from dragoman.serve import bodies, coding
from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings
from dragoman.store.engine import open_store
from dragoman.testing import StandIn

TOKEN = "a token; for=tests, %"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
TEXT = "Paris met London in Rome on Tuesday."
AT = TEXT.index("met")
PLAIN = {"Content-Type": "text/plain"}
OURS = {"Origin": "http://testserver"}
HTML = {"Accept": "text/html"}
Make = Callable[[], TestClient]


class Countries(StandIn):
    """The stand-in, whose sides have codes."""

    def read(self, data: bytes | str, **told: Any) -> Any:
        story = super().read(data, **told)
        coded = tuple(
            replace(
                event,
                actor=tuple(replace(one, country="FRA", sector="GOV") for one in event.actor),
                recipient=tuple(replace(one, country="GBR", sector="GOV") for one in event.recipient),
            )
            for event in story.events
        )
        return replace(story, events=coded)


@pytest.fixture
def writing(tmp_path: Path, empty: Path) -> Iterator[TestClient]:
    """A client over an empty database, whose stories a stand-in reads."""
    db = tmp_path / "news.db"
    shutil.copy(empty, db)
    settings = Settings(str(db), TOKEN, coder=f"{__name__}:Countries")
    with TestClient(create_app(settings), raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


def store(client: TestClient, id: str = "a", text: str = TEXT) -> Any:
    given = {"id": id, "text": text, "date": "2024-12-03"}
    answer = client.post("/api/v1/stories", json=given, headers=BEARER)
    assert answer.status_code in (200, 201), answer.text
    return answer


# --- read


def test_a_story_is_read_as_json_or_as_the_body_itself_and_nothing_is_kept(writing: TestClient) -> None:
    as_json = writing.post("/api/v1/read", json={"text": TEXT, "date": "2024-12-03", "desk": "x"})
    raw = writing.post("/api/v1/read?date=2024-12-03&id=b", content=TEXT.encode(), headers=PLAIN)
    assert as_json.status_code == raw.status_code == 200
    assert as_json.json()["events"] == raw.json()["events"] != []
    assert as_json.json()["extra"] == {"desk": "x"}
    assert raw.json()["id"] == "b"
    assert writing.get("/api/v1/stories").json()["stories"] == []


def test_a_charset_is_heeded(writing: TestClient) -> None:
    sent = "Café met Zoë.".encode("latin-1")
    answer = writing.post("/api/v1/read", content=sent, headers={"Content-Type": "text/plain; charset=iso-8859-1"})
    assert answer.json()["text"] == "Café met Zoë."
    wrong = writing.post("/api/v1/read", content=sent, headers={"Content-Type": "text/plain; charset=utf-8"})
    assert (wrong.status_code, "utf-8" in wrong.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("sent", "status", "why"),
    [
        ({"json": {"headline": "x"}}, 400, "there is no `text`"),
        ({"json": {"text": 5}}, 400, "`text` is a number"),
        ({"json": {"text": " \n"}}, 400, "nothing but white space"),
        ({"json": {"text": "x", "date": "yesterday"}}, 400, "no ISO date"),
        ({"json": {"text": "x", "lang": "de"}}, 400, "English alone"),
        ({"json": {"text": "x", "id": "i" * 1001}}, 400, "1,000 at most"),
        ({"json": {"text": "x", "headline": "a\0b"}}, 400, "character NUL"),
        ({"json": ["text"]}, 400, "a list, not an object"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "not JSON"),
        ({"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}}, 400, "nested too deeply"),
        ({"content": b"", "headers": PLAIN}, 400, "empty"),
        ({"content": b"%PDF-1.4 x", "headers": PLAIN}, 400, "PDF"),
        ({"content": b"x", "headers": {"Content-Type": "image/png"}}, 415, "is not read"),
        ({"content": b"x" * (MAX_BYTES + 1), "headers": PLAIN}, 413, "Cut it into stories"),
    ],
)
def test_what_is_no_story_is_told_why(writing: TestClient, sent: dict[str, Any], status: int, why: str) -> None:
    answer = writing.post("/api/v1/read", **sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert why in answer.json()["detail"]


def test_a_body_over_the_bound_is_not_read_on_whether_it_tells_its_length_or_not(
    writing: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MOST", 1000)
    read = 0

    def parts() -> Iterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b"x" * 100

    for content in (b"x" * 1001, parts()):
        answer = writing.post("/api/v1/read", content=content, headers=PLAIN)
        assert (answer.status_code, answer.json()["title"]) == (413, "Request Entity Too Large")


def test_too_many_at_once_are_asked_to_come_again(writing: TestClient) -> None:
    made = writing.app.state.coding  # type: ignore[attr-defined]
    for _ in range(coding.WAITING):
        assert made._places.acquire(blocking=False)
    answer = writing.post("/api/v1/read", json={"text": TEXT})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert writing.get("/ready").status_code == 200


def test_what_is_over_the_bound_of_the_coder_is_too_large(writing: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TooLarge("the story: too long")

    monkeypatch.setattr(Countries, "read", refuse)
    assert writing.post("/api/v1/read", json={"text": TEXT}).status_code == 413


# --- keep


def test_a_story_is_kept_once_and_found_merged_and_counted(writing: TestClient) -> None:
    first, again = store(writing, "a/b ?é"), store(writing, "a/b ?é")
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert writing.get(first.headers["location"]).json()["story"]["text"] == TEXT
    assert writing.get("/api/v1/events/count").json()["rows"] == [[[], 1]]


def test_without_an_id_a_story_is_called_by_its_hash(writing: TestClient) -> None:
    ids = {writing.post("/api/v1/stories", content=TEXT, headers=PLAIN | BEARER).json()["id"] for _ in range(2)}
    assert len(ids) == 1
    assert len(writing.get("/api/v1/stories").json()["stories"]) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/stories"),
        ("POST", "/api/v1/corrections"),
        ("DELETE", "/api/v1/corrections/x"),
        ("POST", "/api/v1/judgements"),
        ("POST", "/read/keep"),
        ("POST", "/corrections"),
        ("POST", "/corrections/withdraw"),
        ("POST", "/judgements"),
    ],
)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic x"}, 401),
        ({"Cookie": "dragoman-token=wrong"}, 401),
        ({"Cookie": "dragoman-token={}"}, 403),  # neither Origin nor Sec-Fetch-Site: no browser of today
        ({"Cookie": "dragoman-token={}", "Origin": "https://evil.example"}, 403),
        ({"Cookie": "dragoman-token={}", "Origin": "null"}, 403),
        ({"Cookie": "dragoman-token={}", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Cookie": "dragoman-token={}", "Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, 403),
        ({"Authorization": "Bearer wrong", "Cookie": "dragoman-token={}", "Origin": "http://testserver"}, 401),
    ],
)
def test_nobody_else_writes(
    writing: TestClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:  # fmt: skip
    cookie = "a%20token%3B%20for%3Dtests%2C%20%25"
    told = {name: value.format(cookie) for name, value in headers.items()}
    answer = writing.request(method, path, headers=told, json={"text": TEXT})
    assert answer.status_code == status, answer.text
    assert writing.get("/api/v1/stories").json()["stories"] == []


def test_a_server_without_a_token_lets_nobody_write(tmp_path: Path, empty: Path) -> None:
    shutil.copy(empty, tmp_path / "x.db")
    with TestClient(create_app(Settings(str(tmp_path / "x.db"), None))) as client:
        for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}):
            assert client.post("/api/v1/stories", json={"text": TEXT}, headers=headers).status_code == 401


# --- corrections


def make(client: TestClient, **told: Any) -> Any:
    return client.post("/api/v1/corrections", json={"by": "Ann", **told}, headers=BEARER)


def status_of(client: TestClient) -> str:
    [event] = client.get("/api/v1/events").json()["events"]
    return str(event["status"])


def test_a_correction_is_made_listed_and_withdrawn(writing: TestClient) -> None:
    store(writing)
    answer = make(writing, story="a", start=AT, field="status", value="denied")
    assert answer.status_code == 201, answer.text
    assert status_of(writing) == "denied"
    [one] = writing.get("/api/v1/corrections", params={"story": "a", "withdrawn": "false"}).json()["corrections"]
    assert one == answer.json() == writing.get(answer.headers["location"]).json()
    gone = writing.delete(f"/api/v1/corrections/{one['id']}", headers=BEARER)
    assert gone.status_code == 200
    assert gone.json()["withdrawn_at"]
    assert status_of(writing) == "happened"
    assert writing.delete(f"/api/v1/corrections/{one['id']}", headers=BEARER).status_code == 400
    assert writing.delete("/api/v1/corrections/none", headers=BEARER).status_code == 404


def test_a_correction_names_the_event_by_its_claim_too(writing: TestClient) -> None:
    store(writing)
    [claim] = writing.get("/api/v1/claims", params={"story": "a"}).json()["claims"]
    told = make(writing, claim=claim["id"], field="recipient", value=[{"name": "Tamsin", "country": "XTA"}])
    assert told.status_code == 201, told.text
    [event] = writing.get("/api/v1/events").json()["events"]
    assert [one["country"] for one in event["recipient"]] == ["XTA"]


def test_that_there_is_no_such_event_holds_whenever_the_story_comes_again(writing: TestClient) -> None:
    store(writing)
    answer = make(writing, story="a", start=AT, field="event", value=None)
    assert answer.status_code == 201, answer.text
    assert writing.get("/api/v1/events").json()["events"] == []
    assert writing.get("/api/v1/stories/a").json()["story"]["events"] == []
    store(writing, text=TEXT + " It was cold, and nobody stayed for long.")  # a new version, coded anew
    assert writing.get("/api/v1/events").json()["events"] == []
    [*_, told] = map(json.loads, writing.get("/api/v1/exports/annotations").text.splitlines())
    assert told["no_events"] == [{"start": AT, "end": AT + 3, "type": "CONSULT", "mode": None, "by": "Ann"}]
    assert told["events"] == []
    assert writing.delete(answer.headers["location"], headers=BEARER).status_code == 200
    assert [one["type"] for one in writing.get("/api/v1/events").json()["events"]] == ["CONSULT"]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"story": "a", "start": AT, "field": "colour", "value": "x"}, 422),
        ({"story": "a", "start": AT, "field": "event", "value": "ASSAULT"}, 400),
        ({"story": "a", "start": AT, "field": "status"}, 422),
        ({"story": "a", "start": -1, "field": "status", "value": "denied"}, 422),
        ({"story": "a", "start": AT, "field": "status", "value": ["denied"]}, 400),
        ({"story": "a", "start": AT, "field": "actor", "value": {"name": "x"}}, 400),
        ({"story": "a", "start": AT, "field": "date", "value": {"start": 5}}, 400),
        ({"story": "a", "start": AT, "field": "entity", "value": None}, 400),
        ({"story": "a", "field": "status", "value": "denied"}, 400),
        ({"story": "a", "start": AT, "field": "status", "value": "denied", "by": "dragoman"}, 400),
        ({"story": "b", "start": AT, "field": "status", "value": "denied"}, 400),
    ],
)
def test_what_cannot_be_corrected_is_a_problem(writing: TestClient, told: dict[str, Any], status: int) -> None:
    store(writing)
    answer = make(writing, **told)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    assert writing.get("/api/v1/corrections").json()["corrections"] == []


def test_two_events_are_held_apart_and_together(writing: TestClient) -> None:
    store(writing, "a")
    store(writing, "b", TEXT + " It was cold, and nobody stayed for long.")
    names = {"left": f"a@{AT}", "right": f"b@{AT}", "by": "Ann"}
    for verb, events in (("same", 1), ("different", 2), ("undo", None)):
        answer = writing.post("/api/v1/judgements", json={"verb": verb, **names}, headers=BEARER)
        assert answer.status_code == 201, answer.text
        if events:
            assert answer.json()["after"] == events
    wrong = writing.post("/api/v1/judgements", json={"verb": "same", **names, "right": "c@1"}, headers=BEARER)
    assert wrong.status_code == 400


# --- pages


def enter(client: TestClient, **told: str) -> Any:
    return client.post("/token", data={"token": TOKEN, "next": "/read", **told}, headers=OURS)


def test_the_token_is_kept_in_a_cookie_that_no_script_and_no_other_site_has(writing: TestClient) -> None:
    assert writing.post("/token", data={"token": "wrong"}, headers=OURS | HTML).status_code == 401
    assert writing.post("/token", data={"token": TOKEN}).status_code == 403
    answer = enter(writing, name="Ann É")
    assert (answer.status_code, answer.headers["location"]) == (303, "/read")
    for cookie in answer.headers.get_list("set-cookie"):
        assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    page = writing.get("/read", headers=HTML).text
    assert "as <strong>Ann É</strong>" in page
    assert "read only" not in page
    assert TOKEN not in page
    writing.post("/token/forget", headers=OURS)
    assert "read only" in writing.get("/read", headers=HTML).text


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\n//x", "\t//x"]
)
def test_nobody_is_led_elsewhere(writing: TestClient, next: str) -> None:
    assert enter(writing, next=next).headers["location"] == "/read"


def test_a_pasted_text_is_shown_and_kept_on_demand(writing: TestClient) -> None:
    text = f"\r\n{TEXT}\r\n\r\n<i>Second</i> line of it.\n"
    page = writing.post("/read", data={"text": text, "date": "2024-12-03"}, headers=OURS | HTML)
    assert page.status_code == 200
    assert "CONSULT" in page.text
    enter(writing)
    page = writing.post("/read", data={"text": text, "date": "2024-12-03", "id": "p/1"}, headers=OURS | HTML)
    given = page.text.partition('name="given" value="')[2].partition('"')[0]
    kept = writing.post("/read/keep", data={"given": given}, headers=OURS)
    assert (kept.status_code, kept.headers["location"]) == (303, "/stories/p%2F1")
    told = json.loads(base64.b64decode(given))
    assert writing.get("/api/v1/stories/p%2F1").json()["story"]["text"] == told["text"]
    assert writing.post("/read/keep", data={"given": "!"}, headers=OURS | HTML).status_code == 400


def test_the_token_may_come_with_what_is_to_be_kept_and_is_remembered(writing: TestClient) -> None:
    page = writing.post("/read", data={"text": TEXT, "id": "p/2"}, headers=OURS | HTML)
    given = {"given": page.text.partition('name="given" value="')[2].partition('"')[0]}
    right = given | {"token": f" {TOKEN} ", "name": "Ann"}
    assert writing.post("/read/keep", data=given, headers=OURS).status_code == 401
    assert writing.post("/read/keep", data=right | {"token": "another"}, headers=OURS).status_code == 401
    assert writing.post("/read/keep", data=right, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert writing.get("/api/v1/stories").json()["stories"] == []
    assert writing.post("/read/keep", data=right, headers=OURS).headers["location"] == "/stories/p%2F2"
    assert "as <strong>Ann</strong>" in writing.get("/read", headers=HTML).text


def test_a_file_is_read_and_what_is_none_is_told(writing: TestClient) -> None:
    files = {"file": ("<b>.txt", TEXT.encode("utf-16"), "text/plain")}
    assert "CONSULT" in writing.post("/read", files=files, headers=OURS | HTML).text
    for told, why in (({}, "there is no text"), ({"text": "x", "date": "soon"}, "no ISO date")):
        answer = writing.post("/read", data=told, headers=OURS | HTML)
        assert (answer.status_code, why in answer.text) == (400, True)


def test_forms_of_the_side_panel_correct_take_back_and_judge(writing: TestClient) -> None:
    store(writing, "a")
    store(writing, "b", TEXT + " It was cold, and nobody stayed for long.")
    assert 'action="/corrections"' not in writing.get("/stories/a", headers=HTML).text
    enter(writing)
    page = writing.get("/stories/a?show=events", headers=HTML).text
    claim = page.partition('name="claim" value="')[2].partition('"')[0]
    told = {"claim": claim, "field": "status", "value": "denied", "back": "/stories/a?show=events"}
    assert writing.post("/corrections", data=told, headers=OURS | HTML).status_code == 400  # without a name
    answer = writing.post("/corrections", data=told | {"by": "Ann"}, headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/stories/a?show=events")
    page = writing.get("/stories/a", headers=HTML).text
    assert "<del>happened</del> <ins>denied</ins>, Ann" in page
    assert "corrected by Ann" in page
    assert 'name="by"' not in page  # it was asked once
    id = page.partition('name="id" value="')[2].partition('"')[0]
    assert writing.post("/corrections/withdraw", data={"id": id}, headers=OURS).status_code == 303
    assert "<del>" not in writing.get("/stories/a", headers=HTML).text
    pair = {"left": f"a@{AT}", "right": f"b@{AT}"}
    assert writing.post("/judgements", data={"verb": "same", **pair}, headers=OURS).status_code == 303
    assert "Told elsewhere" in writing.get("/stories/a", headers=HTML).text
    assert writing.post("/judgements", data={"verb": "different", **pair}, headers=OURS).status_code == 303
    assert "Told elsewhere" not in writing.get("/stories/a", headers=HTML).text


def test_stories_and_corrections_are_the_same_for_the_command(writing: TestClient, tmp_path: Path) -> None:
    store(writing)
    make(writing, story="a", start=AT, field="type", value="ACCUSE")
    out = [writing.get("/api/v1/exports/claims").text]
    copy = tmp_path / "copy.db"
    from dragoman.exports.restore import restore
    from dragoman.store.add import merge

    with open_store(copy, create=True) as other:
        restore(other, out[0].encode().splitlines(), "x")
        merge(other)
    with TestClient(create_app(Settings(str(copy), None))) as client:
        assert client.get("/api/v1/exports/claims").text == out[0]
        [event] = client.get("/api/v1/events").json()["events"]
        assert event["type"] == "ACCUSE"

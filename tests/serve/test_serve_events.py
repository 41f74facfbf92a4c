"""Events over HTTP and on the search page."""

from __future__ import annotations

from starlette.testclient import TestClient


def test_filters_are_those_of_the_command(client: TestClient) -> None:
    found = client.get("/api/v1/events", params={"type": "CONSULT", "with": ["RUS", "TUR"], "limit": 5}).json()
    assert found["events"]
    assert {event["type"] for event in found["events"]} == {"CONSULT"}


def test_pages_follow_by_cursor_and_no_event_comes_twice(client: TestClient) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = client.get("/api/v1/events", params={"limit": 100, **({"after": after} if after else {})}).json()
        seen += [event["id"] for event in page["events"]]
        if (after := page["after"]) is None:
            break
    assert len(seen) == len(set(seen)) == client.get("/api/v1/events/count").json()["rows"][0][1]


def test_what_cannot_be_asked_is_a_problem_document(client: TestClient) -> None:
    for path in ("/api/v1/events?type=DANCE", "/api/v1/events?limit=0", "/api/v1/events?after=x", "/api/v1/nothing"):
        answer = client.get(path)
        assert answer.status_code in (400, 404, 422), path
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]


def test_the_search_page_shows_what_was_asked_for(client: TestClient) -> None:
    answer = client.get("/", params={"type": "CONSULT", "text": "telephone"}, headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert "<mark>" in answer.text
    assert 'value="telephone"' in answer.text


def test_words_of_an_address_are_escaped(client: TestClient) -> None:
    answer = client.get("/", params={"text": '"><script>alert(1)</script>'}, headers={"accept": "text/html"})
    assert "<script>alert" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]

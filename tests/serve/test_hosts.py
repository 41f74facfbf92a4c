"""By which names the server answers: none of another site, where it listens to this machine alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings

TOKEN = "a-token-for-tests"
OURS = ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "127.8.9.10", "[::1]:8765", "localhost.:80"]
OTHERS = [
    "evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example:80", "192.168.1.5", "",
    "[::1].evil.example", "[2001:db8::1]", "0.0.0.0:8765", "::1", "localhost:80:80",
]  # fmt: skip


def client(db: Path, host: str | None) -> TestClient:
    return TestClient(create_app(Settings(str(db), TOKEN, host=host)), raise_server_exceptions=False)


@pytest.mark.parametrize("listens", ["127.0.0.1", "localhost", "::1"])
def test_a_server_for_this_machine_answers_by_its_names_alone(samples_db: Path, listens: str) -> None:
    with client(samples_db, listens) as asked:
        for name in [*OURS, listens if ":" not in listens else f"[{listens}]:9"]:
            assert asked.get("/health", headers={"Host": name}).status_code == 200, name
        for name in OTHERS:
            for path in ("/", "/api/v1/stories", "/health", "/static/page.js", "/nowhere"):
                answer = asked.get(path, headers={"Host": name, "Accept": "text/html"})
                assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json"), name
                problem = answer.json()
                assert problem["status"] == 421
                assert "localhost" in problem["detail"]
                assert str(samples_db) not in answer.text
                assert answer.headers["x-content-type-options"] == "nosniff"


def test_nothing_is_stored_by_another_name_whatever_token_comes_along(samples_db: Path) -> None:
    with client(samples_db, "127.0.0.1") as asked:
        told = {"Host": "evil.example", "Authorization": f"Bearer {TOKEN}", "Sec-Fetch-Site": "same-origin"}
        assert asked.post("/api/v1/stories", json={"text": "x"}, headers=told).status_code == 421


@pytest.mark.parametrize("listens", ["0.0.0.0", "192.168.1.5", "news.example", None])
def test_a_server_for_others_answers_by_any_name(samples_db: Path, listens: str | None) -> None:
    with client(samples_db, listens) as asked:
        for name in ("news.example", "192.168.1.5:8765", "localhost"):
            assert asked.get("/health", headers={"Host": name}).status_code == 200


def test_the_processes_are_told_where_they_listen() -> None:
    settings = Settings("x.db", host="127.0.0.1")
    assert Settings.told(settings.variables()) == settings

"""Exports as streams, and what those who run the server ask."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from dragoman.exports.export import FORMATS, export
from dragoman.serve.api import exports
from dragoman.serve.app import create_app
from dragoman.serve.metrics import FOLDER
from dragoman.serve.settings import Settings
from dragoman.serve.warming import warm
from dragoman.store.engine import open_store
from dragoman.views.asking import asking

FILES = ("parquet", "duckdb")


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_what_the_command_writes(
    client: TestClient, samples_db: Path, tmp_path: Path, format: str
) -> None:  # fmt: skip
    if format in FILES:
        pytest.importorskip({"parquet": "pyarrow", "duckdb": "duckdb"}[format])
    told = {} if format in ("claims", "annotations") else {"type": "CONSULT"}
    with open_store(samples_db) as store:
        export(store, format, asking(**{**told, "first": "2020"}), str(tmp_path / "out"))
    answer = client.get(f"/api/v1/exports/{format}", params={**told, "from": "2020"})
    assert answer.status_code == 200
    assert answer.content == (tmp_path / "out").read_bytes()
    kind, ending = exports.KINDS[format]
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert answer.headers["content-disposition"] == f'attachment; filename="dragoman-{format}.{ending}"'


def test_what_cannot_be_exported_is_told_before_the_answer_begins(client: TestClient) -> None:
    for path, status in (("claims?type=CONSULT", 400), ("csv?type=DANCE", 400), ("csv?from=soon", 400), ("doc", 422)):
        answer = client.get(f"/api/v1/exports/{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), path


def test_only_some_are_written_at_once_and_each_gives_its_place_back(client: TestClient) -> None:
    for _ in range(2 * exports.AT_ONCE):
        assert client.get("/api/v1/exports/csv").status_code == 200
        assert client.get("/api/v1/exports/csv?type=DANCE").status_code == 400
        assert client.get("/api/v1/exports/claims?type=CONSULT").status_code == 400
    held = [exports._places.acquire(blocking=False) for _ in range(exports.AT_ONCE)]
    try:
        assert all(held)
        answer = client.get("/api/v1/exports/csv")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    finally:
        for _ in held:
            exports._places.release()


def test_health_and_readiness(client: TestClient, samples_db: Path) -> None:
    assert client.get("/health").json()["status"] == "ok"
    assert client.get("/ready").json()["database"] == str(samples_db)


def test_a_database_that_does_not_answer_is_not_ready_while_the_process_is_well(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    open_store(db, create=True).close()
    with TestClient(create_app(Settings(str(db))), raise_server_exceptions=False) as client:
        assert client.get("/ready").status_code == 200
        client.app.state.store.engine.dispose()  # type: ignore[attr-defined]
        for file in tmp_path.glob("x.db*"):
            file.unlink()
        db.write_bytes(b"no database " * 1000)
        answer = client.get("/ready")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert client.get("/health").status_code == 200


def number(page: str, name: str, **labels: str) -> float:
    for line in page.splitlines():
        found = re.fullmatch(rf"{name}(?:\{{(.*)\}})? (\S+)", line)
        if found and all(f'{label}="{value}"' in (found[1] or "") for label, value in labels.items()):
            return float(found[2])
    return 0.0


def test_requests_are_counted_by_route_and_not_by_what_is_named(samples_db: Path) -> None:
    with TestClient(create_app(Settings(str(samples_db))), raise_server_exceptions=False) as client:
        for path in ("/api/v1/stories/none", "/api/v1/stories/a%2Fb", "/nowhere/1", "/static/page.js", "/health"):
            client.get(path)
        client.request("BREW", "/health")
        page = client.get("/metrics").text
        events = client.get("/api/v1/events/count").json()["rows"][0][1]
    of = "dragoman_requests_total"
    assert number(page, of, route="/api/v1/stories/{id:anything}", method="GET", status="404") == 2
    assert number(page, of, route="other", status="404") == 1
    assert number(page, of, route="/static", status="200") == 1
    assert number(page, of, method="other") == 1
    assert number(page, "dragoman_request_seconds_count", route="/health", method="GET") == 1
    assert number(page, "dragoman_events") == events
    assert number(page, "dragoman_stories") > 0
    assert "a%2Fb" not in page
    assert "a/b" not in page


def test_processes_put_their_numbers_together(samples_db: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "dragoman", "serve", "--db", str(samples_db), "--port", "0"]
    port = _free_port()
    command[-1] = str(port)
    environment = {name: value for name, value in os.environ.items() if name != FOLDER}
    with open(log, "w") as stream:
        served = subprocess.Popen([*command, "--workers", "2", "--token", "t"], stderr=stream, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _until_there(address)
        for _ in range(20):
            json.load(urlopen(f"{address}/health"))
        page = urlopen(f"{address}/metrics").read().decode()
        assert number(page, "dragoman_requests_total", route="/health", status="200") >= 20
        with pytest.raises(HTTPError, match="421"):
            urlopen(Request(f"{address}/health", headers={"Host": "evil.example"}))
    finally:
        served.terminate()
        served.wait(20)


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _until_there(address: str) -> None:
    for _ in range(300):
        try:
            urlopen(f"{address}/health").read()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not begin")


def test_what_questions_need_is_loaded_before_the_first(samples_db: Path) -> None:
    from dragoman.linking import lookup
    from dragoman.views import vectors

    lookup._names.cache_clear()
    vectors.read_words.cache_clear()
    with open_store(samples_db) as store:
        warm(store)
    assert lookup._names.cache_info().currsize == 1
    assert vectors.read_words.cache_info().currsize > 0

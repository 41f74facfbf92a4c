"""The document of the API is true: whatever is asked within it or against it, answers are as it says."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings
from dragoman.store.engine import open_store

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is missing: pip install schemathesis")
import jsonschema_rs  # noqa: E402 - schemathesis brings it
from schemathesis import checks  # noqa: E402
from schemathesis.generation import GenerationMode  # noqa: E402
from schemathesis.specs.openapi import checks as of_openapi  # noqa: E402

TOKEN = "a-token-for-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
EXAMPLES = 5  # requests of a kind for each endpoint
CHECKS = (
    checks.not_a_server_error,
    of_openapi.status_code_conformance,
    of_openapi.content_type_conformance,
)


@asynccontextmanager
async def _open(_: object) -> AsyncIterator[None]:
    """Each call of schemathesis begins the application anew; what it needs is opened once, by `stage`."""
    yield


APP = create_app(Settings("not opened", TOKEN, coder="dragoman.testing:StandIn"))
APP.router.lifespan_context = _open
API = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)
OPERATIONS = {made.ok().label: made.ok() for made in API.get_all_operations()}
KINDS = {"as it says": GenerationMode.POSITIVE, "against it": GenerationMode.NEGATIVE}
RUN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def stage(samples_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application over a copy of the samples, with a stand-in for the coder."""
    db = tmp_path_factory.mktemp("openapi") / "samples.db"
    shutil.copy(samples_db, db)
    with open_store(db) as store:
        APP.state.store = store
        yield TestClient(APP, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def document(stage: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = stage.get("/api/v1/openapi.json").json()
    return found


@cache
def schema_of(path: str, method: str, status: int, kind: str) -> Any:
    """What the document says of an answer. (schemathesis itself takes tuples within lists for a wrong schema.)"""
    document = APP.openapi()
    told = document["paths"][path][method.lower()]["responses"][str(status)]["content"][kind]["schema"]
    return jsonschema_rs.Draft202012Validator({"components": document["components"], **told})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_are_as_the_document_says(stage: TestClient, operation: str, kind: str) -> None:
    asked = OPERATIONS[operation]
    if kind == "against it" and not (asked.body or asked.query):
        pytest.skip("it takes nothing that could be wrong")

    @given(case=asked.as_strategy(generation_mode=KINDS[kind]))
    @RUN
    def check(case: Any) -> None:
        answer = case.call_and_validate(headers=BEARER, checks=list(CHECKS))
        if "json" in (kind := answer.headers["content-type"][0]):
            schema_of(asked.path, asked.method, answer.status_code, kind).validate(answer.json())

    check()


def test_all_is_in_the_document(document: dict[str, Any]) -> None:
    told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert {
        ("GET", "/api/v1/events"),
        ("POST", "/api/v1/read"),
        ("POST", "/api/v1/stories"),
        ("GET", "/api/v1/stories/{id}"),
        ("POST", "/api/v1/corrections"),
        ("DELETE", "/api/v1/corrections/{id}"),
        ("POST", "/api/v1/judgements"),
        ("GET", "/api/v1/exports/{format}"),
        ("GET", "/health"),
        ("GET", "/ready"),
        ("GET", "/metrics"),
    } <= told
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert all(one.get("summary") and one.get("responses") for one in operations)


def test_each_reference_leads_somewhere_and_examples_are_what_they_are_examples_of(document: dict[str, Any]) -> None:
    names = set(document["components"]["schemas"])
    count = 0
    for value in _all(document):
        if isinstance(ref := value.get("$ref"), str):
            assert ref.removeprefix("#/components/schemas/") in names, ref
        if "example" in value and "schema" in value:
            jsonschema.validate(value["example"], {"components": document["components"], **value["schema"]})
            count += 1
    assert count >= 6


BINARY = ("application/octet-stream", "application/vnd.apache.parquet")
MADE_THERE = "/api/v1/corrections/{id}"  # of a correction that the samples lack


def test_each_operation_has_examples_of_what_it_takes_and_answers(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            name = f"{method} {path}"
            given = operation.get("parameters", [])
            assert all("example" in one for one in given if one.get("required")), name
            body = operation.get("requestBody", {}).get("content", {})
            assert all("example" in one for one in body.values()), name
            assert not given or body or any("example" in one for one in given), name
            for status, told in operation["responses"].items():
                if status.startswith("2"):
                    kinds = {kind: one for kind, one in told["content"].items() if kind not in BINARY}
                    assert kinds and all("example" in one for one in kinds.values()), f"{name} {status}"  # noqa: PT018


def test_the_examples_of_parameters_are_answered_from_the_samples(client: TestClient, document: dict[str, Any]) -> None:
    """Where one fails that is right: `python -m eval.api_examples` makes them anew."""
    for path, methods in document["paths"].items():
        if "get" not in methods or path == MADE_THERE:
            continue
        asked: dict[str, Any] = {"path": {}, "query": {}}
        for one in methods["get"].get("parameters", []):
            if "example" in one:
                asked[one["in"]][one["name"]] = one["example"]
        answer = client.get(path.format(**asked["path"]), params=asked["query"])
        assert answer.status_code == 200, (path, answer.text[:300])
        [kind] = [
            kind
            for kind in methods["get"]["responses"]["200"]["content"]
            if answer.headers["content-type"].startswith(kind)
        ]
        if kind == "application/json":
            schema_of(path, "get", 200, kind).validate(answer.json())
            example = methods["get"]["responses"]["200"]["content"][kind]["example"]
            assert set(example) == set(answer.json()), path


def test_the_examples_are_answered(stage: TestClient, document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for kind, body in methods.get("post", {}).get("requestBody", {}).get("content", {}).items():
            sent = {"json": body["example"]} if kind == "application/json" else {"content": body["example"]}
            headers = BEARER | ({} if "json" in sent else {"Content-Type": kind})
            answer = stage.post(path, headers=headers, **sent)
            assert answer.status_code in (200, 201, 400), (path, kind, answer.text)  # 400: its story is not there


def _all(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _all(one)
    elif isinstance(value, list):
        for one in value:
            yield from _all(one)

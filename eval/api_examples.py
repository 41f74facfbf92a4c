"""Examples of each request and answer of the API, from the sample stories: `python -m eval.api_examples`.

The samples are coded into a fresh database, each endpoint is asked once as `ASKED` has it, and what it answers is
written, its lists cut short, to `src/dragoman/serve/examples.json`, which the OpenAPI document shows. What hangs on the
day or the machine is replaced.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
from starlette.testclient import TestClient

from dragoman.serve.api.corrections import EXAMPLE, JUDGED
from dragoman.serve.api.writing import EXAMPLE as STORY
from dragoman.serve.app import create_app
from dragoman.serve.documents import EXAMPLES
from dragoman.serve.samples import add_samples
from dragoman.serve.settings import Settings
from dragoman.store.engine import open_store

TOKEN = "x"
SHOWN = 2  # objects of a list
LONGEST = 1500  # characters of a file that is exported
DAY = "2024-12-31"
CALL = "2020-02-21-idlib-call-ankara"
DYAD = {"with": ["RUS", "TUR"], "from": "2020-02", "to": "2020-03"}
V1 = "/api/v1"
ASKED: tuple[tuple[str, str, dict[str, Any]], ...] = (  # method, path as the document has it, parameters
    ("get", "/events", {**DYAD, "type": ["CONSULT"], "limit": SHOWN}),
    ("get", "/events/count", {**DYAD, "by": "month,dyad", "limit": 3}),
    ("get", "/contacts", {"between": ["RUS", "TUR"], "sides": 2, "limit": 1}),
    ("get", "/contacts/{id}", {}),
    ("get", "/timeline", {**DYAD, "unit": "month"}),
    ("get", "/situation", {"actor": ["SYR"], "as_of": DAY}),
    ("get", "/diff", {"actor": ["SYR"], "from": "2018-01-01", "to": "2024-12-03"}),
    ("get", "/map", {**DYAD}),
    ("get", "/map/control", {"as_of": DAY}),
    ("get", "/search", {"q": "ceasefire idlib", "limit": SHOWN}),
    ("get", "/actors", {"q": "erdo", "limit": SHOWN}),
    ("get", "/actors/{id}", {"id": "recep-tayyip-erdogan"}),
    ("get", "/network", {"actor": "TUR", "as_of": DAY}),
    ("get", "/stories", {"headline": "idlib", "limit": SHOWN}),
    ("get", "/stories/{id}", {"id": CALL}),
    ("get", "/claims", {"story": CALL, "limit": SHOWN}),
    ("post", "/read", {}),
    ("post", "/stories", {}),
    ("get", "/exports/{format}", {**DYAD, "format": "plover"}),
    ("post", "/corrections", {}),
    ("get", "/corrections", {"story": CALL}),
    ("get", "/corrections/{id}", {}),
    ("delete", "/corrections/{id}", {}),
    ("post", "/judgements", {}),
)
BODIES = {"/read": STORY, "/stories": {**STORY, "id": "velmora-1"}, "/corrections": EXAMPLE, "/judgements": JUDGED}
FILES = ("plover", "icews", "csv", "geojson", "graphml")  # one of each kind that is text
OF_RUN, MOMENT = ("added", "at", "withdrawn_at"), "2024-12-31T12:00:00Z"


def examples(client: TestClient) -> dict[str, Any]:
    """Each operation with its parameters and answers."""
    ids: dict[str, str] = {}
    made: dict[str, Any] = {}
    for method, path, told in ASKED:
        told = {**told, **({"id": ids[path]} if path in ids else {})}
        answer = _ask(client, method, path, told)
        value: Any = answer.json() if answer.headers["content-type"] == "application/json" else None
        if path == "/contacts":
            ids["/contacts/{id}"] = value["contacts"][0]["id"]
        if (method, path) == ("post", "/corrections"):
            ids["/corrections/{id}"] = value["id"]
        content = {"application/json": _cut(value)} if value is not None else _files(client, told)
        made[f"{method} {V1}{path}"] = {"parameters": told, "answers": {str(answer.status_code): content}}
    again = _ask(client, "post", "/stories", {})
    made[f"post {V1}/stories"]["answers"]["200"] = {"application/json": _cut(again.json())}
    return made | _operating(client)


def _ask(client: TestClient, method: str, path: str, told: dict[str, Any]) -> Any:
    inside = {name: told[name] for name in told if f"{{{name}}}" in path}
    rest = {name: value for name, value in told.items() if name not in inside}
    body = BODIES[path] if method == "post" else None
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = client.request(method.upper(), V1 + path.format(**inside), params=rest, headers=headers, json=body)
    if answer.status_code not in (200, 201):
        raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text[:400]}")
    return answer


def _files(client: TestClient, told: dict[str, Any]) -> dict[str, str]:
    """The beginning of a file of each kind."""
    found = {}
    for format in FILES:
        answer = _ask(client, "get", "/exports/{format}", {**told, "format": format, "limit": 1})
        kind = answer.headers["content-type"].partition(";")[0]
        whole = answer.text.splitlines(keepends=True)
        found[kind] = "".join(whole[:2])[:LONGEST]
    return found


def _operating(client: TestClient) -> dict[str, Any]:
    ready = {**client.get("/ready").json(), "database": "news.db", "coder": True}
    metrics = [line for line in client.get("/metrics").text.splitlines() if "dragoman_stories" in line]
    told = {"get /health": client.get("/health").json(), "get /ready": ready}
    answers = {name: {"parameters": {}, "answers": {"200": {"application/json": one}}} for name, one in told.items()}
    numbers = {"parameters": {}, "answers": {"200": {"text/plain": "\n".join(metrics) + "\n"}}}
    return answers | {"get /metrics": numbers}


def _cut(value: Any) -> Any:
    """An answer with its lists of objects cut short, and without moments of the run."""
    if isinstance(value, dict):
        return {name: MOMENT if one and name in OF_RUN else _cut(one) for name, one in value.items()}
    if isinstance(value, list):
        objects = bool(value) and all(isinstance(one, dict) for one in value)
        return [_cut(one) for one in (value[:SHOWN] if objects else value)]
    return value


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dragoman-examples-") as folder:
        db = Path(folder) / "samples.db"
        with open_store(db, create=True) as store:
            add_samples(store)
        with TestClient(create_app(Settings(str(db), TOKEN))) as client:
            made = examples(client)
    EXAMPLES.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    print(f"{len(made)} operations, {EXAMPLES.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()

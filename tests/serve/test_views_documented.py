"""What the timeline, the situation and the network answer is what the OpenAPI document says."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("timeline", {"with": ["RUS", "TUR"]}),
        ("timeline", {"with": "nobody-such"}),
        ("situation", {"actor": "RUS", "as_of": "2024-12-31"}),
        ("situation", {"actor": "SYR", "as_of": "1900-01-01"}),
        ("diff", {"actor": "SYR", "from": "2020-01", "to": "2024"}),
        ("network", {"as_of": "2024-12-31"}),
        ("network", {"actor": "TUR", "kind": ["events", "allied"], "window": 1826, "known_on": "2021"}),
    ],
)
def test_answers_are_as_the_document_says(client: TestClient, path: str, asked: dict[str, Any]) -> None:
    document = client.get("/api/v1/openapi.json").json()
    told = document["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = client.get(f"/api/v1/{path}", params=asked)
    assert answer.status_code == 200
    Draft202012Validator({**told, "components": document["components"]}).validate(answer.json())

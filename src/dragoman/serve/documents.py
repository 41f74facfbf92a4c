"""The OpenAPI document: the types of the answers are msgspec's, so their schemas come from it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI

from ..schema import any_value
from .problems import MEDIA_TYPE, Problem

EXAMPLES = Path(__file__).parent / "examples.json"  # made by eval/api_examples.py
REF = "#/components/schemas/{name}"
PROBLEMS = {
    400: "What was asked for cannot be",
    401: "It needs the token that `dragoman serve` was given or printed",
    403: "It came from a page of another site",
    404: "No such thing",
    413: "More was sent than one story may have",
    415: "What was sent is of no kind that is read",
    422: "A parameter is no such value",
    503: "Too much at once, or the database does not answer: try again later",
}
USUAL = (400, 404, 422)
TAKING = (413, 415)  # of what takes a body
WRITING = (401, 403)  # of what stores or corrects
_ANSWERED: dict[str, type] = {"Problem": Problem}


def answers(
    kind: type, about: str, *, example: Any = None, status: int = 200, also: Iterable[int] = ()
) -> dict[int | str, dict[str, Any]]:
    """What an endpoint answers: a type of msgspec, with an example; and problems, also others than the usual."""
    _ANSWERED[kind.__name__] = kind
    body: dict[str, Any] = {"schema": {"$ref": REF.format(name=kind.__name__)}}
    if example is not None:
        body["example"] = example
    return {status: {"description": about, "content": {"application/json": body}}, **problems(*also)}


def taken(kind: type, example: Any, **raw: str) -> dict[str, Any]:
    """What an endpoint takes, as a part of its description: JSON of a type, with an example; or text (`raw`: names of
    media types without a stroke, with examples)."""
    _ANSWERED[kind.__name__] = kind
    content: dict[str, Any] = {
        "application/json": {"schema": {"$ref": REF.format(name=kind.__name__)}, "example": example}
    }
    for name, text in raw.items():
        content[name.replace("_", "/")] = {"schema": {"type": "string"}, "example": text}
    return {"requestBody": {"required": True, "content": content}}


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an endpoint may answer with: the usual ones and more."""
    body = {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}}
    return {status: {"description": PROBLEMS[status], "content": body} for status in sorted({*USUAL, *more})}


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, with the schemas of all that it answers; made once."""
    if app.openapi_schema is None:
        made = FastAPI.openapi(app)
        _, schemas = msgspec.json.schema_components(tuple(_ANSWERED.values()), schema_hook=any_value, ref_template=REF)
        made.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
        _exemplify(made)
        app.openapi_schema = made
    return app.openapi_schema


def _exemplify(made: dict[str, Any]) -> None:
    """Put the examples into the document."""
    for name, told in msgspec.json.decode(EXAMPLES.read_bytes()).items():
        method, _, path = name.partition(" ")
        operation = made["paths"][path][method]
        for one in operation.get("parameters", ()):
            if one["name"] in told["parameters"]:
                one["example"] = told["parameters"][one["name"]]
        for status, content in told["answers"].items():
            for kind, example in content.items():
                operation["responses"][status]["content"][kind]["example"] = example

"""The OpenAPI document: the types of the answers are msgspec's, so their schemas come from it."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI

from ..schema import any_value
from .problems import MEDIA_TYPE, Problem

REF = "#/components/schemas/{name}"
PROBLEMS = {400: "What was asked for cannot be", 404: "No such thing", 422: "A parameter is no such value"}
_ANSWERED: dict[str, type] = {"Problem": Problem}


def answers(kind: type, about: str, *, example: Any = None, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What an endpoint answers: a type of msgspec, with an example; and problems."""
    _ANSWERED[kind.__name__] = kind
    body: dict[str, Any] = {"schema": {"$ref": REF.format(name=kind.__name__)}}
    if example is not None:
        body["example"] = example
    return {status: {"description": about, "content": {"application/json": body}}, **problems()}


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an endpoint may answer with."""
    body = {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}}
    return {status: {"description": about, "content": body} for status, about in PROBLEMS.items()}


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, with the schemas of all that it answers; made once."""
    if app.openapi_schema is None:
        made = FastAPI.openapi(app)
        _, schemas = msgspec.json.schema_components(tuple(_ANSWERED.values()), schema_hook=any_value, ref_template=REF)
        made.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
        app.openapi_schema = made
    return app.openapi_schema

"""The story object as JSON: its bytes, and the schema that they hold to."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import msgspec

from .story import Story
from .version import __version__

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def to_json(story: Story, *, indent: int | None = None) -> bytes:
    """The story as UTF-8 JSON, on one line unless `indent` (spaces) is given; equal stories give equal bytes.

    Raises ValueError when `extra` holds what JSON cannot (a lone surrogate, an object of another kind).
    """
    try:
        line = msgspec.json.encode(story, order="deterministic")
    except (TypeError, UnicodeEncodeError, RecursionError) as error:
        raise ValueError(f"story {story.id!r} cannot be written as JSON: {error}") from error
    return line if indent is None else msgspec.json.format(line, indent=indent)


def from_json(line: bytes | str) -> Story:
    """The story that `to_json` wrote; raises ValueError for anything else."""
    return msgspec.json.decode(line, type=Story)


def story_schema() -> dict[str, Any]:
    """JSON Schema of the story object as `to_json` writes it: every field is there, None is null."""
    schema = msgspec.json.schema(Story, schema_hook=any_value)
    definitions: dict[str, Any] = schema["$defs"]
    for definition in definitions.values():
        if "description" in definition:
            definition["description"] = cleandoc(definition["description"])
        if "properties" in definition:
            definition["required"] = list(definition["properties"])
    return {
        "$schema": DIALECT,
        "title": f"Dragoman story, version {__version__}",
        "description": definitions["Story"].get("description", ""),
        "$ref": schema["$ref"],
        "$defs": definitions,
    }


def any_value(kind: type) -> dict[str, Any]:
    """`object` (the values of `extra`) is whatever JSON can hold."""
    if kind is object:
        return {"description": "any JSON value"}
    raise NotImplementedError(kind)

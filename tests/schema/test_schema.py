"""The schema and the story object, one held against the other."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from msgspec.structs import replace

from dragoman.schema import from_json, story_schema, to_json
from dragoman.story import Story
from dragoman.testing import StandIn

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))

from cli_stories import call

STORIES = [StandIn().read("Paris met London.", date="2024-12-03"), StandIn().read("Nothing."), call()]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = story_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(params=STORIES, ids=lambda story: story.id)
def story(request: pytest.FixtureRequest) -> Story:
    found: Story = request.param
    return found


def test_stories_hold_to_it(validator: Draft202012Validator, story: Story) -> None:
    validator.validate(json.loads(to_json(story)))


def test_it_names_every_field_and_no_other(story: Story) -> None:
    schema = story_schema()
    assert not list(_differences(json.loads(to_json(story)), schema, schema["$defs"], "story"))


def _differences(value: Any, schema: dict[str, Any], defs: dict[str, Any], where: str) -> Iterator[str]:
    """Fields that are in the value or in the schema, but not in both."""
    for part in schema.get("anyOf", [schema]):
        part = defs[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        if isinstance(value, dict) and "properties" in part:
            yield from (f"{where}.{key}" for key in value.keys() ^ part["properties"].keys())
            for key in value:
                yield from _differences(value[key], part["properties"].get(key, {}), defs, f"{where}.{key}")
        elif isinstance(value, list) and "items" in part and isinstance(part["items"], dict):
            for item in value:
                yield from _differences(item, part["items"], defs, f"{where}[]")


@pytest.mark.parametrize(
    "broken",
    [
        {"id": 5},
        {"events": [{"type": "CONSULT"}]},
        {"passages": [{"kind": "chapter", "start": 0, "end": 1}]},
        {
            "attributions": [
                {"source": [1], "cue": None, "content": [], "sources": [], "within": None, "confidence": None}
            ]
        },
        {"made_by": None},
        {"zone_assumed": "no"},
        {"extra": []},
    ],
)
def test_broken_stories_do_not(validator: Draft202012Validator, broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validator.validate({**json.loads(to_json(call())), **broken})


@pytest.mark.parametrize("field", Story.__struct_fields__)
def test_every_field_must_be_there(validator: Draft202012Validator, field: str) -> None:
    lacking = json.loads(to_json(call()))
    del lacking[field]
    with pytest.raises(ValidationError):
        validator.validate(lacking)


def test_there_and_back(story: Story) -> None:
    assert from_json(to_json(story)) == story
    assert from_json(to_json(story, indent=2)) == story


def test_the_order_of_extra_does_not_tell() -> None:
    one, other = (replace(STORIES[0], extra=extra) for extra in ({"a": 1, "b": 2}, {"b": 2, "a": 1}))
    assert to_json(one) == to_json(other)


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be written as JSON"):
        to_json(replace(STORIES[0], extra={"a": "\ud800"}))


def test_every_part_says_what_it_is() -> None:
    assert all(part.get("description") for part in story_schema()["$defs"].values())

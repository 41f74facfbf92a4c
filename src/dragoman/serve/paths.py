"""Ids in paths: an id of a story may have any characters, slashes and line ends too."""

from __future__ import annotations

from urllib.parse import quote

from starlette.convertors import Convertor, register_url_convertor


class _Any(Convertor[str]):
    """All the rest of a path."""

    regex = r"[\s\S]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return segment(value)


def segment(id: str) -> str:
    """An id as a part of a path."""
    return quote(id, safe="")


register_url_convertor("anything", _Any())
STORY = "{id:anything}"

"""Paths, and ids in them: an id of a story may have any characters, slashes and line ends too."""

from __future__ import annotations

from collections.abc import Iterable
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


def under(path: str, roots: Iterable[str]) -> bool:
    """Whether a path is one of these, or below it: `/readouts` is not below `/read`."""
    return any(path == root or path.startswith(f"{root}/") for root in roots)


register_url_convertor("anything", _Any())
STORY = "{id:anything}"

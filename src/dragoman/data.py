"""Data files in YAML -> values: what PyYAML makes of them, in a quarter of its time.

Values are built straight from the events of its parser, without the tree of nodes that PyYAML builds in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any, TypeVar

import msgspec
import yaml
from yaml import events

from .errors import KnowledgeError

T = TypeVar("T")
STRING, MERGE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"


def decode(data: bytes, type: type[T]) -> T:
    """The file as a value of a type; raises msgspec.DecodeError where it is not YAML or not of that form."""
    try:
        value = parse(data)
    except yaml.YAMLError as error:
        raise msgspec.DecodeError(str(error)) from error
    return msgspec.convert(value, type)


def data_file(folder: str, file: str) -> bytes:
    """A data file that comes with a folder of Dragoman."""
    return resources.files("dragoman").joinpath(folder, file).read_bytes()


@contextmanager
def checking(file: str) -> Iterator[None]:
    """A fault of a data file is told with its name: what is wrong in it raises KnowledgeError."""
    try:
        yield
    except KnowledgeError:
        raise
    except (msgspec.DecodeError, re.error, KeyError, ValueError) as error:
        raise KnowledgeError(f"{file}: {error}. Correct the file or reinstall dragoman.") from error


def parse(data: bytes) -> Any:
    """What `yaml.safe_load` returns or raises."""
    try:
        return _Builder(data).document()
    except (_Unusual, yaml.YAMLError, TypeError, ValueError):
        return yaml.load(data, Loader=yaml.CSafeLoader)  # it knows anchors and tags, and tells faults with their line


class _Unusual(Exception):
    """YAML that our data files have no use for."""


class _Builder:
    """Builds the one document of a file."""

    def __init__(self, data: bytes) -> None:
        self._loader: Any = yaml.CSafeLoader(data)
        self._plain: dict[str, Any] = {}  # values of scalars without quotes

    def document(self) -> Any:
        self._next(events.StreamStartEvent)
        self._next(events.DocumentStartEvent)
        value = self._value(self._loader.get_event())
        self._next(events.DocumentEndEvent)
        self._next(events.StreamEndEvent)
        return value

    def _next(self, kind: type[events.Event]) -> None:
        if type(self._loader.get_event()) is not kind:
            raise _Unusual

    def _value(self, event: Any) -> Any:
        kind, following = type(event), self._loader.get_event
        if kind is events.AliasEvent or event.anchor is not None or event.tag is not None:
            raise _Unusual
        if kind is events.ScalarEvent:
            return self._scalar(event.value) if event.implicit[0] else event.value
        if kind is events.SequenceStartEvent:
            items = []
            while type(inner := following()) is not events.SequenceEndEvent:
                items.append(self._value(inner))
            return items
        entries = {}
        while type(inner := following()) is not events.MappingEndEvent:
            key = self._value(inner)
            entries[key] = self._value(following())
        return entries

    def _scalar(self, written: str) -> Any:
        """A number, date, truth value, null or text."""
        if written not in self._plain:
            tag = self._loader.resolve(yaml.ScalarNode, written, (True, False))
            if tag == MERGE:
                raise _Unusual
            node = yaml.ScalarNode(tag, written)
            self._plain[written] = written if tag == STRING else self._loader.construct_object(node)
        return self._plain[written]

"""The agencies that pages come from: names and zones from `knowledge/agencies.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from ..data import checking, data_file, decode
from ..errors import KnowledgeError

FILE = "agencies.yaml"
Owner = Literal["state", "public", "party", "private", "cooperative", "group"]


class Agency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A news agency or outlet. `photo`: stands in picture credits and is no author of the text.

    `owner`: who it belongs to, by kind; `of`: who that is, where sure.
    """

    name: str
    full: str
    aliases: tuple[str, ...] = ()
    zone: str
    country: str
    photo: bool = False
    owner: Owner | None = None
    of: str | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agencies: tuple[Agency, ...]


@cache
def agencies() -> tuple[Agency, ...]:
    """All agencies of the knowledge file, in its order."""
    data = data_file("knowledge", FILE)
    return parse(data).agencies


def parse(data: bytes) -> _File:
    """The file validated: its form, and that no two agencies share a name."""
    with checking(FILE):
        file = decode(data, _File)
    owner: dict[str, str] = {}
    for agency in file.agencies:
        for key in _keys(agency):
            if owner.setdefault(key, agency.name) != agency.name:
                raise KnowledgeError(f"{FILE}: {key!r} is a name of both {owner[key]} and {agency.name}. Keep one.")
    return file


def _keys(agency: Agency) -> set[str]:
    return {_key(name) for name in (agency.name, agency.full, *agency.aliases)}


def _key(name: str) -> str:
    key = " ".join(name.casefold().split())
    return key.removeprefix("the ") if len(key) > 12 else key


@cache
def _index() -> dict[str, Agency]:
    return {key: agency for agency in agencies() for key in _keys(agency)}


def known(name: str) -> Agency | None:
    """The agency of that name or alias, however written."""
    return _index().get(_key(name))

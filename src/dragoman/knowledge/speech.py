"""Words of attribution, from `attribution.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import DecodeError, Struct

from ..data import decode
from ..errors import KnowledgeError

FILE = Path(__file__).with_name("attribution.yaml")


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """`frames`: cues that frame a sentence."""

    frames: frozenset[str]


@cache
def speech() -> Speech:
    """The words; raises KnowledgeError when the file does not hold them."""
    try:
        return decode(FILE.read_bytes(), Speech)
    except DecodeError as error:
        raise KnowledgeError(f"{FILE.name}: {error}; restore the file or mend the entry") from error

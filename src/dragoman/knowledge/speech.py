"""Words of attribution, from `attribution.yaml`."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct

from ..data import checking, decode

FILE = Path(__file__).with_name("attribution.yaml")


class Speech(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """`frames`: cues that frame a sentence; `mistaken`: words that take back what was reported."""

    frames: frozenset[str]
    mistaken: frozenset[str]

    @cached_property
    def taken_back(self) -> re.Pattern[str]:
        """Any word of `mistaken`."""
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(self.mistaken)))})\b", re.I)


@cache
def speech() -> Speech:
    """The words; raises KnowledgeError when the file does not hold them."""
    with checking(FILE.name):
        return decode(FILE.read_bytes(), Speech)

"""Words of attribution, from `attribution.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct, ValidationError, convert

from ..errors import KnowledgeError

FILE = Path(__file__).with_name("attribution.yaml")


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """`frames`: cues that frame a sentence."""

    frames: frozenset[str]


@cache
def speech() -> Speech:
    """The words; raises KnowledgeError when the file does not hold them."""
    try:
        return convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), Speech)
    except (yaml.YAMLError, ValidationError) as error:
        raise KnowledgeError(f"{FILE.name}: {error}; restore the file or mend the entry") from error

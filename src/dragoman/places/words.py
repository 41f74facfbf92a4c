"""The word lists of words.yaml, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

LISTS = (
    "directions", "parts", "units", "capital_units", "feature_heads", "facilities", "organisations", "of_heads", "formats",
    "between_format", "titles", "title_followers", "speech_verbs", "auxiliaries", "locatives", "strict_locatives", "function",
    "never", "common", "particles", "given",
)  # fmt: skip


class Words:
    """Word lists by name, as frozen sets, and the abbreviations of states."""

    def __init__(self) -> None:
        lists: dict[str, str] = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
        for name in LISTS:
            setattr(self, name, frozenset(lists[name].split()))
        self.small_ends = self.units | self.capital_units | {"corridor", "plain", "crossing", "base", "plant", "enclave", "exclave"}
        self.generic = (
            self.organisations | self.facilities | self.capital_units | self.units | self.directions | self.titles | self.parts | self.function
        )
        self.phrases = frozenset(" ".join(phrase.split()) for phrase in lists["phrases"].split(","))
        self.abbreviations = dict(pair.split(":") for pair in lists["abbreviations"].split())

    generic: frozenset[str]
    small_ends: frozenset[str]
    phrases: frozenset[str]
    directions: frozenset[str]
    parts: frozenset[str]
    units: frozenset[str]
    capital_units: frozenset[str]
    feature_heads: frozenset[str]
    facilities: frozenset[str]
    organisations: frozenset[str]
    of_heads: frozenset[str]
    formats: frozenset[str]
    between_format: frozenset[str]
    titles: frozenset[str]
    title_followers: frozenset[str]
    speech_verbs: frozenset[str]
    auxiliaries: frozenset[str]
    locatives: frozenset[str]
    strict_locatives: frozenset[str]
    function: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    particles: frozenset[str]
    given: frozenset[str]


@cache
def words() -> Words:
    """The lists (read at the first call)."""
    return Words()

"""PLOVER's types, modes, quad classes and scores, from `ontology.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

from ..data import checking, decode

FILE = Path(__file__).with_name("ontology.yaml")


class Mode(Struct, frozen=True, forbid_unknown_fields=True):
    """A mode of a type: its score, and the CAMEO code where type and mode decide one."""

    score: float | None
    cameo: str | None = None


class EventType(Struct, frozen=True, forbid_unknown_fields=True):
    """A PLOVER type: quad class, score, modes; `speech`: the act is one of words."""

    quad: str
    score: float
    speech: bool = False
    cameo: str | None = None
    modes: dict[str, Mode] = {}


class Ontology(Struct, frozen=True, forbid_unknown_fields=True):
    """All types, in the order of the model's labels; `scale` names the table the scores come from."""

    scale: str
    types: dict[str, EventType]

    def score(self, kind: str, mode: str | None) -> float | None:
        """Score of a type and mode."""
        entry = self.types[kind]
        return entry.modes[mode].score if mode else entry.score

    def cameo(self, kind: str, mode: str | None) -> str | None:
        """CAMEO code that type and mode decide, if they do; a stored story may have types of another ontology."""
        entry = self.types.get(kind)
        if entry is None or (mode and mode not in entry.modes):
            return None
        return entry.modes[mode].cameo if mode else entry.cameo


@cache
def ontology() -> Ontology:
    """The ontology; raises KnowledgeError when the file does not hold one."""
    with checking(FILE.name):
        return decode(FILE.read_bytes(), Ontology)

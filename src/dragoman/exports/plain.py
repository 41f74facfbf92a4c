"""What plainer schemes keep of an event: PLOVER without a status of its own, CAMEO, codes of states.

PLOVER has no status. So what is planned becomes an agreement or a concession where its manual says so, and what only is
wanted, threatened or supposed, and what was not done, is marked by its auxiliary modes, or left out by formats that
have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from ..claims.parties import ALPHA_3
from ..data import checking, decode
from ..knowledge.actors import actors
from ..knowledge.ontology import ontology
from ..views.events import EventView

CAMEO = Path(__file__).with_name("cameo.yaml")
COW = Path(__file__).with_name("cow.yaml")
PLANNED = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
AUXILIARY = {
    "planned": "future",
    "requested": "hypothetical",
    "threatened": "hypothetical",
    "hypothetical": "hypothetical",
    "negated": "negation",
    "denied": "negation",
}
F = TypeVar("F")
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


class Code(Struct, frozen=True, forbid_unknown_fields=True):
    """A code of CAMEO."""

    name: str
    intensity: float | None


class CameoFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`cameo.yaml`: codes by their digits; `scale` names the table of intensities."""

    scale: str
    codes: dict[str, Code]


class CowFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`cow.yaml`: abbreviations of states, and those of our states that have none."""

    codes: dict[str, str]
    none: tuple[str, ...]


@dataclass(frozen=True)
class Plain:
    """Type and mode in plain PLOVER, with its auxiliary modes; `quad`: 1 to 4."""

    type: str
    mode: str | None
    auxiliary: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether it is told as done, without conditions."""
        return not set(self.auxiliary) - {"historical"}

    @property
    def quad(self) -> int:
        return QUADS.index(ontology().types[self.type].quad) + 1

    @property
    def score(self) -> float | None:
        return ontology().score(self.type, self.mode)

    @property
    def cameo(self) -> str | None:
        """The code of the mode, else that of the type; None where PLOVER's type is several of CAMEO."""
        return ontology().cameo(self.type, self.mode) or ontology().types[self.type].cameo


def plain(event: EventView) -> Plain | None:
    """An event in plain PLOVER; None where PLOVER has no such type or mode."""
    kind = ontology().types.get(event.type)
    if kind is None or (event.mode and event.mode not in kind.modes):
        return None
    past = ("historical",) if event.background else ()
    if event.status == "planned" and event.type in PLANNED:
        return Plain(PLANNED[event.type], None, past)
    auxiliary = AUXILIARY.get(event.status or "")
    return Plain(event.type, event.mode, (*past, auxiliary) if auxiliary else past)


@cache
def cameo() -> CameoFile:
    """Names and intensities of CAMEO's codes."""
    return _read(CAMEO, CameoFile)


@cache
def _cow() -> CowFile:
    return _read(COW, CowFile)


def alpha_3(country: str | None) -> str | None:
    """The code of a state that has one; None for one that is told by name."""
    return country if country and len(country) == ALPHA_3 and country.isupper() else None


def cow(country: str | None) -> str:
    """A state's abbreviation in the Correlates of War list, empty where it has none."""
    code = alpha_3(country)
    return "" if code is None or code in _cow().none else _cow().codes.get(code, code)


def country_name(code: str | None) -> str:
    """The name of a state; its code where the knowledge has none, empty for None."""
    known = actors().by_id.get(code or "")
    return known.name if known else code or ""


def _read(path: Path, kind: type[F]) -> F:
    with checking(path.name):
        return decode(path.read_bytes(), kind)

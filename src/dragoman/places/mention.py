"""A name that may be a place, on its way from the text to the map."""

from __future__ import annotations

from dataclasses import dataclass, field

from .gazetteer import Candidate
from .tokens import Line


@dataclass(slots=True)
class Mention:
    """Tokens `[first, last)` of `line` bear the name, characters `[start, end)` are told (with "northern", "province").

    `cued`: the words around speak for a place. `division`: a division is meant ("province").
    `spot`: a building, road or ground. `unknown`: not in the gazetteer, candidates only sound alike. `container`: the place that the text puts it in.
    """

    line: Line
    first: int
    last: int
    key: str
    candidates: tuple[Candidate, ...]
    start: int
    end: int
    cued: bool = False
    division: bool = False
    spot: bool = False
    among_divisions: bool = False
    unknown: bool = False
    fixed: Candidate | None = None
    direction: str | None = None
    container: Mention | None = field(default=None, repr=False)
    chosen: Candidate | None = None

"""A name that may be a place, on its way from the text to the map."""

from __future__ import annotations

from dataclasses import dataclass, field

from .gazetteer import Candidate
from .tokens import Line, Token


@dataclass(slots=True)
class Mention:
    """Tokens `[first, last)` of `line` bear the name, characters `[start, end)` are told (with "northern", "province").

    `cued`: the words around speak for a place. `division`: a division is meant ("province"). `spot`: a building or
    road. `unknown`: not in the gazetteer, candidates only sound alike. `among_divisions`: in a list of such.
    `container`: the place that the text puts it in. `fixed`: the candidate that the words around leave.
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
    unknown: bool = False
    among_divisions: bool = False
    direction: str | None = None
    container: Mention | None = field(default=None, repr=False)
    fixed: Candidate | None = None
    chosen: Candidate | None = None

    @property
    def before(self) -> Token:
        return self.line.at(self.first - 1)

    @property
    def after(self) -> Token:
        return self.line.at(self.last)

    @property
    def single(self) -> bool:
        return self.last - self.first == 1

    @property
    def only_towns(self) -> bool:
        """Whether the gazetteer has nothing but towns and villages of that name."""
        return all(c.feature == "PPL" for c in self.candidates)

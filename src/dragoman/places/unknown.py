"""Names that the gazetteer lacks and the text calls a place: "the village of X", "X district", "near X"."""

from __future__ import annotations

from collections.abc import Sequence

from .gazetteer import gazetteer
from .keys import fold
from .matching import ends, starts
from .mention import Mention
from .tokens import Line
from .words import words

SETTLEMENTS = frozenset(
    """village villages town towns district province city municipality governorate hamlet suburb neighborhood neighbourhood
    township commune settlement county region island valley subdistrict camp""".split()
)
AT = frozenset("in near outside around".split())
NO_PLACE = frozenset("i mr mrs ms dr".split())


def unknown_names(line: Line, found: Sequence[Mention]) -> list[Mention]:
    """Mentions without sure candidates, where no other mention stands."""
    if line.loud:
        return []
    taken = {i for m in found for i in range(m.first, m.last)}
    out, index = [], 0
    while index < len(line.tokens):
        last = _name_end(line, index, taken)
        if last and _called_place(line, index, last):
            start, end = line.tokens[index].start, line.tokens[last - 1].end
            key = fold("".join(t.text if t.glued else " " + t.text for t in line.tokens[index:last]))
            if key not in words().never:
                out.append(Mention(line, index, last, key, gazetteer().sounding_like(key), start, end, cued=True))
        index = last or index + 1
    return out


def _name_end(line: Line, first: int, taken: set[int]) -> int | None:
    """End of a whole run of capitalised words, none of them in a known name."""
    token = line.tokens[first]
    if not token.word or not starts(line, first) or token.lower in words().function | words().given | words().titles | NO_PLACE:
        return None
    last = ends(line, first)[0]
    return None if any(i in taken for i in range(first, last)) else last


def _called_place(line: Line, first: int, last: int) -> bool:
    before, after = line.at(first - 1), line.at(last)
    if before.lower == "of" and line.at(first - 2).lower in SETTLEMENTS:
        return True
    if after.lower in SETTLEMENTS and not after.glued and line.tokens[last - 1].lower not in SETTLEMENTS:
        return True
    return line.tokens[last - 1].lower in words().capital_units and last - first > 1 and before.lower in AT | {"the", "at", "on"}

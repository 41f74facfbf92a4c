"""Names that the gazetteer lacks and the text calls a place: "the village of X", "X district", "near X"."""

from __future__ import annotations

from collections.abc import Sequence

from .gazetteer import gazetteer
from .keys import fold
from .matching import CITY, country_word, ends, starts
from .mention import Mention
from .tokens import Line
from .words import words

SETTLEMENTS = frozenset(
    """village villages town towns district province city municipality governorate hamlet suburb neighborhood neighbourhood
    township commune settlement county region island valley subdistrict camp""".split()
)
HELD_AFTER = frozenset("in near outside around at".split())
AT = frozenset("in near outside around".split())
JOINTS = frozenset("and in of by the on under".split())
NO_PLACE = frozenset("i mr mrs ms dr".split())


def with_unknown(line: Line, found: Sequence[Mention]) -> list[Mention]:
    """The names found and those that the text calls places; a longer name of these replaces a small town's within it."""
    if line.loud:
        return list(found)
    new = _unknown_names(line, {i for m in found if _sure(m) for i in range(m.first, m.last)})
    covered = {i for m in new for i in range(m.first, m.last)}
    return [m for m in found if m.first not in covered] + new


def _sure(mention: Mention) -> bool:
    """A name that stays what it is inside a longer one."""
    return mention.spot or mention.last - mention.first > 1 or any(c.population > CITY or c.feature != "PPL" for c in mention.candidates)


def _unknown_names(line: Line, taken: set[int]) -> list[Mention]:
    """Mentions without sure candidates, where none of the tokens `taken` stands."""
    out, index = [], 0
    while index < len(line.tokens):
        last = _name_end(line, index, taken)
        if last and _called_place(line, index, last, taken):
            start, end = line.tokens[index].start, line.tokens[last - 1].end
            key = fold("".join(t.text if t.glued else " " + t.text for t in line.tokens[index:last]))
            if key not in words().never and not gazetteer().named(key) and not country_word(key):
                out.append(Mention(line, index, last, key, gazetteer().sounding_like(key), start, end, cued=True, unknown=True))
        index = last or index + 1
    return out


def _name_end(line: Line, first: int, taken: set[int]) -> int | None:
    """End of a whole run of capitalised words, none of them in a known name."""
    token = line.tokens[first]
    if not token.word or not starts(line, first) or token.lower in words().function | words().given | words().titles | NO_PLACE:
        return None
    last = next(e for e in ends(line, first) if not any(t.lower in JOINTS for t in line.tokens[first:e]))
    return None if any(i in taken for i in range(first, last)) else last


def _held(line: Line, last: int, taken: set[int]) -> bool:
    """A comma and a known place follow ("Matias Romero, Oaxaca")."""
    return line.at(last).text == "," and last + 1 in taken


def _called_place(line: Line, first: int, last: int, taken: set[int]) -> bool:
    """Whether the words around say that it is a place."""
    before, after = line.at(first - 1), line.at(last)
    if before.lower == "of" and line.at(first - 2).lower in SETTLEMENTS:
        return True
    if after.lower in SETTLEMENTS and not after.glued and line.tokens[last - 1].lower not in SETTLEMENTS:
        return True
    if _held(line, last, taken) and before.lower in HELD_AFTER:
        return True
    return line.tokens[last - 1].lower in words().capital_units and last - first > 1 and before.lower in AT | {"the", "at", "on"}

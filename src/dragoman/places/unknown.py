"""Names that the gazetteer lacks and the text calls a place: "the village of X", "X district", "near X"."""

from __future__ import annotations

from collections.abc import Sequence

from .gazetteer import gazetteer
from .keys import fold
from .matching import CITY, country_word, ends, starts
from .mention import Mention
from .tokens import Line
from .words import words

IN = frozenset({"in", "near", "outside", "around"})
JOINTS = frozenset({"and", "in", "of", "by", "the", "on", "under"})  # a name goes on over them only if it is known


def with_unknown(line: Line, found: Sequence[Mention]) -> list[Mention]:
    """The names found, and those that the text calls places; one of these replaces a small town's name within it."""
    if line.loud:
        return list(found)
    new = _unknown_names(line, {i for m in found if _sure(m) for i in range(m.first, m.last)})
    covered = {i for m in new for i in range(m.first, m.last)}
    return [m for m in found if m.first not in covered] + new


def _sure(mention: Mention) -> bool:
    """A name that stays what it is inside a longer one."""
    larger = not mention.only_towns or any(c.population > CITY for c in mention.candidates)
    return mention.spot or not mention.single or larger


def _unknown_names(line: Line, taken: set[int]) -> list[Mention]:
    """Mentions without sure candidates, where none of the tokens `taken` stands."""
    out, index = [], 0
    while index < len(line.tokens):
        last = _name_end(line, index, taken)
        if last and _called_place(line, index, last, taken):
            start, end = line.tokens[index].start, line.tokens[last - 1].end
            key = fold("".join(t.text if t.glued else " " + t.text for t in line.tokens[index:last]))
            plain = all(w in words().generic or country_word(w) for w in key.split())
            if key not in words().never | words().phrases and not plain and not gazetteer().named(key):
                alike = gazetteer().sounding_like(key)
                out.append(Mention(line, index, last, key, alike, start, end, cued=True, unknown=True))
        index = last or index + 1
    return out


def _name_end(line: Line, first: int, taken: set[int]) -> int | None:
    """End of a whole run of capitalised words, none of them in a known name."""
    token = line.tokens[first]
    if not token.word or not starts(line, first) or token.lower in words().function | words().callers:
        return None
    last = next(e for e in ends(line, first) if not any(t.lower in JOINTS for t in line.tokens[first:e]))
    return None if any(i in taken for i in range(first, last)) else last


def _held(line: Line, last: int, taken: set[int]) -> bool:
    """A comma and a known place follow ("Matias Romero, Oaxaca")."""
    return line.at(last).text == "," and last + 1 in taken


def _called_place(line: Line, first: int, last: int, taken: set[int]) -> bool:
    """Whether the words around say that it is a place."""
    before, after = line.at(first - 1), line.at(last)
    final = line.tokens[last - 1].lower
    if before.lower == "of" and line.at(first - 2).lower in words().settlements:
        return True
    if after.lower in words().settlements and not after.glued and final not in words().settlements:
        return True
    if _held(line, last, taken) and before.lower in IN | {"at"}:
        return True
    return final in words().capital_units and last - first > 1 and before.lower in IN | {"the", "at", "on"}

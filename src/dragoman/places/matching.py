"""Longest names of a line that the gazetteer has, and names of buildings, roads and grounds."""

from __future__ import annotations

from collections.abc import Iterator

from .gazetteer import Candidate, gazetteer
from .keys import fold
from .mention import Mention
from .tokens import Line
from .words import words

LONGEST = 9  # tokens, hyphens counted
CITY = 100_000
ARTICLE = 3  # letters of an article ("al", "ash")
ACRONYM = 3  # letters up to which a name must be in capitals ("US", not "us")


def matches(line: Line, text: str) -> Iterator[Mention]:
    """Names from left to right, the longest first, without overlap."""
    index = 0
    while index < len(line.tokens):
        found = _at(line, text, index) if starts(line, index) else None
        if found:
            yield found
        index = found.last if found else index + 1


def starts(line: Line, index: int) -> bool:
    """Whether a name can start here: a capital, or "al-" before one."""
    token = line.tokens[index]
    if token.capital:
        return token.lower not in words().function or line.at(index + 1).capital or line.at(index + 1).hyphen
    article = token.lower in words().particles and len(token.text) <= ARTICLE
    return article and line.at(index + 1).hyphen and line.at(index + 2).capital


def ends(line: Line, first: int) -> list[int]:
    """Where a name from `first` on can end, furthest first; the last word may be a kind of place in small letters."""
    out, index = [first + 1], first + 1
    while index < min(len(line.tokens), first + LONGEST):
        token, before = line.tokens[index], line.tokens[index - 1]
        after_hyphen = before.hyphen and token.glued and token.word
        if (token.capital and token.word) or after_hyphen:
            out.append(index + 1)
        elif not (
            token.lower in words().particles
            or (token.hyphen and token.glued)
            or (token.text == "." and before.lower in {"st", "ft", "mt", "ste"})
            or token.text in "&'’"
            or (before.text in "'’" and token.glued)
            or (token.text == "," and line.at(index + 1).text == "D.C.")
        ):
            if token.lower in words().small_ends:
                out.append(index + 1)
            break
        index += 1
    return out[::-1]


def _at(line: Line, text: str, first: int) -> Mention | None:
    possible = ends(line, first)
    spot = _spot_end(line, first, possible)
    for last in possible:
        name = text[line.tokens[first].start : line.tokens[last - 1].end]
        key = fold(name)
        candidates = _named(key, name)
        if last == spot and all(c.feature == "PPL" for c in candidates):
            return _spot(line, text, first, last)
        if candidates:
            return Mention(line, first, last, key, candidates, line.tokens[first].start, line.tokens[last - 1].end)
    return None


def _named(key: str, name: str) -> tuple[Candidate, ...]:
    """The places of that name, unless it is a word that never names one by itself."""
    if not key.isascii() or key in words().never or key in words().generic or key in words().phrases:
        return ()
    found = gazetteer().named(key)
    if len(key) <= ACRONYM and not name.replace(".", "").isupper():
        return tuple(c for c in found if c.feature == "PPL" and len(key) == ACRONYM)
    if found and country_word(key) and not any(c.main and (c.feature != "PPL" or c.population > CITY) for c in found):
        return ()
    return found


def country_word(key: str) -> bool:
    """Whether it is an adjective or a people ("Somali")."""
    return gazetteer().country_of_adjective(key) is not None


def _spot_end(line: Line, first: int, possible: list[int]) -> int | None:
    """End of the longest name from `first` on that closes with a word such as "Street" or "Hospital"."""
    if line.loud or line.tokens[first].lower in words().function or line.at(first - 1).capital:
        return None
    for last in possible:
        if all(t.lower in words().generic or not t.capital for t in line.tokens[first:last]):
            continue
        if last - first >= 2 and line.tokens[last - 1].lower in words().facilities and line.tokens[last - 1].capital:
            return last
    return None


def _spot(line: Line, text: str, first: int, last: int) -> Mention:
    """A spot; what the gazetteer has of the front of its name stands in for its coordinates ("Manila Cathedral")."""
    start, end = line.tokens[first].start, line.tokens[last - 1].end
    candidates: tuple[Candidate, ...] = ()
    if line.tokens[last - 1].lower not in words().roads:
        for stop in range(last - 1, first, -1):
            name = text[start : line.tokens[stop - 1].end]
            named = _named(fold(name), name)
            known = max(named, key=lambda c: c.population, default=None)
            if known and known.feature.startswith("PPL") and known.population > CITY:
                candidates = (known,)
            if candidates:
                break
    return Mention(line, first, last, fold(text[start:end]), candidates, start, end, spot=True)

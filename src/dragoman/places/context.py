"""What the words around a name say: "in", "northern", "province", a comma and a larger place."""

from __future__ import annotations

from .mention import Mention
from .words import words

COMPOUND_PLACES = frozenset({"based", "born", "area", "held", "controlled"})  # "London-based"


def widen(mention: Mention) -> None:
    """Take in "northern", "central" and "province", and note that they speak for a place."""
    _widen_left(mention)
    _widen_right(mention)


def _widen_left(mention: Mention) -> None:
    line, before, two = mention.line, mention.before, mention.line.at(mention.first - 3)
    if before.lower in words().around:
        mention.cued, mention.start = True, before.start
        mention.direction = before.lower if before.lower in words().directions else None
        if before.glued and line.at(mention.first - 2).hyphen and two.lower in words().directions:
            mention.start, mention.direction = two.start, f"{two.lower}{before.lower}"
    elif before.lower == "of" and line.at(mention.first - 2).lower in words().units:
        mention.cued = True
        mention.division = line.at(mention.first - 2).lower in words().divisions


def _widen_right(mention: Mention) -> None:
    if not mention.single and mention.line.at(mention.last - 1).lower in words().plain_divisions:
        mention.cued = mention.division = True
        return
    after, loud = mention.after, mention.line.loud
    if not after.word or after.glued:
        return
    part_of_name = after.lower in (words().capital_units if after.capital else words().plain_divisions)
    if part_of_name and not (after.capital and loud):
        mention.cued = mention.division = True
        mention.end = after.end
        mention.last += 1
    elif after.lower in words().units:
        mention.cued = True
        mention.division = after.lower in words().divisions


def located(mention: Mention, strict: bool = False) -> bool:
    """Whether "in", "near", "north of" stands before; `strict`: not "to", "from", that go with persons too."""
    line, index = mention.line, mention.first - 1
    while (token := line.at(index)).lower == "the" or token.lower in words().around or token.hyphen:
        index -= 1
    if token.lower == "of":
        return line.at(index - 1).lower in words().directions | words().units | words().measures
    if token.lower == "to" and line.at(index - 1).lower == "according":
        return False
    return token.lower in (words().strict_locatives if strict else words().locatives) and not token.text.isupper()


def contained(mention: Mention) -> bool:
    """Whether a comma and a capitalised name follow."""
    return mention.after.text == "," and mention.line.at(mention.last + 1).capital


def half_of_compound(mention: Mention) -> bool:
    """ "Russia-backed", "Iran-Iraq war"; but "London-based" and "Syria-Turkey border" name places."""
    line, last = mention.line, mention.last
    second = line.at(last + 1)
    if line.at(last).hyphen and line.at(last).glued and second.glued and second.word:
        if second.lower in COMPOUND_PLACES:
            mention.cued = True
            return False
        return line.at(last + 2).lower not in words().units
    first = line.at(mention.first - 2)
    if mention.before.hyphen and mention.before.glued and line.at(mention.first).glued and first.word:
        return line.at(last).lower not in words().units and not first.lower.startswith("mid")
    return False


def of_format(mention: Mention) -> bool:
    """ "Astana format", "Geneva peace talks", "Minsk II agreements"."""
    line, last = mention.line, mention.last
    last += line.at(last).lower in words().between_format
    if line.at(last).lower in words().formats:
        return True
    return line.at(last).capital and line.at(last + 1).lower in words().formats and not line.at(last).glued

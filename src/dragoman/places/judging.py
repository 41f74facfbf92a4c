"""Whether a name in its sentence is meant as a place: not a person, an organisation, an accord, a government that acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..story import Entity
from .gazetteer import OWN, gazetteer
from .matching import CITY, ROADS
from .mention import Mention
from .tokens import Line, Token
from .words import words

GOVERNMENTS = frozenset({"PCLI", "PPLC", "TERR"})
SPOKEN_FOR = frozenset("white house,pentagon,whitehall,capitol hill,wall street,downing street".split(","))
NOBLE = frozenset("van von de der bin ibn al el da di du la den ter".split())
SHORT = 4  # letters up to which capitals are an abbreviation
LOOK_AHEAD = 5  # capitalised words after a name that may tell what it is


class Judge:
    """Judges the names of one story. Persons named in full anywhere in it are known everywhere by their family names."""

    def __init__(self, lines: Sequence[Line], known: Iterable[Entity]) -> None:
        self.lower: set[str] = {t.text for line in lines for t in line.tokens if t.word and not t.capital}
        self.surnames: set[str] = set()
        for line in lines:
            if not line.loud:
                self.surnames.update(_surnames(line))
        self.covered = sorted((e.start, e.end) for e in known if e.start is not None and e.end is not None and e.sector)

    def accepts(self, mention: Mention) -> bool:
        """Judge one name; widens it by what belongs to it and notes what speaks for a place."""
        if self._within_known(mention) or _compound(mention) or _format(mention) or _sign(mention):
            return False
        if mention.spot:
            return self._spot(mention)
        _widen_left(mention)
        _widen_right(mention)
        mention.cued = mention.cued or _located(mention)
        checks = (_of_organisation, self._person, _organisation, self._common, _acting)
        return not any(check(mention) for check in checks)

    def _within_known(self, mention: Mention) -> bool:
        """Inside a longer name of an actor that the knowledge has."""
        return any(s <= mention.start and mention.end <= e and e - s > mention.end - mention.start for s, e in self.covered)

    def _spot(self, mention: Mention) -> bool:
        """Buildings and grounds are places where something is at, in or near them; roads always."""
        after = mention.line.at(mention.last)
        if after.capital and after.lower in words().organisations:
            return False
        mention.cued = _located(mention)
        return mention.cued or mention.line.at(mention.last - 1).lower in ROADS

    def _person(self, mention: Mention) -> bool:
        line, before, after = mention.line, mention.line.at(mention.first - 1), mention.line.at(mention.last)
        if before.text == "." and line.at(mention.first - 2).capital:
            before = line.at(mention.first - 2)
            if len(before.text) == 1 or before.lower in words().titles:
                return True
        if before.lower in NOBLE and line.at(mention.first - 2).capital:
            return True
        if before.capital and before.lower in words().titles | words().given and not before.text.isupper():
            return not mention.division
        small = all(c.feature == "PPL" for c in mention.candidates) and not line.at(mention.last).hyphen
        if small and mention.key in self.surnames | words().given and not (mention.division or _located(mention, strict=True) or _contained(mention)):
            return True
        if _speaks(mention):
            return True
        return not line.loud and not mention.division and (self._stranger(after) or self._stranger_before(mention, before))

    def _stranger(self, token: Token) -> bool:
        """A capitalised word right after a name that makes it part of a longer one ("Jordan Smith")."""
        if not (token.capital and token.word) or token.glued:
            return False
        known = words().titles | words().title_followers | words().function | words().directions | words().capital_units
        return token.lower not in known and not self._geographic(token)

    def _stranger_before(self, mention: Mention, token: Token) -> bool:
        if not (token.capital and token.word) or mention.line.at(mention.first).glued:
            return False
        if token.lower in words().function | words().directions | words().parts or self._geographic(token):
            return False
        opening = mention.first - 1 == 0 or not mention.line.at(mention.first - 2).word and not mention.line.at(mention.first - 2).hyphen
        return not (opening and token.lower in self.lower)

    @staticmethod
    def _geographic(token: Token) -> bool:
        """A demonym or the name of a larger place."""
        if gazetteer().country_of_adjective(token.text):
            return True
        return any(c.feature in {"PCLI", "ADM1", "RGN", "CONT"} or c.population > 500_000 for c in gazetteer().named(token.lower) if c.main)

    def _common(self, mention: Mention) -> bool:
        """An ordinary word in capitals, not a town ("Mobile phones")."""
        if mention.last - mention.first > 1 or mention.division:
            return False
        ordinary = mention.key in words().common or (mention.key in self.lower and all(c.feature == "PPL" for c in mention.candidates))
        if not ordinary or _contained(mention):
            return False
        return mention.line.loud or not _located(mention, strict=True)

    def learn(self, mention: Mention) -> None:
        """Remember the family name of somebody named in full, whose given name the lists lack ("Kobe Bryant")."""
        line, before, after = mention.line, mention.line.at(mention.first - 1), mention.line.at(mention.last)
        if line.loud or mention.spot or mention.last - mention.first > 1 or not all(c.population < CITY for c in mention.candidates):
            return
        plain = words().generic | words().of_heads
        if self._stranger_before(mention, before) and before.lower not in plain | self.lower and after.lower not in words().generic:
            if not any(c.feature != "PPL" for c in mention.candidates) and not after.capital:
                self.surnames.add(mention.key)


def _surnames(line: Line) -> Iterable[str]:
    """What follows a title or a given name, up to two words."""
    for index, token in enumerate(line.tokens):
        if not token.capital or token.lower not in words().titles | words().given:
            continue
        at = index + 1 + (line.at(index + 1).text == ".")
        for last in (at, at + 1):
            name = line.at(last)
            if not (name.capital and name.word) or line.at(last + 1).lower in words().units:
                break
            if name.lower not in words().titles | words().given | words().title_followers:
                yield name.lower


def _compound(mention: Mention) -> bool:
    """Half of a compound: "Russia-backed", "Iran-Iraq war". "London-based" and "Syria-Turkey border" name a place."""
    line, last = mention.line, mention.last
    if line.at(last).hyphen and line.at(last).glued and line.at(last + 1).glued and line.at(last + 1).word:
        if line.at(last + 1).lower in {"based", "born", "area", "held", "controlled"}:
            mention.cued = True
            return False
        return line.at(last + 2).lower not in words().units
    before = line.at(mention.first - 1)
    if before.hyphen and before.glued and line.at(mention.first).glued and line.at(mention.first - 2).word:
        return line.at(last).lower not in words().units and not line.at(mention.first - 2).lower.startswith("mid")
    return False


def _format(mention: Mention) -> bool:
    """ "Astana format", "Geneva peace talks", "Minsk agreements"."""
    line, last = mention.line, mention.last
    last += line.at(last).lower in words().between_format
    if line.at(last).lower in words().formats:
        return True
    return line.at(last).capital and line.at(last + 1).lower in words().formats and not line.at(last).glued


def _of_organisation(mention: Mention) -> bool:
    """ "Bank of England", "Duke of York"."""
    line, index = mention.line, mention.first - 1
    if line.at(index).lower == "the":
        index -= 1
    if line.at(index).lower != "of":
        return False
    head = line.at(index - 1)
    return head.capital and head.lower in words().of_heads | words().organisations


def _organisation(mention: Mention) -> bool:
    """ "New York Times", "Leeds United", "Kent Police"."""
    line = mention.line
    if line.loud and not line.at(mention.last).capital:
        return False
    for index in range(mention.last, mention.last + LOOK_AHEAD):
        token = line.at(index)
        if not (token.capital or (token.lower in {"of", "and", "&", "for"} and index > mention.last)) or token.lower in words().title_followers:
            return False
        if token.capital and token.lower in words().organisations | words().of_heads:
            return True
    return False


def _widen_left(mention: Mention) -> None:
    """Take in "northern", "central"; "the village of X" and "X province" speak for a place."""
    line, index = mention.line, mention.first - 1
    before = line.at(index)
    if before.lower in words().directions or before.lower in words().parts:
        mention.cued = True
        mention.start = before.start
        mention.direction = before.lower if before.lower in words().directions else None
        if before.hyphen:
            return
        two = line.at(index - 2)
        if line.at(index - 1).hyphen and two.lower in words().directions and before.glued:
            mention.start, mention.direction = two.start, f"{two.lower}{before.lower}"
    elif before.lower == "of" and line.at(index - 1).lower in words().units:
        mention.cued = True
        mention.division = line.at(index - 1).lower in DIVISIONS


DIVISIONS = frozenset("province provinces governorate governorates oblast county prefecture department region state district districts".split())
PLAIN = frozenset("province governorate oblast county prefecture".split())


def _widen_right(mention: Mention) -> None:
    if mention.last - mention.first > 1 and mention.line.at(mention.last - 1).lower in PLAIN:
        mention.cued = mention.division = True
        return
    after = mention.line.at(mention.last)
    if not after.word or after.glued:
        return
    if (after.lower in PLAIN and not (after.capital and mention.line.loud)) or (after.capital and after.lower in words().capital_units and not mention.line.loud):
        mention.cued = mention.division = True
        mention.end = after.end
        mention.last += 1
    elif after.lower in words().units:
        mention.cued = True
        mention.division = after.lower in DIVISIONS


def _sign(mention: Mention) -> bool:
    """Letters that are no name: "US$460", "(AP)", an abbreviation among small letters."""
    token, after = mention.line.at(mention.first), mention.line.at(mention.last)
    if after.text == "$" and after.glued:
        return True
    short = mention.last - mention.first == 1 and len(token.text) <= SHORT and token.text.isupper() and not mention.cued
    if not short or mention.line.loud:
        return False
    return not any(
        c.feature in {"PCLI", "PPLC"} or c.id <= OWN or (c.population > CITY * 10 and len(token.text) == SHORT) for c in mention.candidates
    )


def _speaks(mention: Mention) -> bool:
    """ "Allen said": a person with a town's name, unless the town is a large one."""
    line = mention.line
    if line.possessive(mention.last) or line.at(mention.first - 1).lower in words().locatives:
        return False
    if line.at(mention.last).lower in {"said", "says"} or line.at(mention.first - 1).lower in {"said", "says"}:
        return all(c.feature == "PPL" and c.population < CITY * 5 for c in mention.candidates)
    return False


def _located(mention: Mention, strict: bool = False) -> bool:
    """ "in", "near", "north of" right before."""
    line, index = mention.line, mention.first - 1
    while line.at(index).lower in {"the", "'s"} or line.at(index).lower in words().directions | words().parts or line.at(index).hyphen:
        index -= 1
    before = line.at(index)
    if before.lower == "of":
        return line.at(index - 1).lower in words().directions | words().units | {"outskirts", "capital", "edge", "port", "miles", "km"}
    if before.lower == "to" and line.at(index - 1).lower == "according":
        return False
    return before.lower in (words().strict_locatives if strict else words().locatives) and not before.text.isupper()


def _contained(mention: Mention) -> bool:
    """A comma and a capitalised name follow."""
    return mention.line.at(mention.last).text == "," and mention.line.at(mention.last + 1).capital


def _acting(mention: Mention) -> bool:
    """A government by the name of its country or seat: "Ankara said", "Russia has accused"."""
    if mention.key.removeprefix("the ") in SPOKEN_FOR:
        return not _located(mention, strict=True) and mention.line.at(mention.first - 2).lower not in {"at", "to"}
    if not (any(c.feature in GOVERNMENTS for c in mention.candidates)) or mention.division or mention.direction:
        return False
    line, index = mention.line, mention.last
    if line.at(mention.first - 1).lower in words().locatives | {"of"} or line.possessive(index):
        return False
    if line.at(index).lower == "and" and line.at(index + 1).capital:
        index += 2
    while line.at(index).lower in words().auxiliaries:
        index += 1
    return line.at(index).lower in words().speech_verbs

"""Whether a name is meant as a place: not a person, an organisation, an accord, a government that acts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from ..story import Entity
from .context import contained, half_of_compound, located, of_format, widen
from .gazetteer import OWN, Candidate, gazetteer
from .matching import CITY
from .mention import Mention
from .tokens import Line, Token
from .words import words

GOVERNMENTS = frozenset({"PCLI", "PPLC", "TERR"})
LARGER = frozenset({"PCLI", "ADM1", "RGN", "CONT"})
SHORT = 4  # letters up to which capitals are an abbreviation
LOOK_AHEAD = 5  # words after a name that may tell what it is
BIG_CITY, METROPOLIS, BIG_DIVISION = 5 * CITY, 10 * CITY, 30 * CITY


class Judge:
    """Judges the names of one story. Persons named in full anywhere in it are known by their family names all over."""

    def __init__(self, lines: Sequence[Line], known: Iterable[Entity]) -> None:
        self.lower = {t.text for line in lines for t in line.tokens if t.word and not t.capital}
        self.surnames = {name for line in lines if not line.loud for name in _surnames(line)}
        spans = sorted((e.start, e.end) for e in known if e.start is not None and e.end is not None and e.sector)
        self.starts = [start for start, _ in spans]
        self.reach = list(accumulate((end for _, end in spans), max))

    def learn(self, mention: Mention) -> None:
        """Remember the family name of somebody named in full, whose given name the lists lack ("Kobe Bryant")."""
        if mention.line.loud or mention.spot or not mention.single or mention.after.capital or not mention.only_towns:
            return
        if any(c.population >= CITY for c in mention.candidates) or mention.after.lower in words().generic:
            return
        before = mention.before
        plain = before.lower in words().generic | words().of_heads or before.lower in self.lower
        if not plain and self._stranger_before(mention, before):
            self.surnames.add(mention.key)

    def accepts(self, mention: Mention) -> bool:
        """Judge one name; widens it by what belongs to it and notes what speaks for a place."""
        if self._within_known(mention) or half_of_compound(mention) or of_format(mention) or _sign(mention):
            return False
        if mention.spot:
            return _spot(mention)
        widen(mention)
        mention.cued = mention.cued or located(mention)
        checks = (_of_organisation, self._person, _organisation, self._common, _acting)
        return not any(check(mention) for check in checks)

    def _within_known(self, mention: Mention) -> bool:
        """Inside a longer name of an actor that the knowledge has."""
        earlier, same = bisect_left(self.starts, mention.start), bisect_right(self.starts, mention.start)
        if earlier and self.reach[earlier - 1] >= mention.end:
            return True
        return same > earlier and self.reach[same - 1] > mention.end

    def _person(self, mention: Mention) -> bool:
        if self._called(mention) or self._surname(mention) or _speaks(mention):
            return True
        if mention.line.loud or mention.division:
            return False
        return self._stranger(mention.after) or self._stranger_before(mention, mention.before)

    def _called(self, mention: Mention) -> bool:
        """After a title, a given name, an initial or a "van"."""
        line, before = mention.line, mention.before
        if before.text == "." and line.at(mention.first - 2).capital:
            initial = line.at(mention.first - 2)
            return len(initial.text) == 1 or initial.lower in words().titles
        if before.lower in words().noble and line.at(mention.first - 2).capital:
            return True
        return before.capital and before.lower in words().callers and not before.text.isupper() and not mention.division

    def _surname(self, mention: Mention) -> bool:
        """A name that somebody in the story bears, or a given name, where nothing puts it on the map."""
        borne = mention.key in self.surnames
        if not (borne or mention.key in words().given) or mention.after.hyphen:
            return False
        if any(c.feature in LARGER if borne else _eminent(c) for c in mention.candidates):
            return False
        return not (mention.division or located(mention, strict=True) or contained(mention))

    def _stranger(self, token: Token) -> bool:
        """A capitalised word right after a name that makes it part of a longer one ("Jordan Smith")."""
        if not (token.capital and token.word) or token.glued:
            return False
        goes_with_places = words().titles | words().title_followers | words().function | words().directions
        return token.lower not in goes_with_places | words().capital_units and not _geographic(token)

    def _stranger_before(self, mention: Mention, token: Token) -> bool:
        if not (token.capital and token.word) or mention.line.at(mention.first).glued:
            return False
        if token.lower in words().function | words().around or _geographic(token):
            return False
        two = mention.line.at(mention.first - 2)
        opens = mention.first == 1 or not (two.word or two.hyphen)
        return not (opens and token.lower in self.lower)

    def _common(self, mention: Mention) -> bool:
        """An ordinary word in capitals, not a town ("Mobile phones")."""
        if not mention.single or mention.division or contained(mention):
            return False
        ordinary = mention.key in words().common or (mention.key in self.lower and mention.only_towns)
        return ordinary and (mention.line.loud or not located(mention, strict=True))


def _surnames(line: Line) -> Iterable[str]:
    """What follows a title or a given name, up to two words."""
    for index, token in enumerate(line.tokens):
        if not token.capital or token.lower not in words().callers:
            continue
        at = index + 1 + (line.at(index + 1).text == ".")
        for last in (at, at + 1):
            name = line.at(last)
            if not (name.capital and name.word) or line.at(last + 1).lower in words().units:
                break
            if name.lower not in words().callers | words().title_followers:
                yield name.lower


def _geographic(token: Token) -> bool:
    """A demonym or the name of a larger place."""
    if gazetteer().country_of_adjective(token.text):
        return True
    return any(c.main and (c.feature in LARGER or c.population > BIG_CITY) for c in gazetteer().named(token.lower))


def _eminent(c: Candidate) -> bool:
    """Known widely enough for a name that is a person's too to be the place first."""
    if c.feature in {"PCLI", "CONT"} or c.id <= OWN:
        return True
    return c.population > (BIG_DIVISION if c.feature.startswith("ADM") else BIG_CITY)


def _sign(mention: Mention) -> bool:
    """Letters that are no name: "US$460", "(AP)", an abbreviation among small letters."""
    token, before, after = mention.line.at(mention.first), mention.before, mention.after
    if (after.text == "$" and after.glued) or (before.text == "$" and token.glued):
        return True
    if not mention.single or len(token.text) > SHORT or not token.text.isupper() or mention.cued or mention.line.loud:
        return False
    known = (c.feature in GOVERNMENTS or c.id <= OWN for c in mention.candidates)
    large = (c.population > METROPOLIS and len(token.text) == SHORT for c in mention.candidates)
    return not any(known) and not any(large)


def _speaks(mention: Mention) -> bool:
    """ "Allen said": a person with a town's name, unless the town is a large one."""
    if mention.line.possessive(mention.last) or mention.before.lower in words().locatives:
        return False
    if not {mention.after.lower, mention.before.lower} & {"said", "says"}:
        return False
    return mention.only_towns and all(c.population < BIG_CITY for c in mention.candidates)


def _spot(mention: Mention) -> bool:
    """Buildings and grounds are places where something is at, in or near them; roads always."""
    if mention.after.capital and mention.after.lower in words().organisations:
        return False
    mention.cued = located(mention)
    return mention.cued or mention.line.at(mention.last - 1).lower in words().roads


def _of_organisation(mention: Mention) -> bool:
    """ "Bank of England", "Duke of York"."""
    line, index = mention.line, mention.first - 1
    if line.at(index).lower == "the":
        index -= 1
    head = line.at(index - 1)
    return line.at(index).lower == "of" and head.capital and head.lower in words().of_heads | words().organisations


def _organisation(mention: Mention) -> bool:
    """ "New York Times", "Leeds United", "Kent Police", "St. Patrick's Day"."""
    line = mention.line
    if line.loud and not mention.after.capital:
        return False
    if line.possessive(mention.last) and mention.key.startswith(("st ", "saint ")):
        return line.at(mention.last + 2).capital
    for index in range(mention.last, mention.last + LOOK_AHEAD):
        token = line.at(index)
        goes_on = token.capital or (index > mention.last and token.lower in {"of", "and", "&", "for"})
        if not goes_on or token.lower in words().title_followers:
            return False
        if token.capital and token.lower in words().organisations | words().of_heads:
            return True
    return False


def _acting(mention: Mention) -> bool:
    """A government by the name of its country or seat: "Ankara said", "Moscow and Damascus have agreed"."""
    line, index = mention.line, mention.last
    if mention.key.removeprefix("the ") in words().seats:
        return not located(mention, strict=True) and line.at(mention.first - 2).lower not in {"at", "to"}
    if mention.division or mention.direction or not any(c.feature in GOVERNMENTS for c in mention.candidates):
        return False
    if mention.before.lower in words().locatives | {"of"} or line.possessive(index):
        return False
    if line.at(index).lower == "and" and line.at(index + 1).capital:
        index += 2
    while line.at(index).lower in words().auxiliaries:
        index += 1
    return line.at(index).lower in words().speech_verbs

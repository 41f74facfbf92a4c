"""Who publishes a page and whose text it carries: names of houses, and the key that all spellings of one share."""

from __future__ import annotations

import re
import string
from functools import cache

import msgspec

from ..data import checking, data_file, decode
from ..ingest.agencies import agencies, known

FILE = "houses.yaml"
NAME_WORDS = 6  # of an outlet's name, article included
NAME_CHARS = 45
LINE_CHARS = 60  # of a line that names a house and nothing else; dates and sections may stand beside it
PIECES = re.compile(r"\s*[|•·/]\s*|,\s+|\s+[–—-]+\s+|\s{2,}")
BRACKETED = re.compile(r"^(?P<name>.{3,45}?)\s*\((?P<short>[A-Z][A-Za-z]{1,7})\)$")
NUMBERED = re.compile(r"(?P<who>[A-Z]{2,5})[-/ ]?\d{3,6}(?:-\d{1,3})?")
SHORT = re.compile(r"[A-Z]{2,6}")
WORD = re.compile(r"[\w’'&.-]+")


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agencies: frozenset[str]
    papers: frozenset[str]
    sections: frozenset[str]
    credit: tuple[str, ...]
    reports: tuple[str, ...]
    marks: frozenset[str]


@cache
def _words() -> _Words:
    data = data_file("merge", FILE)
    with checking(FILE):
        return decode(data, _Words)


@cache
def key(name: str) -> str:
    """What all spellings of a house have in common: `mw` for Meridian Wire, (MW) and The Meridian Wire.

    Known agencies have the key of their short name. Of names that end as agencies' do it is the initials, by which
    pages name them as often as in full; two agencies of the same initials are taken for one.
    """
    bare = " ".join(name.strip("()[].,:;=^< \t").split())
    house = known(bare)
    if house:
        return house.name.casefold()
    bare = re.sub(r"^(?:the|The|THE)\s+", "", bare)
    words = re.findall(r"[^\W\d_][^\s-]*", bare)
    if len(words) > 1 and words[-1].casefold() in _words().agencies:
        return "".join(word[0] for word in words if word[0].isupper()).casefold()
    return bare.casefold()


def same(name: str, other: str) -> bool:
    """Two names of one house; the shorter may leave out words ("The Sentinel" for The Harbour Sentinel)."""
    one, two = set(key(name).split()), set(key(other).split())
    return one <= two or two <= one


def is_short(word: str) -> bool:
    """An abbreviation that may be a house's."""
    return bool(SHORT.fullmatch(word)) and word not in _words().marks


def is_agency(name: str) -> bool:
    """A known house, initials, or a name that ends as those of agencies do."""
    bare = name.strip("()[].,:;=^< \t")
    last = bare.split()[-1].casefold() if bare else ""
    return bool(known(bare)) or is_short(bare) or last in _words().agencies


def outlet(line: str) -> str | None:
    """The name of the outlet that a header line opens with ("Rift Valley Daily | AFRICA", "(AFP)"), if it does."""
    pieces = [piece for piece in PIECES.split(line.strip("()[]^<= \t").removesuffix(".")) if piece]
    return pieces[0] if pieces and is_name(pieces[0]) else None


def numbered(line: str) -> str | None:
    """The house whose initials stand in a story's number on a line of its own ("KNS-0611")."""
    found = NUMBERED.fullmatch(line)
    return found["who"] if found else None


def is_name(words: str) -> bool:
    """A known agency, or words that are capitalised and end as the names of agencies and papers do."""
    if known(words):
        return True
    found = WORD.findall(words)
    if not 1 < len(found) <= NAME_WORDS or len(words) > NAME_CHARS:
        return False
    if not all(word[0].isupper() or word in ("of", "and", "de", "for", "&") for word in found):
        return False
    last = found[-1].casefold()
    if last not in _words().agencies and last not in _words().papers:
        return False
    return not all(word.casefold() in _words().sections for word in found)


def credited(line: str) -> str | None:
    """The house that a short line credits ("From the Velmora Press Agency (VPA)", "By our staff and KNS", "AFP")."""
    if name := outlet(line):
        return name
    match = _credit().match(line.strip("()[] \t"))
    if match is None:
        return None
    rest = match["rest"].strip("()[]. \t")
    if bracketed := BRACKETED.match(rest):
        rest = bracketed["name"]
    for piece in reversed(re.split(r"\s*(?:,|/|;|\band\b|&)\s*", rest)):
        if is_name(piece) or is_short(piece):
            return piece
    return None


@cache
def _credit() -> re.Pattern[str]:
    return re.compile(rf"(?i:{'|'.join(map(re.escape, _words().credit))})\s?:?\s(?:the\s)?(?P<rest>\S.{{1,80}})$")


@cache
def _cited() -> re.Pattern[str]:
    """Names of agencies before a verb of reporting, or behind "according to"."""
    endings = "|".join(sorted(word.capitalize() for word in _words().agencies))
    told_names = {name for agency in agencies() for name in (agency.name, agency.full)}
    names = "|".join(sorted(map(re.escape, told_names), key=len, reverse=True))
    first = re.escape("".join(sorted({name[0] for name in told_names} - set(string.ascii_uppercase))))
    name = rf"(?P<{{0}}>{names}|(?:[A-Z][\w’'-]+ ){{{{1,4}}}}(?:{endings})|[A-Z]{{{{2,6}}}})"
    verbs = "|".join(_words().reports)
    told = rf"\b(?=[A-Z{first}]){name.format('told')}(?: news agency| \([A-Z]{{2,6}}\))? (?:{verbs})\b"
    given = rf"[Aa]ccording to (?:the )?{name.format('given')}(?: news agency|'s report)\b"
    return re.compile(rf"{told}|{given}")


def cited(text: str) -> frozenset[str]:
    """Keys of the agencies whose report running text names as its source."""
    return frozenset(key(match["told"] or match["given"]) for match in _cited().finditer(text))

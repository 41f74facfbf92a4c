"""Kickers: the word over a headline ("Russia", "MIDDLE EAST"), on a line of its own or on the headline's."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from ..data import checking, data_file, decode
from .units import title_case

FILE = "regions.yaml"
WORDS_MAX = 4
CHARS_MAX = 40
REST_MIN = 4  # words of a headline that makes sense without the word in front
BODY = 20_000  # characters of the text in which a name of the headline is looked for
SEPARATOR = re.compile(r"\s{2,}|\t|\s?[|•·»]\s?|\s//\s")
DEMONYM = re.compile(
    r"(?:ish|ese|ian|ean|ic|ist)$"
)  # adjectives, which make one name with the region ("Syria Kurdish")
NAME = re.compile(r"[^\W\d_a-z][\w’'-]*")
PAIR = re.compile(r"[A-Z][\w’'-]+(?:,? and |, )[A-Z][\w’'-]+(?:,? and [A-Z][\w’'-]+)? [a-z]{2,}")


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regions: tuple[str, ...]
    desks: tuple[str, ...]
    compounds: frozenset[str]


@cache
def _words() -> _Words:
    data = data_file("ingest", FILE)
    with checking(FILE):
        return decode(data, _Words)


@cache
def _names() -> frozenset[str]:
    return frozenset(name.casefold() for name in (*_words().regions, *_words().desks))


@cache
def _regions() -> re.Pattern[str]:
    longest = sorted(_words().regions, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest))})\b")


def is_kicker(line: str) -> bool:
    """A line that is a region or a desk, one word, or a few words that begin with a region or are all in capitals."""
    if len(line) > CHARS_MAX or len(line.split()) > WORDS_MAX:
        return False
    pieces = [piece.strip().casefold() for piece in re.split(r"[|/•·,:-]| and ", line) if piece.strip()]
    if pieces and all(piece in _names() for piece in pieces):
        return True
    if line.isupper() and not re.search(r"\d", line):
        return True
    if len(pieces) == 1 and line.isalpha() and line[0].isupper():
        return True
    return bool(_regions().match(line)) and len(line.split()) < WORDS_MAX and not re.search(r"[^\w\s|/-]", line)


def in_headline(line: str, body: str) -> int | None:
    """Where the headline proper starts, if a kicker stands in front of it on its line."""
    region = _regions().match(line)
    if region is None:
        return None
    first = re.match(r"(?:[/,&]\s?|\sand\s)", line[region.end() :])
    second = _regions().match(line, region.end() + first.end()) if first else None
    end = second.end() if second else region.end()
    if (separator := SEPARATOR.match(line, end)) and len(line[separator.end() :].split()) >= REST_MIN - 1:
        return separator.end()
    if second or line[end : end + 1] != " ":
        return None
    return end + 1 if _stands_alone(region.group(), line[end + 1 :], body[:BODY]) else None


def _stands_alone(region: str, rest: str, body: str) -> bool:
    """The rest is a headline of its own: it begins with a name that the text uses without the region in front."""
    name = NAME.match(rest)
    if name is None or len(rest.split()) < REST_MIN or title_case(rest):
        return False
    word = re.sub(r"['’]s$", "", name.group())
    if word in _words().compounds or DEMONYM.search(word) or _regions().match(rest):
        return False
    if not body:
        return bool(PAIR.match(rest))
    alone = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", body)
    joined = re.search(rf"(?<!\w){re.escape(region)}(?:['’]s)? {re.escape(word)}(?![\w-])", body)
    return alone is not None and joined is None

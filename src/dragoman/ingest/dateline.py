"""Datelines: "BEIRUT, Lebanon, June 2 (Reuters) -": where a story was filed, by whom, and perhaps when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .agencies import known
from .dates import Stamp, find

MAX = 140  # characters of a dateline with its dash
CAPITALS = 40  # characters behind a dateline: in a text all in capitals those of the place say nothing
COLON_WORDS = 2  # of a place before a colon; more words are a heading
SHORTEST = 4  # letters of a place that no agency stands behind: shorter ones are U.S., EU
TITLE_MAX = 180  # a title that stands in front of the dateline on the same line
# BEIRUT, NEW YORK, ST. LOUIS
_UP = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’]){1,20}(?:[ -][^\W\d_a-z](?:[^\W\d_a-z]|[.'’]){0,20}){0,4}"
_CAP = r"[^\W\d_a-z][\w.'’-]{1,20}(?:[ -](?:(?:of|de|al|el|on|the|and|in)[ -])?[^\W\d_a-z][\w.'’-]{0,20}){0,3}"
_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[A-Za-z]{0,6}\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s(?:\d{{4}}|\d\d))?"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DASH = r"(?:—|–|--|-|―|_|:|\x96|\x97|\ufffd)"  # the last three: dashes that an encoding broke
SHAPE = re.compile(
    rf"(?P<place>(?:{_UP}|{_CAP})(?:\s?[/&]\s?(?:{_UP}|{_CAP})){{0,3}})"
    rf"(?P<region>(?:,\s(?!{_MONTH}\s)(?:{_UP}|{_CAP})){{0,2}})"
    rf"(?:[,.]?\s(?:{_WEEKDAY},?\s)?(?P<day>{_DAY}|{_WEEKDAY})(?:,\s\d{{1,2}}[.:]\d\d)?)?"
    rf"[,.]?\s{{0,2}}(?:\((?P<agency>[^()\n]{{1,50}})\)|/(?P<slashed>[^/()\n]{{1,30}})/\.?)?"
    rf"\s{{0,2}}(?P<dash>{_DASH}{{1,2}})?(?=\s|$|[A-Z\"“'‘])"
)
AGENCY = re.compile(r"[A-Z][\w.&'’/-]*(?:[ /][A-Z&][\w.&'’/-]*){0,4}|dpa(?:[/ -].{1,20})?")
# Labels in capitals with a dash that are no place.
LABELS = frozenset({
    "EXCLUSIVE", "ANALYSIS", "FACTBOX", "TIMELINE", "EXPLAINER", "BREAKING", "URGENT", "CORRECTION", "CORRECTED",
    "UPDATE", "OPINION", "INTERVIEW", "FEATURE", "BACKGROUND", "QUOTES", "SUMMARY", "LIVE", "WATCH", "VIDEO",
    "NATO", "UNESCO", "UNICEF", "OPEC", "ASEAN", "NOTE", "Q&A", "BULLETIN", "NEWSMAKER", "INSIGHT", "ARCHIVE",
    "FILE", "PHOTO", "IMAGE", "HANDOUT",
})  # fmt: skip


@dataclass(frozen=True)
class Dateline:
    """Characters `[start, end)`; `stamp` the day where the dateline has one with its year."""

    start: int
    end: int
    agency: str | None = None
    stamp: Stamp | None = None


def at_start(line: str) -> Dateline | None:
    """A dateline that opens the line."""
    match = SHAPE.match(line[:MAX])
    return _accepted(line, match) if match else None


def behind_title(line: str) -> Dateline | None:
    """A dateline after a title on the same line ("Three fugitives moved. LEXINGTON, Neb. (AP) - Three ...")."""
    for match in re.finditer(r"[.!?]\s{1,3}(?=[^\W\d_a-z]{2})", line[:TITLE_MAX]):
        found = at_start(line[match.end() :])
        if found and found.agency:
            start, end = found.start + match.end(), found.end + match.end()
            return Dateline(start, end, found.agency, None)
    return None


def _accepted(line: str, match: re.Match[str]) -> Dateline | None:
    place, dash = match["place"], match["dash"]
    agency = _agency(match["agency"] or match["slashed"])
    after = line[match.end() :].lstrip()[:1]
    opens = not after or after.isupper() or after.isdigit() or after in "\"“'‘«[("
    if re.split(r"[\s/]", place)[0] in LABELS or not opens:
        return None
    if match["agency"] and not agency and not find(match["agency"]):
        return None
    upper = place.upper() == place and not (line[match.end() :][:CAPITALS].isupper() and not match["day"])
    upper = upper and (dash != ":" or len(place.split()) <= COLON_WORDS)
    sure = _sure(place, agency, upper, bool(dash or match["slashed"])) or bool(match["day"] and dash not in (None, ":"))
    sure = sure or bool(upper and agency and match["day"])
    if not sure and dash and (inner := _named(match["region"])):
        agency, sure = inner, True
    if not sure:
        return None
    day = match["day"] or (match["agency"] if not agency else None)
    return Dateline(0, len(match.group().rstrip()), agency, find(day) if day else None)


def _sure(place: str, agency: str | None, upper: bool, closed: bool) -> bool:
    """A place in capitals or a known agency, with a dash or the agency's slashes to close it."""
    if agency and known(agency):
        return closed or upper
    return upper and closed and sum(map(str.isalpha, place)) >= SHORTEST


def _agency(words: str | None) -> str | None:
    return words.strip() if words and (known(words) or AGENCY.fullmatch(words.strip())) else None


def _named(region: str | None) -> str | None:
    """An agency that stands behind a comma ("TEHRAN, IRNA -")."""
    last = (region or "").rsplit(",", 1)[-1].strip()
    return last if known(last) else None

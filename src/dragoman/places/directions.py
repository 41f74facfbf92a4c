"""Parts of countries: "northern Syria", "the north-west of the country", "the country's south"."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from ..language.document import Document
from ..story import Place, Span
from .gazetteer import Candidate, gazetteer
from .mention import Mention

COMPASS = r"(?:north|south)(?:[- ]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?"
OF_THE_COUNTRY = re.compile(
    rf"\b(?P<a>{COMPASS})(?: part| parts| region| regions| provinces)? of the country\b"
    rf"|\bthe country['’]s (?:far )?(?P<b>{COMPASS})\b",
    re.IGNORECASE,
)
SHARE = 0.5  # of the way from the centre to the edge
LARGEST_SHIFT_KM = 120.0  # a part of a country stays near enough to its centre to be the country still
KM_A_DEGREE = 111.2
SIDES = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1)}


def shifted(centre: Candidate, direction: str) -> tuple[float, float]:
    """A point from the centre of a country towards its part; other places stay where they are."""
    extent = gazetteer().extents().get(centre.country or "")
    if centre.feature != "PCLI" or not extent:
        return centre.lat, centre.lon
    lat = lon = 0
    for side, (up, right) in SIDES.items():
        if side in direction.lower():
            lat, lon = lat + up, lon + right
    north = lat * extent.lat * SHARE
    shrink = math.cos(math.radians(centre.lat))
    east = lon * extent.lon * SHARE
    length = math.hypot(north, east * shrink) * KM_A_DEGREE
    factor = min(1.0, LARGEST_SHIFT_KM / length) if length else 0.0
    return round(centre.lat + north * factor, 4), round(centre.lon + east * factor, 4)


def of_the_country(document: Document, mentions: Sequence[Mention]) -> list[Place]:
    """ "the north-west of the country": a part of the country named last before, else of the story's."""
    countries = [(m.start, m.chosen.country) for m in mentions if m.chosen and m.chosen.country]
    if not countries:
        return []
    usual = Counter(c for _, c in countries).most_common(1)[0][0]
    starts = [s for s, _ in countries]
    out = []
    for sentence in document.sentences:
        for found in OF_THE_COUNTRY.finditer(document.text, sentence.start, sentence.end):
            before = bisect_right(starts, found.start()) - 1
            country = gazetteer().countries().get(countries[before][1] if before >= 0 else usual)
            if country:
                out.append(_part(country, found["a"] or found["b"], found.span(), found.group()))
    return out


def _part(country: Candidate, direction: str, span: Span, text: str) -> Place:
    lat, lon = shifted(country, direction)
    name = f"{direction.lower()} of {country.name}"
    return Place(span=span, text=text, name=name, country=country.country, lat=lat, lon=lon, feature="RGN")

"""The gazetteer: a read-only SQLite file made by tools/build_gazetteer.py. Opened at the first look-up."""

from __future__ import annotations

import sqlite3
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from .keys import fold, skeleton

SCALE = 10_000
COLUMNS = "id, name, country, division, lat, lon, population, feature, main"
NOTED = 2
OWN = -10_001  # ids from here down are of our own lists
CACHED = 50_000  # names kept in memory, about 10 MB when full
WHOLE = {"st": "saint", "ft": "fort", "mt": "mount", "ste": "sainte"}


class Candidate(Struct, frozen=True):
    """A place that bears a name. `id`: GeoNames' where positive. `main`: its own name, not a further spelling.

    `noted`: a spelling that we list because the news uses it.
    """

    id: int
    name: str
    country: str | None
    division: str | None
    lat: float
    lon: float
    population: int
    feature: str
    main: bool
    noted: bool = False


class Extent(Struct, frozen=True):
    """Half the height and width of a country in degrees."""

    lat: float
    lon: float


class Gazetteer:
    """Looks names up. Look-ups are cached; the file is never written."""

    def __init__(self) -> None:
        path = files(__package__).joinpath("gazetteer.sqlite")
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.named = lru_cache(CACHED)(self._named)
        self.country_of_adjective = lru_cache(CACHED)(self._country_of_adjective)
        self.sounding_like = lru_cache(CACHED)(self._sounding_like)

    def _named(self, key: str) -> tuple[Candidate, ...]:
        """All places of that folded name."""
        found = self._base.execute(f"SELECT {COLUMNS} FROM place WHERE key = ?", (key,)).fetchall()
        first, _, rest = key.partition(" ")
        whole = self.named(f"{WHOLE[first]} {rest}") if first in WHOLE and rest else ()
        return tuple(_candidate(key, row) for row in found) + whole

    def _sounding_like(self, key: str) -> tuple[Candidate, ...]:
        """Places whose romanised name has the same consonants (Arabic, Kurdish, Persian countries only)."""
        bones = skeleton(key)
        if not bones:
            return ()
        keys = self._base.execute("SELECT key FROM bones WHERE skeleton = ?", (bones,)).fetchall()
        return tuple(c for (other,) in keys for c in self.named(other))

    def _country_of_adjective(self, word: str) -> str | None:
        found = self._base.execute("SELECT country FROM adjective WHERE word = ?", (fold(word),)).fetchone()
        return found[0] if found else None

    @cache  # noqa: B019 (one gazetteer a process)
    def extents(self) -> dict[str, Extent]:
        """Half sizes of the countries, by code."""
        rows = self._base.execute("SELECT country, lat, lon FROM extent")
        return {country: Extent(lat / SCALE, lon / SCALE) for country, lat, lon in rows}

    @cache  # noqa: B019
    def countries(self) -> dict[str, Candidate]:
        """The countries, by code."""
        rows = self._base.execute(
            f"SELECT key, {COLUMNS} FROM place WHERE feature IN ('PCLI', 'TERR') AND id > 0 ORDER BY key"
        )
        return {row[3]: _candidate(row[0], row[1:]) for row in rows}

    def division(self, place: Candidate) -> str | None:
        """The name of the division of first order that a place is in, where its code is known."""
        return self._division_names().get((place.country or "", place.division or ""))

    @cache  # noqa: B019
    def _division_names(self) -> dict[tuple[str, str], str]:
        rows = self._base.execute(
            "SELECT key, name, country, division FROM place "
            "WHERE feature = 'ADM1' AND main = 1 AND division IS NOT NULL ORDER BY key DESC"
        )
        return {(country, division): name or key.title() for key, name, country, division in rows}

    @cache  # noqa: B019
    def divisions(self) -> dict[str, Candidate]:
        """States and provinces of the countries whose news abbreviates them, by ISO 3166-2 code."""
        rows = self._base.execute(
            f"SELECT key, {COLUMNS} FROM place WHERE id < 0 AND main = 1 AND feature = 'ADM1' AND division IS NOT NULL "
            "AND country IN ('USA', 'CAN', 'AUS') ORDER BY key"
        )
        short = {"USA": "US", "CAN": "CA", "AUS": "AU"}
        return {f"{short[row[3]]}-{row[4]}": _candidate(row[0], row[1:]) for row in rows}


def _candidate(key: str, row: tuple[Any, ...]) -> Candidate:
    id, name, country, division, lat, lon, population, feature, main = row
    own, at = name or key.title(), (lat / SCALE, lon / SCALE)
    return Candidate(id, own, country, division, *at, population, feature or "PPL", bool(main), main == NOTED)


@cache
def gazetteer() -> Gazetteer:
    """The packaged gazetteer (opened at the first call)."""
    return Gazetteer()

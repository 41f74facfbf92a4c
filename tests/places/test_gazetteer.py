"""The packaged gazetteer: size, speed, content."""

from __future__ import annotations

import time
from importlib.resources import files

import yaml

from dragoman.places.gazetteer import Gazetteer, gazetteer
from dragoman.places.keys import fold

PLACES = files("dragoman.places")
LARGEST = 12_000_000
SLOWEST = 0.001


def test_small_enough() -> None:
    assert len(PLACES.joinpath("gazetteer.sqlite").read_bytes()) < LARGEST


def test_look_ups_take_less_than_a_millisecond() -> None:
    base = Gazetteer()
    names = ["aleppo", "san jose", "tal rifaat", "no such place", "springfield", "idlib", "united states", "paris"] * 25
    base.named("warm")
    begun = time.perf_counter()
    for number, name in enumerate(names):
        base.named(f"{name}{'' if number < 8 else number}")
    assert (time.perf_counter() - begun) / len(names) < SLOWEST


def test_countries_have_centres() -> None:
    countries = gazetteer().countries()
    assert len(countries) > 240
    assert {"SYR", "XKX", "PSE", "USA", "TWN"} <= set(countries)


def test_every_hand_written_region_is_found() -> None:
    regions: dict[str, str] = yaml.safe_load(PLACES.joinpath("regions.yaml").read_text(encoding="utf-8"))
    lines = [line for block in regions.values() for line in block.splitlines()]
    assert len(lines) >= 120
    missing = [
        line for line in lines if not gazetteer().named(fold(line.split(":")[0].split(",")[0].removeprefix("the ")))
    ]
    assert missing == []


def test_sounds_alike() -> None:
    assert any(c.country == "SYR" for c in gazetteer().sounding_like("tall rifaat"))
    assert gazetteer().sounding_like("xx") == ()


def test_adjectives() -> None:
    assert gazetteer().country_of_adjective("Turkish") == "TUR"
    assert gazetteer().country_of_adjective("table") is None

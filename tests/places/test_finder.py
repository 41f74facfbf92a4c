"""Places found in sentences of our own."""

from __future__ import annotations

import math

import pytest

from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.places import PlaceFinder
from dragoman.story import Entity, Passage, Place

FINDER = PlaceFinder()


def document(text: str) -> Document:
    return segment(Page(text=text, passages=(Passage(kind="paragraph", start=0, end=len(text)),)), None)


def find(text: str, *known: Entity) -> tuple[Place, ...]:
    return FINDER.find(document(text), known)


def near(place: Place, lat: float, lon: float, km: float = 60) -> bool:
    assert place.lat is not None
    assert place.lon is not None
    north, east = (place.lat - lat) * 111.2, (place.lon - lon) * 111.2 * math.cos(math.radians(lat))
    return math.hypot(north, east) <= km


@pytest.mark.parametrize(
    ("text", "name", "country", "lat", "lon"),
    [
        ("Jets struck Tal Rifaat on Monday.", "Tal Rifaat", "SYR", 36.47, 37.1),
        ("Jets struck Tell Rifaat on Monday.", "Tell Rifaat", "SYR", 36.47, 37.1),
        ("Fighters left Kobani in Syria.", "Kobani", "SYR", 36.89, 38.35),
        ("Fighters left Ain al-Arab in Syria.", "Ain al-Arab", "SYR", 36.89, 38.35),
        ("Shells fell on Khan Sheikhoun.", "Khan Sheikhoun", "SYR", 35.44, 36.65),
        ("A convoy reached Deir ez-Zor.", "Deir ez-Zor", "SYR", 35.34, 40.14),
        ("A convoy reached Deir al-Zour.", "Deir al-Zour", "SYR", 35.34, 40.14),
        ("Rebels hold Eastern Ghouta.", "Eastern Ghouta", "SYR", 33.53, 36.42),
        ("Syria's army entered Ma'arrat al-Nu'man.", "Ma'arrat al-Nu'man", "SYR", 35.65, 36.68),
        ("Al-Bab is quiet.", "Al-Bab", "SYR", 36.37, 37.52),
        ("Troops are in Artemivsk.", "Artemivsk", "UKR", 48.59, 38.0),
        ("People fled Stepanakert.", "Stepanakert", "AZE", 39.82, 46.75),
        ("El Fasher is under siege.", "El Fasher", "SDN", 13.63, 25.35),
        ("Khan Younis was hit.", "Khan Younis", "PSE", 31.34, 34.31),
        ("War goes on in the Donbas.", "Donbas", "UKR", 48.3, 38.2),
        ("Troops closed the Lachin corridor.", "Lachin corridor", "AZE", 39.6, 46.5),
        ("He was born in Springfield, Illinois.", "Springfield", "USA", 39.8, -89.64),
        ("He was born in Springfield, Mass., in 1950.", "Springfield", "USA", 42.1, -72.59),
        ("She lives in Lewes, East Sussex.", "Lewes", "GBR", 50.87, 0.01),
        ("She lives in Paris, Texas.", "Paris", "USA", 33.66, -95.56),
        ("She lives in London, Ontario.", "London", "CAN", 42.98, -81.23),
        ("She lives in Atlanta, Georgia.", "Georgia", "USA", 32.6, -83.4),
        ("She lives in Tbilisi, Georgia.", "Georgia", "GEO", 42.0, 43.5),
        ("Nice people live in Nice, France.", "Nice", "FRA", 43.7, 7.27),
        ("Flights to St. Petersburg, Russia, go on.", "St. Petersburg", "RUS", 59.93, 30.31),
        ("They met in São Paulo.", "São Paulo", "BRA", 23.55 * -1, -46.63),
        ("The London-based group confirmed it.", "London", "GBR", 51.5, -0.13),
        ("WASHINGTON (AP) - It rains.", "WASHINGTON", "USA", 38.9, -77.04),
        ("He flew home from the U.S. Virgin Islands.", "U.S. Virgin Islands", "VIR", 18.3, -64.8),
    ],
)
def test_found_and_placed(text: str, name: str, country: str, lat: float, lon: float) -> None:
    place = next((p for p in find(text) if p.text == name), None)
    assert place is not None, find(text)
    assert place.country == country
    assert near(place, lat, lon)


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Smith met Paris Hilton.",
        "Mr. Washington and Chelsea Clinton left.",
        "The Bank of England, Manchester United and The New York Times disagree.",
        "The University of Kent is proud.",
        "They met in the Astana format.",
        "The Geneva talks failed, the Geneva peace talks too.",
        "The Minsk agreements and the Paris accord hold.",
        "Turkish and Syrian officials spoke.",
        "Ankara said so, and Russia accused the rebels.",
        "Moscow and Damascus have agreed.",
        "The US-led coalition and Iran-backed fighters clashed.",
        "Mobile phones rang in March; reading helps.",
        "AP and AFP reported it, for US$460.",
        "Allen said he knew Evans well.",
        "St. Patrick's Day was quiet.",
    ],
)
def test_no_place_is_meant(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize("text", ["Clashes in northern Syria.", "Clashes in north-eastern Syria."])
def test_part_of_a_country(text: str) -> None:
    (place,) = find(text)
    assert place.text == text.removeprefix("Clashes in ").rstrip(".")
    assert place.feature == "RGN"
    assert place.geonameid is None
    assert place.lat is not None
    assert 35.2 < place.lat < 36.5


def test_part_of_the_country_under_discussion() -> None:
    nigeria, part = find("Nigeria is tense. Gunmen struck in the north-west of the country.")
    assert part.name == "north-west of Nigeria"
    assert part.country == "NGA"
    assert part.lat is not None
    assert nigeria.lat is not None
    assert part.lat > nigeria.lat


def test_part_of_a_country_that_nobody_named() -> None:
    assert find("Gunmen struck in the north-west of the country.") == ()


def test_province_and_town_of_one_name() -> None:
    (province,) = find("Clashes in Idlib province.")
    (town,) = find("Clashes in Idlib.")
    assert (province.text, province.feature) == ("Idlib province", "ADM1")
    assert town.feature == "PPL"
    assert town.geonameid is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Explosions in the village of Xarabat al-Foqani.", "Xarabat al-Foqani"),
        ("Explosions in Qorqora district.", "Qorqora district"),
    ],
)
def test_unknown_places_have_no_coordinates(text: str, name: str) -> None:
    (place,) = find(text)
    assert (place.text, place.lat, place.lon) == (name, None, None)


def test_unknown_place_lies_where_the_text_puts_it() -> None:
    place = find("Explosions in the village of Qorqorata in Idlib province.")[0]
    assert place.text == "Qorqorata"
    assert near(place, 35.9, 36.5)


def test_list_of_states() -> None:
    places = find("It was seen in Texas, Utah, Washington and Wyoming.")
    assert {p.feature for p in places} == {"ADM1"}
    assert len(places) == 4


def test_the_story_decides() -> None:
    (first, *_, last) = find("Ohio's governor spoke. Toledo and Cleveland are in Ohio. He was in Athens.")
    assert (first.text, first.country) == ("Ohio", "USA")
    assert last.text == "Athens"


def test_full_name_tells_the_family_name_elsewhere() -> None:
    assert find("Chelsea Houston left. Houston was tired.") == ()


def test_nothing_within_a_known_actor() -> None:
    text = "Voice of Aleppo fell silent near Aleppo."
    known = Entity(text="Voice of Aleppo", name="Voice of Aleppo", sector="MED", start=0, end=15)
    (place,) = find(text, known)
    assert place.span == (33, 39)


def test_actor_of_the_same_span_is_no_obstacle() -> None:
    known = Entity(text="Aleppo", name="Aleppo", sector="GOV", start=13, end=19)
    assert [p.text for p in find("They lived in Aleppo.", known)] == ["Aleppo"]


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("Shells fell on Kobani in northern Syria.", "Kobani", "Aleppo"),
        ("A convoy reached Deir ez-Zor.", "Deir ez-Zor", "Deir Ezzor"),
        ("He was born in Lewes, East Sussex.", "Lewes", "England"),
        ("They met in Geneva.", "Geneva", "Geneva"),
        ("Syria denied it.", "Syria", None),
    ],
)
def test_the_division_is_told(text: str, name: str, admin1: str | None) -> None:
    assert next((p.admin1 for p in find(text) if p.text == name), None) == admin1


def test_what_decided_is_told() -> None:
    inside, alone = find("They met in Springfield, Illinois. Later they went to Stepanakert.")[0], find("in Bakhmut")[0]
    assert inside.by == "in 'Illinois', as the text says"
    assert alone.by == "the one place of that name"

"""Dictionaries of PETRARCH -> knowledge files: names, dated codes, agents, and the lines that nobody can read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dragoman.cli.app import app
from dragoman.knowledge.actors import Actors, actors
from dragoman.knowledge.entries import Person, State
from dragoman.knowledge.files import read
from dragoman.knowledge.petrarch import Converted, convert

ACTORS = """# invented states, in the form of the dictionaries
FREDONIA_  [FRD]
+FREDONIAN_
+GLORIA_CITY_
FREDONIAN_RIVER_GUARD_ [FRDMIL] ; a note
+FRG_\t# another
RUFUS_T._FIREFLY_  # with a comment
+FIREFLY_
\t[FRDELI <330101]
\t[FRDGOV 19330101-19350630]
\t[FRDOPP >350701]
FREEDONIAN_LEAGUE_ [NGO] [---]
EASTERN_BANDITS_ [SASREB]
HAMAS_ [PSEREB]
+ZEDDISTS_
ZEDVILLE_ [TUR]
+TURKISH_
"""
AGENTS = """!PERSON! = MAN, MEN, WOMAN
HARBOUR_POLICE {} [~COP]
RIVERMAN {RIVERMEN} [~CVL]
TOLL!PERSON! [~GOV]
PRESIDENT [~CVL]
LEDGER_CLERK [~MNC] # a note
"""


def converted(text: str, name: str = "my.actors.txt") -> Converted:
    return convert([(name, text)], actors())


def entry(found: Converted, file: str, id: str) -> dict[str, Any]:
    return next(e for e in found.entries[file] if e.get("id", e.get("head")) == id)


@pytest.fixture(scope="module")
def found() -> Converted:
    return convert([("my.actors.txt", ACTORS), ("my.agents.txt", AGENTS)], actors())


def test_an_unknown_code_alone_is_a_new_state(found: Converted) -> None:
    assert entry(found, "states.yaml", "FRD") == {
        "id": "FRD",
        "name": "Fredonia",
        "capitals": ["Fredonian", "Gloria City"],
    }


def test_a_known_country_gets_places_that_stand_for_it(found: Converted) -> None:
    assert entry(found, "states.yaml", "TUR") == {"id": "TUR", "capitals": ["Zedville"]}


def test_country_and_sector_are_told_apart(found: Converted) -> None:
    guard = entry(found, "groups.yaml", "fredonian-river-guard")
    assert (guard["country"], guard["sector"], guard["aliases"]) == ("FRD", "MIL", ["Frg"])
    assert entry(found, "groups.yaml", "eastern-bandits") == {
        "id": "eastern-bandits",
        "name": "Eastern Bandits",
        "sector": "REB",
    }
    assert entry(found, "groups.yaml", "freedonian-league")["sector"] == "NGO"


def test_a_known_name_adds_its_others(found: Converted) -> None:
    assert entry(found, "groups.yaml", "hamas") == {"id": "hamas", "aliases": ["Zeddists"]}


def test_dated_codes_are_offices() -> None:
    roles = entry(converted(ACTORS), "persons.yaml", "rufus-t-firefly")["roles"]
    assert [(r.get("from"), r.get("to"), r["sector"]) for r in roles] == [
        (None, "1933-01-01", "ELI"),
        ("1933-01-01", "1935-06-30", "GOV"),
        ("1935-07-01", None, "OPP"),
    ]


@pytest.mark.parametrize(
    ("digits", "day"),
    [("011222", "2001-12-22"), ("750101", "1975-01-01"), ("20011222", "2001-12-22"), ("301231", "2030-12-31")],
)
def test_years_of_two_digits_have_their_century(digits: str, day: str) -> None:
    found = converted(f"ZED_ZEDSON_\n\t[FRAGOV >{digits}]\n\t[FRAELI]\n")
    assert entry(found, "persons.yaml", "zed-zedson")["roles"][0]["from"] == day


def test_an_office_of_an_organisation_is_of_it() -> None:
    found = converted("ZED_ZEDSON_\t[IGOUNO 451024-460201] [ELI]# a note\n")
    person = entry(found, "persons.yaml", "zed-zedson")
    assert (person["of"], person["sector"]) == ("united-nations", "ELI")
    assert person["roles"][0]["of"] == "united-nations"


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("LASHKAR-E-ZED_(LEZ)_", ["Lashkar-e-Zed", "Lez"]),
        ("AL-ZEDIYA_", ["al-Zediya"]),
        ("PEOPLE'S_FRONT_OF_ZED", ["People's Front of Zed"]),
        ("R.K._ZEDSON_", ["R.K. Zedson"]),
    ],
)
def test_names_are_written_as_texts_write_them(written: str, forms: list[str]) -> None:
    found = converted(f"{written} [FRAREB]\n+39649_\n").entries["groups.yaml"][0]
    assert [found["name"], *found.get("aliases", [])] == forms


def test_agents_have_number_and_sector(found: Converted) -> None:
    agents = {e["head"]: e for e in found.entries["agents.yaml"]}
    assert agents["harbour police"] == {"head": "harbour police", "sector": "COP", "kind": "people"}
    assert agents["riverman"]["plural"] == "rivermen"
    assert agents["ledger clerk"] == {
        "head": "ledger clerk",
        "sector": "BUS",
        "kind": "person",
        "plural": "ledger clerks",
    }
    assert {"tollman", "tollwoman"} <= set(agents)
    assert "president" not in agents  # ours stays


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ZED_\n", "line 1: no code: ZED_"),
        ("\n\t[FRAGOV]\n", "line 2: no name before it"),
        ("ZED_ [x1]\n", "line 1: a code that is none"),
        ("ZED_ [IGOXYZ 010101-020101]\n", "line 1: a person with offices of no country"),
    ],
)
def test_what_cannot_be_read_is_told_by_line(text: str, why: str) -> None:
    assert any(why in str(fault) for fault in converted(text + "FREDONIA_ [FRD]\n").faults)
    assert converted(text + "OTHERLAND_ [OTL]\n").entries


def test_an_agent_without_a_code_is_told() -> None:
    (fault,) = converted("BROKEN\n", "x.agents.txt").faults
    assert str(fault) == "x.agents.txt, line 1: no noun with a code as in [~GOV]: BROKEN"


def test_the_command_writes_files_that_are_read(tmp_path: Path) -> None:
    for name, text in (("my.actors.txt", ACTORS + "BAD_\n"), ("my.agents.txt", AGENTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "mine"
    files = [str(tmp_path / name) for name in ("my.actors.txt", "my.agents.txt")]
    done = CliRunner().invoke(app, ["petrarch", *files, "-o", str(out)])
    assert done.exit_code == 0
    assert "1 line" in done.stderr
    assert "line 18: no code: BAD_" in (out / "left-out.txt").read_text(encoding="utf-8")
    known = Actors(read(out))
    firefly = known.by_id["rufus-t-firefly"]
    assert isinstance(firefly, Person)
    assert known.standing(firefly, dt.date(1934, 1, 1)) == ("FRD", "GOV")
    assert known.standing(firefly, dt.date(1940, 1, 1)) == ("FRD", "OPP")
    assert isinstance(known.by_id["FRD"], State)
    again = CliRunner().invoke(app, ["petrarch", *files, "-o", str(out)])
    assert again.exit_code == 1
    assert "not empty" in again.stderr


def test_a_file_with_nothing_says_why(tmp_path: Path) -> None:
    (tmp_path / "my.actors.txt").write_text("ZED_\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["petrarch", str(tmp_path / "my.actors.txt"), "-o", str(tmp_path / "mine")])
    assert done.exit_code == 1
    assert "line 1: no code" in done.stderr
    assert not (tmp_path / "mine").exists()

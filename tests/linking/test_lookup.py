"""Looking actors up: by name in any spelling, by description on a day, by part of a name."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.knowledge.forms import key
from dragoman.linking.lookup import look_up


@pytest.mark.parametrize(
    ("query", "on", "id", "why"),
    [
        ("Recep Tayyip Erdogan", None, "recep-tayyip-erdogan", "its name"),
        ("recep tayyip erdoğan", None, "recep-tayyip-erdogan", "its name"),
        ("the kremlin", None, "kremlin", "its name"),
        ("SDF", None, "syrian-democratic-forces", "another name"),
        ("TUR", None, "TUR", "its id"),
        ("Ankara", None, "TUR", "its capital"),
        ("Turkish", None, "TUR", "its adjective"),
        ("Brussels", None, "european-union", "a place that stands for it"),
        ("the Turkish president", "2013-06-01", "abdullah-gul", "read as role president of TUR on 2013-06-01"),
        ("the Turkish president", "2016-06-01", "recep-tayyip-erdogan", "read as role president of TUR"),
        ("us secretary of state", "2014-06-01", "john-kerry", "read as role secretary of state of USA"),
    ],
)
def test_the_likeliest_is_first_and_says_why(query: str, on: str | None, id: str, why: str) -> None:
    first = look_up(query, dt.date.fromisoformat(on) if on else None)[0]
    assert first.actor is not None
    assert first.actor.id == id
    assert first.why.startswith(why)


def test_who_is_described_and_not_known_has_country_and_sector() -> None:
    (found,) = look_up("the French foreign ministry")[:1]
    assert (found.country, found.sector) == ("FRA", "GOV")
    (found,) = look_up("Nigerian police")
    assert (found.actor, found.country, found.sector) == (None, "NGA", "COP")


def test_backed_rebels_are_not_of_their_backer() -> None:
    (found,) = look_up("Turkish-backed rebels")
    assert (found.country, found.sector) == (None, "REB")


def test_part_of_a_name_finds_all_that_have_it() -> None:
    found = look_up("liberation front")
    assert len(found) > 3
    assert all("part of" in match.why for match in found)


def test_the_office_is_that_of_the_day() -> None:
    (kerry,) = look_up("John Kerry", dt.date(2014, 6, 1))
    assert kerry.role is not None
    assert kerry.role.role == "secretary of state"
    assert look_up("John Kerry", dt.date(2001, 1, 1))[0].role is None


@pytest.mark.parametrize("query", ["", "  ", "Qwxzvy", "!!!"])
def test_nobody_is_nobody(query: str) -> None:
    assert look_up(query) == ()


def test_all_words_of_a_part_must_stand_in_one_form() -> None:
    found = look_up("front liberation")
    assert len(found) > 1
    assert all({"front", "liberation"} <= set(key(match.why.partition("part of ")[2]).split()) for match in found)
    assert look_up("front zzyzx") == ()

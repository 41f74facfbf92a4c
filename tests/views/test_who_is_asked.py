"""Whom a filter means: by code, id or name, without case, accents and marks; and which country or places."""

from __future__ import annotations

import pytest

from dragoman.views.who import Where, Who, names, where, who


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("RUS", Who(country="RUS")),
        ("russia", Who(country="RUS")),
        ("MOSCOW", Who(country="RUS")),
        ("Türkiye", Who(country="TUR")),
        ("turkiye", Who(country="TUR")),
        (" Russia:MIL ", Who(country="RUS", sector="MIL")),
        ("kremlin", Who(ids=("kremlin",))),
        ("the Kremlin", Who(ids=("kremlin",))),
        ("Altavega", Who(names=("Altavega", "ALTAVEGA"))),
        ("XQZ", Who(country="XQZ", names=("XQZ", "Xqz"))),
        ("--", Who(names=("--",))),
    ],
)
def test_a_name_means_who_has_it(told: str, meant: Who) -> None:
    assert who(told) == meant


def test_a_capital_is_a_country_for_actors_and_a_town_for_places() -> None:
    assert where("france") == Where(country="FRA")
    assert "Paris" in where("paris").names
    assert where("paris").country is None


def test_names_are_gone_through_once() -> None:
    assert names() is names()
    assert names().folded is names().folded

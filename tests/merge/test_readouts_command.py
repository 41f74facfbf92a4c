"""`dragoman readouts`: two accounts of a call from two stories, side by side."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.app import app
from dragoman.store.engine import open_store

from .merge_stories import coded, take_in


@pytest.fixture
def told(db: str) -> str:
    with open_store(db, create=True) as store:
        take_in(store, "ankara", "kremlin")
    return db


def run(db: str, *args: str) -> Result:
    result = CliRunner().invoke(app, ["readouts", *args, "--db", db])
    assert result.exit_code == 0, result.stderr
    return result


def the_call(db: str, *args: str) -> Any:
    found = [json.loads(line) for line in run(db, "--json", *args).stdout.splitlines()]
    return next(one for one in found if set(one["stories"]) == {"ankara", "kremlin"} and len(one["readouts"]) > 1)


def test_one_contact_has_both_accounts(told: str) -> None:
    call = the_call(told, "--between", "Russia", "TUR", "--on", "2020-02")
    assert {"RUS", "TUR"} <= {party["code"] for party in call["parties"]}
    assert {"RUS", "TUR"} <= set(call["readouts"])
    for quotes in call["readouts"].values():
        for quote in quotes:
            assert coded(quote["story"]).text[quote["start"] : quote["end"]] == quote["text"]


def test_each_point_stands_in_one_matter(told: str) -> None:
    call = the_call(told)
    assert {row["label"] for row in call["alignment"]} <= {"both", "only", "at odds"}
    for side, quotes in call["readouts"].items():
        points = [row["points"][side] for row in call["alignment"] if row["points"][side] is not None]
        assert sorted(points) == list(range(len(quotes)))
    for row in call["alignment"]:
        several = sum(index is not None for index in row["points"].values()) > 1
        assert several == (row["label"] != "only")


def test_filters(told: str) -> None:
    assert run(told, "--between", "RUS", "PER").stdout == ""
    assert run(told, "--on", "1999").stdout == ""
    assert "no contact is found" in run(told, "--known-on", "2019-01-01").stderr


def test_a_contact_is_shown_side_by_side_where_there_is_room(told: str) -> None:
    args = ("--between", "RUS", "TUR")
    wide, narrow, plain = run(told, *args, "--width", "160"), run(told, *args, "--width", "60"), run(told, *args)
    assert "RUS says" in wide.stdout
    assert "TUR says" in wide.stdout
    assert "RUS says  " not in narrow.stdout
    assert max(map(len, narrow.stdout.splitlines())) <= 60
    for shown in (wide, narrow, plain):
        assert "only RUS" in shown.stdout or "only TUR" in shown.stdout
    assert "[kremlin " in plain.stdout

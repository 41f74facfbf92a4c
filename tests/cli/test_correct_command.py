"""`dragoman correct`: made, listed, withdrawn, and told as lines and as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.app import app
from dragoman.cli.correct import FIELDS
from dragoman.merge import saying
from dragoman.store.add import merge
from dragoman.store.engine import open_store
from dragoman.store.write import Incoming, store
from dragoman.testing import StandIn

TEXT = "Paris met London in Rome on Tuesday."


@pytest.fixture
def db(tmp_path: Path, empty: Path) -> str:
    path = tmp_path / "news.db"
    shutil.copy(empty, path)
    with open_store(path) as opened:
        story = StandIn().read(TEXT, id="a", date="2024-12-03")
        opened.write(lambda connection: store(connection, [Incoming(story)]))
        merge(opened)
    return str(path)


def run(db: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["correct", *arguments, "--db", db], standalone_mode=False)


def test_the_command_and_the_record_have_the_same_fields() -> None:
    assert FIELDS == saying.FIELDS


def test_a_correction_is_made_shown_and_taken_back(db: str) -> None:
    at = f"a@{TEXT.index('met')}"
    made = run(db, "make", at, "actor", "RUS", "Ada Glonn|XBF|GOV", "--by", "Ann")
    assert made.exit_code == 0, made.output
    assert "Russia (RUS GOV), Ada Glonn (XBF GOV), by Ann" in made.output
    [listed] = run(db, "list", "--json").output.splitlines()
    told = json.loads(listed)
    assert (told["story"], told["field"], [one["name"] for one in told["new"]]) == (
        "a",
        "actor",
        ["Russia", "Ada Glonn"],
    )
    assert run(db, "list", "--story", "b").output.strip().endswith("nobody has corrected anything")
    assert run(db, "withdraw", told["id"]).exit_code == 0
    assert told["id"] not in run(db, "list").output
    assert f"{told['id']}" in run(db, "list", "--all").output


def test_nothing_given_is_none(db: str) -> None:
    at = f"a@{TEXT.index('met')}"
    assert run(db, "make", at, "recipient", "--by", "Ann").exit_code == 0
    assert "recipient" in run(db, "list").output
    assert "-> none, by Ann" in run(db, "list").output


def test_an_event_that_is_none_is_told_and_taken_back(db: str) -> None:
    at = f"a@{TEXT.index('met')}"
    made = run(db, "make", at, "event", "--by", "Ann", "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.output)
    assert (told["field"], told["old"], told["new"]) == ("event", "CONSULT", None)
    assert "no event" in run(db, "make", at, "status", "denied", "--by", "Ann").output
    assert run(db, "withdraw", told["id"]).exit_code == 0
    assert run(db, "make", at, "status", "denied", "--by", "Ann").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("make",), "wants WHAT FIELD VALUE"),
        (("make", "a@6", "status", "denied"), "wants WHAT FIELD VALUE --by NAME"),
        (("withdraw",), "wants ID"),
        (("withdraw", "x"), "no such correction"),
        (("make", "a@6", "status", "gone", "--by", "Ann"), "is no status"),
    ],
)
def test_what_is_wrong_is_told(db: str, arguments: tuple[str, ...], why: str) -> None:
    found = run(db, *arguments)
    assert (found.exit_code != 0, why in found.output) == (True, True), found.output

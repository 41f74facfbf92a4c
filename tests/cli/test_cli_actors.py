"""`dragoman actors`: lines for a reader, JSON for programs, a message where nobody is found."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.app import app


def actors(*args: str) -> Result:
    return CliRunner().invoke(app, ["actors", *args])


def test_an_office_is_shown_on_a_day() -> None:
    done = actors("the", "Turkish", "president", "--on", "2013-06-01")
    lines = done.stdout.splitlines()
    assert lines[0] == "Abdullah Gül  TUR GOV"
    assert "  found by       read as role president of TUR on 2013-06-01" in lines
    assert any(line.startswith("  on 2013-06-01  president of Turkey, 2007-08-28 to 2014-08-28") for line in lines)


def test_several_are_told_apart_by_blank_lines() -> None:
    done = actors("liberation front")
    assert done.stdout.count("\n\n") == done.stdout.count("found by") - 1 > 2


def test_json_holds_the_entry() -> None:
    told = json.loads(actors("Astana format", "--json").stdout)
    assert told["kind"] == "format"
    assert told["entry"]["members"] == ["RUS", "TUR", "IRN"]
    assert told["entry"]["from"] == "2017-01-23"


def test_nobody_is_told_with_what_to_do() -> None:
    done = actors("Qwxzvy")
    assert done.exit_code == 1
    assert "--knowledge" in done.stderr


@pytest.mark.parametrize("args", [["SDF", "--on", "soon"], ["--on", "2013-06-01"], ["SDF", "--to", "x"]])
def test_a_wrong_line_is_refused(args: list[str]) -> None:
    assert actors(*args).exit_code == 2

"""`dragoman situation` and `dragoman diff` as they are typed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from situation_stories import BRACKENFELS, FRONT, VELMORA, put, tells

from dragoman.cli.app import app
from dragoman.store.engine import open_store


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("situation") / "dragoman.db"
    with open_store(path, create=True) as store:
        put(
            store,
            tells("a", "2024-03-01", "allied", VELMORA, BRACKENFELS),
            tells("b", "2024-03-05", "supports", VELMORA, FRONT, status="denied", attribution=(VELMORA,)),
            tells("c", "2024-03-02", "supports", VELMORA, FRONT, agency="Harbour Sentinel"),
            tells("d", "2024-03-02", "controls", FRONT, place="Tamsin", share="a third"),
            tells("e", "2024-03-02", "opposes", VELMORA, BRACKENFELS, status="planned"),
        )
    return str(path)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, arguments, standalone_mode=True)
    return done.exit_code, done.output


def test_states_are_told_with_source_and_date(db: str) -> None:
    code, told = run("situation", "XVL", "--as-of", "2024-03-10", "--db", db)
    assert code == 0
    assert (
        "\nAllied  1\n  XBF and XVL are allies\n    told 2024-03-01; 1 story, 1 origin\n    2024-03-01 VPA: «" in told
    )
    assert "\n! XVL supports Tumbiri River Front\n" in told
    assert "contested: it is also told that it is not so" in told
    assert "    denied: 2024-03-05 VPA, Velmora: «" in told
    assert "    2024-03-02 Harbour Sentinel: «" in told
    assert "not holding  1\n  XBF and XVL are opposed\n" in told
    assert "    planned: 2024-03-02" in told


def test_shares_stand_in_the_sentence(db: str) -> None:
    assert "Tumbiri River Front controls a third of Tamsin" in run("situation", "XTA", "--as-of", "2024-03-10",
                                                                  "--db", db)[1]  # fmt: skip


def test_json_has_each_telling_with_its_claim(db: str) -> None:
    code, told = run("situation", "XVL", "--as-of", "2024-03-10", "--known-on", "2024-03-04", "--db", db, "--json")
    found = json.loads(told)
    assert code == 0
    assert (found["as_of"], found["known_on"]) == ("2024-03-10", "2024-03-04")
    [support] = [one for one in found["states"] if one["kind"] == "supports"]
    assert (support["verdict"], support["subject"]["id"], support["object"]["name"]) == (
        "holds", "XVL", "Tumbiri River Front",
    )  # fmt: skip
    [telling] = support["tellings"]
    assert (telling["story"], telling["origin"], telling["stance"]) == ("c", "Harbour Sentinel", "for")
    assert telling["span"][0] == 0
    assert telling["words"] == telling["text"]


def test_a_difference_is_told(db: str) -> None:
    arguments = ("diff", "XVL", "--from", "2024-03-03", "--to", "2024-03-06", "--db", db)
    code, told = run(*arguments)
    assert code == 0
    assert "Became contested  1\n! XVL supports Tumbiri River Front" in told
    [change] = json.loads(run(*arguments, "--json")[1])["changes"]
    assert (change["what"], change["before"]["verdict"], change["after"]["verdict"]) == (
        "contested", "holds", "contested",
    )  # fmt: skip


def test_nothing_told_is_said(db: str) -> None:
    assert "Nothing is told of it." in run("situation", "Fiji", "--as-of", "2024-03-10", "--db", db)[1]
    unchanged = run("diff", "Fiji", "--from", "2024-01-01", "--to", "2024-05-01", "--db", db)
    assert unchanged == (0, "Fiji from 2024-01-01 to 2024-05-01\nNothing that is told changed.\n")


def test_what_cannot_be_answered_is_told_in_a_line(db: str) -> None:
    code, told = run("situation", "Zzyzxia", "--db", db)
    assert code == 1
    assert told == "dragoman: nobody is known by 'Zzyzxia'; `dragoman actors` looks names up\n"
    assert run("situation", "XVL", "--as-of", "soon", "--db", db)[0] == 2
    assert (
        "give the earlier day first" in run("diff", "XVL", "--from", "2024-03-03", "--to", "2024-03-01", "--db", db)[1]
    )
    assert "no such database" in run("situation", "XVL", "--db", f"{db}.not")[1]

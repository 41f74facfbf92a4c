"""`dragoman merges` and `dragoman merge`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from dragoman.cli.app import app
from dragoman.store import tables
from dragoman.store.engine import open_store

from .merge_stories import take_in

Run = Callable[..., Result]


@pytest.fixture
def run(db: str) -> Run:
    with open_store(db, create=True) as store:
        take_in(store, "call", "reprint", "other", "kill")

    def command(*args: str) -> Result:
        return CliRunner().invoke(app, [*args, "--db", db])

    return command


def found(run: Run, *args: str) -> Any:
    result = run("merges", "--json", *args)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json_has_texts_versions_and_events(run: Run) -> None:
    told = found(run)
    assert [(text["origin"], text["stories"]) for text in told["texts"]] == [("call", ["call", "reprint"])]
    assert told["versions"] == [{"story": "kill", "supersedes": "call", "kind": "kill"}]
    for event in told["events"]:
        assert event["origins"] >= 1
        assert len(event["mentions"]) > 1
        assert {"story", "start", "end"} == set(event["mentions"][0])
        assert not {"call", "reprint"} & {mention["story"] for mention in event["mentions"]}, "they were killed"


def test_before_the_kill_the_call_was_told_by_three(run: Run) -> None:
    told = found(run, "--known-on", "2024-03-14T17:00")
    assert told["versions"] == []
    stories = [{mention["story"] for mention in event["mentions"]} for event in told["events"]]
    assert {"call", "other"} in stories
    later = found(run, "--known-on", "2024-03-15")
    assert later["versions"]
    assert later["texts"]


def test_the_foremost_alone(run: Run) -> None:
    whole = found(run, "--known-on", "2024-03-14T17:00")
    most = max(whole["events"], key=lambda event: (event["origins"], len(event["mentions"])))
    cut = found(run, "--known-on", "2024-03-14T17:00", "--limit", "1")
    assert len(cut["events"]) == 1
    assert cut["events"][0]["origins"] == most["origins"]
    now = found(run, "--limit", "100")
    assert now == {**found(run), "events": now["events"]}
    assert sorted(now["events"], key=lambda event: event["id"]) == found(run)["events"]


def test_lines_for_people(run: Run) -> None:
    told = run("merges").stdout
    assert "call (Kestrel News Agency): in reprint" in told or "in reprint" in told
    assert "kill: kill of call" in told


def test_a_kill_is_undone_and_done_again(run: Run) -> None:
    assert "different, by Ann" in run("merge", "undo", "kill", "call", "--kind", "version", "--by", "Ann").stdout
    told = found(run)
    assert told["versions"] == []
    assert any({"call", "reprint"} <= {m["story"] for m in event["mentions"]} for event in told["events"])
    assert "Ann: version different" in run("merge", "list").stdout
    assert "same, by dragoman" in run("merge", "undo", "kill", "call", "--kind", "version", "--by", "Bob").stdout
    assert found(run)["versions"] == [{"story": "kill", "supersedes": "call", "kind": "kill"}]


def test_a_copy_is_confirmed_and_held_apart(run: Run) -> None:
    assert "same, by Ann" in run("merge", "confirm", "reprint", "call", "--by", "Ann").stdout
    run("merge", "different", "call", "reprint", "--by", "Bob")
    assert found(run)["texts"] == []
    assert "2 now" in run("merge", "same", "call", "other", "--kind", "text", "--by", "Ann").stdout
    assert [text["stories"] for text in found(run)["texts"]] == [["call", "other"]]


def test_mentions_are_named_by_where_they_begin(run: Run, db: str) -> None:
    of, members = tables.claims.c, tables.event_members
    with open_store(db) as store, store.reading() as connection:
        asked = select(members.c.event, of.start).join(tables.claims, of.key == members.c.claim)
        asked = asked.join(tables.stories, tables.stories.c.key == of.story).where(tables.stories.c.id == "other")
        starts = {row.event: row.start for row in connection.execute(asked.order_by(of.start.desc()))}
    first, last = sorted(starts.values())[:2]
    before = found(run)["events"]
    change = json.loads(run("merge", "same", f"other@{first}", f"other@{last}", "--by", "Ann", "--json").stdout)
    assert (change["kind"], change["verdict"], change["by"]) == ("event", "same", "Ann")
    now = [{(m["story"], m["start"]) for m in event["mentions"]} for event in found(run)["events"]]
    assert any({("other", first), ("other", last)} <= mentions for mentions in now)
    run("merge", "undo", f"other@{first}", f"other@{last}", "--by", "Ann")
    assert found(run)["events"] == before


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("same", "call", "nowhere", "--by", "Ann"), "there is no such story"),
        (("same", "call", "other", "--by", "dragoman"), "person's name"),
        (("same", "call", "other", "--by", "Ann", "--kind", "event"), "is judged as no event"),
        (("same", "call", "call", "--by", "Ann"), "are one already"),
        (("confirm", "kill", "other", "--by", "Ann", "--kind", "version"), "nothing is judged"),
    ],
)
def test_what_cannot_be_judged_is_told(run: Run, args: tuple[str, ...], why: str) -> None:
    result = run("merge", *args)
    assert result.exit_code == 1
    assert why in result.stderr


def test_a_judgement_wants_a_name() -> None:
    result = CliRunner().invoke(app, ["merge", "same", "a", "b"])
    assert result.exit_code == 2
    assert "--by" in result.output

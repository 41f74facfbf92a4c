"""The record from Python: events, pages, counts, data frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from situation_stories import BRACKENFELS, FRONT, VELMORA, tells
from situation_stories import put as tell
from view_stories import EVENTS, put

import dragoman
from dragoman.record import Record
from dragoman.store.engine import open_store
from dragoman.views.flat import COLUMNS


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_store(tmp_path / "news.db", create=True) as store:
        put(store)
    with dragoman.open(tmp_path / "news.db") as opened:
        yield opened


def test_events_are_asked_for_by_filters(record: Record) -> None:
    assert [one.words.text for one in record.events(parties=("Russia", "Turkey"), background=True)] == [
        "Turkey and Russia agreed on a ceasefire in Sochi in 2018."
    ]
    page = record.page(limit=3)
    assert len(page.events) == 3
    assert [one.id for one in record.page(limit=3, after=page.after).events] == [
        one.id for one in list(record.events())[3:6]
    ]


def test_events_are_counted(record: Record) -> None:
    assert record.count() == EVENTS
    assert record.count(by="type", mode="aerial") == {("ASSAULT",): 2}


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_the_columns_of_the_export(record: Record, library: Any) -> None:
    pytest.importorskip(library)
    frame = record.frame(library=library, sort="oldest")
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == EVENTS
    assert next(iter(frame["type"])) == "AGREE"
    assert list(next(iter(frame["actor_ids"]))) == ["TUR", "RUS"]
    assert len(record.frame(library=library, actor="Nobody")) == 0


def test_a_frame_without_a_library_says_what_to_install(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("dragoman.views.frame.importlib.import_module", absent)
    with pytest.raises(dragoman.DragomanError, match="pip install pandas"):
        record.frame()


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(dragoman.DragomanError, match="no such database"):
        dragoman.open(tmp_path / "none.db")


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Record]:
    with open_store(tmp_path / "states.db", create=True) as store:
        tell(
            store,
            tells("a", "2024-03-01", "allied", VELMORA, BRACKENFELS),
            tells("b", "2024-03-05", "supports", VELMORA, FRONT, status="denied", attribution=(VELMORA,)),
            tells("c", "2024-03-02", "supports", VELMORA, FRONT),
        )
    with dragoman.open(tmp_path / "states.db") as opened:
        yield opened


def test_a_situation_is_objects_with_their_evidence(standing: Record) -> None:
    found = standing.situation("XVL", as_of="2024-03")
    assert (found.of, found.as_of) == (("XVL",), "2024-03-31")
    told = {one.state.kind: one for one in found.states}
    assert {kind: one.verdict for kind, one in told.items()} == {"allied": "holds", "supports": "contested"}
    last, first = (found.evidence[telling.claim] for telling in told["supports"].tellings)
    assert (last.story, last.chain, first.story) == ("b", ("Velmora",), "c")
    assert [one.verdict for one in standing.situation("XVL", "XOR", as_of="2024-03-03").states] == ["holds"]
    known = standing.situation("XVL", "XOR", as_of="2024-03-31", known_on="2024-03-04")
    assert [one.verdict for one in known.states] == ["holds"]
    assert standing.situation("XVL").as_of > "2025"


def test_a_difference_is_objects(standing: Record) -> None:
    found = standing.diff("XVL", since="2024-03-03", until="2024-03")
    assert [(change.what, change.after.state.kind) for change in found.changes] == [("contested", "supports")]
    assert (found.since, found.until) == ("2024-03-03", "2024-03-31")
    with pytest.raises(dragoman.DragomanError, match="is before"):
        standing.diff("XVL", since="2024-03-03", until="2024-02")
    with pytest.raises(dragoman.DragomanError, match="no day, month or year"):
        standing.situation("XVL", as_of="spring")
    with pytest.raises(dragoman.DragomanError, match="nobody is known"):
        standing.situation("Nobody At All")

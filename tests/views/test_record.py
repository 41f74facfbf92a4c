"""The record from Python: events, pages, counts, data frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
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

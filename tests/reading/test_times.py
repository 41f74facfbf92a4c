"""Which time expression tells the days of an event, as the shipped model reads it."""

from __future__ import annotations

import datetime as dt

import pytest

import dragoman
from dragoman.claims.dates import closed
from dragoman.story import Interval

STORY = "2024-12-04"  # a Wednesday


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Rebels attacked the port of Sel in 2020.", "attacked", ("2020-01-01", "2020-12-31")),
        ("Rebels attacked the port of Sel.", "attacked", None),
        (
            "Rebels attacked the port of Sel on Monday. Six soldiers were killed in the attack.",
            "killed",
            ("2024-12-02", "2024-12-02"),
        ),
        (
            "The army of Velmora shelled Tarn on Tuesday. Nine people were killed in the shelling.",
            "killed",
            ("2024-12-03", "2024-12-03"),
        ),
    ],
)
def test_an_event_has_the_days_that_the_text_tells(text: str, trigger: str, expected: tuple[str, str] | None) -> None:
    events = {e.text: e for e in dragoman.read(text, date=STORY).events}
    date = events[trigger].date
    assert (date and (date.start, date.end)) == expected


def test_the_trail_names_the_expression() -> None:
    (event,) = [e for e in dragoman.read("Rebels attacked Sel on Monday.", date=STORY).events if e.text == "attacked"]
    (step,) = [s for s in event.trail if s.field == "date"]
    assert "Monday" in step.by
    assert step.confidence
    assert step.confidence >= 0.5


def test_an_open_end_closes_on_the_storys_day_and_never_before_its_beginning() -> None:
    since = Interval(start="2011-01-01", end=None)
    assert closed(since, dt.date(2024, 12, 4)) == Interval(start="2011-01-01", end="2024-12-04")
    assert closed(since, None) == since
    assert closed(Interval(start="2025-01-01", end=None), dt.date(2024, 12, 4)) == Interval(
        start="2025-01-01", end=None
    )
    assert closed(None, dt.date(2024, 12, 4)) is None

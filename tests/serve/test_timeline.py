"""Events over time: the counts, the drawing, the page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.serve.bars import EDGE, HEIGHT, LABELS, chart
from dragoman.store import StoreError
from dragoman.views.timeline import MOST, UNITS, Bin, Classes, Timeline, Unit, days_of, every, fitting, name_of

HTML = {"accept": "text/html"}
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


@given(day=DAYS, unit=st.sampled_from(UNITS))
def test_a_day_lies_in_the_bin_that_is_named_after_it(day: dt.date, unit: Unit) -> None:
    try:
        first, last = days_of(name_of(unit, day))
    except StoreError:  # a week that is not whole at an end of the calendar
        assert unit == "week"
        assert day.year in (1, 9999)
        return
    assert first <= day.isoformat() <= last
    assert [*every(unit, first, last)] == [name_of(unit, day)]


@given(days=st.tuples(DAYS, DAYS).map(sorted), unit=st.sampled_from((None, *UNITS)))
def test_there_are_never_too_many_bins(days: list[dt.date], unit: Unit | None) -> None:
    first, last = days
    chosen = fitting(first.isoformat(), last.isoformat(), unit)
    if chosen != "decade":
        assert len([*every(chosen, first.isoformat(), last.isoformat())]) <= MOST + 2


@pytest.mark.parametrize(
    "name", ["", "20", "2020-13", "2020-W60", "2020-02-30", "2020-W1x", "<script>", "2020s\n", "0000"]
)
def test_what_names_no_bin_is_told_so(name: str) -> None:
    with pytest.raises(StoreError):
        days_of(name)


NUMBERS = st.integers(0, 5000)
CLASSES = st.builds(
    Classes,
    verbal_cooperation=NUMBERS,
    material_cooperation=NUMBERS,
    verbal_conflict=NUMBERS,
    material_conflict=NUMBERS,
)


@given(st.lists(st.tuples(CLASSES, CLASSES).filter(lambda two: two[0].all + two[1].all > 0), min_size=1, max_size=40))
def test_bars_are_as_high_as_their_counts_and_meet_in_the_middle(counts: list[tuple[Classes, Classes]]) -> None:
    bins = tuple(
        Bin(name=f"{year}", first=f"{year}-01-01", last=f"{year}-12-31", news=news, background=background)
        for year, (news, background) in enumerate(counts, 1900)
    )
    drawn = chart(Timeline(unit="year", first=bins[0].first, last=bins[-1].last, bins=bins))
    assert drawn is not None
    middle, heights = float(drawn.middle), []
    for column in drawn.columns:
        for bar in column.bars:
            y, height = float(bar.y), float(bar.height)
            assert y >= -0.2
            assert y + height <= HEIGHT - EDGE + 0.2
            assert y + height <= middle + 0.2 if "cooperation" in bar.look else y >= middle - 0.2
        high = sum(float(bar.height) for bar in column.bars)
        heights.append((column.bin.all, high, len(column.bars)))
    most, tall, _ = max(heights)
    for number, high, several in heights:
        assert high == pytest.approx(tall * number / most, abs=0.06 * (several + 8))
    assert 0 < len(drawn.labels) <= LABELS


def test_labels_stand_at_round_times() -> None:
    def labels(unit: Unit, first: str, last: str) -> list[str]:
        name = name_of(unit, dt.date.fromisoformat(first))
        one = Bin(name=name, first=first, last=first, news=Classes(verbal_conflict=1), background=Classes())
        drawn = chart(Timeline(unit=unit, first=first, last=last, bins=(one,)))
        assert drawn is not None
        return [label.text for label in drawn.labels]

    assert labels("year", "1953-01-01", "2025-12-31") == ["1960", "1970", "1980", "1990", "2000", "2010", "2020"]
    assert labels("month", "2019-11-01", "2020-03-31") == ["Nov 2019", "Dec 2019", "Jan 2020", "Feb 2020", "Mar 2020"]
    assert labels("day", "2020-02-20", "2020-04-30") == ["Mar 2020", "Apr 2020"]
    assert labels("day", "2020-03-05", "2020-03-06") == ["5 Mar", "6 Mar"]
    assert labels("decade", "1900-01-01", "2029-12-31") == ["1900", "1920", "1940", "1960", "1980", "2000", "2020"]


def test_bins_hold_as_many_events_as_are_counted(client: TestClient) -> None:
    for asked in ({}, {"with": ["RUS", "TUR"]}, {"with": "SYR", "known_on": "2020-03-06"}, {"type": "CONSULT"},
                  {"background": True}, {"background": False, "with": "RUS"}):  # fmt: skip
        found = client.get("/api/v1/timeline", params=asked).json()
        total = client.get("/api/v1/events/count", params=asked).json()["rows"][0][1]
        drawn = sum(sum(one["news"].values()) + sum(one["background"].values()) for one in found["bins"])
        assert drawn + found["undated"] == total > 0
        assert [one["name"] for one in found["bins"]] == sorted({one["name"] for one in found["bins"]})


def test_news_and_background_are_counted_apart(client: TestClient) -> None:
    both = client.get("/api/v1/timeline", params={"unit": "year"}).json()["bins"]
    for background in ("news", "background"):
        told = str(background == "background").lower()
        alone = client.get("/api/v1/timeline", params={"unit": "year", "background": told}).json()["bins"]
        assert {one["name"]: one[background] for one in alone} == {
            one["name"]: one[background] for one in both if any(one[background].values())
        }
    assert any(any(one["background"].values()) for one in both)


def test_a_bin_holds_the_events_that_its_list_shows(client: TestClient) -> None:
    asked = {"with": ["RUS", "TUR"], "from": "2020-02-10", "to": "2020-03-20"}
    for one in client.get("/api/v1/timeline", params={**asked, "unit": "month"}).json()["bins"]:
        text = client.get("/timeline", params={**asked, "unit": "month", "at": one["name"]}, headers=HTML).text
        number = sum(one["news"].values()) + sum(one["background"].values())
        assert f"{number} event" in text
        assert text.count("<article") == number


def test_the_unit_suits_the_time_and_can_be_told(client: TestClient) -> None:
    def unit(**asked: str) -> str:
        return str(client.get("/api/v1/timeline", params=asked).json()["unit"])

    assert unit() == "year"
    assert unit(**{"from": "2020-01", "to": "2020-04"}) == "day"
    assert unit(**{"from": "2020-01", "to": "2020-04", "unit": "month"}) == "month"
    assert unit(unit="day") == "year"  # days or months of decades would be too many


def test_days_in_the_wrong_order_are_told(client: TestClient) -> None:
    answer = client.get("/api/v1/timeline", params={"from": "2021", "to": "2020"})
    assert answer.status_code == 400
    assert "before" in answer.json()["detail"]


def test_the_page_says_in_words_what_the_drawing_shows(client: TestClient) -> None:
    text = client.get("/timeline", params={"with": ["RUS", "TUR"]}, headers=HTML).text
    bins = client.get("/api/v1/timeline", params={"with": ["RUS", "TUR"]}).json()["bins"]
    rows = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th>((?:<td>\d+</td>)+)', text)
    order = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    assert [(name, [int(cell) for cell in re.findall(r"\d+", cells)]) for name, cells in rows] == [
        (one["name"], [one[told][kind] for told in ("news", "background") for kind in order]) for one in bins
    ]
    assert 'style="' not in text


def test_a_hostile_address_is_escaped_on_the_timeline(client: TestClient) -> None:
    bad = '"><script>alert(1)</script>'
    asked = {"with": bad, "from": "2020", "to": "2021", "place": bad, "x": bad}
    text = client.get("/timeline", params=asked, headers=HTML).text
    assert "<script>alert" not in text
    for name in ("at", "unit", "from"):
        answer = client.get("/timeline", params={name: "<script>x"}, headers=HTML)
        assert answer.status_code == 400
        assert "<script>x" not in answer.text


def test_moves_lead_to_the_times_around(client: TestClient) -> None:
    text = client.get("/timeline", params={"with": "SYR", "from": "2020-03", "to": "2020-03"}, headers=HTML).text
    moves = dict(re.findall(r'data-move="([^"]+)" href="([^"]+)"', text))
    assert set(moves) == {"Closer", "Wider", "Earlier", "Later", "All of it"}
    for name, days in (("Wider", 93), ("Earlier", 31), ("Later", 31), ("Closer", 10)):
        first, last = re.findall(r"(?:from|to)=([\d-]+)", moves[name])
        assert (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1 == days
        assert client.get("/timeline" + moves[name].replace("&amp;", "&"), headers=HTML).status_code == 200
    assert "from=" not in moves["All of it"]


def test_what_is_left_blank_in_the_form_is_not_asked(client: TestClient) -> None:
    names = ("with", "from", "to", "background", "unit", "quad", "status", "known_on")
    told = client.get("/timeline", params=[("with", "RUS"), *((name, "") for name in names)], headers=HTML)
    assert told.status_code == 200
    assert '<th scope="row">' in told.text
    for name in ("background", "origins", "confidence"):
        blank, without = (client.get("/api/v1/timeline", params=asked) for asked in ({name: ""}, {}))
        assert blank.json() == without.json()
        for wrong in ("x", "-1", "1e9"):
            assert client.get("/api/v1/timeline", params={name: wrong}).status_code == 422


def test_there_is_a_way_back_from_a_time_without_events(client: TestClient) -> None:
    for asked in ({"from": "1800", "to": "1801"}, {"from": "2199"}):
        text = client.get("/timeline", params=asked, headers=HTML).text
        assert "No event passes" in text
        assert 'data-move="All of it"' in text

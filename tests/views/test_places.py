"""Places, sentences and names, on both databases: before the merges and after them."""

from __future__ import annotations

from typing import Any

import pytest
from view_stories import merge, put

from dragoman.store.engine import Store
from dragoman.views.asking import asking
from dragoman.views.people import find, view
from dragoman.views.places import Places, places
from dragoman.views.sentences import search


@pytest.fixture(params=["before", "half", "after"])
def record(request: pytest.FixtureRequest, store: Store) -> Store:
    """The stories before any merge, with one story merged, and with all."""
    keys = put(store)
    merge(store, {"before": [], "half": keys[:1], "after": keys}[request.param])
    return store


def at(store: Store, most: int = 100, **filters: Any) -> Places:
    with store.reading() as connection:
        return places(connection, asking(**filters), most)


def told(found: Places) -> dict[str, int]:
    return {place.name: place.events.all for place in found.places}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"Idlib": 3, "Sochi": 1}),
        ({"status": "happened"}, {"Idlib": 1, "Sochi": 1}),
        ({"actor": "russia:MIL"}, {"Idlib": 2}),
        ({"mode": "aerial"}, {"Idlib": 2}),
        ({"place": "RUS"}, {"Sochi": 1}),
        ({"text": "bomb*", "first": "2024-12-01"}, {"Idlib": 2}),
        ({"box": (39, 43, 40, 44)}, {"Sochi": 1}),
        ({"known_on": "2024-12-03T06:00"}, {"Idlib": 1}),
        ({"actor": "Nobody Known"}, {}),
    ],
    ids=str,
)
def test_places_count_what_passes_the_filters(record: Store, filters: dict[str, Any], expected: dict[str, int]) -> None:
    assert told(at(record, **filters)) == expected


def test_places_have_their_classes_and_what_is_left_out_is_told(record: Store) -> None:
    [idlib] = at(record, most=1).places
    assert (idlib.country, idlib.lat, idlib.lon) == ("SYR", 35.93, 36.63)
    assert idlib.events.material_conflict + idlib.events.material_cooperation == 3
    assert at(record, most=1).left_out == 1


def test_sentences_are_found_page_by_page(record: Store) -> None:
    with record.reading() as connection:
        whole = search(connection, "idlib", limit=50)
        assert len(whole.sentences) > 2
        assert all(one.text[start:stop] == "Idlib" for one in whole.sentences for start, stop in one.spans)
        seen, after = [], None
        while True:
            page = search(connection, "idlib", limit=1, after=after)
            seen += page.sentences
            if (after := page.after) is None:
                break
        assert tuple(seen) == whole.sentences
        assert search(connection, "idlib", "2000-01-01T00:00:00Z").sentences == ()


def test_names_are_found_with_their_events(store: Store) -> None:
    merge(store, put(store))
    with store.reading() as connection:
        found = {one.value: one.events for one in find(connection, "putin").actors}
        assert found["vladimir-putin"] > 0
        names = [one for one in find(connection, "reb").actors if one.id is None]
        assert [one.name for one in names] == ["rebels"]
        known = view(connection, "rebels")
        assert known is not None
        assert sum(known.events.values()) == names[0].events
        assert view(connection, "nobody at all") is None

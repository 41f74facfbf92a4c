"""Asking for events: each filter, each order, page after page, before the merges and after them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, update
from view_stories import CALL, EVENTS, event, merge, put, story

from dragoman.store import StoreError
from dragoman.store.engine import Store
from dragoman.store.tables import claims
from dragoman.store.versions import supersede
from dragoman.story import Entity
from dragoman.views.asking import BYS, SORTS, asking, bys
from dragoman.views.counts import count, tally
from dragoman.views.events import EventView, events, every

ASKED: list[tuple[dict[str, Any], list[str]]] = [  # filters, and the triggers found with the newest first
    ({"actor": "Putin"}, ["called", "spoke", "urged"]),
    ({"actor": "vladimir-putin", "type": "REQUEST"}, ["urged"]),
    ({"actor": "RUS"}, ["agreed", "bombed", "bombed", "called", "spoke", "urged", "withdraw"]),
    ({"actor": "russia:MIL"}, ["bombed", "bombed"]),
    ({"actor": ("Putin", "Erdogan")}, ["called", "spoke"]),
    ({"recipient": "rebels"}, ["bombed", "urged"]),
    ({"recipient": "Russia"}, ["asked"]),
    ({"parties": ("Turkey", "RUS")}, ["agreed", "called", "spoke"]),
    ({"parties": ("Iran", "Russia")}, ["asked"]),
    ({"source": "RUS"}, ["bombed", "called", "urged"]),
    ({"source": "kremlin"}, ["called", "urged"]),
    ({"type": ("agree", "RETREAT")}, ["agreed", "withdraw"]),
    ({"mode": "aerial"}, ["bombed", "bombed"]),
    ({"quad": "Verbal-Cooperation"}, ["agreed", "called", "spoke"]),
    ({"status": ("denied", "requested")}, ["bombed", "withdraw"]),
    ({"place": "idlib"}, ["bombed", "bombed", "withdraw"]),
    ({"place": "Syria", "status": "happened"}, ["bombed"]),
    ({"place": "RUS"}, ["agreed"]),
    ({"box": (36, 35, 37, 36)}, ["bombed", "bombed", "withdraw"]),
    ({"box": (37, -90, 36, 90)}, ["agreed"]),  # over the date line
    ({"box": (36, 35, 37, 36), "actor": "russia:MIL", "status": "happened"}, ["bombed"]),
    ({"first": "2024-12-03"}, ["bombed", "called", "spoke", "urged"]),
    ({"last": "2024"}, ["agreed", "bombed", "bombed", "called", "spoke", "urged"]),
    ({"first": "2018-09", "last": "2018-09"}, ["agreed"]),
    ({"background": True}, ["agreed"]),
    ({"background": False, "type": "AGREE"}, []),
    ({"confidence": 0.65, "mode": ("yield", "aerial")}, ["bombed", "urged"]),
    ({"text": "bomb idlib"}, ["bombed", "bombed"]),
    ({"text": '"by telephone"'}, ["spoke"]),
    ({"text": "withdr*", "status": "requested"}, ["withdraw"]),
    ({"text": "nowhere"}, []),
    ({"actor": "Nobody Known"}, []),
]


@pytest.fixture(params=["before", "half", "after"])
def record(request: pytest.FixtureRequest, store: Store) -> Store:
    """The stories before any merge, with one story merged, and with all; nothing is the same as another."""
    keys = put(store)
    merged = {"before": [], "half": keys[:1], "after": keys}[request.param]
    merge(store, merged)
    return store


def found(store: Store, **filters: Any) -> list[EventView]:
    with store.reading() as connection:
        return list(every(connection, asking(**filters)))


def triggers(several: list[EventView]) -> list[str]:
    return [one.claims[0].text for one in several]


def test_each_filter_finds_what_it_should(record: Store) -> None:
    for filters, expected in ASKED:
        assert sorted(triggers(found(record, **filters))) == expected, filters
        with record.reading() as connection:
            assert count(connection, asking(**filters)) == len(expected), filters


@pytest.mark.parametrize("merged", [False, True])
def test_a_state_that_only_stories_tell_of_is_found_by_its_name(store: Store, merged: bool) -> None:
    told = []
    for name, sector, trigger in (
        ("Altavega", "GOV", "urged"),
        ("Altavegan navy", "MIL", "hailed"),
        ("Lira Soan", "GOV", "warned"),
    ):
        sentence, _, fields = event(f"{name} {trigger} Iran.", trigger, "REQUEST", to=["Iran"])
        side = Entity(text=name, name=name, state="Altavega", sector=sector, country=None, id=None)
        told.append((sentence, trigger, fields | {"actor": (side,)}))
    keys = put(store, story("sea", "2024-12-03", "SDA", *told))
    merge(store, keys if merged else [])
    every_one = ["hailed", "urged", "warned"]
    for asked, expected in (("altavega", every_one), ("Altavega:MIL", ["hailed"]), ("Lira Soan", ["warned"])):
        assert sorted(triggers(found(store, actor=asked))) == expected, asked
        with store.reading() as connection:
            assert count(connection, asking(actor=asked)) == len(expected), asked
    assert sorted(triggers(found(store, parties=("Altavega", "Iran")))) == every_one


def test_a_filter_with_many_matches_finds_the_same(record: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.views.query.FEW", 0)
    for filters, expected in ASKED:
        assert sorted(triggers(found(record, **filters))) == expected, filters


def test_pages_are_the_whole_in_order(record: Store) -> None:
    for sort in SORTS:
        with record.reading() as connection:
            whole = [one.id for one in every(connection, asking(), sort)]
            for limit in (1, 3, EVENTS):
                after, paged = None, []
                while True:
                    page = events(connection, asking(), sort, limit, after)
                    paged += [one.id for one in page.events]
                    if (after := page.after) is None:
                        break
                assert paged == whole
        assert len(set(whole)) == len(whole) == EVENTS


def test_the_newest_come_first_and_the_undated_last(record: Store) -> None:
    days = [one.day for one in found(record)]
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=True)
    assert days == [*dated, None, None]


def test_the_surest_come_first(record: Store) -> None:
    with record.reading() as connection:
        sure = [(one.confidence or 0, one.day or "") for one in every(connection, asking(), "confidence")]
        some = [one.confidence for one in every(connection, asking(confidence=0.7, actor="RUS"), "confidence")]
    assert sure == sorted(sure, reverse=True)
    assert some == [0.9, 0.9, 0.9, 0.9, 0.9, 0.7]


def test_an_event_has_its_words_and_who_tells_it(record: Store) -> None:
    [told] = found(record, actor="Putin", mode="phone", source="kremlin")
    start, end = told.words.trigger
    assert told.words.text == "Putin called Erdogan on Tuesday, the Kremlin said."
    assert told.words.text[start:end] == "called"
    assert CALL.text[told.words.start : told.words.end] == told.words.text
    assert [one.name for one in told.attribution] == ["Kremlin"]
    assert [(one.story, one.agency, one.origin) for one in told.claims] == [("call", "SDA", "SDA")]
    assert (told.mentions, told.stories, told.origins, told.sides) == (1, 1, 1, 1)


def test_a_place_is_told_with_what_the_gazetteer_has(record: Store) -> None:
    [told] = found(record, type="AGREE")
    assert told.place is not None
    assert (told.place.text, told.place.country, told.place.lat) == ("Sochi", "RUS", 43.6)


def test_mentions_of_one_event_are_one(store: Store) -> None:
    merge(store, put(store), [{"call called", "answer spoke"}])
    [told] = found(store, mode="phone")
    assert [claim.text for claim in told.claims] == ["called", "spoke"]
    assert (told.stories, told.origins, told.sides) == (2, 2, 2)
    assert triggers(found(store, origins=2)) == ["called"]
    assert triggers(found(store, source="Turkey")) == ["called"]
    assert triggers(found(store, text="telephone")) == ["called"]
    with store.reading() as connection:
        assert count(connection, asking()) == EVENTS - 1
        assert events(connection, asking(), "origins", 1).events[0].id == told.id


def test_what_was_known_on_a_day_is_still_told(store: Store) -> None:
    keys = put(store)
    merge(store, keys, [{"call called", "answer spoke"}])
    store.write(lambda connection: supersede(connection, keys[1], None, "kill", "2024-12-05T00:00:00Z"))
    before = found(store, mode="phone", known_on="2024-12-03")
    assert [claim.story for one in before for claim in one.claims] == ["call"]
    assert [(one.stories, one.origins, one.sides) for one in before] == [(1, 1, 1)]
    assert {claim.story for claim in found(store, mode="phone", known_on="2024-12-04")[0].claims} == {"call", "answer"}
    assert found(store, source="Turkey", known_on="2024-12-05") == []


def test_what_was_ended_is_gone_unless_asked_as_known_then(store: Store) -> None:
    keys = put(store)
    store.write(lambda connection: supersede(connection, keys[0], None, "kill", "2024-12-03T12:00:00Z"))
    assert sorted(triggers(found(store, last="2024"))) == ["agreed", "bombed", "spoke"]
    with store.reading() as connection:
        assert count(connection, asking()) == EVENTS - 3
        assert count(connection, asking(known_on="2024-12-03T06:00")) == 3
        assert sum(tally(connection, asking(), ("type",)).values()) == EVENTS - 3
        for by in BYS:
            assert tally(connection, asking(known_on="2024-12-03T06:00"), (by,))
    assert found(store, known_on="2024-12-02") == []


def counted(store: Store, by: str, **filters: Any) -> dict[tuple[str | None, ...], int]:
    with store.reading() as connection:
        return tally(connection, asking(**filters), bys(by))


def test_counts_are_of_what_they_say(record: Store) -> None:
    assert counted(record, "month") == {("2018-09",): 1, ("2024-12",): 5, (None,): 2}
    assert counted(record, "year,type", last="2024")["2024", "CONSULT"] == 2
    assert counted(record, "week", mode="phone") == {("2024-W49",): 2}
    assert counted(record, "dyad") == {("RUS-TUR",): 3, ("IRN-RUS",): 1}
    assert counted(record, "day,dyad", mode="phone") == {("2024-12-03", "RUS-TUR"): 2}
    assert counted(record, "actor", type="CONSULT") == {("recep-tayyip-erdogan",): 2, ("vladimir-putin",): 2}
    assert counted(record, "recipient", last="2024") == {(None,): 4, ("rebels",): 2}
    assert counted(record, "source", last="2024") == {(None,): 2, ("kremlin",): 2, ("RUS",): 1, ("TUR",): 1}
    assert counted(record, "place") == {(None,): 4, ("Idlib",): 3, ("Sochi",): 1}
    assert counted(record, "country,status", place="SYR") == {
        ("SYR", "denied"): 1, ("SYR", "happened"): 1, ("SYR", "requested"): 1,
    }  # fmt: skip


def test_all_fields_can_be_counted_by(record: Store) -> None:
    for by in BYS:
        assert sum(counted(record, by).values()) >= 4
        assert list(counted(record, f"{by},status")) == list(counted(record, f"{by}, status"))


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"type": "MARRY"}, "'MARRY' is no type"),
        ({"type": "AGREE", "mode": "phone"}, "no mode phone"),
        ({"mode": "shout"}, "'shout' is no mode"),
        ({"status": "done"}, "'done' is no status"),
        ({"quad": "love"}, "is no quad class"),
        ({"first": "yesterday"}, "no day, month or year"),
        ({"last": "2024-13"}, "no day, month or year"),
        ({"known_on": "2024-02-30"}, "no ISO date"),
        ({"box": (0, 91, 1, 92)}, "no west, south, east, north"),
    ],
)
def test_what_no_event_can_have_is_told(filters: dict[str, Any], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        asking(**filters)


def test_a_query_without_words_is_told(store: Store) -> None:
    with pytest.raises(StoreError, match="no word"):
        found(store, text="!?")


def test_no_field_but_those_is_counted_by() -> None:
    with pytest.raises(StoreError, match="'colour' is no field to count by"):
        bys("month,colour")


def test_a_cursor_that_is_none_is_told(store: Store) -> None:
    put(store)
    with store.reading() as connection:
        for cursor in ("x", "WyJuZXdlc3QiXQ", "\N{SNOWMAN}"):
            with pytest.raises(StoreError, match="is no cursor"):
                events(connection, asking(), after=cursor)
        after = events(connection, asking(), "newest", 1).after
        with pytest.raises(StoreError, match="sorted by 'newest'"):
            events(connection, asking(), "oldest", 1, after)


def test_names_that_mean_harm_to_sql_are_names(store: Store) -> None:
    put(store)
    for name in ("'; DROP TABLE claims; --", '"', "%", "\\", "\N{SNOWMAN}"):
        assert found(store, actor=name) == found(store, place=name) == found(store, source=name) == []


def test_a_version_that_ended_is_no_event_of_its_own(store: Store) -> None:
    first = story("a", "2024-01-01", "SDA", event("Putin called Erdogan.", "called", "CONSULT", by=["Putin"]))
    second = story("a", "2024-01-02", "SDA", event("Putin met Erdogan.", "met", "CONSULT", by=["Putin"]))
    put(store, first)
    put(store, second)
    assert triggers(found(store)) == ["met"]
    assert triggers(found(store, known_on="2024-01-01")) == ["called"]


def test_an_event_whose_first_story_ended_before_the_next_came_is_not_known_in_between(store: Store) -> None:
    keys = put(store)
    merge(store, keys)

    def apart(connection: Connection) -> None:  # a group whose claims were not known yet, as if others had ended
        connection.execute(update(claims).values(known_from="2030-01-01T00:00:00Z"))

    store.write(apart)
    assert found(store, known_on="2029-01-01") == []
    assert found(store, known_on="2031-01-01")

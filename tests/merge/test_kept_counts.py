"""Counts that are kept with the groups, and what was known at a moment: the same as counted and listed from scratch."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from dragoman.merge import judgements, run
from dragoman.merge.judgements import Judged
from dragoman.store import add, tables, tallies
from dragoman.store.engine import Store
from dragoman.store.tallies import MONTHLY, PARTY, RECALLED
from dragoman.store.upgrade import VERSIONS, upgrade
from dragoman.views import counts
from dragoman.views.asking import asking, bys
from dragoman.views.counts import count, tally
from dragoman.views.events import every

from .merge_stories import take_in

KEPT: list[tuple[dict[str, Any], str]] = [  # filters, and what to count by
    *(({}, by) for by in ("", "year", "month", "week", "day", "type", "mode", "quad", "status", "month,type",
                          "type,status", "year,quad,mode", "actor", "recipient", "source", "place", "country", "dyad",
                          "year,dyad", "month,dyad", "month,type,dyad", "type,actor", "year,source")),
    ({"type": "CONSULT"}, ""), ({"type": ("CONSULT", "REQUEST")}, "actor"), ({"mode": "phone"}, "month"),
    ({"quad": "verbal-cooperation", "status": ("happened", "planned")}, "type"), ({"background": False}, "mode"),
    ({"first": "2024"}, "type"), ({"first": "2024-03", "last": "2024-11"}, "month,status"), ({"last": "2023"}, ""),
    ({"first": "2020", "last": "2024"}, "dyad"), ({"first": "2024-03", "last": "2024-03"}, "dyad"),
    ({"first": "2024"}, "source"), ({"first": "2020-02-21", "last": "2024-03-14"}, "day"),
    ({"actor": "RUS:GOV"}, "type"), ({"actor": "RUS", "recipient": "TUR"}, "month"), ({"source": "RUS:GOV"}, "year"),
    ({"actor": "RUS"}, "type"), ({"recipient": "TUR"}, ""), ({"source": "RUS"}, "year,type"), ({"parties": "TUR"}, ""),
    ({"parties": ("RUS", "TUR")}, "month"), ({"parties": ("RUS", "TUR"), "type": "CONSULT", "first": "2020-02"}, ""),
    ({"parties": "TUR"}, "month,type"), ({"parties": "SYR", "background": True}, "year,type"),
    ({"parties": ("RUS", "TUR"), "background": True}, "month"), ({"parties": "RUS", "background": True}, ""),
    ({"parties": "RUS", "first": "2024-03"}, "month"),
    ({"parties": ("TUR", "Turkey")}, "type"), ({"place": "Syria"}, "type"), ({"place": "Russia", "first": "2020"}, ""),
]  # fmt: skip
DIRECT: list[tuple[dict[str, Any], str]] = [  # what is not kept, and counted each time
    ({"first": "2020-02-21"}, "type"), ({"actor": "RUS:GOV", "recipient": "TUR"}, ""), ({"actor": "RUS"}, "month"),
    ({"parties": "RUS:GOV"}, "month"), ({"parties": "RUS", "background": False}, "month"),
    ({"actor": "RUS", "background": True}, "type"), ({"parties": ("RUS", "TUR")}, "month,dyad"),
    ({"parties": ("RUS", "TUR")}, "source"), ({"parties": ("RUS", "TUR", "SYR")}, ""), ({"actor": "Putin"}, "source"),
    ({"text": "telephone"}, ""), ({"status": "happened"}, "actor"), ({"place": "Syria", "actor": "RUS"}, ""),
    ({"origins": 1}, "type"), ({"confidence": 0.1}, "type"), ({"known_on": "2030"}, "type"), ({}, "actor,recipient"),
    ({"place": "Idlib"}, "type"), ({"first": "2020-02", "last": "2020-02"}, "actor"), ({"type": "CONSULT"}, "week"),
]  # fmt: skip
LATER = (MONTHLY[PARTY], *RECALLED.values())  # what the first revision did not keep
MOMENTS = ("2020-02-20", "2020-02-21T12:00", "2024-03-14T10:30", "2024-03-14T11:30", "2024-03-14T13:00", "2024-03-14",
           "2024-03-15", "2024-11-09T09:00", "2024-11-09T12:30", "2024-12-01", "2100")  # fmt: skip


def holds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check all that is kept against what the events themselves say."""
    with store.reading() as connection:
        for filters, by in KEPT:
            asked, names = asking(**filters), bys(by) if by else ()
            assert counts.kept(asked, names) is not None, (filters, by)
            found = tally(connection, asked, names)
            with monkeypatch.context() as patched:
                patched.setattr(counts, "kept", lambda *_: None)
                assert list(found.items()) == list(tally(connection, asked, names).items()), (filters, by)
        for moment in MOMENTS:
            asked = asking(known_on=moment)
            listed = list(every(connection, asked))
            assert count(connection, asked) == len(listed) == len({one.id for one in listed})
            assert all(one.claims for one in listed)
        now = asking()
        assert (
            count(connection, now) == len(list(every(connection, now))) == len(list(every(connection, now, "origins")))
        )
    before = stored(store)
    store.write(tallies.rebuild)
    assert stored(store) == before


def stored(store: Store) -> list[set[tuple[Any, ...]]]:
    with store.reading() as connection:
        asked = (select(table).where(table.c.number != 0) for table in (tables.event_facets, tables.event_tallies))
        return [{tuple(row) for row in connection.execute(one)} for one in asked]


def test_kept_counts_are_exact_whatever_comes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for several in (["call", "ankara", "kremlin"], ["reprint", "other"], ["shelling", "hold"], ["release"],
                    ["seizure", "seizure-kill"], ["advisory"], ["freed"], ["kill"]):  # fmt: skip
        take_in(store, *several)
        holds(store, monkeypatch)
    store.write(lambda connection: connection.execute(update(tables.stories).values(merged=False)))
    add.merge(store)
    holds(store, monkeypatch)


def test_a_database_of_the_first_revision_has_them_all(store: Store) -> None:
    take_in(store, "call", "ankara", "kremlin", "reprint")
    before, of = stored(store), tables.event_tallies.c
    [index] = tables.event_tallies.indexes
    store.write(lambda connection: index.drop(connection))
    store.write(lambda connection: connection.execute(delete(tables.event_tallies).where(of.field.in_(LATER))))
    assert stored(store) != before
    store.write(lambda connection: connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = 'r1'"))
    store.write(upgrade)
    assert stored(store) == before


def test_kept_counts_follow_what_people_judge(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(store, "ankara", "kremlin", "call", "other")
    with store.reading() as connection:
        ids = list(connection.execute(select(tables.claims.c.id)).scalars())
        pairs = [one.pair for one in judgements.standing(connection, "event", ids) if one.same]
    assert pairs
    for verdict in ("different", "same"):
        for left, right in pairs:
            told = Judged(kind="event", left=left, right=right, verdict=verdict, method="judgement",
                          method_version="1", by="Ann")  # fmt: skip

            def work(connection: Any, told: Judged = told) -> None:
                judgements.add(connection, told)
                run.judged(connection, "event", told.pair)

            store.write(work, alone="merge")
        holds(store, monkeypatch)


def test_what_is_not_kept_is_counted(store: Store) -> None:
    take_in(store, "call", "ankara", "kremlin", "reprint")
    with store.reading() as connection:
        for filters, by in DIRECT:
            asked, names = asking(**filters), bys(by) if by else ()
            assert counts.kept(asked, names) is None, (filters, by)
            listed = len(list(every(connection, asked)))
            assert count(connection, asked) == listed, filters
            assert sum(tally(connection, asked, names).values()) >= listed * (by != "dyad")


def test_a_story_that_waits_to_be_merged_counts_at_once(store: Store) -> None:
    take_in(store, "call", "ankara")
    with store.reading() as connection:
        before = count(connection, asking())
        keys = list(connection.execute(select(tables.stories.c.key)).scalars())
    newer = {"id": "call2", "uid": "u2", "version": "v2", "merged": False}

    def supersede(connection: Any) -> None:
        row = dict(connection.execute(select(tables.stories).where(tables.stories.c.key == keys[0])).one()._mapping)
        row |= {**newer, "key": max(keys) + 1, "given": None}
        connection.execute(tables.stories.insert(), row)
        from dragoman.store.versions import supersede as ends

        ends(connection, keys[0], row["key"], "kill", "2024-03-14T12:00:00Z")

    store.write(supersede)
    with store.reading() as connection:
        for asked in (asking(), asking(known_on="2025"), asking(known_on="2024-03-14T11:00")):
            assert count(connection, asked) == len(list(every(connection, asked)))
        assert count(connection, asking()) < before


def test_a_text_was_not_known_while_it_was_held(store: Store) -> None:
    take_in(store, "call", "advisory", "freed")

    def known(moment: str) -> tuple[int, int]:
        asked = asking(known_on=moment, mode="phone")
        with store.reading() as connection:
            return len(list(every(connection, asked))), count(connection, asked)

    with store.reading() as connection:
        [(start, stop)] = connection.execute(select(tables.story_gaps.c.start, tables.story_gaps.c.stop)).all()
    assert start == "2024-03-14T11:00:00Z"
    assert [known("2024-03-14T10:59"), known("2024-03-14T11:00"), known("2024-03-20")] == [(1, 1), (0, 0), (0, 0)]
    assert known(stop) == (1, 1)
    take_in(store, "kill")
    assert [known("2024-03-14T10:59"), known("2024-03-14T11:30"), known(stop)] == [(1, 1), (0, 0), (0, 0)]

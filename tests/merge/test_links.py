"""What is kept of tellings: likenesses as numbers, and tellings as they are compared."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from dragoman.merge import links, run_tellings, shelf
from dragoman.merge.links import Chains
from dragoman.merge.members import EVENTS, Members
from dragoman.merge.sketches import packed, unpacked
from dragoman.store import bulk, tables
from dragoman.store.engine import Store

from .merge_stories import take_in
from .test_merge_run import events


def chains(store: Store, seeds: set[int], most: int) -> list[tuple[set[int], bool]]:
    with store.reading() as connection:
        found = Chains(most, [(30, 40)])
        found.follow(connection, seeds, 0.5)
        return sorted(found.parts(seeds), key=lambda part: min(part[0]))


def test_a_chain_is_followed_to_its_end_or_to_a_bound(store: Store) -> None:
    scores = {(n, n + 1): 0.8 for n in range(1, 9)} | {(20, 30): 0.9, (9, 20): 0.3}
    store.write(lambda connection: links.write(connection, scores))
    assert chains(store, {4}, 20) == [(set(range(1, 10)), True)]
    assert chains(store, {4, 20}, 20) == [(set(range(1, 10)), True), ({20, 30, 40}, True)]
    assert chains(store, {4}, 5) == [({3, 4, 5}, False)]
    assert chains(store, {77}, 5) == [({77}, True)]


def test_a_score_is_kept_both_ways_and_replaced(store: Store) -> None:
    store.write(lambda connection: links.write(connection, {(1, 2): 0.25, (2, 5): 0.5}))
    store.write(lambda connection: links.write(connection, {(1, 2): 0.75}))
    with store.reading() as connection:
        assert links.within(connection, {1, 2, 5}) == {(1, 2): 0.75, (2, 5): 0.5}
        assert links.within(connection, {1, 5}) == {}
        assert connection.execute(select(func.count()).select_from(tables.telling_links)).scalar() == 4


def test_tellings_are_kept_as_they_were_made(store: Store) -> None:
    take_in(store, "call", "other")
    with store.reading() as connection:
        one = shelf.Shelf(connection)
        rows = {row.story: row.made for row in connection.execute(select(tables.tellings))}
        assert len(rows) == 2
        for key, made in one.sketches(rows).items():
            assert unpacked(rows[key], one.name(key)) == made
            assert unpacked(packed(made), one.name(key)) == made
            assert made.events


def test_the_tellings_of_a_new_process_are_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(store, "call", "other")

    def told() -> list[tuple[Any, ...]]:
        with store.reading() as connection:
            members = Members(EVENTS, shelf.Shelf(connection))
            return [(m.number, m.ref, m.claims, m.told) for m in members.of([1, 2])]

    before = told()
    monkeypatch.setattr(shelf, "_TOLD", shelf.Kept(10))
    assert told() == before
    assert before


def test_a_bound_on_chains_groups_the_samples_alike(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("ankara", "kremlin", "call", "reprint", "other")
    monkeypatch.setattr(run_tellings, "CHAIN", 1)
    for name in names:
        take_in(store, name)
    bounded = events(store)
    monkeypatch.undo()
    with store.reading() as connection:
        keys = list(connection.execute(select(tables.stories.c.key)).scalars())

    def again(connection: Any) -> None:
        members = Members(EVENTS, shelf.Shelf(connection))
        run_tellings.regroup(EVENTS, members, {m.number for m in members.of(keys)}, keys)

    store.write(again)
    assert events(store) == bounded


def test_rows_are_written_at_once(store: Store) -> None:
    def work(connection: Any) -> list[int]:
        rows = [{"telling": n, "other": n + 1, "score": n % 7} for n in range(3000)]
        bulk.insert(connection, tables.telling_links, rows)
        bulk.insert(connection, tables.telling_links, rows[:5], "ON CONFLICT DO NOTHING")
        bulk.insert(connection, tables.telling_links, [])
        return bulk.keys(connection, tables.event_groups, 3)

    first = store.write(work)
    assert first == list(range(first[0], first[0] + 3))
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tables.telling_links)).scalar() == 3000

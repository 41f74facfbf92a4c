"""Merges in the database: taken in once or twice, in any order, and undone by people."""

from __future__ import annotations

import dataclasses
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from dragoman.merge import items, judgements, members, run
from dragoman.merge.judgements import Judged
from dragoman.store import add, tables
from dragoman.store.engine import Store
from dragoman.store.write import Incoming
from dragoman.store.write import store as put

from .merge_stories import coded, take_in


def rows(store: Store, table: Any, *names: str) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        columns = [table.c[name] for name in names]
        return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)


def events(store: Store) -> set[frozenset[tuple[str, int]]]:
    """Groups of mentions, each a story and where its trigger begins."""
    found: dict[int, set[tuple[str, int]]] = {}
    with store.reading() as connection:
        joined = select(tables.event_members.c.event, tables.stories.c.id, tables.claims.c.start)
        joined = joined.join(tables.claims, tables.claims.c.key == tables.event_members.c.claim)
        for group, story, start in connection.execute(joined.join(tables.stories)):
            found.setdefault(group, set()).add((story, start))
    return {frozenset(group) for group in found.values()}


def the_call(store: Store) -> Any:
    """The group of the call that the stories tell."""
    with store.reading() as connection:
        groups = tables.event_groups
        asked = select(groups).where(groups.c.type == "CONSULT").order_by(groups.c.stories.desc(), groups.c.id)
        return connection.execute(asked).first()


def judge(store: Store, kind: Any, left: str, right: str, verdict: str) -> None:
    left, right = judgements.ordered(left, right)
    told = Judged(kind=kind, left=left, right=right, verdict=verdict, method="judgement", method_version="1", by="Ann")

    def work(connection: Any) -> None:
        judgements.add(connection, told)
        run.judged(connection, kind, [left, right])

    store.write(work, alone="merge")


def test_a_reprint_is_one_text_and_no_second_origin(store: Store) -> None:
    take_in(store, "call", "reprint")
    assert len(rows(store, tables.text_members, "story")) == 2
    call = the_call(store)
    assert (call.stories, call.origins) == (2, 1)
    take_in(store, "other")
    call = the_call(store)
    assert (call.stories, call.origins) == (3, 2)


def test_a_zone_that_nobody_knows_is_taken_for_utc(store: Store) -> None:
    wrong = replace(coded("reprint"), zone="Mars/Base", published="2024-03-15T10:00")
    store.write(lambda connection: put(connection, [Incoming(wrong)]))  # as an import may bring it
    take_in(store, "call")
    assert len(rows(store, tables.text_members, "story")) == 2
    assert items.moment("2024-03-15T10:00", "Mars/Base") == items.moment("2024-03-15T10:00", "UTC")


def test_every_claim_of_an_event_has_one_group(store: Store) -> None:
    take_in(store, "call", "reprint", "other")
    with store.reading() as connection:
        claims = tables.claims
        told = set(connection.execute(select(claims.c.key).where(claims.c.kind == "event")).scalars())
    assert {key for (key,) in rows(store, tables.event_members, "claim")} == told


@pytest.mark.parametrize("order", list(permutations(("call", "reprint", "other"))))
def test_the_order_of_adding_changes_nothing(store: Store, order: tuple[str, ...]) -> None:
    take_in(store, *order)
    call = the_call(store)
    assert (call.stories, call.origins) == (3, 2)
    assert any({story for story, _ in group} == {"call", "reprint", "other"} for group in events(store))


def test_taking_in_again_changes_nothing(store: Store) -> None:
    take_in(store, "call", "reprint", "other")
    names = ("kind", "left", "right", "verdict", "score", "at", "withdrawn_at")

    def state() -> tuple[Any, ...]:
        return events(store), rows(store, tables.judgements, *names), rows(store, tables.text_keys, "key", "story")

    before = state()
    store.write(lambda connection: connection.execute(update(tables.stories).values(merged=False)))
    add.merge(store)
    assert state() == before


def test_a_kill_ends_the_claims_of_reprints_too(store: Store) -> None:
    take_in(store, "call", "reprint", "other", "kill")
    ended = dict(rows(store, tables.stories, "id", "ended_kind"))
    assert (ended["call"], ended["reprint"], ended["other"]) == ("kill", "kill", None)
    call = the_call(store)
    assert (call.stories, call.origins, call.known_to) == (1, 1, None)


@pytest.mark.parametrize(("told", "notice"), [("seizure", "seizure-kill"), ("shelling", "hold")])
def test_what_a_notice_repeats_is_never_held(store: Store, told: str, notice: str) -> None:
    take_in(store, told, notice)
    with store.reading() as connection:
        asked = select(tables.claims.c.known_from, tables.claims.c.known_to, tables.claims.c.key)
        asked = asked.join(tables.stories, tables.stories.c.key == tables.claims.c.story)
        claims = connection.execute(asked.where(tables.stories.c.id == notice)).all()
    assert claims
    assert all(known_from == known_to for known_from, known_to, _ in claims)


@pytest.mark.parametrize("kind", ["event", "contact"])
def test_what_a_person_holds_apart_stays_apart(store: Store, kind: Any) -> None:
    take_in(store, "ankara", "kremlin")
    groups = tables.event_groups if kind == "event" else tables.contact_groups
    ids = [id for (id,) in rows(store, tables.claims if kind == "event" else tables.contacts, "id")]
    with store.reading() as connection:
        same = [one for one in judgements.standing(connection, kind, ids) if one.same]
    before = len(rows(store, groups, "id"))
    for one in same:
        judge(store, kind, *one.pair, "different")
    after = len(rows(store, groups, "id"))
    assert after > before
    store.write(lambda connection: connection.execute(update(tables.stories).values(merged=False)))
    add.merge(store)
    assert len(rows(store, groups, "id")) == after

    def undo(connection: Any) -> None:
        judgements.withdraw(connection, kind, [one.pair for one in same])
        run.judged(connection, kind, ids)

    store.write(undo, alone="merge")
    assert len(rows(store, groups, "id")) == before


def test_stories_of_one_contact_tell_one_event_until_a_person_holds_them_apart(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = dataclasses.replace(members.EVENTS, score=lambda a, b: 0.0)  # nothing but the contact speaks for it
    monkeypatch.setitem(members.WORKS, "event", alone)

    def calls() -> list[int]:
        told = tables.event_groups
        asked = select(told.c.stories).where(told.c.type == "CONSULT").order_by(told.c.stories)
        with store.reading() as connection:
            return list(connection.execute(asked).scalars())

    take_in(store, "ankara")
    take_in(store, "kremlin")
    assert calls()[-1] == 2
    ids = [id for (id,) in rows(store, tables.contacts, "id")]
    with store.reading() as connection:
        same = [one for one in judgements.standing(connection, "contact", ids) if one.same]
    for one in same:
        judge(store, "contact", *one.pair, "different")
    assert calls()[-1] == 1


def test_a_person_may_say_that_a_text_is_no_copy(store: Store) -> None:
    take_in(store, "call", "reprint")
    uids = dict(rows(store, tables.stories, "id", "uid"))
    judge(store, "text", uids["call"], uids["reprint"], "different")
    assert rows(store, tables.text_members, "story") == []
    assert the_call(store).origins == 2
    take_in(store, "other")
    assert rows(store, tables.text_members, "story") == []


@pytest.mark.parametrize("order", list(permutations(("shelling", "hold", "release"))))
def test_a_hold_ends_and_a_release_ends_the_hold(store: Store, order: tuple[str, ...]) -> None:
    take_in(store, *order)
    ended = {id: (to, kind) for id, to, kind in rows(store, tables.stories, "id", "known_to", "ended_kind")}
    assert ended == {
        "shelling": ("2024-11-09T08:35:00Z", "hold"),
        "hold": ("2024-11-09T12:10:00Z", "release"),
        "release": (None, None),
    }


def test_a_release_without_a_text_lets_the_held_one_stand(store: Store) -> None:
    take_in(store, "call", "advisory")
    assert dict(rows(store, tables.stories, "id", "ended_kind"))["call"] == "hold"
    take_in(store, "freed")
    assert dict(rows(store, tables.stories, "id", "ended_kind")) == {"call": None, "advisory": "release", "freed": None}
    with store.reading() as connection:
        claims = tables.claims.c
        asked = select(claims.known_to).join(tables.stories, tables.stories.c.key == claims.story)
        told = connection.execute(asked.where(tables.stories.c.id == "call")).scalars().all()
    assert told
    assert set(told) == {None}

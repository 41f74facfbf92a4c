"""Mentions of events in different stories that tell the same event: what is compared, and how likely it is one.

The store finds what to compare by `filed` and `looks`, ranks it by `nearest`, asks `score` of the pairs, keeps what is
not far from being the same, and groups who belongs together.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import Literal, NamedTuple

from .likeness import LATER, NEWS, apart, comparable, probability
from .telling import Telling

METHOD = "events"
CROWD = 60  # tellings under one key that are looked at: a bound on work, those of the latest days first
MOST, STEP = 40, 10  # tellings that a new one is held against: so many at a time, while one of them is any like it
TOKENS = 5  # states or names by which a telling is found
TRIGGERED = 2  # of these, those by which it is found with its trigger
LEAST = 0.15  # a lower score is as good as none
MARKS = 1 << 16  # of a day
EVER = 1 << 40  # after all marks

Kind = Literal["event", "contact"]


def score(a: Telling, b: Telling) -> float | None:
    """How likely two tellings tell one event; 0 where it is next to nothing, None where they surely do not."""
    if not comparable(a, b):
        return 0.0
    if apart(a, b):
        return None
    found = round(probability(a, b), 4)
    return found if found >= LEAST else 0.0


class Look(NamedTuple):
    """Where a telling looks for others: marks from `low` up to `high` under a key."""

    key: int
    low: int
    high: int


def filed(kind: Kind, telling: Telling) -> set[tuple[int, int]]:
    """Keys and marks under which a telling is filed: its type and each state it is about, by its days, or none."""
    first, last = _days(telling)
    trigger = _trigger(telling)
    marks = [day * MARKS + trigger for day in (range(first, last + 1) if first else (0,))]
    tokens = _tokens(telling)
    keys = [_key(kind, type, token) for type in telling.types for token in tokens]
    keys += [_key(kind, type, token, trigger) for type in telling.types for token in tokens[:TRIGGERED]]
    return {(key, mark) for key in keys for mark in marks}


def looks(kind: Kind, telling: Telling) -> list[Look]:
    """Where a telling looks: near types too, the days around its own and none; all days where it has none."""
    first, last = _days(telling)
    ranges = [((first - NEWS) * MARKS, (last + NEWS + 1) * MARKS), (0, MARKS)] if first else [(0, EVER)]
    trigger, tokens = _trigger(telling), _tokens(telling)
    near = sorted(telling.near_types)
    found = [Look(_key(kind, type, token), *range) for type in near for token in tokens for range in ranges]
    again = [_key(kind, type, token, trigger) for type in telling.types for token in tokens[:TRIGGERED]]
    return [*found, *(Look(key, *ranges[-1]) for key in again)]


def nearest(telling: Telling, own: int, hits: Iterable[Sequence[tuple[int, int]]], room: int) -> list[int]:
    """The tellings that were hit most, those with its trigger and near its days before others, then the latest.

    `hits`: (mark, telling) of each place that it looked at; `own`: the number of its story, whose tellings are left
    out: those that times `room` are.
    """
    first, last = _days(telling)
    trigger, days = _trigger(telling), ((first - LATER) * MARKS, (last + LATER + 1) * MARKS)
    count: dict[int, int] = defaultdict(int)
    for found in hits:
        for mark, number in found:
            near = first and days[0] <= mark < days[1]
            count[number] += 1 + (mark % MARKS == trigger) + bool(near)
    low, high = own * room, (own + 1) * room
    ranked = [(-points, -number) for number, points in count.items() if not low <= number < high]
    return [-number for _, number in nsmallest(MOST, ranked)]


def _tokens(telling: Telling) -> list[str]:
    told = [side.country for side in (*telling.actors, *telling.recipients) if side.country]
    told += [spot.country for spot in telling.places if spot.country]
    return list(dict.fromkeys((*telling.home, *told)))[:TOKENS]


def _days(telling: Telling) -> tuple[int, int]:
    """First and last day of a telling: as told, else that of its story where it is news; 0 where there is none."""
    if telling.narrow and telling.first is not None and telling.last is not None:
        return telling.first, max(telling.first, telling.last)
    day = None if telling.background or telling.start else telling.out
    return (day, day) if day else (0, 0)


def _trigger(telling: Telling) -> int:
    return _hash(min(telling.triggers)) % MARKS if telling.triggers else 0


@lru_cache(maxsize=100_000)
def _key(*parts: object) -> int:
    return _hash("|".join(map(str, parts)))


@lru_cache(maxsize=100_000)
def _hash(told: str) -> int:
    """48 bits: two keys that fall together only bring more to judge."""
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=6).digest(), "big")

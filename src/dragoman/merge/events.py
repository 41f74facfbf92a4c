"""Mentions of events in different stories that tell the same event: judgements on pairs, and groups of them.

The store finds what to compare by `keys` and `lookups`, calls `judge` on the pairs, keeps the judgements, and has
`groups` work out who belongs together from those that stand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..story import Story
from .grouping import Judgement, grouped
from .knowledge import merging
from .likeness import NEWS, apart, comparable, probability
from .telling import Telling, days, tellings

METHOD = "events"
CROWD = 300  # tellings under one key that a new one is held against: a bound on work, the latest first
TOKENS = 5  # states or names by which a telling is found
ANY = "*"  # the day of a key that stands for all days
LEAST = 0.05  # a lower score is not worth a row

Key = tuple[str, int]  # a story's id and the first mention of the event in it: Telling.key


def judge(a: Telling, b: Telling) -> Judgement[Key] | None:
    """Whether two tellings tell one event; None where their types rule it out or the score is next to nothing."""
    if not comparable(a, b):
        return None
    barred = apart(a, b)
    score = 0.0 if barred else round(probability(a, b), 4)
    if not barred and score < LEAST:
        return None
    return Judgement(
        kind="event",
        left=min(a.key, b.key),
        right=max(a.key, b.key),
        verdict="same" if score >= merging().threshold else "different",
        score=score,
        method=METHOD,
        version=merging().version,
        firm=barred,
    )


def groups(members: Iterable[Key], judgements: Iterable[Judgement[Key]]) -> list[tuple[Key, ...]]:
    """Tellings in groups of one event each, from the judgements that stand."""
    return grouped(members, judgements, merging().threshold)


def keys(telling: Telling) -> frozenset[str]:
    """Under what a telling is filed: its type and each state it is about, with its days or none, and its trigger."""
    days = _days(telling, 0) or ("-",)
    return frozenset(_keys(telling, telling.types, (*days, ANY, *sorted(telling.triggers)[:1])))


def lookups(telling: Telling) -> frozenset[str]:
    """Under what a telling looks for others: near types as well, the days around its own, any day where it has none."""
    near = {other for t in telling.types for pair in merging().near if t in pair for other in pair}
    days = (*_days(telling, NEWS), "-") if telling.narrow or _days(telling, 0) else (ANY,)
    return frozenset(_keys(telling, {*telling.types, *near}, (*days, *sorted(telling.triggers)[:1])))


def _keys(telling: Telling, types: Iterable[str], what: Iterable[str]) -> Iterator[str]:
    told = [side.country for side in (*telling.actors, *telling.recipients) if side.country]
    told += [spot.country for spot in telling.places if spot.country]
    tokens = list(dict.fromkeys((*telling.home, *told)))[:TOKENS]
    return (f"{type}|{one}|{token}" for token in tokens for type in types for one in what)


def _days(telling: Telling, around: int) -> tuple[str, ...]:
    """The days of a telling: as told, else of its story where it is news."""
    first = telling.start if telling.narrow else None if telling.background or telling.start else telling.day
    if first is None:
        return ()
    length = days(first, telling.end) if telling.narrow and telling.end else 0
    start = dt.date.fromisoformat(first)
    return tuple((start + dt.timedelta(n)).isoformat() for n in range(-around, length + around + 1))


def judged(stories: Iterable[Story]) -> tuple[list[Telling], list[Judgement[Key]]]:
    """All tellings of stories and the judgements on them: what the store does one story at a time."""
    filed: dict[str, list[int]] = defaultdict(list)
    told: list[Telling] = []
    out: list[Judgement[Key]] = []
    for story in stories:
        first = len(told)  # those of the same story are all compared
        for telling in tellings(story):
            found = {i for key in lookups(telling) for i in filed.get(key, ())[-CROWD:]}
            found.update(range(first, len(told)))
            out += [j for i in sorted(found) if (j := judge(told[i], telling))]
            for key in keys(telling):
                filed[key].append(len(told))
            told.append(telling)
    return told, out

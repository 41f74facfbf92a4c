"""How alike tellings are, in the database: a number for each pair that is the same, or not far from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, select

from ..store import bulk
from ..store.tables import telling_links
from .judgements import parts

UNIT = 10_000  # a score of 1
BARRED = -1.0  # the score of two that are surely not one
STRONGEST = 5  # of the tellings that one is bound to in a chain that is too long: those looked at
Pair = tuple[int, int]  # numbers of two tellings, the lower one first


def pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def write(connection: Connection, scores: Mapping[Pair, float]) -> None:
    """Keep scores; those that were kept of the same pairs go."""
    rows = [(a, b, round(score * UNIT)) for (a, b), score in scores.items()]
    rows += [(b, a, score) for a, b, score in rows]
    made = [{"telling": a, "other": b, "score": score} for a, b, score in sorted(rows)]
    bulk.insert(connection, telling_links, made, "ON CONFLICT (telling, other) DO UPDATE SET score = excluded.score")


def forget(connection: Connection, tellings: Collection[int]) -> None:
    """Drop all scores of these."""
    of = telling_links.c
    for some in parts(sorted(tellings)):
        others = set(connection.execute(select(of.other).where(of.telling.in_(some))).scalars())
        connection.execute(delete(telling_links).where(of.telling.in_(some)))
        for back in parts(sorted(others)):
            connection.execute(delete(telling_links).where(of.telling.in_(back), of.other.in_(some)))


def within(connection: Connection, tellings: Collection[int]) -> dict[Pair, float]:
    """The scores that are kept of pairs of these."""
    wanted, out = set(tellings), {}
    for some in parts(sorted(wanted)):
        for a, b, score in connection.execute(select(telling_links).where(telling_links.c.telling.in_(some))).all():
            if a < b and b in wanted:
                out[a, b] = score / UNIT
    return out


class Chains:
    """Tellings that hang together by being the same, each chain up to a length.

    `also`: pairs that are the same whatever their score.
    """

    def __init__(self, most: int, also: Iterable[Pair] = ()) -> None:
        self.most = most
        self.also: dict[int, set[int]] = defaultdict(set)
        for a, b in also:
            self.also[a].add(b)
            self.also[b].add(a)
        self.near: dict[int, dict[int, int]] = defaultdict(dict)  # with the scores
        self.home: dict[int, int] = {}
        self.members: dict[int, set[int]] = {}

    def add(self, a: int, b: int, score: int = UNIT) -> None:
        """Bind two."""
        if b in self.near[a]:  # each pair is met from both ends
            return
        self.near[a][b] = self.near[b][a] = score
        few, many = self._of(a), self._of(b)
        if few != many:
            if len(self.members[few]) > len(self.members[many]):
                few, many = many, few
            moved = self.members.pop(few)
            self.members[many] |= moved
            self.home |= dict.fromkeys(moved, many)

    def _of(self, one: int) -> int:
        if one not in self.home:
            self.home[one], self.members[one] = one, {one}
        return self.home[one]

    def follow(self, connection: Connection, seeds: Collection[int], threshold: float) -> None:
        """Find all that hang on these, but for chains that grow too long."""
        for one in seeds:
            self._of(one)
        same = select(telling_links).where(telling_links.c.score >= round(threshold * UNIT))
        seen: set[int] = set()
        front = set(seeds) | self.home.keys()
        while front:
            seen |= front
            for one in front & self.also.keys():
                for other in self.also[one]:
                    self.add(one, other)
            for some in parts(sorted(front)):
                for a, b, score in connection.execute(same.where(telling_links.c.telling.in_(some))).all():
                    self.add(a, b, score)
            fresh = self.home.keys() - seen
            front = {one for one in fresh if len(self.members[self.home[one]]) <= self.most}

    def parts(self, seeds: Collection[int]) -> Iterable[tuple[set[int], bool]]:
        """The chains, and whether they are whole; of one that is not, the seeds and what they are like most."""
        for members in self.members.values():
            if len(members) <= self.most:
                yield members, True
            else:
                mine = members & set(seeds)
                yield mine.union(*(self._strongest(one) for one in mine)), False

    def _strongest(self, one: int) -> list[int]:
        near = self.near[one]
        return sorted(near, key=lambda other: (-near[other], other))[:STRONGEST]

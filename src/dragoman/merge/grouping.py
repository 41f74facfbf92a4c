"""Judgements -> groups: average-link clustering with links that must and links that must not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, Literal, TypeVar

from msgspec import Struct

K = TypeVar("K", bound=Hashable)
Verdict = Literal["same", "different"]


class Judgement(Struct, Generic[K], frozen=True, kw_only=True):
    """Whether two tellings tell the same. `firm`: it holds whatever the others say, as people's do."""

    kind: Literal["event", "contact"]
    left: K
    right: K
    verdict: Verdict
    score: float
    method: str
    version: str
    firm: bool = False


def grouped(members: Iterable[K], judgements: Iterable[Judgement[K]], threshold: float) -> list[tuple[K, ...]]:
    """The members in groups; those that no judgement binds are alone. The order of what comes in changes nothing.

    Two groups are joined, the surest first, while the mean score over all pairs of theirs reaches the threshold (a pair
    without judgement scores 0) and no firm judgement holds a pair of them apart.
    """
    given = list(judgements)
    firm = {_pair(j.left, j.right): j.verdict for j in given if j.firm}
    scores = {_pair(j.left, j.right): j.score for j in given}
    order = sorted(set(members) | {key for pair in scores for key in pair}, key=repr)
    bound = [pair for pair, score in scores.items() if score > 0 and firm.get(pair) != "different"]
    bound += [pair for pair, verdict in firm.items() if verdict == "same"]
    out: list[tuple[K, ...]] = []
    for part in _parts(order, bound):
        out += _Average(part, scores, firm, threshold).groups()
    return sorted(out, key=lambda group: repr(group[0]))


def _pair(a: K, b: K) -> tuple[K, K]:
    return (a, b) if repr(a) <= repr(b) else (b, a)


def _parts(order: list[K], bound: Iterable[tuple[K, K]]) -> Iterator[list[K]]:
    """Members that are bound to each other in any way, however long the chain."""
    near: dict[K, list[K]] = defaultdict(list)
    for a, b in bound:
        near[a].append(b)
        near[b].append(a)
    seen: set[K] = set()
    for first in order:
        if first in seen:
            continue
        part, left = [], [first]
        seen.add(first)
        while left:
            one = left.pop()
            part.append(one)
            fresh = [other for other in dict.fromkeys(near[one]) if other not in seen]
            seen.update(fresh)
            left += fresh
        yield sorted(part, key=repr)


class _Average(Generic[K]):
    """Average-link clustering of one part; sums of scores between groups are kept up to date."""

    def __init__(
        self, part: list[K], scores: Mapping[tuple[K, K], float], firm: Mapping[tuple[K, K], Verdict], threshold: float
    ) -> None:
        self.clusters: dict[int, list[K]] = {i: [key] for i, key in enumerate(part)}
        self.threshold = threshold
        self.sums: dict[tuple[int, int], float] = {}
        self.barred: set[tuple[int, int]] = set()
        must: list[tuple[int, int]] = []
        for i, a in enumerate(part):
            for j in range(i + 1, len(part)):
                pair = _pair(a, part[j])
                if score := scores.get(pair, 0.0):
                    self.sums[i, j] = score
                if firm.get(pair) == "different":
                    self.barred.add((i, j))
                elif firm.get(pair) == "same":
                    must.append((i, j))
        self._join_all(must)

    def groups(self) -> list[tuple[K, ...]]:
        while (best := max(self._open(), default=None)) is not None and best[0] >= self.threshold:
            self._join(-best[1], -best[2])
        return [tuple(sorted(found, key=repr)) for found in self.clusters.values()]

    def _open(self) -> Iterator[tuple[float, int, int]]:
        for (i, j), total in self.sums.items():
            if (i, j) not in self.barred:
                yield total / (len(self.clusters[i]) * len(self.clusters[j])), -i, -j

    def _join_all(self, must: Iterable[tuple[int, int]]) -> None:
        home = {i: i for i in self.clusters}
        for i, j in must:
            a, b = sorted((home[i], home[j]))
            if a != b:
                self._join(a, b)
                home = {k: a if v == b else v for k, v in home.items()}

    def _join(self, i: int, j: int) -> None:
        """Take group j into group i."""
        self.clusters[i] += self.clusters.pop(j)
        for kept in (self.sums, self.barred):
            for x, y in [pair for pair in kept if j in pair]:
                other = y if x == j else x
                target = (min(i, other), max(i, other))
                if other != i and kept is self.barred:
                    self.barred.add(target)
                elif other != i:
                    self.sums[target] = self.sums.get(target, 0.0) + self.sums[x, y]
                if kept is self.barred:
                    self.barred.discard((x, y))
                else:
                    del self.sums[x, y]

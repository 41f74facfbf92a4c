"""Judgements -> groups: average-link clustering with links that must and links that must not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Generic, Literal, TypeVar

from msgspec import Struct

K = TypeVar("K", bound=Hashable)
Verdict = Literal["same", "different"]
Pair = tuple[int, int]  # two members by their places in the order, the first first


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
    order = sorted({*members, *(key for j in given for key in (j.left, j.right))}, key=repr)
    place = {key: n for n, key in enumerate(order)}
    firm: dict[Pair, Verdict] = {}
    scores: dict[Pair, float] = {}
    for one in given:
        a, b = place[one.left], place[one.right]
        pair = (a, b) if a <= b else (b, a)
        scores[pair] = one.score
        if one.firm:
            firm[pair] = one.verdict
    bound = [pair for pair, score in scores.items() if score > 0 and firm.get(pair) != "different"]
    bound += [pair for pair, verdict in firm.items() if verdict == "same"]
    home: dict[int, int] = {}
    parts = list(_parts(len(order), bound))
    for n, part in enumerate(parts):
        home.update(dict.fromkeys(part, n))
    within: dict[int, list[Pair]] = defaultdict(list)
    for a, b in scores:
        if home[a] == home[b] and a != b:
            within[home[a]].append((a, b))
    out: list[list[int]] = []
    for n, part in enumerate(parts):
        out += _Average(part, sorted(within[n]), scores, firm, threshold).groups() if len(part) > 1 else [part]
    return [tuple(order[i] for i in group) for group in sorted(out)]


def _parts(count: int, bound: Iterable[Pair]) -> Iterator[list[int]]:
    """Members that are bound to each other in any way, however long the chain."""
    near: dict[int, list[int]] = defaultdict(list)
    for a, b in bound:
        near[a].append(b)
        near[b].append(a)
    seen: set[int] = set()
    for first in range(count):
        if first in seen:
            continue
        part, left = [], [first]
        seen.add(first)
        while left:
            one = left.pop()
            part.append(one)
            fresh = [other for other in dict.fromkeys(near.get(one, ())) if other not in seen]
            seen.update(fresh)
            left += fresh
        yield sorted(part)


class _Average:
    """Average-link clustering of one part; sums of scores between groups are kept up to date.

    A group is called by its first member. `ahead` has all pairs of groups that there were, the surest first; what was
    joined, barred or has another mean by now is passed over.
    """

    def __init__(
        self,
        part: Sequence[int],
        pairs: Iterable[Pair],
        scores: Mapping[Pair, float],
        firm: Mapping[Pair, Verdict],
        threshold: float,
    ) -> None:
        self.clusters: dict[int, list[int]] = {i: [i] for i in part}
        self.threshold = threshold
        self.sums: dict[int, dict[int, float]] = {i: {} for i in part}
        self.barred: dict[int, set[int]] = {i: set() for i in part}
        must: list[Pair] = []
        for i, j in pairs:
            if score := scores[i, j]:
                self.sums[i][j] = self.sums[j][i] = score
            if firm.get((i, j)) == "different":
                self.barred[i].add(j)
                self.barred[j].add(i)
            elif firm.get((i, j)) == "same":
                must.append((i, j))
        self._join_all(must)

    def groups(self) -> list[list[int]]:
        ahead = [(-self._mean(i, j), i, j) for i, its in self.sums.items() for j in its if i < j]
        heapify(ahead)
        while ahead:
            mean, i, j = heappop(ahead)
            if -mean < self.threshold:
                break
            if j not in self.sums.get(i, ()) or j in self.barred[i] or self._mean(i, j) != -mean:
                continue
            self._join(i, j)
            for other in self.sums[i]:
                a, b = (i, other) if i < other else (other, i)
                heappush(ahead, (-self._mean(a, b), a, b))
        return [sorted(found) for found in self.clusters.values()]

    def _mean(self, i: int, j: int) -> float:
        return self.sums[i][j] / (len(self.clusters[i]) * len(self.clusters[j]))

    def _join_all(self, must: Iterable[Pair]) -> None:
        home = {i: i for i in self.clusters}
        for i, j in must:
            a, b = sorted((home[i], home[j]))
            if a != b:
                self._join(a, b)
                home = {k: a if v == b else v for k, v in home.items()}

    def _join(self, i: int, j: int) -> None:
        """Take group j into group i."""
        self.clusters[i] += self.clusters.pop(j)
        for other, total in self.sums.pop(j).items():
            del self.sums[other][j]
            if other != i:
                self.sums[i][other] = self.sums[other][i] = self.sums[i].get(other, 0.0) + total
        for other in self.barred.pop(j):
            self.barred[other].discard(j)
            if other != i:
                self.barred[i].add(other)
                self.barred[other].add(i)

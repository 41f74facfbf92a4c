"""Scores of pairs -> groups: average-link clustering with links that must and links that must not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Literal, TypeVar

K = TypeVar("K", bound=Hashable)
N = TypeVar("N", int, float)
Verdict = Literal["same", "different"]
Pair = tuple[int, int]  # two members by their places in the order, the first first


Fill = Callable[[int, int], float | None]  # the score of a pair that none is known of; None: it is barred


def clustered(
    count: int, scores: Mapping[Pair, float], firm: Mapping[Pair, Verdict], threshold: float, fill: Fill | None = None
) -> list[list[int]]:
    """Members, which are numbers up to `count`, in groups; those that nothing binds are alone. Of a pair the lower
    number is the first. The order of what comes in changes nothing.

    Two groups are joined, the surest first, while the mean score over all pairs of theirs reaches the threshold and
    nothing firm holds a pair of them apart, as people do. A pair without score is asked of `fill` where it matters;
    where that is not given, it scores 0.
    """
    bound = [pair for pair, score in scores.items() if score >= threshold and firm.get(pair) != "different"]
    bound += [pair for pair, verdict in firm.items() if verdict == "same"]
    home: dict[int, int] = {}
    parts = list(_parts(count, bound))
    for n, part in enumerate(parts):
        home.update(dict.fromkeys(part, n))
    within: dict[int, list[Pair]] = defaultdict(list)
    for a, b in scores:
        if home[a] == home[b] and a != b:
            within[home[a]].append((a, b))
    out: list[list[int]] = []
    for n, part in enumerate(parts):
        if len(part) > 1:
            out += _Average(part, {pair: scores[pair] for pair in within[n]}, firm, threshold, fill).groups()
        else:
            out.append(part)
    return sorted(out)


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
    """Average-link clustering of one part; sums of scores between groups, and their numbers, are kept up to date.

    A group is called by its first member. `ahead` has all pairs of groups that there were, the surest first by what is
    known of them; what is not is asked for when their turn comes. What was joined, barred or has another mean by now is
    passed over.
    """

    def __init__(
        self,
        part: Sequence[int],
        scores: dict[Pair, float],
        firm: Mapping[Pair, Verdict],
        threshold: float,
        fill: Fill | None,
    ) -> None:
        self.clusters: dict[int, list[int]] = {i: [i] for i in part}
        self.threshold, self.fill, self.scores = threshold, fill, scores
        self.sums: dict[int, dict[int, float]] = {i: {} for i in part}
        self.known: dict[int, dict[int, int]] = {i: {} for i in part}
        self.barred: dict[int, set[int]] = {i: set() for i in part}
        must: list[Pair] = []
        for (i, j), score in sorted(scores.items()):
            self.sums[i][j] = self.sums[j][i] = score
            self.known[i][j] = self.known[j][i] = 1
            if firm.get((i, j)) == "different":
                self.barred[i].add(j)
                self.barred[j].add(i)
            elif firm.get((i, j)) == "same":
                must.append((i, j))
        self._join_all(must)

    def groups(self) -> list[list[int]]:
        ahead = [
            (-m, i, j) for i in self.sums for j in self.sums[i] if i < j and (m := self._mean(i, j)) >= self.threshold
        ]
        heapify(ahead)
        while ahead:
            mean, i, j = heappop(ahead)
            if j not in self.sums.get(i, ()) or j in self.barred[i] or self._mean(i, j) != -mean:
                continue
            if self._lacks(i, j):
                self._ask(i, j)
                if j not in self.barred[i] and (found := self._mean(i, j)) >= self.threshold:
                    heappush(ahead, (-found, i, j))
                continue
            self._join(i, j)
            for other in self.sums[i]:
                a, b = (i, other) if i < other else (other, i)
                if (found := self._mean(a, b)) >= self.threshold and other not in self.barred[i]:
                    heappush(ahead, (-found, a, b))
        return [sorted(found) for found in self.clusters.values()]

    def _mean(self, i: int, j: int) -> float:
        """Over the pairs that are known; over all where no others can be asked for."""
        return self.sums[i][j] / (self.known[i][j] if self.fill else len(self.clusters[i]) * len(self.clusters[j]))

    def _lacks(self, i: int, j: int) -> bool:
        return self.fill is not None and self.known[i][j] < len(self.clusters[i]) * len(self.clusters[j])

    def _ask(self, i: int, j: int) -> None:
        """Fill in what is not known of the pairs of two groups; a pair that is barred bars them."""
        assert self.fill is not None
        for a in self.clusters[i]:
            for b in self.clusters[j]:
                pair = (a, b) if a < b else (b, a)
                if pair in self.scores:
                    continue
                found = self.fill(*pair)
                if found is None:
                    self.barred[i].add(j)
                    self.barred[j].add(i)
                    return
                self.scores[pair] = found
                self.sums[i][j] = self.sums[j][i] = self.sums[i][j] + found
                self.known[i][j] = self.known[j][i] = self.known[i][j] + 1

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
        _moved(self.sums, i, j)
        _moved(self.known, i, j)
        for other in self.barred.pop(j):
            self.barred[other].discard(j)
            if other != i:
                self.barred[i].add(other)
                self.barred[other].add(i)


def _moved(kept: dict[int, dict[int, N]], i: int, j: int) -> None:
    """Add what is kept of j and others to what is of i."""
    for other, total in kept.pop(j).items():
        del kept[other][j]
        if other != i:
            kept[i][other] = kept[other][i] = kept[i].get(other, 0) + total

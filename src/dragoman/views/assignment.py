"""The assignment of most gain between two lists: the Hungarian method (Kuhn 1955), by shortest augmenting paths."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def assign(gain: Array) -> list[tuple[int, int]]:
    """Pairs (row, column) whose gains add up to most, each row and column in one at most; pairs that gain nothing are
    left out. Time: rows x rows x columns."""
    if not gain.size:
        return []
    wide = gain if gain.shape[0] <= gain.shape[1] else gain.T
    found = _paths(-np.maximum(wide, 0.0))
    pairs = found if wide is gain else [(j, i) for i, j in found]
    return sorted((i, j) for i, j in pairs if gain[i, j] > 0)


def _paths(cost: Array) -> list[tuple[int, int]]:
    """The cheapest assignment of every row to a column; there are at least as many columns."""
    rows, columns = cost.shape
    left, right = np.zeros(rows), np.zeros(columns + 1)  # column `columns` stands for none
    owner = np.full(columns + 1, -1)
    for row in range(rows):
        owner[columns] = row
        at = columns
        least, before = np.full(columns, np.inf), np.full(columns, columns)
        seen = np.zeros(columns + 1, dtype=bool)
        while owner[at] >= 0:
            seen[at] = True
            free = ~seen[:columns]
            reduced = cost[owner[at]] - left[owner[at]] - right[:columns]
            better = free & (reduced < least)
            least[better], before[better] = reduced[better], at
            after = int(np.argmin(np.where(free, least, np.inf)))
            step = least[after]
            left[owner[seen]] += step
            right[seen] -= step
            least[free] -= step
            at = after
        while at != columns:
            owner[at], at = owner[before[at]], int(before[at])
    return [(int(owner[j]), j) for j in range(columns) if owner[j] >= 0]

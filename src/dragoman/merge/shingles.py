"""Words of a text, what two texts share of them, and the few numbers by which texts that share much are found.

Candidates: fingerprints by winnowing (Schleimer, Wilkerson, Aiken 2003), which surely meet where two texts share
`PRINT + WINDOW - 1` words in a row, and bands of a MinHash (Broder 1997), which meet where texts are edited throughout.
"""

from __future__ import annotations

import re
import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
PRINT = 6  # words of a fingerprint
WINDOW = 18  # fingerprints of which the least is kept
SHINGLE = 4  # words in a row that count as shared
RUN = 8  # shared words in a row below which they are a turn of phrase
SKETCH = 3  # words of a shingle of the MinHash
BANDS, ROWS = 12, 4
WORDS_MAX = 10_000  # of a text that are looked at
MIX = np.uint64(0x9E3779B97F4A7C15)
PRIME = np.uint64((1 << 31) - 1)
Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]


def words(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[list[tuple[int, int]], Hashes]:
    """Characters and hashes of the words in these spans of a text."""
    found = [match for start, end in spans for match in WORD.finditer(text, start, end)][:WORDS_MAX]
    hashes = np.array([zlib.crc32(match.group().casefold().encode()) for match in found], dtype=np.uint64)
    return [match.span() for match in found], hashes


def shingles(hashes: Hashes, size: int) -> Hashes:
    """A hash of each `size` words in a row."""
    count = len(hashes) - size + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    out = np.zeros(count, dtype=np.uint64)
    for i in range(size):
        out = (out ^ hashes[i : i + count]) * MIX
        out ^= out >> np.uint64(29)
    return out


def keys(hashes: Hashes) -> tuple[int, ...]:
    """The numbers (63 bits) under which a text is kept: it may share much with those that have one of them."""
    marks = {int(value) for value in _prints(shingles(hashes, PRINT))} | set(_bands(shingles(hashes, SKETCH)))
    return tuple(sorted(mark & (2**63 - 1) for mark in marks))


def _prints(values: Hashes) -> Hashes:
    """The least hash of each window; of a text shorter than a window the least of all."""
    if len(values) <= WINDOW:
        return values[:0] if not len(values) else values.min(keepdims=True)
    windows = np.lib.stride_tricks.sliding_window_view(values, WINDOW)
    return np.asarray(np.unique(windows.min(axis=1)))


@cache
def _permutations() -> tuple[Hashes, Hashes]:
    random = np.random.default_rng(1)
    a, b = random.integers(1, int(PRIME), size=(2, BANDS * ROWS), dtype=np.uint64)
    return a[:, None], b[:, None]


def _bands(values: Hashes) -> list[int]:
    if not len(values):
        return []
    a, b = _permutations()
    least = ((values[None, :] % PRIME * a + b) % PRIME).min(axis=1).reshape(BANDS, ROWS)
    numbered = np.column_stack((np.arange(BANDS, dtype=np.uint64), least))
    return [int(shingles(row, ROWS + 1)[0]) for row in numbered]


def covered(ours: Hashes, theirs: Hashes) -> Mask:
    """Which of our words stand in runs of `RUN` or more that they have as well."""
    both = np.isin(shingles(ours, SHINGLE), shingles(theirs, SHINGLE))
    mask = np.zeros(len(ours), dtype=bool)
    for i in range(SHINGLE):
        mask[i : i + len(both)] |= both
    return _without_short(mask)


def _without_short(mask: Mask) -> Mask:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    for start, end in edges.reshape(-1, 2):
        if end - start < RUN:
            mask[start:end] = False
    return mask

"""Where the nodes of a network stand: forces between them, always from the same beginning. Pure."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
STEPS = 200
PULL = 0.2  # of a tie, against the push of all others
APART = 60  # rounds in which labels are moved off each other
GOLDEN = np.pi * (3 - np.sqrt(5))  # an angle by which points spread evenly
GRAVITY = 0.35
EVEN = 0.55  # how far nodes are spread evenly, along each axis, in their order
ASIDE = 0.35  # of the width, as far as the pinned node may have come from the middle
ROOM = 4.0  # pixels between labels


@lru_cache(maxsize=256)
def layout(
    sizes: tuple[tuple[float, float], ...],
    edges: tuple[tuple[int, int, float], ...],
    width: float,
    height: float,
    pinned: int | None = None,
) -> Points:
    """A point for each node, by the width and height of what is drawn there; edges are pairs of nodes, with weights.

    Nodes that are tied draw near, all keep apart; `pinned` stays in the middle. What is drawn lies within the bounds.
    """
    count = len(sizes)
    if not count:
        return np.zeros((0, 2))
    places = _spiral(count)
    ties = np.zeros((count, count))
    for one, other, weight in edges:
        ties[one, other] += weight
        ties[other, one] += weight
    ties = np.minimum(np.sqrt(ties), 2.0)
    ideal = 0.9 / np.sqrt(count)
    for step in range(STEPS):
        moved = _forces(places, ties, ideal)
        length = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        heat = 0.08 * (1 - step / STEPS) + 0.001
        places += moved / length * np.minimum(length, heat)
        if pinned is not None:
            places -= places[pinned]
    box = np.asarray(sizes, dtype=np.float64)
    return _apart(_fitted(places, box, width, height, pinned), box, width, height)


def _spiral(count: int) -> Points:
    number = np.arange(count, dtype=np.float64)
    radius = np.sqrt(number / count)
    return np.stack([radius * np.cos(number * GOLDEN), radius * np.sin(number * GOLDEN)], axis=1)


def _forces(places: Points, ties: Points, ideal: float) -> Points:
    """What moves each node: from all others, to those it is tied to, to the middle."""
    square = (places**2).sum(axis=1)
    far = np.sqrt(np.maximum(square[:, None] + square[None, :] - 2 * places @ places.T, 1e-6))
    weight = ideal * ideal / far**2 - PULL * ties * far / ideal
    forces: Points = weight.sum(axis=1, keepdims=True) * places - weight @ places - GRAVITY * places
    return forces


def _fitted(places: Points, box: Points, width: float, height: float, pinned: int | None) -> Points:
    """Stretched to the bounds, and spread where they are crowded; what would be drawn beyond the bounds is moved in."""
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([width, height]) - box.max(axis=0) - 2 * ROOM
    scaled = (places - (low + high) / 2) / np.maximum(high - low, 1e-9)
    order = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = order / max(1, len(places) - 1) - 0.5
    spread = (1 - EVEN) * scaled + EVEN * even
    if pinned is not None:  # both sides of it as wide as each other
        middle = np.clip(spread[pinned], -ASIDE, ASIDE)
        spread = np.where(spread > middle, (spread - middle) / (1 - 2 * middle), (spread - middle) / (1 + 2 * middle))
    return _bounded(spread * room + np.array([width, height]) / 2, box, width, height)


def _bounded(places: Points, box: Points, width: float, height: float) -> Points:
    edge = box / 2 + ROOM
    bounded: Points = np.clip(places, edge, np.maximum(edge, np.array([width, height]) - edge))
    return bounded


def _apart(places: Points, box: Points, width: float, height: float) -> Points:
    """Moved so that nothing is drawn on another thing, as far as there is room."""
    need = (box[:, None, :] + box[None, :, :]) / 2 + ROOM
    for _ in range(APART):
        between = places[:, None, :] - places[None, :, :]
        over: Points = need - np.abs(between)
        np.fill_diagonal(over[:, :, 0], -1)
        hit = over.min(axis=2) > 0
        if not hit.any():
            break
        flat = np.less(over[:, :, 0], over[:, :, 1])
        across = np.stack([flat, ~flat], axis=2)  # along which it is less
        way = np.where(between == 0, np.sign(np.arange(len(box))[:, None] - np.arange(len(box)))[:, :, None], between)
        push = np.where(hit[:, :, None] & across, np.sign(way) * over / 2, 0.0)
        places = _bounded(places + push.sum(axis=1) * 0.9, box, width, height)
    return places

"""The weights of the alignment: logistic regression on the pairs of points of the keys, by Newton's method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dragoman.story import Quote, Story
from dragoman.views.alignment import Logistic, Weights, points_of
from dragoman.views.points import Nearness
from dragoman.views.vectors import word_vectors

from .keys import Meeting

Array = npt.NDArray[np.float64]
LEAST = 0.12  # probability from which two points are joined
MATTER, CONFLICT = 5.0, 10.0  # strength of the pull to zero (L2) of weights in units of the spread of their feature
STEPS = 50
Given = Sequence[tuple[Meeting, Mapping[str, Sequence[Quote]]]]


def fitted(given: Given, stories: Mapping[str, Story]) -> Weights:
    """Weights for the contacts and their readouts, whose quotes are the points of the key."""
    texts = {name: story.text for name, story in stories.items()}
    matter: list[tuple[dict[str, float], bool]] = []
    conflict: list[tuple[dict[str, float], bool]] = []
    for meeting, readouts in given:
        points = points_of(readouts, texts)
        near = Nearness(points, word_vectors)
        topic = {(s, w): t for t in meeting.alignment for s, w in t.points.items() if w}
        for i, a in enumerate(points):
            for j, b in enumerate(points[:i]):
                if a.side == b.side:
                    continue
                mine, other = topic[a.side, a.text], topic[b.side, b.text]
                matter.append((near.matter(j, i), mine is other))
                if mine is other:
                    conflict.append((near.conflict(j, i), mine.label == "at odds"))
    return Weights(least=LEAST, matter=_logistic(matter, MATTER), conflict=_logistic(conflict, CONFLICT))


def _logistic(rows: Sequence[tuple[dict[str, float], bool]], pull: float) -> Logistic:
    names = list(rows[0][0])
    values = np.array([[row[name] for name in names] for row, _ in rows])
    truth = np.array([float(yes) for _, yes in rows])
    spread = values.std(axis=0) + 1e-9
    inputs = np.column_stack([values / spread, np.ones(len(rows))])
    ridge = np.diag([pull] * len(names) + [1e-6])
    weights: Array = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (chance - truth) + ridge @ weights
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + ridge
        weights = weights - np.linalg.solve(bend, slope)
    scaled = weights[:-1] / spread
    return Logistic(
        bias=round(float(weights[-1]), 3),
        weights={name: round(float(w), 3) for name, w in zip(names, scaled, strict=True)},
    )


def written(weights: Weights) -> str:
    """The weights as the data file holds them."""
    lines = [
        "# Weights of the alignment of accounts, fitted on the keys by `python -m eval.record.alignment --fit FILE`.",
        "#",
        "#   least     probability of being of one matter from which two points are joined",
        "#   matter    logistic function: two points are of one matter",
        "#   conflict  logistic function: two points of one matter are at odds",
        f"least: {weights.least}",
    ]
    for name, part in (("matter", weights.matter), ("conflict", weights.conflict)):
        lines += [f"{name}:", f"  bias: {part.bias}", "  weights:"]
        lines += [f"    {key}: {value}" for key, value in part.weights.items()]
    return "\n".join(lines) + "\n"

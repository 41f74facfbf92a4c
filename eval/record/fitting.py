"""The weights of the alignment: logistic regression on the pairs of points of the keys and of `pairs.yaml`, by Newton's
method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from dragoman.story import Quote, Story
from dragoman.views.alignment import Logistic, Weights, points_of
from dragoman.views.points import Nearness
from dragoman.views.vectors import word_vectors

from .keys import Label, Meeting, pairs

Array = npt.NDArray[np.float64]
Readouts = Mapping[str, Sequence[Quote]]
Pair = tuple[dict[str, float], bool, float]  # what two points have in common, whether it is so, and its weight
LEAST = 0.25  # probability from which two points are joined
MATTER, CONFLICT = 30.0, 40.0  # strength of the pull to zero (L2) of weights in units of the spread of their feature
INVENTED = 0.6  # weight of a pair of points of `pairs.yaml` beside one of the keys
STEPS = 50


class Sample(Struct, frozen=True):
    """Accounts whose points are the key's own words, and which of them are of one matter: (side, words) -> its row."""

    readouts: Readouts
    rows: Mapping[tuple[str, str], int]
    labels: Sequence[Label]
    texts: Mapping[str, str]
    weight: float = 1.0


def of_key(meeting: Meeting, readouts: Readouts, stories: Mapping[str, Story]) -> Sample:
    """A contact of the key."""
    return Sample(
        readouts,
        {(side, words): i for i, t in enumerate(meeting.alignment) for side, words in t.points.items() if words},
        [t.label for t in meeting.alignment],
        {name: stories[name].text for name in meeting.stories},
    )


def invented() -> Iterator[Sample]:
    """Those of `pairs.yaml`."""
    for number, one in enumerate(pairs()):
        told = [(dict(zip(one.sides, words, strict=True)), label) for label, *words in one.rows]
        rows = {(side, words): i for i, (points, _) in enumerate(told) for side, words in points.items() if words}
        readouts = {
            side: tuple(
                Quote(text=words, story=f"{side} {number}", start=0, end=len(words))
                for whose, words in rows
                if whose == side
            )
            for side in one.sides
        }
        yield Sample(readouts, rows, [label for _, label in told], {}, INVENTED)


def fitted(samples: Iterable[Sample]) -> Weights:
    """Weights for accounts and their rows."""
    matter: list[Pair] = []
    conflict: list[Pair] = []
    for one in samples:
        points = points_of(one.readouts, one.texts)
        near = Nearness(points, word_vectors)
        for i, a in enumerate(points):
            for j, b in enumerate(points[:i]):
                if a.side == b.side:
                    continue
                mine, other = one.rows[a.side, a.text], one.rows[b.side, b.text]
                matter.append((near.matter(j, i), mine == other, one.weight))
                if mine == other:
                    conflict.append((near.conflict(j, i), one.labels[mine] == "at odds", one.weight))
    return Weights(least=LEAST, matter=_logistic(matter, MATTER), conflict=_logistic(conflict, CONFLICT))


def _logistic(rows: Sequence[Pair], pull: float) -> Logistic:
    names = list(rows[0][0])
    values = np.array([[row[name] for name in names] for row, _, _ in rows])
    truth = np.array([float(yes) for _, yes, _ in rows])
    share = np.array([weight for *_, weight in rows])
    spread = values.std(axis=0) + 1e-9
    inputs = np.column_stack([values / spread, np.ones(len(rows))])
    ridge = np.diag([pull] * len(names) + [1e-6])
    weights: Array = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (share * (chance - truth)) + ridge @ weights
        bend = (inputs * (share * chance * (1 - chance))[:, None]).T @ inputs + ridge
        weights = weights - np.linalg.solve(bend, slope)
    scaled = weights[:-1] / spread
    return Logistic(
        bias=round(float(weights[-1]), 3),
        weights={name: round(float(w), 3) for name, w in zip(names, scaled, strict=True)},
    )


def written(weights: Weights) -> str:
    """The weights as the data file holds them."""
    lines = [
        "# Weights of the alignment of accounts, fitted by `python -m eval.record.alignment --fit FILE` on the keys",
        "# and pairs.yaml of eval/record.",
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

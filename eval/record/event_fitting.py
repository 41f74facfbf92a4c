"""The weights by which events are merged, fitted on the keys: `python -m eval.record.event_fitting [--write]`.

Ridge regression of the logistic function towards what a person would say (event_priors.yaml), by Newton's method, over
the pairs of tellings of the stories of one topic: stories whose events the key ties to each other. A pair of which the
key knows one telling alone counts a tenth; of pairs of two topics one in a hundred is taken, with a fixed seed.
Printed is how pairs are judged by weights that were fitted without their topic, then by all. `--write` puts the weights
into the data file.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from dragoman.data import decode
from dragoman.merge import likeness
from dragoman.merge.telling import Telling, tellings

from .coded import coded
from .events import ours
from .figures import World
from .keys import FOLDERS, joined

HERE = Path(__file__).parent
FILE = HERE.parents[1] / "src/dragoman/merge/events.yaml"
PULL = 10.0  # strength of the pull to the priors
HALF_KNOWN, FAR, SEED = 0.1, 0.01, 0
STEPS, SURE = 60, 0.5
Array = npt.NDArray[np.float64]


class Priors(Struct, frozen=True, forbid_unknown_fields=True):
    """Log-odds to start from."""

    bias: float
    weights: dict[str, float]


class Pair(NamedTuple):
    """Two tellings, whether they tell one event, how much that counts, and the topic of both, if it is one."""

    a: Telling
    b: Telling
    same: bool
    counts: float
    topics: frozenset[str]


class Table(NamedTuple):
    """Pairs as numbers: a row each."""

    names: list[str]
    inputs: Array
    same: Array
    counts: Array


def pairs(world: World) -> list[Pair]:
    """Pairs of tellings that may be of one event."""
    told = [telling for story in world.stories.values() for telling in tellings(story)]
    labels = _labels(world, told)
    topic = _topics(world)
    chance = random.Random(SEED)
    out = []
    for a, b in combinations(told, 2):
        if not likeness.comparable(a, b):
            continue
        mine, theirs = labels.get(a.key), labels.get(b.key)
        topics = frozenset((topic[a.story], topic[b.story]))
        if len(topics) > 1:
            if chance.random() < FAR:
                out.append(Pair(a, b, False, 1.0, topics))
        elif mine and theirs:
            out.append(Pair(a, b, bool(mine & theirs), 1.0, topics))
        elif mine or theirs:
            out.append(Pair(a, b, False, HALF_KNOWN, topics))
    return out


def _labels(world: World, told: Sequence[Telling]) -> dict[tuple[str, int], set[int]]:
    """Of each telling the events of the key that it tells."""
    home = {(telling.story, index): telling.key for telling in told for index in telling.mentions}
    out: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for number, event in enumerate(world.key.events):
        for mention in event.mentions:
            if mention.story in world.stories:
                index = ours(world.stories[mention.story], mention, event.type)
                if index is not None:
                    out[home[mention.story, index]].add(number)
    return out


def _topics(world: World) -> dict[str, str]:
    """Each story's topic: the first of the stories that the events of the key tie it to."""
    home = {name: {name} for name in world.stories}
    for event in world.key.events:
        whole = set[str]().union(*(home[m.story] for m in event.mentions if m.story in home))
        home |= dict.fromkeys(whole, whole)
    return {name: min(found) for name, found in home.items()}


def table(found: Sequence[Pair]) -> Table:
    """The features of pairs."""
    rows = [likeness.features(pair.a, pair.b) for pair in found]
    names = sorted({name for row in rows for name in row})
    inputs = np.array([[*(row.get(name, 0.0) for name in names), 1.0] for row in rows])
    same, counts = [float(pair.same) for pair in found], [pair.counts for pair in found]
    return Table(names, inputs, np.array(same), np.array(counts))


def fitted(given: Table, priors: Priors) -> Array:
    """Weights, the bias last."""
    start = np.array([*(priors.weights.get(name, 0.0) for name in given.names), priors.bias])
    weights, pull = start.copy(), np.eye(len(start)) * PULL
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-given.inputs @ weights))
        slope = given.inputs.T @ (given.counts * (chance - given.same)) + pull @ (weights - start)
        bend = (given.inputs * (given.counts * chance * (1 - chance))[:, None]).T @ given.inputs + pull
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def crossed(found: Sequence[Pair], given: Table, priors: Priors) -> Array:
    """The probability of each pair, by weights that were fitted without any pair of its topic."""
    out = np.zeros(len(found))
    for topic in sorted({name for pair in found for name in pair.topics}):
        inside = np.array([pair.topics == {topic} for pair in found])
        if not inside.any():
            continue
        without = np.array([topic not in pair.topics for pair in found])
        rest = Table(given.names, given.inputs[without], given.same[without], given.counts[without])
        out[inside] = 1 / (1 + np.exp(-given.inputs[inside] @ fitted(rest, priors)))
    return out


def told(name: str, chance: Array, found: Sequence[Pair]) -> Iterator[str]:
    """Precision and recall of the pairs that the key knows."""
    known = np.array([pair.counts == 1.0 and len(pair.topics) == 1 for pair in found])
    same = np.array([pair.same for pair in found])
    merged = (chance >= SURE) & known
    right = int((merged & same).sum())
    yield f"{name:24} P {right / max(merged.sum(), 1):.3f}  R {right / (same & known).sum():.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.record.event_fitting", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"put the weights into {FILE.name}")
    asked = parser.parse_args()
    names = tuple(FOLDERS)
    found = pairs(World(coded(names), joined(names)))
    priors = decode((HERE / "event_priors.yaml").read_bytes(), Priors)
    given = table(found)
    weights = fitted(given, priors)
    print(f"{len(found)} pairs, {int(given.same.sum())} of one event")
    lines = [*told("topics left out", crossed(found, given, priors), found)]
    lines += told("all", 1 / (1 + np.exp(-given.inputs @ weights)), found)
    print("\n".join(lines))
    if asked.write:
        write(given.names, weights)


def write(names: Sequence[str], weights: Array) -> None:
    """Put weights into the data file, in place of those that are there."""
    text = FILE.read_text(encoding="utf-8")
    rows = "".join(f"  {name}: {weight:.2f}\n" for name, weight in zip(names, weights, strict=False))
    made = f"bias: {weights[-1]:.2f}\nweights:\n{rows}"
    FILE.write_text(re.sub(r"^bias: .*\nweights:\n(?:  .*\n)+", made, text, flags=re.M), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The accounts of a contact side by side: which points are of one matter, and whether the sides agree on it.

Two points are compared by the words and topics they share (`alignment.yaml`), by the encoder's vectors of their words,
and by names and numbers; a logistic function of these says how likely they are of one matter. Sides are joined one
after the other by the assignment of most gain, and a second function tells whether a row is at odds. The weights of
both (`alignment_weights.yaml`) come from `python -m eval.record.alignment --fit`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec
import numpy as np

from ..data import checking, data_file, decode
from ..language.document import split_sentences
from ..story import Quote, Value
from .assignment import assign
from .points import Nearness, Passage, Point, Vectors, point
from .words import Words, alignment_words

FILE = "alignment_weights.yaml"
POINTS = 60  # of a side that are compared: a bound on work
FEW = 4  # words of a point that tell something: with fewer the sentence before it is looked at too
AROUND = 600  # characters to each side of a point in which its sentence is looked for
EVEN = 0.5
Label = Literal["both", "only", "at odds"]


class Row(Value, frozen=True, kw_only=True):
    """One matter of a contact. `points`: side -> index into its readout, None where it does not speak of the matter."""

    topic: str
    label: Label
    points: dict[str, int | None]


class Logistic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A logistic function of named numbers."""

    bias: float
    weights: dict[str, float]

    def logit(self, values: Mapping[str, float]) -> float:
        return self.bias + sum(self.weights[name] * value for name, value in values.items())


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """alignment_weights.yaml: when two points are of one matter (from probability `least` on), and when at odds."""

    least: float
    matter: Logistic
    conflict: Logistic


def align(
    readouts: Mapping[str, Sequence[Quote]],
    texts: Mapping[str, str] | None = None,
    vectors: Vectors | None = None,
    weights: Weights | None = None,
) -> tuple[Row, ...]:
    """The points of all sides in rows, in the order in which they are told.

    `texts`: story id -> its text, for what stands around a point; `vectors`: see `vectors.word_vectors`; without
    either, alignment is by the words of the points alone.
    """
    weights = weights or shipped()
    points = points_of({side: quotes[:POINTS] for side, quotes in readouts.items()}, texts or {})
    near = Nearness(points, vectors)
    rows = _grouped(near, weights)
    found = [
        Row(
            topic=near.title(row),
            label=_label(near, row, weights),
            points={side: next((points[i].index for i in row if points[i].side == side), None) for side in readouts},
        )
        for row in rows
    ]
    rest = [(side, i, q) for side, quotes in readouts.items() for i, q in enumerate(quotes) if i >= POINTS]
    found += [
        Row(topic=quote.text[:40], label="only", points={s: i if s == side else None for s in readouts})
        for side, i, quote in rest
    ]
    return tuple(sorted(found, key=lambda row: min(i for i in row.points.values() if i is not None)))


def points_of(readouts: Mapping[str, Sequence[Quote]], texts: Mapping[str, str]) -> list[Point]:
    """All points of all sides, side by side, each within its sentence."""
    words = alignment_words()
    return [
        point(side, i, _passage(quote, texts.get(quote.story), words), words)
        for side, quotes in readouts.items()
        for i, quote in enumerate(quotes)
    ]


def _passage(quote: Quote, text: str | None, words: Words) -> Passage:
    """A point with its sentence around it, and the one before where it says little by itself ("it did not")."""
    if text is None or text[quote.start : quote.end] != quote.text:
        return Passage(quote.text, 0, len(quote.text))
    low, high = max(0, quote.start - AROUND), min(len(text), quote.end + AROUND)
    sentences = split_sentences(text, low, high)
    first = max((i for i, (start, _) in enumerate(sentences) if start <= quote.start), default=0)
    telling = [w for w in re.findall(r"\w{3,}", quote.text.lower()) if w not in words.plain]
    short = len(telling) < FEW or not words.topics(quote.text)
    start = min(sentences[max(0, first - short)][0], quote.start)
    end = next((end for _, end in sentences if end >= quote.end), quote.end)
    return Passage(text[start:end], quote.start - start, quote.end - start)


def _grouped(near: Nearness, weights: Weights) -> list[list[int]]:
    """Points in rows, one of a side at most: the sides with most points first, each joined to what is there."""
    sides: dict[str, list[int]] = {}
    for i, one in enumerate(near.points):
        sides.setdefault(one.side, []).append(i)
    edge = math.log(weights.least / (1 - weights.least))
    rows: list[list[int]] = []
    for mine in sorted(sides.values(), key=lambda points: -len(points)):
        gain = np.array([[_gain(near, row, i, weights) - edge for i in mine] for row in rows])
        pairs = {j: i for i, j in assign(gain)}
        for j, i in enumerate(mine):
            if j in pairs:
                rows[pairs[j]].append(i)
        rows += [[i] for j, i in enumerate(mine) if j not in pairs]
    return [sorted(row) for row in rows]


def _gain(near: Nearness, row: Sequence[int], point: int, weights: Weights) -> float:
    return sum(weights.matter.logit(near.matter(i, point)) for i in row) / len(row)


def _label(near: Nearness, row: Sequence[int], weights: Weights) -> Label:
    pairs = [(i, j) for i in row for j in row if i < j]
    if not pairs:
        return "only"
    chances = [1 / (1 + math.exp(-weights.conflict.logit(near.conflict(i, j)))) for i, j in pairs]
    return "at odds" if max(chances) > EVEN else "both"


def parse(data: bytes) -> Weights:
    """The file validated; raises KnowledgeError where it is not as it should be."""
    with checking(FILE):
        return decode(data, Weights)


@cache
def shipped() -> Weights:
    """The weights of the data file."""
    return parse(data_file("views", FILE))

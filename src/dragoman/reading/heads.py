"""The linear and pair heads of the reading model in numpy, on the encoder's word vectors, and decoding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Tags = npt.NDArray[np.int64]
TRANSITION_WEIGHT = {"attribution": 0.4, "event": 0.15}  # of counted transitions beside the scores
SURE = -0.03  # log-probability of "outside" from which a word is not decoded; on 60 stories no span changed by it
FORBIDDEN = -1e4


class Heads:
    """Weights by name, as `training/export.py` writes them."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.weights = weights
        self.distances = weights["distances"]

    @classmethod
    def load(cls, path: Path) -> Heads:
        """Read an .npz file; float16 on disk, float32 in memory."""
        with np.load(path) as stored:
            return cls({name: stored[name].astype(np.float32) for name in stored.files})

    def linear(self, head: str, vectors: Array) -> Array:
        """n x width -> n x labels: log-probabilities."""
        return log_softmax(vectors @ self.weights[f"{head}.weight"].T + self.weights[f"{head}.bias"])

    def pair(self, head: str, vectors: Array, anchors: Tags, at: Tags | None = None) -> Array:
        """Words (all, or those `at`) as seen from anchor words: anchors x n x labels, log-probabilities."""
        w = {k.removeprefix(f"{head}."): v for k, v in self.weights.items() if k.startswith(f"{head}.")}
        anchored = vectors[anchors]
        first = anchored @ w["anchor.weight"].T + w["anchor.bias"]
        left = anchored @ w["left.weight"].T
        seen = vectors if at is None else vectors[at]
        words = seen @ w["word.weight"].T
        right = seen @ w["right.weight"].T
        buckets = self._buckets(anchors, np.arange(len(vectors)) if at is None else at)
        out = np.empty((len(anchors), len(seen), len(w["out.bias"])), np.float32)
        for i in range(len(anchors)):  # one anchor at a time stays in the processor's cache
            mixed = right * left[i]
            mixed += words
            mixed += first[i]
            mixed += w["distance.weight"][buckets[i]]
            np.maximum(mixed, 0, out=mixed)
            np.matmul(mixed, w["out.weight"].T, out=out[i])
        return log_softmax(out + w["out.bias"])

    def _buckets(self, anchors: Tags, at: Tags) -> Tags:
        gap = at[None] - anchors[:, None]
        size = np.searchsorted(self.distances, np.abs(gap), side="right") - 1
        signed: Tags = size + (gap < 0) * len(self.distances)
        return signed

    def decode(self, head: str, scores: Array) -> Tags:
        """Best BIO sequences (Viterbi) of ... x n x labels log-probabilities, and of transitions where counted."""
        steps = allowed(scores.shape[-1])
        if head not in TRANSITION_WEIGHT:
            return _decode_freely(scores, steps)
        steps += self.weights[f"{head}.transitions"] * TRANSITION_WEIGHT[head]
        out = np.zeros(scores.shape[:-1], np.int64)
        kept = _open(scores)
        if kept.size:
            out[..., kept] = viterbi(scores[..., kept, :], steps)
        return out


def log_softmax(scores: Array) -> Array:
    shifted = scores - scores.max(-1, keepdims=True)
    out: Array = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def allowed(labels: int) -> Array:
    """Zero where one BIO tag may follow another, else FORBIDDEN: I-x follows B-x or I-x alone."""
    steps = np.zeros((labels, labels), np.float32)
    for inside in range(2, labels, 2):
        steps[:, inside] = FORBIDDEN
        steps[inside - 1, inside] = steps[inside, inside] = 0
    return steps


def _decode_freely(scores: Array, steps: Array) -> Tags:
    """Where the best tag of each word may follow that of the word before, the path of these is the best one."""
    best: Tags = scores.argmax(-1)
    first = best[..., 0]
    broken = (steps[best[..., :-1], best[..., 1:]] < 0).any(-1) | ((first > 0) & (first % 2 == 0))
    if broken.any():
        best[broken] = viterbi(scores[broken], steps)
    return best


def _open(scores: Array) -> Tags:
    """Words that are not surely outside of every span, and the first of each run of those that are."""
    sure = np.all((scores[..., 0] > SURE).reshape(-1, scores.shape[-2]), axis=0)
    kept = ~sure
    kept[0] = True
    kept[1:] |= ~sure[:-1]
    return np.flatnonzero(kept)


def viterbi(scores: Array, steps: Array) -> Tags:
    """The path of the highest sum of scores and steps, for each of ... x n x labels; it may not begin inside a span."""
    many = scores.reshape(-1, *scores.shape[-2:])
    best = many[:, 0].copy()
    best[:, 2::2] += FORBIDDEN
    back = np.empty(many.shape, np.int64)
    for i in range(1, many.shape[1]):
        reach = best[:, :, None] + steps
        back[:, i] = reach.argmax(1)
        best = reach.max(1) + many[:, i]
    rows = np.arange(len(many))
    path = np.empty(many.shape[:2], np.int64)
    path[:, -1] = best.argmax(1)
    for i in range(many.shape[1] - 1, 0, -1):
        path[:, i - 1] = back[rows, i, path[:, i]]
    out: Tags = path.reshape(scores.shape[:-1])
    return out


def spans(tags: Tags) -> list[tuple[int, int, int]]:
    """(label, first, last) of each span of BIO tags; label counts from 0."""
    out: list[tuple[int, int, int]] = []
    for i, tag in enumerate(tags.tolist()):
        if tag % 2 == 1:
            out.append(((tag - 1) // 2, i, i + 1))
        elif tag and out and out[-1][2] == i and out[-1][0] == tag // 2 - 1:
            out[-1] = (out[-1][0], out[-1][1], i + 1)
    return out

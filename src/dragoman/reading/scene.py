"""The scene head: words near an event's trigger look at each other, as seen from it, before they get their roles."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..language.encoder import Array, session
from .heads import FORBIDDEN, Tags

AT_ONCE = 32  # triggers of one run: a bound on memory


class SceneHead:
    """On ONNX Runtime, as `training/export.py` writes it."""

    def __init__(self, path: Path) -> None:
        self.session = session(path)

    def scores(self, vectors: Array, anchors: Tags, outside: tuple[int, ...]) -> Array:
        """n x width -> anchors x n x labels, not normed; words out of the head's reach are `outside`."""
        parts = [self._near(vectors, anchors[i : i + AT_ONCE]) for i in range(0, len(anchors), AT_ONCE)]
        near = np.concatenate(parts)
        reach = near.shape[1] // 2
        out = np.full((len(anchors), len(vectors), near.shape[2]), FORBIDDEN, np.float32)
        out[..., outside] = 0
        for row, scores, at in zip(out, near, anchors, strict=True):
            low, high = max(0, at - reach), min(len(vectors), at + reach + 1)
            row[low:high] = scores[low - at + reach : high - at + reach]
        return out

    def _near(self, vectors: Array, anchors: Tags) -> Array:
        out: Array
        (out,) = self.session.run(None, {"vectors": vectors, "anchors": anchors})
        return out

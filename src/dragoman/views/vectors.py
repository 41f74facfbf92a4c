"""The shipped encoder's vectors for the words of a short text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from ..language.encoder import PIECES, OnnxEncoder
from ..reading.weights import load_reader
from ..story import Span
from .points import Array

KEPT = 4096  # texts whose vectors are kept


@cache
def _encoder() -> OnnxEncoder:
    encoder = load_reader().encoder
    assert isinstance(encoder, OnnxEncoder)
    return encoder


def word_vectors(text: str, spans: Sequence[Span]) -> Array:
    """A vector for each span: the mean of its wordpieces read in the text; zeros beyond the first window."""
    offsets, hidden = _read(text)
    out = np.zeros((len(spans), hidden.shape[1]))
    for row, (start, end) in enumerate(spans):
        inside = [i for i, (low, high) in enumerate(offsets) if low < end and high > start]
        if inside:
            out[row] = hidden[inside].mean(axis=0)
    return out


@lru_cache(maxsize=KEPT)
def _read(text: str) -> tuple[tuple[Span, ...], Array]:
    """Where the wordpieces of the first window stand, and their vectors."""
    encoder = _encoder()
    encoding = encoder.tokenizer.encode(text, add_special_tokens=False)
    ids = np.array([[encoder.marks[0], *encoding.ids[:PIECES], encoder.marks[1]]], dtype=np.int64)
    (hidden,) = encoder.session.run(None, {"input_ids": ids})
    return tuple(encoding.offsets[:PIECES]), np.asarray(hidden[0][1:-1], dtype=np.float64)

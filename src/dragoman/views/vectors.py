"""Vectors for the words of a short text, in which what means the same lies near.

They are the shipped encoder's, mapped by `likeness.npz` (see `training/likeness.py`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

import numpy as np

from ..errors import ModelError
from ..language.encoder import PIECES, OnnxEncoder
from ..reading.weights import ShippedReader, load_reader
from ..story import Span
from .points import Array

FILE = "likeness.npz"
KEPT = 4096  # texts whose vectors are kept


@cache
def _reader() -> ShippedReader:
    return load_reader()


@cache
def likeness() -> Array:
    """The map, width of the encoder x width of the vectors; raises ModelError where it is of another encoder."""
    try:
        found = np.load(io.BytesIO(resources.files("dragoman.views").joinpath(FILE).read_bytes()))
        made_for, weights = str(found["model"]), found["map"].astype(np.float64)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{FILE}: missing or damaged ({error}); install the package again") from error
    if made_for != _reader().name:
        raise ModelError(f"{FILE}: made for {made_for}, not for {_reader().name}; see training/likeness.py")
    return np.asarray(weights)


def word_vectors(text: str, spans: Sequence[Span]) -> Array:
    """A vector for each span: the mean of its wordpieces read in the text; zeros beyond the first window."""
    offsets, hidden = read_words(text)
    out = np.zeros((len(spans), hidden.shape[1]))
    for row, (start, end) in enumerate(spans):
        inside = [i for i, (low, high) in enumerate(offsets) if low < end and high > start]
        if inside:
            out[row] = hidden[inside].mean(axis=0)
    return out @ likeness()


@lru_cache(maxsize=KEPT)
def read_words(text: str) -> tuple[tuple[Span, ...], Array]:
    """Where the wordpieces of the first window stand, and the encoder's vectors of them."""
    encoder = _reader().encoder
    assert isinstance(encoder, OnnxEncoder)
    encoding = encoder.tokenizer.encode(text, add_special_tokens=False)
    ids = np.array([[encoder.marks[0], *encoding.ids[:PIECES], encoder.marks[1]]], dtype=np.int64)
    (hidden,) = encoder.session.run(None, {"input_ids": ids})
    return tuple(encoding.offsets[:PIECES]), np.asarray(hidden[0][1:-1], dtype=np.float64)

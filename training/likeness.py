"""A map from the shipped encoder's vectors to those of all-MiniLM-L6-v2, in which what means the same lies near.

    python -m training.likeness src/dragoman/views/likeness.npz

The encoder was trained on from all-MiniLM-L6-v2 to label words and has lost much of how that tells sentences of one
matter from others. The mean of its vectors of a text still holds enough: ridge regression (Hoerl & Kennard 1970) gives
a linear map from it to the sentence vector of the original, of which the directions with most variance are kept. It is
read from the texts alone: training articles of PolNeAR and our own passages, whole sentences and parts of them.
To be run again after the encoder was trained anew. Needs numpy, the package of all-MiniLM-L6-v2 and `shared/gold`.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.language.document import split_sentences
from dragoman.reading.weights import load_reader
from dragoman.views.vectors import read_words

from .base import MINILM, load_tokenizer
from .sources import SHARED, records

Array = npt.NDArray[np.float64]
OWN = Path(__file__).parent / "annotations"
SENTENCES = 10_000
LENGTH = range(25, 260)  # characters of a sentence
PART = 3  # one in so many is a part of a sentence only, as points of accounts are
PULL = 100.0  # strength of the pull to zero (L2)
WIDTH = 128  # directions that are kept
HEADS, LAYERS, EPSILON = 12, 6, 1e-12


class MiniLM:
    """The original encoder, by numpy."""

    def __init__(self, folder: Path = MINILM) -> None:
        self.tokenizer = load_tokenizer()
        data = (folder / "model.safetensors").read_bytes()
        (size,) = struct.unpack("<Q", data[:8])
        head: dict[str, Any] = json.loads(data[8 : 8 + size])
        self.weights = {
            name.removeprefix("bert."): _array(data[8 + size :], told)
            for name, told in head.items()
            if name != "__metadata__"
        }

    def __call__(self, text: str) -> Array:
        """The vector of a text: the mean of its wordpieces, marks included, of length one."""
        x = self._embedded(self.tokenizer.encode(text).ids)
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}.")
        mean: Array = x.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _embedded(self, ids: list[int]) -> Array:
        parts = "embeddings."
        words = self.weights[parts + "word_embeddings.weight"][ids]
        places = self.weights[parts + "position_embeddings.weight"][: len(ids)]
        return self._norm(words + places + self.weights[parts + "token_type_embeddings.weight"][0], parts + "LayerNorm")

    def _layer(self, x: Array, name: str) -> Array:
        at = name + "attention."
        query, key, value = (
            self._linear(x, f"{at}self.{part}").reshape(len(x), HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        weight = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1]))
        seen = (weight / weight.sum(axis=-1, keepdims=True)) @ value
        x = self._norm(
            x + self._linear(seen.transpose(1, 0, 2).reshape(len(x), -1), at + "output.dense"), at + "output.LayerNorm"
        )
        wide = self._linear(x, name + "intermediate.dense")
        bent = wide * (0.5 * (1 + np.tanh(math.sqrt(2 / math.pi) * (wide + 0.044715 * wide**3))))
        return self._norm(x + self._linear(bent, name + "output.dense"), name + "output.LayerNorm")

    def _linear(self, x: Array, name: str) -> Array:
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _norm(self, x: Array, name: str) -> Array:
        spread = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + EPSILON)
        return spread * self.weights[name + ".weight"] + self.weights[name + ".bias"]


def _array(data: bytes, told: dict[str, Any]) -> Any:
    low, high = told["data_offsets"]
    kind = {"F32": np.float32, "F16": np.float16, "I64": np.int64}[told["dtype"]]
    return np.frombuffer(data[low:high], dtype=kind).reshape(told["shape"])


def sentences() -> list[str]:
    """What the map is read from, in an order that chance gives, always the same."""
    texts = [row["text"] for row in records(SHARED / "attribution" / "polnear.train.jsonl")]
    texts += [row["text"] for path in sorted(OWN.glob("own_*.jsonl")) for row in records(path)]
    found = [text[a:b] for text in texts for a, b in split_sentences(text, 0, len(text)) if b - a in LENGTH]
    chance = np.random.default_rng(1)
    drawn = chance.permutation(sorted(set(found)))[:SENTENCES]
    return list(_parts(drawn.tolist(), chance))


def _parts(drawn: list[str], chance: np.random.Generator) -> Iterator[str]:
    for number, sentence in enumerate(drawn):
        words = sentence.split()
        first = int(chance.integers(0, max(1, len(words) // 2)))
        last = first + int(chance.integers(6, 16))
        yield sentence if number % PART else " ".join(words[first:last])


def fitted(inputs: Array, wanted: Array) -> Array:
    """The map, width of the encoder x `WIDTH`: of vectors whose mean over a contact is taken away, so without bias."""
    middle, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    scaled = (inputs - middle) / spread
    bend = scaled.T @ scaled + PULL * np.eye(inputs.shape[1])
    weights = np.linalg.solve(bend, scaled.T @ (wanted - wanted.mean(axis=0)))
    _, _, directions = np.linalg.svd(scaled @ weights, full_matrices=False)
    kept: Array = (weights / spread[:, None]) @ directions[:WIDTH].T
    return kept


def main(target: Path) -> None:
    original, told = MiniLM(), sentences()
    inputs = np.array([read_words(text)[1].mean(axis=0) for text in told])
    wanted = np.array([original(text) for text in told])
    np.savez(target, map=fitted(inputs, wanted).astype(np.float16), model=np.array(load_reader().name))
    print(f"{target}: read from {len(told):,} sentences")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

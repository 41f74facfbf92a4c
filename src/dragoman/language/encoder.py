"""Words -> vectors: the encoder run over windows of whole sentences, one window at a time.

One window a call keeps a story's vectors independent of what is read beside it: the int8 encoder scales its
activations by everything in the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from ..errors import TooLarge
from .document import Document, Sentence

Array = npt.NDArray[np.float32]
PIECES = 254  # wordpieces of a window, less the two marks at its ends; training saw the same
MAX_WINDOWS = 100  # of a story: twice what the longest has; only noise, whose words fall into single letters, has more
WORD_PIECES = 40  # a longer word is cut for the encoder: one "word" of 10,000 letters must not fill a window


@dataclass(frozen=True)
class Window:
    """Words `[first, last)` of a document, their wordpieces, and the index of each word's first piece (-1: none)."""

    first: int
    last: int
    pieces: tuple[int, ...]
    heads: tuple[int, ...]


@dataclass(frozen=True)
class EncodedWindow:
    """Vectors of the words `[first, last)`: float32, words x width."""

    first: int
    last: int
    vectors: Array


class Encoder(Protocol):
    """Gives the words of a document vectors in context."""

    def encode(self, document: Document) -> tuple[EncodedWindow, ...]: ...


def windows(document: Document, tokenizer: Tokenizer) -> Iterator[Window]:
    """Pack whole sentences into windows; a sentence too long for one is cut."""
    encoded = tokenizer.encode_batch(
        [document.text[s.start : s.end] for s in document.sentences], add_special_tokens=False
    )
    pieces: list[int] = []
    heads: list[int] = []
    first = 0
    for sentence, encoding in zip(document.sentences, encoded, strict=True):
        for low, high, ids, starts in _chunks(document, sentence, encoding.ids, encoding.offsets):
            if pieces and len(pieces) + len(ids) > PIECES:
                yield Window(first, low, tuple(pieces), tuple(heads))
                pieces, heads, first = [], [], low
            heads.extend(len(pieces) + s if s >= 0 else -1 for s in starts)
            pieces.extend(ids)
            assert len(heads) == high - first
    if heads:
        yield Window(first, first + len(heads), tuple(pieces), tuple(heads))


def _chunks(
    document: Document, sentence: Sentence, ids: Sequence[int], offsets: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, list[int], list[int]]]:
    """Runs of words of at most PIECES wordpieces: (first word, last word, pieces, first piece of each word)."""
    chunk: list[int] = []
    starts: list[int] = []
    low, at = sentence.first, 0
    for word in range(sentence.first, sentence.last):
        end = document.words[word][1] - sentence.start
        begin = at
        while at < len(ids) and offsets[at][0] < end:
            at += 1
        mine = list(ids[begin : min(at, begin + WORD_PIECES)])
        if len(chunk) + len(mine) > PIECES:
            yield low, word, chunk, starts
            chunk, starts, low = [], [], word
        starts.append(len(chunk) if mine else -1)
        chunk.extend(mine)
    yield low, sentence.last, chunk, starts


def session(path: Path) -> ort.InferenceSession:
    """A graph on ONNX Runtime, one thread: processes are what scales."""
    options = ort.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")  # int8 sums overflow on those without VNNI
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class OnnxEncoder:
    """An encoder as `training/export.py` writes it; `marks`: the wordpieces that begin and end a window."""

    def __init__(self, folder: Path, marks: tuple[int, int]) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.session = session(folder / "encoder.onnx")
        self.marks = marks

    def encode(self, document: Document) -> tuple[EncodedWindow, ...]:
        """Vectors for each window of the document; raises TooLarge where there are more than a story has."""
        found = tuple(islice(windows(document, self.tokenizer), MAX_WINDOWS + 1))
        if len(found) > MAX_WINDOWS:
            raise TooLarge("most of it is no words of a language; give the story's text alone.")
        return tuple(map(self._run, found))

    def _run(self, window: Window) -> EncodedWindow:
        ids = np.array([[self.marks[0], *window.pieces, self.marks[1]]], dtype=np.int64)
        (hidden,) = self.session.run(None, {"input_ids": ids})
        vectors = hidden[0][np.array(window.heads, dtype=np.int64) + 1].astype(np.float32)
        vectors[np.array(window.heads) < 0] = 0.0
        return EncodedWindow(window.first, window.last, vectors)

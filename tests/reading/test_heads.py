"""Decoding of tags and pair heads."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from dragoman.errors import KnowledgeError
from dragoman.knowledge import ontology as module
from dragoman.reading.heads import Heads, allowed, log_softmax, spans, viterbi
from dragoman.reading.labels import EVENT_TAGS, MODE_LABELS, TYPES


def test_spans_of_tags() -> None:
    assert spans(np.array([0, 1, 2, 0, 3, 3, 4])) == [(0, 1, 3), (1, 4, 5), (1, 5, 7)]


def test_a_span_never_begins_inside() -> None:
    scores = log_softmax(np.array([[0.0, 1.0, 5.0], [0.0, 1.0, 5.0]], np.float32))
    assert viterbi(scores, allowed(3)).tolist() == [1, 2]


def test_viterbi_prefers_the_whole_path() -> None:
    scores = log_softmax(np.array([[2.0, 1.9, 0.0], [0.0, 0.0, 6.0]], np.float32))
    assert viterbi(scores, allowed(3)).tolist() == [1, 2]


def test_the_short_way_of_decoding_finds_the_best_path_too() -> None:
    scores = log_softmax(np.random.default_rng(0).normal(size=(300, 6, 5)).astype(np.float32) * 2)
    found = Heads({"distances": np.zeros(1, np.float32)}).decode("any", scores)
    assert (found == viterbi(scores, allowed(5))).all()
    assert (found != scores.argmax(-1)).any()


def test_pair_head_equals_its_formula() -> None:
    random = np.random.default_rng(0)
    shapes = {"anchor.weight": (4, 3), "anchor.bias": (4,), "word.weight": (4, 3), "left.weight": (4, 3),
              "right.weight": (4, 3), "distance.weight": (6, 4), "out.weight": (2, 4), "out.bias": (2,)}  # fmt: skip
    weights = {f"x.{k}": random.normal(size=v).astype(np.float32) for k, v in shapes.items()}
    heads = Heads(weights | {"distances": np.array([0, 1, 3], np.float32)})
    vectors = random.normal(size=(5, 3)).astype(np.float32)
    got = heads.pair("x", vectors, np.array([2]))[0, 0]
    w = {k.removeprefix("x."): v for k, v in weights.items()}
    a, b = vectors[2], vectors[0]
    hidden = w["anchor.weight"] @ a + w["anchor.bias"] + w["word.weight"] @ b
    hidden = hidden + (w["left.weight"] @ a) * (w["right.weight"] @ b) + w["distance.weight"][1 + 3]
    expected = log_softmax((w["out.weight"] @ np.maximum(hidden, 0) + w["out.bias"])[None])[0]
    assert got == pytest.approx(expected, abs=1e-5)
    some = heads.pair("x", vectors, np.array([2]), np.array([4, 0]))[0]
    assert some == pytest.approx(heads.pair("x", vectors, np.array([2]))[0][[4, 0]], abs=1e-5)


def test_labels_follow_the_ontology() -> None:
    assert len(TYPES) == 16
    assert len(EVENT_TAGS) == 33
    assert "CONSULT:phone" in MODE_LABELS


def test_a_broken_ontology_is_named(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "ontology.yaml"
    file.write_text(yaml.safe_dump({"scale": "x", "types": {"AGREE": {"quad": 3}}}))
    monkeypatch.setattr(module, "FILE", file)
    module.ontology.cache_clear()
    with pytest.raises(KnowledgeError, match=r"ontology\.yaml"):
        module.ontology()
    module.ontology.cache_clear()

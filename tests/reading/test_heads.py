"""Decoding of tags and pair heads."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from dragoman.errors import KnowledgeError
from dragoman.knowledge import ontology as module
from dragoman.reading.heads import LAYERS, REACH, Heads, allowed, log_softmax, spans, viterbi
from dragoman.reading.labels import EVENT_TAGS, MODE_LABELS, TYPES


def test_spans_of_tags() -> None:
    assert spans(np.array([0, 1, 2, 0, 3, 3, 4])) == [(0, 1, 3), (1, 4, 5), (1, 5, 7)]


def test_a_span_never_begins_inside() -> None:
    scores = log_softmax(np.array([[0.0, 1.0, 5.0], [0.0, 1.0, 5.0]], np.float32))
    assert viterbi(scores, allowed(3)).tolist() == [1, 2]


def test_viterbi_prefers_the_whole_path() -> None:
    scores = log_softmax(np.array([[2.0, 1.9, 0.0], [0.0, 0.0, 6.0]], np.float32))
    assert viterbi(scores, allowed(3)).tolist() == [1, 2]


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


def test_a_scene_head_whose_layers_add_nothing_is_its_mixture_normed() -> None:
    random = np.random.default_rng(0)
    shapes = {"anchor.weight": (8, 3), "anchor.bias": (8,), "word.weight": (8, 3), "left.weight": (8, 3),
              "right.weight": (8, 3), "distance.weight": (6, 8), "out.weight": (5, 8), "out.bias": (5,),
              "norm.weight": (8,), "norm.bias": (8,)}  # fmt: skip
    for n in range(LAYERS):
        layer = {"norm1.weight": (8,), "norm1.bias": (8,), "norm2.weight": (8,), "norm2.bias": (8,),
                 "qkv.weight": (24, 8), "qkv.bias": (24,), "wide.weight": (16, 8), "wide.bias": (16,)}  # fmt: skip
        shapes |= {f"layers.{n}.{k}": v for k, v in layer.items()}
    weights = {f"x.{k}": random.normal(size=v).astype(np.float32) for k, v in shapes.items()}
    for n in range(LAYERS):
        weights |= {f"x.layers.{n}.{k}.bias": np.zeros(8, np.float32) for k in ("joined", "back")}
        weights[f"x.layers.{n}.joined.weight"] = np.zeros((8, 8), np.float32)
        weights[f"x.layers.{n}.back.weight"] = np.zeros((8, 16), np.float32)
    heads = Heads(weights | {"distances": np.array([0, 1, 3], np.float32)})
    vectors = random.normal(size=(REACH + 5, 3)).astype(np.float32)
    got = heads.scene("x", vectors, np.array([0]), (0, 3))[0]
    w = {k.removeprefix("x."): v for k, v in weights.items()}
    mixed = w["anchor.weight"] @ vectors[0] + w["anchor.bias"] + w["word.weight"] @ vectors[1]
    mixed = mixed + (w["left.weight"] @ vectors[0]) * (w["right.weight"] @ vectors[1]) + w["distance.weight"][1]
    normed = (mixed - mixed.mean()) / np.sqrt(mixed.var() + 1e-5) * w["norm.weight"] + w["norm.bias"]
    assert got[1] == pytest.approx(w["out.weight"] @ normed + w["out.bias"], abs=1e-4)
    assert got[REACH + 1 :].argmax(-1).tolist() == [0] * 4
    assert (got[REACH + 1 :, [0, 3]] == 0).all()


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

"""The scene head sees the words near a trigger, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.reading.heads import FORBIDDEN
from dragoman.reading.labels import HEADS
from dragoman.reading.scene import AT_ONCE, SceneHead
from dragoman.reading.weights import FOLDER

OUTSIDE = (0, 7)


@pytest.fixture(scope="module")
def head() -> SceneHead:
    return SceneHead(FOLDER / "scene.onnx")


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:  # type: ignore[type-arg]
    return np.random.default_rng(0).normal(size=(200, 384)).astype(np.float32)


def reached(row: np.ndarray) -> list[int]:  # type: ignore[type-arg]
    return np.flatnonzero((row > FORBIDDEN).all(-1)).tolist()


def test_words_out_of_reach_are_outside(head: SceneHead, vectors: np.ndarray) -> None:  # type: ignore[type-arg]
    first, middle, last = head.scores(vectors, np.array([0, 100, 199]), OUTSIDE)
    assert first.shape == (200, HEADS["role_scene"])
    reach = len(reached(middle)) // 2
    assert reached(first) == list(range(reach + 1))
    assert reached(middle) == list(range(100 - reach, 101 + reach))
    assert reached(last) == list(range(199 - reach, 200))
    assert (first[reach + 1 :, OUTSIDE] == 0).all()


def test_a_window_shorter_than_the_reach(head: SceneHead, vectors: np.ndarray) -> None:  # type: ignore[type-arg]
    (row,) = head.scores(vectors[:5], np.array([2]), OUTSIDE)
    assert reached(row) == [0, 1, 2, 3, 4]


def test_words_beyond_the_reach_change_nothing(head: SceneHead, vectors: np.ndarray) -> None:  # type: ignore[type-arg]
    (near,) = head.scores(vectors[:90], np.array([10]), OUTSIDE)
    (all_,) = head.scores(vectors, np.array([10]), OUTSIDE)
    # near in value, not equal: the scale of the activations is that of all words at hand
    assert all_[:51] == pytest.approx(near[:51], abs=0.3)


def test_more_triggers_than_one_run_takes(head: SceneHead, vectors: np.ndarray) -> None:  # type: ignore[type-arg]
    anchors = np.arange(AT_ONCE + 3)
    many = head.scores(vectors, anchors, OUTSIDE)
    assert many.shape[:2] == (AT_ONCE + 3, 200)
    assert reached(many[-1])[-1] - reached(many[0])[-1] == AT_ONCE + 2

"""Confidence: scaled to a probability, and a bound under which things are left out."""

from __future__ import annotations

import numpy as np
import pytest

import dragoman
from dragoman.reading.model import FoundAttribution, FoundEvent, Reading, Scale
from training.calibrate import fit


def event(confidence: float) -> FoundEvent:
    return FoundEvent("CONSULT", 0, 1, None, "happened", 1.0, 0.0, (), confidence)


def test_a_scale_keeps_order_and_stays_a_probability() -> None:
    scale = Scale(0.7, -0.4)
    told = [scale(p) for p in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert told == sorted(told)
    assert all(0 < p < 1 for p in told)
    assert Scale()(0.3) == pytest.approx(0.3)


def test_the_fit_finds_the_scale_that_made_the_answers() -> None:
    made, random = Scale(0.6, -0.5), np.random.default_rng(1)
    chances = random.uniform(0.02, 0.98, 20_000).tolist()
    found = fit([(p, bool(random.random() < made(p))) for p in chances])
    assert found.slope == pytest.approx(0.6, abs=0.05)
    assert found.shift == pytest.approx(-0.5, abs=0.05)


def test_what_is_less_sure_is_left_out() -> None:
    said = FoundAttribution((0, 1), (1, 2), ((2, 3),), 0.4)
    reading = Reading((said,), (event(0.2), event(0.6)))
    assert reading.surer(0.5) == Reading((), (event(0.6),))
    assert reading.surer(0.0) is reading


def test_every_event_and_attribution_of_a_story_tells_its_confidence() -> None:
    text = "Velmora's president met his Kestrian counterpart on Monday. He said that Kestria had attacked a ferry."
    story = dragoman.read(text, date="2024-12-03")
    sure = dragoman.read(text, date="2024-12-03", min_confidence=1.0)
    assert all(0 < (x.confidence or 0) <= 1 for x in (*story.events, *story.attributions))
    assert story.events
    assert not [x for x in (*sure.events, *sure.attributions) if (x.confidence or 0) < 1]

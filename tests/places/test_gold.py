"""Floors on GeoWebNews; they only rise."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from .test_finder import FINDER, document

FOUND, NEAR, WHOLE = 0.83, 0.935, 0.735  # measured: 0.840, 0.943, 0.747
SLOWEST = 5_000  # words a second, on a machine that does other things too; 50,000 and more alone


def scored(shared: Path, gold: dict[str, Any], found: dict[str, Any]) -> tuple[float, float, float]:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        score.places(gold, found, False)
    figures = re.findall(r"(?:F1|acc@161) (\d\.\d+)", out.getvalue())
    return float(figures[0]), float(figures[1]), float(figures[2])


def test_floors_on_geowebnews(shared: Path) -> None:
    path = shared / "gold" / "toponyms" / "geowebnews.all.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    gold = {d["id"]: d for d in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    documents = {key: document(d["text"]) for key, d in gold.items()}
    begun = time.process_time()
    places = {key: FINDER.find(d) for key, d in documents.items()}
    seconds = time.process_time() - begun
    found = {
        key: {"places": [{"span": list(p.span), "lat": p.lat, "lon": p.lon} for p in ps]} for key, ps in places.items()
    }
    f1, near, whole = scored(shared, gold, found)
    assert f1 >= FOUND
    assert near >= NEAR
    assert whole >= WHOLE
    assert sum(len(d.words) for d in documents.values()) / seconds > SLOWEST

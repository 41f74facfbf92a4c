"""Figures on the dev sets never fall under their floors; floors only rise. Needs the gold corpora."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.run import GOLD, score

FLOORS = {  # task -> (line of the scorer's answer, floor)
    "stories": {
        "found": 0.69,
        "coded": 0.33,
        "attributed": 0.28,
        "whole": 0.18,
        "according": 0.75,
        "who": 0.47,
        "status": 0.75,
        "background": 0.78,
        "date": 0.41,
        "mode": 0.72,
        "place": 0.70,
    },
    "agency": {
        "found": 0.83,
        "coded": 0.48,
        "attributed": 0.41,
        "whole": 0.35,
        "according": 0.82,
        "who": 0.57,
        "status": 0.86,
        "background": 0.95,
        "date": 0.39,
        "mode": 0.83,
        "place": 0.74,
    },
    "gsr": {"type": 0.85, "first": 0.66, "who": 0.60},
    "plv": {"type": 0.90, "first": 0.75},
    "polnear": {"source": 0.785, "cue": 0.715, "content": 0.615, "linked": 0.63},
    "platinum": {"value": 0.90},
    "geowebnews": {"found": 0.80},
}


def figure(told: str, name: str) -> float:
    """F1 of the line that begins with the name; recall of types, whose precision is but a lower bound; or a share."""
    pattern = {"type": r"type P \S+  R (\S+)"}.get(name, rf"^{name} .*?F1 (\S+)|(?:  |of found *){name} (\d\S*)")
    found = re.search(pattern, told, re.M)
    assert found, f"{name} is not in: {told}"
    return float(next(group for group in found.groups() if group))


@pytest.mark.parametrize("task", FLOORS)
def test_figures_hold_their_floors(task: str, tmp_path: Path) -> None:
    if not GOLD.is_dir():
        pytest.skip(f"{GOLD} is absent: gold corpora are no part of the project")
    told = score(task, tmp_path)
    assert {name: figure(told, name) >= floor for name, floor in FLOORS[task].items()} == dict.fromkeys(
        FLOORS[task], True
    ), told

"""Paths that tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "samples"


@pytest.fixture
def samples() -> Path:
    """The sample stories."""
    return SAMPLES


@pytest.fixture
def shared() -> Path:
    """The gold corpora and the first story; the test skips where they are absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: gold corpora are not part of the project")
    return SHARED


@pytest.fixture
def first_story(shared: Path) -> str:
    """The wire page that all began with."""
    return next(shared.glob("stories/000_*.txt")).read_text(encoding="utf-8")

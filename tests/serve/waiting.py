"""Waiting for a page: playwright's own way needs `eval`, which the policy of the pages forbids."""

from __future__ import annotations

import time
from typing import Any

LONGEST = 10.0  # seconds


def until(page: Any, expression: str) -> None:
    """Wait until an expression is true in the page."""
    end = time.monotonic() + LONGEST
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"it never came: {expression} at {page.url}"
        page.wait_for_timeout(20)

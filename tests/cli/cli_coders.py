"""Coders that go wrong, for the tests of the commands."""

from __future__ import annotations

import time
from typing import Any

from dragoman.errors import ModelError
from dragoman.story import Story
from dragoman.testing import StandIn


class Unmade(StandIn):
    def __init__(self) -> None:
        raise ModelError("the weights are missing; install again")


class Faulty(StandIn):
    def read(self, data: bytes | str, **given: Any) -> Story:
        raise ZeroDivisionError("by nought")


class Interrupted(StandIn):
    def read(self, data: bytes | str, **given: Any) -> Story:
        raise KeyboardInterrupt


class Slow(StandIn):
    def read(self, data: bytes | str, **given: Any) -> Story:
        time.sleep(0.02)
        return super().read(data, **given)

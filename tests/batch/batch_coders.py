"""Coders that go wrong, for the tests of batches. Worker processes import them by name."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from dragoman.errors import ModelError
from dragoman.story import Story
from dragoman.testing import StandIn


class Slow(StandIn):
    """Takes a while for each story."""

    def read(self, data: bytes | str, **given: Any) -> Story:
        time.sleep(0.01)
        return super().read(data, **given)


class Uneven(StandIn):
    """Takes longer for some stories, so that answers come out of order."""

    def read(self, data: bytes | str, **given: Any) -> Story:
        time.sleep(0.03 if "SLOW" in str(data) else 0)
        return super().read(data, **given)


class Dying(StandIn):
    """Its process is killed by a story that says so."""

    def read(self, data: bytes | str, **given: Any) -> Story:
        if "DIE" in str(data):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(data, **given)


class Faulty(StandIn):
    """Has a fault that some stories show."""

    def read(self, data: bytes | str, **given: Any) -> Story:
        if "FAULT" in str(data):
            raise ZeroDivisionError("by nought")
        if "HUGE" in str(data):
            raise MemoryError
        if "WEIGHTS" in str(data):
            raise ModelError("the weights are damaged; install again")
        return super().read(data, **given)


class Unmade(StandIn):
    """Cannot be made."""

    def __init__(self) -> None:
        raise ModelError("the weights are missing; install again")


class Stillborn(StandIn):
    """Its process dies as it is made."""

    def __init__(self) -> None:
        os._exit(3)

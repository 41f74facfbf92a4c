"""Dragoman reads news of diplomacy and conflict: who did or said what to whom, on whose word.

`read` reads one story, `Coder` many; `Story` is what comes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import DragomanError, InputError
from .story import Story
from .version import __version__

if TYPE_CHECKING:
    from .coder import Coder, read

__all__ = ["Coder", "DragomanError", "InputError", "Story", "__version__", "read"]


def __getattr__(name: str) -> object:
    # the coder pulls in numpy and the runtime of the model: not before it is asked for
    if name in {"Coder", "read"}:
        from . import coder

        return getattr(coder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

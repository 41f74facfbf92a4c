"""Dragoman reads news of diplomacy and conflict: who did or said what to whom, on whose word.

`read` reads one story, `Coder` many; `Story` is what comes out. `open` opens a database of many as a `Record`, to be
asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import DragomanError, InputError
from .story import Story
from .version import __version__

if TYPE_CHECKING:
    from .coder import Coder, read
    from .record import Record, open

__all__ = ["Coder", "DragomanError", "InputError", "Record", "Story", "__version__", "open", "read"]


def __getattr__(name: str) -> object:
    # the coder pulls in numpy and the runtime of the model: not before it is asked for
    if name in {"Coder", "read"}:
        from . import coder

        return getattr(coder, name)
    if name in {"Record", "open"}:
        from . import record

        return getattr(record, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

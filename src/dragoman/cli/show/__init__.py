"""The record of a story for a reader: in columns and colour on a terminal, else as plain lines.

words    values -> words: names, dates, chains of sources, the sentence around a trigger
mentions Story -> what its mentions stand for: names left open, times, places, actors, with what decided them
record   Story -> Record: all that is shown, in order, as text; knows nothing of terminals
plain    Record -> lines for pipes and files
screen   Record -> a terminal
events   events of the database -> either
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from ...story import Story

if TYPE_CHECKING:
    from .events import PlainEvents, ScreenEvents

MIN_WIDTH = 40


def printer(
    out: TextIO, width: int | None = None, contacts: bool = False, why: bool = False
) -> Callable[[Story], None]:
    """What prints a story on `out`: its contacts alone, or all of it, with what decided who is meant if `why`.

    `width` (columns) overrides COLUMNS and the terminal's.
    """
    from .record import Record, whole

    choose = Record.contacts_alone if contacts else whole if why else Record.brief
    if _is_terminal(out):
        from .screen import Screen

        return Screen(out, width or _columns(), choose).show
    from .plain import Plain

    return Plain(out, width or _columns(), choose).show


def events_printer(out: TextIO, width: int | None = None) -> PlainEvents | ScreenEvents:
    """What prints events, or counts of them, on `out`. `width` as in `printer`."""
    from .events import PlainEvents, ScreenEvents

    return ScreenEvents(out, width or _columns()) if _is_terminal(out) else PlainEvents(out)


def _is_terminal(out: TextIO) -> bool:
    """Whether `out` shows colour and boxes; FORCE_COLOR says so of a pager."""
    if os.environ.get("TERM") in ("dumb", "unknown"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or out.isatty()


def _columns() -> int | None:
    columns = os.environ.get("COLUMNS", "")
    return max(MIN_WIDTH, int(columns)) if columns.isdecimal() and int(columns) else None

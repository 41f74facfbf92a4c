"""How a batch goes on, on standard error: a bar on a terminal, else nothing but what must be known."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .app import say

if TYPE_CHECKING:
    from rich.progress import Progress

    from ..batch.run import Count

MAX_WARNINGS = 5  # lines; the rest is counted at the end


class Quiet:
    """Warnings alone."""

    def __init__(self) -> None:
        self.warnings = 0

    def begin(self, size: int | None) -> None: ...

    def warn(self, message: str) -> None:
        self.warnings += 1
        if self.warnings <= MAX_WARNINGS:
            self.tell(f"warning: {message}")

    def tick(self, count: Count, position: int) -> None: ...

    def tell(self, message: str) -> None:
        say(message)

    def close(self) -> None: ...


class Bar(Quiet):
    """A bar with the share read, stories and words a second, and the time left."""

    def __init__(self) -> None:
        super().__init__()
        self.progress = _progress()
        self.task = self.progress.add_task("reading", total=None, rate="", errors="")

    def begin(self, size: int | None) -> None:
        self.progress.update(self.task, total=size)
        self.progress.start()

    def tick(self, count: Count, position: int) -> None:
        errors = f"{count.errors:,} in error" if count.errors else ""
        self.progress.update(self.task, completed=position, rate=rate(count), errors=errors)

    def tell(self, message: str) -> None:
        self.progress.console.print(f"dragoman: {message}", markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        self.progress.stop()


def watcher() -> Quiet:
    """A bar where standard error is a terminal."""
    return Bar() if sys.stderr.isatty() else Quiet()


def rate(count: Count) -> str:
    """How many stories, and how fast: `300 stories (8.1 a second, 3,211 words a second)`."""
    seconds = max(count.seconds, 1e-9)
    speed = f"{count.stories / seconds:,.1f} a second, {count.words / seconds:,.0f} words a second"
    return f"{number(count.stories, 'story', 'stories')} ({speed})"


def number(count: int, one: str, many: str) -> str:
    """`1 story`, `2 stories`."""
    return f"{count:,} {one if count == 1 else many}"


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    return Progress(
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TextColumn("{task.fields[errors]}", markup=False, style="red"),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=Console(stderr=True),
    )

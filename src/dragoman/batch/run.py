"""A batch from its files to its count."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from . import BatchError
from .codes import CODER
from .output import Output, errors_path
from .pool import Setting, answers
from .rows import STDIN, BadRow, Row, Rows

MAX_SHOWN = 80  # characters of an id in a message


@dataclass(frozen=True)
class Batch:
    """What to code and how. `jobs`: processes; `lang`: overrides what the texts seem to be written in.

    `min_confidence`: what is less sure is left out; `knowledge`: folders of the user's own knowledge files.
    """

    inputs: Sequence[str]
    out: Path
    jobs: int = 1
    lang: str | None = None
    resume: bool = False
    overwrite: bool = False
    coder: str = CODER
    min_confidence: float = 0.0
    knowledge: tuple[Path, ...] = ()


@dataclass
class Count:
    """How far a batch has come. `skipped` rows were done by an earlier run; `words` are those of the texts coded."""

    stories: int = 0
    errors: int = 0
    duplicates: int = 0
    skipped: int = 0
    words: int = 0
    seconds: float = 0.0


class Watch(Protocol):
    """Told how a batch goes on."""

    def begin(self, size: int | None) -> None:
        """`size`: bytes of all inputs, or None where one has no size."""

    def warn(self, message: str) -> None:
        """Something that the user should know, and that does not stop the batch."""

    def tick(self, count: Count, position: int) -> None:
        """A row is done; `position`: bytes of the inputs read so far."""


class Unwatched:
    """Nobody looks on."""

    def begin(self, size: int | None) -> None: ...

    def warn(self, message: str) -> None: ...

    def tick(self, count: Count, position: int) -> None: ...


def run(batch: Batch, watch: Watch | None = None) -> Count:
    """Code all rows; raises BatchError when the batch cannot start or go on, OSError when OUT cannot be written."""
    watch = watch or Unwatched()
    _check(batch)
    output = Output(batch.out, resume=batch.resume, overwrite=batch.overwrite)
    count, rows, begun = Count(), Rows(batch.inputs), time.monotonic()
    watch.begin(rows.size)
    setting = Setting(batch.coder, batch.lang, batch.min_confidence, batch.knowledge)
    with closing(output), closing(answers(_to_do(rows, output, batch, count, watch), batch.jobs, setting)) as done:
        for row, answer in done:
            if answer.story is not None and isinstance(row, Row):
                output.story(answer.story)
                count.stories += 1
                count.words += len(row.text.split())
            else:
                output.error(row, answer.reason or "no answer")
                count.errors += 1
            count.seconds = time.monotonic() - begun
            watch.tick(count, rows.position)
    return count


def _check(batch: Batch) -> None:
    for file in batch.inputs:
        if file == STDIN:
            continue
        path = Path(file)
        if not path.is_file():
            what = "it is not a file of rows" if path.exists() else "there is no such file"
            raise BatchError(f"{file}: {what}; check the name, or give - and the rows on standard input")
        if any(written.exists() and written.samefile(path) for written in (batch.out, errors_path(batch.out))):
            raise BatchError(f"{file}: input and output are one file; give another -o")
    if batch.out.is_dir() or not batch.out.parent.is_dir():
        raise BatchError(f"{batch.out}: not a file in a folder that is there; give another -o")
    if batch.out.suffix == ".gz":
        raise BatchError(f"{batch.out}: OUT is written plain, so that a run can be continued; give a name without .gz")


def _to_do(rows: Rows, output: Output, batch: Batch, count: Count, watch: Watch) -> Iterator[Row | BadRow]:
    """The rows that are left, with a warning for each id that occurs again."""
    seen: set[str] = set()
    left = output.rest(iter(rows), seen) if batch.resume else iter(rows)
    count.skipped = output.done
    for row in left:
        if isinstance(row, Row) and row.id in seen:
            count.duplicates += 1
            id = repr(row.id[:MAX_SHOWN])
            watch.warn(f"{row.file}: line {row.line}: the id {id} occurs again; it is coded all the same")
        if row.id is not None:
            seen.add(row.id)
        yield row

"""Paths -> stories in the database, with their merges current.

Stories are stored in short transactions as they come, each with the hash of the input that it was coded from. So a run
that was broken off at any point is completed by the same command: what is stored is known again before it is coded, and
what no merge has taken in yet is marked so in the database.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol

from sqlalchemy import Connection, select, update

from ..batch.pool import Setting, answers
from ..batch.rows import STDIN, BadRow, Row
from ..batch.run import Count
from ..batch.run import Watch as BatchWatch
from ..loading import undisturbed
from ..schema import from_json
from .claims import digest
from .engine import Store, settle
from .inputs import Coded, Inputs
from .tables import stories
from .write import Incoming, held, store

AT_ONCE = 32  # stories of a transaction
LATEST = 1.0  # seconds that a story waits for others to be stored with
MERGED_AT_ONCE = 200  # stories: a merge keeps other writers waiting
SETTLED_FROM = 200  # new stories for which the planner of the database is told anew what its tables hold
MERGE = "dragoman.merge.run"  # by name: merges are built upon this
UNMERGED = select(stories.c.key).where(stories.c.merged.is_(False)).order_by(stories.c.key)


class Watch(BatchWatch, Protocol):
    """Told how adding goes on."""

    def tell(self, message: str) -> None:
        """Something that went wrong with a part of what was given."""


def add(paths: Sequence[str], to: Store, jobs: int, setting: Setting, watch: Watch) -> Count:
    """Add what the paths hold. `Count.stories` are those that are new, `skipped` those that were there.

    Raises StoreError when a path is not there or the database cannot be written, BatchError when nothing can be coded.
    """
    inputs = Inputs(paths)
    adding = _Adding(to, inputs, watch)
    watch.begin(inputs.size)
    if inputs.others:
        watch.warn(f"{inputs.others:,} files in folders were left out: they end neither as pages nor as rows do")
    try:
        with closing(answers(adding.to_code(), jobs, setting)) as done:
            for row, answer in done:
                adding.coded(row, answer.story, answer.reason)
    except KeyboardInterrupt:
        adding.flush()
        raise
    adding.flush()
    merge(to)
    if adding.count.stories >= SETTLED_FROM:
        settle(to)
    return adding.count


def merge(to: Store) -> None:
    """Bring the merges up to date with all stories that they have not taken in yet."""
    run = import_module(MERGE)

    def work(connection: Connection) -> bool:
        keys = list(connection.execute(UNMERGED.limit(MERGED_AT_ONCE)).scalars())
        if keys:
            with undisturbed():
                run.update(connection, keys)
            connection.execute(update(stories).where(stories.c.key.in_(keys)).values(merged=True))
        return bool(keys)

    while to.write(work, alone="merge"):
        pass


@dataclass
class _Adding:
    """A run: what waits to be stored, and the count."""

    to: Store
    inputs: Inputs
    watch: Watch
    count: Count = field(default_factory=Count)
    waiting: list[Incoming] = field(default_factory=list)
    given: set[tuple[str, str]] = field(default_factory=set)  # of those that wait
    begun: float = field(default_factory=time.monotonic)
    oldest: float = 0.0  # when the first of those that wait came
    unmerged: int = 0

    def to_code(self) -> Iterator[Row | BadRow]:
        """The rows that are not stored yet. Stories that are coded are taken in on the way."""
        for item in self.inputs:
            if isinstance(item, Coded) and item.story is not None:
                self._take(Incoming(item.story))
            elif isinstance(item, Row) and self._held(item):
                self.count.skipped += 1
                self._tick()
            else:
                yield item

    def coded(self, row: Row | BadRow, story: bytes | None, reason: str | None) -> None:
        """Take in what a row has come to."""
        if isinstance(row, Row) and story is not None:
            self._take(Incoming(from_json(story), given_as(row)))
            return
        self.count.errors += 1
        self.watch.tell(f"{_where(row)}: {reason or 'no answer'}")
        self._tick()

    def flush(self) -> None:
        """Store what waits."""
        if not self.waiting:
            return
        waiting, self.waiting, self.given = self.waiting, [], set()
        with undisturbed():
            new = len(self.to.write(lambda connection: store(connection, waiting)))
        self.count.stories += new
        self.count.skipped += len(waiting) - new
        self.unmerged += new
        if self.unmerged >= MERGED_AT_ONCE:
            self.unmerged = 0
            merge(self.to)

    def _take(self, incoming: Incoming) -> None:
        if not self.waiting:
            self.oldest = time.monotonic()
        self.waiting.append(incoming)
        if incoming.given:
            self.given.add((incoming.story.id, incoming.given))
        self.count.words += len(incoming.story.text.split())
        if len(self.waiting) >= AT_ONCE or time.monotonic() - self.oldest >= LATEST:
            self.flush()
        self._tick()

    def _held(self, row: Row) -> bool:
        given = given_as(row)
        if (row.id, given) in self.given:
            return True
        with self.to.reading() as connection:
            return held(connection, row.id, given)

    def _tick(self) -> None:
        self.count.seconds = time.monotonic() - self.begun
        self.watch.tick(self.count, self.inputs.position)


def given_as(row: Row) -> str:
    """Hash of a row as it was given."""
    return digest(row.text, row.date, row.headline, row.agency, row.extra)


def _where(row: Row | BadRow) -> str:
    file = "standard input" if row.file == STDIN else row.file
    file = file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return f"{file}: line {row.line}" if row.line else file

"""Rows -> answers in the order of the rows, in this process or in several.

Each worker process holds one coder and one row at a time, so that a worker that dies takes one row with it, and we
know which. At most `AHEAD` rows for each worker are read or kept beyond the first one that is not answered.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from . import BatchError
from .codes import Codes, make_coder
from .rows import BadRow, Row
from .work import Answer, answer

AHEAD = 16  # rows a worker: enough that one long story does not stop the others
AHEAD_CHARS = 16_000_000  # of all rows kept: bounds the memory where rows are huge
MAX_FAILED_STARTS = 3  # in a row, before the run is given up
GRACE = 2.0  # seconds that a worker is given to end
READY = "ready"
Item = Row | BadRow


@dataclass(frozen=True)
class Setting:
    """What each worker needs: the coder as `module:name`, and what the user asked for."""

    coder: str
    lang: str | None = None
    min_confidence: float = 0.0
    knowledge: tuple[Path, ...] = ()


def answers(items: Iterable[Item], jobs: int, setting: Setting) -> Generator[tuple[Item, Answer], None, None]:
    """Each item with its answer, in order. Raises BatchError when no row can be coded."""
    with closing(_here(items, setting) if jobs == 1 else _Pool(jobs, setting).run(items)) as given:
        for item, found in given:
            if found.fatal:
                raise BatchError(found.reason)
            yield item, found


def _here(items: Iterable[Item], setting: Setting) -> Generator[tuple[Item, Answer], None, None]:
    coder: Codes | None = None
    for item in items:
        if isinstance(item, BadRow):
            yield item, _refusal(item)
        else:
            coder = coder or make_coder(setting.coder, setting.knowledge)
            yield item, answer(coder, item, setting.lang, setting.min_confidence)


def _size(item: Item) -> int:
    return len(item.text) if isinstance(item, Row) else 0


def _refusal(item: BadRow) -> Answer:
    return Answer(reason=item.reason)


@dataclass
class _Task:
    item: Item
    answer: Answer | None = None


class _Worker:
    """A process with a coder. `task`: what it is at, None when idle; `ready`: it has made its coder."""

    def __init__(self, setting: Setting) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, setting), daemon=True)
        with _interrupts_held():
            self.process.start()
        theirs.close()
        self.ready = False
        self.task: _Task | None = None

    def give(self, task: _Task) -> bool:
        """Hand over a row; False when the process is dead, which `take` will find too."""
        try:
            self.pipe.send(task.item)
        except OSError:
            return False
        self.task = task
        return True

    def take(self) -> Any:
        """What the worker sent, or None when it is dead."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return None

    def how_it_ended(self) -> str:
        self.process.join(GRACE)
        code = self.process.exitcode
        if code is not None and code < 0:
            return f"killed by {_signal_name(-code)}"
        return f"exit code {code}"

    def stop(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join(GRACE)


class _Pool:
    """`waiting`: rows that no worker has yet; `pending`: those and all others that are not yet handed on, in order."""

    def __init__(self, jobs: int, setting: Setting) -> None:
        self.jobs = jobs
        self.setting = setting
        self.workers: list[_Worker] = []
        self.waiting: deque[_Task] = deque()
        self.pending: deque[_Task] = deque()
        self.failed_starts = 0

    def run(self, items: Iterable[Item]) -> Generator[tuple[Item, Answer], None, None]:
        rest = iter(items)
        try:
            while True:
                self._read_ahead(rest)
                if not self.pending:
                    return
                self._hand_out()
                if self.pending[0].answer is None:
                    self._collect()
                while self.pending and (found := self.pending[0].answer):
                    yield self.pending.popleft().item, found
        finally:
            for worker in self.workers:
                worker.stop()

    def _read_ahead(self, rest: Iterator[Item]) -> None:
        kept = sum(_size(task.item) for task in self.pending)
        while len(self.pending) < AHEAD * self.jobs and kept < AHEAD_CHARS and (item := next(rest, None)):
            self.pending.append(self._task(item))
            kept += _size(item)

    def _task(self, item: Item) -> _Task:
        if isinstance(item, BadRow):
            return _Task(item, _refusal(item))
        task = _Task(item)
        self.waiting.append(task)
        return task

    def _hand_out(self) -> None:
        """Rows to idle workers; more workers while more rows wait than are started for them."""
        starting = 0
        for worker in self.workers:
            if worker.ready and not worker.task and self.waiting and worker.give(self.waiting[0]):
                self.waiting.popleft()
            starting += not worker.ready
        while len(self.waiting) > starting and len(self.workers) < self.jobs:
            self.workers.append(_Worker(self.setting))
            starting += 1

    def _collect(self) -> None:
        """Wait until a worker has something to say."""
        said = wait([worker.pipe for worker in self.workers])
        for worker in [worker for worker in self.workers if worker.pipe in said]:
            message = worker.take()
            if message == READY:
                worker.ready, self.failed_starts = True, 0
            elif message is None:
                self._bury(worker)
            elif isinstance(message, Answer) and worker.task:
                worker.task.answer, worker.task = message, None
            else:
                raise BatchError(f"the coder could not be made: {message}")

    def _bury(self, worker: _Worker) -> None:
        """A dead worker: its row, if it had one, is answered with the reason; another is started when needed."""
        self.workers.remove(worker)
        how = worker.how_it_ended()
        worker.stop()
        if worker.task:
            reason = f"the process that read this row died ({how}); the row may need more memory than there is"
            worker.task.answer = Answer(reason=reason)
        elif not worker.ready:
            self.failed_starts += 1
            if self.failed_starts >= MAX_FAILED_STARTS:
                raise BatchError(f"worker processes die as they start ({how}); try --jobs 1")


def _work(pipe: Connection, setting: Setting) -> None:
    """A worker's life: make the coder, then answer row by row until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        try:
            coder = make_coder(setting.coder, setting.knowledge)
        except Exception as error:  # whatever it is, the parent must know
            pipe.send(str(error) or repr(error))
            return
        pipe.send(READY)
        while True:
            pipe.send(answer(coder, pipe.recv(), setting.lang, setting.min_confidence))
    except (EOFError, OSError):  # the parent has gone
        return


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process started meanwhile does not print a traceback at Ctrl-C before it has set its own handling."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

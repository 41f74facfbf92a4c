"""`dragoman code`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from .app import INTERRUPTED, say
from .params import knowledge_option, min_confidence_option

MAX_JOBS = 64
DEFAULT_JOBS = 4  # at most, unless told: each holds a coder in memory


@click.command(no_args_is_help=True)
@click.argument("inputs", nargs=-1, required=True, metavar="IN.jsonl...")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="OUT.jsonl: one story object a row.")
@click.option("--jobs", type=click.IntRange(1, MAX_JOBS), help="Processes; else one for each processor, 4 at most.")
@click.option("--resume", is_flag=True, help="Go on with a run that was broken off: give the same inputs and OUT.")
@click.option("--overwrite", is_flag=True, help="Begin anew where OUT is there already.")
@click.option("--lang", help="The language of all rows, whatever they look like: en.")
@min_confidence_option
@knowledge_option
@click.pass_obj
def code(
    coder: str,
    inputs: tuple[str, ...],
    out: Path,
    jobs: int | None,
    resume: bool,
    overwrite: bool,
    lang: str | None,
    min_confidence: float,
    knowledge: tuple[Path, ...],
) -> int:
    """Read many stories: rows {"id", "text", "date"?, "headline"?, "source"?, "agency"?} of JSON (plain or .gz; - is
    standard input), one story object a row in OUT, in the order of the rows and the same from run to run.

    A row that cannot be read goes to OUT.errors.jsonl with file, line and reason; the others go on, and the exit code
    is 1. Other keys of a row are kept in the story's `extra`.
    """
    if resume and overwrite:
        raise click.UsageError("--resume and --overwrite exclude each other")
    from ..batch.output import errors_path
    from ..batch.run import Batch, run
    from .progress import number, rate, watcher

    batch = Batch(inputs, out, jobs or default_jobs(), lang, resume, overwrite, coder, min_confidence, knowledge)
    watch = watcher()
    try:
        count = run(batch, watch)
    except KeyboardInterrupt:
        return say(f"broken off; {out} holds what is done: the same command with --resume goes on", INTERRUPTED)
    finally:
        watch.close()
    parts = [rate(count)]
    if count.skipped:
        parts.append(f"{number(count.skipped, 'row', 'rows')} done by an earlier run")
    if count.duplicates:
        parts.append(f"{number(count.duplicates, 'duplicate id', 'duplicate ids')}, coded all the same")
    if errors := _lines(errors_path(out)):
        parts.append(f"{number(errors, 'row', 'rows')} in error: see {errors_path(out)}")
    return say("; ".join(parts), 1 if errors else 0)


def default_jobs() -> int:
    """As many as processors that we may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, DEFAULT_JOBS)


def _lines(path: Path) -> int:
    """Lines of `path`, 0 where it is not there: the errors of this run and of the one it went on with."""
    if not path.exists():
        return 0
    with open(path, "rb") as stream:
        return sum(1 for _ in stream)

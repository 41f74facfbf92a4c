"""`dragoman add`."""

from __future__ import annotations

from pathlib import Path

import click

from .app import INTERRUPTED, say
from .code import MAX_JOBS, default_jobs
from .params import db_option, knowledge_option, min_confidence_option


@click.command(no_args_is_help=True)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@db_option
@click.option("--jobs", type=click.IntRange(1, MAX_JOBS), help="Processes; else one for each processor, 4 at most.")
@click.option("--lang", help="The language of all stories, whatever they look like: en.")
@min_confidence_option
@knowledge_option
@click.pass_obj
def add(
    coder: str,
    paths: tuple[str, ...],
    db: str | None,
    jobs: int | None,
    lang: str | None,
    min_confidence: float,
    knowledge: tuple[Path, ...],
) -> int:
    """Read stories and keep what they hold in a database, with what is one and the same across them.

    PATH is a page (text or HTML), a file of rows as `code` takes them, the output of `code` (nothing is coded again), a
    folder of such files, or - for any of them on standard input. What is there already stays as it is, and the same
    command completes a run that was broken off.

    What cannot be read is named on standard error; the others go on, and the exit code is 1.
    """
    from ..batch.pool import Setting
    from ..loading import undisturbed
    from ..store.add import add as add_to
    from ..store.engine import open_store
    from ..views.standing_store import keep_up
    from .progress import number, rate, watcher

    watch = watcher()
    try:
        with open_store(db, create=True) as store:
            setting = Setting(coder, lang, min_confidence, knowledge)
            count = add_to(paths, store, jobs or default_jobs(), setting, watch)
            with undisturbed():
                keep_up(store)
            name = store.name
    except KeyboardInterrupt:
        return say("broken off; what is stored stays: the same command goes on", INTERRUPTED)
    finally:
        watch.close()
    parts = [f"{name}: {rate(count)} added" if count.stories else f"{name}: nothing added"]
    if count.skipped:
        parts.append(f"{number(count.skipped, 'story', 'stories')} there already")
    if count.errors:
        parts.append(f"{number(count.errors, 'input', 'inputs')} in error, named above")
    return say("; ".join(parts), 1 if count.errors else 0)

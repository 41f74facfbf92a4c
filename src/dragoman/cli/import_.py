"""`dragoman import`."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial

import click

from .app import say
from .params import db_option

STDIN = "-"
PACKED = b"\x1f\x8b"


@click.command("import", no_args_is_help=True)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@db_option
def import_(files: tuple[str, ...], db: str | None) -> int:
    """Take in what `dragoman export --format claims` wrote: stories, claims and judgements as they were. The database
    is made where there is none. FILE may be packed with gzip; - is standard input.

    What is there already stays as it is, so that the same command completes a run that was broken off.
    """
    from ..exports.restore import restore
    from ..merge.correcting import bring_up
    from ..store.add import merge
    from ..store.engine import open_store, settle
    from .progress import number

    with open_store(db, create=True) as store:
        for file in files:
            with ExitStack() as open_files:
                done = restore(store, _lines(file, open_files), "standard input" if file == STDIN else file)
            parts = [f"{file}: {number(done.stories, 'story', 'stories')} and "
                     f"{number(done.judgements, 'judgement', 'judgements')} taken in"]  # fmt: skip
            if done.held:
                parts.append(f"{done.held} there already")
            say("; ".join(parts))
            if done.corrected:
                store.write(partial(bring_up, ids=done.corrected), alone="merge")
        merge(store)
        settle(store)
    return 0


def _lines(file: str, open_files: ExitStack) -> Iterable[bytes]:
    if file == STDIN:
        return sys.stdin.buffer
    stream = open_files.enter_context(open(file, "rb"))  # noqa: SIM115
    if stream.peek(2)[:2] == PACKED:
        return open_files.enter_context(gzip.open(stream))
    return stream

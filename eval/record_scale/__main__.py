"""How the record does with many stories: `python -m eval.record_scale`.

Stories of many worlds (variation.py) are added as `dragoman add` adds story objects, with all merges. Printed are the
time that it took for each thousand, the size of the database, and for each query of docs/commands.md the median of 5
runs in this process, and the run before them; on SQLite and on PostgreSQL, or on the database named.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from dragoman.batch.pool import Setting
from dragoman.batch.run import Unwatched
from dragoman.schema import to_json
from dragoman.store.add import add
from dragoman.store.engine import Store, open_store
from dragoman.views.standing_store import keep_up

from ..postgres import NoServer, database, server
from . import asking, base
from .copying import copy
from .grow import grow
from .variation import Base, batches, corpus

BATCH = 1000
BAR = 100  # milliseconds
OTHERS = 100_000  # the number of a world that is in no database yet


class Quiet(Unwatched):
    """Nobody looks on."""

    def tell(self, message: str) -> None:
        print(message)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.record_scale", description=__doc__)
    parser.add_argument("--stories", type=int, default=2000, help="how many to add, 2000 unless told")
    parser.add_argument("--db", help="a database to fill: the path of a file that is not there, or postgresql://...")
    parser.add_argument("--keep", metavar="FILE", help="keep the SQLite database in this file")
    parser.add_argument("--grow", type=int, metavar="N", help="then copy all of it until there are N stories (grow.py)")
    parser.add_argument("--then", type=int, metavar="N", help="then add N others, and tell what that takes")
    parser.add_argument("--copy", type=Path, metavar="FILE", help="ask this SQLite database, copied to PostgreSQL")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one of the two databases")
    asked = parser.parse_args()
    with ExitStack() as stack:
        only = "postgresql" if asked.copy else asked.only
        for url in _databases(asked.db, asked.keep, only, stack):
            with open_store(url, create=True) as store:
                print(f"== {store.engine.dialect.name}", flush=True)
                if asked.copy:
                    began = time.perf_counter()
                    copy(asked.copy, store)
                    print(f"copied in {time.perf_counter() - began:.0f} s", flush=True)
                if asked.stories:
                    fill(store, asked.stories)
                if asked.grow:
                    began = time.perf_counter()
                    grow(store, asked.grow)
                    print(f"grown in {time.perf_counter() - began:.0f} s", flush=True)
                if asked.then:
                    fill(store, asked.then, OTHERS)
                ask(store)


def _databases(db: str | None, keep: str | None, only: str | None, stack: ExitStack) -> Iterator[str]:
    if db:
        yield db
        return
    if only != "postgresql":
        yield keep or str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "scale.db")
    if only != "sqlite":
        try:
            yield stack.enter_context(database(stack.enter_context(server())))
        except NoServer as why:
            print(f"PostgreSQL is left out: {why}")


def fill(store: Store, count: int, first: int = 0) -> None:
    """Add so many stories, and tell what each thousand took. `first`: the number of the world that they begin with."""
    done, whole = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stories.jsonl"
        for some in batches(corpus(Base(base.stories()), count, first), BATCH):
            file.write_bytes(b"".join(to_json(story) + b"\n" for story in some))
            took, processor = time.perf_counter(), time.process_time()
            add([str(file)], store, 1, Setting("auto", None, 0.0, ()), Quiet())
            keep_up(store)
            took, processor = time.perf_counter() - took, time.process_time() - processor
            done, whole = done + len(some), whole + took
            each = 1000 / len(some)
            print(
                f"{done:>7} stories: {took * each:7.1f} s a thousand, {processor * each:7.1f} s in this process",
                flush=True,
            )
    print(f"{'all':>7} of them: {whole / done * 1000:7.1f} s a thousand")


def ask(store: Store) -> None:
    """Print sizes, and what the queries take."""
    sizes = asking.sizes(store)
    size = bytes_of(store)
    print(f"{sizes['stories']} stories, {sizes['event_groups']} events, {size / 1e6:.0f} MB, "
          f"{size / sizes['stories'] / 1000:.1f} kB a story")  # fmt: skip
    print("   median     first")
    slow = 0
    for told, query in asking.queries():
        took, first = asking.times_ms(store, query)
        slow += took > BAR
        print(f"{took:9.1f} {first:9.1f} ms  {told}{f'  <-- over {BAR}' if took > BAR else ''}", flush=True)
    print(f"{slow} over {BAR} ms; and what takes longer the more there is to print:")
    for told, query in asking.whole():
        took, first = asking.times_ms(store, query, 1)
        print(f"{took:9.1f} {first:9.1f} ms  {told}", flush=True)


def bytes_of(store: Store) -> int:
    """What it takes on disk."""
    if store.engine.dialect.name == "sqlite":
        path = Path(str(store.engine.url.database))
        return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
    with store.reading() as connection:
        size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
    return int(size)


if __name__ == "__main__":
    main()

"""`kill -9` at random moments of `dragoman add`: nothing lost, nothing doubled. `python -m eval.crash`.

Stories are added by a process that is killed, with all that it started, some time after it has begun; then what is
stored must be whole. The same command goes on until all is there, and is killed again, then a new database is begun. In
the end each database must hold what one holds that was filled without a break. Half of the stories are rows that are
coded (by the stand-in of `dragoman.testing`, so that storing is most of the work), half are story objects of the
samples, which have claims of all kinds. Each claim must be in one event; in which may depend on the order in which a
crowd of tellings that are equally near is met (docs/record.md), so the share that is in the same is told.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import select

from dragoman import Coder
from dragoman.schema import to_json
from dragoman.store import fulltext, tables
from dragoman.store.engine import Store, open_store
from dragoman.story import Story

from .postgres import database, server

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
COMMAND = "from dragoman.cli import main; main(coder='dragoman.testing:StandIn')"
MAX_SECONDS = 120.0
Contents = dict[str, list[str]]


@dataclass
class Run:
    """How it went."""

    kills: int = 0
    whole: int = 0  # databases that were filled to the end
    amid: int = 0  # kills after the first story was stored and before the last was merged
    alike: list[float] = field(default_factory=list)  # share of claims whose event has the same first claim


@dataclass(frozen=True)
class Whole:
    """What a database holds that was filled without a break, and how long that took."""

    contents: Contents
    seconds: float


def contents(store: Store) -> Contents:
    """What a database holds, in words that are the same for all that hold the same: ids, and how many of what."""
    t = tables
    of_claim, of_key = t.claims.c.id, t.claims.c.key
    with store.reading() as connection:
        asked = {
            "stories": select(t.stories.c.id, t.stories.c.version).join(t.records),
            "known": select(t.stories.c.id, t.stories.c.version, t.stories.c.ended_kind),
            "claims": select(of_claim, t.stories.c.id).join(t.stories, t.stories.c.key == t.claims.c.story),
            "actors": select(of_claim, t.claim_actors.c.role, t.claim_actors.c.position).join(t.claims),
            "contexts": select(of_claim, t.claim_contexts.c.context).join(t.claims),
            "contacts": select(t.contacts.c.id),
            "parties": select(t.contacts.c.id, t.contact_parties.c.code).join_from(t.contact_parties, t.contacts),
            "mentions": select(t.contacts.c.id, of_claim).join_from(t.contact_mentions, t.contacts).join(t.claims),
            "readouts": select(t.contacts.c.id, t.readouts.c.code, t.readouts.c.position).join(t.contacts),
            "sentences": select(t.stories.c.id, t.sentences.c.start).join(t.stories),
            "words": select(t.stories.c.id)
            .join(t.sentences, t.sentences.c.story == t.stories.c.key)
            .where(t.sentences.c.key.in_(fulltext.matching("the", connection.dialect))),
            "events": select(of_claim).join(t.event_members, of_key == t.event_members.c.claim),
            "groups": select(t.event_groups.c.id, of_claim)
            .join_from(t.event_members, t.event_groups)
            .join(t.claims, of_key == t.event_members.c.claim),
            "unmerged": select(t.stories.c.id).where(t.stories.c.merged.is_(False)),
        }
        return {name: sorted(map(repr, connection.execute(query).all())) for name, query in asked.items()}


def crash(db: str, files: list[Path], whole: Whole, random_: random.Random, run: Run, kills: int) -> None:
    """Kill an add of `files` until all is in the database, or `kills` is reached; then let it end, and compare."""
    while run.kills < kills:
        process = _started(db, files)
        try:
            process.communicate(timeout=random_.uniform(0.2, 1.0) * whole.seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            run.kills += 1
            run.amid += _check(db, whole.contents)
            continue
        break
    _ended(_started(db, files))
    with open_store(db) as store:
        found = contents(store)
    for name, held in whole.contents.items():
        assert name == "groups" or found[name] == held, f"{name}: {len(found[name])} and not {len(held)}"
    run.whole += 1
    run.alike.append(len(set(found["groups"]) & set(whole.contents["groups"])) / len(whole.contents["groups"]))


def _check(db: str, whole: Contents) -> bool:
    """What is stored must be whole stories; returns whether there are some, and something is left to do."""
    if "://" not in db and not Path(db).exists():
        return False
    with open_store(db, create=True) as store:
        found = contents(store)
    ids = {line.split("'")[1] for line in found["stories"]}
    for name in ("claims", "sentences", "words"):
        expected = [line for line in whole[name] if _story(name, line) in ids]
        assert found[name] == expected, f"{name} of a story are not whole"
    for name in ("stories", "actors", "contexts", "contacts", "parties", "mentions", "readouts"):
        assert len(set(found[name])) == len(found[name]), f"{name} are doubled"
        assert set(found[name]) <= set(whole[name]), f"{name} are none of ours"
    return bool(ids) and (len(ids) < len(whole["stories"]) or bool(found["unmerged"]))


def _story(name: str, line: str) -> str:
    return line.split("'")[3 if name == "claims" else 1]


def _started(db: str, files: list[Path]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", COMMAND, "add", *map(str, files), "--db", db, "--jobs", "1"]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE)


def _ended(process: subprocess.Popen[bytes]) -> None:
    _, said = process.communicate(timeout=MAX_SECONDS)
    assert process.returncode == 0, said.decode()


def written(folder: Path, stories: list[Story], count: int) -> list[Path]:
    """Files of `count` rows and as many story objects, which `stories` are given new ids for."""
    rows, coded = folder / "rows.jsonl", folder / "coded.jsonl"
    texts = (f"Envoys of the two states\n\nVelmora met Ostrava on day {n} of the talks." for n in range(count))
    rows.write_text("".join(json.dumps({"id": f"r{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
    chosen = (replace(stories[n % len(stories)], id=f"s{n}") for n in range(count))
    coded.write_bytes(b"".join(to_json(story) + b"\n" for story in chosen))
    return [rows, coded]


def filled(files: list[Path], db: str) -> Whole:
    """A database that is filled without a break."""
    began = time.perf_counter()
    _ended(_started(db, files))
    seconds = time.perf_counter() - began
    with open_store(db) as store:
        return Whole(contents(store), seconds)


def coded() -> Iterator[Story]:
    coder = Coder()
    for path in sorted(SAMPLES.glob("*.txt")):
        yield coder.read(path.read_bytes(), id=path.stem)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--stories", type=int, default=300, help="rows, and as many story objects")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL; else on SQLite")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    random_, run = random.Random(asked.seed), Run()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(server()) if asked.postgres else None
        files = written(folder, list(coded()), asked.stories)
        with ExitStack() as first:
            whole = filled(files, first.enter_context(database(url)) if url else str(folder / "whole.db"))
        while run.kills < asked.kills:
            with ExitStack() as one:
                db = one.enter_context(database(url)) if url else str(folder / f"{run.whole}.db")
                crash(db, files, whole, random_, run, asked.kills)
    print(f"{run.kills} kills, {run.amid} of them amid storing and merging; {run.whole} databases filled")
    held = whole.contents
    print(f"nothing lost, nothing doubled: {len(held['stories'])} stories, {len(held['claims'])} claims each")
    print(f"claims in the event that they are in without a break: {min(run.alike):.3f} of them at least")


if __name__ == "__main__":
    main()

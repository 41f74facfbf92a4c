"""What keeping stories costs over coding them: `python -m eval.record_speed`.

The rows of a file (else stories of ours, under ids of their own) are coded by `dragoman code`, and coded and added by
`dragoman add`, in turns; one process each, start-up included. Printed are medians: seconds on the clock, and seconds of
processor time of our processes, which other work disturbs less; that of the PostgreSQL server is not in it.
Last comes the time of adding what is coded already, and the bytes that a story takes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import create_engine

from .postgres import NoServer, database, server

ROOT = Path(__file__).resolve().parents[1]
DRAGOMAN = [sys.executable, "-m", "dragoman"]
Cost = tuple[float, float]  # seconds on the clock, of the processor


def timed(command: list[str]) -> Cost:
    before, began = os.times(), time.perf_counter()
    subprocess.run([*DRAGOMAN, *command], check=True, capture_output=True)
    seconds, after = time.perf_counter() - began, os.times()
    return seconds, after.children_user + after.children_system - before.children_user - before.children_system


def rows(count: int) -> Iterator[str]:
    """Our sample stories and those of the record's key, again and again."""
    paths = sorted([*ROOT.glob("samples/*.txt"), *ROOT.glob("eval/record/stories/*.txt")])
    for n in range(count):
        text = paths[n % len(paths)].read_text(encoding="utf-8")
        yield json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n"


class Bench:
    """The files to read, and the databases to fill: of each kind one a run."""

    def __init__(self, folder: Path, file: Path, servers: dict[str, str | None]) -> None:
        self.folder, self.file, self.servers = folder, file, servers
        self.coded = folder / "coded.jsonl"
        self.sizes: dict[str, int] = {}

    def code(self) -> Cost:
        return timed(["code", str(self.file), "-o", str(self.coded), "--jobs", "1", "--overwrite"])

    def add(self, kind: str, file: Path) -> Cost:
        url = self.servers[kind]
        if url is None:
            with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                db = Path(folder) / "dragoman.db"
                cost = timed(["add", str(file), "--db", str(db), "--jobs", "1"])
                self.sizes[kind] = db.stat().st_size
            return cost
        with database(url) as db_url:
            cost = timed(["add", str(file), "--db", db_url, "--jobs", "1"])
            engine = create_engine(db_url.replace("postgresql:", "postgresql+psycopg:", 1))
            with engine.connect() as connection:
                size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
            engine.dispose()
            self.sizes[kind] = int(size)
        return cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, help="a file of rows; else stories of ours")
    parser.add_argument("--count", type=int, default=90, help="stories of ours")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file = asked.rows or folder / "rows.jsonl"
        if not asked.rows:
            file.write_text("".join(rows(asked.count)), encoding="utf-8")
        servers: dict[str, str | None] = {"SQLite": None}
        try:
            servers["PostgreSQL"] = stack.enter_context(server())
        except NoServer as why:
            print(f"PostgreSQL is left out: {why}")
        measured(Bench(folder, file, servers), asked.runs)


def measured(bench: Bench, runs: int) -> None:
    """Run, and print."""
    coding: list[Cost] = []
    adding: dict[str, list[Cost]] = {kind: [] for kind in bench.servers}
    storing: dict[str, list[Cost]] = {kind: [] for kind in bench.servers}
    for _ in range(runs):
        coding.append(bench.code())
        for kind in bench.servers:
            adding[kind].append(bench.add(kind, bench.file))
            storing[kind].append(bench.add(kind, bench.coded))
    with open(bench.coded, "rb") as lines:
        stories = sum(1 for _ in lines)
    base = median(coding)
    print(f"{stories} stories, medians of {runs} runs")
    print(f"{'coding':28} {base[0]:7.2f} s {base[1]:7.2f} s of the processor")
    for kind in bench.servers:
        cost, kept = median(adding[kind]), median(storing[kind])
        over = f"{cost[0] / base[0] - 1:+.1%} and {cost[1] / base[1] - 1:+.1%}"
        print(f"{'coding and adding, ' + kind:28} {cost[0]:7.2f} s {cost[1]:7.2f} s of the processor  {over}")
        print(f"{'adding what is coded':28} {kept[0]:7.2f} s {kept[1]:7.2f} s of the processor")
        print(f"{'size':28} {bench.sizes[kind] / stories / 1000:7.1f} kB a story")


def median(costs: list[Cost]) -> Cost:
    clock, processor = (statistics.median(column) for column in zip(*costs, strict=True))
    return clock, processor


if __name__ == "__main__":
    main()

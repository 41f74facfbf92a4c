"""How `dragoman serve` bears reading: `python -m eval.load [--db FILE] [--seconds 20] [--rate 200] [--distinct]`.

The server runs as its command does, with worker processes of its own. This process asks it over the loopback at a
steady rate, pages and API mixed. What is asked for follows Zipf's law, as readers do: the first of some hundred
stories, states and pairs ten times as often as the tenth. A request that is late because of others counts from when it
was due. A few requests go before, which load what is loaded once. With `--distinct` no address comes twice, so that no
answer is one that was kept; parts of answers still are.

Printed are the rate that was kept, the processor time of the server a request, percentiles of the time until an answer
was there whole, and errors; then, of each view in Chromium (`--no-browser` leaves it out), the time to its first paint
with an empty cache, and the bytes that it takes. Without `--db` the stories of `samples/` and `eval/record/stories/`
are coded first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
DRAGOMAN = [sys.executable, "-m", "dragoman"]
READY = 120.0  # seconds that the server is given to begin
LATE = 10.0  # seconds after which an answer is an error
RUNS = 5  # of a first paint
SEED = 7
SHARES = {  # of 100 requests
    "page search": 12, "page search words": 6, "page story": 16, "page stories": 6, "page readouts": 4,
    "page readout": 4, "page timeline": 6, "page map": 3, "page network": 2, "page situation": 3,
    "api events": 12, "api events of two": 6, "api count": 6, "api story": 6, "api contacts": 3, "api contact": 2,
    "api timeline": 3,
}  # fmt: skip
Mix = list[tuple[str, str]]


class Asked:
    """Addresses of things that the database has."""

    def __init__(self, address: str) -> None:
        self.random = random.Random(SEED)
        self.stories = [one["id"] for one in self._all(address, "stories", 200)]
        self.contacts = [one["id"] for one in self._all(address, "contacts", 200)]
        rows = _json(f"{address}/api/v1/events/count?by=dyad&limit=200")["rows"]
        self.dyads = [group[0].split("-") for group, _ in rows if group[0]] or [["RUS", "TUR"]]
        self.states = list(dict.fromkeys(state for dyad in self.dyads for state in dyad))
        years = _json(f"{address}/api/v1/events/count?by=year&limit=100")["rows"]
        self.years = [group[0] for group, _ in years if group[0]] or ["2020"]

    def mix(self, count: int, distinct: bool = False) -> Mix:
        """So many requests, by their shares, each with its kind; `distinct`: each of an address of its own."""
        names = self.random.choices(list(SHARES), list(SHARES.values()), k=count)
        found = [(name, self.path(name)) for name in names]
        if not distinct:
            return found
        return [(name, f"{path}{'&' if '?' in path else '?'}n={number}") for number, (name, path) in enumerate(found)]

    def path(self, name: str) -> str:
        """The address of a request of a kind."""

        def pick(found: Sequence[Any]) -> Any:
            return self.random.choices(found, [1 / rank for rank in range(1, len(found) + 1)])[0]

        story = quote(pick(self.stories), safe="")
        contact = pick(self.contacts) if self.contacts else "none"
        (a, b), state, year = pick(self.dyads), pick(self.states), pick(self.years)
        word = pick(("ceasefire", "talks", "attack", "president", "troops", "minister"))
        return {
            "page search": f"/?with={state}&from={year}",
            "page search words": f"/?text={word}",
            "page story": f"/stories/{story}",
            "page stories": f"/stories?from={year}",
            "page readouts": f"/readouts?between={a}",
            "page readout": f"/readouts/{contact}" if self.contacts else "/readouts",
            "page timeline": f"/timeline?with={a}&with={b}",
            "page map": f"/map?from={year}",
            "page network": f"/network?actor={state}&as_of={year}-12-31",
            "page situation": f"/situation?actor={state}&as_of={year}-12-31",
            "api events": f"/api/v1/events?with={state}&limit=50",
            "api events of two": f"/api/v1/events?with={a}&with={b}&from={year}",
            "api count": f"/api/v1/events/count?by=month,type&with={state}",
            "api story": f"/api/v1/stories/{story}",
            "api contacts": f"/api/v1/contacts?between={a}",
            "api contact": f"/api/v1/contacts/{contact}" if self.contacts else "/api/v1/contacts",
            "api timeline": f"/api/v1/timeline?with={a}",
        }[name]

    def _all(self, address: str, kind: str, most: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = _json(f"{address}/api/v1/{kind}?limit={most}")[kind]
        return found


class Client:
    """Connections that are kept open; a request takes one, or makes one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str) -> int:
        """The status of an answer that was read whole."""
        if self.idle:
            reader, writer = self.idle.pop()
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        accepts = "application/json" if path.startswith("/api/") else "text/html"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accepts}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        if "content-length" in fields:
            await reader.readexactly(int(fields["content-length"]))
        else:
            await _chunks(reader)
        if fields.get("connection", "").lower() != "close":
            self.idle.append((reader, writer))
        return int(head[0].split()[1])

    def close(self) -> None:
        """Close what is open."""
        for _, writer in self.idle:
            writer.close()


async def _chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readline()


class Load:
    """Requests at a steady rate, and what became of them."""

    def __init__(self, port: int, mix: Mix, rate: float) -> None:
        self.client, self.mix, self.rate = Client(port), mix, rate
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.took = 0.0

    async def run(self) -> None:
        """Ask all, each when it is due."""
        began = time.perf_counter()
        tasks = []
        for number, (name, path) in enumerate(self.mix):
            due = began + number / self.rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(self._one(name, path, due)))
        await asyncio.gather(*tasks)
        self.took = time.perf_counter() - began
        self.client.close()

    async def _one(self, name: str, path: str, due: float) -> None:
        try:
            status = await asyncio.wait_for(self.client.get(path), LATE)
        except (OSError, ValueError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.errors[f"{name}: {type(error).__name__}"] += 1
            return
        if status != 200:
            self.errors[f"{name}: {status}"] += 1
        self.seconds[name].append(time.perf_counter() - due)


@contextmanager
def serving(db: str, workers: int) -> Iterator[tuple[int, int]]:
    """The port and the process of a server over a database, whose coder is there."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    command = [*DRAGOMAN, "serve", "--db", db, "--port", str(port), "--workers", str(workers), "--token", "x"]
    served = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until, ready = time.monotonic() + READY, 0
        while ready < 4 * workers:  # as often as that, so that each process was asked
            try:
                ready = ready + 1 if _json(f"http://127.0.0.1:{port}/ready")["coder"] else 0
            except OSError:
                ready = 0
            if time.monotonic() > until or served.poll() is not None:
                raise SystemExit("the server does not begin")
            time.sleep(0.1)
        yield port, served.pid
    finally:
        served.terminate()
        try:
            served.wait(20)
        except subprocess.TimeoutExpired:
            served.kill()


def coded(folder: Path) -> str:
    """A database of the stories that are shipped."""
    db = str(folder / "load.db")
    paths = [str(path) for path in sorted([*ROOT.glob("samples/*.txt"), *ROOT.glob("eval/record/stories/*.txt")])]
    subprocess.run([*DRAGOMAN, "add", "--db", db, *paths], check=True, stderr=subprocess.DEVNULL)
    return db


def processor(process: int) -> float:
    """Seconds of processor time that a process and its children have had; 0 where the system does not tell (Linux)."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        stats[int(path.parent.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    family = {process}
    while more := {pid for pid, (parent, _) in stats.items() if parent in family} - family:
        family |= more
    return sum(ticks for pid, (_, ticks) in stats.items() if pid in family) / os.sysconf("SC_CLK_TCK") if stats else 0.0


def told(load: Load, rate: float, seconds: float) -> Iterator[str]:
    """What is printed of a run. `seconds`: of processor time that the server had."""
    every = sorted(one for found in load.seconds.values() for one in found)
    yield f"{len(load.mix):,} requests at {rate:g} a second; {len(every) / load.took:.1f} a second were answered"
    yield f"{seconds / max(1, len(every)) * 1000:.1f} ms of the server's processor time a request"
    yield f"{'request':20} {'count':>7} {'p50':>8} {'p95':>8} {'p99':>8}  ms"
    for name, found in [("all", every), *sorted(load.seconds.items())]:
        yield f"{name:20} {len(found):7,} " + " ".join(f"{_part(sorted(found), p) * 1000:8.0f}" for p in (50, 95, 99))
    errors = sum(load.errors.values())
    yield f"errors: {errors}" + "".join(f"\n  {count} {what}" for what, count in load.errors.most_common(10))


def _part(found: Sequence[float], percent: int) -> float:
    """A percentile of sorted values."""
    return found[min(len(found) - 1, len(found) * percent // 100)] if found else 0.0


def paints(address: str, asked: Asked) -> Iterator[str]:
    """First paint and weight of each view, medians."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    views = [name for name in SHARES if name.startswith("page ")]
    yield f"{'view':20} {'first paint':>12} {'weight':>10}  ms, KiB; {RUNS} runs"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name in [*views, "page read"]:
            path = "/read" if name == "page read" else asked.path(name)
            found = [_painted(browser, address + path) for _ in range(RUNS)]
            paint, weight = (statistics.median(values) for values in zip(*found, strict=True))
            yield f"{name:20} {paint:12.0f} {weight / 1024:10.0f}"
        browser.close()


def _painted(browser: Any, address: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    entries = page.evaluate(
        """() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
        [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, one) => sum + one.transferSize, 0)]"""
    )
    context.close()
    return float(entries[0]), float(entries[1])


def _json(address: str) -> Any:
    with urlopen(address, timeout=LATE) as answer:
        return json.load(answer)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure dragoman serve under load.")
    parser.add_argument("--db", help="the database, else one of the shipped stories is made")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=200, help="requests a second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--distinct", action="store_true", help="no address twice: no answer that was kept")
    parser.add_argument(
        "--warm", type=float, default=0, help="seconds of asking at a quarter of the rate before it counts"
    )
    parser.add_argument("--no-browser", action="store_true", help="leave the first paints out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dragoman-load-") as folder:
        db = given.db or coded(Path(folder))
        with serving(db, given.workers) as (port, process):
            address = f"http://127.0.0.1:{port}"
            asked = Asked(address)
            asyncio.run(Load(port, asked.mix(len(SHARES) * 2), 10).run())  # what is loaded once is loaded
            slow = given.rate / 4
            asyncio.run(
                Load(port, asked.mix(round(given.warm * slow), given.distinct), slow).run()
            )  # a server is up all day
            load = Load(port, asked.mix(round(given.seconds * given.rate), given.distinct), given.rate)
            before = processor(process)
            asyncio.run(load.run())
            print(*told(load, given.rate, processor(process) - before), sep="\n", flush=True)
            if not given.no_browser:
                for line in paints(address, asked):
                    print(line, flush=True)


if __name__ == "__main__":
    main()

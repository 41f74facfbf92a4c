"""Run every task of the scorer on the output of `dragoman code`: `python -m eval.run [TASK...] [--errors]`.

With `--weights FOLDER` the reader is that of a folder that `training.export` wrote, and not the one that ships.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from dragoman.coder import Coder
from dragoman.reading.weights import load_reader
from dragoman.schema import to_json
from training.annotations import FOLDER, as_gold
from training.sources import lot, records

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
OURS = "ours:"  # a gold file of our own labels by offset, joined to the shared texts when it is needed
TENTH, REST = "tenth:", "rest:"  # the stories of a gold file that are kept aside, and the others
ASIDE = 0.1  # share of stories kept aside, by the lot that an id draws
TASKS = {  # name -> (task of the scorer, gold file)
    "stories": ("events", "stories/dev.jsonl"),
    "agency": ("events", f"{OURS}dev/agency.jsonl"),
    "gsr": ("sentences", "events/plover_gsr.dev.jsonl"),
    "plv": ("sentences", "events/plv.dev.jsonl"),
    "polnear": ("attribution", "attribution/polnear.dev.jsonl"),
    "platinum": ("timex", "timex/platinum.dev.jsonl"),
    "timebank": ("timex", f"{REST}timex/timebank.train.jsonl"),
    "timebank_tenth": ("timex", f"{TENTH}timex/timebank.train.jsonl"),
    "aquaint": ("timex", "timex/aquaint.train.jsonl"),
    "geowebnews": ("places", "toponyms/geowebnews.all.jsonl"),
}


def score(name: str, folder: Path, errors: bool = False, coder: Coder | None = None) -> str:
    """Code the gold texts of a task, with a coder or by the command, and return what the scorer prints."""
    gold = gold_file(TASKS[name][1], folder)
    out, told = (coded_by(coder, name, gold, folder), "") if coder else coded(name, gold, folder)
    return told + scored(TASKS[name][0], gold, out, errors)


def coded_by(coder: Coder, name: str, gold: Path, folder: Path) -> Path:
    """The file of story objects for a gold file's texts, made in this process."""
    out = folder / f"{name}.out.jsonl"
    with gold.open(encoding="utf-8") as lines, out.open("wb") as written:
        for story in map(json.loads, lines):
            record = coder.read(story["text"], id=story["id"], date=story.get("date"), lang="en")
            written.write(to_json(record) + b"\n")
    return out


def coded(name: str, gold: Path, folder: Path) -> tuple[Path, str]:
    """The file of story objects for a gold file's texts, and what the command said when it failed."""
    rows, out = folder / f"{name}.jsonl", folder / f"{name}.out.jsonl"
    with gold.open(encoding="utf-8") as lines, rows.open("w", encoding="utf-8") as file:
        for line in lines:
            story = json.loads(line)
            file.write(json.dumps({"id": story["id"], "text": story["text"], "date": story.get("date")}) + "\n")
    code = [sys.executable, "-m", "dragoman", "code", str(rows), "-o", str(out), "--jobs", "2", "--lang", "en"]
    done = subprocess.run(code, capture_output=True, text=True, check=False)
    return out, done.stderr.strip()[-600:] + "\n" if done.returncode else ""


def scorer() -> ModuleType:
    """score.py of the gold corpora, as a module."""
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_file(name: str, folder: Path) -> Path:
    """The gold file of a task; our own labels, with their texts, and parts of a file are written out into `folder`."""
    written = folder / name.replace(":", ".").replace("/", ".")
    if name.startswith(OURS):
        return write_rows(written, as_gold(FOLDER / name.removeprefix(OURS), GOLD))
    for part in (TENTH, REST):
        if name.startswith(part):
            rows = records(GOLD / name.removeprefix(part))
            return write_rows(written, (row for row in rows if (lot(row["id"]) < ASIDE) == (part == TENTH)))
    return GOLD / name


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def scored(task: str, gold: Path, predicted: Path, errors: bool = False) -> str:
    """What the scorer prints."""
    command = [sys.executable, str(GOLD / "score.py"), task, str(gold), str(predicted)]
    flags = ["--errors"] if errors else []
    return subprocess.run([*command, *flags], capture_output=True, text=True, check=True).stdout


def figure(told: str, name: str) -> float:
    """F1 of the line that begins with the name; recall of types, whose precision is but a lower bound; or a share."""
    pattern = {"type": r"type P \S+  R (\S+)"}.get(name, rf"^{name} .*?F1 (\S+)|(?:  |of found *){name} (\d\S*)")
    found = re.search(pattern, told, re.M)
    if not found:
        raise ValueError(f"{name} is not in: {told}")
    return float(next(group for group in found.groups() if group))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=f"of {', '.join(TASKS)}; all when none is given")
    parser.add_argument("--errors", action="store_true", help="print what was missed, spurious or wrong")
    parser.add_argument("--weights", type=Path, help="a folder of weights, instead of those that ship")
    args = parser.parse_args()
    if not GOLD.is_dir():
        sys.exit(f"eval: {GOLD} is absent; lay the gold corpora beside the project")
    coder = Coder(reader=load_reader(args.weights)) if args.weights else None
    with tempfile.TemporaryDirectory() as folder:
        for name in args.tasks or TASKS:
            print(f"== {name}: {TASKS[name][0]} on {TASKS[name][1]}")
            print(score(name, Path(folder), args.errors, coder))


if __name__ == "__main__":
    main()

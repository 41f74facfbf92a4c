"""Run every task of the scorer on the output of `dragoman code`: `python -m eval.run [TASK...] [--errors]`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
TASKS = {  # name -> (task of the scorer, gold file)
    "stories": ("events", "stories/dev.jsonl"),
    "gsr": ("sentences", "events/plover_gsr.dev.jsonl"),
    "plv": ("sentences", "events/plv.dev.jsonl"),
    "polnear": ("attribution", "attribution/polnear.dev.jsonl"),
    "platinum": ("timex", "timex/platinum.dev.jsonl"),
    "timebank": ("timex", "timex/timebank.train.jsonl"),
    "aquaint": ("timex", "timex/aquaint.train.jsonl"),
    "geowebnews": ("places", "toponyms/geowebnews.all.jsonl"),
}


def score(name: str, folder: Path, errors: bool = False) -> str:
    """Code the gold texts of a task and return what the scorer prints."""
    task, gold = TASKS[name]
    rows, out = folder / f"{name}.jsonl", folder / f"{name}.out.jsonl"
    with (GOLD / gold).open(encoding="utf-8") as lines, rows.open("w", encoding="utf-8") as file:
        for line in lines:
            story = json.loads(line)
            file.write(json.dumps({"id": story["id"], "text": story["text"], "date": story.get("date")}) + "\n")
    code = [sys.executable, "-m", "dragoman", "code", str(rows), "-o", str(out), "--jobs", "2", "--lang", "en"]
    done = subprocess.run(code, capture_output=True, text=True, check=False)
    told = done.stderr.strip()[-600:] + "\n" if done.returncode else ""
    scorer = [
        sys.executable,
        str(GOLD / "score.py"),
        task,
        str(GOLD / gold),
        str(out),
        *(["--errors"] if errors else []),
    ]
    return told + subprocess.run(scorer, capture_output=True, text=True, check=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=f"of {', '.join(TASKS)}; all when none is given")
    parser.add_argument("--errors", action="store_true", help="print what was missed, spurious or wrong")
    args = parser.parse_args()
    if not GOLD.is_dir():
        sys.exit(f"eval: {GOLD} is absent; lay the gold corpora beside the project")
    with tempfile.TemporaryDirectory() as folder:
        for name in args.tasks or TASKS:
            print(f"== {name}: {TASKS[name][0]} on {TASKS[name][1]}")
            print(score(name, Path(folder), args.errors))


if __name__ == "__main__":
    main()

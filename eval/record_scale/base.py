"""Story objects that all others are made of: our own stories and, where they are at hand, raw texts, coded once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dragoman.schema import from_json
from dragoman.story import Story

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "scale" / "base.jsonl"  # remove it to have the texts coded anew
OURS = ("samples", "eval/record/stories")
TEXTS = ROOT.parent / "shared" / "gold" / "texts"


def stories(only_ours: bool = False) -> list[Story]:
    """All of them, in a fixed order; coded where they were not yet."""
    if not KEPT.exists():
        _code()
    with open(KEPT, "rb") as lines:
        found = [from_json(line) for line in lines]
    return [story for story in found if not only_ours or story.id.startswith(OURS)]


def _code() -> None:
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    rows, unfinished = KEPT.with_name("rows.jsonl"), KEPT.with_name("base.unfinished")
    rows.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows()), encoding="utf-8")
    command = ["code", str(rows), "-o", str(unfinished), "--jobs", "1", "--overwrite"]
    subprocess.run([sys.executable, "-m", "dragoman", *command], check=True)
    unfinished.rename(KEPT)


def _rows() -> Iterator[dict[str, str]]:
    for folder in OURS:
        for path in sorted((ROOT / folder).iterdir()):
            if path.suffix in (".txt", ".html"):
                yield {"id": f"{folder}/{path.stem}", "text": path.read_text(encoding="utf-8")}
    for path in sorted(TEXTS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)

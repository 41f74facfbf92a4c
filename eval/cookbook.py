"""The answers in `docs/cookbook.md`, made anew from the sample stories: `python -m eval.cookbook`."""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from dragoman.batch.codes import CODER
from dragoman.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cookbook.md"
BLOCK = re.compile(r"```\n\$ dragoman (?P<command>[^\n]+)\n(?P<answer>.*?)```\n", re.S)


def answer(command: str, db: Path) -> str:
    """What a command prints, asked of a database; raises ValueError where it fails."""
    return _run([*shlex.split(command), "--db", str(db)])


def filled(db: Path) -> Path:
    """A database of the sample stories."""
    pages = sorted(str(p) for p in (ROOT / "samples").iterdir() if p.suffix in (".txt", ".html"))
    _run(["add", *pages, "--db", str(db), "--jobs", "1"])
    return db


def _run(arguments: list[str]) -> str:
    done = CliRunner().invoke(app, arguments, obj=CODER, prog_name="dragoman")
    if done.exit_code:
        raise ValueError(f"dragoman {shlex.join(arguments)}: {done.output}")
    return done.stdout


def asked(page: str) -> Iterator[tuple[str, str]]:
    """Each command of the page with its answer there."""
    for block in BLOCK.finditer(page):
        yield block["command"], block["answer"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = filled(Path(folder) / "samples.db")
        page = PAGE.read_text(encoding="utf-8")
        anew = BLOCK.sub(lambda b: f"```\n$ dragoman {b['command']}\n{answer(b['command'], db)}```\n", page)
    PAGE.write_text(anew, encoding="utf-8")


if __name__ == "__main__":
    main()

"""How far two readers agree who annotated the same 40 stories on their own: `python -m eval.agreement [--errors]`.

The second reader is scored against the first, as a coder would be: a ceiling for any coder on such stories.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from training.annotations import FOLDER, as_gold

from .run import GOLD, scored, write_rows


def main() -> None:
    """Score the second reader against the first."""
    if not GOLD.is_dir():
        sys.exit(f"eval: {GOLD} is absent; lay the gold corpora beside the project")
    second = {row["id"]: row for row in as_gold(FOLDER / "second.jsonl", GOLD)}
    paths = sorted([*FOLDER.glob("dev/*.jsonl"), *FOLDER.glob("joined/*.jsonl")])
    first = [row for path in paths for row in as_gold(path, GOLD) if row["id"] in second]
    with tempfile.TemporaryDirectory() as folder:
        gold = write_rows(Path(folder) / "first.jsonl", first)
        predicted = write_rows(Path(folder) / "second.jsonl", second.values())
        print(f"{len(first)} stories")
        print(scored("events", gold, predicted, errors="--errors" in sys.argv[1:]))


if __name__ == "__main__":
    main()

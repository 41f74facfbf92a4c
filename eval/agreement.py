"""How far two readers agree who annotated the same stories on their own: `python -m eval.agreement`.

The second reader is scored against the first, as a coder would be: the ceiling for any coder on the second dev set.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .run import GOLD, OURS, gold_file, scored


def main() -> None:
    """Score the second reader against the first."""
    if not GOLD.is_dir():
        sys.exit(f"eval: {GOLD} is absent; lay the gold corpora beside the project")
    with tempfile.TemporaryDirectory() as folder:
        first, second = (gold_file(f"{OURS}dev/{name}.jsonl", Path(folder)) for name in ("first", "second"))
        print(scored("events", first, second, errors="--errors" in sys.argv[1:]))


if __name__ == "__main__":
    main()

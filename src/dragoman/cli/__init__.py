"""The command `dragoman`. Nothing is loaded before the command that needs it runs: `--help` must be quick."""

from __future__ import annotations

import os
from collections.abc import Sequence

from ..batch.codes import CODER

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main(arguments: Sequence[str] | None = None, coder: str = CODER) -> None:
    """Run the command line and exit with its code. `coder`: `module:name` of the class that reads."""
    for name in THREADS:  # processes are what scales; set before numpy is loaded, here and by the workers
        os.environ.setdefault(name, "1")
    from .app import app

    app.main(arguments, prog_name="dragoman", obj=coder)

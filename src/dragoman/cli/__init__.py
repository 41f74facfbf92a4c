"""The command `dragoman`. Nothing is loaded before the command that needs it runs: `--help` must be quick."""

from __future__ import annotations

from collections.abc import Sequence

from ..batch.codes import CODER


def main(arguments: Sequence[str] | None = None, coder: str = CODER) -> None:
    """Run the command line and exit with its code. `coder`: `module:name` of the class that reads."""
    from .app import app

    app.main(arguments, prog_name="dragoman", obj=coder)

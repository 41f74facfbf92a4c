"""The Python door."""

from __future__ import annotations

import subprocess
import sys

import dragoman


def test_the_public_names_are_these() -> None:
    assert sorted(dragoman.__all__) == [
        "Coder", "DragomanError", "InputError", "Record", "Story", "__version__", "open", "read",
    ]  # fmt: skip
    assert all(hasattr(dragoman, name) for name in dragoman.__all__)


def test_importing_loads_no_model() -> None:
    heavy = "onnxruntime", "numpy", "yaml", "lxml", "rich", "sqlalchemy"
    code = f"import sys, dragoman; print([m for m in {heavy!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"

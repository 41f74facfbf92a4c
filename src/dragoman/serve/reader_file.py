"""The reader of one story as a file that needs no other: style and script are in it, and nothing else may run."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from markupsafe import Markup

from ..errors import DragomanError
from ..story import Story
from .reader import reading
from .templates import templates

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
)


def reader_file(story: Story) -> str:
    """The page. The same story gives the same page."""
    style, script = (_ours(name) for name in ("dragoman.css", "reader.js"))
    policy = POLICY.format(script=_hash(script), style=_hash(style))
    values = {"view": reading(story), "style": Markup(style), "script": Markup(script), "policy": Markup(policy)}
    return templates().get_template("reader_file.html").render(values).lstrip()


def write(story: Story, path: Path) -> None:
    """Write the page: the file is there whole, or stays as it was. Raises DragomanError."""
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made.write_text(reader_file(story), encoding="utf-8", errors="replace")
        made.replace(path)
    except OSError as error:
        made.unlink(missing_ok=True)
        raise DragomanError(f"{path}: it cannot be written ({error.strerror}); name another file") from None


def _ours(name: str) -> str:
    """A file of ours as it stands in a page: the end of its element cannot be in it."""
    text = (STATIC / name).read_text(encoding="utf-8").strip()
    assert "</" not in text, f"{name} would end its own element"
    return text


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

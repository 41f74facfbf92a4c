"""Entries that were read and checked once, kept beside the compiled Python files: they load ten times faster than YAML.

A file holds for the bytes of the knowledge files and of the code that reads them, told by their SHA-256. It is only a
cache: what cannot be read is made anew, and what cannot be written is not kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from importlib.util import cache_from_source
from pathlib import Path

import msgspec

from .entries import Entries

KEPT = 4  # files of older states of the knowledge, or of other folders of the user's
PATTERN = "knowledge-*.msgpack"


def load(files: Sequence[Path]) -> Entries | None:
    """The entries of these files in this state, where they are kept."""
    try:
        return msgspec.msgpack.decode(_path(files).read_bytes(), type=Entries)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def keep(files: Sequence[Path], entries: Entries) -> None:
    """Keep the entries of these files for the next process."""
    path = _path(files)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="knowledge-", delete=False) as file:
            file.write(msgspec.msgpack.encode(entries))
        os.chmod(file.name, 0o644)  # others may use what the installing user has made
        os.replace(file.name, path)
        by_age = sorted(path.parent.glob(PATTERN), key=lambda kept: kept.stat().st_mtime, reverse=True)
        for old in by_age[KEPT:]:
            old.unlink(missing_ok=True)


def _path(files: Sequence[Path]) -> Path:
    sha = hashlib.sha256()
    code = sorted(Path(__file__).parent.glob("*.py"))
    for file in (*code, *files):
        data = file.read_bytes()
        sha.update(f"{file.name} {len(data)}\n".encode() + data)
    return Path(cache_from_source(__file__)).parent / PATTERN.replace("*", sha.hexdigest()[:24])

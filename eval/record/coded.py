"""The stories of the keys as story objects, coded once and kept in `build/record/` until code or knowledge changes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

import dragoman
from dragoman.coder import Coder
from dragoman.story import Story

from .keys import FOLDERS

PACKAGE = Path(dragoman.__file__).resolve().parent
KEPT = Path(__file__).resolve().parents[2] / "build" / "record"
AFTER = frozenset({"store", "merge", "views", "exports", "cli", "batch"})  # folders that do not change what is coded
SOURCES = (".py", ".yaml", ".json", ".onnx", ".npz", ".toml")


def state() -> str:
    """A hash of all code and data that make a story object."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        within = path.relative_to(PACKAGE)
        if path.suffix in SOURCES and within.parts[0] not in AFTER:
            digest.update(f"{within}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def coded(names: tuple[str, ...]) -> dict[str, Story]:
    """File name -> story object (its id is the file name) of the stories of these keys, in order of their names."""
    files = {path.name: path for name in names for path in FOLDERS[name].iterdir() if path.suffix in (".txt", ".html")}
    folder = KEPT / state()
    folder.mkdir(parents=True, exist_ok=True)
    coder: Coder | None = None
    out = {}
    for name, path in sorted(files.items()):
        data = path.read_bytes()
        kept = folder / f"{name}.{hashlib.sha256(data).hexdigest()[:12]}.json"
        if not kept.exists():
            coder = coder or Coder()
            unfinished = kept.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(msgspec.json.encode(coder.read(data, id=name, name=name)))
            unfinished.rename(kept)  # another run may read it at the same time
        out[name] = msgspec.json.decode(kept.read_bytes(), type=Story)
    return out

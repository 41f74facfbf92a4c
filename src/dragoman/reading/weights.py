"""The shipped weights: found, checked by hash, loaded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ..errors import ModelError
from ..language.encoder import OnnxEncoder
from .heads import Heads
from .labels import HEADS
from .model import ModelReader, Reader, Scale
from .scene import SceneHead

FOLDER = Path(__file__).with_name("weights")


class ShippedReader(ModelReader):
    """The default reader; `name` is the model's version."""

    name: str = "unnamed"


def load_reader(folder: Path = FOLDER) -> ShippedReader:
    """Load the weights of a folder; raises ModelError when a file is missing or its hash is not the one recorded."""
    try:
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ModelError(f"{folder}: no reading model there ({error}); install the package again") from error
    for name, digest in card["files"].items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ModelError(f"{path}: missing or damaged (its hash differs); install the package again")
    if card.get("heads") != HEADS:
        raise ModelError(f"{folder}: its heads are not those of the ontology; restore the file or train again")
    heads, scene = Heads.load(folder / "heads.npz"), SceneHead(folder / "scene.onnx")
    reader = ShippedReader(OnnxEncoder(folder, tuple(card["marks"])), heads, scene, _scales(card))
    reader.name = card["name"]
    return reader


def _scales(card: dict[str, Any]) -> dict[str, Scale]:
    return {name: Scale(**values) for name, values in card.get("scales", {}).items()}


def model_name(reader: Reader) -> str:
    """The version that records name as their model."""
    return str(getattr(reader, "name", type(reader).__name__))

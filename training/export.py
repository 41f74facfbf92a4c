"""Torch checkpoint -> the files that the package ships: `python -m training.export CONFIG CHECKPOINT FOLDER`."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from dragoman.reading.labels import ATTRIBUTION_TAGS, EVENT_TAGS, HEADS

from .base import base, load_tokenizer
from .config import Config, load_config
from .corpora import Example
from .network import DISTANCES, ReadingNetwork
from .train import load

FILES = ("encoder.onnx", "scene.onnx", "heads.npz", "tokenizer.json")
COUNTED = ("polnear", "stories", "own")  # corpora whose tag transitions are counted


class Bare(nn.Module):
    """The encoder with a mask of ones: windows are run alone, so there is no padding."""

    def __init__(self, net: ReadingNetwork) -> None:
        super().__init__()
        self.encoder = net.encoder

    def forward(self, input_ids: Tensor) -> Tensor:
        out: Tensor = self.encoder(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
        return out


class Near(nn.Module):
    """A scene head: vectors of a window's words, and anchors among them -> scores of the words near each."""

    def __init__(self, head: nn.Module) -> None:
        super().__init__()
        self.head = head

    def forward(self, vectors: Tensor, anchors: Tensor) -> Tensor:
        out: Tensor = self.head.scene(vectors, anchors)[0]
        return out


def write_encoder(net: ReadingNetwork, path: Path) -> None:
    """The encoder needs eager attention, since the fused one exports wrongly."""
    ids = torch.ones(1, 32, dtype=torch.long)
    write_graph(Bare(net), {"input_ids": ids}, path, {"input_ids": {1: "n"}, "hidden": {1: "n"}})


def write_scene(net: ReadingNetwork, path: Path) -> None:
    """The head of roles."""
    some = {"vectors": torch.randn(32, net.encoder.config.hidden_size), "anchors": torch.tensor([3, 20])}
    axes = {"vectors": {0: "n"}, "anchors": {0: "a"}, "hidden": {0: "a"}}
    write_graph(Near(net.heads["role_scene"]), some, path, axes)


def write_graph(module: nn.Module, inputs: dict[str, Tensor], path: Path, axes: dict[str, dict[int, str]]) -> None:
    """ONNX, int8 weights per channel."""
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            str(full),
            dynamo=False,
            input_names=list(inputs),
            output_names=["hidden"],
            dynamic_axes=axes,
        )
        quantize_dynamic(full, path, per_channel=True, weight_type=QuantType.QInt8)


def write_heads(net: ReadingNetwork, path: Path, corpora: frozenset[str]) -> None:
    """The heads that numpy multiplies, and the tag transitions of the training data."""
    kept = {k: v for k, v in net.heads.state_dict().items() if not k.startswith("role_scene.")}
    weights = {k: v.numpy().astype(np.float16) for k, v in kept.items()}
    read = load([name for name in COUNTED if name in corpora], load_tokenizer())
    counted = transitions([e for examples in read.values() for e in examples])
    weights |= {k: v.astype(np.float16) for k, v in counted.items()}
    np.savez_compressed(path, **weights, distances=np.array(DISTANCES, dtype=np.float16))


def transitions(examples: list[Example]) -> dict[str, npt.NDArray[np.float64]]:
    """Log-probabilities of the tag transitions in the training data, smoothed by one."""
    sequences: dict[str, list[list[int]]] = {"attribution": [], "event": []}
    for e in examples:
        if e.attribution_tags is not None:
            sequences["attribution"].append(e.attribution_tags)
        if e.event_tags is not None:
            sequences["event"].append(e.event_tags)
    sizes = {"attribution": len(ATTRIBUTION_TAGS), "event": len(EVENT_TAGS)}
    return {f"{k}.transitions": _counted(v, sizes[k]) for k, v in sequences.items()}


def _counted(sequences: list[list[int]], size: int) -> npt.NDArray[np.float64]:
    pairs = Counter((a, b) for tags in sequences for a, b in pairwise(tags))
    counts = np.array([[pairs[a, b] + 1.0 for b in range(size)] for a in range(size)])
    logs: npt.NDArray[np.float64] = np.log(counts / counts.sum(1, keepdims=True))
    return logs


def export(config: Config, checkpoint: Path, folder: Path) -> None:
    """Write the files of a reading model, without scales of confidence."""
    form = base(config.base)
    net = ReadingNetwork(form.folder, HEADS, config.hidden, config.dropout, "eager")
    net.load_state_dict(torch.load(checkpoint))
    folder.mkdir(parents=True, exist_ok=True)
    write_encoder(net, folder / "encoder.onnx")
    write_scene(net, folder / "scene.onnx")
    write_heads(net, folder / "heads.npz", config.corpora)
    shutil.copy(form.folder / "tokenizer.json", folder / "tokenizer.json")
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    card = {"name": config.name, "marks": [form.first, form.last], "heads": HEADS, "files": digests}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print({name: (folder / name).stat().st_size for name in FILES})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    export(load_config(args.config), args.checkpoint, args.folder)


if __name__ == "__main__":
    main()

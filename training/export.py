"""Torch checkpoint -> the files that the package ships: `python -m training.export CONFIG CHECKPOINT FOLDER`."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from dragoman.reading.labels import ATTRIBUTION_TAGS, EVENT_TAGS, HEADS, ROLE_TAGS

from .network import DISTANCES, ReadingNetwork
from .train import BASE, load


class Bare(nn.Module):
    """The encoder with a mask of ones: windows are run alone, so there is no padding."""

    def __init__(self, net: ReadingNetwork) -> None:
        super().__init__()
        self.encoder = net.encoder

    def forward(self, input_ids: Tensor) -> Tensor:
        out: Tensor = self.encoder(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
        return out


def transitions(config: dict[str, object], tokenizer: Tokenizer) -> dict[str, np.ndarray]:
    """Log of the tag transitions counted in the training data, smoothed by one, against their tag's frequency."""
    sequences: dict[str, list[list[int]]] = {"attribution": [], "event": [], "role_pair": []}
    data = load(config, {"epochs": {"polnear": 1, "stories": 1, "own": 1}}, tokenizer)
    for e in data["polnear"] + data["stories"] + data["own"]:
        if e.attribution_tags is not None:
            sequences["attribution"].append(e.attribution_tags)
        if e.event_tags is not None:
            sequences["event"].append(e.event_tags)
            for event in e.events:
                tags = [0] * len(e.event_tags)
                for role, a, b in event.roles:
                    tags[a] = ROLE_TAGS.index(f"B-{role}")
                    tags[a + 1 : b] = [ROLE_TAGS.index(f"I-{role}")] * (b - a - 1)
                sequences["role_pair"].append(tags)
    sizes = {"attribution": len(ATTRIBUTION_TAGS), "event": len(EVENT_TAGS), "role_pair": len(ROLE_TAGS)}
    return {f"{k}.transitions": _counted(v, sizes[k]) for k, v in sequences.items()}


def _counted(sequences: list[list[int]], size: int) -> np.ndarray:
    pairs = Counter((a, b) for tags in sequences for a, b in zip(tags, tags[1:], strict=False))
    counts = np.array([[pairs[a, b] + 1.0 for b in range(size)] for a in range(size)])
    logs: np.ndarray = np.log(counts / counts.sum(1, keepdims=True))
    return logs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    config = tomllib.loads(args.config.read_text())
    net = ReadingNetwork(BASE, HEADS, config["hidden"], config["dropout"], "eager")
    net.load_state_dict(torch.load(args.checkpoint))
    net.eval()
    args.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        full = Path(temporary) / "full.onnx"
        torch.onnx.export(
            Bare(net).eval(), (torch.ones(1, 32, dtype=torch.long),), str(full), dynamo=False,
            input_names=["input_ids"], output_names=["hidden"], dynamic_axes={"input_ids": {1: "n"}, "hidden": {1: "n"}},
        )  # fmt: skip
        quantize_dynamic(full, args.folder / "encoder.onnx", per_channel=True, weight_type=QuantType.QInt8)
    shutil.copy(BASE / "tokenizer.json", args.folder / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    weights = {k: v.numpy().astype(np.float16) for k, v in net.heads.state_dict().items()}
    weights |= {k: v.astype(np.float16) for k, v in transitions(config, tokenizer).items()}
    weights["distances"] = np.array(DISTANCES, dtype=np.float16)
    np.savez_compressed(args.folder / "heads.npz", **weights)
    digest = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(args.folder.iterdir()) if p.suffix != ".sha256" and p.name != "model.json"}
    (args.folder / "model.json").write_text(json.dumps({"name": "minilm-1", "files": digest}, indent=1) + "\n")
    print({p.name: p.stat().st_size for p in args.folder.iterdir()})


if __name__ == "__main__":
    main()

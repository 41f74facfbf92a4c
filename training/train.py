"""Train the reading model: `python -m training.train CONFIG.toml PHASE OUT [--from CHECKPOINT] [--without CORPUS]`.

`--without` leaves a corpus out, to measure what it is worth.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import torch
from msgspec.structs import replace
from tokenizers import Tokenizer
from torch import Tensor

from dragoman.reading.labels import HEADS

from . import corpora
from .annotations import joined, own
from .base import BASE, load_tokenizer, marks_of
from .config import Config, Phase, load_config
from .corpora import Example
from .leaks import unseen
from .losses import Losses
from .mapped import mapped
from .network import ReadingNetwork
from .sources import SHARED, kept_aside, records
from .syntax import treebank

TOLD_EVERY = 20  # steps
WARM_UP = 0.06  # share of the steps
BF16 = "avx512_bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8")  # twice as fast, where the processor has it
OLD_TYPES = {  # names of earlier PLOVER drafts
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "YIELD": "CONCEDE",
}


def load(names: Iterable[str], tokenizer: Tokenizer) -> dict[str, list[Example]]:
    """The examples of each corpus."""

    def rows(file: str) -> Iterator[dict[str, Any]]:
        return unseen(row for row in records(SHARED / file) if not kept_aside(row["id"]))

    make = {
        "polnear": lambda: corpora.polnear(rows("attribution/polnear.train.jsonl"), tokenizer),
        "stories": lambda: corpora.stories([s for s in joined(SHARED) if not kept_aside(s.id)], tokenizer),
        "own": lambda: corpora.stories(own(), tokenizer),
        "treebank": lambda: treebank(SHARED / "ud/en_ewt-train.conllu", tokenizer),
        "wikievents": lambda: mapped(rows("events/wikievents.train.jsonl"), tokenizer),
        "rams": lambda: mapped(rows("events/rams.test.jsonl"), tokenizer),
        "m2e2": lambda: mapped(rows("events/m2e2.all.jsonl"), tokenizer),
        "plv": lambda: corpora.plv(rows("events/plv.train.jsonl"), tokenizer, OLD_TYPES),
    }
    return {name: list(make[name]()) for name in names}


def schedule(data: dict[str, list[Example]], phase: Phase) -> list[list[Example]]:
    """Batches of one corpus each, in random order; a part of an epoch takes a random part of the corpus."""
    batches = []
    for name, examples in sorted(data.items()):
        left = phase.epochs[name]
        while left > 0:
            some = random.sample(examples, max(1, round(len(examples) * min(1.0, left))))
            some.sort(key=lambda e: len(e.window.pieces) // 32 + random.random() * 2)
            batches += [some[i : i + phase.batch] for i in range(0, len(some), phase.batch)]
            left -= 1
    random.shuffle(batches)
    return batches


def collate(examples: list[Example], marks: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Wordpieces and mask of a batch: examples x longest."""
    longest = max(len(e.window.pieces) for e in examples) + len(marks)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, e in enumerate(examples):
        row = [marks[0], *e.window.pieces, marks[1]]
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask


def step_losses(
    net: ReadingNetwork, losses: Losses, examples: list[Example], marks: tuple[int, int]
) -> dict[str, Tensor]:
    """Loss of each head, summed over the batch's windows and divided by their number."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BF16):
        hidden = net(*collate(examples, marks)).float()
    parts: dict[str, Tensor] = {}
    for row, e in zip(hidden, examples, strict=True):
        words = row[torch.tensor(e.window.heads) + 1]
        for head, loss in losses.window(words, e).items():
            parts[head] = parts.get(head, 0) + loss / len(examples)
    return parts


def train(config: Config, phase: Phase, out: Path, start: Path | None) -> None:
    """Run a phase and write the checkpoint."""
    torch.manual_seed(phase.seed)
    random.seed(phase.seed)
    tokenizer = load_tokenizer()
    marks = marks_of(tokenizer)
    net = ReadingNetwork(BASE, HEADS, config.hidden, config.dropout)
    if start:
        net.load_state_dict(torch.load(start), strict=False)  # heads of a later phase are new
    data = load(phase.epochs, tokenizer)
    print({k: (len(v), sum(len(e.window.pieces) for e in v)) for k, v in data.items()}, flush=True)
    batches = schedule(data, phase)
    groups = ((net.encoder, phase.rate), (net.heads, phase.rate * phase.head_rate))
    optimizer = torch.optim.AdamW([{"params": m.parameters(), "lr": r} for m, r in groups], weight_decay=0.01)
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (WARM_UP * len(batches))) * max(0.0, 1 - s / len(batches))
    )
    losses, seen, began = Losses(net), dict[str, list[float]](), time.time()
    net.train()
    for step, examples in enumerate(batches):
        parts = step_losses(net, losses, examples, marks)
        optimizer.zero_grad()
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        slope.step()
        for head, loss in parts.items():
            seen.setdefault(head, []).append(float(loss.detach()))
        if step % TOLD_EVERY == 0 or step == len(batches) - 1:
            told = "  ".join(f"{k} {sum(v[-40:]) / len(v[-40:]):.3f}" for k, v in sorted(seen.items()))
            print(f"{step}/{len(batches)} {time.time() - began:.0f}s  {told}", flush=True)
    torch.save(net.state_dict(), out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("phase")
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="start", type=Path)
    parser.add_argument("--without", action="append", default=[], metavar="CORPUS")
    args = parser.parse_args()
    config = load_config(args.config)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    phase = config.phase[args.phase]
    kept = {name: share for name, share in phase.epochs.items() if name not in args.without}
    train(config, replace(phase, epochs=kept), args.out, args.start)


if __name__ == "__main__":
    main()

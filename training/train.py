"""Train the reading model: `python -m training.train CONFIG.toml PHASE OUT [--from CHECKPOINT] ...`.

`--lessons` adds what a teacher says; `--without` leaves a corpus out, to measure what it is worth.
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
from torch.utils.data import DataLoader, Dataset

from dragoman.reading.labels import HEADS

from . import corpora
from .annotations import Annotated, joined, own, unread
from .base import Base, base, load_tokenizer
from .batch import Batch, collate, packed, unpacked
from .config import Config, Phase, load_config
from .corpora import Example
from .leaks import unseen
from .losses import Losses
from .mapped import mapped
from .network import ReadingNetwork, halved
from .sources import SHARED, kept_aside, lot, records
from .syntax import treebank

TOLD_EVERY = 20  # steps
WARM_UP = 0.06  # share of the steps
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
WORKERS = 4 if DEVICE.type == "cuda" else 0  # processes that gather labels: a processor that trains has none to spare
FEATURES = "gsdf-"  # how the ids of long-form stories begin: the hardest, and so read more often
OLD_TYPES = {  # names of earlier PLOVER drafts
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "YIELD": "CONCEDE",
}


def load(names: Iterable[str], tokenizer: Tokenizer, part: float = 1.0) -> dict[str, list[Example]]:
    """The examples of each corpus, of a part of our stories."""

    def kept(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        return unseen(row for row in rows if not kept_aside(row["id"]))

    def rows(file: str) -> Iterator[dict[str, Any]]:
        return kept(records(SHARED / file))

    def read(only: str = "") -> list[Annotated]:
        return [s for s in joined(SHARED) if s.id.startswith(only) and not kept_aside(s.id) and lot(s.id) < part]

    make = {
        "polnear": lambda: corpora.polnear(rows("attribution/polnear.train.jsonl"), tokenizer),
        "stories": lambda: corpora.stories(read(), tokenizer),
        "features": lambda: corpora.stories(read(FEATURES), tokenizer),
        "own": lambda: corpora.stories(own(), tokenizer),
        "treebank": lambda: treebank(SHARED / "ud/en_ewt-train.conllu", tokenizer),
        "wikievents": lambda: mapped(rows("events/wikievents.train.jsonl"), tokenizer),
        "rams": lambda: mapped(rows("events/rams.test.jsonl"), tokenizer),
        "m2e2": lambda: mapped(rows("events/m2e2.all.jsonl"), tokenizer),
        "unread": lambda: corpora.unread(kept(unread(SHARED)), tokenizer),
        "plv": lambda: corpora.plv(rows("events/plv.train.jsonl"), tokenizer, OLD_TYPES),
    }
    return {name: list(make[name]()) for name in names}


def teach(data: dict[str, list[Example]], lessons: Path) -> None:
    """Give each window what a teacher says of it; raises ValueError where the windows are not those it read."""
    for name, told in torch.load(lessons, weights_only=False).items():
        for e, lesson in zip(data.get(name, ()), told, strict=name in data):
            e.taught = lesson


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


def encoded(net: ReadingNetwork, batch: Batch) -> Tensor:
    """Vectors of the words of a batch: words x width."""
    with halved(batch.ids.device):
        hidden = net(batch.ids, batch.mask)
    return hidden.float().flatten(0, 1)[batch.words]


class Batches(Dataset[bytes]):
    """The batches of a schedule; their labels are gathered beside the training, in other processes."""

    def __init__(self, schedule: list[list[Example]], form: Base) -> None:
        self.schedule, self.form = schedule, form

    def __len__(self) -> int:
        return len(self.schedule)

    def __getitem__(self, at: int) -> bytes:
        return packed(collate(self.schedule[at], self.form))


def train(config: Config, phase: Phase, out: Path, start: Path | None, lessons: Path | None) -> None:
    """Run a phase and write the checkpoint."""
    torch.manual_seed(phase.seed)
    random.seed(phase.seed)
    tokenizer = load_tokenizer()
    form = base(config.base)
    net = ReadingNetwork(form.folder, HEADS, config.hidden, config.dropout, form.attention, phase.dropout)
    if start:
        net.load_state_dict(torch.load(start), strict=False)  # heads of a later phase are new
    if phase.rounded:
        net.learn_rounded()
    data = load(phase.epochs, tokenizer, phase.part)
    if lessons:
        teach(data, lessons)
    print({k: (len(v), sum(len(e.window.pieces) for e in v)) for k, v in data.items()}, flush=True)
    learn(net.to(DEVICE), Batches(schedule(data, phase), form), phase)
    torch.save(net.cpu().state_dict(), out)


def learn(net: ReadingNetwork, batches: Batches, phase: Phase) -> None:
    """Run the optimizer over all batches."""
    groups = ((net.encoder, phase.rate), (net.heads, phase.rate * phase.head_rate))
    optimizer = torch.optim.AdamW(
        [{"params": m.parameters(), "lr": r} for m, r in groups], weight_decay=0.01, fused=True
    )
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (WARM_UP * len(batches))) * max(0.0, 1 - s / len(batches))
    )
    losses, seen, began = Losses(net), dict[str, Tensor](), time.time()
    net.train()
    for step, data in enumerate(DataLoader(batches, batch_size=None, num_workers=WORKERS)):
        batch = unpacked(data, DEVICE)
        parts = losses.batch(encoded(net, batch), batch)
        if not parts:
            continue  # nothing is known of these windows
        optimizer.zero_grad()
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        slope.step()
        for head, loss in parts.items():
            seen[head] = loss.detach() if head not in seen else 0.95 * seen[head] + 0.05 * loss.detach()
        if step % TOLD_EVERY == 0 or step == len(batches) - 1:
            told = "  ".join(f"{head} {float(loss):.3f}" for head, loss in sorted(seen.items()))
            print(f"{step}/{len(batches)} {time.time() - began:.0f}s  {told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("phase")
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="start", type=Path)
    parser.add_argument("--lessons", type=Path, help="what a teacher says: a file that training.recipe wrote")
    parser.add_argument("--without", action="append", default=[], metavar="CORPUS")
    args = parser.parse_args()
    config = load_config(args.config)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    phase = config.phase[args.phase]
    kept = {name: share for name, share in phase.epochs.items() if name not in args.without}
    train(config, replace(phase, epochs=kept), args.out, args.start, args.lessons)


if __name__ == "__main__":
    main()

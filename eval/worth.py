"""What each corpus is worth, and each doubling of our stories: `python -m eval.worth WORK [--threads N] [VARIANT...]`.

Each variant of `training/worth.toml` is trained from the base encoder, exported and scored; WORK keeps what the scorer
printed, and a variant that stands there is not trained again. All variants that stand there are printed as a table.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import torch
from msgspec.structs import replace

from dragoman.coder import Coder
from dragoman.reading.weights import load_reader
from training.config import Config, load_config
from training.export import export
from training.train import train

from .run import figure, score

CONFIG = Path(__file__).resolve().parents[1] / "training" / "worth.toml"
PARTS = (0.125, 0.25, 0.5)
FIGURES = {
    "stories": ("found", "coded", "whole", "according"),
    "agency": ("found", "coded", "whole", "according"),
    "gsr": ("type", "who"),
    "plv": ("first",),
    "polnear": ("source", "cue", "content", "linked"),
}


def variants(config: Config) -> dict[str, Config]:
    """By name: the recipe whole, without each of its corpora, and with a part of our stories."""
    ((name, phase),) = config.phase.items()
    out = {"whole": config}
    for corpus in phase.epochs:
        epochs = {k: v for k, v in phase.epochs.items() if k != corpus}
        out[f"without-{corpus}"] = replace(config, phase={name: replace(phase, epochs=epochs)})
    for part in PARTS:
        # as many steps as the whole: the same passes over fewer stories would be a shorter training as well
        epochs = phase.epochs | {"stories": phase.epochs["stories"] / part}
        out[f"stories-{part}"] = replace(config, phase={name: replace(phase, epochs=epochs, part=part)})
    return out


def told(config: Config, folder: Path) -> Iterator[str]:
    """Train and export a variant; what the scorer prints for each task."""
    (phase,) = config.phase.values()
    checkpoint = folder / "checkpoint.pt"
    train(config, phase, checkpoint, None, None)
    export(config, checkpoint, folder / "weights")
    coder = Coder(reader=load_reader(folder / "weights"))
    for name in FIGURES:
        yield f"== {name}\n{score(name, folder, coder=coder)}"


def row(text: str) -> str:
    """The figures of a variant, as cells."""
    tasks = dict(part.split("\n", 1) for part in text.split("== ")[1:])
    return " | ".join(f"{figure(tasks[task], name):.3f}" for task, names in FIGURES.items() for name in names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("variants", nargs="*", metavar="VARIANT", help="all when none is given")
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    known = variants(load_config(CONFIG))
    args.work.mkdir(parents=True, exist_ok=True)
    for name in args.variants or known:
        if not (args.work / f"{name}.txt").exists():
            with tempfile.TemporaryDirectory() as folder:
                text = "".join(told(known[name], Path(folder)))
            (args.work / f"{name}.txt").write_text(text, encoding="utf-8")
    print("| variant |", " | ".join(f"{task} {name}" for task, names in FIGURES.items() for name in names), "|")
    for name in known:
        if (args.work / f"{name}.txt").exists():
            print(f"| {name} | {row((args.work / f'{name}.txt').read_text(encoding='utf-8'))} |")


if __name__ == "__main__":
    main()

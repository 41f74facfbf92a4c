"""A recipe from its first phase to the files that are shipped: `python -m training.recipe CONFIG.toml WORK WEIGHTS`.

WORK holds checkpoints; a phase whose checkpoint is there already is not run again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .calibrate import calibrate
from .config import Config, load_config
from .export import export
from .teach import write_lessons
from .train import train


def run(config: Config, folder: Path) -> Path:
    """The checkpoint of the last phase."""
    folder.mkdir(parents=True, exist_ok=True)
    done: Path | None = None
    for name, phase in config.phase.items():
        lessons = folder / f"{name}.lessons"
        if phase.taught and config.teacher and not lessons.exists():
            write_lessons(config.teacher, [run(config.teacher, folder / "teacher")], phase.taught, lessons)
        out = folder / f"{name}.pt"
        if not out.exists():
            unfinished = out.with_suffix(".part")
            train(config, phase, unfinished, done, lessons if phase.taught else None)
            blend(unfinished, {folder / f"{earlier}.pt": share for earlier, share in phase.blend.items()})
            unfinished.rename(out)
        done = out
    assert done
    return done


def blend(checkpoint: Path, earlier: dict[Path, float]) -> None:
    """Mix weights of earlier phases into a checkpoint, in shares (a model soup, Wortsman et al. 2022)."""
    mixed = torch.load(checkpoint)
    shares = {path: (torch.load(path), share) for path, share in earlier.items()}
    for name, weight in mixed.items():
        if weight.is_floating_point():
            own = 1 - sum(share for _, share in shares.values())
            mixed[name] = own * weight + sum(share * weights[name] for weights, share in shares.values())
    torch.save(mixed, checkpoint)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("weights", type=Path)
    args = parser.parse_args()
    config = load_config(args.config)
    export(config, run(config, args.work), args.weights)
    calibrate(args.weights, articles="polnear" in config.corpora)


if __name__ == "__main__":
    main()

"""The training recipe, read from `config.toml` and validated."""

from __future__ import annotations

import tomllib
from pathlib import Path

from msgspec import Struct, convert


class Phase(Struct, frozen=True, forbid_unknown_fields=True):
    """One run of the optimizer: `epochs` of each corpus, learning rates, windows a batch.

    `rounded`: whether the encoder learns with its activations in 8 bits, as it is exported; `taught`: corpora of whose
    windows it learns what the recipe's teacher says too; `blend`: earlier phases, and the share of the weights that
    is taken from each in the end. `part`: the share of our stories that is read at all. `dropout`: of the encoder;
    few epochs need none.
    """

    seed: int
    rate: float
    head_rate: float
    batch: int
    epochs: dict[str, float]
    rounded: bool = False
    taught: tuple[str, ...] = ()
    blend: dict[str, float] = {}
    part: float = 1.0
    dropout: float = 0.0


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """`base`: the encoder; `hidden`: units of a pair head; `name`: the version that records name as their model.

    The phases follow each other, each from the weights of the one before; `teacher` is trained in the same way.
    """

    name: str
    base: str
    hidden: int
    dropout: float
    phase: dict[str, Phase]
    teacher: Config | None = None

    @property
    def corpora(self) -> frozenset[str]:
        """All that some phase reads."""
        return frozenset(name for phase in self.phase.values() for name in phase.epochs)


def load_config(path: Path) -> Config:
    """Raises msgspec.ValidationError when the file is no recipe, ValueError when a taught phase has no teacher."""
    config = convert(tomllib.loads(path.read_text(encoding="utf-8")), Config)
    if any(phase.taught for phase in config.phase.values()) and not config.teacher:
        raise ValueError(f"{path}: a phase is taught, but there is no [teacher]")
    return config

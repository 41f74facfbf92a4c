"""The training recipe, read from `config.toml` and validated."""

from __future__ import annotations

import tomllib
from pathlib import Path

from msgspec import Struct, convert


class Phase(Struct, frozen=True, forbid_unknown_fields=True):
    """One run of the optimizer: `epochs` of each corpus, learning rates, windows a batch.

    `rounded`: whether the encoder learns with its activations in 8 bits, as it is exported.
    """

    seed: int
    rate: float
    head_rate: float
    batch: int
    epochs: dict[str, float]
    rounded: bool = False


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """`base`: the encoder; `hidden`: units of a pair head; `name`: the version that records name as their model."""

    name: str
    base: str
    hidden: int
    dropout: float
    phase: dict[str, Phase]


def load_config(path: Path) -> Config:
    """Raises msgspec.ValidationError when the file is no recipe."""
    return convert(tomllib.loads(path.read_text(encoding="utf-8")), Config)

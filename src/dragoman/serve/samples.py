"""The sample stories, for whoever has no database yet."""

from __future__ import annotations

from pathlib import Path

from ..batch.codes import CODER
from ..batch.pool import Setting
from ..batch.run import Unwatched
from ..errors import DragomanError
from ..store.add import add
from ..store.engine import Store

PLACES = (Path(__file__).parents[1] / "samples", Path(__file__).parents[3] / "samples")  # of a wheel, of a checkout


class Unseen(Unwatched):
    """Nobody looks on, nor reads what is told."""

    def tell(self, message: str) -> None:
        """Nothing."""


def samples() -> tuple[Path, ...]:
    """The files of the sample stories. Raises DragomanError where they are missing."""
    folder = next((place for place in PLACES if place.is_dir()), None)
    if folder is None:
        raise DragomanError("the sample stories are missing: name a database with --db, or install dragoman again")
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".html")))


def add_samples(store: Store) -> None:
    """Code the sample stories and keep them."""
    add([str(path) for path in samples()], store, 1, Setting(CODER), Unseen())

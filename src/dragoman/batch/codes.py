"""The door between the faces (command line, batch) and the coder behind them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from ..loading import lasting

if TYPE_CHECKING:
    from ..story import Story

CODER = "dragoman.coder:Coder"


class Codes(Protocol):
    """Reads one story. `dragoman.Coder` does, and `dragoman.testing.StandIn` for tests."""

    def read(
        self,
        data: bytes | str,
        *,
        id: str = "story",
        name: str = "text",
        date: str | None = None,
        agency: str | None = None,
        headline: str | None = None,
        lang: str | None = None,
        min_confidence: float = 0.0,
    ) -> Story: ...


def make_coder(where: str = CODER, knowledge: Sequence[Path] = ()) -> Codes:
    """Make the coder named `module:name`. A name and not an object, so that worker processes can make their own.

    `knowledge`: folders of the user's own, which the coder is given where there are any.
    """
    module, _, name = where.partition(":")
    own = {"knowledge": tuple(knowledge)} if knowledge else {}
    with lasting():
        made = cast(Codes, getattr(import_module(module), name)(**own))
    return made

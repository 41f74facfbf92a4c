"""The stages of the coder, each behind one method, so that one can be replaced and tried alone.

`Reader` (the model's stage) and `Encoder` stand beside their implementations in `reading/` and `language/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from .language.document import Document
from .linking.who import StoryActors
from .story import Attribution, Entity, Place, Relation, Span, Timex


class Times(Protocol):
    """When: finds time expressions and normalises them."""

    def find(self, document: Document) -> tuple[Timex, ...]: ...


class Linker(Protocol):
    """Who: reads a document's actors once; what it returns resolves mentions. `antecedents`: see `Reading`."""

    def read(self, document: Document, antecedents: Mapping[Span, Span]) -> StoryActors: ...


class Places(Protocol):
    """Where: finds places; `known` are actor mentions, which are none."""

    def find(self, document: Document, known: Sequence[Entity]) -> tuple[Place, ...]: ...


class Relations(Protocol):
    """Standing ties between actors, and the names of standing formats."""

    def find(
        self,
        document: Document,
        known: Sequence[Entity],
        attributions: Sequence[Attribution],
        actors: StoryActors | None = None,
    ) -> tuple[tuple[Relation, ...], tuple[str, ...]]: ...

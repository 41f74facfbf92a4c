"""Relations between actors (being written)."""

from __future__ import annotations

from collections.abc import Sequence

from ..language.document import Document
from ..story import Attribution, Entity, Relation


class RelationFinder:
    """Finds relations."""

    def find(
        self, document: Document, known: Sequence[Entity], attributions: Sequence[Attribution]
    ) -> tuple[tuple[Relation, ...], tuple[str, ...]]:
        """Relations, and names of standing formats."""
        return (), ()

"""Places: where a story's things happen, found in the text and put on the map."""

from __future__ import annotations

from collections.abc import Sequence

from ..language.document import Document
from ..story import Entity, Place


class PlaceFinder:
    """Finds the places a story names."""

    def find(self, document: Document, known: Sequence[Entity] = ()) -> tuple[Place, ...]:
        return ()

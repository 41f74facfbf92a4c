"""Texts: which stories are one text, by pairs, and the origin of each copy."""

from __future__ import annotations

from collections.abc import Iterable

from .figures import Figure, World, compared, pairs


def measure(world: World) -> Iterable[Figure]:
    """Pairs of stories that are one text; (copy, origin) with "-" where the origin is not among the stories."""
    found = world.shown.merges.texts
    yield compared(
        "one text, pairs", set(pairs(g.stories for g in found)), set(pairs(t.stories for t in world.key.texts))
    )
    ours = {(id, group.origin or "-") for group in found for id in group.stories if id != group.origin}
    theirs = {(id, text.origin or "-") for text in world.key.texts for id in text.copies}
    yield compared("origin of a copy", ours, theirs)

"""Versions: which story replaces which, and how."""

from __future__ import annotations

from collections.abc import Iterable

from .figures import Figure, World, compared


def measure(world: World) -> Iterable[Figure]:
    """(story, supersedes, kind), and the same whatever the kind."""
    ours = {(v.story, v.supersedes, v.kind) for v in world.shown.merges.versions}
    theirs = {(v.story, v.supersedes, v.kind) for v in world.key.versions}
    yield compared("version and kind", ours, theirs)
    yield compared("version, any kind", {one[:2] for one in ours}, {one[:2] for one in theirs})

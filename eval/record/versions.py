"""Versions: which story replaces which, and how."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.merge.items import item
from dragoman.merge.texts import candidates, links
from dragoman.merge.versions import versions

from .figures import Figure, World, compared


def measure(world: World) -> Iterable[Figure]:
    """(story, supersedes, kind), and the same whatever the kind."""
    items = {id: item(story) for id, story in world.stories.items()}
    found = versions(items, links(items, candidates(items.values())))
    ours = {(v.story, v.supersedes, v.kind) for v in found}
    theirs = {(v.story, v.supersedes, v.kind) for v in world.key.versions}
    yield compared("version and kind", ours, theirs)
    yield compared("version, any kind", {one[:2] for one in ours}, {one[:2] for one in theirs})

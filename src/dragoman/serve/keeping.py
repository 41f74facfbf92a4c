"""A story that was read -> the record, with its merges and states current."""

from __future__ import annotations

from ..batch.rows import Row
from ..store.add import given_as, merge
from ..store.claims import version_of
from ..store.engine import Store
from ..store.write import Incoming, store
from ..story import Story, Value
from ..views.standing_store import keep_up


class Kept(Value, frozen=True, kw_only=True):
    """A story that is stored. `version`: hash of its text; `new`: it was not there before."""

    id: str
    version: str
    new: bool
    story: Story


def keep(to: Store, story: Story, row: Row) -> Kept:
    """Store a story; one that is there already changes nothing."""
    new = to.write(lambda connection: store(connection, [Incoming(story, given_as(row))]))
    merge(to)
    keep_up(to)
    return Kept(id=story.id, version=version_of(story), new=bool(new), story=story)

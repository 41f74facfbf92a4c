"""Merges in the database, kept up with the stories that are there.

Everything is derived from judgements that stand: taking a story in twice changes nothing, and what people judged holds.
The order in which stories are added shows in one thing only: of a crowd that a new telling may be the same as
(`events.CROWD` under one key, `run_tellings.MOST` of all), it is held against the nearest, of equals those added last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from ..store.tables import claims, contacts
from . import run_tellings, run_texts
from .judgements import Kind, parts
from .shelf import Shelf


def update(connection: Connection, new_story_ids: Sequence[int]) -> None:
    """Take in new stories, by their keys: in the caller's transaction, which no other merge runs beside."""
    shelf = Shelf(connection)
    touched = run_texts.take_in(shelf, new_story_ids)
    for work in run_tellings.WORKS.values():
        done = run_tellings.take_in(work, shelf, new_story_ids)
        _recount(shelf, work, touched - set(new_story_ids), done)


def judged(connection: Connection, kind: Kind, refs: Collection[str]) -> None:
    """Bring up to date what hangs on a person's judgement on these."""
    shelf = Shelf(connection)
    if kind in ("text", "version"):
        touched = run_texts.regroup(shelf, shelf.keys(refs))
        for work in run_tellings.WORKS.values():
            _recount(shelf, work, touched, set())
    else:
        run_tellings.regroup(run_tellings.WORKS[kind], shelf, refs)


def _recount(shelf: Shelf, work: run_tellings.Work, stories: Collection[int], done: Collection[str]) -> None:
    """Group anew what stories tell whose origin or known time may have changed."""
    table = claims if work.kind == "event" else contacts
    refs: set[str] = set()
    for part in parts(sorted(stories)):
        refs.update(shelf.connection.execute(select(table.c.id).where(table.c.story.in_(part))).scalars())
    if left := refs - set(done):
        run_tellings.regroup(work, shelf, left)

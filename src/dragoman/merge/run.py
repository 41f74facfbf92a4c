"""Merges in the database, kept up with the stories that are there.

Everything is derived from judgements that stand: taking a story in twice changes nothing, and what people judged holds.
The order in which stories are added shows in two bounds on work: of a crowd that a new telling may be the same as
(`events.CROWD` under one key, `events.MOST` of all), it is held against the nearest, of equals those added last; and of
a chain longer than `run_tellings.CHAIN` only the groups of those that it is like most are made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from . import run_tellings, run_texts
from .judgements import Kind
from .members import WORKS, Members
from .shelf import Shelf


def update(connection: Connection, new_story_ids: Sequence[int]) -> None:
    """Take in new stories, by their keys: in the caller's transaction, which no other merge runs beside."""
    shelf = Shelf(connection)
    touched = run_texts.take_in(shelf, new_story_ids)
    shelf.keep_sketches(new_story_ids)
    met: set[int] = set()
    for work in WORKS.values():
        met = run_tellings.take_in(work, Members(work, shelf), new_story_ids, touched, met)


def judged(connection: Connection, kind: Kind, refs: Collection[str]) -> None:
    """Bring up to date what hangs on a person's judgement on these."""
    shelf, met = Shelf(connection), set[int]()
    if kind in ("text", "version"):
        touched = run_texts.regroup(shelf, shelf.keys(refs))
        for work in WORKS.values():
            members = Members(work, shelf)
            met = run_tellings.regroup(
                work, members, {m.number for m in members.of(touched)} | members.telling(met), touched
            )
        return
    for work in WORKS.values():
        members = Members(work, shelf)
        mine = {m.number for m in members.load_refs(refs)} if work.kind == kind else set()
        met = run_tellings.regroup(work, members, mine | members.telling(met))

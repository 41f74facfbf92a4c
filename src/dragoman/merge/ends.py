"""When stories and their claims end in known time: by later versions, holds, kills and releases."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, exists, or_, select, update

from ..store import gaps
from ..store.tables import claims, stories
from ..store.versions import reinstate, supersede
from ..story import Span
from .judgements import parts
from .notices import Kind
from .shelf import Shelf
from .texts import TextGroup
from .versions import Version, withdrawn

CORRECTION: Kind = "correction"
End = tuple[str, int, str]  # moment, key of the story that ends, how
FIRST = {"kill": 0, "hold": 1}  # of several ends at one moment
ALL: Span = (0, 2**31 - 1)
NOTICES: frozenset[Kind] = frozenset({"kill", "hold"})  # they repeat what is in doubt, and tell nothing of their own


def settle(shelf: Shelf, touched: Collection[int], found: Sequence[Version], groups: Iterable[TextGroup]) -> None:
    """Set the known times of these stories from the versions that stand: the first that ends one counts.

    A held text that a release lets stand is held again from then on; the time of the hold is a gap in its own.
    """
    ends: dict[int, list[End]] = defaultdict(list)
    kills = withdrawn(found, groups)
    parted = [w for w in kills if w.spans]
    restored: dict[str, str] = {}  # name -> moment from which it is held again
    for version in found:
        if version.kind == "release" and version.restores:
            moment = _end(shelf, version.story, "release")[0]
            restored[version.restores] = min(moment, restored.get(version.restores, moment))
    held: list[tuple[int, str, str]] = []
    for version in found:
        old, end = shelf.key_of(version.supersedes), _end(shelf, version.story, version.kind)
        if version.kind == "hold" and version.supersedes in restored:
            held.append((old, max(end[0], shelf.row(old).known_from), restored[version.supersedes]))
        else:
            ends[old].append(end)
    for one in kills:
        if one.spans is None:
            ends[shelf.key_of(one.story)].append(_end(shelf, one.kill, "kill"))
    for old, end in _same_ids(shelf, touched, found).items():
        ends[old].append(end)
    for key, row in _standing(shelf, {*touched, *ends}).items():
        _set(shelf, row, ends.get(key, ()))
    gaps.keep(shelf.connection, {*touched, *(key for key, _, _ in held)}, held)
    for version in found:
        if version.kind in NOTICES:
            _part(shelf, shelf.key_of(version.story), shelf.row(shelf.key_of(version.story)).known_from, (ALL,))
    for one in parted:
        _part(shelf, shelf.key_of(one.story), _end(shelf, one.kill, "kill")[0], one.spans or ())


def _end(shelf: Shelf, by: str, kind: str) -> End:
    key = shelf.key_of(by)
    return shelf.row(key).known_from, key, kind


def _standing(shelf: Shelf, keys: Collection[int]) -> dict[int, Any]:
    """What stands of the ends of stories; `parted`: some of its claims end at another time."""
    out: dict[int, Any] = {}
    of = stories.c
    other = claims.c.known_to.is_distinct_from(of.known_to)
    parted = exists().where(claims.c.story == of.key, other).label("parted")
    for part in parts(sorted(keys)):
        asked = select(of.key, of.known_from, of.known_to, of.ended_by, of.ended_kind, parted).where(of.key.in_(part))
        out.update((row.key, row) for row in shelf.connection.execute(asked))
    return out


def _set(shelf: Shelf, held: Any, ends: Sequence[End]) -> None:
    """Let a story and its claims end by the first of these, or not at all; what ends so already is left alone."""
    end: tuple[str | None, int | None, str | None] = (None, None, None)
    if ends:
        at, by, kind = min(ends, key=lambda end: (max(end[0], held.known_from), FIRST.get(end[2], 2), end))
        end = max(at, held.known_from), by, kind
    if held.parted or end != (held.known_to, held.ended_by, held.ended_kind):
        if end[0] is None:
            reinstate(shelf.connection, held.key)
        else:
            supersede(shelf.connection, held.key, end[1], str(end[2]), end[0])


def _part(shelf: Shelf, key: int, at: str, spans: Sequence[Span]) -> None:
    """Let the claims end that stand in the words that were killed; the others of the story are held."""
    inside = or_(*(and_(claims.c.start >= start, claims.c.start < stop) for start, stop in spans))
    at = max(at, shelf.row(key).known_from)
    still = or_(claims.c.known_to.is_(None), claims.c.known_to > at)
    shelf.connection.execute(update(claims).where(claims.c.story == key, inside, still).values(known_to=at))


def _same_ids(shelf: Shelf, touched: Collection[int], found: Iterable[Version]) -> dict[int, End]:
    """Of versions under one id, that no judgement binds: the later one ends the earlier."""
    known = {(shelf.key_of(v.supersedes), shelf.key_of(v.story)) for v in found}
    ids = sorted({shelf.row(key).id for key in touched})
    same: Mapping[str, list[Any]] = defaultdict(list)
    for part in parts(ids):
        asked = select(stories.c.key, stories.c.id, stories.c.known_from).where(stories.c.id.in_(part))
        for row in shelf.connection.execute(asked.order_by(stories.c.known_from, stories.c.key)):
            same[row.id].append(row)
    out: dict[int, End] = {}
    for rows in same.values():
        for old, new in itertools.pairwise(rows):
            if (old.key, new.key) not in known:
                out[old.key] = new.known_from, new.key, CORRECTION
    return out

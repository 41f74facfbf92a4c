"""What people judge of merges: a pair is named, judged, and all that hangs on it brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, func, select

from ..errors import DragomanError
from ..store.tables import claims, contact_groups, contacts, event_groups, stories, text_members
from ..story import Value
from . import judgements, run
from .judgements import PERSON, US, Judged, Kind, ordered, standing
from .members import WORKS, Members
from .shelf import Shelf

Verb = Literal["confirm", "undo", "same", "different"]
VERSION = "1"
CONTRARY = {"same": "different", "different": "same"}
COUNTED: dict[Kind, Any] = {
    "text": text_members.c.story,
    "version": stories.c.ended_by,
    "event": event_groups.c.key,
    "contact": contact_groups.c.key,
}


class MergeError(DragomanError):
    """A judgement that cannot be made."""


class Change(Value, frozen=True, kw_only=True):
    """What a judgement came to. `before`, `after`: stories that share a text, stories that ended, events or contacts;
    `verdict`: what stands now on the pair, None for nothing."""

    kind: Kind
    left: str
    right: str
    verdict: str | None
    by: str | None
    before: int
    after: int


def judge(
    connection: Connection,
    verb: Verb,
    names: tuple[str, str],
    by: str,
    kind: Kind | None = None,
    how: str | None = None,
) -> Change:
    """Judge a pair, in the caller's transaction. Raises MergeError where a name fits nothing or there is nothing to do.

    `names`: ids of stories, claims or contacts, or `STORY@START` for the mention that begins there. `confirm` makes
    what stands on the pair the person's own; `undo` takes back what people said of it, and where nobody did holds
    against the program. `kind`: of stories text, of claims event, unless told; `how`: of a version.
    """
    if by == US or not by.strip():
        raise MergeError(f"{by!r} cannot judge: give a person's name with --by")
    kind, left, right = _resolved(connection, names, kind)
    if left == right:
        raise MergeError(f"{names[0]!r} and {names[1]!r} are one already: mentions of one story that it holds together")
    if kind != "version":
        left, right = ordered(left, right)
    stands = next((one for one in standing(connection, kind, [left]) if one.pair == (left, right)), None)
    before = _count(connection, kind)
    if verb == "undo" and stands and stands.firm:
        judgements.withdraw(connection, kind, [(left, right)])
    else:
        judgements.add(connection, _judged(verb, kind, left, right, by, how, stands))
    run.judged(connection, kind, [left, right])
    now = next((one for one in standing(connection, kind, [left]) if one.pair == (left, right)), None)
    return Change(
        kind=kind,
        left=left,
        right=right,
        verdict=now.verdict if now else None,
        by=now.by if now else None,
        before=before,
        after=_count(connection, kind),
    )


def _judged(
    verb: Verb, kind: Kind, left: str, right: str, by: str, how: str | None, stands: Judged | None
) -> Judged:  # fmt: skip
    if verb in ("confirm", "undo") and stands is None:
        raise MergeError(f"nothing is judged of this pair yet, so there is nothing to {verb}; say same or different")
    verdict = verb if stands is None or verb in ("same", "different") else stands.verdict
    verdict = CONTRARY[verdict] if verb == "undo" else verdict
    detail = stands.detail if stands and kind in ("text", "version") else None
    if kind == "version" and (how or detail is None):
        detail = msgspec.json.encode({"kind": how or "correction"}).decode()
    return Judged(
        kind=kind,
        left=left,
        right=right,
        verdict=verdict,
        detail=detail,
        score=1.0 if verdict == "same" else 0.0,
        method=PERSON,
        method_version=VERSION,
        by=by,
    )


def _count(connection: Connection, kind: Kind) -> int:
    return int(connection.execute(select(func.count(COUNTED[kind]))).scalar_one())


def _resolved(connection: Connection, names: Sequence[str], kind: Kind | None) -> tuple[Kind, str, str]:
    """The kind and the ids of a pair by which judgements name it."""
    found = [_named(connection, name) for name in names]
    kinds = {what for what, _ in found}
    if len(kinds) > 1:
        raise MergeError(f"{names[0]!r} is a {found[0][0]} and {names[1]!r} a {found[1][0]}: give two of one kind")
    [what] = kinds
    kind = kind or {"story": "text", "claim": "event", "contact": "contact"}[what]  # type: ignore[assignment]
    if (what == "story") != (kind in ("text", "version")) or (what == "contact" and kind == "event"):
        raise MergeError(f"a {what} is judged as no {kind}")
    if what != "claim":
        return kind, found[0][1], found[1][1]  # type: ignore[return-value]
    left, right = (_telling(connection, kind, id, name) for (_, id), name in zip(found, names, strict=True))
    return kind, left, right  # type: ignore[return-value]


def _named(connection: Connection, name: str) -> tuple[str, str]:
    """Whether a name is that of a story, claim or contact, and its id."""
    story, at, start = name.rpartition("@")
    for what, table in (("claim", claims), ("contact", contacts)):
        if connection.execute(select(table.c.id).where(table.c.id == name)).first():
            return what, name
    of = stories.c
    newest = select(of.uid).where((of.id == name) | (of.uid == name)).order_by(of.known_from.desc(), of.key.desc())
    if (uid := connection.execute(newest.limit(1)).scalar()) is not None:
        return "story", str(uid)
    if at and start.isdecimal():
        asked = select(claims.c.id).join(stories).where(of.id == story, claims.c.start == int(start))
        asked = asked.where(claims.c.kind == "event").order_by(of.known_from.desc(), claims.c.key)
        if (id := connection.execute(asked.limit(1)).scalar()) is not None:
            return "claim", str(id)
    raise MergeError(
        f"{name[:80]!r}: there is no such story, claim or contact; `dragoman merges` shows what there is, and "
        "STORY@START names the mention that begins at that character"
    )


def _telling(connection: Connection, kind: Kind | None, id: str, name: str) -> str:
    """The id by which the telling that a claim belongs to is named."""
    row = connection.execute(select(claims.c.key, claims.c.story).where(claims.c.id == id)).one()
    members = Members(WORKS[str(kind)], Shelf(connection))
    members.load([row.story])
    if row.key not in members.by_claim:
        raise MergeError(f"{name!r} tells no {kind}")
    return members.by_claim[row.key].ref

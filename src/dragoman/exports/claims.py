"""All that a database holds, as lines of JSON: stories with their records, their claims, and judgements.

Every line has a `kind`. What merges derive from judgements (groups) is not in it: `restore` derives it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import to_builtins
from sqlalchemy import Connection, select

from ..schema import to_json
from ..store.corrections import as_correction
from ..store.read import claims_of, stories_of
from ..store.tables import corrections, judgements, stories
from ..views.asking import Asking

FORM = 1  # version of the lines
AT_ONCE = 200
STORED = ("uid", "id", "version", "given", "headline", "agency", "outlet", "origin", "day", "published", "language",
          "added", "known_from", "known_to", "ended_kind", "coder", "model", "knowledge")  # fmt: skip
LEFT_OUT = ("key", "story", "sentence")  # numbers that another database gives anew


def as_claims(connection: Connection, asked: Asking) -> Iterator[str]:
    """The lines: corrections; stories by the time they were known and their ids, each as it was coded with its claims
    behind it, as they are corrected; then judgements.

    Of the filters the days alone count, those of stories; with them judgements are of these stories' own.
    """
    yield _line({"kind": "dragoman-claims", "form": FORM})
    yield from _corrections(connection, asked)
    table = stories.c
    chosen = select(table.key, table.uid, table.ended_by).order_by(table.known_from, table.id, table.version)
    if asked.first:
        chosen = chosen.where(table.day >= asked.first)
    if asked.last:
        chosen = chosen.where(table.day <= asked.last)
    rows = connection.execute(chosen).all()
    uids = {row.key: row.uid for row in connection.execute(select(table.key, table.uid))}
    held: set[str] = set()
    for start in range(0, len(rows), AT_ONCE):
        yield from _stories(connection, rows[start : start + AT_ONCE], uids, held)
    yield from _judgements(connection, None if not (asked.first or asked.last) else held)


def _corrections(connection: Connection, asked: Asking) -> Iterator[str]:
    """Before the stories, whose claims are as people corrected them."""
    of = corrections.c
    chosen = select(corrections).order_by(of.story, of.at, of.id)
    for row in connection.execute(chosen):
        held = select(stories.c.key).where(stories.c.id == row.story)
        if asked.first:
            held = held.where(stories.c.day >= asked.first)
        if asked.last:
            held = held.where(stories.c.day <= asked.last)
        if not (asked.first or asked.last) or connection.execute(held.limit(1)).first() is not None:
            yield _line({"kind": "correction", **to_builtins(as_correction(row))})


def _stories(connection: Connection, rows: Any, uids: dict[int, str], held: set[str]) -> Iterator[str]:
    keys = [row.key for row in rows]
    stored = {row.key: row for row in connection.execute(select(stories).where(stories.c.key.in_(keys)))}
    records = dict(stories_of(connection, keys, as_coded=True))
    told: dict[int, list[Any]] = {}
    for claim in claims_of(connection, keys):
        told.setdefault(claim.story, []).append(claim)
    for row in rows:
        one = stored[row.key]._mapping
        held.add(row.uid)
        yield _line(
            {
                "kind": "story",
                **{name: one[name] for name in STORED},
                "ended_by": uids.get(row.ended_by),
                "story": msgspec.Raw(to_json(records[row.key])),
            }
        )
        for claim in told.get(row.key, ()):
            held.add(claim.id)
            fields = {name: value for name, value in msgspec.structs.asdict(claim).items() if name not in LEFT_OUT}
            yield _line({"kind": "claim", "claim": fields.pop("kind"), "story": fields.pop("story_id"), **fields})


def _judgements(connection: Connection, held: set[str] | None) -> Iterator[str]:
    for row in connection.execute(select(judgements).order_by(judgements.c.kind, judgements.c.id)):
        if held is None or (row.left in held and row.right in held):
            fields = {name: value for name, value in row._mapping.items() if name != "key"}
            yield _line({"kind": "judgement", "judges": fields.pop("kind"), **fields})


def _line(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode() + "\n"

"""Corrections in the database: each a row that is kept, and withdrawn rather than deleted."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from ..story import Story
from .claims import digest
from .corrected import Corrected, Correction, as_coded, corrected
from .tables import corrections
from .times import now

AT_ONCE = 400  # values of a statement
COLUMNS = [corrections.c[name] for name in Correction.__struct_fields__]


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def standing(connection: Connection, ids: Collection[str]) -> dict[str, list[Correction]]:
    """Corrections that are not withdrawn, by the ids of their stories, the earliest first."""
    found: dict[str, list[Correction]] = defaultdict(list)
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), AT_ONCE):
        of = corrections.c
        asked = select(*COLUMNS).where(of.story.in_(wanted[start : start + AT_ONCE]), of.withdrawn_at.is_(None))
        for row in connection.execute(asked.order_by(of.at, of.key)):
            found[row.story].append(as_correction(row))
    return found


def applied(story: Story, found: Sequence[Correction]) -> Corrected:
    """A story with what is said of it."""
    return corrected(story, text_hash(story.text), found) if found else as_coded(story)


def mark(made: Corrected) -> str | None:
    """What a story is known to be corrected by."""
    return digest("corrected", made.ids) if made.ids else None


def add(connection: Connection, one: Correction) -> Correction:
    """Keep a correction under an id of its own. Those that the same person made of the same before are withdrawn."""
    of = corrections.c
    same = (
        of.story == one.story, of.text == one.text, of.start == one.start, of.field == one.field, of.by == one.by,
        of.withdrawn_at.is_(None),
    )  # fmt: skip
    connection.execute(update(corrections).where(*same).values(withdrawn_at=one.at))
    number = len(connection.execute(select(of.key).where(of.story == one.story)).all())
    made = msgspec.structs.replace(one, id=digest("correction", one.story, one.text, one.start, one.field, one.by,
                                                  one.at, number))  # fmt: skip
    connection.execute(insert(corrections), [as_row(made)])
    return made


def withdraw(connection: Connection, id: str) -> None:
    """Withdraw a correction."""
    of = corrections.c
    connection.execute(update(corrections).where(of.id == id, of.withdrawn_at.is_(None)).values(withdrawn_at=now()))


def one(connection: Connection, id: str) -> Correction | None:
    """A correction, withdrawn or not."""
    row = connection.execute(select(*COLUMNS).where(corrections.c.id == id)).first()
    return as_correction(row) if row is not None else None


def restore(connection: Connection, found: Iterable[Correction]) -> list[str]:
    """Keep corrections as another database had them; returns the stories of those that were not there."""
    told = list(found)
    ids = [made.id for made in told]
    there = set(connection.execute(select(corrections.c.id).where(corrections.c.id.in_(ids))).scalars())
    fresh = [made for made in told if made.id not in there]
    if fresh:
        connection.execute(insert(corrections), [as_row(made) for made in fresh])
    return [made.story for made in fresh]


def as_correction(row: Row[Any]) -> Correction:
    """A row of the table."""
    values = {name: row._mapping[name] for name in Correction.__struct_fields__}
    return Correction(**{**values, "old": msgspec.json.decode(row.old), "new": msgspec.json.decode(row.new)})


def as_row(told: Correction) -> dict[str, Any]:
    """What the table holds of a correction."""
    values = msgspec.structs.asdict(told)
    return {**values, "old": _json(told.old), "new": _json(told.new)}


def _json(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()

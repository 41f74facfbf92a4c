"""What people correct in stories, the last first."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ..store import StoreError
from ..store.corrected import Correction
from ..store.corrections import COLUMNS, as_correction
from ..store.tables import corrections
from ..story import Value


class CorrectionPage(Value, frozen=True, kw_only=True):
    """Corrections, and the cursor of the next page: None on the last."""

    corrections: tuple[Correction, ...]
    after: str | None


def corrections_page(
    connection: Connection,
    story: str | None = None,
    by: str | None = None,
    withdrawn: bool | None = None,
    limit: int = 50,
    after: str | None = None,
) -> CorrectionPage:
    """At most `limit` corrections behind the cursor `after`, those of a story or person. Raises StoreError."""
    of = corrections.c
    asked = select(of.key, *COLUMNS).order_by(of.key.desc()).limit(limit + 1)
    if story is not None:
        asked = asked.where(of.story == story)
    if by is not None:
        asked = asked.where(of.by == by)
    if withdrawn is not None:
        asked = asked.where(of.withdrawn_at.is_not(None) if withdrawn else of.withdrawn_at.is_(None))
    if after:
        if not after.isdecimal() or len(after) > len(str(2**62)):
            raise StoreError(f"{after[:40]!r} is no cursor: take `after` of the page before")
        asked = asked.where(of.key < int(after))
    rows = connection.execute(asked).all()
    more, rows = len(rows) > limit, rows[:limit]
    found = [as_correction(row) for row in rows]
    return CorrectionPage(corrections=tuple(found), after=str(rows[-1].key) if more else None)

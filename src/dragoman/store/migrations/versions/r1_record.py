"""The record, as `store/tables` tells its tables.

A revision that changes them comes with a copy of those of this one, which then stands here.
"""

from __future__ import annotations

from alembic import op

from dragoman.store.upgrade import make

revision = "r1"
down_revision = None


def upgrade() -> None:
    make(op.get_bind())

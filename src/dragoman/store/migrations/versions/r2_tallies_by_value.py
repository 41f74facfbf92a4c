"""Counts of one value are found by it, whatever the time.

`r1` makes the tables as they are now, with this index: it is made where it is not there.
"""

from __future__ import annotations

from alembic import op

from dragoman.store.tables import event_tallies

revision = "r2"
down_revision = "r1"


def upgrade() -> None:
    for index in event_tallies.indexes:
        index.create(op.get_bind(), checkfirst=True)

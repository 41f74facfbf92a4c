"""Events by origins and day, those without a day last, in the order of an index."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_event_groups_ranked", "event_groups", ["origins", text("coalesce(day, '')")])

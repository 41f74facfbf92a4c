"""Events that several mentions tell, in the order of an index."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0010"
down_revision = "0009"

SEVERAL = (
    "CREATE INDEX ix_event_groups_several ON event_groups (origins, mentions, id) "
    "WHERE mentions > 1 AND known_to IS NULL"
)


def upgrade() -> None:
    op.get_bind().execute(text(SEVERAL))

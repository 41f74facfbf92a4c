"""Events by where they are, for counts of places."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0011"
down_revision = "0010"

COLUMNS = "lat, lon, quad, type, day, status, background, known_from, known_to, place_country, place_name"


def upgrade() -> None:
    made = f"CREATE INDEX ix_event_groups_placed ON event_groups ({COLUMNS}) WHERE lat IS NOT NULL"
    op.get_bind().execute(text(made))

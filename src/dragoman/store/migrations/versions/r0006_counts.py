"""Counts that are kept current, gaps in known time, and who all is the source of an event.

The tables as they were at this revision: those of today are in `store/tables`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, PrimaryKeyConstraint, Table, text
from sqlalchemy import Text as AnyText

revision = "0006"
down_revision = "0005"

Key = BigInteger().with_variant(Integer, "sqlite")
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

stories = Table("stories", metadata, Column("key", Key, primary_key=True))
event_groups = Table("event_groups", metadata, Column("key", Key, primary_key=True))
BEFORE = (stories, event_groups)

story_gaps = Table(
    "story_gaps",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("start", Text, nullable=False),
    Column("stop", Text, nullable=False),
    PrimaryKeyConstraint("story", "start"),
    sqlite_with_rowid=False,
)

event_gaps = Table(
    "event_gaps",
    metadata,
    Column("event", Key, ForeignKey("event_groups.key"), nullable=False),
    Column("start", Text, nullable=False),
    Column("stop", Text, nullable=False),
    PrimaryKeyConstraint("event", "start"),
    sqlite_with_rowid=False,
)
Index(None, event_gaps.c.start, event_gaps.c.stop)

event_facets = Table(
    "event_facets",
    metadata,
    Column("month", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("quad", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("background", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("month", "type", "mode", "quad", "status", "background"),
    sqlite_with_rowid=False,
)

event_tallies = Table(
    "event_tallies",
    metadata,
    Column("field", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("field", "time", "value", "type"),
    sqlite_with_rowid=False,
)

SOURCES = """
INSERT INTO event_actors (event, role, position, actor, name, country, sector, day)
SELECT event, role, row_number() OVER (PARTITION BY event, role ORDER BY actor, name, country, sector) - 1,
       actor, name, country, sector, day
FROM (
    SELECT DISTINCT m.event, CASE a.position WHEN 0 THEN 'source' ELSE 'chain' END AS role,
           a.actor, a.name, a.country, a.sector, g.day
    FROM event_groups g
    JOIN event_members m ON m.event = g.key
    JOIN claims c ON c.key = m.claim
    JOIN claim_actors a ON a.claim = m.claim AND a.role = 'source'
    WHERE c.known_to IS NULL OR g.known_to IS NOT NULL
) told
"""


def upgrade() -> None:
    connection = op.get_bind()
    made = [table for table in metadata.sorted_tables if table not in BEFORE]
    metadata.create_all(connection, tables=made)
    connection.execute(text(SOURCES))  # the counts themselves are made by revision 0008

"""What makes asking quick: pairs of countries, the sentences of events, and indexes by what is asked.

The tables as they were at this revision: those of today are in `store/tables`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    false,
    text,
)
from sqlalchemy import Text as AnyText

revision = "0008"
down_revision = "0007"

Key = BigInteger().with_variant(Integer, "sqlite")
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

event_groups = Table("event_groups", metadata, Column("key", Key, primary_key=True))
event_pairs = Table(
    "event_pairs",
    metadata,
    Column("event", Key, ForeignKey("event_groups.key"), nullable=False),
    Column("pair", Text, nullable=False),
    Column("acts", Boolean, nullable=False),
    Column("day", Text),
    PrimaryKeyConstraint("event", "pair"),
    sqlite_with_rowid=False,
)
Index(None, event_pairs.c.pair, event_pairs.c.day)

UNUSED = {
    "claims": (
        "sentence",
        "type_day",
        "actor_country_recipient_country_day",
        "place_country_day",
    ),
    "event_groups": (
        "origins_day",
        "confidence",
        "actor_country_recipient_country_day",
        "recipient_country_day",
    ),
}
INDEXES = (
    "CREATE INDEX ix_event_groups_surest ON event_groups (coalesce(confidence, 0), coalesce(day, ''))",
    "CREATE INDEX ix_event_groups_ahead ON event_groups (day) WHERE day > known_from",
    "CREATE INDEX ix_event_members_told ON event_members (sentence, held, event)",
)
MEMBERS = """
UPDATE event_members SET (sentence, held) =
    (SELECT c.sentence, c.known_to IS NULL FROM claims c WHERE c.key = event_members.claim)
"""
PAIRS = """
INSERT INTO event_pairs (event, pair, acts, day)
SELECT event, pair, max(acts) = 1, day
FROM (
    SELECT g.key AS event, g.day,
           CASE WHEN a.country < b.country THEN a.country || '-' || b.country
                ELSE b.country || '-' || a.country END AS pair,
           CASE WHEN a.role = 'actor' AND (b.role = 'recipient' OR g.recipient IS NULL) THEN 1 ELSE 0 END AS acts
    FROM event_groups g
    JOIN event_actors a ON a.event = g.key AND a.role IN ('actor', 'recipient')
    JOIN event_actors b ON b.event = g.key AND b.role IN ('actor', 'recipient') AND b.country <> a.country
) told
GROUP BY event, pair, day
"""


def upgrade() -> None:
    connection = op.get_bind()
    for table, names in UNUSED.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}", table)
    op.add_column("event_members", Column("sentence", Key))
    op.add_column("event_members", Column("held", Boolean, nullable=False, server_default=false()))
    connection.execute(text(MEMBERS))
    if connection.dialect.name == "postgresql":
        op.alter_column("event_members", "held", server_default=None)
    metadata.create_all(connection, tables=[event_pairs])
    connection.execute(text(PAIRS))
    for statement in INDEXES:
        connection.execute(text(statement))
    from dragoman.store.tallies import rebuild

    rebuild(connection)

"""Standing states, and the claims that tell them.

The tables as they were at this revision: those of today are in `store/tables`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy import Text as AnyText

revision = "0003"
down_revision = "0002"

Key = BigInteger().with_variant(Integer, "sqlite")
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _side(role: str) -> tuple[Column[str], ...]:
    return Column(role, Text), Column(f"{role}_name", Text), Column(f"{role}_country", Text)


stories = Table("stories", metadata, Column("key", Key, primary_key=True))
claims = Table("claims", metadata, Column("key", Key, primary_key=True))
BEFORE = (stories, claims)

states = Table(
    "states",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    *_side("subject"),
    *_side("object"),
    *_side("place"),
)

state_actors = Table(
    "state_actors",
    metadata,
    Column("actor", Text, nullable=False),
    Column("state", Key, ForeignKey("states.key"), nullable=False),
    PrimaryKeyConstraint("actor", "state"),
    sqlite_with_rowid=False,
)
Index(None, state_actors.c.state)

state_claims = Table(
    "state_claims",
    metadata,
    Column("state", Key, ForeignKey("states.key"), nullable=False),
    Column("claim", Key, ForeignKey("claims.key"), nullable=False),
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("stance", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("share", Text),
    Column("start", Text),
    Column("stop", Text),
    Column("told", Text, nullable=False),
    Column("speaker", Text),
    PrimaryKeyConstraint("state", "claim"),
    sqlite_with_rowid=False,
)
Index(None, state_claims.c.claim)
Index(None, state_claims.c.state, state_claims.c.stance, state_claims.c.told)

state_stories = Table(
    "state_stories",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), primary_key=True),
    Column("rules", Text, nullable=False),
)
Index(None, state_stories.c.rules)


def upgrade() -> None:
    made = [table for table in metadata.sorted_tables if table not in BEFORE]
    metadata.create_all(op.get_bind(), tables=made)

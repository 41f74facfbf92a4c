"""What merges find others by, whose words stand where, and contacts that are named in passing.

The tables as they were at this revision: those of today are in `store/tables`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy import Text as AnyText

revision = "0004"
down_revision = "0003"

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

stories = Table("stories", metadata, Column("key", Key, primary_key=True))
claims = Table("claims", metadata, Column("key", Key, primary_key=True))
contact_groups = Table("contact_groups", metadata, Column("key", Key, primary_key=True))
BEFORE = (stories, claims, contact_groups)

text_keys = Table(
    "text_keys",
    metadata,
    Column("key", Key, nullable=False),
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    PrimaryKeyConstraint("key", "story"),
    sqlite_with_rowid=False,
)
Index(None, text_keys.c.story)

telling_keys = Table(
    "telling_keys",
    metadata,
    Column("key", Key, nullable=False),
    Column("telling", Key, nullable=False),
    PrimaryKeyConstraint("key", "telling"),
    sqlite_with_rowid=False,
)

story_origins = Table(
    "story_origins",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("house", Text, nullable=False),
    PrimaryKeyConstraint("story", "position"),
    sqlite_with_rowid=False,
)

contact_passing = Table(
    "contact_passing",
    metadata,
    Column("claim", Key, ForeignKey("claims.key"), primary_key=True),
    Column("contact_group", Key, ForeignKey("contact_groups.key"), nullable=False),
)
Index(None, contact_passing.c.contact_group)


def upgrade() -> None:
    made = [table for table in metadata.sorted_tables if table not in BEFORE]
    metadata.create_all(op.get_bind(), tables=made)

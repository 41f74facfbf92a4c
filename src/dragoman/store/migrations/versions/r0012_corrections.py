"""What people correct in stories.

The tables as they were at this revision: those of today are in `store/tables`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table
from sqlalchemy import Text as AnyText

revision = "0012"
down_revision = "0011"

Key = BigInteger().with_variant(Integer, "sqlite")
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

corrections = Table(
    "corrections",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("story", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn_at", Text),
)
Index(None, corrections.c.story)


def upgrade() -> None:
    metadata.create_all(op.get_bind(), tables=[corrections])
    op.add_column("stories", Column("corrected", Text))

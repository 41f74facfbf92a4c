"""Which stances are taken on a standing state.

The tables as they were at this revision: those of today are in `store/tables`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, PrimaryKeyConstraint, Table, text
from sqlalchemy import Text as AnyText

revision = "0009"
down_revision = "0008"

Key = BigInteger().with_variant(Integer, "sqlite")
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

metadata = MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})

states = Table("states", metadata, Column("key", Key, primary_key=True))
state_stances = Table(
    "state_stances",
    metadata,
    Column("state", Key, ForeignKey("states.key"), nullable=False),
    Column("stance", Text, nullable=False),
    Column("first", Text, nullable=False),
    PrimaryKeyConstraint("state", "stance"),
    sqlite_with_rowid=False,
)
LATE = "CREATE INDEX ix_state_claims_late ON state_claims (state, stance, told, start) WHERE start < told"
FILL = "INSERT INTO state_stances SELECT state, stance, min(told) FROM state_claims GROUP BY state, stance"


def upgrade() -> None:
    metadata.create_all(op.get_bind(), tables=[state_stances])
    op.get_bind().execute(text(FILL))
    op.get_bind().execute(text(LATE))

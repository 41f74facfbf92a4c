"""What merges compare is kept as they compare it, and its likenesses as numbers; what was judged far apart is not."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    delete,
    update,
)
from sqlalchemy import Text as AnyText

revision = "0007"
down_revision = "0006"

Key = BigInteger().with_variant(Integer, "sqlite")
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")
metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})
stories = Table("stories", metadata, Column("key", Key, primary_key=True), Column("merged", Boolean))
judgements = Table(
    "judgements", metadata, *(Column(name, AnyText) for name in ("kind", "verdict", "by"))
)  # fmt: skip
tellings = Table(
    "tellings",
    metadata,
    Column("story", Key, ForeignKey("stories.key", name="fk_tellings_story"), primary_key=True),
    Column("method", Text, nullable=False),
    Column("made", LargeBinary, nullable=False),
)
telling_keys = Table(
    "telling_keys",
    metadata,
    Column("key", Key, nullable=False),
    Column("mark", Key, nullable=False),
    Column("telling", Key, nullable=False),
    PrimaryKeyConstraint("key", "mark", "telling"),
    sqlite_with_rowid=False,
)
telling_links = Table(
    "telling_links",
    metadata,
    Column("telling", Key, nullable=False),
    Column("other", Key, nullable=False),
    Column("score", Integer, nullable=False),
    PrimaryKeyConstraint("telling", "other"),
    sqlite_with_rowid=False,
)
people = Index(
    "ix_judgements_people",
    judgements.c.kind,
    sqlite_where=judgements.c.by != "dragoman",
    postgresql_where=judgements.c.by != "dragoman",
)


def upgrade() -> None:
    connection = op.get_bind()
    op.drop_table("telling_keys")
    metadata.create_all(connection, tables=[tellings, telling_keys, telling_links])
    people.create(connection)
    ours = judgements.c.kind.in_(("event", "contact")), judgements.c.by == "dragoman"
    connection.execute(delete(judgements).where(*ours, judgements.c.verdict == "different"))
    connection.execute(update(stories).values(merged=False))  # all are filed, and held against each other, anew

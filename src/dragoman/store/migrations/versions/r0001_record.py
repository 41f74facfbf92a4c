"""The record: stories, their claims and contacts, and their sentences by words.

The tables as they were at this revision: those of today are in `store/tables`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy import Text as AnyText

from dragoman.store import fulltext

revision = "0001"
down_revision = None

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


def _known() -> tuple[Column[str], Column[str]]:
    return Column("known_from", Text, nullable=False), Column("known_to", Text)


def _point() -> tuple[Column[str | float | int], ...]:
    return (
        Column("place", Text),
        Column("place_name", Text),
        Column("place_id", Integer),
        Column("place_country", Text),
        Column("place_admin1", Text),
        Column("lat", Float),
        Column("lon", Float),
    )


def _side(role: str) -> tuple[Column[str], ...]:
    return Column(role, Text), Column(f"{role}_name", Text), Column(f"{role}_country", Text)


stories = Table(
    "stories",
    metadata,
    Column("key", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("given", Text),
    Column("headline", Text),
    Column("agency", Text),
    Column("outlet", Text),
    Column("origin", Text),
    Column("day", Text),
    Column("published", Text),
    Column("language", Text, nullable=False),
    Column("added", Text, nullable=False),
    *_known(),
    Column("ended_by", Key, ForeignKey("stories.key")),
    Column("ended_kind", Text),
    Column("coder", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("merged", Boolean, nullable=False),
    UniqueConstraint("id", "version"),
)
Index(None, stories.c.id, stories.c.given)
Index(None, stories.c.day)
Index(None, stories.c.known_from)
Index(None, stories.c.origin)
Index(None, stories.c.agency)
Index(None, stories.c.ended_by)
Index(
    "ix_stories_unmerged",
    stories.c.key,
    sqlite_where=stories.c.merged.is_(False),
    postgresql_where=stories.c.merged.is_(False),
)

records = Table(
    "records",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
)

sentences = Table(
    "sentences",
    metadata,
    Column("key", Key, primary_key=True),
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("headline", Boolean, nullable=False),
    Column("start", Integer),
    Column("stop", Integer),
)

claims = Table(
    "claims",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("item", Integer, nullable=False),
    Column("type", Text),
    Column("mode", Text),
    Column("cameo", Text),
    Column("quad", Text),
    Column("score", Float),
    Column("status", Text),
    Column("background", Boolean),
    Column("confidence", Float),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("sentence", Key),
    Column("sentence_start", Integer),
    Column("sentence_stop", Integer),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("day", Text),
    *_point(),
    Column("share", Text),
    Column("same_as", Integer),
    Column("actor", Text),
    Column("actor_country", Text),
    Column("recipient", Text),
    Column("recipient_country", Text),
    Column("speaker", Text),
    Column("speaker_country", Text),
    *_known(),
)
Index(None, claims.c.story)
Index(None, claims.c.sentence)
Index(None, claims.c.day)
Index(None, claims.c.type, claims.c.day)
Index(None, claims.c.actor_country, claims.c.recipient_country, claims.c.day)
Index(None, claims.c.place_country, claims.c.day)

claim_actors = Table(
    "claim_actors",
    metadata,
    Column("claim", Key, ForeignKey("claims.key"), nullable=False),
    Column("role", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("actor", Text),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("text", Text, nullable=False),
    Column("start", Integer),
    Column("stop", Integer),
    Column("day", Text),
    PrimaryKeyConstraint("claim", "role", "position"),
    sqlite_with_rowid=False,
)
Index(None, claim_actors.c.country, claim_actors.c.role, claim_actors.c.day)
Index(None, claim_actors.c.actor, claim_actors.c.role, claim_actors.c.day)
Index(None, claim_actors.c.name, claim_actors.c.role, claim_actors.c.day)

claim_contexts = Table(
    "claim_contexts",
    metadata,
    Column("context", Text, nullable=False),
    Column("claim", Key, ForeignKey("claims.key"), nullable=False),
    PrimaryKeyConstraint("context", "claim"),
    sqlite_with_rowid=False,
)
Index(None, claim_contexts.c.claim)

contacts = Table(
    "contacts",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("item", Integer, nullable=False),
    Column("channel", Text),
    Column("status", Text, nullable=False),
    Column("asked_by", Text),
    Column("asked_by_source", Text),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("date_from", Text),
    Column("day", Text),
    Column("place", Text),
    *_known(),
)
Index(None, contacts.c.story)
Index(None, contacts.c.day)

contact_parties = Table(
    "contact_parties",
    metadata,
    Column("contact", Key, ForeignKey("contacts.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("day", Text),
    PrimaryKeyConstraint("contact", "position"),
    sqlite_with_rowid=False,
)
Index(None, contact_parties.c.code, contact_parties.c.day)

contact_mentions = Table(
    "contact_mentions",
    metadata,
    Column("contact", Key, ForeignKey("contacts.key"), nullable=False),
    Column("claim", Key, ForeignKey("claims.key"), nullable=False),
    PrimaryKeyConstraint("contact", "claim"),
    sqlite_with_rowid=False,
)
Index(None, contact_mentions.c.claim)

readouts = Table(
    "readouts",
    metadata,
    Column("contact", Key, ForeignKey("contacts.key"), nullable=False),
    Column("code", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    PrimaryKeyConstraint("contact", "code", "position"),
    sqlite_with_rowid=False,
)


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    for statement in fulltext.CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)

"""Merges: judgements, and the groups that follow from them.

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
    MetaData,
    PrimaryKeyConstraint,
    Table,
)
from sqlalchemy import Text as AnyText

revision = "0002"
down_revision = "0001"

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


stories = Table("stories", metadata, Column("key", Key, primary_key=True))
claims = Table("claims", metadata, Column("key", Key, primary_key=True))
contacts = Table("contacts", metadata, Column("key", Key, primary_key=True))
BEFORE = (stories, claims, contacts)

judgements = Table(
    "judgements",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("detail", Text),
    Column("score", Float),
    Column("method", Text, nullable=False),
    Column("method_version", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn_at", Text),
)
Index(None, judgements.c.kind, judgements.c.left)
Index(None, judgements.c.kind, judgements.c.right)

text_groups = Table(
    "text_groups",
    metadata,
    Column("key", Key, primary_key=True),
    Column("first", Key, ForeignKey("stories.key"), nullable=False),
    Column("origin", Text),
    Column("size", Integer, nullable=False),
)
text_members = Table(
    "text_members",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), primary_key=True),
    Column("text_group", Key, ForeignKey("text_groups.key"), nullable=False),
    Column("score", Float),
)
Index(None, text_members.c.text_group)

event_groups = Table(
    "event_groups",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("head", Key, ForeignKey("claims.key"), nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("quad", Text),
    Column("score", Float),
    Column("status", Text),
    Column("background", Boolean),
    Column("confidence", Float),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("day", Text),
    *_point(),
    Column("actor", Text),
    Column("actor_country", Text),
    Column("recipient", Text),
    Column("recipient_country", Text),
    Column("mentions", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("sides", Integer, nullable=False),
    *_known(),
)
Index(None, event_groups.c.head)
Index(None, event_groups.c.day)
Index(None, event_groups.c.type, event_groups.c.day)
Index(None, event_groups.c.type, event_groups.c.mode, event_groups.c.day)
Index(None, event_groups.c.quad, event_groups.c.day)
Index(None, event_groups.c.status, event_groups.c.day)
Index(None, event_groups.c.origins, event_groups.c.day)
Index(None, event_groups.c.actor_country, event_groups.c.recipient_country, event_groups.c.day)
Index(None, event_groups.c.recipient_country, event_groups.c.day)
Index(None, event_groups.c.place_country, event_groups.c.day)
Index(None, event_groups.c.place_name, event_groups.c.day)
Index(None, event_groups.c.background, event_groups.c.day)
Index(None, event_groups.c.confidence)
Index(None, event_groups.c.known_from, event_groups.c.known_to)
Index(
    "ix_event_groups_facets",
    event_groups.c.status,
    event_groups.c.background,
    event_groups.c.quad,
    event_groups.c.type,
    event_groups.c.confidence,
    event_groups.c.mode,
    event_groups.c.day,
)
Index(
    "ix_event_groups_ended",
    event_groups.c.known_to,
    sqlite_where=event_groups.c.known_to.is_not(None),
    postgresql_where=event_groups.c.known_to.is_not(None),
)

event_members = Table(
    "event_members",
    metadata,
    Column("claim", Key, ForeignKey("claims.key"), primary_key=True),
    Column("event", Key, ForeignKey("event_groups.key"), nullable=False),
)
Index(None, event_members.c.event)

event_actors = Table(
    "event_actors",
    metadata,
    Column("event", Key, ForeignKey("event_groups.key"), nullable=False),
    Column("role", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("actor", Text),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("day", Text),
    PrimaryKeyConstraint("event", "role", "position"),
    sqlite_with_rowid=False,
)
Index(None, event_actors.c.country, event_actors.c.role, event_actors.c.day)
Index(None, event_actors.c.actor, event_actors.c.role, event_actors.c.day)
Index(None, event_actors.c.name, event_actors.c.role, event_actors.c.day)

contact_groups = Table(
    "contact_groups",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("head", Key, ForeignKey("contacts.key"), nullable=False),
    Column("channel", Text),
    Column("status", Text, nullable=False),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("day", Text),
    Column("place", Text),
    Column("asked_by", Text),
    Column("tellings", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("sides", Integer, nullable=False),
    *_known(),
)
Index(None, contact_groups.c.head)
Index(None, contact_groups.c.day)

contact_members = Table(
    "contact_members",
    metadata,
    Column("contact", Key, ForeignKey("contacts.key"), primary_key=True),
    Column("contact_group", Key, ForeignKey("contact_groups.key"), nullable=False),
)
Index(None, contact_members.c.contact_group)

contact_group_parties = Table(
    "contact_group_parties",
    metadata,
    Column("contact_group", Key, ForeignKey("contact_groups.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("day", Text),
    PrimaryKeyConstraint("contact_group", "position"),
    sqlite_with_rowid=False,
)
Index(None, contact_group_parties.c.code, contact_group_parties.c.day)


def upgrade() -> None:
    made = [table for table in metadata.sorted_tables if table not in BEFORE]
    metadata.create_all(op.get_bind(), tables=made)

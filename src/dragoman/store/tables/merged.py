"""What is one and the same across stories: judgements, and the groups that follow from them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    and_,
    func,
    literal_column,
)

from .base import Key, known, metadata, point

judgements = Table(
    "judgements",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # text, version, event or contact
    Column("left", Text, nullable=False),  # uid of a story, id of a claim or contact
    Column("right", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # same or different
    Column("detail", Text),  # of a version: writethru, correction, hold, release, kill, substitute; of a text: how
    Column("score", Float),
    Column("method", Text, nullable=False),
    Column("method_version", Text, nullable=False),
    Column("by", Text, nullable=False),  # `dragoman`, or a person
    Column("at", Text, nullable=False),
    Column("withdrawn_at", Text),
)
Index(None, judgements.c.kind, judgements.c.left)
Index(None, judgements.c.kind, judgements.c.right)
Index(  # those of people, which are few
    "ix_judgements_people",
    judgements.c.kind,
    sqlite_where=judgements.c.by != "dragoman",
    postgresql_where=judgements.c.by != "dragoman",
)

text_groups = Table(
    "text_groups",
    metadata,
    Column("key", Key, primary_key=True),
    Column("first", Key, ForeignKey("stories.key"), nullable=False),  # the story that the others are copies of
    Column("origin", Text),
    Column("size", Integer, nullable=False),
)
text_members = Table(
    "text_members",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), primary_key=True),
    Column("text_group", Key, ForeignKey("text_groups.key"), nullable=False),
    Column("score", Float),  # 1 of the origin; null of a first story that is a copy of one that is not there
)
Index(None, text_members.c.text_group)

event_groups = Table(
    "event_groups",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # that of its first claim
    Column("head", Key, ForeignKey("claims.key"), nullable=False),  # the claim that tells it best
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
    *point(),
    Column("actor", Text),
    Column("actor_country", Text),
    Column("recipient", Text),
    Column("recipient_country", Text),
    Column("mentions", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("sides", Integer, nullable=False),
    *known(),
)
Index(None, event_groups.c.head)
Index(None, event_groups.c.day)
Index(None, event_groups.c.type, event_groups.c.day)
Index(None, event_groups.c.type, event_groups.c.mode, event_groups.c.day)
Index(None, event_groups.c.quad, event_groups.c.day)
Index(None, event_groups.c.status, event_groups.c.day)
Index(None, event_groups.c.place_country, event_groups.c.day)
Index(None, event_groups.c.place_name, event_groups.c.day)
Index(None, event_groups.c.background, event_groups.c.day)
Index(None, event_groups.c.known_from, event_groups.c.known_to)
Index(  # those of most origins first, without a day last
    "ix_event_groups_ranked", event_groups.c.origins, func.coalesce(event_groups.c.day, literal_column("''"))
)
Index(  # those that several mentions tell
    "ix_event_groups_several",
    event_groups.c.origins,
    event_groups.c.mentions,
    event_groups.c.id,
    sqlite_where=and_(event_groups.c.mentions > 1, event_groups.c.known_to.is_(None)),
    postgresql_where=and_(event_groups.c.mentions > 1, event_groups.c.known_to.is_(None)),
)
Index(  # the surest first, likewise
    "ix_event_groups_surest",
    func.coalesce(event_groups.c.confidence, literal_column("0")),
    func.coalesce(event_groups.c.day, literal_column("''")),
)
Index(  # what was known before its day
    "ix_event_groups_ahead",
    event_groups.c.day,
    sqlite_where=event_groups.c.day > event_groups.c.known_from,
    postgresql_where=event_groups.c.day > event_groups.c.known_from,
)
Index(  # counts by several of these need no other page
    "ix_event_groups_facets",
    event_groups.c.status,
    event_groups.c.background,
    event_groups.c.quad,
    event_groups.c.type,
    event_groups.c.confidence,
    event_groups.c.mode,
    event_groups.c.day,
)
Index(  # what is where; counts of places by class need no other page
    "ix_event_groups_placed",
    event_groups.c.lat,
    event_groups.c.lon,
    event_groups.c.quad,
    event_groups.c.type,
    event_groups.c.day,
    event_groups.c.status,
    event_groups.c.background,
    event_groups.c.known_from,
    event_groups.c.known_to,
    event_groups.c.place_country,
    event_groups.c.place_name,
    sqlite_where=event_groups.c.lat.is_not(None),
    postgresql_where=event_groups.c.lat.is_not(None),
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
    Column("sentence", Key),  # that of the claim
    Column("held", Boolean, nullable=False),  # whether the claim is
)
Index(None, event_members.c.event)
Index("ix_event_members_told", event_members.c.sentence, event_members.c.held, event_members.c.event)

event_actors = Table(
    "event_actors",
    metadata,
    Column("event", Key, ForeignKey("event_groups.key"), nullable=False),
    Column("role", Text, nullable=False),  # actor, recipient, source (outermost of a claim that is held) or chain
    Column("position", Integer, nullable=False),
    Column("actor", Text),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("day", Text),  # that of the event
    PrimaryKeyConstraint("event", "role", "position"),
    sqlite_with_rowid=False,
)
Index(None, event_actors.c.country, event_actors.c.role, event_actors.c.day)
Index(None, event_actors.c.actor, event_actors.c.role, event_actors.c.day)
Index(None, event_actors.c.name, event_actors.c.role, event_actors.c.day)

event_pairs = Table(  # each two countries that take part
    "event_pairs",
    metadata,
    Column("event", Key, ForeignKey("event_groups.key"), nullable=False),
    Column("pair", Text, nullable=False),  # `RUS-TUR`
    Column("acts", Boolean, nullable=False),  # one of them on the other
    Column("day", Text),  # that of the event
    PrimaryKeyConstraint("event", "pair"),
    sqlite_with_rowid=False,
)
Index(None, event_pairs.c.pair, event_pairs.c.day)

event_gaps = Table(  # when none of its claims was known, between the first moment at which one was and the last
    "event_gaps",
    metadata,
    Column("event", Key, ForeignKey("event_groups.key"), nullable=False),
    Column("start", Text, nullable=False),
    Column("stop", Text, nullable=False),
    PrimaryKeyConstraint("event", "start"),
    sqlite_with_rowid=False,
)
Index(None, event_gaps.c.start, event_gaps.c.stop)

contact_groups = Table(
    "contact_groups",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # that of its first telling
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
    *known(),
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
    Column("day", Text),  # that of the contact
    PrimaryKeyConstraint("contact_group", "position"),
    sqlite_with_rowid=False,
)
Index(None, contact_group_parties.c.code, contact_group_parties.c.day)

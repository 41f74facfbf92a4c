"""What stories tell."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from .base import Key, known, metadata, point

stories = Table(
    "stories",
    metadata,
    Column("key", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),  # hash of id and version
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),  # hash of the text, and of headline and date where they are not in it
    Column("given", Text),  # hash of the input as it was given, so that it need not be coded to know it again
    Column("headline", Text),
    Column("agency", Text),
    Column("outlet", Text),  # who brought it, where that was told: `outlet` or `source` of the row
    Column("origin", Text),  # where its text was first written; merges set it for reprints
    Column("day", Text),
    Column("published", Text),
    Column("language", Text, nullable=False),
    Column("added", Text, nullable=False),
    *known(),
    Column("ended_by", Key, ForeignKey("stories.key")),
    Column("ended_kind", Text),
    Column("coder", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("merged", Boolean, nullable=False),  # false until merges have taken it in
    Column("corrected", Text),  # hash of the corrections that are in its claims
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

story_gaps = Table(  # known times that a hold began and a release ended, within the story's own
    "story_gaps",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("start", Text, nullable=False),
    Column("stop", Text, nullable=False),
    PrimaryKeyConstraint("story", "start"),
    sqlite_with_rowid=False,
)

records = Table(
    "records",
    metadata,
    Column("story", Key, ForeignKey("stories.key"), primary_key=True),
    Column("text", LargeBinary, nullable=False),  # zlib, UTF-8
    Column("record", LargeBinary, nullable=False),  # zlib, the story object in JSON with an empty text
)

sentences = Table(
    "sentences",
    metadata,
    Column("key", Key, primary_key=True),
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("headline", Boolean, nullable=False),
    Column("start", Integer),  # null: a headline that was given beside the text
    Column("stop", Integer),
)

claims = Table(
    "claims",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("kind", Text, nullable=False),  # event, relation or statement
    Column("item", Integer, nullable=False),  # index in Story.events, .relations or .attributions
    Column("type", Text),  # PLOVER type, or kind of relation
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
    Column("day", Text),  # that it is filed under: its first day, else the story's
    *point(),
    Column("share", Text),
    Column("same_as", Integer),
    Column("actor", Text),  # of the first: id, else name
    Column("actor_country", Text),
    Column("recipient", Text),
    Column("recipient_country", Text),
    Column("speaker", Text),  # outermost of the attribution
    Column("speaker_country", Text),
    *known(),
)
Index(None, claims.c.story)
Index(None, claims.c.day)

claim_actors = Table(
    "claim_actors",
    metadata,
    Column("claim", Key, ForeignKey("claims.key"), nullable=False),
    Column("role", Text, nullable=False),  # actor, recipient (of relations: subject, object) or source
    Column("position", Integer, nullable=False),  # sources: 0 is the outermost
    Column("actor", Text),  # id in the knowledge
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("text", Text, nullable=False),
    Column("start", Integer),
    Column("stop", Integer),
    Column("day", Text),  # that of the claim
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
    Column("item", Integer, nullable=False),  # index in Story.contacts
    Column("channel", Text),
    Column("status", Text, nullable=False),
    Column("asked_by", Text),
    Column("asked_by_source", Text),  # outermost of those according to whom
    Column("date_start", Text),
    Column("date_end", Text),
    Column("date_from", Text),
    Column("day", Text),
    Column("place", Text),
    *known(),
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
    Column("day", Text),  # that of the contact
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
    Column("code", Text, nullable=False),  # the side whose account it is
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    PrimaryKeyConstraint("contact", "code", "position"),
    sqlite_with_rowid=False,
)

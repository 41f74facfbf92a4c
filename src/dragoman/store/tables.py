"""The tables of the record. `docs/record.md` draws them and tells what each column holds.

Keys are integers: a story has its number, a claim, contact or sentence that number times `ROOM` plus its place in the
story. So all that is of one story lies together, and its rows can be written without asking for keys. Ids, in contrast,
are hashes of the content, and the same in every database.

Times are text in ISO 8601 and compare as text: days `2024-12-03`, moments `2024-12-03T18:23:00Z`. Offsets `start` and
`stop` are characters of the story's text, `[start, stop)`. Text is in the order of its bytes in both databases: where
PostgreSQL has another order, the migrations ask for the collation "C".
"""

from __future__ import annotations

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
    Text,
    UniqueConstraint,
    func,
    literal_column,
)

ROOM = 65_536  # claims, contacts and sentences that a story may have, each: over MAX_WORDS of language/document.py
Key = BigInteger().with_variant(Integer, "sqlite")  # INTEGER alone is SQLite's own row number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _known() -> tuple[Column[str], Column[str]]:
    """When it was known: from the first moment up to the second, which is null while it still holds."""
    return Column("known_from", Text, nullable=False), Column("known_to", Text)


def _point() -> tuple[Column[str | float | int], ...]:
    """A place: the text's words, then what the gazetteer has."""
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
    """A side of a state, or its territory: what it is known by, its name, its country."""
    return Column(role, Text), Column(f"{role}_name", Text), Column(f"{role}_country", Text)


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
    *_known(),
    Column("ended_by", Key, ForeignKey("stories.key")),
    Column("ended_kind", Text),
    Column("coder", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("merged", Boolean, nullable=False),  # false until merges have taken it in
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
    *_point(),
    Column("share", Text),
    Column("same_as", Integer),
    Column("actor", Text),  # of the first: id, else name
    Column("actor_country", Text),
    Column("recipient", Text),
    Column("recipient_country", Text),
    Column("speaker", Text),  # outermost of the attribution
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
Index(  # those of most origins first, without a day last
    "ix_event_groups_ranked", event_groups.c.origins, func.coalesce(event_groups.c.day, literal_column("''"))
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
    Column("day", Text),  # that of the event
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
    Column("day", Text),  # that of the contact
    PrimaryKeyConstraint("contact_group", "position"),
    sqlite_with_rowid=False,
)
Index(None, contact_group_parties.c.code, contact_group_parties.c.day)

# Standing states, derived from claims by `views/standing.py`; they can be made anew from the other tables at any time.
states = Table(
    "states",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # hash of kind, sides and place
    Column("kind", Text, nullable=False),
    *_side("subject"),
    *_side("object"),
    *_side("place"),
)

state_actors = Table(
    "state_actors",
    metadata,
    Column("actor", Text, nullable=False),  # code of a country, id in the knowledge, or name of a place
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
    Column("stance", Text, nullable=False),  # begun, for, against, ended, held, ahead or acts
    Column("effect", Text, nullable=False),  # begins, holds, acts, held or ends
    Column("status", Text, nullable=False),
    Column("share", Text),
    Column("start", Text),  # first and last day told of the state, or the day of what begins or ends it
    Column("stop", Text),
    Column("told", Text, nullable=False),  # the story's day, else the day that it was known from
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
    Column("rules", Text, nullable=False),  # version of the rules by which its claims were gone through
)
Index(None, state_stories.c.rules)

# What merges find others by, and whose words stand where; made anew from the stories at any time.
text_keys = Table(
    "text_keys", metadata,
    Column("key", Key, nullable=False),  # `texts.keys` and `versions.keys`
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    PrimaryKeyConstraint("key", "story"), sqlite_with_rowid=False,
)  # fmt: skip
Index(None, text_keys.c.story)

telling_keys = Table(
    "telling_keys", metadata,
    Column("key", Key, nullable=False),  # 48 bits of a hash of kind and key
    Column("telling", Key, nullable=False),  # key of the story times ROOM, plus the index of its first mention
    PrimaryKeyConstraint("key", "telling"), sqlite_with_rowid=False,
)  # fmt: skip

story_origins = Table(
    "story_origins", metadata,
    Column("story", Key, ForeignKey("stories.key"), nullable=False),
    Column("position", Integer, nullable=False),  # 0: all of the story; then the parts that are another's words
    Column("start", Integer, nullable=False), Column("stop", Integer, nullable=False),
    Column("house", Text, nullable=False),  # key of who wrote these characters first
    PrimaryKeyConstraint("story", "position"), sqlite_with_rowid=False,
)  # fmt: skip

contact_passing = Table(
    "contact_passing", metadata,
    Column("claim", Key, ForeignKey("claims.key"), primary_key=True),  # a mention of a contact in passing
    Column("contact_group", Key, ForeignKey("contact_groups.key"), nullable=False),
)  # fmt: skip
Index(None, contact_passing.c.contact_group)

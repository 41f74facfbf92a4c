"""What is kept to be found or asked quickly; it can be made anew from the other tables at any time."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from .base import Key, metadata, side

# Standing states, derived from claims by `views/standing.py`; they can be made anew from the other tables at any time.
states = Table(
    "states",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # hash of kind, sides and place
    Column("kind", Text, nullable=False),
    *side("subject"),
    *side("object"),
    *side("place"),
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
Index(  # the last tellings of a stance, which need no other page to be chosen
    "ix_state_claims_last",
    state_claims.c.state,
    state_claims.c.stance,
    state_claims.c.told,
    state_claims.c.claim,
    state_claims.c.story,
)
Index(  # told later than it began
    "ix_state_claims_late",
    state_claims.c.state,
    state_claims.c.stance,
    state_claims.c.told,
    state_claims.c.claim,
    state_claims.c.story,
    state_claims.c.start,
    sqlite_where=state_claims.c.start < state_claims.c.told,
    postgresql_where=state_claims.c.start < state_claims.c.told,
)

state_stances = Table(  # which stances are taken on a state, so that no others are looked for
    "state_stances",
    metadata,
    Column("state", Key, ForeignKey("states.key"), nullable=False),
    Column("stance", Text, nullable=False),
    Column("first", Text, nullable=False),  # the first day that one was told, or one before it
    PrimaryKeyConstraint("state", "stance"),
    sqlite_with_rowid=False,
)

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

# A telling has the number of its story times ROOM, plus the index of its first mention, and half of ROOM for a contact.
tellings = Table(
    "tellings", metadata,
    Column("story", Key, ForeignKey("stories.key"), primary_key=True),
    Column("method", Text, nullable=False),  # by which they were made; those of another are made anew
    Column("made", LargeBinary, nullable=False),  # all that a story tells, as merges compare it
)  # fmt: skip

telling_keys = Table(
    "telling_keys", metadata,
    Column("key", Key, nullable=False),  # 48 bits of a hash of kind, type and a state or name
    Column("mark", Key, nullable=False),  # number of its day, or 0, times 65,536, plus 16 bits of a hash of its trigger
    Column("telling", Key, nullable=False),
    PrimaryKeyConstraint("key", "mark", "telling"), sqlite_with_rowid=False,
)  # fmt: skip

telling_links = Table(  # pairs that are the same, or that groups should know to be less so; each pair both ways
    "telling_links", metadata,
    Column("telling", Key, nullable=False),
    Column("other", Key, nullable=False),
    Column("score", Integer, nullable=False),  # in 10,000
    PrimaryKeyConstraint("telling", "other"), sqlite_with_rowid=False,
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

# How many events are held, by what; kept by `store/tallies.py` with the groups that it counts.
event_facets = Table(
    "event_facets",
    metadata,
    Column("month", Text, nullable=False),  # `2024-12`, none for events without a day, or `*`: all months together
    Column("type", Text, nullable=False),
    Column("mode", Text, nullable=False),  # here and below: nothing for those without
    Column("quad", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("background", Integer, nullable=False),  # 1, 0, or -1 where it is not told
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("month", "type", "mode", "quad", "status", "background"),
    sqlite_with_rowid=False,
)

event_tallies = Table(
    "event_tallies",
    metadata,
    Column("field", Text, nullable=False),  # what `value` is of
    Column("time", Text, nullable=False),  # a year or a month, none for events without a day, or `*`: all together
    Column("value", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("field", "time", "value", "type"),
    sqlite_with_rowid=False,
)
Index(None, event_tallies.c.field, event_tallies.c.value, event_tallies.c.time)

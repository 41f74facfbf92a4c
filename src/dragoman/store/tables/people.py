"""What people say of single stories. What they say of pairs stands in `judgements`."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from .base import Key, metadata

corrections = Table(
    "corrections",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("story", Text, nullable=False),  # its id; it need not be there
    Column("text", Text, nullable=False),  # SHA-256 of its text
    Column("start", Integer, nullable=False),  # the trigger of the event, or a mention of the actor
    Column("stop", Integer, nullable=False),
    Column("words", Text, nullable=False),  # these characters, the sentence around them, and where they stand in it
    Column("sentence", Text, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("field", Text, nullable=False),  # event, type, mode, status, background, date, actor, recipient; or entity
    Column("old", Text, nullable=False),  # JSON
    Column("new", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn_at", Text),
)
Index(None, corrections.c.story)

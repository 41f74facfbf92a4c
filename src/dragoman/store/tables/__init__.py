"""The tables of the record. `docs/record.md` draws them and tells what each column holds.

Keys are integers: a story has its number, a claim, contact or sentence that number times `ROOM` plus its place in the
story. So all that is of one story lies together, and its rows can be written without asking for keys. Ids, in contrast,
are hashes of the content, and the same in every database.

Times are text in ISO 8601 and compare as text: days `2024-12-03`, moments `2024-12-03T18:23:00Z`. Offsets `start` and
`stop` are characters of the story's text, `[start, stop)`. Text is in the order of its bytes in both databases: where
PostgreSQL has another order, its columns are made with the collation "C" (`upgrade.py`).
"""

from __future__ import annotations

from .base import ROOM, Key, metadata
from .derived import (
    contact_passing,
    event_facets,
    event_tallies,
    state_actors,
    state_claims,
    state_stances,
    state_stories,
    states,
    story_origins,
    telling_keys,
    telling_links,
    tellings,
    text_keys,
)
from .merged import (
    contact_group_parties,
    contact_groups,
    contact_members,
    event_actors,
    event_gaps,
    event_groups,
    event_members,
    event_pairs,
    judgements,
    text_groups,
    text_members,
)
from .people import corrections
from .told import (
    claim_actors,
    claim_contexts,
    claims,
    contact_mentions,
    contact_parties,
    contacts,
    readouts,
    records,
    sentences,
    stories,
    story_gaps,
)

__all__ = [
    "ROOM",
    "Key",
    "claim_actors",
    "claim_contexts",
    "claims",
    "contact_group_parties",
    "contact_groups",
    "contact_members",
    "contact_mentions",
    "contact_parties",
    "contact_passing",
    "contacts",
    "corrections",
    "event_actors",
    "event_facets",
    "event_gaps",
    "event_groups",
    "event_members",
    "event_pairs",
    "event_tallies",
    "judgements",
    "metadata",
    "readouts",
    "records",
    "sentences",
    "state_actors",
    "state_claims",
    "state_stances",
    "state_stories",
    "states",
    "stories",
    "story_gaps",
    "story_origins",
    "telling_keys",
    "telling_links",
    "tellings",
    "text_groups",
    "text_keys",
    "text_members",
]

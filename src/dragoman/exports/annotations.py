"""Stories that people corrected, as annotations: labels with the characters that they are of, and no word of the text.

One object a story, with all events as they stand now; `corrected` names the fields that a person decided, and who;
`no_events` are those that a person says there are not.
Whoever has the text (its hash tells) can train or measure on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from ..knowledge.actors import actors
from ..store.corrected import Corrected, decider
from ..store.corrections import applied, standing, text_hash
from ..store.read import stories_of
from ..store.tables import stories
from ..story import Entity, Event
from ..views.asking import Asking

AT_ONCE = 200


def as_annotations(connection: Connection, asked: Asking) -> Iterator[str]:
    """The lines, by ids and versions of the stories. Of the filters the days alone count, those of stories."""
    of = stories.c
    chosen = select(of.key, of.id).where(of.corrected.is_not(None)).order_by(of.id, of.version)
    if asked.first:
        chosen = chosen.where(of.day >= asked.first)
    if asked.last:
        chosen = chosen.where(of.day <= asked.last)
    rows = connection.execute(chosen).all()
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        told = dict(stories_of(connection, [row.key for row in part], as_coded=True))
        said = standing(connection, {row.id for row in part})
        for row in part:
            yield msgspec.json.encode(_story(applied(told[row.key], said.get(row.id, ())))).decode() + "\n"


def _story(made: Corrected) -> dict[str, Any]:
    story = made.story
    return {
        "id": story.id,
        "text_sha256": text_hash(story.text),
        "date": story.date,
        "events": [_event(event) for event in story.events],
        "no_events": [_none(made.coded.events[n], by) for n, by in sorted(made.gone.items())],
        "entities": [{**_entity(one), "by": by} for one in story.entities if (by := decider(one.by))],
        "made_by": msgspec.to_builtins(story.made_by),
    }


def _none(event: Event, by: str) -> dict[str, Any]:
    return {"start": event.start, "end": event.end, "type": event.type, "mode": event.mode, "by": by}


def _event(event: Event) -> dict[str, Any]:
    return {
        "start": event.start,
        "end": event.end,
        "type": event.type,
        "mode": event.mode,
        "actor": [_entity(one) for one in event.actor],
        "recipient": [_entity(one) for one in event.recipient],
        "status": event.status,
        "background": event.background,
        "attribution": [_entity(one) for one in event.attribution],
        "date": msgspec.to_builtins(event.date),
        "same_as": event.same_as,
        "confidence": event.confidence,
        "corrected": {step.field: by for step in event.trail if (by := decider(step.by))},
    }


def _entity(entity: Entity) -> dict[str, Any]:
    """`name` where the knowledge has it: else it is words of the story, which `start` and `end` lead to."""
    known = actors().by_id.get(entity.id or "")
    return {
        "start": entity.start,
        "end": entity.end,
        "id": entity.id,
        "name": known.name if known else None,
        "country": entity.country,
        "sector": entity.sector,
    }

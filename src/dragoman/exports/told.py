"""Events with what else the database has of the story that tells each best."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from ..knowledge.actors import actors
from ..knowledge.entries import Body, Format, Person
from ..store.read import stories_of
from ..store.tables import ROOM, claims, stories
from ..story import Entity, Story
from ..views.asking import Asking
from ..views.events import EventView, every

AT_ONCE = 500


@dataclass(frozen=True)
class About:
    """What a story is. `sentence`: number of the sentence that tells the event, from 1; `features`: kinds of places
    by their names, codes of GeoNames.
    """

    id: str
    headline: str | None
    publisher: str | None
    published: str | None
    language: str
    sentence: int | None
    version: str
    people: tuple[str, ...]
    organizations: tuple[str, ...]
    locations: tuple[str, ...]
    features: dict[str, str]


@dataclass(frozen=True)
class Told:
    """An event, and the story that tells it best."""

    event: EventView
    about: About


def told(connection: Connection, asked: Asking) -> Iterator[Told]:
    """Events in the order of their days and ids, those without a day last."""
    events = every(connection, asked, "oldest")
    while several := list(itertools.islice(events, AT_ONCE)):
        about = _about(connection, [event.words.claim for event in several])
        yield from (Told(event, about[event.words.claim]) for event in several)


def _about(connection: Connection, ids: Sequence[str]) -> dict[str, About]:
    """By claim ids."""
    asked = select(claims.c.id.label("claim"), claims.c.sentence, stories).join(stories).where(claims.c.id.in_(ids))
    rows = connection.execute(asked).all()
    whole = dict(stories_of(connection, {row.key for row in rows}))
    named = {key: _named(story) for key, story in whole.items()}
    return {
        row.claim: About(
            id=row.id,
            headline=row.headline,
            publisher=row.agency or row.outlet,
            published=row.published,
            language=row.language,
            sentence=row.sentence % ROOM if row.sentence is not None else None,
            version=f"{row.coder}; {row.model}; {row.knowledge}",
            **named[row.key],
        )
        for row in rows
    }


def _named(story: Story) -> dict[str, Any]:
    """Who and what a story names, each once, in the order of the alphabet."""
    known = actors().by_id
    people = (e for e in story.entities if isinstance(known.get(e.id or ""), Person))
    bodies = (e for e in story.entities if isinstance(known.get(e.id or ""), Body | Format))
    return {
        "people": _names(people),
        "organizations": _names(bodies),
        "locations": tuple(sorted({place.name for place in story.places})),
        "features": {place.name: place.feature for place in story.places if place.feature},
    }


def _names(entities: Iterable[Entity]) -> tuple[str, ...]:
    return tuple(sorted({entity.name for entity in entities}))

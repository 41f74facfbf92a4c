"""Claims as the record has them: all of a story, or some by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from ..store import StoreError
from ..store.read import Actor, Claim, ClaimFields, claims_by_key, held_at
from ..store.tables import claims, event_groups, event_members
from ..story import Value

MOST_IDS = 500


class Sayer(Value, frozen=True, kw_only=True):
    """A side or a speaker of a claim; `start`, `end`: its mention in the story, where it has one."""

    name: str
    id: str | None
    country: str | None
    sector: str | None
    text: str
    start: int | None
    end: int | None


class ClaimView(ClaimFields, frozen=True, kw_only=True):
    """A claim: one thing that one story tells, on whose word, with the characters that it was read from.

    `kind`: event, relation or statement; `item`: its index among the story's events, relations or attributions;
    `start`, `end`, `sentence`: characters of the story; of a relation the subject is `actor`, the object `recipient`;
    `attribution`: the chain, outermost first; `event`: the event of the record that it tells.
    """

    story: str
    end: int
    sentence: tuple[int, int] | None
    actor: tuple[Sayer, ...]
    recipient: tuple[Sayer, ...]
    attribution: tuple[Sayer, ...]
    contexts: tuple[str, ...]
    event: str | None


class ClaimPage(Value, frozen=True, kw_only=True):
    """Claims in text order of their story, and the cursor of the next page: None on the last."""

    claims: tuple[ClaimView, ...]
    after: str | None


def claims_page(
    connection: Connection,
    story: int | None,
    ids: Sequence[str] = (),
    moment: str | None = None,
    limit: int = 100,
    after: str | None = None,
) -> ClaimPage:
    """Claims of a story (its key), or those of some ids; behind the claim whose id is `after`.

    `moment`: those that were known then alone. Raises StoreError for a cursor that is none.
    """
    wanted: list[ColumnElement[bool]] = []
    if story is not None:
        wanted.append(claims.c.story == story)
    if ids:
        wanted.append(claims.c.id.in_(list(ids)[:MOST_IDS]))
    if moment is not None:
        wanted.append(held_at(claims, moment))
    if after:
        key = connection.execute(select(claims.c.key).where(claims.c.id == after)).scalar()
        if key is None:
            raise StoreError(f"{after[:40]!r} is no cursor; give what the last page told")
        wanted.append(claims.c.key > key)
    keys = connection.execute(select(claims.c.key).where(*wanted).order_by(claims.c.key).limit(limit + 1)).scalars()
    found = claims_by_key(connection, list(keys))
    more, found = len(found) > limit, found[:limit]
    return ClaimPage(claims=tuple(_made(connection, found)), after=found[-1].id if more else None)


def events_of(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """Ids of the events that claims tell, by their keys."""
    asked = select(event_members.c.claim, event_groups.c.id).join(
        event_groups, event_groups.c.key == event_members.c.event
    )
    found: dict[int, str] = {}
    for start in range(0, len(keys), MOST_IDS):
        part = keys[start : start + MOST_IDS]
        found.update((claim, id) for claim, id in connection.execute(asked.where(event_members.c.claim.in_(part))))
    return found


def _made(connection: Connection, found: Sequence[Claim]) -> Iterator[ClaimView]:
    events = events_of(connection, [claim.key for claim in found])
    for claim in found:
        own: dict[str, Any] = {name: getattr(claim, name) for name in ClaimFields.__struct_fields__}
        start, stop = claim.sentence_start, claim.sentence_stop
        yield ClaimView(
            **own,
            contexts=claim.contexts,
            story=claim.story_id,
            end=claim.stop,
            sentence=(start, stop) if start is not None and stop is not None else None,
            actor=tuple(map(_sayer, claim.actor)),
            recipient=tuple(map(_sayer, claim.recipient)),
            attribution=tuple(map(_sayer, claim.sources)),
            event=events.get(claim.key),
        )


def _sayer(actor: Actor) -> Sayer:
    return Sayer(
        name=actor.name,
        id=actor.id,
        country=actor.country,
        sector=actor.sector,
        text=actor.text,
        start=actor.start,
        end=actor.stop,
    )

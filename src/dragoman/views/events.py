"""Events as they are told: each with who tells it, in which words.

`events` is one page, `every` all, `count` and `tally` (counts.py) their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from ..knowledge.ontology import ontology
from ..store import read
from ..store.parts import held
from ..store.read import KEYS, Actor, Claim, claims_by_key, held_at, mentions_by_key, texts_of
from ..store.tables import claims, event_actors, event_groups, event_members, stories
from ..story import Value
from .asking import Asking, Sort
from .page import Found, page

THEN = ("status", "background", "confidence")  # of an event, as it was told then; it is filed as it is now
LIMIT = 50  # events of a page, unless told
AT_ONCE = 500
Telling = Claim | read.Mention


def _members_at(moment: str | None) -> Select[Any]:
    return (
        select(event_members.c.event, claims.c.key)
        .join(claims, claims.c.key == event_members.c.claim)
        .where(event_members.c.event.in_(KEYS), held_at(claims, moment))
        .order_by(claims.c.day, claims.c.id)
    )


ROWS = select(event_groups).where(event_groups.c.key.in_(KEYS))
ACTORS = (
    select(*(event_actors.c[name] for name in ("event", "role", "actor", "name", "country", "sector")))
    .where(event_actors.c.event.in_(KEYS))
    .order_by(event_actors.c.event, event_actors.c.role, event_actors.c.position)
)
MEMBERS = _members_at(None)
STORIES = select(*(stories.c[name] for name in ("key", "id", "agency", "outlet", "origin", "published"))).where(
    stories.c.key.in_(KEYS)
)


class Named(Value, frozen=True, kw_only=True):
    """An actor; `id`: in the knowledge; `country`: alpha-3, or the name of a state that only stories tell of."""

    name: str
    id: str | None
    country: str | None
    sector: str | None


class Days(Value, frozen=True, kw_only=True):
    """First and last day, both included; an open side is None."""

    start: str | None
    end: str | None


class Spot(Value, frozen=True, kw_only=True):
    """A place: the story's words, then what the gazetteer has."""

    text: str
    name: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonameid: int | None


class Mention(Value, frozen=True, kw_only=True):
    """A claim that tells the event. `id`: of the claim; `start`, `end`: its trigger, characters of the story."""

    id: str
    story: str
    agency: str | None
    origin: str | None
    published: str | None
    text: str
    start: int
    end: int
    status: str | None
    confidence: float | None
    attribution: tuple[Named, ...]
    known_from: str
    known_to: str | None


class Words(Value, frozen=True, kw_only=True):
    """A sentence of a story; `claim`: whose it is; `trigger`: the characters in it that tell the event."""

    claim: str
    story: str
    start: int
    end: int
    text: str
    trigger: tuple[int, int]


class EventView(Value, frozen=True, kw_only=True):
    """An event of the record, with all claims that tell it.

    `day`: what it is filed under, its first day, else that of the story; `mentions`, `stories`, `origins`, `sides`: how
    many claims, stories, independent origins and countries of speakers tell it; `words`, `attribution`, `contexts`: of
    the claim that tells it best.
    """

    id: str
    type: str
    mode: str | None
    cameo: str | None
    quad: str | None
    score: float | None
    scale: str
    status: str | None
    background: bool | None
    confidence: float | None
    date: Days | None
    day: str | None
    place: Spot | None
    actor: tuple[Named, ...]
    recipient: tuple[Named, ...]
    attribution: tuple[Named, ...]
    contexts: tuple[str, ...]
    mentions: int
    stories: int
    origins: int
    sides: int
    known_from: str
    known_to: str | None
    words: Words
    claims: tuple[Mention, ...]


class EventPage(Value, frozen=True, kw_only=True):
    """Events, and the cursor of the next page: None on the last."""

    events: tuple[EventView, ...]
    after: str | None


def events(
    connection: Connection, asked: Asking, sort: Sort = "newest", limit: int = LIMIT, after: str | None = None
) -> EventPage:
    """A page of events."""
    found = page(connection, asked, sort, limit, after)
    return EventPage(events=tuple(_kept(connection, found.found, asked.moment)), after=found.after)


def every(connection: Connection, asked: Asking, sort: Sort = "newest") -> Iterator[EventView]:
    """All events, page by page."""
    after = None
    while True:
        found = page(connection, asked, sort, AT_ONCE, after)
        yield from _made(connection, found.found, asked.moment).values()
        if (after := found.after) is None:
            return


def _kept(connection: Connection, found: Sequence[Found], moment: str | None) -> Iterator[EventView]:
    """The events of a page: those that were made for another are not made again."""
    parts = held(connection)
    if parts is None:
        yield from _made(connection, found, moment).values()
        return
    keys = {one: ("event", one.base.merged, one.key, moment) for one in found}
    ready = {one: parts.get(key) for one, key in keys.items()}
    made = _made(connection, [one for one, view in ready.items() if view is None], moment)
    for one, new in made.items():
        parts.keep(keys[one], new)
    for one in found:
        if isinstance(view := ready[one] or made.get(one), EventView):
            yield view


def _made(connection: Connection, found: Sequence[Found], moment: str | None) -> dict[Found, EventView]:
    """Events with what other tables hold of them, in their order."""
    groups = [one.key for one in found if one.base.merged]
    rows = {row["key"]: row for row in _rows(connection, groups)}
    actors = _actors(connection, groups)
    members = _members(connection, groups, moment)
    found = [one for one in found if not one.base.merged or members[one.key]]  # between an end and a return: not known
    first = {one: _head(rows[one.key], members[one.key]) if one.base.merged else one.key for one in found}
    tellings = {claim.key: claim for claim in claims_by_key(connection, {*first.values()})}
    heads = {one: tellings[key] for one, key in first.items()}
    others = {*_all(members.values())} - tellings.keys()
    mentioned = tellings | {claim.key: claim for claim in mentions_by_key(connection, others)}
    told_by = _stories(connection, {claim.story for claim in mentioned.values()})
    texts = texts_of(connection, {claim.story for claim in heads.values()})
    out = {}
    for one in found:
        head = heads[one]
        words = _words(head, texts[head.story])
        if one.base.merged:
            claimed = [mentioned[key] for key in members[one.key]]
            sides = {role: actors.get((one.key, role), ()) for role in ("actor", "recipient")}
            row = rows[one.key]
            if head.key != row["head"]:  # what tells it best was not known then
                row, sides = {**row, **{name: getattr(head, name) for name in THEN}}, _sides(head)
        else:
            claimed, sides, row = [head], _sides(head), _own(head)
        counts = _counts(row, claimed, told_by, moment)
        mentions = tuple(_mention(claim, told_by[claim.story]) for claim in claimed)
        out[one] = _view({**row, **counts}, sides, head, words, mentions)
    return out


def _all(several: Iterable[Sequence[int]]) -> Iterator[int]:
    for one in several:
        yield from one


def _rows(connection: Connection, keys: Sequence[int]) -> Iterator[dict[str, Any]]:
    for part in _parts(keys):
        for row in connection.execute(ROWS, {"keys": part}).all():
            yield dict(row._mapping)


def _actors(connection: Connection, keys: Sequence[int]) -> dict[tuple[int, str], tuple[Named, ...]]:
    found: dict[tuple[int, str], list[Named]] = {}
    for part in _parts(keys):
        for event, role, id, name, country, sector in connection.execute(ACTORS, {"keys": part}).all():
            made = Named(name=name, id=id, country=country, sector=sector)
            found.setdefault((event, role), []).append(made)
    return {key: tuple(dict.fromkeys(named)) for key, named in found.items()}


def _members(connection: Connection, keys: Sequence[int], moment: str | None) -> dict[int, list[int]]:
    """The claims of each group that are known at the moment."""
    found: dict[int, list[int]] = {key: [] for key in keys}
    asked = MEMBERS if moment is None else _members_at(moment)
    for part in _parts(keys):
        for event, claim in connection.execute(asked, {"keys": part}).all():
            found[event].append(claim)
    return found


def _stories(connection: Connection, keys: Iterable[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in _parts(sorted(keys)):
        found.update((row.key, row) for row in connection.execute(STORIES, {"keys": part}).all())
    return found


def _head(row: dict[str, Any], members: Sequence[int]) -> int:
    """The claim that tells an event best, or the first of those that were known."""
    return int(row["head"] if row["head"] in members else members[0])


def _counts(row: dict[str, Any], claimed: Sequence[Telling], told_by: dict[int, Any], moment: str | None) -> Any:
    """How often it is told: as merges have it, or counted anew among what was known at a moment."""
    if moment is None and "origins" in row:
        return {name: row[name] for name in ("mentions", "stories", "origins", "sides")}
    speakers = {claim.sources[0].country for claim in claimed if claim.sources} - {None}
    origins = {told_by[claim.story].origin or told_by[claim.story].id for claim in claimed}
    numbers = len(claimed), len({claim.story for claim in claimed}), len(origins), len(speakers)
    return dict(zip(("mentions", "stories", "origins", "sides"), numbers, strict=True))


def _sides(claim: Claim) -> dict[str, tuple[Named, ...]]:
    return {"actor": _named(claim.actor), "recipient": _named(claim.recipient)}


def _own(claim: Claim) -> dict[str, Any]:
    """A claim that no merge has taken in, as an event."""
    return msgspec.structs.asdict(claim)


def _view(
    row: dict[str, Any],
    sides: dict[str, tuple[Named, ...]],
    head: Claim,
    words: Words,
    mentions: tuple[Mention, ...],
) -> EventView:
    date = Days(start=row["date_start"], end=row["date_end"]) if row["date_start"] or row["date_end"] else None
    same = ("id", "type", "mode", "quad", "score", "status", "background", "confidence", "day", "mentions", "stories",
            "origins", "sides", "known_from", "known_to")  # fmt: skip
    return EventView(
        **{name: row[name] for name in same},
        cameo=ontology().cameo(row["type"], row["mode"]),
        scale=ontology().scale,
        date=date,
        place=_spot(row),
        actor=sides["actor"],
        recipient=sides["recipient"],
        attribution=_named(head.sources),
        contexts=head.contexts,
        words=words,
        claims=mentions,
    )


def _spot(row: dict[str, Any]) -> Spot | None:
    if not row["place"]:
        return None
    return Spot(
        text=row["place"],
        name=row["place_name"],
        country=row["place_country"],
        admin1=row["place_admin1"],
        lat=row["lat"],
        lon=row["lon"],
        geonameid=row["place_id"],
    )


def _named(actors: Iterable[Actor]) -> tuple[Named, ...]:
    """Each actor once."""
    made = (Named(name=one.name, id=one.id, country=one.country, sector=one.sector) for one in actors)
    return tuple(dict.fromkeys(made))


def _words(claim: Claim, text: str) -> Words:
    start, stop = claim.sentence_start, claim.sentence_stop
    if start is None or stop is None:
        start, stop = claim.start, claim.stop
    stop = max(stop, claim.stop)
    trigger = (claim.start - start, claim.stop - start)
    return Words(claim=claim.id, story=claim.story_id, start=start, end=stop, text=text[start:stop], trigger=trigger)


def _mention(claim: Telling, story: Any) -> Mention:
    return Mention(
        id=claim.id,
        story=story.id,
        agency=story.agency or story.outlet,
        origin=story.origin,
        published=story.published,
        text=claim.text,
        start=claim.start,
        end=claim.stop,
        status=claim.status,
        confidence=claim.confidence,
        attribution=_named(claim.sources),
        known_from=claim.known_from,
        known_to=claim.known_to,
    )


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]

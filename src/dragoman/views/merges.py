"""What is one and the same across stories, as the database holds it now or as it was known on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from ..merge.judgements import US, parts
from ..merge.run_groups import origin_of, origins
from ..store.read import held_at
from ..store.tables import claims, event_groups, event_members, judgements, stories, text_groups, text_members
from ..story import Value


class OneText(Value, frozen=True, kw_only=True):
    """Stories that are one text. `origin`: the story where it was first written, None where only copies are there;
    `house`: whose text it is; `stories`: all of them, the first first."""

    origin: str | None
    house: str | None
    stories: tuple[str, ...]


class OneVersion(Value, frozen=True, kw_only=True):
    """A story that replaces another: writethru, correction, hold, release, kill or substitute."""

    story: str
    supersedes: str
    kind: str


class MentionAt(Value, frozen=True, kw_only=True, gc=False):
    """A mention of an event: characters `[start, end)` of a story."""

    story: str
    start: int
    end: int


class OneEvent(Value, frozen=True, kw_only=True):
    """Mentions that tell one event. `origins`: independent ones; `sides`: countries on whose word it is told."""

    id: str
    type: str
    mentions: tuple[MentionAt, ...]
    origins: int
    sides: tuple[str, ...]


class Merges(Value, frozen=True, kw_only=True):
    """All merges: texts of several stories, versions, and events with several mentions."""

    texts: tuple[OneText, ...]
    versions: tuple[OneVersion, ...]
    events: tuple[OneEvent, ...]


class JudgementView(Value, frozen=True, kw_only=True):
    """A judgement that stands, with what it is on in words."""

    kind: str
    left: str
    right: str
    verdict: str
    score: float | None
    by: str
    at: str
    told: tuple[str, str]


class Totals(Value, frozen=True, kw_only=True):
    """How many there are of each."""

    texts: int
    versions: int
    events: int


def merges(connection: Connection, moment: str | None = None) -> Merges:
    """All merges; `moment`: as known then (`times.known_at`)."""
    events = _events_then(connection, moment) if moment else _events(connection, _several())
    return Merges(
        texts=tuple(_texts(connection, moment)),
        versions=tuple(_versions(connection, moment)),
        events=tuple(sorted(events, key=lambda event: event.id)),
    )


def foremost(connection: Connection, limit: int, moment: str | None = None) -> tuple[Merges, Totals]:
    """Of each kind at most so many, and how many there are: texts with most stories, the last versions, events of most
    origins."""
    if moment:
        found = merges(connection, moment)
        totals = Totals(texts=len(found.texts), versions=len(found.versions), events=len(found.events))
        events = sorted(found.events, key=lambda event: (-event.origins, -len(event.mentions), event.id))
        texts = sorted(found.texts, key=lambda text: (-len(text.stories), text.stories))
        return Merges(
            texts=tuple(texts[:limit]), versions=found.versions[-limit:], events=tuple(events[:limit])
        ), totals
    of, groups = event_groups.c, text_groups.c
    most = _several().order_by(of.origins.desc(), of.mentions.desc(), of.id.desc()).limit(limit)
    largest = select(groups.key).where(groups.size > 1).order_by(groups.size.desc(), groups.key).limit(limit)
    texts = sorted(_texts(connection, None, largest), key=lambda text: (-len(text.stories), text.stories))
    versions = tuple(_versions(connection, None, _last_versions(limit)))
    totals = Totals(
        texts=_count(connection, select(groups.key).where(groups.size > 1)),
        versions=_count(connection, select(judgements.c.key).where(_supersedes())),
        events=_count(connection, _several().with_only_columns(of.origins)),
    )
    return Merges(texts=tuple(texts), versions=versions, events=tuple(_events(connection, most))), totals


def _count(connection: Connection, asked: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one())


def _several() -> Select[Any]:
    """The events that several mentions tell."""
    of = event_groups.c
    return select(of.key, of.id, of.type, of.origins).where(of.mentions > 1, of.known_to.is_(None))


def _texts(connection: Connection, moment: str | None, keys: Select[Any] | None = None) -> Iterable[OneText]:
    columns = (text_groups.c.key, text_groups.c.first, text_groups.c.origin, stories.c.id, text_members.c.score)
    told = (
        select(*columns, stories.c.key.label("story"))
        .join(text_members, text_members.c.text_group == text_groups.c.key)
        .join(stories, stories.c.key == text_members.c.story)
        .where(*([stories.c.known_from <= moment] if moment else []))
        .where(*([text_groups.c.key.in_(keys)] if keys is not None else []))
        .order_by(text_groups.c.key, stories.c.known_from, stories.c.id)
    )
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(told):
        groups[row.key].append(row)
    out = []
    for rows in groups.values():
        first = next((row for row in rows if row.story == row.first), None)
        ids = dict.fromkeys((*([first.id] if first else []), *(row.id for row in rows)))
        if len(rows) > 1:
            origin = first.id if first and first.score is not None else None
            out.append(OneText(origin=origin, house=rows[0].origin, stories=tuple(ids)))
    return sorted(out, key=lambda text: text.stories)


def _versions(connection: Connection, moment: str | None, keys: Select[Any] | None = None) -> Iterable[OneVersion]:
    later, earlier = stories.alias(), stories.alias()
    asked = (
        select(later.c.id, earlier.c.id.label("before"), judgements.c.detail)
        .join(later, later.c.uid == judgements.c.left)
        .join(earlier, earlier.c.uid == judgements.c.right)
        .where(judgements.c.key.in_(keys) if keys is not None else _supersedes())
        .where(*([later.c.known_from <= moment] if moment else []))
        .order_by(later.c.known_from, later.c.id, judgements.c.at, judgements.c.key)
    )
    for story, before, detail in connection.execute(asked):
        kind = msgspec.json.decode(detail).get("kind", "correction") if detail else "correction"
        yield OneVersion(story=story, supersedes=before, kind=kind)


def _supersedes() -> ColumnElement[bool]:
    """Of each pair the judgement that counts, a person's last one before ours, where it says that one replaces the
    other."""
    of, said = judgements.c, judgements.alias()
    pair = and_(said.c.kind == "version", said.c.left == of.left, said.c.right == of.right)
    later = or_(of.by == US, said.c.at > of.at, and_(said.c.at == of.at, said.c.key > of.key))
    better = exists().where(pair, said.c.withdrawn_at.is_(None), said.c.by != US, later).correlate(judgements)
    return and_(of.kind == "version", of.withdrawn_at.is_(None), of.verdict == "same", ~better)


def _last_versions(limit: int) -> Select[Any]:
    """Those of the latest stories."""
    of = stories.c
    asked = select(judgements.c.key).join(stories, of.uid == judgements.c.left).where(_supersedes())
    return asked.order_by(of.known_from.desc(), of.id.desc(), judgements.c.at.desc(), judgements.c.key.desc()).limit(
        limit
    )


def _events(connection: Connection, asked: Select[Any]) -> Iterator[OneEvent]:
    """Events that are held, in the order asked for, with the mentions that are."""
    told = (
        select(event_members.c.event, stories.c.id, claims.c.start, claims.c.stop, claims.c.speaker_country)
        .join(claims, claims.c.key == event_members.c.claim)
        .join(stories, stories.c.key == claims.c.story)
        .where(event_members.c.event.in_(asked.with_only_columns(event_groups.c.key)), claims.c.known_to.is_(None))
    )
    mentions: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(told).all():
        mentions[row[0]].append(row)
    for key, id, its_type, number in connection.execute(asked).all():
        rows = sorted(mentions[key], key=itemgetter(1, 2))
        yield OneEvent(
            id=id,
            type=its_type,
            mentions=tuple([MentionAt(story=story, start=start, end=stop) for _, story, start, stop, _ in rows]),
            origins=number,
            sides=tuple(sorted({row[4] for row in rows} - {None})),
        )


def _events_then(connection: Connection, moment: str) -> Iterable[OneEvent]:
    """Events as they were known at a moment."""
    asked = (
        select(
            event_groups.c.id.label("event"),
            event_groups.c.type.label("its_type"),
            stories.c.id.label("told"),
            claims.c.story,
            claims.c.start,
            claims.c.stop,
            claims.c.speaker_country,
        )
        .join(event_members, event_members.c.event == event_groups.c.key)
        .join(claims, claims.c.key == event_members.c.claim)
        .join(stories, stories.c.key == claims.c.story)
        .where(held_at(claims, moment))
        .order_by(event_groups.c.id, stories.c.id, claims.c.start)
    )
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(asked):
        groups[row.event].append(row)
    several = {id: rows for id, rows in groups.items() if len(rows) > 1}
    houses = origins(connection, {row.story for rows in several.values() for row in rows})
    return [
        OneEvent(
            id=id,
            type=rows[0].its_type,
            mentions=tuple(MentionAt(story=row.told, start=row.start, end=row.stop) for row in rows),
            origins=len({origin_of(houses.get(row.story, ()), row.start, row.story) for row in rows}),
            sides=tuple(sorted({row.speaker_country for row in rows} - {None})),
        )
        for id, rows in several.items()
    ]


def people(connection: Connection) -> list[JudgementView]:
    """The judgements of people that stand, the last first."""
    asked = (
        select(judgements)
        .where(judgements.c.by != US, judgements.c.withdrawn_at.is_(None))
        .order_by(judgements.c.at.desc(), judgements.c.key.desc())
    )
    rows = connection.execute(asked).all()
    words = told(connection, [ref for row in rows for ref in (row.left, row.right)])
    return [
        JudgementView(
            kind=row.kind,
            left=row.left,
            right=row.right,
            verdict=row.verdict,
            score=row.score,
            by=row.by,
            at=row.at,
            told=(words.get(row.left, "?"), words.get(row.right, "?")),
        )
        for row in rows
    ]


def told(connection: Connection, refs: Sequence[str]) -> dict[str, str]:
    """What is meant by uids of stories and ids of claims, in words."""
    out: dict[str, str] = {}
    for part in parts(sorted(set(refs))):
        for story in connection.execute(select(stories.c.uid, stories.c.id).where(stories.c.uid.in_(part))):
            out[story.uid] = f"story {story.id}"
        asked = select(claims.c.id, claims.c.type, claims.c.text, stories.c.id.label("story"))
        for row in connection.execute(asked.join(stories).where(claims.c.id.in_(part))):
            out[row.id] = f"{row.type} “{row.text}” of story {row.story}"
    return out

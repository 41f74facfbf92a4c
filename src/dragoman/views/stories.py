"""Stories as the record has them: found by id, headline, agency or day; one with its versions and what ended it."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from ..store import StoreError
from ..store.read import held_at, story_of
from ..store.tables import claims, event_groups, event_members, stories, story_gaps, text_members
from ..store.times import known_at
from ..story import Story, Value

Order = Literal["newest", "oldest"]
State = Literal["held", "on hold", "ended"]
LAST = chr(0x10FFFF)  # sorts behind all that an id may go on with
SAME_TEXT = 50  # reprints of a story that are named
AT_ONCE = 500
FEW = 2_000  # stories that are sorted rather than met in order
SHORTEST = 6  # characters of a version that are enough to name it


class Span(Value, frozen=True, kw_only=True):
    """Moments from `start` up to `stop`."""

    start: str
    stop: str


class StoryRef(Value, frozen=True, kw_only=True):
    """A version of a story that is named; `kind`: what it did or suffered: correction, kill, hold ...; `at`: when."""

    id: str
    version: str
    headline: str | None
    kind: str | None = None
    at: str | None = None


class StoryItem(Value, frozen=True, kw_only=True):
    """A version of a story. `version`: hash of its text; `origin`: where that was first written; `added`: when it was
    stored; `state`: whether it is held, now or at the moment that was asked for; `ended_by`: what superseded it, and
    how; `holds`: when it was on hold and nothing of it known; `claims`: how many it tells."""

    id: str
    version: str
    headline: str | None
    agency: str | None
    outlet: str | None
    origin: str | None
    day: str | None
    published: str | None
    language: str
    added: str
    known_from: str
    known_to: str | None
    state: State
    ended_by: StoryRef | None
    holds: tuple[Span, ...]
    claims: int


class StoryPage(Value, frozen=True, kw_only=True):
    """Stories, and the cursor of the next page: None on the last."""

    stories: tuple[StoryItem, ...]
    after: str | None


class StoryView(Value, frozen=True, kw_only=True):
    """A story with the object that was stored. `versions`: all under its id, the first first; `ends`: what it ended;
    `same_text`: other stories that are the same text."""

    kept: StoryItem
    versions: tuple[StoryItem, ...]
    ends: tuple[StoryRef, ...]
    same_text: tuple[StoryRef, ...]
    story: Story


@dataclass(frozen=True)
class Wanted:
    """Filters of stories; all that are given must hold.

    id: how it begins; headline: words, parts of words too; agency: who wrote or brought it; first, last: days of
    stories, both included; ended: only those that are (not) ended; known_on: as of then.
    """

    id: str | None = None
    headline: str | None = None
    agency: str | None = None
    first: str | None = None
    last: str | None = None
    ended: bool | None = None
    known_on: str | None = None

    @property
    def moment(self) -> str | None:
        """The moment that `known_on` means. Raises StoreError for what is no date."""
        return known_at(self.known_on) if self.known_on else None


def stories_page(
    connection: Connection, wanted: Wanted, order: Order = "newest", limit: int = 50, after: str | None = None
) -> StoryPage:
    """At most `limit` stories behind the cursor `after`, by when they came out. Raises StoreError."""
    moment = wanted.moment
    conditions = list(_conditions(wanted, moment))
    if after:
        conditions.append(_behind(order, *_read(after, order)))
    ids = _named_so(wanted.id) if wanted.id else ()
    rows = _rows(connection, conditions, ids, order, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    cursor = _written(order, rows[-1].known_from, rows[-1].key) if more else None
    return StoryPage(stories=tuple(_items(connection, rows, moment)), after=cursor)


def one_story(
    connection: Connection, id: str, version: str | None = None, known_on: str | None = None
) -> tuple[int, StoryView] | None:
    """A story with its key, or None. The version that is named by its first characters, else the one that was held
    (now, or as known on a day), else the last that had come out. Raises StoreError."""
    moment = known_at(known_on) if known_on else None
    rows = connection.execute(select(stories).where(stories.c.id == id).order_by(stories.c.known_from, stories.c.key))
    found = rows.all()
    row = _version(connection, found, version, moment)
    if row is None:
        return None
    items = dict(zip((one.key for one in found), _items(connection, found, moment), strict=True))
    view = StoryView(
        kept=items[row.key],
        versions=tuple(items.values()),
        ends=tuple(_ends(connection, row.key)),
        same_text=tuple(_same_text(connection, row.key)),
        story=story_of(connection, row.key),
    )
    return row.key, view


def version_with(connection: Connection, id: str, told: str) -> tuple[str, str] | None:
    """The version of a story that has a claim, or tells an event (`told`: the id of either), and the claim's id."""
    member, of = event_members.c, claims.c
    event = select(member.claim).join(event_groups, event_groups.c.key == member.event).where(event_groups.c.id == told)
    asked = (
        select(stories.c.version, of.id)
        .join(stories, stories.c.key == of.story)
        .where(stories.c.id == id, or_(of.id == told, of.key.in_(event)))
        .order_by(of.id != told, of.known_to.is_not(None), of.key)
    )
    found = connection.execute(asked.limit(1)).first()
    return (found.version, found.id) if found else None


def _version(
    connection: Connection, found: Sequence[Row[Any]], version: str | None, moment: str | None
) -> Row[Any] | None:
    if version:
        named = (row for row in found if len(version) >= SHORTEST and row.version.startswith(version))
        return next(named, None)
    out = [row for row in found if moment is None or row.known_from <= moment]
    gaps = _gaps(connection, [row.key for row in out])
    held = [row for row in out if _state(row, gaps.get(row.key, ()), moment) == "held"]
    last = held or out
    return last[-1] if last else None


def _conditions(wanted: Wanted, moment: str | None) -> Iterator[ColumnElement[bool]]:
    out = stories.c
    for word in (wanted.headline or "").split():
        yield out.headline.icontains(word, autoescape=True)
    if wanted.agency:
        yield or_(out.agency == wanted.agency, out.outlet == wanted.agency, out.origin == wanted.agency)
    if wanted.first:
        yield out.day >= wanted.first
    if wanted.last:
        yield out.day <= wanted.last
    if moment:
        yield out.known_from <= moment
    if wanted.ended is not None:
        yield ~held_at(stories, moment) if wanted.ended else held_at(stories, moment)


def _named_so(begins: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether an id begins so: asked of its index, and of each story that is met."""
    id = stories.c.id
    met = id.concat("")
    return and_(id >= begins, id < begins + LAST), and_(met >= begins, met < begins + LAST)


def _rows(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    ids: Sequence[ColumnElement[bool]],
    order: Order,
    limit: int,
) -> Sequence[Row[Any]]:
    """The first rows: few that pass are looked up and sorted, of many enough are soon met in order."""
    out = stories.c
    by = (out.known_from, out.key) if order == "oldest" else (out.known_from.desc(), out.key.desc())
    if conditions or ids:
        asked = select(out.known_from, out.key).where(*conditions, *ids[:1]).limit(FEW + 1)
        some = connection.execute(asked).all()
        if len(some) <= FEW:
            first = sorted(((row.known_from, row.key) for row in some), reverse=order == "newest")[:limit]
            conditions, ids = [out.key.in_([key for _, key in first])], ()
    return connection.execute(select(stories).where(*conditions, *ids[1:]).order_by(*by).limit(limit)).all()


def _items(connection: Connection, rows: Sequence[Row[Any]], moment: str | None) -> Iterator[StoryItem]:
    keys = [row.key for row in rows]
    gaps, told = _gaps(connection, keys), _counted(connection, keys)
    by = _named(connection, {row.ended_by for row in rows if row.ended_by is not None})
    same = ("id", "version", "headline", "agency", "outlet", "origin", "day", "published", "language", "added",
            "known_from", "known_to")  # fmt: skip
    for row in rows:
        ended = by.get(row.ended_by)
        yield StoryItem(
            **{name: getattr(row, name) for name in same},
            state=_state(row, gaps.get(row.key, ()), moment),
            ended_by=_ref(ended, row.ended_kind, row.known_to) if ended is not None else None,
            holds=gaps.get(row.key, ()),
            claims=told.get(row.key, 0),
        )


def _state(row: Row[Any], gaps: Iterable[Span], moment: str | None) -> State:
    if row.known_to is not None and (moment is None or row.known_to <= moment):
        return "ended"
    return "on hold" if moment and any(gap.start <= moment < gap.stop for gap in gaps) else "held"


def _gaps(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Span, ...]]:
    found: dict[int, tuple[Span, ...]] = {}
    for part in _parts(keys):
        asked = select(story_gaps).where(story_gaps.c.story.in_(part)).order_by(story_gaps.c.story, story_gaps.c.start)
        for row in connection.execute(asked):
            found[row.story] = (*found.get(row.story, ()), Span(start=row.start, stop=row.stop))
    return found


def _counted(connection: Connection, keys: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in _parts(keys):
        asked = select(claims.c.story, func.count()).where(claims.c.story.in_(part)).group_by(claims.c.story)
        found.update((story, number) for story, number in connection.execute(asked))
    return found


def _named(connection: Connection, keys: Collection[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    columns = (stories.c.key, stories.c.id, stories.c.version, stories.c.headline)
    for part in _parts(sorted(keys)):
        for row in connection.execute(select(*columns).where(stories.c.key.in_(part))):
            found[row.key] = row
    return found


def _ref(row: Any, kind: str | None = None, at: str | None = None) -> StoryRef:
    return StoryRef(id=row.id, version=row.version, headline=row.headline, kind=kind, at=at)


def _ends(connection: Connection, key: int) -> Iterator[StoryRef]:
    asked = select(stories).where(stories.c.ended_by == key).order_by(stories.c.known_from, stories.c.key)
    for row in connection.execute(asked.limit(SAME_TEXT)):
        yield _ref(row, row.ended_kind, row.known_to)


def _same_text(connection: Connection, key: int) -> Iterator[StoryRef]:
    group = select(text_members.c.text_group).where(text_members.c.story == key).scalar_subquery()
    asked = (
        select(stories)
        .join(text_members, text_members.c.story == stories.c.key)
        .where(text_members.c.text_group == group, stories.c.key != key)
        .order_by(stories.c.known_from, stories.c.key)
        .limit(SAME_TEXT)
    )
    for row in connection.execute(asked):
        yield _ref(row, None, row.known_from)


def _behind(order: Order, at: str, key: int) -> ColumnElement[bool]:
    """Whether a story comes behind the one that was seen last."""
    out = stories.c
    if order == "oldest":
        return and_(out.known_from >= at, or_(out.known_from > at, out.key > key))
    return and_(out.known_from <= at, or_(out.known_from < at, out.key < key))


def _written(order: Order, at: str, key: int) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((order, at, key))).decode().rstrip("=")


def _read(cursor: str, order: Order) -> tuple[str, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        told, at, key = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=tuple[str, str, int])
    except ValueError:
        raise StoreError(f"{cursor[:40]!r} is no cursor; give what the last page told") from None
    if told != order:
        raise StoreError(f"the cursor is of stories sorted by {told[:20]!r}; sort by that, or begin anew")
    return at, key


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]

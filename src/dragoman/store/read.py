"""Stories, claims and contacts, back from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, FromClause, Row, Select, and_, bindparam, or_, select

from ..story import Story, Value
from .claims import unpacked, unpacked_text
from .corrections import applied, standing
from .tables import ROOM, event_gaps, records, stories, story_gaps
from .tables import claim_actors as actors_table
from .tables import claim_contexts as contexts_table
from .tables import claims as claims_table
from .tables import contact_mentions as mentions_table
from .tables import contact_parties as parties_table
from .tables import contacts as contacts_table
from .tables import readouts as readouts_table

T = TypeVar("T")
AT_ONCE = 500  # keys in a statement: SQLite takes 32,766 values
PARTIES = ("actor", "recipient")


class Actor(Value, frozen=True, kw_only=True):
    """A side or a speaker of a claim; `id`: in the knowledge; offsets are None where it has no mention."""

    id: str | None
    name: str
    country: str | None
    sector: str | None
    text: str
    start: int | None
    stop: int | None


class ClaimFields(Value, frozen=True, kw_only=True):
    """What a claim has of its own, as the columns of `claims` name it."""

    id: str
    kind: str
    item: int
    type: str | None
    mode: str | None
    cameo: str | None
    quad: str | None
    score: float | None
    status: str | None
    background: bool | None
    confidence: float | None
    text: str
    start: int
    date_start: str | None
    date_end: str | None
    day: str | None
    place: str | None
    place_name: str | None
    place_id: int | None
    place_country: str | None
    place_admin1: str | None
    lat: float | None
    lon: float | None
    share: str | None
    same_as: int | None
    known_from: str
    known_to: str | None


class Claim(ClaimFields, frozen=True, kw_only=True):
    """A claim as stored. The fields are the columns of `claims`, with all its actors; `story_id`: the story's own id.

    Of a relation the subject is `actor`, the object `recipient`; `sources`: the chain, outermost first.
    """

    key: int
    story: int
    story_id: str
    stop: int
    sentence: int | None
    sentence_start: int | None
    sentence_stop: int | None
    actor: tuple[Actor, ...] = ()
    recipient: tuple[Actor, ...] = ()
    sources: tuple[Actor, ...] = ()
    contexts: tuple[str, ...] = ()


class Mention(NamedTuple):
    """What of a claim is shown beside others that tell the same; `sources` as a claim has them."""

    key: int
    id: str
    story: int
    text: str
    start: int
    stop: int
    status: str | None
    confidence: float | None
    known_from: str
    known_to: str | None
    sources: tuple[Actor, ...] = ()


class Side(Value, frozen=True, kw_only=True):
    """A party of a contact."""

    code: str
    name: str
    role: str


class Words(Value, frozen=True, kw_only=True):
    """A piece of a readout: characters `[start, stop)` of the story."""

    text: str
    start: int
    stop: int


class Telling(Value, frozen=True, kw_only=True):
    """A contact as one story tells it. `mentions`: keys of claims; `readouts`: by party code."""

    key: int
    id: str
    story: int
    story_id: str
    item: int
    channel: str | None
    status: str
    asked_by: str | None
    asked_by_source: str | None
    date_start: str | None
    date_end: str | None
    date_from: str | None
    day: str | None
    place: str | None
    known_from: str
    known_to: str | None
    parties: tuple[Side, ...] = ()
    mentions: tuple[int, ...] = ()
    readouts: dict[str, tuple[Words, ...]]


CLAIM_COLUMNS = [claims_table.c[name] for name in Claim.__struct_fields__ if name in claims_table.c and name != "actor"
                 and name != "recipient"]  # fmt: skip
CLAIM_NAMES = (*(column.name for column in CLAIM_COLUMNS), "story_id")
MENTION_COLUMNS = [claims_table.c[name] for name in Mention._fields if name in claims_table.c]
CONTACT_COLUMNS = [contacts_table.c[name] for name in Telling.__struct_fields__ if name in contacts_table.c]


def _told(wanted: ColumnElement[bool]) -> Select[Any]:
    joined = select(*CLAIM_COLUMNS, stories.c.id.label("story_id")).join(stories, stories.c.key == claims_table.c.story)
    return joined.where(wanted).order_by(claims_table.c.key)


def _actors_of(claim: ColumnElement[bool]) -> Select[Any]:
    of = actors_table.c
    columns = (of.claim, of.role, of.actor, of.name, of.country, of.sector, of.text, of.start, of.stop)
    return select(*columns).where(claim).order_by(of.claim, of.position)


# statements that are asked for every page are made once: it takes most of what SQLAlchemy takes
KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
TEXTS = select(records.c.story, records.c.text).where(records.c.story.in_(KEYS))
CLAIMS = _told(claims_table.c.key.in_(KEYS))
ACTORS = _actors_of(actors_table.c.claim.in_(KEYS))
SOURCES = _actors_of(and_(actors_table.c.claim.in_(KEYS), actors_table.c.role == "source"))
MENTIONS = select(*MENTION_COLUMNS).where(claims_table.c.key.in_(KEYS)).order_by(claims_table.c.key)
CONTEXTS = (
    select(contexts_table.c.claim, contexts_table.c.context)
    .where(contexts_table.c.claim.in_(KEYS))
    .order_by(contexts_table.c.claim, contexts_table.c.context)
)


def held_at(table: FromClause, at: str | None) -> ColumnElement[bool]:
    """Whether a row is known at a moment (`times.known_at`); without one, whether it is still held.

    `table`: `stories`, `claims`, `contacts` or `event_groups`, or an alias of one.
    """
    if at is None:
        return table.c.known_to.is_(None)
    gaps = event_gaps if "mentions" in table.c else story_gaps
    [of] = (column for column in gaps.c if column.name in ("event", "story"))
    between = select(of).where(gaps.c.start <= at, gaps.c.stop > at)
    own = table.c.story if "story" in table.c else table.c.key
    known = and_(table.c.known_from <= at, or_(table.c.known_to.is_(None), table.c.known_to > at))
    return and_(known, own.not_in(between))


def story_of(connection: Connection, key: int) -> Story:
    """The story that was added, as people corrected it; raises KeyError."""
    for _, story in stories_of(connection, [key]):
        return story
    raise KeyError(key)


def stories_of(connection: Connection, keys: Iterable[int], *, as_coded: bool = False) -> Iterator[tuple[int, Story]]:
    """Keys with the stories that were added, in the order of the keys: as people corrected them, or as they were
    coded."""
    for part in _parts(sorted(keys)):
        asked = select(records, stories.c.id, stories.c.corrected).join(stories, stories.c.key == records.c.story)
        rows = connection.execute(asked.where(records.c.story.in_(part)).order_by(records.c.story)).all()
        wrong = {row.id for row in rows if row.corrected is not None and not as_coded}
        said = standing(connection, wrong) if wrong else {}
        for row in rows:
            story = unpacked(row.text, row.record)
            yield row.story, applied(story, said[row.id]).story if row.id in said else story


def texts_of(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    """The texts of stories, which need no record."""
    found: dict[int, str] = {}
    for part in _parts(sorted(keys)):
        asked = select(records.c.story, records.c.text).where(records.c.story.in_(part))
        found.update((story, unpacked_text(text)) for story, text in connection.execute(asked).all())
    return found


def versions_of(connection: Connection, id: str) -> Sequence[Row[Any]]:
    """The rows of all versions of a story, the first first."""
    return connection.execute(
        select(stories).where(stories.c.id == id).order_by(stories.c.known_from, stories.c.key)
    ).all()  # fmt: skip


def claims_of(connection: Connection, keys: Iterable[int]) -> list[Claim]:
    """All claims of stories, by their keys, in text order of each."""
    return [
        claim
        for part in _parts(sorted(keys))
        for claim in _claims(connection, claims_table.c.story.in_(part))
    ]  # fmt: skip


def claims_by_id(connection: Connection, ids: Iterable[str]) -> list[Claim]:
    """Claims by their ids, in the order of their keys; ids that are not there are left out."""
    found = [c for part in _parts(sorted(ids)) for c in _claims(connection, claims_table.c.id.in_(part))]
    return sorted(found, key=lambda claim: claim.key)


def claims_by_key(connection: Connection, keys: Iterable[int]) -> list[Claim]:
    """Claims by their keys, in that order."""
    return [
        claim
        for part in _parts(sorted(keys))
        for claim in _made(connection, connection.execute(CLAIMS, {"keys": part}).all())
    ]


def mentions_by_key(connection: Connection, keys: Iterable[int]) -> Iterator[Mention]:
    """The same, with what is shown of a mention alone: there may be many of an event."""
    for part in _parts(sorted(keys)):
        sources = _actors(connection, part, SOURCES)
        for row in connection.execute(MENTIONS, {"keys": part}).all():
            yield Mention._make((*row, tuple(sources.get(row[0], {}).get("source", ()))))


def contacts_of(connection: Connection, keys: Iterable[int]) -> list[Telling]:
    """All contacts of stories, by the stories' keys."""
    return [
        telling
        for part in _parts(sorted(keys))
        for telling in _contacts(connection, contacts_table.c.story.in_(part))
    ]  # fmt: skip


def contacts_by_key(connection: Connection, keys: Iterable[int]) -> list[Telling]:
    """Contacts by their keys, in that order."""
    return [t for part in _parts(sorted(keys)) for t in _contacts(connection, contacts_table.c.key.in_(part))]


def stories_between(connection: Connection, first: str, last: str, actors: Collection[str] = ()) -> list[int]:
    """Keys of the stories with a claim filed under one of these days (ISO, both included).

    `actors`: ids of actors, of which one must be a side of such a claim; without any, all stories are found.
    """
    if not actors:
        asked = select(claims_table.c.story).where(claims_table.c.day.between(first, last)).distinct()
        return sorted(connection.execute(asked).scalars())
    found: set[int] = set()
    for part in _parts(sorted(actors)):
        of = actors_table.c
        wanted = and_(of.actor.in_(part), of.role.in_(PARTIES), of.day.between(first, last))
        found.update(key // ROOM for key in connection.execute(select(of.claim).where(wanted)).scalars())
    return sorted(found)


def _claims(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[Claim]:
    yield from _made(connection, connection.execute(_told(wanted)).all())


def _made(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Claim]:
    keys = [row.key for row in rows]
    actors, contexts = _actors(connection, keys), _contexts(connection, keys)
    for row in rows:
        told = dict(zip(CLAIM_NAMES, row, strict=True))
        roles = actors.get(told["key"], {})
        yield Claim(
            **told,
            actor=tuple(roles.get("actor", ())),
            recipient=tuple(roles.get("recipient", ())),
            sources=tuple(roles.get("source", ())),
            contexts=tuple(contexts.get(told["key"], ())),
        )


def _actors(
    connection: Connection, keys: Sequence[int], asked: Select[Any] = ACTORS
) -> dict[int, dict[str, list[Actor]]]:
    found: dict[int, dict[str, list[Actor]]] = {}
    for part in _parts(keys):
        rows = connection.execute(asked, {"keys": part}).all()
        for claim, role, id, name, country, sector, text, start, stop in rows:
            made = Actor(id=id, name=name, country=country, sector=sector, text=text, start=start, stop=stop)
            found.setdefault(claim, {}).setdefault(role, []).append(made)
    return found


def _contexts(connection: Connection, keys: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for part in _parts(keys):
        for claim, context in connection.execute(CONTEXTS, {"keys": part}).all():
            found.setdefault(claim, []).append(context)
    return found


def _contacts(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[Telling]:
    rows = connection.execute(
        select(*CONTACT_COLUMNS, stories.c.id.label("story_id"))
        .join(stories, stories.c.key == contacts_table.c.story)
        .where(wanted)
        .order_by(contacts_table.c.key)
    ).all()
    keys = [row.key for row in rows]
    parties: dict[int, list[Side]] = {}
    for row in _rows(connection, parties_table, parties_table.c.contact, keys, "position"):
        parties.setdefault(row.contact, []).append(Side(code=row.code, name=row.name, role=row.role))
    mentions: dict[int, list[int]] = {}
    for row in _rows(connection, mentions_table, mentions_table.c.contact, keys, "claim"):
        mentions.setdefault(row.contact, []).append(row.claim)
    told: dict[int, dict[str, list[Words]]] = {}
    for row in _rows(connection, readouts_table, readouts_table.c.contact, keys, "code", "position"):
        words = Words(text=row.text, start=row.start, stop=row.stop)
        told.setdefault(row.contact, {}).setdefault(row.code, []).append(words)
    for one in rows:
        yield Telling(
            **one._mapping,
            parties=tuple(parties.get(one.key, ())),
            mentions=tuple(mentions.get(one.key, ())),
            readouts={code: tuple(words) for code, words in told.get(one.key, {}).items()},
        )


def _rows(
    connection: Connection, table: FromClause, column: ColumnElement[int], keys: Sequence[int], *order: str
) -> Iterator[Row[Any]]:
    """The rows of a table that belong to keys."""
    for part in _parts(keys):
        asked = select(table).where(column.in_(part)).order_by(column, *(table.c[name] for name in order))
        yield from connection.execute(asked).all()


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]

"""Actors by how their names begin: those of the knowledge, and names that only stories have."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from sqlalchemy import Connection, func, or_, select

from ..knowledge.actors import actors
from ..knowledge.entries import Actor, Body, Format, People, Person, State
from ..knowledge.forms import key
from ..store.tables import event_actors, event_tallies
from ..store.tallies import ALL, PARTY, SIDES
from ..story import Value

LAST = chr(0x10FFFF)  # after all names
LOOKED_AT = 400  # forms that begin so
KINDS: tuple[tuple[type[Actor], str], ...] = (
    (State, "state"),
    (Person, "person"),
    (People, "people"),
    (Format, "format"),
    (Body, "body"),
)


class ActorFound(Value, frozen=True, kw_only=True):
    """An actor whose name begins so. `value`: for filters; `id`: in the knowledge; `form`: the name that begins so;
    `events`: that it takes part in or tells, of those that are held.
    """

    value: str
    id: str | None
    name: str
    kind: str | None
    country: str | None
    sector: str | None
    form: str
    events: int


class ActorsFound(Value, frozen=True, kw_only=True):
    """Actors, the likeliest first."""

    actors: tuple[ActorFound, ...]


class Office(Value, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """An office held: in which state or body, between which days as far as known."""

    role: str
    of: str
    since: str | None
    until: str | None


class ActorView(Value, frozen=True, kw_only=True):
    """An actor of the knowledge, or one by name alone (`id` null). `events`: how many it has in each role."""

    id: str | None
    name: str
    kind: str | None
    country: str | None
    sector: str | None
    qid: str | None
    aliases: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    offices: tuple[Office, ...]
    events: dict[str, int]


def find(connection: Connection, query: str, limit: int = 20) -> ActorsFound:
    """Actors one of whose names has a word that begins like the query."""
    asked = key(query)
    if not asked:
        return ActorsFound(actors=())
    forms = _beginning(asked)
    numbers = _numbers(connection, forms)
    known = [_known(id, form, numbers.get(id, 0)) for id, form in forms.items()]
    found = [*known, *_told(connection, query.strip(), limit)]
    found.sort(key=lambda one: (key(one.form) != asked, not one.events, -one.events, one.name, one.value))
    return ActorsFound(actors=tuple(found[:limit]))


def view(connection: Connection, id: str) -> ActorView | None:
    """An actor by its id in the knowledge, or by a name as stories have it."""
    events = _roles(connection, id)
    actor = actors().by_id.get(id)
    if actor is not None:
        country, sector = actors().standing(actor, None)
        roles = actor.roles if isinstance(actor, Person) else ()
        offices = tuple(Office(role=one.role, of=one.of, since=one.since, until=one.until) for one in roles)
        return ActorView(
            id=actor.id, name=actor.name, kind=_kind(actor), country=country, sector=sector, qid=actor.qid,
            aliases=actor.aliases, names=dict(actor.names), offices=offices, events=events,
        )  # fmt: skip
    of = event_actors.c
    row = connection.execute(select(of.country, of.sector).where(of.name == id).limit(1)).first()
    if row is None:
        return None
    return ActorView(
        id=None, name=id, kind=None, country=row.country, sector=row.sector, qid=None, aliases=(), names={}, offices=(),
        events=events,
    )  # fmt: skip


def name_of(value: str) -> str:
    """The name of what counts by actors have: an id of the knowledge, or a name."""
    actor = actors().by_id.get(value)
    return actor.name if actor else value


def _kind(actor: Actor) -> str:
    return next((name for kind, name in KINDS if isinstance(actor, kind)), "body")


def _known(id: str, form: str, events: int) -> ActorFound:
    actor = actors().by_id[id]
    country, sector = actors().standing(actor, None)
    return ActorFound(
        value=id, id=id, name=actor.name, kind=_kind(actor), country=country, sector=sector, form=form, events=events
    )  # fmt: skip


@cache
def _forms() -> tuple[list[str], list[tuple[str, str]]]:
    """Every name of the knowledge from each of its words on, in order; and whose it is, as it is spelt."""
    found = []
    for actor in actors().by_id.values():
        for form in dict.fromkeys(_spelt(actor)):
            words = key(form).split()
            found += [(" ".join(words[at:]), actor.id, form) for at in range(len(words))]
    found.sort()
    return [one[0] for one in found], [(id, form) for _, id, form in found]


def _spelt(actor: Actor) -> Iterator[str]:
    yield actor.name.split(" (")[0]
    yield from actor.aliases
    yield from actor.short
    for several in actor.names.values():
        yield from several
    if isinstance(actor, Body):
        yield from actor.metonyms
    yield actor.id


def _beginning(asked: str) -> dict[str, str]:
    """The actors of the names that begin so, each with the shortest of them."""
    keys, whose = _forms()
    first = bisect_left(keys, asked)
    found: dict[str, str] = {}

    def rank(form: str) -> tuple[bool, int, str]:
        return not key(form).startswith(asked), len(form), form

    for at in range(first, min(len(keys), first + LOOKED_AT)):
        if not keys[at].startswith(asked):
            break
        id, form = whose[at]
        found[id] = min(form, found.get(id, form), key=rank)
    return found


def _numbers(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """How many events these actors have, whatever their part; of states those of their country."""
    of = event_tallies.c
    fields = or_(of.field.in_(SIDES), of.field == PARTY)
    asked = select(of.value, of.field, func.sum(of.number)).where(fields, of.time == ALL, of.value.in_(sorted(ids)))
    found: dict[str, int] = {}
    for value, _, number in connection.execute(asked.group_by(of.value, of.field)):
        found[value] = max(found.get(value, 0), int(number))
    return found


def _roles(connection: Connection, value: str) -> dict[str, int]:
    of = event_tallies.c
    asked = select(of.field, func.sum(of.number)).where(of.field.in_(SIDES), of.time == ALL, of.value == value)
    found = {field: int(number) for field, number in connection.execute(asked.group_by(of.field))}
    return {role: found.get(role, 0) for role in SIDES}


def _told(connection: Connection, query: str, limit: int) -> Sequence[ActorFound]:
    """Names that the knowledge does not have."""
    of, known = event_tallies.c, actors().by_id
    begins = dict.fromkeys((query, query[:1].upper() + query[1:], query.title(), query.upper(), query.lower()))
    found: dict[str, int] = {}
    for begin in begins:
        between = (of.value >= begin, of.value < begin + LAST)
        asked = select(of.value, func.sum(of.number).label("n")).where(of.field.in_(SIDES), of.time == ALL, *between)
        for value, number in connection.execute(asked.group_by(of.value).limit(limit * 2)):
            if value not in known:
                found[value] = int(number)
    return [
        ActorFound(value=name, id=None, name=name, kind=None, country=None, sector=None, form=name, events=number)
        for name, number in found.items()
    ]

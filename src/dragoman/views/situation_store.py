"""The situation as the database has it: whom a question means, what is told of their states, and the evidence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, String, and_, case, cast, func, or_, select, true

from ..errors import DragomanError
from ..store import times
from ..store.engine import Store
from ..store.read import held_at, texts_of
from ..store.tables import (
    claim_actors,
    claims,
    state_actors,
    state_claims,
    state_stances,
    states,
    stories,
)
from ..story import Value
from .changes import Change, changes
from .situation import Acts, Standings, Telling, situation
from .standing import Side, StandingState
from .standing_rules import Standing, standing

MAX_ACTORS = 2
MOST = 10  # tellings of a state and stance that are read: the last ones
SHOWN = 3  # tellings of a state that are given with their words; the others are counted
AT_ONCE = 500  # keys of a statement
CODE = 3  # letters of a country's code
MARK = "#"  # between a day and the key of a claim: the greatest of these is the last day's claim
told, known_stories = state_claims.alias("told"), stories.alias("known")
_SIDES = ("subject", "object", "place")
Of = Sequence[str] | Select[tuple[int]]  # whose states: codes, ids or names of actors, or the keys of the states


class AskedError(DragomanError, ValueError):
    """A question that cannot be answered as it was put."""


class Evidence(Value, frozen=True, kw_only=True):
    """A claim behind a state: its words, where they stand, on whose word, in which story of whose.

    `text`: the sentence; `chain`: names, outermost first.
    """

    claim: str
    story: str
    origin: str | None
    agency: str | None
    day: str | None
    chain: tuple[str, ...]
    words: str
    span: tuple[int, int]
    sentence: tuple[int, int] | None
    text: str


class Situation(Value, frozen=True, kw_only=True):
    """What holds of some actors on a day, as known on another (None: now). `evidence`: by the keys of claims."""

    of: tuple[str, ...]
    as_of: str
    known_on: str | None
    states: tuple[Standings, ...]
    evidence: dict[int, Evidence]


class Difference(Value, frozen=True, kw_only=True):
    """What changed of some actors between two days, as known on another."""

    of: tuple[str, ...]
    since: str
    until: str
    known_on: str | None
    changes: tuple[Change, ...]
    evidence: dict[int, Evidence]


def ask(store: Store, actors: Sequence[str], as_of: str, known_on: str | None = None) -> Situation:
    """The situation of one actor, or of two with each other. `actors`: codes of countries, ids, or names.

    `as_of`, `known_on`: ISO dates. Raises AskedError where nobody is known by such a name, StoreError for no date.
    """
    rules, known = standing(), times.known_at(known_on) if known_on else None
    with store.reading() as connection:
        who = _who(connection, actors)
        found = _situation(connection, who, as_of, known, rules)
        return Situation(
            of=who, as_of=as_of, known_on=known_on, states=found, evidence=_evidence(connection, found)
        )  # fmt: skip


def difference(store: Store, actors: Sequence[str], since: str, until: str, known_on: str | None = None) -> Difference:
    """What changed from one day to a later one; else as `ask`."""
    if until < since:
        raise AskedError(f"{until} is before {since}: give the earlier day first")
    rules, known = standing(), times.known_at(known_on) if known_on else None
    with store.reading() as connection:
        who = _who(connection, actors)
        there = _there(connection, who)
        before, after = (_situation(connection, who, day, known, rules, there) for day in (since, until))
        found = changes(before, after)
        evidence = _evidence(connection, [change.after for change in found])
    return Difference(of=who, since=since, until=until, known_on=known_on, changes=found, evidence=evidence)


def of_states(connection: Connection, keys: Sequence[int], day: str, known_on: str | None) -> tuple[Standings, ...]:
    """What holds of some states, told by their keys, on a day, as known on another. Raises StoreError for no date."""
    known = times.known_at(known_on) if known_on else None
    mine = select(states.c.key.label("state")).where(states.c.key.in_(keys))
    return _situation(connection, mine, day, known, standing())


def evidence_of(connection: Connection, found: Iterable[Standings]) -> dict[int, Evidence]:
    """The claims behind the first tellings of some states, by their keys."""
    return _evidence(connection, found)


def whom(connection: Connection, asked: str) -> str:
    """The code, id or name by which the states of an actor are found. Raises AskedError where there is nobody."""
    return _one(connection, asked)


def _situation(
    connection: Connection,
    actors: Of,
    day: str,
    known: str | None,
    rules: Standing,
    there: Mapping[int, tuple[str, StandingState]] | None = None,
) -> tuple[Standings, ...]:
    """`there`: the states, where they were read before."""
    there = _there(connection, actors) if there is None else there
    if not there:
        return ()
    ids = {key: id for key, (id, _) in there.items()}
    read = {
        (row[0], row[1]): _telling(row, ids[row[0]])
        for query in _tellings(connection, actors, day, known)
        for row in connection.execute(query).all()
    }
    acts = [
        _act(row, ids[row.state])
        for kind, entry in rules.kinds.items()
        if entry.repeat
        for row in connection.execute(_acts(actors, kind, _before(day, entry.within), day, known))
    ]
    firsts = {ids[row.state]: row.first for row in connection.execute(_firsts(_more(read), known)) if row.first}
    return situation((state for _, state in there.values()), read.values(), acts, day, firsts, MOST, rules)


def _there(connection: Connection, actors: Of) -> dict[int, tuple[str, StandingState]]:
    """Keys of the states that all of these are part of, with their ids and what they are."""
    return {row.key: (row.id, _state(row)) for row in connection.execute(_states(actors)).all()}


def _states(actors: Of) -> Select[Any]:
    """Key, id and kind of the states that all of these are part of, then the three columns of each side."""
    of = states.c
    sides = (of[f"{role}{end}"] for role in _SIDES for end in ("", "_name", "_country"))
    return select(of.key, of.id, of.kind, *sides).where(of.key.in_(_of(actors)))


def _of(actors: Of) -> Select[tuple[int]]:
    """The keys of the states that all of these are part of."""
    if isinstance(actors, Select):
        return actors
    first, *others = (select(state_actors.c.state).where(state_actors.c.actor == actor) for actor in actors)
    for other in others:
        first = first.where(state_actors.c.state.in_(other))
    return first


def _tellings(connection: Connection, actors: Of, day: str, known: str | None) -> Iterator[Select[Any]]:
    """For each stance the last tellings of each state by a day; and those after it that it had begun by then."""
    taken = state_stances.c
    by_then = and_(taken.stance != "acts", taken.first <= day)
    yield _some(connection, actors, known, by_then, told.c.told <= day, (told.c.told.desc(), told.c.claim.desc()))
    later = taken.stance.in_(("begun", "for", "ended"))
    begun = and_(told.c.told > day, told.c.start <= day, told.c.start < told.c.told)
    yield _some(connection, actors, known, later, begun, (told.c.told, told.c.claim))


def _some(
    connection: Connection,
    actors: Of,
    known: str | None,
    stances: ColumnElement[bool],
    wanted: ColumnElement[bool],
    order: Sequence[ColumnElement[Any]],
) -> Select[Any]:
    """The first `MOST` tellings of each state and stance, by a subquery for each that ends as soon as it has them."""
    taken, of = state_stances, state_claims.c
    mine = select(taken.c.state, taken.c.stance).where(taken.c.state.in_(_of(actors)), stances).subquery("mine")
    some = (
        select(told.c.claim)
        .join(known_stories, known_stories.c.key == told.c.story)
        .where(told.c.state == mine.c.state, told.c.stance == mine.c.stance, wanted, held_at(known_stories, known))
        .order_by(*order)
        .limit(MOST)
        .correlate(mine)
    )
    asked = select(
        of.state, of.claim, of.story, of.stance, of.effect, of.status, of.share, of.start, of.stop, of.told, of.speaker,
        stories.c.origin,
    )  # fmt: skip
    if connection.dialect.name == "postgresql":
        found = some.lateral("some")
        joined = mine.join(found, true()).join(
            state_claims, and_(of.state == mine.c.state, of.claim == found.c.claim)
        )  # fmt: skip
    else:
        joined = mine.join(state_claims, and_(of.state == mine.c.state, of.claim.in_(some)))
    return asked.select_from(joined.join(stories, stories.c.key == of.story))


def _more(read: Mapping[tuple[int, int], Telling]) -> list[int]:
    """The keys of states of which there may be more tellings than were read."""
    count = Counter((state, telling.stance) for (state, _), telling in read.items())
    return sorted({state for (state, _), number in count.items() if number >= MOST})


def _firsts(keys: Sequence[int], known: str | None) -> Select[Any]:
    """The first day on which each of these states was told to hold."""
    mine = select(states.c.key.label("state")).where(states.c.key.in_(keys)).subquery("mine")
    days = [
        select(told.c.told)
        .join(known_stories, known_stories.c.key == told.c.story)
        .where(told.c.state == mine.c.state, told.c.stance == stance, held_at(known_stories, known))
        .order_by(told.c.told)
        .limit(1)
        .correlate(mine)
        .scalar_subquery()
        for stance in ("begun", "for")
    ]
    both = case((days[0] < days[1], days[0]), else_=func.coalesce(days[1], days[0]))
    return select(mine.c.state, both.label("first"))


def _acts(actors: Of, kind: str, first: str, last: str, known: str | None) -> Select[Any]:
    """Acts between two days, by state."""
    of = state_claims.c
    day = func.coalesce(of.start, of.told)
    return (
        select(
            of.state,
            func.count(day.distinct()).label("days"),
            func.min(day).label("first"),
            func.max(day + MARK + cast(of.claim, String)).label("last"),
            func.count(of.story.distinct()).label("stories"),
            func.count(stories.c.origin.distinct()).label("origins"),
        )
        .join(stories, stories.c.key == of.story)
        .join(states, and_(states.c.key == of.state, states.c.kind == kind))
        .where(of.state.in_(_of(actors)), of.stance == "acts", of.told.between(first, last), day.between(first, last))
        .where(held_at(stories, known))
        .group_by(of.state)
    )


def _before(day: str, days: int) -> str:
    try:
        return (dt.date.fromisoformat(day[:10]) - dt.timedelta(days=days)).isoformat()
    except OverflowError:
        return dt.date.min.isoformat()


def _telling(row: Any, id: str) -> Telling:
    """From the columns of `_some`."""
    _, claim, story, stance, effect, status, share, start, stop, told_on, speaker, origin = row
    return Telling(
        state=id,
        stance=stance,
        effect=effect,
        status=status,
        share=share,
        start=start,
        stop=stop,
        speaker=speaker,
        origin=origin,
        told=told_on,
        claim=claim,
        story=story,
    )


def _act(row: Row[Any], state: str) -> Acts:
    last, _, claim = row.last.partition(MARK)
    return Acts(
        state=state,
        days=row.days,
        first=row.first,
        last=last,
        claim=int(claim),
        stories=row.stories,
        origins=max(1, row.origins),
    )


def _state(row: Any) -> StandingState:
    """From the columns of `_states`."""
    _, _, kind, *sides = row
    subject, object, place = (_side(*sides[at : at + len(_SIDES)]) for at in range(0, len(sides), len(_SIDES)))
    return StandingState(kind=kind, subject=subject, object=object, place=place)


def _side(ref: str | None, name: str | None, country: str | None) -> Side | None:
    return Side(ref=ref, name=name or ref, country=country) if ref is not None else None


# --- who is asked about


def _who(connection: Connection, actors: Sequence[str]) -> tuple[str, ...]:
    if not 1 <= len(actors) <= MAX_ACTORS:
        raise AskedError(f"give one actor, or two that are asked about together; {len(actors)} were given")
    return tuple(_one(connection, actor) for actor in actors)


def _one(connection: Connection, asked: str) -> str:
    """The code, id or name by which the states of an actor are found."""
    from ..knowledge.actors import actors as known
    from ..knowledge.forms import key
    from ..linking.lookup import look_up

    code = asked.upper()
    if len(code) == CODE and _has_states(connection, code):
        return code
    ids = known().by_id
    if (id := next((one for one in (asked, code) if one in ids), None)) is not None:
        return id
    found = [match for match in look_up(asked) if match.actor is not None]
    named = [match.actor.id for match in found if match.actor and not match.why.startswith("part of")]
    partly = [match.actor.id for match in found if match.actor]
    for ref in (*named, key(asked), *partly):
        if _has_states(connection, ref):
            return ref
    if named:
        return named[0]
    if _is_told(connection, asked):
        return key(asked)
    raise AskedError(f"nobody is known by {asked[:60]!r}; `dragoman actors` looks names up")


def _has_states(connection: Connection, ref: str) -> bool:
    return (
        connection.execute(select(state_actors.c.state).where(state_actors.c.actor == ref).limit(1)).first() is not None
    )


def _is_told(connection: Connection, name: str) -> bool:
    """Whether somebody is told of whom the knowledge does not have, nor any state."""
    of = claim_actors.c
    asked = select(of.claim).where(or_(of.country == name, of.name == name)).limit(1)
    return connection.execute(asked).first() is not None


# --- evidence


def _evidence(connection: Connection, found: Iterable[Standings]) -> dict[int, Evidence]:
    """The claims behind the tellings that are shown."""
    keys = {telling.claim for one in found for telling in one.tellings[:SHOWN]}
    keys |= {one.acts.claim for one in found if one.acts}
    rows: list[Row[Any]] = []
    chains: dict[int, list[str]] = {}
    for part in _parts(sorted(keys)):
        rows += connection.execute(_told_in(part)).all()
        for claim, name in connection.execute(_sources(part)).all():
            chains.setdefault(claim, []).append(name)
    texts = texts_of(connection, {row.story for row in rows})
    return {row.key: _made(row, chains.get(row.key, ()), texts[row.story]) for row in rows}


def _told_in(keys: Sequence[int]) -> Select[Any]:
    """Claims with what of their stories is shown."""
    of, story = claims.c, stories.c
    columns = (of.key, of.id, of.story, of.text, of.start, of.stop, of.sentence_start, of.sentence_stop)
    told_by = (story.id.label("story_id"), story.origin, story.agency, story.day)
    return select(*columns, *told_by).join(stories, story.key == of.story).where(of.key.in_(keys))


def _sources(keys: Sequence[int]) -> Select[Any]:
    """On whose word claims are, outermost first."""
    of = claim_actors.c
    asked = select(of.claim, of.name).where(of.claim.in_(keys), of.role == "source")
    return asked.order_by(of.claim, of.position)


def _made(row: Row[Any], chain: Sequence[str], text: str) -> Evidence:
    start, stop = row.sentence_start, row.sentence_stop
    sentence = None if start is None or stop is None else (start, stop)
    return Evidence(
        claim=row.id,
        story=row.story_id,
        origin=row.origin,
        agency=row.agency,
        day=row.day,
        chain=tuple(chain),
        words=row.text,
        span=(row.start, row.stop),
        sentence=sentence,
        text=text[start:stop] if sentence else row.text,
    )


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(keys), AT_ONCE):
        yield keys[at : at + AT_ONCE]

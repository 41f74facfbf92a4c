"""Standing states in the database, kept up with the stories that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ..store.engine import Store
from ..store.parts import part
from ..store.read import claims_by_key, texts_of
from ..store.tables import claims, state_actors, state_claims, state_stances, state_stories, states, stories
from .standing import Bearing, Reader, Side, StandingState
from .standing_rules import standing

AT_ONCE = 200  # stories of a transaction
SIDES = ("subject", "object", "place")


def keep_up(store: Store, reader: Reader | None = None) -> int:
    """Go through the claims of all stories that no one went through by these rules; returns how many there were."""
    version, done = (reader.rules if reader else standing()).version, 0
    with store.reading() as connection:
        if part(connection, ("kept up", version), lambda: _kept_up(connection, version)):
            return 0
    by = reader or Reader()
    while count := store.write(lambda connection: _keep_up(connection, by), alone="merge"):
        done += count
    return done


def _kept_up(connection: Connection, version: str) -> bool:
    return _counted(connection, stories) == _counted(connection, state_stories, state_stories.c.rules == version)


def _counted(connection: Connection, table: Any, *wanted: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(*wanted)).scalar_one())


def _keep_up(connection: Connection, reader: Reader) -> int:
    """The next stories; returns how many."""
    version = reader.rules.version
    past = and_(state_stories.c.story == stories.c.key, state_stories.c.rules == version)
    waiting = select(stories.c.key).outerjoin(state_stories, past).where(state_stories.c.story.is_(None))
    keys = list(connection.execute(waiting.order_by(stories.c.key).limit(AT_ONCE)).scalars())
    if keys:
        _go_through(connection, keys, reader)
        connection.execute(delete(state_stories).where(state_stories.c.story.in_(keys)))
        connection.execute(insert(state_stories), [{"story": key, "rules": version} for key in keys])
    return len(keys)


def _go_through(connection: Connection, keys: Sequence[int], reader: Reader) -> None:
    old = select(claims.c.key).where(claims.c.story.in_(keys))
    connection.execute(delete(state_claims).where(state_claims.c.claim.in_(old)))
    wanted = or_(claims.c.kind == "relation", and_(claims.c.kind == "event", claims.c.type.in_(reader.types)))
    found = claims_by_key(connection, connection.execute(old.where(wanted)).scalars().all())
    texts, days = texts_of(connection, keys), _days(connection, keys)
    made: list[tuple[Bearing, int, str | None]] = []
    for claim in found:
        sentence = texts[claim.story][claim.sentence_start or 0 : claim.sentence_stop or 0]
        speaker = (claim.sources[0].id or claim.sources[0].name) if claim.sources else None
        made += [(bearing, claim.story, speaker) for bearing in reader.read(claim, sentence)]
    ids = _states(connection, [bearing for bearing, _, _ in made], reader)
    rows = [
        {
            "state": ids[b.state.id],
            "claim": b.claim,
            "story": story,
            "stance": b.stance,
            "effect": b.effect,
            "status": b.status,
            "share": b.share,
            "start": b.start,
            "stop": b.stop,
            "told": days[story],
            "speaker": speaker,
        }
        for b, story, speaker in made
    ]
    if rows:
        connection.execute(insert(state_claims), rows)
        _keep_stances(connection, rows)


def _keep_stances(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """That these stances are taken, and from which day."""
    first: dict[tuple[int, str], str] = {}
    for row in rows:
        pair = row["state"], row["stance"]
        first[pair] = min(row["told"], first.get(pair, row["told"]))
    told = [{"state": state, "stance": stance, "first": day} for (state, stance), day in first.items()]
    dialects: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}
    new = dialects[connection.dialect.name].insert(state_stances)
    there, earlier = (state_stances.c.state, state_stances.c.stance), new.excluded.first < state_stances.c.first
    connection.execute(
        new.on_conflict_do_update(index_elements=there, set_={"first": new.excluded.first}, where=earlier), told
    )


def _days(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """When each story told: its day, else the day from which it was known."""
    asked = select(stories.c.key, stories.c.day, stories.c.known_from).where(stories.c.key.in_(keys))
    return {row.key: row.day or row.known_from[:10] for row in connection.execute(asked)}


def _states(connection: Connection, bearings: Iterable[Bearing], reader: Reader) -> dict[str, int]:
    """The keys of states by their ids; those that are not there are made, and found by all that they are about."""
    by_id: dict[str, StandingState] = {}
    about: dict[str, set[str]] = {}
    for bearing in bearings:
        by_id.setdefault(id := bearing.state.id, bearing.state)
        about.setdefault(id, set()).update(reader.about(bearing.state), filter(None, [bearing.about]))
    found = _keys(connection, by_id)
    if new := [state for id, state in by_id.items() if id not in found]:
        connection.execute(insert(states), [{"id": s.id, "kind": s.kind, **_columns(s)} for s in new])
        found |= _keys(connection, [state.id for state in new])
    wanted = {(ref, found[id]) for id, refs in about.items() for ref in refs}
    asked = select(state_actors.c.actor, state_actors.c.state).where(state_actors.c.state.in_(found.values()))
    lacking = wanted - {(row.actor, row.state) for row in connection.execute(asked)}
    if lacking:
        connection.execute(insert(state_actors), [{"actor": ref, "state": key} for ref, key in sorted(lacking)])
    return found


def _keys(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    return {
        row.id: row.key for row in connection.execute(select(states.c.id, states.c.key).where(states.c.id.in_(ids)))
    }


def _columns(state: StandingState) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for role in SIDES:
        side: Side | None = getattr(state, role)
        found |= {
            role: side.ref if side else None,
            f"{role}_name": side.name if side else None,
            f"{role}_country": side.country if side else None,
        }
    return found

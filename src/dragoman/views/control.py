"""Who controls what on a day, and where that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from ..places.gazetteer import gazetteer
from ..places.keys import fold
from ..store.tables import claims, state_claims, states
from .situation import IN_FORCE, Standings
from .situation_store import Evidence, evidence_of, of_states

KIND = "controls"
LOOKED_AT = 400  # states of which it is asked whether they hold, those told last


@dataclass(frozen=True)
class Spot:
    """Where a territory is: a country (`code`), a point, or (neither) not known."""

    code: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Control:
    """States of control that hold or are contested, each with its place; `unseen`: that were not looked at."""

    states: tuple[Standings, ...]
    spots: tuple[Spot, ...]
    evidence: dict[int, Evidence]
    unseen: int


def control(connection: Connection, day: str, known_on: str | None = None) -> Control:
    """Who controls what on a day, as known on another. Raises StoreError for no date."""
    keys, unseen = _candidates(connection, day)
    found = of_states(connection, keys, day, known_on) if keys else ()
    held = tuple(one for one in found if one.verdict in IN_FORCE)
    points = _points(connection, held)
    spots = tuple(_spot(one, points) for one in held)
    return Control(held, spots, evidence_of(connection, held), unseen)


def _candidates(connection: Connection, day: str) -> tuple[list[int], int]:
    """The states that were told last up to the day or began by then, and how many others there are."""
    of = state_claims.c
    told = func.max(of.told)
    asked = (
        select(of.state, told)
        .join(states, states.c.key == of.state)
        .where(states.c.kind == KIND, (of.told <= day) | (of.start <= day))
        .group_by(of.state)
        .order_by(told.desc(), of.state)
    )
    keys = [row.state for row in connection.execute(asked)]
    return keys[:LOOKED_AT], len(keys[LOOKED_AT:])


def _points(connection: Connection, found: Iterable[Standings]) -> dict[int, tuple[str, float, float]]:
    """Name and point of the places of claims, by their keys."""
    keys = sorted({telling.claim for one in found for telling in one.tellings})
    of, points = claims.c, {}
    for start in range(0, len(keys), LOOKED_AT):
        asked = select(of.key, of.place_name, of.lat, of.lon).where(
            of.key.in_(keys[start : start + LOOKED_AT]), of.lat.is_not(None)
        )
        points.update({row.key: (row.place_name, row.lat, row.lon) for row in connection.execute(asked)})
    return points


def _spot(one: Standings, points: dict[int, tuple[str, float, float]]) -> Spot:
    place = one.state.place
    if place is None:
        return Spot()
    if place.ref == place.country:
        return Spot(code=place.ref)
    named = [points[told.claim] for told in one.tellings if told.claim in points]
    for name, lat, lon in named:
        if name == place.name:
            return Spot(lat=lat, lon=lon)
    return _in_gazetteer(place.name, place.country)


def _in_gazetteer(name: str, country: str | None) -> Spot:
    """The place of that name in its country; the greatest of several."""
    found = [one for one in gazetteer().named(fold(name)) if country is not None and one.country == country]
    best = max(found, key=lambda one: (one.main, one.population), default=None)
    return Spot(lat=best.lat, lon=best.lon) if best else Spot()

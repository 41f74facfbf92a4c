"""Places with how many events of each class they have, for the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from ..story import Value
from .asking import QUADS, Asking
from .query import FEW, Base, Filter, bases, filters, within
from .timeline import Classes

MOST = 5_000  # places of an answer
AT_ONCE = 500


class Place(Value, frozen=True, kw_only=True):
    """A point with events; `name`, `country`, `admin1`, `geonameid`: as the gazetteer has them."""

    lat: float
    lon: float
    name: str
    country: str | None
    admin1: str | None
    geonameid: int | None
    events: Classes


class Places(Value, frozen=True, kw_only=True):
    """Places, those with most events first. `left_out`: places that are not given, for there are too many."""

    places: tuple[Place, ...]
    left_out: int = 0

    @property
    def events(self) -> int:
        """Events at the places that are given."""
        return sum(place.events.all for place in self.places)


@dataclass
class _Point:
    """Counts of a point, and where one of its events is kept."""

    lat: float
    lon: float
    base: Base
    key: int
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(QUADS, 0))

    @property
    def all(self) -> int:
        return sum(self.counts.values())


def places(connection: Connection, asked: Asking, most: int = MOST) -> Places:
    """All places of the events that pass the filters, within `asked.box` where that is told."""
    found: dict[tuple[float, float], _Point] = {}
    for base in bases(connection):
        for wanted in filters(base, replace(asked, box=None), connection.dialect):
            for row in connection.execute(_counted(connection, wanted, asked)):
                _add(found, base, row)
    points = sorted((one for one in found.values() if one.all), key=lambda one: (-one.all, one.lat, one.lon))
    shown = points[:most]
    told = _told(connection, shown)
    made = (_place(one, told[one.base.merged, one.key]) for one in shown)
    return Places(places=tuple(made), left_out=len(points) - len(shown))


def _counted(connection: Connection, wanted: Filter, asked: Asking) -> Select[Any]:
    """Latitude, longitude, class, the number of events, and the key of one of them."""
    of = wanted.base.events.c
    conditions: list[ColumnElement[bool]] = [of.lat.is_not(None), of.lon.is_not(None)]
    if asked.box:
        conditions.append(within(wanted.base.events, asked.box))
    few, tests = _tests(connection, wanted)
    if wanted.base.merged and not few and not _beyond(asked):
        tests = [case((and_(*tests), 1), else_=0) == 1]  # so that no other index is taken than that of places
    columns = (of.lat, of.lon, of.quad, func.count(), func.min(of.key))
    return select(*columns).where(*conditions, *tests).group_by(of.lat, of.lon, of.quad)


def _tests(connection: Connection, wanted: Filter) -> tuple[bool, list[ColumnElement[bool]]]:
    """The conditions of a filter, and whether they are met by few, which then are looked up."""
    if not wanted.members or wanted.base.only_unmerged:
        return False, wanted.met()
    wanted, sizes = wanted.sized(connection, FEW)
    return min(sizes) <= FEW, wanted.sought(wanted.members[sizes.index(min(sizes))])


def _beyond(asked: Asking) -> bool:
    """Whether something is asked that the index of places does not have."""
    return bool(asked.mode) or asked.origins is not None or asked.confidence is not None


def _add(found: dict[tuple[float, float], _Point], base: Base, row: Any) -> None:
    lat, lon, quad, number, key = row
    point = found.setdefault((lat, lon), _Point(lat, lon, base, key))
    point.key = min(point.key, key) if point.base is base else point.key
    if quad in point.counts:
        point.counts[quad] += int(number)


def _told(connection: Connection, points: Sequence[_Point]) -> dict[tuple[bool, int], Any]:
    """What the gazetteer had for one event of each point."""
    found: dict[tuple[bool, int], Any] = {}
    for base in {one.base for one in points}:
        of = base.events.c
        keys = [one.key for one in points if one.base == base]
        columns = (of.key, of.place, of.place_name, of.place_country, of.place_admin1, of.place_id)
        for start in range(0, len(keys), AT_ONCE):
            asked = select(*columns).where(of.key.in_(keys[start : start + AT_ONCE]))
            found.update(((base.merged, row.key), row) for row in connection.execute(asked))
    return found


def _place(point: _Point, row: Any) -> Place:
    return Place(
        lat=point.lat,
        lon=point.lon,
        name=row.place_name or row.place or f"{point.lat}, {point.lon}",
        country=row.place_country,
        admin1=row.place_admin1,
        geonameid=row.place_id,
        events=Classes(**{quad.replace(" ", "_"): number for quad, number in point.counts.items()}),
    )

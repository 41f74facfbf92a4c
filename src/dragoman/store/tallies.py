"""How many events are held, by what: counts that are kept current with the groups that they count.

Merges replace groups, they never change one: what an event adds to the counts follows from its rows alone, and is taken
off again by the same rows. So the counts are exact as long as both happen in the transaction that writes the groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, select, text

from .tables import event_actors, event_facets, event_groups, event_tallies

ALL = "*"  # of months, times or types
NONE = ""  # for those without
FACETS = ("type", "mode", "quad", "status")
SIDES = ("actor", "recipient", "source")
PLACES = {"place": "place_name", "country": "place_country"}
DAY = "day"
DYAD, PAIR = "dyad", "pair"  # `RUS-TUR`: one acts on the other; both take part, however
ACTS_ON = "acts on"  # `RUS>TUR`: the first among the actors, the second among the recipients
COUNTRY_OF = {"actor": "country of actor", "recipient": "country of recipient", "source": "country of source"}
PARTY = "country of party"  # of all four: `RUS`, and `RUS:MIL` with the sector
MONTHLY = {name: f"month,{name}" for name in (DYAD, PAIR, ACTS_ON, PARTY)}  # by month too, but not with a sector
RECALLED = {name: f"background,month,{name}" for name in (PAIR, PARTY)}  # of these, background alone
SECTOR = ":"  # between a country and it
AT_ONCE = 400
REBUILT = 20_000  # events that are counted before the counts are written, when all are counted anew

Facet = tuple[str, str, str, str, str, int]  # month, type, mode, quad, status, background
Cell = tuple[str, str, str, str]  # field, time, value, type
Row = Mapping[str, Any] | RowMapping
GROUP_COLUMNS = [
    event_groups.c[name]
    for name in ("key", "type", "mode", "quad", "status", "background", "day", "place_name", "place_country",
                 "recipient", "known_to")
]  # fmt: skip
ACTOR_COLUMNS = [event_actors.c[name] for name in ("event", "role", "actor", "name", "country", "sector")]


def pairs(event: Row, actors: Sequence[Row]) -> dict[str, bool]:
    """Each two countries that take part in an event, `RUS-TUR`, and whether one of them acts on the other.

    Without recipients, two that both act do.
    """
    acting = {row["country"] for row in actors if row["role"] == "actor" and row["country"]}
    other = {row["country"] for row in actors if row["role"] == "recipient" and row["country"]}
    opposite = other | acting if event["recipient"] is None else other
    return {
        f"{a}-{b}": (a in acting and b in opposite) or (b in acting and a in opposite)
        for a, b in combinations(sorted(acting | other), 2)
    }


class Tally:
    """What events add to the counts, or take off them, until it is written."""

    def __init__(self) -> None:
        self.facets: Counter[Facet] = Counter()
        self.cells: Counter[Cell] = Counter()

    def add(self, event: Row, actors: Sequence[Row], sign: int = 1) -> None:
        """Count one event: its row in `event_groups`, and those in `event_actors`. What has ended does not count."""
        if event["known_to"] is not None:
            return
        for facet in _facets(event):
            self.facets[facet] += sign
        for cell in _cells(event, actors):
            self.cells[cell] += sign

    def take_off(self, connection: Connection, keys: Collection[int]) -> None:
        """Count events off that are about to be deleted."""
        self._stored(connection, sorted(keys), -1)

    def _stored(self, connection: Connection, keys: Sequence[int], sign: int) -> None:
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            actors: dict[int, list[Row]] = defaultdict(list)
            asked = select(*ACTOR_COLUMNS).where(event_actors.c.event.in_(part))
            for row in connection.execute(asked).mappings():
                actors[row["event"]].append(row)
            for event in connection.execute(select(*GROUP_COLUMNS).where(event_groups.c.key.in_(part))).mappings():
                self.add(event, actors.get(event["key"], ()), sign)

    def write(self, connection: Connection) -> None:
        """Add to what the database has, in the transaction that writes the groups."""
        _write(connection, event_facets, self.facets)
        _write(connection, event_tallies, self.cells)
        self.facets.clear()
        self.cells.clear()


def rebuild(connection: Connection) -> None:
    """Count all events anew."""
    for table in (event_facets, event_tallies):
        connection.execute(delete(table))
    tally = Tally()
    keys = list(connection.execute(select(event_groups.c.key).order_by(event_groups.c.key)).scalars())
    for start in range(0, len(keys), REBUILT):
        tally._stored(connection, keys[start : start + REBUILT], 1)
        tally.write(connection)


def _facets(event: Row) -> Iterator[Facet]:
    kind, mode, quad, status = (event[name] or NONE for name in FACETS)
    background = -1 if event["background"] is None else int(event["background"])
    for month in ((event["day"] or NONE)[:7], ALL):
        yield month, kind, mode, quad, status, background


def _cells(event: Row, actors: Sequence[Row]) -> Iterator[Cell]:
    day, kind = event["day"] or NONE, event["type"]
    yield DAY, ALL, day, ALL
    for field, values in _values(event, actors):
        for value in values:
            yield field, ALL, value, kind
            yield field, day[:4], value, kind
            if field in MONTHLY and SECTOR not in value:
                yield MONTHLY[field], day[:7], value, kind
                if event["background"] and field in RECALLED:
                    yield RECALLED[field], day[:7], value, kind


def _values(event: Row, actors: Sequence[Row]) -> Iterator[tuple[str, Collection[str]]]:
    """The values that an event has, by field: each once."""
    names: dict[str, set[str]] = {role: set() for role in SIDES}
    countries: dict[str, set[str]] = defaultdict(set)
    for row in actors:
        role, country, sector = row["role"], row["country"], row["sector"]
        if role in names:
            names[role].add(row["actor"] or row["name"])
        if country is not None:
            countries[role].add(country)
            if sector is not None:
                countries[role].add(f"{country}{SECTOR}{sector}")
    for role in SIDES:
        yield role, names[role] or (NONE,)
    for field, column in PLACES.items():
        yield field, (event[column] or NONE,)
    acting, other = countries["actor"], countries["recipient"]
    yield PARTY, acting | other
    yield COUNTRY_OF["actor"], acting
    yield COUNTRY_OF["recipient"], other
    yield COUNTRY_OF["source"], countries["source"] | countries["chain"]
    yield ACTS_ON, [f"{a}>{b}" for a in acting if SECTOR not in a for b in other if SECTOR not in b]
    both = pairs(event, actors)
    yield PAIR, both
    yield DYAD, [pair for pair, acts in both.items() if acts]


def _write(connection: Connection, table: Table, counts: Mapping[tuple[Any, ...], int]) -> None:
    rows = sorted((*cell, number) for cell, number in counts.items() if number)
    if not rows:
        return
    names = [column.name for column in table.columns]
    keys = ", ".join(column.name for column in table.primary_key)
    update = f"ON CONFLICT ({keys}) DO UPDATE SET number = {table.name}.number + excluded.number"
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks}) {update}", rows)
        return
    kinds = {"INTEGER": "integer[]", "TEXT": "text[]"}
    columns = ", ".join(f"CAST(:{c.name} AS {kinds[str(c.type)]})" for c in table.columns)
    statement = text(f"INSERT INTO {table.name} SELECT * FROM unnest({columns}) {update}")
    connection.execute(statement, {name: [row[at] for row in rows] for at, name in enumerate(names)})

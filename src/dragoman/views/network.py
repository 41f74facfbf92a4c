"""Actors and what stands between them on a day, as a network; with the pairs of countries that act most."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from msgspec import structs
from sqlalchemy import Connection, or_, select

from ..knowledge.actors import actors
from ..knowledge.entries import Body, Format, Person, State
from ..knowledge.ontology import ontology
from ..store.tables import state_actors, state_stances, states
from ..story import Value
from .asking import Asking, asking
from .counts import tally
from .situation import IN_FORCE, Standings
from .situation_store import Evidence, evidence_of, of_states
from .standing import Side
from .standing_rules import standing

NODES = 60  # at most
LOOKED_AT = 400  # states of which it is asked whether they hold
PAIRS = 20  # of countries, with events
DAYS = 1830  # of events, at most
PLACED = ("controls", "stationed")
HOLDS = ("begun", "for", "acts")
Shape = Literal["state", "body", "format", "group", "person", "place", "named"]


class Node(Value, frozen=True, kw_only=True):
    """An actor or a territory. `shape`: what it is; `named`: known by its name alone; `sector`: as PLOVER has it."""

    id: str
    name: str
    country: str | None
    shape: Shape
    sector: str | None = None


class Pair(Value, frozen=True, kw_only=True):
    """Two countries with news of events between them: how many of each class, between which days."""

    first: str
    last: str
    cooperation: int
    conflict: int

    @property
    def all(self) -> int:
        """Events of any class."""
        return self.cooperation + self.conflict


@dataclass(frozen=True)
class Edge:
    """What ties two nodes: a state, or (kind "events") the events of a pair. `id`: of the state, or `RUS-TUR`."""

    id: str
    kind: str
    source: str
    target: str
    directed: bool
    state: Standings | None = None
    pair: Pair | None = None

    @property
    def weight(self) -> float:
        """How much is told of it."""
        return self.pair.all / 10 if self.pair else 1 + (self.state.origins if self.state else 0)


class Left(Value, frozen=True, kw_only=True):
    """What was left out: nodes, states with one side alone, states that were not looked at, pairs of countries."""

    nodes: int = 0
    alone: int = 0
    unseen: int = 0
    pairs: int = 0


@dataclass(frozen=True)
class Network:
    """Nodes and edges, with the evidence of the edges by the keys of claims."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left: Left
    evidence: dict[int, Evidence] = field(default_factory=dict)


@dataclass(frozen=True)
class Sought:
    """What a network is asked for: around whom, on which day, as known on another; kinds of states; `window`: days of
    events before that day, none with 0.
    """

    day: str
    centre: str | None = None
    known_on: str | None = None
    kinds: frozenset[str] = frozenset()
    window: int = 0


def network(connection: Connection, sought: Sought) -> Network:
    """The network of a day: around a centre, with what stands among those around it; or of whom most is told."""
    there, unseen = _candidates(connection, sought)
    found = of_states(connection, there, sought.day, sought.known_on) if there else ()
    held = [one for one in found if one.verdict in IN_FORCE]
    edges = [edge for one in held if (edge := _edge(one)) is not None]
    pairs, more = _pairs(connection, sought)
    edges += pairs
    nodes = {side.ref: _node(side, place) for one in held for side, place in _ends(one)}
    for pair in pairs:
        for id in (pair.source, pair.target):
            nodes.setdefault(id, _node(Side(ref=id, name=_named(id), country=id), place=False))
    kept = _kept(edges, sought.centre)
    drawn = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    tied = {id for edge in edges for id in (edge.source, edge.target)}
    left = Left(nodes=len(tied - kept), alone=sum(_edge(one) is None for one in held), unseen=unseen, pairs=more)
    shown = tuple(sorted((nodes[id] for id in kept), key=lambda node: (node.id != sought.centre, node.name, node.id)))
    first = [structs.replace(edge.state, tellings=told_first(edge.state)) for edge in drawn if edge.state]
    return Network(shown, drawn, left, evidence_of(connection, first))


def told_first(state: Standings) -> tuple[Any, ...]:
    """The newest telling for a state, and if it is contested the newest against it."""
    sides = [("begun", "for"), ("against",)] if state.verdict == "contested" else [("begun", "for")]
    newest = (next((told for told in state.tellings if told.stance in side), None) for side in sides)
    return tuple(told for told in newest if told is not None)


# --- states


def _candidates(connection: Connection, sought: Sought) -> tuple[list[int], int]:
    """Keys of the states to look at, and how many others there are."""
    of = states.c
    two = (of.subject.is_not(None), or_(of.object.is_not(None), of.place.is_not(None)))
    asked = select(of.key, of.subject, of.object, of.place).where(of.kind.in_(sorted(sought.kinds)))
    if sought.centre:
        mine = of.key.in_(select(state_actors.c.state).where(state_actors.c.actor == sought.centre))
        rows = _rows(connection, asked.where(mine))
        ring = _most(rows, NODES) | {sought.centre}
        among = (of.subject.in_(ring), or_(of.object.in_(ring), of.place.in_(ring)))
        others = _rows(connection, asked.where(*among))
    else:
        rows, others = [], _rows(connection, asked.where(*two))
        ring = _most(others, 2 * NODES)
    inner = [row for row in others if row[1] in ring and (row[2] in ring or row[3] in ring)]
    keys = list(dict.fromkeys(row[0] for row in (*rows, *inner)))
    begun = _begun(connection, keys, sought.day) if len(keys) > LOOKED_AT else set()
    keys = sorted(keys, key=lambda key: key not in begun) if begun else keys
    all_of = {row[0] for row in (*rows, *others)}
    return keys[:LOOKED_AT], len(all_of) - min(len(keys), LOOKED_AT)


Row = tuple[int, str | None, str | None, str | None]


def _rows(connection: Connection, asked: Any) -> list[Row]:
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(asked.order_by(states.c.key))]


def _most(rows: Iterable[Row], count: int) -> set[str]:
    """Those that are part of most of the states."""
    degree = Counter(ref for _, *refs in rows for ref in refs if ref)
    return {ref for ref, _ in sorted(degree.items(), key=lambda one: (-one[1], one[0]))[:count]}


def _begun(connection: Connection, keys: Collection[int], day: str) -> set[int]:
    """Of which states it was told by a day that they hold."""
    taken = state_stances.c
    asked = select(taken.state).where(taken.stance.in_(HOLDS), taken.first <= day).distinct()
    return set(connection.execute(asked).scalars()) & set(keys)


def _ends(one: Standings) -> list[tuple[Side, bool]]:
    """Both ends of a state, each with whether it is a territory; fewer where it has one side alone."""
    state = one.state
    place = state.place if state.kind in PLACED or state.object is None else None
    return [(side, at) for side, at in ((state.subject, False), (state.object, False), (place, True)) if side][:2]


def _edge(one: Standings) -> Edge | None:
    ends = _ends(one)
    if len(ends) != 2 or one.state.subject is None or ends[0][0].ref == ends[1][0].ref:
        return None
    both = standing().kinds[one.state.kind].both
    return Edge(one.state.id, one.state.kind, ends[0][0].ref, ends[1][0].ref, not both, state=one)


def _node(side: Side, place: bool) -> Node:
    entry = actors().by_id.get(side.ref)
    if isinstance(entry, State):
        return Node(id=side.ref, name=side.name, country=side.country, shape="state", sector=entry.sector)
    shape: Shape = "place" if place else "named"
    sector: str | None = None
    if isinstance(entry, Person):
        shape = "person"
    elif isinstance(entry, Format):
        shape = "format"
    elif isinstance(entry, Body):
        shape, sector = "group" if entry.sector in GROUPS else "body", entry.sector
    elif not place and side.ref == side.country:
        shape = "state"
    elif not place and (parts := side.ref.split(" "))[-1] in GROUPS:
        shape, sector = "group", parts[-1]
    return Node(id=side.ref, name=side.name, country=side.country, shape=shape, sector=sector)


GROUPS = frozenset({"REB", "PRM", "UAF", "OPP", "PTY", "MIL"})


def _named(id: str) -> str:
    entry = actors().by_id.get(id)
    return entry.name if entry else id


def _kept(edges: Sequence[Edge], centre: str | None) -> set[str]:
    """The nodes to show: the centre, and those of whom most is told; all that are shown are tied to another."""
    weights: dict[str, float] = defaultdict(float)
    for edge in edges:
        near = 1000.0 if centre in (edge.source, edge.target) else 0.0  # who is tied to the centre comes first
        weights[edge.source] += edge.weight + near
        weights[edge.target] += edge.weight + near
    ranked = sorted(weights, key=lambda id: (id != centre, -weights[id], id))
    kept = set(ranked[:NODES])
    return {id for edge in edges if {edge.source, edge.target} <= kept for id in (edge.source, edge.target)}


# --- events


def _pairs(connection: Connection, sought: Sought) -> tuple[list[Edge], int]:
    """The pairs of countries with most news of events in the window, and how many others there are."""
    if not sought.window:
        return [], 0
    first = _before(sought.day, sought.window - 1)
    asked = _news(sought, first)
    quads = {name: entry.quad for name, entry in ontology().types.items()}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (dyad, type), number in tally(connection, asked, ("dyad", "type")).items():
        if dyad and type in quads:
            counts[dyad][quads[type].split()[1]] += number
    ours = {dyad: one for dyad, one in counts.items() if len(dyad.split("-")) == 2}
    if sought.centre and actors().by_id.get(sought.centre) is not None:
        ours = {dyad: one for dyad, one in ours.items() if sought.centre in dyad.split("-")} or ours
    ranked = sorted(ours, key=lambda dyad: (-ours[dyad].total(), dyad))
    made = []
    for dyad in ranked[:PAIRS]:
        one, other = dyad.split("-")
        pair = Pair(first=first, last=sought.day, **{band: ours[dyad][band] for band in ("cooperation", "conflict")})
        made.append(Edge(dyad, "events", one, other, directed=False, pair=pair))
    return made, len(counts) - len(made)


def _news(sought: Sought, first: str) -> Asking:
    asked = asking(first=first, last=sought.day, background=False, known_on=sought.known_on)
    if sought.centre and isinstance(actors().by_id.get(sought.centre), State):
        return replace(asked, parties=asking(parties=sought.centre).parties)
    return asked


def _before(day: str, days: int) -> str:
    return dt.date.fromordinal(max(1, dt.date.fromisoformat(day).toordinal() - days)).isoformat()

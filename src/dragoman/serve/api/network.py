"""Actors and what stands between them, as a network."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from ...store import StoreError
from ...store.engine import Store
from ...story import Value
from ...views.network import DAYS, Edge, Left, Network, Node, Pair, Sought, network
from ...views.situation_store import whom
from ...views.standing_rules import standing
from ..documents import answers
from ..shared import Opened, json
from ..standings import State, made_ready, shortly
from .situation import LONGEST, Day, Known, day

router = APIRouter(prefix="/network", tags=["situation"])
EVENTS = "events"
WINDOW = 90


class EdgeView(Value, frozen=True, kw_only=True):
    """What ties two nodes: a state with its newest evidence, or (kind "events") the news of a pair of countries."""

    id: str
    kind: str
    source: str
    target: str
    directed: bool
    state: State | None
    events: Pair | None

    @property
    def title(self) -> str:
        """What its kind is called."""
        return EVENTS if self.events else standing().kinds[self.kind].title.lower()


class NetworkView(Value, frozen=True, kw_only=True):
    """Actors and what stands between them on a day, as known on another (null: now); `left`: what was left out."""

    of: str | None
    as_of: str
    known_on: str | None
    nodes: tuple[Node, ...]
    edges: tuple[EdgeView, ...]
    left: Left


def kinds() -> tuple[str, ...]:
    """All kinds of edges."""
    return (*standing().kinds, EVENTS)


def sought(
    store: Opened,
    known: Known,
    actor: Annotated[str, Query(max_length=LONGEST, description="In the middle: a code, name or id; else all.")] = "",
    as_of: Day = None,
    kind: Annotated[
        list[str], Query(max_length=20, description="Kinds of states, and `events` of pairs; else all states.")
    ] = [],  # noqa: B006
    window: Annotated[int, Query(ge=1, le=DAYS, description="Days of events, up to `as_of`.")] = WINDOW,
) -> Sought:
    """What a request asks for, checked. Raises StoreError and AskedError."""
    chosen = frozenset(kind) - {""} or frozenset(standing().kinds)
    if unknown := sorted(chosen - set(kinds())):
        raise StoreError(f"{unknown[0][:40]!r} is no kind; there are {', '.join(kinds())}")
    made_ready(store)
    with store.reading() as connection:
        centre = whom(connection, actor.strip()) if actor.strip() else None
    return Sought(day(as_of or None), centre, known, chosen - {EVENTS}, window if EVENTS in chosen else 0)


Asked = Annotated[Sought, Depends(sought)]


@router.get("", responses=answers(NetworkView, "The network; nodes without an edge are not in it"))
def get(store: Opened, asked: Asked) -> Response:
    """Actors and what stands between them on a day, and pairs of countries with most news of events."""
    return json(network_of(store, asked)[0])


def network_of(store: Store, asked: Sought) -> tuple[NetworkView, Network]:
    """A network as it is answered, and as it was found."""
    with store.reading() as connection:
        found = network(connection, asked)
    edges = tuple(_edge(edge, found) for edge in found.edges)
    made = NetworkView(
        of=asked.centre, as_of=asked.day, known_on=asked.known_on, nodes=found.nodes, edges=edges, left=found.left
    )  # fmt: skip
    return made, found


def _edge(edge: Edge, found: Network) -> EdgeView:
    state = shortly(edge.state, found.evidence) if edge.state else None
    return EdgeView(
        id=edge.id, kind=edge.kind, source=edge.source, target=edge.target, directed=edge.directed, state=state,
        events=edge.pair,
    )  # fmt: skip

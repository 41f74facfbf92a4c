"""A network as a drawing: nodes by what they are, edges by what ties them. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from ..views.network import Node, Shape
from .api.network import EdgeView, NetworkView
from .layout import layout

WIDTH = 1160
LOW, HIGH, A_NODE = 420, 860, 14  # pixels of height: at least, at most, for each node beyond the first ten
LETTER, LINE = 6.9, 17  # pixels of a label
LONGEST = 24  # letters of a label
SMALL, LARGE = 8.0, 17.0  # pixels from the middle of a node to its rim
BEND = 30  # pixels between edges of one pair
CROWD = 45  # edges from which labels are shown for the one that is looked at alone
TIP = 9  # pixels of an arrow
MARK = "! "  # before what is contested
SMALLER = 6.0  # pixels of a letter of an edge's label
PARTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)  # of an edge, where its label may stand


@dataclass(frozen=True)
class Drawn:
    """A node: the path of its shape around its middle, its label and where that stands."""

    node: Node
    x: str
    y: str
    path: str
    label: str
    below: str


@dataclass(frozen=True)
class Line:
    """An edge: its path, the path of its arrow if it has one, its label and where that stands."""

    edge: EdgeView
    path: str
    tip: str
    label: str
    x: str
    y: str
    wide: str


@dataclass(frozen=True)
class Drawing:
    """The drawing. `crowded`: labels of edges are shown for the one that is looked at alone."""

    width: int
    height: int
    nodes: tuple[Drawn, ...]
    lines: tuple[Line, ...]
    crowded: bool


def drawing(found: NetworkView) -> Drawing:
    """Where everything stands."""
    height = min(HIGH, LOW + A_NODE * max(0, len(found.nodes) - 10))
    places = {node.id: number for number, node in enumerate(found.nodes)}
    degree = Counter(id for edge in found.edges for id in (edge.source, edge.target))
    rims = {node.id: min(LARGE, SMALL + 1.6 * math.sqrt(degree[node.id])) for node in found.nodes}
    sizes = tuple((max(2 * rims[n.id], LETTER * len(label(n))), 2 * rims[n.id] + LINE) for n in found.nodes)
    ties = tuple((places[edge.source], places[edge.target], 1.0) for edge in found.edges)
    pinned = places.get(found.of) if found.of else None
    spots = layout(sizes, ties, WIDTH, height, pinned)
    at = {
        node.id: (float(spots[number][0]), float(spots[number][1]) - LINE / 2)
        for number, node in enumerate(found.nodes)
    }
    nodes = tuple(_node(node, at[node.id], rims[node.id]) for node in found.nodes)
    taken = [(*at[n.id], *size) for n, size in zip(found.nodes, sizes, strict=True)]
    taken = [(x, y + LINE / 2, wide, high) for x, y, wide, high in taken]
    return Drawing(WIDTH, height, nodes, _lines(found.edges, at, rims, taken), len(found.edges) > CROWD)


def label(node: Node) -> str:
    """A name as it is written at a node."""
    return node.name if len(node.name) <= LONGEST else node.name[: LONGEST - 1].rstrip() + "…"


def _node(node: Node, at: tuple[float, float], rim: float) -> Drawn:
    return Drawn(node, _px(at[0]), _px(at[1]), shape(node.shape, rim), label(node), _px(rim + LINE - 4))


CORNERS: dict[Shape, tuple[int, float]] = {  # how many, and at which angle the first
    "body": (4, math.pi / 4), "format": (6, 0.0), "group": (4, 0.0), "person": (3, -math.pi / 2),
    "place": (3, math.pi / 2),
}  # fmt: skip


def shape(kind: Shape, rim: float) -> str:
    """The path of a shape: a circle for a state, else a polygon."""
    if kind not in CORNERS:
        return f"M{-rim:.1f} 0A{rim:.1f} {rim:.1f} 0 1 1 {rim:.1f} 0A{rim:.1f} {rim:.1f} 0 1 1 {-rim:.1f} 0Z"
    count, first = CORNERS[kind]
    turns = (first + 2 * math.pi * number / count for number in range(count))
    corners = (f"{1.15 * rim * math.cos(turn):.1f} {1.15 * rim * math.sin(turn):.1f}" for turn in turns)
    return f"M{'L'.join(corners)}Z"


Point = tuple[float, float]
Box = tuple[float, float, float, float]  # its middle, its width and height


def _lines(
    edges: tuple[EdgeView, ...], at: dict[str, Point], rims: dict[str, float], taken: list[Box]
) -> tuple[Line, ...]:
    """All edges; what is contested is drawn last, over the others. `taken`: where no label should stand."""
    of: dict[tuple[str, ...], list[EdgeView]] = defaultdict(list)
    for edge in edges:
        of[tuple(sorted((edge.source, edge.target)))].append(edge)
    made = []
    for ends, several in of.items():
        for number, edge in enumerate(several):
            bend = (number - (len(several) - 1) / 2) * BEND * (1 if edge.source == ends[0] else -1)
            points = at[edge.source], at[edge.target]
            made.append(_line(edge, points, (rims[edge.source], rims[edge.target]), bend, taken))
    return tuple(sorted(made, key=lambda line: line.label.startswith(MARK)))


def _line(
    edge: EdgeView, ends: tuple[Point, Point], rims: tuple[float, float], bend: float, taken: list[Box]
) -> Line:  # fmt: skip
    """A curve from rim to rim, bent to one side."""
    (x0, y0), (x1, y1) = ends
    far = math.hypot(x1 - x0, y1 - y0) or 1.0
    side = ((y0 - y1) / far, (x1 - x0) / far)
    middle = ((x0 + x1) / 2 + 2 * bend * side[0], (y0 + y1) / 2 + 2 * bend * side[1])
    start, stop = _toward((x0, y0), middle, rims[0] + 3), _toward((x1, y1), middle, rims[1] + 4)
    end = _toward(stop, middle, TIP - 2) if edge.directed else stop
    path = f"M{_pair(start)}Q{_pair(middle)} {_pair(end)}"
    tip = _tip(stop, middle) if edge.directed else ""
    wide = min(14.0, 3 + 2 * math.log2(edge.events.all)) if edge.events else 0.0
    text = _label(edge)
    x, y = _free((start, middle, stop), (SMALLER * len(text), LINE - 3.0), taken)
    return Line(edge, path, tip, text, _px(x), _px(y + 4), f"{wide:.1f}")


def _free(curve: tuple[Point, Point, Point], size: Point, taken: list[Box]) -> Point:
    """Where on a curve a label covers least of what is there; it is taken from then on."""
    best, least = (0.0, 0.0), math.inf
    for part in PARTS:
        x, y = (
            (1 - part) ** 2 * a + 2 * part * (1 - part) * m + part**2 * b for a, m, b in zip(*curve, strict=True)
        )  # fmt: skip
        over = sum(
            max(0.0, (size[0] + wide) / 2 - abs(x - at)) * max(0.0, (size[1] + high) / 2 - abs(y - down))
            for at, down, wide, high in taken
        )
        if over < least:
            best, least = (x, y), over
        if not over:
            break
    taken.append((*best, *size))
    return best


def _label(edge: EdgeView) -> str:
    if edge.events:
        return f"{edge.events.all:,} event{'' if edge.events.all == 1 else 's'}"
    shares = [share for share in edge.state.shares if share] if edge.state else []
    mark = MARK if edge.state and edge.state.verdict == "contested" else ""
    return mark + edge.title + (f" {' or '.join(shares)}" if shares else "")


def _toward(start: Point, stop: Point, by: float) -> Point:
    far = math.hypot(stop[0] - start[0], stop[1] - start[1]) or 1.0
    part = min(by / far, 0.9)
    return start[0] + (stop[0] - start[0]) * part, start[1] + (stop[1] - start[1]) * part


def _tip(at: Point, from_: Point) -> str:
    back = _toward(at, from_, TIP)
    across = ((at[1] - back[1]) / 2, (back[0] - at[0]) / 2)
    one, other = ((back[0] + s * across[0], back[1] + s * across[1]) for s in (1, -1))
    return f"M{_pair(at)}L{_pair(one)}L{_pair(other)}Z"


def _pair(at: Point) -> str:
    return f"{at[0]:.1f} {at[1]:.1f}"


def _px(value: float) -> str:
    return f"{value:.1f}"

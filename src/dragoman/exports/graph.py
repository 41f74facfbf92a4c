"""GraphML: actors as nodes, events as edges from who acts to whom, or between those who act together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ..views.events import Named
from ..views.flat import flat
from .lines import pairs
from .told import Told

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
NODE = {"name": "string", "country": "string", "sector": "string", "known": "boolean"}
EDGE = {
    "event": "string", "type": "string", "mode": "string", "quad": "string", "score": "double", "status": "string",
    "background": "boolean", "day": "string", "confidence": "double", "mentions": "int", "origins": "int",
    "mutual": "boolean", "story": "string", "sentence": "string",
}  # fmt: skip
FORBIDDEN = {code: None for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in (9, 10, 13)}  # in XML 1.0


def as_graphml(events: Iterable[Told]) -> Iterator[str]:
    """A directed graph; events with one side alone have no edge. Edges that stand for both ways are `mutual`."""
    yield HEAD
    for kind, fields in (("node", NODE), ("edge", EDGE)):
        for name, of in fields.items():
            yield f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{of}"/>\n'
    yield '<graph id="record" edgedefault="directed">\n'
    nodes: dict[str, Named] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as edges:
        for one in events:
            edges.writelines(_edges(one, nodes))
        for id in sorted(nodes):
            yield _node(id, nodes[id])
        edges.seek(0)
        yield from edges
    yield "</graph>\n</graphml>\n"


def _edges(one: Told, nodes: dict[str, Named]) -> Iterator[str]:
    event = one.event
    mutual = not event.recipient
    row = {**flat(event), "event": event.id, "mutual": mutual}
    for number, (actor, recipient) in enumerate(pairs(event, both_ways=False), 1):
        if actor is None or recipient is None:
            continue
        for named in (actor, recipient):
            nodes.setdefault(_id(named), named)
        ends = f"source={quoteattr(_id(actor))} target={quoteattr(_id(recipient))}"
        data = "".join(_data("edge", name, row[name]) for name in EDGE)
        yield f'<edge id="{event.id}-{number}" {ends}>{data}</edge>\n'


def _node(id: str, named: Named) -> str:
    fields = {"name": named.name, "country": named.country, "sector": named.sector, "known": named.id is not None}
    data = "".join(_data("node", name, value) for name, value in fields.items())
    return f"<node id={quoteattr(id)}>{data}</node>\n"


def _id(named: Named) -> str:
    """The id of the knowledge, else name, country and sector."""
    told = named.id or "|".join((named.name, named.country or "", named.sector or ""))
    return told.translate(FORBIDDEN)


def _data(kind: str, name: str, value: Any) -> str:
    if value is None:
        return ""
    told = str(value).lower() if isinstance(value, bool) else str(value).translate(FORBIDDEN)
    return f'<data key="{kind}_{name}">{escape(told)}</data>'

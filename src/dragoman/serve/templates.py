"""The templates of the pages (`html/`), escaped throughout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlalchemy import Connection

from ..store.parts import part
from ..version import __version__
from ..views.asking import Asking
from ..views.events import EventView
from .paths import segment

HERE = Path(__file__).parent


@cache
def templates() -> Environment:
    """The environment of the templates: every value is escaped, an unknown name is an error."""
    found = Environment(
        loader=FileSystemLoader(HERE / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"version": __version__, "query": query, "stem": stem}
    filters: dict[str, Callable[..., str]] = {
        "day": day,
        "percent": lambda share: f"{share:.0%}",
        "segment": segment,
        "moment": moment,
    }
    found.filters |= filters
    return found


def cards(connection: Connection, asked: Asking) -> Callable[[EventView], Markup]:
    """What shows events that were asked for as `event.html` does; one that another page showed is not made again."""
    made, moment = templates().get_template("event.html").module.event_card, asked.moment  # type: ignore[attr-defined]

    def card(event: EventView) -> Markup:
        return part(connection, ("card", event.id, moment), lambda: Markup(made(event)))

    return card


def stem(known: Any, *names: str) -> str:
    """The query of an address without some of its parameters, to which one more can be added."""
    kept = query(known, **dict.fromkeys(names))
    return kept if kept == "?" else kept + "&"


def query(known: Any, **changed: Any) -> str:
    """The query of an address with some of its parameters changed; None takes one out."""
    kept = [(name, value) for name, value in known if name not in changed]
    for name, value in changed.items():
        kept += [(name, one) for one in (value if isinstance(value, list | tuple) else [value]) if one is not None]
    return "?" + urlencode(kept)


def day(told: str | None) -> str:
    """An ISO day as people read it: 3 Dec 2024."""
    if not told:
        return ""
    try:
        found = dt.date.fromisoformat(told[:10])
    except ValueError:
        return told
    return f"{found.day} {found:%b %Y}"


def moment(told: str | None) -> str:
    """An ISO day or moment as people read it: 3 Dec 2024, 19:23."""
    if not told or len(told) <= len("2024-12-03"):
        return day(told)
    return f"{day(told)}, {told[11:16]}"

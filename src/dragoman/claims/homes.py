"""The state from whose capital a story is datelined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..ingest.page import Page
from ..knowledge.actors import actors
from ..knowledge.entries import State
from ..knowledge.forms import key
from ..places.gazetteer import gazetteer
from ..places.keys import fold
from .parties import ALPHA_3

CAPITAL = "PPLC"
PLACE = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*")


def home_of(page: Page) -> str | None:
    """Code of the state whose capital alone the dateline names."""
    for passage in page.passages:
        if passage.kind == "dateline":
            names = PLACE.findall(page.text[passage.start : passage.end].split("(")[0])
            found = {code for name in names if (code := _capital(name))}
            return found.pop() if len(found) == 1 else None
    return None


def home_among(page: Page, codes: Iterable[str]) -> str | None:
    """The one of some sides, states that have no ISO code, whose name or adjective a dateline or agency has."""
    lines = [page.text[p.start : p.end] for p in page.passages if p.kind in ("dateline", "agency")]
    words = [word.upper() for line in lines for word in re.findall(r"[^\W\d_]+", line)]
    found = {code for code in codes if len(code) > ALPHA_3 and any(word.startswith(code) for word in words)}
    return found.pop() if len(found) == 1 else None


@cache
def _capital(name: str) -> str | None:
    """Code of the state whose capital has this name."""
    own = _capitals().get(key(name))
    return own or next((p.country for p in gazetteer().named(fold(name)) if p.feature == CAPITAL), None)


@cache
def _capitals() -> dict[str, str]:
    """Key of a capital's name in the knowledge -> code of its state."""
    return {
        key(name): actor.id
        for actor in actors().by_id.values()
        if isinstance(actor, State) and not actor.historic
        for name in actor.capitals
    }

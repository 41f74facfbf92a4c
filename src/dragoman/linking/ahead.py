"""Names and offices whose bearer the story tells later, as those of its headline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .referents import Referent, Who
from .words import bag

if TYPE_CHECKING:
    from .resolve import Scene

TITLED = "title"  # begins what decided who somebody is whom a title names
NAMELESS = bag("person unknown")  # kinds of those of whom a name alone may tell nothing


def introduced(scene: Scene, referent: Referent, surnames: dict[str, Who]) -> Referent:
    """A referent as what comes later tells who it is; itself where nothing does."""
    who = referent.who
    if who.kind == "person" and who.country and not who.id:
        return _titled_later(scene, referent)
    if who.id or who.country or who.sector or referent.last - referent.first > 1 or who.kind not in NAMELESS:
        return referent
    later = surnames.get(scene.text.folded[referent.first])
    return replace(referent, who=later) if later and later.sector else referent


def _titled_later(scene: Scene, referent: Referent) -> Referent:
    """The one holder of an office whom the story names later: "Ostavia PM" is Prime Minister Ina Vold."""
    if not referent.terms or referent.who.by.startswith(TITLED):
        return referent
    same = (r for r in scene.referents if r.terms == referent.terms and r.who.country == referent.who.country)
    first: dict[str, Referent] = {}  # where each is named first
    for one in same:
        if one.who.by.startswith(TITLED):
            first.setdefault(one.who.name, one)
    named = first.popitem()[1] if len(first) == 1 else referent
    return replace(referent, who=named.who) if referent.first < named.first else referent

"""What contacts lend to events: mentions of one contact, in however many stories, are mentions of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import pairwise

from . import links
from .held import companions, held, rows
from .links import Pair
from .members import CONTACTS, Member, Members

TYPE = "CONSULT"


def pairs(members: Members, groups: Mapping[int, Collection[Member]], apart: Collection[Pair]) -> list[Pair]:
    """Pairs of tellings of events, by their numbers, each with the next of its contact.

    `groups`: tellings of contacts; `apart`: pairs that people hold apart: where such are of one contact, it lends none.
    """
    members.load({member.story for told in groups.values() for member in told})
    out = []
    for told in groups.values():
        keys = (key for member in told if not member.told.planned for key in member.claims)
        found = {m.number for key in keys if (m := members.by_claim.get(key)) and TYPE in m.telling.types}
        if not any(a in found and b in found for a, b in apart):
            out += [links.pair(a, b) for a, b in pairwise(sorted(found))]
    return out


def contacts_of(members: Members, numbers: Collection[int]) -> dict[int, list[Member]]:
    """The contacts that tellings of events tell, with all that tell them, by the key of their group."""
    met = Members(CONTACTS, members.shelf)
    told = [members.by_number[n] for n in numbers if n in members.by_number]
    told = [member for member in told if TYPE in member.telling.types]
    met.load({member.story for member in told})
    mine = {met.by_claim[key].number for member in told for key in member.claims if key in met.by_claim}
    if not mine:
        return {}
    all_told = [met.by_number[number] for number in sorted(companions(CONTACTS, met, mine))]
    home = {row: group for part in held(CONTACTS, met, all_told) for row, group in part.items()}
    found: dict[int, list[Member]] = defaultdict(list)
    for member in all_told:
        for group in {home[row] for row in rows(CONTACTS, member) if row in home}:
            found[group].append(member)
    return found

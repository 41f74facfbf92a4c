"""Country, sector and full name of a noun phrase whose owner is known."""

from __future__ import annotations

from ..knowledge.actors import Actors
from ..knowledge.entries import People, State
from .names import Noun
from .phrases import Phrase
from .referents import STATE_SECTORS, Kind, Who
from .spot import Text
from .words import DEFINITE, bag

ARMED = bag("REB PRM")
GENERAL = bag("GOV MIL UNK BUS PTY REB PRM IGO NGO OPP")  # nouns whose sector yields to a non-state owner's
GOVERNMENT = bag("government regime administration authority state leadership cabinet capital country nation side")
ARMY = bag("troops forces soldiers army armies military soldier") | {"armed forces", "military forces"}
MODIFYING = bag("REB PRM UAF OPP CRM COP SPY MIL JUD LEG")  # of nouns before nouns: "rebel leaders"
OF_A_PEOPLE = bag("GOV MIL COP UNK OPP IGO")  # nouns whose sector yields to that of a people in arms
FORMER = bag("former ex retired onetime")
ARMS_OF_LAW = bag("COP SPY")
ALL = DEFINITE | {"all"}  # determiners of the whole of a group
OTHER = bag("other more fellow former ex most")  # words that single members out
BACKED = bag("MIL UNK")  # nouns that are no state's where a name is tied to them: "US-backed forces"


def sector_of(phrase: Phrase, owner: Who | None, sector: str) -> str:
    """The sector of a noun, changed by the noun before it ("rebel commanders") and by a non-state owner."""
    before = next((o.mark.agent.sector for o in phrase.owners if isinstance(o.mark, Noun) and o.how == "noun"), None)
    if before == "OPP" and sector in ARMED:
        before = None
    if before is not None and before in MODIFYING and sector in GENERAL - {"OPP"}:
        sector = before
    if phrase.tied and owner is None and sector in BACKED and " " not in phrase.noun.agent.head:
        return "REB"
    if owner is None or owner.sector is None or owner.kind == "state":
        return "GOV" if owner and phrase.noun.agent.mirrors else sector
    if sector == "UNK" and owner.id is None and owner.kind in ("body", "people"):
        return owner.sector
    if owner.kind == "people":
        return owner.sector if owner.sector in ARMED and sector in OF_A_PEOPLE else sector
    if owner.sector in ("IGO", "NGO") and sector in ARMS_OF_LAW:  # "UN investigators"
        return owner.sector
    if owner.sector in STATE_SECTORS or owner.sector in ("CVL", "PTY"):
        return owner.sector if sector == "UNK" and owner.kind == "body" else sector
    return owner.sector if sector in GENERAL else sector


def describe(actors: Actors, text: Text, phrase: Phrase, owner: Who | None, country: str | None) -> Who:
    """The actor that a phrase describes."""
    agent = phrase.noun.agent
    group = owner if owner and owner.kind == "body" and owner.sector in ARMED else None
    if group and group.id and stands_for_group(text, phrase):
        by = f"{agent.plural or agent.head} of {group.name} ({group.by})"
        return Who(group.name, group.country, group.sector, group.id, by, "people", many=True)
    sector: str = sector_of(phrase, owner, agent.sector)
    if (
        sector == "MIL"
        and agent.kind == "person"
        and not FORMER.isdisjoint(text.folded[phrase.first : phrase.noun.first])
    ):
        sector = "CVL"
    people = actors.by_id.get(owner.id or "") if owner else None
    if isinstance(people, People) and country in people.governs:
        sector = agent.sector
    by = f"noun {agent.head!r} of {owner.name} ({owner.by})" if owner else f"noun {agent.head!r}"
    if owner is None and country:
        by += f", {country} most spoken of around"
    if agent.sector == "IGO" or (agent.sector in ("JRN", "NGO", "UNK") and owner is None):
        country = country if owner else None
    name = _name(actors, text, phrase, owner, country, sector)
    kind: Kind = "body" if agent.kind == "body" else "people" if phrase.noun.plural else "person"
    many, gender = phrase.noun.plural, None if phrase.noun.plural else agent.gender
    id = _id(phrase, owner, country, sector)
    return Who(name, country, sector, id, by, kind, many, gender, of=group.id if group else None)


def stands_for_group(text: Text, phrase: Phrase) -> bool:
    """Whether a noun speaks of the members of an armed group as such: "SDF fighters", and not "12 of its fighters"."""
    whole = phrase.determiner is None or phrase.determiner in ALL
    return (
        phrase.noun.agent.member
        and phrase.noun.plural
        and whole
        and not phrase.counted
        and OTHER.isdisjoint(text.folded[min(phrase.first, phrase.noun.first - 1) : phrase.noun.first])
    )


def _name(actors: Actors, text: Text, phrase: Phrase, owner: Who | None, country: str | None, sector: str) -> str:
    head = phrase.noun.agent.head
    state = actors.by_id.get(country) if country else None
    bare = owner is None or owner.kind in ("state", "person")
    if isinstance(state, State) and bare and sector == "GOV" and head in GOVERNMENT:
        return f"Government of {state.name}"
    if isinstance(state, State) and bare and sector == "MIL" and head in ARMY:
        return f"{actors.adjective(state.id)} Armed Forces"
    noun = text.written(phrase.noun.first, phrase.noun.last)
    if owner and owner.kind == "unknown":
        ahead = any(o.at < phrase.noun.first for o in phrase.owners)
        return f"{owner.name} {noun}" if ahead else f"{noun} in {owner.name}"
    if owner and owner.kind not in ("state", "person"):
        return f"{owner.name} {noun}"
    before = [o.mark for o in phrase.owners if isinstance(o.mark, Noun) and o.how == "noun"]
    words = [text.written(m.first, m.last) for m in reversed(before)] + [noun]
    if owner and owner.kind == "person":
        return f"{' '.join(words)} of {owner.name}"
    return " ".join([actors.adjective(country), *words] if country else words)


def _id(phrase: Phrase, owner: Who | None, country: str | None, sector: str) -> str | None:
    """A government is known by its state."""
    same = owner is None or owner.kind in ("state", "person")
    return country if same and sector == "GOV" and phrase.noun.agent.head in GOVERNMENT else None

"""Descriptions that point back to an actor told before: "the group", "the extremists", "the minister"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..knowledge.entries import Agent, Body, Person
from .coref import FAR
from .phrases import Phrase
from .referents import Referent, Who
from .words import bag

if TYPE_CHECKING:
    from .resolve import Scene

OFFICES = bag("minister ministry")  # by which alone those of one portfolio are called
HEADS = frozenset({"prime minister", "deputy prime minister"})  # who are not called so
ACROSS = 4  # sentences back to the armed group whose men a noun names


def pointed_to(scene: Scene, number: int, phrase: Phrase) -> Who | None:
    """An actor told before that "the <noun>" points back to."""
    agent = phrase.noun.agent
    called: dict[str, Who] = {}
    for referent in reversed(scene.referents):
        if number - referent.sentence > FAR:
            break
        who = referent.who
        if (who.country or who.id or who.of or agent.head in OFFICES) and _is_called(agent, referent):
            called.setdefault(who.name, who)
            if agent.head not in OFFICES:
                return who
    if called:
        return _speaking(scene, called) or next(iter(called.values()))
    if not agent.back:
        return None
    if agent.jihadist and (group := _jihadists(scene, number)):
        return group
    for referent in reversed(scene.referents):
        if number - referent.sentence > FAR:
            return None
        who = referent.who
        if "state" in agent.back and who.kind == "state":
            return who
        if who.sector in agent.back and who.kind == "body":
            return who
    return None


def _speaking(scene: Scene, called: Mapping[str, Who]) -> Who | None:
    """Who of several spoke last: it is whose words are told on."""
    return next((called[r.who.name] for r in reversed(scene.referents) if r.speaker and r.who.name in called), None)


def _jihadists(scene: Scene, number: int) -> Who | None:
    """The jihadist group told last."""
    for referent in reversed(scene.referents):
        if number - referent.sentence > FAR:
            return None
        actor = scene.actors.by_id.get(referent.who.id or "")
        if isinstance(actor, Body) and actor.jihadist:
            return referent.who
    return None


def across_states(scene: Scene, number: int) -> bool:
    """Whether the armed group told last, just before, is of no one state: "jihadists" are then Islamic State's."""
    for referent in reversed(scene.referents):
        if number - referent.sentence > ACROSS:
            return False
        who = referent.who
        if who.sector == "REB" and (who.kind == "body" or who.id or who.of):
            return who.country is None and bool(who.id or who.of)
    return False


def ruled_before(scene: Scene, number: int, head: str) -> str | None:
    """The state whose "regime forces" were told before "the regime"."""
    for referent in reversed(scene.referents):
        if number - referent.sentence > FAR:
            return None
        if referent.who.country and head in scene.text.folded[referent.first : referent.last]:
            return referent.who.country
    return None


def titled_before(scene: Scene, agent: Agent) -> str | None:
    """The one state whose holder of a title was told before: "the Chancellor of Brackenfels", then "Chancellor X"."""
    told = {r.who.country for r in scene.referents if agent.head in r.terms and r.who.country}
    return told.pop() if len(told) == 1 else None


def told_holder(scene: Scene, phrase: Phrase, role: str, owner: Who | None) -> Who | None:
    """Somebody told before with that title or known to hold that office; of the owner, and the noun's gender."""
    country, gender = owner.country if owner else None, phrase.noun.agent.gender
    for referent in reversed(scene.referents):
        who = referent.who
        if who.kind != "person" or (country and who.country != country):
            continue
        if gender and who.gender and who.gender != gender:
            continue
        actor = scene.actors.by_id.get(who.id or "")
        held = scene.actors.role_on(actor, scene.document.date) if isinstance(actor, Person) else None
        if held and owner and owner.id and owner.kind == "body" and held.of != owner.id:
            continue
        if (held and (held.role + " ").startswith(role + " ")) or (
            actor is None and phrase.noun.agent.head in referent.terms
        ):
            return who
    return None


def _is_called(agent: Agent, referent: Referent) -> bool:
    """Whether a story calls somebody by a noun: "the terrorists" after "the terrorist group Isis"; "the minister"
    after "the foreign minister"."""
    if agent.head in OFFICES and any(t.split()[-1] == agent.head and t not in HEADS for t in referent.terms):
        return True
    return agent.head in referent.terms or (agent.member and any(t.split()[0] == agent.head for t in referent.terms))

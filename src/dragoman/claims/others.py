"""Officials of no said state who are in a contact with one of two: they are of the other.

"He had received the assurance from Premier Lieu Thanok by telephone" tells whose premier that is where the story speaks
of two states, and he is the leader of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..language.document import Document
from ..linking.ahead import TITLED
from ..story import Attribution, Entity, Event
from .parties import STATE_SECTORS

BOTH = 2  # states of which one is that of the official
LEAD = 2  # sentences at a story's head by whose states it is known which two it is about


def others(
    document: Document, events: Sequence[Event], attributions: Sequence[Attribution], known: Sequence[Entity]
) -> dict[str, str]:
    """Names of officials of no said state -> the state that they act for."""
    told = [*known, *(e for event in events for e in _sides(event)), *(s for a in attributions for s in a.sources)]
    states = [e for e in told if e.acts_for and e.sector in STATE_SECTORS]
    pair = _pair(states) or _pair(e for e in states if document.sentence_at(e.start or 0) < LEAD)
    strangers = {e.name for e in told if not e.acts_for and e.sector == "GOV" and (e.by or "").startswith(TITLED)}
    out: dict[str, str] = {}
    for event in events if pair else ():
        if event.type != "CONSULT" or event.status == "negated":
            continue
        unsaid = {e.name for e in _sides(event) if e.name in strangers and not e.acts_for}
        mine = {e.acts_for for e in _sides(event) if e.acts_for}
        if len(unsaid) == 1 and len(mine) == 1 and mine < pair:
            out.setdefault(unsaid.pop(), *(pair - mine))
    return out


def _sides(event: Event) -> tuple[Entity, ...]:
    return (*event.actor, *event.recipient)


def _pair(told: Iterable[Entity]) -> frozenset[str]:
    """The two states that are told of; none where they are fewer or more."""
    found = frozenset(e.acts_for for e in told if e.acts_for)
    return found if len(found) == BOTH else frozenset()

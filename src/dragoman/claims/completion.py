"""What a contact tells of its mentions: "the call" has the parties that the story gave it, and is the same event."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..story import Contact, Entity, Event, Step
from .parties import codes_of


def completed(events: Sequence[Event], contacts: Sequence[Contact]) -> tuple[Event, ...]:
    """Events in the same order; mentions of a contact share a number, and those without its parties get them."""
    out = list(events)
    number = max((e.same_as or 0 for e in events), default=0)
    for contact in contacts:
        if len(contact.mentions) < 2:
            continue
        number += 1
        whole = max((events[i] for i in contact.mentions), key=lambda e: len(_codes(e)))
        for i in contact.mentions:
            out[i] = replace(_with_parties(out[i], whole), same_as=number)
    return tuple(out)


def _codes(event: Event) -> frozenset[str]:
    return frozenset(codes_of((*event.actor, *event.recipient)))


def _with_parties(event: Event, whole: Event) -> Event:
    if len(_codes(event)) > 1 or len(_codes(whole)) < 2:
        return event
    step = Step(field="actor", by=f"contact: parties of «{whole.text}» at {whole.start}")
    named: tuple[Entity, ...] = (*whole.actor, *whole.recipient)
    return replace(event, actor=named, recipient=(), trail=(*event.trail, step))

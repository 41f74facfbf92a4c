"""From what the model finds to events: triggers that tell nothing, demands told once, an opposition in arms."""

from __future__ import annotations

import pytest

from dragoman.claims.events import build
from dragoman.claims.roles import joined_triggers
from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.reading.model import FoundEvent, FoundRole
from dragoman.story import Entity, Event, Passage, Span


def document(text: str) -> Document:
    return segment(Page(text, (Passage(kind="paragraph", start=0, end=len(text)),)), None)


def found(doc: Document, kind: str, words: str, **roles: str) -> FoundEvent:
    """An event at some words, its roles at others."""

    def at(told: str) -> Span:
        start = doc.text.index(told)
        return doc.word_at(start), doc.word_at(start + len(told) - 1) + 1

    sides = tuple(FoundRole(role, *at(told), 0.9) for role, told in roles.items())
    return FoundEvent(kind, *at(words), None, "happened", 0.9, 0.1, sides, 0.9)


def built(doc: Document, *events: FoundEvent, sector: str = "GOV") -> tuple[Event, ...]:
    def resolve(span: Span) -> tuple[Entity, ...]:
        text = doc.text[slice(*span)]
        return (Entity(text=text, name=text, sector=sector, start=span[0], end=span[1]),)

    return build(doc, events, (), (), resolve)


def test_a_word_that_tells_nothing_is_no_trigger_beside_a_sounder_one() -> None:
    doc = document("Kestria imposed sanctions on Tarn. It closed on Monday.")
    sound, hollow = found(doc, "SANCTION", "imposed sanctions"), found(doc, "SANCTION", "on Tarn")
    hollow = FoundEvent("SANCTION", hollow.first, hollow.first + 1, None, "happened", 0.9, 0.1, (), 0.9)
    assert joined_triggers(doc, [sound, hollow]) == [sound]
    assert joined_triggers(doc, [hollow]) == [hollow]  # the only one of its type in the sentence


def test_a_demand_is_told_once() -> None:
    doc = document("Oduor stressed that Tarn should leave. Tarn should pay.")
    sides = {"actor": "Oduor", "recipient": "Tarn"}
    stressed, should = found(doc, "REQUEST", "stressed", **sides), found(doc, "REQUEST", "should leave", **sides)
    should = FoundEvent("REQUEST", should.first, should.first + 1, None, "happened", 0.9, 0.1, should.roles, 0.9)
    assert [e.text for e in built(doc, stressed, should)] == ["stressed"]
    other = FoundEvent("REQUEST", should.first, should.first + 1, None, "happened", 0.9, 0.1, (), 0.9)
    assert [e.text for e in built(doc, stressed, other)] == ["stressed", "should"]  # whose it is is not known


@pytest.mark.parametrize(("kind", "sector"), [("ASSAULT", "REB"), ("ACCUSE", "OPP")])
def test_an_opposition_that_fights_is_in_arms(kind: str, sector: str) -> None:
    doc = document("The opposition struck Tarn.")
    (event,) = built(doc, found(doc, kind, "struck", actor="The opposition"), sector="OPP")
    assert event.actor[0].sector == sector

"""Chains of attribution, and the events told on them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from dragoman.claims.attributions import attribute
from dragoman.claims.dates import date_of
from dragoman.claims.events import build
from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.reading.model import FoundAttribution, FoundEvent, FoundRole
from dragoman.story import Attribution, Entity, Passage, Span, Status
from dragoman.timex import TimeFinder


def plain(text: str, date: dt.date | None = None) -> Document:
    return segment(Page(text, (Passage(kind="paragraph", start=0, end=len(text)),)), date)


class Names:
    """Entities by their words alone."""

    def __init__(self, document: Document) -> None:
        self.text = document.text

    def __call__(self, span: Span) -> tuple[Entity, ...]:
        words = self.text[slice(*span)]
        return (Entity(text=words, name=words, start=span[0], end=span[1]),)


def words(document: Document, part: str) -> Span:
    """Word span of a part of the text."""
    found = re.search(re.escape(part), document.text)
    assert found, part
    return document.word_at(found.start()), document.word_at(found.end() - 1) + 1


def said(document: Document, source: str | None, cue: str, *content: str) -> FoundAttribution:
    return FoundAttribution(
        words(document, source) if source else None,
        words(document, cue),
        tuple(words(document, c) for c in content),
        0.9,
    )


def sources(attribution: Attribution) -> list[str]:
    return [e.name for e in attribution.sources]


def test_a_frame_without_content_is_the_outer_source() -> None:
    d = plain("According to the press office, Dorst said that Velmora was working on it.")
    found = [said(d, "the press office", "According to"), said(d, "Dorst", "said", "that Velmora was working on it")]
    frame, inner = attribute(d, found, Names(d))
    assert sources(inner) == ["the press office", "Dorst"]
    assert inner.within == 0
    assert frame.content == ()


def test_an_attribution_within_the_content_of_another() -> None:
    d = plain("“Dorst told us that they had left,” the ministry said.")
    outer = said(d, "the ministry", "said.", "Dorst told us that they had left")
    inner = said(d, "Dorst", "told us", "that they had left")
    assert sources(attribute(d, [outer, inner], Names(d))[1]) == ["the ministry", "Dorst"]


def test_the_frame_of_another_sentence_is_none() -> None:
    d = plain("According to the press office. Dorst said that Velmora won.")
    found = [said(d, "the press office", "According to"), said(d, "Dorst", "said", "that Velmora won")]
    assert sources(attribute(d, found, Names(d))[1]) == ["Dorst"]


def event(
    d: Document, trigger: str, *roles: tuple[str, str], status: Status = "happened", type: str = "ASSAULT"
) -> FoundEvent:
    first, last = words(d, trigger)
    return FoundEvent(
        type, first, last, None, status, 0.9, 0.1, tuple(FoundRole(r, *words(d, w), 0.9) for r, w in roles), 0.8
    )


def test_an_event_takes_the_whole_chain_of_the_attribution_around_it() -> None:
    d = plain("According to the press office, Dorst said that rebels attacked the port.")
    found = [said(d, "the press office", "According to"), said(d, "Dorst", "said", "that rebels attacked the port")]
    attributions = attribute(d, found, Names(d))
    (one,) = build(d, [event(d, "attacked", ("actor", "rebels"), ("source", "Dorst"))], attributions, (), Names(d))
    assert [e.name for e in one.attribution] == ["the press office", "Dorst"]
    assert [e.name for e in one.actor] == ["rebels"]


def test_an_event_in_the_reporters_voice_has_no_source() -> None:
    d = plain("Rebels attacked the port. Dorst said that he was sad.")
    attributions = attribute(d, [said(d, "Dorst", "said", "that he was sad")], Names(d))
    (one,) = build(d, [event(d, "attacked", ("actor", "Rebels"))], attributions, (), Names(d))
    assert one.attribution == ()


def test_mentions_of_one_event_share_a_number() -> None:
    d = plain("Rebels attacked Port Sel. The attack by Rebels killed six. Bandits attacked Tarn.")
    found = [
        event(d, "attacked", ("actor", "Rebels")),
        event(d, "attack by", ("actor", "Rebels")),
        event(d, "attacked Tarn", ("actor", "Bandits")),
    ]
    assert [e.same_as for e in build(d, found, (), (), Names(d))] == [1, 1, None]


@pytest.mark.parametrize(
    ("text", "trigger", "status", "expected"),
    [
        ("They agreed on the ceasefire in Tarn in 2020.", "ceasefire", "happened", ("2020-01-01", "2020-12-31")),
        ("A war has been raging in Velmora since 2011.", "war", "ongoing", ("2011-01-01", "2024-12-03")),
        ("Rebels attacked the port.", "attacked", "happened", None),
        ("The envoys met on Tuesday; the army attacked Tarn.", "met", "happened", ("2024-12-03", "2024-12-03")),
        ("On Monday they met. The army attacked Tarn.", "attacked", "happened", None),
    ],
)
def test_the_date_is_what_the_text_ties_to_the_trigger(
    text: str, trigger: str, status: Status, expected: tuple[str, str] | None
) -> None:
    d = plain(text, dt.date(2024, 12, 3))
    start = text.index(trigger)
    dated = date_of(d, (start, start + len(trigger)), TimeFinder().find(d), [], status)
    assert (dated and (dated.interval.start, dated.interval.end)) == expected

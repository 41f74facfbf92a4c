"""Chains of attribution, and the events told on them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

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


def test_a_frame_that_opens_a_sentence_is_the_word_of_who_stands_in_it() -> None:
    d = plain("The talks ended. According to the statement, Dorst had picked up the phone.")
    (one,) = attribute(d, [], Names(d))
    assert sources(one) == ["the statement"]
    (content,) = one.content
    assert d.text[slice(*content)] == "Dorst had picked up the phone"
    known = said(d, "the statement", "According to", "Dorst had picked up the phone")
    assert len(attribute(d, [known], Names(d))) == 1
    assert attribute(plain("According to Dorst the talks ended."), [], Names(d)) == ()


def test_a_content_does_not_reach_into_the_heading_above() -> None:
    text = "Talks end\n\nDorst has left, the ministry said."
    parts = (Passage(kind="heading", start=0, end=9), Passage(kind="paragraph", start=11, end=len(text)))
    d = segment(Page(text, parts), None)
    first, last = words(d, "Talks end\n\nDorst has left")
    found = FoundAttribution(words(d, "the ministry"), words(d, "said"), ((first, last),), 0.8)
    (one,) = attribute(d, [found], Names(d))
    assert [d.text[slice(*c)] for c in one.content] == ["Dorst has left"]


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


def test_a_mention_without_a_date_takes_that_of_the_same_event() -> None:
    d = plain("A raid on Monday killed six villagers. Troops shelled the town.", dt.date(2024, 12, 3))
    raid, killed = (replace(event(d, word), group=1) for word in ("raid", "killed"))
    raid = replace(raid, time=0)
    shelled = replace(event(d, "shelled"), group=7)
    found = build(d, [raid, killed, shelled], (), TimeFinder().find(d), Names(d))
    assert [x.date and x.date.start for x in found] == ["2024-12-02", "2024-12-02", None]
    assert [x.same_as for x in found] == [1, 1, None]


def test_mentions_with_other_parties_are_two_events_whatever_the_model_says() -> None:
    d = plain("Dorst held a call with Brandt. Later Dorst had a joint call with Krall and Sommer.")
    first = event(d, "call", ("actor", "Dorst"), ("actor", "Brandt"), type="CONSULT")
    second = event(d, "joint call", ("actor", "Krall"), ("actor", "Sommer"), type="CONSULT")
    found = build(d, [replace(e, group=1) for e in (first, second)], (), (), Names(d))
    assert [e.same_as for e in found] == [None, None]


def test_who_tells_of_an_act_may_be_who_does_it() -> None:
    d = plain("Dorst said that he attacked the port.")
    (one,) = build(d, [event(d, "attacked", ("actor", "Dorst"), ("source", "Dorst"))], (), (), Names(d))
    assert [e.name for e in one.actor] == [e.name for e in one.attribution] == ["Dorst"]


def test_mentions_of_one_event_share_a_number() -> None:
    d = plain("Rebels attacked Port Sel. The attack by Rebels killed six. Bandits attacked Tarn.")
    found = [
        event(d, "attacked", ("actor", "Rebels")),
        event(d, "attack by", ("actor", "Rebels")),
        event(d, "attacked Tarn", ("actor", "Bandits")),
    ]
    assert [e.same_as for e in build(d, found, (), (), Names(d))] == [1, 1, None]


@pytest.mark.parametrize(
    ("text", "time", "expected"),
    [
        ("They agreed on the ceasefire in Tarn in 2020.", 0, ("2020-01-01", "2020-12-31")),
        ("A war has been raging in Velmora since 2011.", 0, ("2011-01-01", "2024-12-03")),
        ("On Monday the army, which met rebels in May, left.", 0, ("2024-12-02", "2024-12-02")),
        ("On Monday the army, which met rebels in May, left.", None, None),
    ],
)
def test_an_event_has_the_days_of_the_expression_that_is_tied_to_it(
    text: str, time: int | None, expected: tuple[str, str] | None
) -> None:
    d = plain(text, dt.date(2024, 12, 3))
    found = replace(event(d, "in"), time=time)
    dated = date_of(d, found, [t for t in TimeFinder().find(d) if t.interval])
    assert (dated and (dated.interval.start, dated.interval.end)) == expected


def test_a_peer_that_speaks_after_a_cue_without_content_is_not_framed_by_it() -> None:
    d = plain("Krall urged calm, the office said, while Dorst said that Velmora was to blame.")
    office, dorst = said(d, "the office", "said"), said(d, "Dorst", "Dorst said", "that Velmora was to blame")
    found = attribute(d, [said(d, "Krall", "urged", "calm"), office, dorst], Names(d))
    assert [sources(a) for a in found if a.content] == [["the office", "Krall"], ["Dorst"]]


QUOTED = (
    "Dorst accused Velmora of delay. “They broke the treaty. They must leave Tarn.” The army left. "
    "“Nobody may enter Tarn without our leave, and nobody will.” It rained."
)


def test_quoted_sentences_are_the_word_of_whoever_spoke_before_them() -> None:
    d = plain(QUOTED)
    found = attribute(d, [said(d, "Dorst", "accused", "delay")], Names(d))
    told = {d.text[slice(*piece)]: sources(a) for a in found for piece in a.content}
    assert told == {
        "delay": ["Dorst"],
        "“They broke the treaty.": ["Dorst"],
        "They must leave Tarn.”": ["Dorst"],
        "“Nobody may enter Tarn without our leave, and nobody will.”": ["Dorst"],
    }


def test_a_quoted_sentence_with_a_speaker_of_its_own_is_left_to_it() -> None:
    d = plain("Dorst accused Velmora of delay. “They broke the treaty.” It rained. “Not so,” Brandt said.")
    own = said(d, "Brandt", "said", "Not so")
    found = attribute(d, [said(d, "Dorst", "accused", "delay"), own], Names(d))
    assert [sources(a) for a in found] == [["Dorst"], ["Dorst"], ["Brandt"]]


def test_straight_quotation_marks_are_paired_from_the_left() -> None:
    d = plain('Dorst spoke of a "delay". The army left Tarn in the night. He called it "a rout".')
    found = attribute(d, [said(d, "Dorst", "spoke of", "delay")], Names(d))
    assert len(found) == 1


def test_a_content_sheds_the_marks_and_ties_at_its_ends() -> None:
    d = plain("Dorst blamed them for the delay, and left.")
    (one,) = attribute(d, [said(d, "Dorst", "blamed", "for the delay, and")], Names(d))
    assert [d.text[slice(*piece)] for piece in one.content] == ["the delay"]

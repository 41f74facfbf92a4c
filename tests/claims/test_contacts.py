"""Contacts: one for all its mentions, who asked for it, whose words are whose."""

from __future__ import annotations

import pytest
from contact_stories import telling

from dragoman.claims.contact_words import parse
from dragoman.claims.parties import code_of
from dragoman.errors import KnowledgeError
from dragoman.story import Contact, Entity, Interval, Status


def codes(contact: Contact) -> list[str]:
    return [p.code for p in contact.parties]


def test_one_call_told_by_two_sides() -> None:
    t = telling(
        "Emmanuel Macron asked Angela Merkel in a telephone conversation for patience, the Elysee Palace said.",
        "The call was requested by the German side, according to the Elysee Palace.",
        "Berlin's account",
        "Merkel said in Berlin that the call had been useful.",
    )
    t.consult("telephone conversation", "Emmanuel Macron", "Angela Merkel", mode="phone")
    t.consult("The call", mode="phone")
    t.said("the Elysee Palace", "said", "Emmanuel Macron asked Angela Merkel in a telephone conversation for patience")
    t.said("the Elysee Palace", "according to", "The call was requested by the German side")
    t.said("Merkel", "said in", "the call had been useful")
    (call,) = t.contacts()
    assert codes(call) == ["FRA", "DEU"]
    assert (call.channel, call.status, call.mentions) == ("phone", "happened", (0, 1))
    assert call.date == Interval(start="2021-06-03", end="2021-06-03")
    assert call.date_from == "story"
    assert call.asked_by == "DEU"
    assert [e.country for e in call.asked_by_according_to] == ["FRA"]
    assert [q.text for q in call.readouts["DEU"]] == ["the call had been useful"]
    assert len(call.readouts["FRA"]) == 2
    assert all(
        t.document.text[q.start : q.end] == q.text and q.story == "s1" for qs in call.readouts.values() for q in qs
    )


def test_what_a_third_side_says_is_no_readout() -> None:
    t = telling("Macron met Merkel on Tuesday, Poland said. The meeting was short, a diplomat said.")
    t.consult("met", "Macron", "Merkel")
    t.consult("The meeting")
    t.said("Poland", "said", "Macron met Merkel on Tuesday")
    (meeting,) = t.contacts()
    assert meeting.readouts == {}
    assert meeting.mentions == (0, 1)


def test_the_outer_source_owns_what_it_tells_of_the_other() -> None:
    t = telling("Macron met Merkel. According to the Elysee Palace, Merkel said that the border would open.")
    t.consult("met", "Macron", "Merkel")
    t.said("Merkel", "said", "that the border would open", around=("the Elysee Palace",))
    (meeting,) = t.contacts()
    assert list(meeting.readouts) == ["FRA"]


@pytest.mark.parametrize("status", ["negated", "denied", "hypothetical", "requested", "threatened"])
def test_what_was_not_held_nor_planned_is_none(status: Status) -> None:
    t = telling("Macron met Merkel.")
    t.consult("met", "Macron", "Merkel", status=status)
    assert t.contacts() == ()


def test_standing_processes_and_meetings_of_nobody_named_are_none() -> None:
    t = telling("Russia, Turkey and Iran keep up the Astana process. Officials held talks. Biden met Blinken.")
    t.consult("Astana process", "Russia", "Turkey", "Iran", status="ongoing")
    t.consult("talks", "Officials")
    t.consult("met", "Biden", "Blinken")
    assert t.contacts() == ()


def test_other_persons_another_contact() -> None:
    t = telling("Macron phoned Putin on Sunday. Jean-Yves Le Drian spoke with Sergei Lavrov by telephone, too.")
    t.consult("phoned", "Macron", "Putin", mode="phone")
    t.consult("spoke", "Le Drian", "Sergei Lavrov", mode="phone")
    assert [c.mentions for c in t.contacts()] == [(0,), (1,)]


def test_planned_and_past_meetings_stay_apart_from_the_news() -> None:
    t = telling("Macron called Putin. Both had talks in May. France and Russia are to confer again in Paris in July.")
    t.consult("called", "Macron", "Putin")
    t.consult("talks", "Macron", "Putin", background=True, day="2021-05-02")
    t.consult("confer", "France", "Russia", status="planned", place="Paris")
    call, past, planned = t.contacts()
    assert (call.channel, call.date_from) == ("phone", "story")
    assert past.date == Interval(start="2021-05-02", end="2021-05-02")
    assert (past.date_from, past.channel) == ("text", None)
    assert (planned.status, planned.date, planned.place) == ("planned", None, "Paris")


def test_a_visitor_and_a_host() -> None:
    t = telling("Binyamin Netanyahu visited Egypt on Monday.")
    t.consult("visited", "Netanyahu", to=("Egypt",), mode="visit")
    (visit,) = t.contacts()
    assert [(p.code, p.role) for p in visit.parties] == [("ISR", "party"), ("EGY", "host")]
    assert visit.channel == "visit"


def test_who_hosted_and_who_mediated() -> None:
    t = telling("Saudi Arabia and Iran held talks mediated by Iraq. Ethiopia met Eritrea in a round hosted by Kenya.")
    t.consult("talks", "Saudi Arabia", "Iran")
    t.consult("met", "Ethiopia", "Eritrea")
    first, second = t.contacts()
    assert [(p.code, p.role) for p in first.parties] == [("SAU", "party"), ("IRN", "party"), ("IRQ", "mediator")]
    assert ("KEN", "host") in [(p.code, p.role) for p in second.parties]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The talk was held at Putin's request.", "RUS"),
        ("The conversation took place at the initiative of the French side.", "FRA"),
        ("Macron had asked for the call.", "FRA"),
        ("The call, which Putin had requested, was long.", "RUS"),
        ("Macron had picked up the phone.", "FRA"),
        ("The call, initiated by the Russian side, was long.", "RUS"),
        ("Macron thanked him for the call.", None),
    ],
)
def test_who_asked(sentence: str, code: str | None) -> None:
    t = telling(f"President Macron phoned President Putin. {sentence}")
    t.consult("phoned", "Macron", "Putin", mode="phone")
    trigger = next(w for w in ("conversation", "the phone", "The call", "the call", "The talk") if w in sentence)
    t.consult(trigger, mode="phone")
    (call,) = t.contacts()
    assert call.asked_by == code


@pytest.mark.parametrize("source", ["the Elysee Palace", "the statement"])
def test_a_frame_says_on_whose_word_one_side_asked(source: str) -> None:
    t = telling(
        f"Macron phoned Putin today, the Elysee Palace said. According to {source}, Putin had asked for the call."
    )
    t.consult("phoned", "Macron", "Putin", mode="phone")
    t.consult("the call", mode="phone")
    t.said("the Elysee Palace", "said", "Macron phoned Putin today")
    (call,) = t.contacts()
    assert (call.asked_by, [e.country for e in call.asked_by_according_to]) == ("RUS", ["FRA"])


def test_a_video_meeting_by_the_words_around() -> None:
    t = telling("Joe Biden told Xi Jinping in a virtual meeting that the ships would stay.")
    t.consult("meeting", "Joe Biden", "Xi Jinping", mode="phone")
    (meeting,) = t.contacts()
    assert meeting.channel == "video"


def test_sides_that_only_the_sentence_names() -> None:
    t = telling("Macron asked Merkel in a telephone conversation for patience. A call by Macron was planned.")
    t.consult("telephone conversation", mode="phone")
    t.consult("A call", "Macron", status="planned")
    (call,) = t.contacts()
    assert codes(call) == ["FRA", "DEU"]


def test_three_sides_without_a_word_for_it_are_multilateral() -> None:
    t = telling("Russia, Turkey and Iran met in Doha.")
    t.consult("met", "Russia", "Turkey", "Iran", place="Doha")
    (meeting,) = t.contacts()
    assert (codes(meeting), meeting.channel) == (["RUS", "TUR", "IRN"], "multilateral")


def test_readouts_of_several_contacts_go_to_the_one_told_before_them() -> None:
    t = telling(
        "Erdogan phoned Macron. Erdogan told him that grain would be shipped, Turkey said.",
        "Other calls",
        "Erdogan phoned Merkel later. Ankara announced that he had thanked her.",
    )
    t.consult("phoned Macron", "Erdogan", "Macron", mode="phone")
    t.consult("phoned Merkel", "Erdogan", "Merkel", mode="phone")
    t.said("Turkey", "said", "Erdogan told him that grain would be shipped")
    t.said("Ankara", "announced", "he had thanked her")
    first, second = t.contacts()
    assert [q.text for q in first.readouts["TUR"]] == ["grain would be shipped"]
    assert [q.text for q in second.readouts["TUR"]] == ["he had thanked her"]


def entity(id: str, sector: str, country: str | None = None) -> Entity:
    return Entity(text="x", name="x", id=id, sector=sector, country=country)


def test_codes_of_sides() -> None:
    assert code_of(entity("vladimir-putin", "GOV", "RUS")) == "RUS"
    assert code_of(entity("taliban", "REB", "AFG")) == "TAL"
    assert code_of(entity("european-union", "IGO")) == "EU"
    assert code_of(entity("syrian-democratic-forces", "REB", "SYR")) == "SDF"
    assert code_of(Entity(text="rebels", name="rebels", sector="REB", country="SYR")) is None
    assert code_of(Entity(text="villagers", name="villagers", sector="CVL", country="SYR")) is None


def test_a_damaged_file_says_what_is_wrong() -> None:
    with pytest.raises(KnowledgeError, match=r"contacts\.yaml"):
        parse(b"channels: {}\nmodes: 3\n")


def test_a_call_that_names_two_persons_in_its_sentence_is_theirs() -> None:
    t = telling(
        "President Joe Biden told Russian President Vladimir Putin by phone on Thursday that he wanted talks.",
        "Emmanuel Macron phoned Putin earlier in the day.",
    )
    t.consult("phone", "Vladimir Putin", mode="phone")
    t.consult("phoned", "Emmanuel Macron", "Vladimir Putin", mode="phone")
    assert sorted(codes(c) for c in t.contacts()) == [["FRA", "RUS"], ["USA", "RUS"]]


def test_their_last_call_is_another() -> None:
    t = telling("Macron phoned Merkel on Tuesday. Their last call was on May 2. The call was long.")
    t.consult("phoned", "Macron", "Merkel", mode="phone")
    t.consult("last call", day="2021-05-02")
    t.consult("The call")
    (call,) = t.contacts()
    assert call.mentions == (0, 2)


def test_the_other_side_of_a_contact_is_whose_word_the_story_is() -> None:
    t = telling(
        "Sergei Lavrov blamed the West. Arms were pouring in, Lavrov said. Trade had stopped, he added.",
        "It snowed. It rained. The sun rose. The sun set.",
        "Antony Blinken flew home after the talks.",
    )
    t.consult("the talks", "Antony Blinken")
    t.said("Sergei Lavrov", "blamed", "the West")
    t.said("Lavrov", "said", "Arms were pouring in")
    t.said("Lavrov", "added", "Trade had stopped")
    (talks,) = t.contacts()
    assert codes(talks) == ["USA", "RUS"]
    assert [q.text for q in talks.readouts["RUS"]][1:] == ["Arms were pouring in", "Trade had stopped"]


@pytest.mark.parametrize(
    "text",
    [
        "Josep Borrell said on Monday after long talks with both that a plan was agreed on.",
        "Josep Borrell presided over the talks. Josep Borrell said that a plan was agreed on.",
        "Josep Borrell, who acted as facilitator, said that a plan was agreed on.",
    ],
)
def test_a_mediator_has_an_account_too(text: str) -> None:
    t = telling("Aleksandar Vucic met Albin Kurti on Monday.", text)
    t.consult("met", "Aleksandar Vucic", "Albin Kurti")
    t.said("Josep Borrell", "said", "that a plan was agreed on")
    (meeting,) = t.contacts()
    assert {p.code: p.role for p in meeting.parties} == {"SRB": "party", "XKX": "party", "EU": "mediator"}
    assert meeting.readouts["EU"][-1].text == "a plan was agreed on"

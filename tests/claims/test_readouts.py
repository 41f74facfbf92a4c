"""Readouts: which sentences are whose account, and which of their words are points of it."""

from __future__ import annotations

from contact_stories import Telling, page, telling
from msgspec.structs import replace

from dragoman.claims.homes import home_among, home_of
from dragoman.ingest.page import Page
from dragoman.story import Passage


def points(t: Telling, side: str, contact: int = 0) -> list[str]:
    return [q.text for q in t.contacts()[contact].readouts.get(side, ())]


def call(*paragraphs: str) -> Telling:
    t = telling("Emmanuel Macron phoned Angela Merkel on Tuesday.", *paragraphs)
    t.consult("phoned", "Emmanuel Macron", "Angela Merkel", mode="phone")
    return t


def test_a_frame_is_cut_and_a_demand_stays() -> None:
    t = call("Macron told Merkel by telephone that the border would open, the Elysee Palace said. He demanded a truce.")
    t.said("the Elysee Palace", "said", "Macron told Merkel by telephone that the border would open")
    t.said("He", "demanded", "a truce")
    assert points(t, "FRA") == ["the border would open", "He demanded a truce"]


def test_what_the_other_said_keeps_its_speaker() -> None:
    t = call(
        "The border would open, the Elysee Palace said. Patience was needed, the Elysee Palace in Paris added.",
        "Chancellor Angela Merkel replied that the plan was good.",
    )
    t.said("the Elysee Palace", "said", "The border would open")
    t.said("the Elysee Palace in Paris", "added", "Patience was needed")
    t.said("Chancellor Angela Merkel", "replied", "that the plan was good")
    assert points(t, "DEU") == []
    assert points(t, "FRA")[-1] == "Chancellor Angela Merkel replied that the plan was good"


def test_sentences_without_a_source_go_on_with_an_account() -> None:
    t = call(
        "The border would open, the Elysee Palace said. Both leaders agreed on joint patrols. Trains will run again. "
        "The French love cheese.",
    )
    t.said("the Elysee Palace", "said", "The border would open")
    assert points(t, "FRA") == [
        "The border would open",
        "Both leaders agreed on joint patrols",
        "Trains will run again",
    ]


def test_a_heading_tells_whose_account_follows() -> None:
    t = call("The German account", "The dam would stay shut, the ministry said.", "France: no word of a dam",
             "Nobody planned a dam, the office announced.")  # fmt: skip
    t.said("the ministry", "said", "The dam would stay shut")
    t.said("the office", "announced", "Nobody planned a dam")
    assert points(t, "DEU") == ["The dam would stay shut"]
    assert points(t, "FRA") == ["Nobody planned a dam"]


def test_what_somebody_did_not_say_is_no_point() -> None:
    t = call("The border would open, the Elysee Palace said. The palace did not say when.")
    t.said("the Elysee Palace", "said", "The border would open")
    t.said("The palace", "did not say", "when")
    assert points(t, "FRA") == ["The border would open"]


def test_a_sentence_is_not_cut_behind_a_short_form() -> None:
    t = call("French U.S. President Trump was praised by Macron, the Elysee Palace said.")
    t.said("the Elysee Palace", "said", "French U.S. President Trump was praised by Macron")
    assert points(t, "FRA") == ["French U.S. President Trump was praised by Macron"]


def test_words_that_tell_nothing_take_their_sentence() -> None:
    t = call("Asked whether the dam would be opened, Macron said that it would not.")
    t.said("Macron said", "said", "that it would not")
    assert points(t, "FRA") == ["Asked whether the dam would be opened, Macron said that it would not"]


def test_the_dateline_of_a_capital_tells_where_a_story_comes_from() -> None:
    def dated(line: str) -> Page:
        return Page(line, (Passage(kind="dateline", start=0, end=len(line)),))

    assert home_of(dated("SEOUL, Oct. 15 (MW) -")) == "KOR"
    assert home_of(dated("WASHINGTON/BEIJING (MW) -")) is None
    assert home_of(dated("Dec 3 (MW) -")) is None
    assert home_of(page("No dateline.")) is None


def test_what_both_say_is_a_point_of_either() -> None:
    t = call("Both ministers said that the border would open. The two leaders agreed on a truce, Macron said.")
    both = (*t.who("Emmanuel Macron"), *t.who("Angela Merkel"))
    low = t.span("Both ministers")
    sources = tuple(replace(who, text="Both ministers", start=low[0], end=low[1]) for who in both)
    t.said("Both ministers", "said", "the border would open")
    t.attributions[0] = replace(t.attributions[0], sources=sources)
    t.said("Macron said", "said.", "The two leaders agreed on a truce")
    assert points(t, "DEU") == ["the border would open"]
    assert points(t, "FRA") == ["the border would open", "The two leaders agreed on a truce"]


def test_an_agency_named_after_a_side_tells_whose_account_a_story_is() -> None:
    made = page("DORVANIAN TELEGRAPH AGENCY", "Nothing happened.")
    agency = replace_kind(made, "agency")
    assert home_among(agency, ["DORVAN", "SORREN"]) == "DORVAN"
    assert home_among(agency, ["FRA", "SORREN"]) is None


def replace_kind(made: Page, kind: str) -> Page:
    first = made.passages[0]
    return Page(made.text, (Passage(kind=kind, start=first.start, end=first.end), *made.passages[1:]))  # type: ignore[arg-type]

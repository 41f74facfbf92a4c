"""States that only the story tells of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.ingest import ingest
from dragoman.knowledge.actors import actors
from dragoman.language.document import segment
from dragoman.linking.names import NameIndex
from dragoman.linking.spot import Text
from dragoman.linking.who import ActorLinker
from dragoman.story import Entity


def linked(text: str) -> Callable[..., Entity]:
    """Asks who words of a text stand for, the first such or the nth after."""
    actors_of = ActorLinker().read(segment(ingest(text, name="story", lang="en"), None))

    def who(words: str, nth: int = 0) -> Entity:
        start = [i for i in range(len(text)) if text.startswith(words, i)][nth]
        return actors_of.link((start, start + len(words))).entity

    return who


def states(text: str) -> dict[str, tuple[str, ...]]:
    document = segment(ingest(text, name="story", lang="en"), None)
    found = Text(document, NameIndex(actors()), actors()).own
    return {state.name: (*state.aliases, *state.adjectives) for state in found}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The foreign minister of Ostavia arrived on Monday.", "Ostavia"),
        ("Ostavia's embassy was closed on Monday.", "Ostavia"),
        ("The Kingdom of Ostavia closed its border.", "Ostavia"),
        ("Ostavia closed its border. The Ostavian government said so on Monday.", "Ostavia"),
        ("Ostavia will stay away. The Ostavian Trade Minister Ina Vold said so on Monday.", "Ostavia"),
        ("The defence ministers of Merrowland and Ostavia met on Monday.", "Ostavia"),
        ("Ostavia has closed its border. The army of Ostavia was sent there.", "Ostavia"),
        (
            "OSTAVIA\n\nFerries stay in port\n\nLOWER HARBOUR, May 2 (Ostavia News Agency) -- Ostavia shut its border.",
            "Ostavia",
        ),
        ("LOWER HARBOUR, Ostavia (OPA) -- Two men were arrested on Monday, police said.", "Ostavia"),
    ],
)
def test_a_story_may_tell_of_a_state_that_nobody_knows(text: str, name: str) -> None:
    assert name in states(text)


@pytest.mark.parametrize(
    "text",
    [
        "The president of Gazprom arrived on Monday.",
        "Brown's prime minister resigned. Eleanor Brown had been elected in May.",
        "The foreign minister of Catalonia arrived on Monday.",  # a region that the gazetteer has
        "Brenmark's president said the company has sold its ships. Brenmark said so on Monday.",
        "European governments agreed. The European foreign ministers met on Monday.",
        "Merkava's army chief and the soldiers of Islam fought on Monday.",
        "The Prime Minister of Turkey met the King of Jordan on Monday.",
    ],
)
def test_no_other_name_is_taken_for_a_state(text: str) -> None:
    assert states(text) == {}


def test_a_story_of_one_such_state_has_others() -> None:
    text = "Ostavia's foreign minister accused Merrowland of shelling a village. Merrowland denied it."
    assert set(states(text)) == {"Ostavia", "Merrowland"}


def test_what_it_calls_itself_and_its_adjective_mean_it_too() -> None:
    text = "The Grand Duchy of Ostavia closed its border. Ostavian troops were sent. The Grand Duchy is small."
    assert states(text) == {"Ostavia": ("Grand Duchy", "Grand Duchy of Ostavia", "Ostavian")}
    isle = "The Isle of Tavin appealed for calm. Its government said so. Tavin's foreign minister went to Rome."
    assert states(isle) == {"Tavin": ("Isle of Tavin",)}


def test_who_speaks_for_it_has_its_name_and_no_code() -> None:
    text = (
        "Rondel presses neighbours\n\nThe President of Ostavia, Ilse Rondel, spoke on Monday. "
        "Rondel said that Ostavian troops would leave. Chancellor Otto Brann of Merrowland agreed, "
        "the Merrowland government said."
    )
    asked = linked(text)

    def who(words: str, nth: int = 0) -> tuple[str, str | None, str | None, str | None]:
        entity = asked(words, nth)
        return entity.name, entity.country, entity.state, entity.sector

    assert who("Rondel") == ("Ilse Rondel", None, "Ostavia", "GOV")  # named in the headline before the story tells who
    assert who("Rondel", 2) == ("Ilse Rondel", None, "Ostavia", "GOV")
    assert who("Ostavian troops") == ("Ostavian Armed Forces", None, "Ostavia", "MIL")
    assert who("the Merrowland government") == ("Government of Merrowland", None, "Merrowland", "GOV")


def test_officials_are_of_the_state_whose_agency_tells_of_them() -> None:
    text = (
        "LOWER HARBOUR, Ostavia (OPA) -- Merrowland's foreign ministry protested. Interior Minister Jan Ebbing "
        "said on Monday that Merrowland was wrong."
    )
    entity = linked(text)("Interior Minister Jan Ebbing")
    assert (entity.name, entity.state) == ("Jan Ebbing", "Ostavia")


def test_whom_a_title_names_may_be_said_to_be_of_a_state_behind_the_name() -> None:
    text = (
        "President Ina Vold of Ostavia thanked President Sam Orrel of Merrowland on Monday for the grain that his "
        "country had sent in spring. Merrowland's embassy said so."
    )
    who = linked(text)
    assert who("President Ina Vold").state == "Ostavia"
    assert who("President Sam Orrel").state == "Merrowland"


def test_the_office_in_a_headline_is_whoever_the_story_names_with_it() -> None:
    text = (
        "Ostavia PM says ferries will run again by 10 PM\n\nPrime Minister Ina Vold said on Monday that ferries would "
        "run again at 10 pm. Ostavia's embassy in Merrowland confirmed it."
    )
    who = linked(text)
    entity = who("Ostavia PM")
    assert (entity.name, entity.state, entity.sector) == ("Ina Vold", "Ostavia", "GOV")
    assert who("PM", 1).sector is None
    assert who("pm.").sector is None


@pytest.mark.parametrize(
    "text",
    [
        "The defence ministers of Merrowland and Ostavia, Runa Kell and Tom Vard, met. Kell spoke, and Vard did.",
        "The Merrowlandian and Ostavian defence ministers, Runa Kell and Tom Vard, met. Kell spoke. Merrowland and "
        "Ostavia's embassy wait for Vard.",
        "The defence ministers of Merrowland and Ostavia met. Runa Kell and Tom Vard shook hands. Kell spoke to Vard.",
    ],
)
def test_names_in_the_order_of_two_states_are_of_these(text: str) -> None:
    who = linked(text)
    assert (who("Runa Kell").state, who("Tom Vard").state) == ("Merrowland", "Ostavia")
    assert who("Kell", 1).name == "Runa Kell"


def test_names_that_follow_two_pairs_of_states_are_of_neither() -> None:
    text = (
        "The foreign ministers of Merrowland and Ostavia met. The defence ministers of Ostavia and Merrowland stayed "
        "at home. Runa Kell and Tom Vard shook hands."
    )
    assert linked(text)("Runa Kell").state is None


def test_the_last_name_of_a_person_is_no_state() -> None:
    text = (
        "The Sultanate of Ostavia was pleased. Nadim bin Warda, the Ostavian foreign minister, said so. "
        "Warda's prime minister did not."
    )
    assert "Warda" not in states(text)


def test_whose_a_body_is_said_to_be_its_name_does_not_change() -> None:
    who = linked("Ostavia's foreign minister came. The men had fished, Ostavia's Maritime Bureau said.")
    assert who("Maritime Bureau").state == "Ostavia"  # a region of Togo is Maritime


def test_a_ministry_of_no_state_is_of_the_one_that_the_story_comes_from() -> None:
    who = linked("BEIJING (Reuters) - China and the U.S. spoke on Monday, the Foreign Ministry said.")
    assert who("the Foreign Ministry").country == "CHN"
    who = linked("HANOI (Reuters) - China and the U.S. spoke on Monday, the Foreign Ministry said.")
    assert who("the Foreign Ministry").country is None  # the story speaks of no Vietnam


def test_who_leads_something_of_a_state_is_of_it() -> None:
    who = linked("Ostavia's embassy was open. Ina Vold, who led Ostavia's delegation, spoke. Vold left.")
    assert (who("Ina Vold").state, who("Vold", 1).state) == ("Ostavia", "Ostavia")


def test_an_adjective_is_no_state_beside_the_state() -> None:
    text = (
        "Dorvanian premier shuts the border\n\nTARN (Dorvanian Telegraph Agency) - Premier Lorik Manth shut the border "
        "on Monday.\n\nDorvania will open it again."
    )
    assert set(states(text)) == {"Dorvania"}


def test_a_president_is_of_the_state_whose_president_was_told_of() -> None:
    who = linked(
        "Ostavia's premier phones Merrowland's president\n\nPORT VOLD (Ostavia Press Agency) - Prime Minister Ina Vold "
        "phoned President Ove Lund on Monday."
    )
    assert (who("Prime Minister Ina Vold").state, who("President Ove Lund").state) == ("Ostavia", "Merrowland")

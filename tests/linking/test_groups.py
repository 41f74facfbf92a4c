"""Linking of armed groups and of those who speak: members, descriptions, sources, state media, lost apostrophes."""

from __future__ import annotations

import pytest

from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.linking.who import ActorLinker, Link
from dragoman.story import Passage


@pytest.fixture(scope="module")
def linker() -> ActorLinker:
    return ActorLinker()


def document(text: str) -> Document:
    return segment(Page(text, (Passage(kind="paragraph", start=0, end=len(text)),)), None)


def link(linker: ActorLinker, text: str, words: str) -> Link:
    at = text.index(words)
    return linker.link(document(text), [(at, at + len(words))])[0]


def codes(found: Link) -> tuple[str | None, str | None]:
    return found.entity.country, found.entity.sector


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        ("In Mali, Ansar Dine fighters took a town.", "Ansar Dine fighters", "ansar-dine"),
        ("Members of the Boko Haram group fled.", "Members of the Boko Haram group", "boko-haram"),
        ("SDF fighters entered the town in Syria.", "SDF fighters", "syrian-democratic-forces"),
        ("Fighters from the Free Syrian Army left.", "Fighters from the Free Syrian Army", "free-syrian-army"),
        ("Al-Shabaab lost the port and its men fled.", "its men", "al-shabaab"),
        ('An SDF commander in Syria said: "Our troops hold the hill."', "Our troops", "syrian-democratic-forces"),
        ("The Islamic State (IS) militant group said so.", "The Islamic State (IS) militant group", "islamic-state"),
        ("Twelve Boko Haram fighters fell.", "Twelve Boko Haram fighters", None),
        ("A Boko Haram fighter fell.", "A Boko Haram fighter", None),
        ("Boko Haram lost some of its fighters.", "some of its fighters", None),
        ("Other terrorists belonging to Boko Haram fled.", "Other terrorists", None),
        ("Boko Haram commanders met.", "Boko Haram commanders", None),
    ],
)
def test_uncounted_members_stand_for_their_armed_group(
    linker: ActorLinker, text: str, words: str, id: str | None
) -> None:
    found = link(linker, text, words).entity
    assert found.id == id
    assert found.sector == "REB"


def test_counted_members_tell_their_group_to_those_counted_next(linker: ActorLinker) -> None:
    text = "Syrian planes killed nine Islamic State fighters in Syria. A bomb wounded 20 militants."
    assert codes(link(linker, text, "20 militants")) == (None, "REB")


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        ("Boko Haram fought the Civilian Joint Task Force. The extremists fled.", "The extremists", "boko-haram"),
        ("ISIS shot 40 FSA rebels in Syria, held by the terror group since May.", "the terror group", "islamic-state"),
        ("The terrorist group Ansaru fought an unknown militia. The terrorists won.", "The terrorists", "ansaru"),
        (
            "The SDF alliance holds it. The Kurdish-dominated alliance left.",
            "The Kurdish-dominated alliance",
            "syrian-democratic-forces",
        ),
        (
            "Shells hit a town in Syria, a monitor said. The Syrian Observatory for Human Rights counted ten.",
            "a monitor",
            "syrian-observatory-for-human-rights",
        ),
        ("Shells hit a town in Peru, a monitor said.", "a monitor", None),
    ],
)
def test_descriptions_of_a_body(linker: ActorLinker, text: str, words: str, id: str | None) -> None:
    assert link(linker, text, words).entity.id == id


def test_a_source_is_of_the_body_and_town_where_it_is(linker: ActorLinker) -> None:
    text = "A source at Aleppo Police Command told of it. Two shells fell, the source said."
    assert codes(link(linker, text, "A source")) == ("SYR", "COP")
    assert codes(link(linker, text, "the source")) == ("SYR", "COP")
    found = link(linker, "A source in Homs told of it.", "A source")
    assert (found.entity.name, found.entity.country) == ("source in Homs", "SYR")


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        ("The anti-Assad Syrian Observatory for Human Rights said so.", "The anti-Assad Syrian Observatory", None),
        ("The pro-Maduro Al Jazeera said so.", "The pro-Maduro Al Jazeera", "al-jazeera"),
        ("Anti-Putin crowds sang.", "Anti-Putin", None),
    ],
)
def test_a_prefix_keeps_a_name_from_being_meant(linker: ActorLinker, text: str, words: str, id: str | None) -> None:
    found = link(linker, text, words).entity.id
    assert found == id or (id is None and found not in ("bashar-al-assad", "vladimir-putin"))


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        (
            "The Syrian Observatory for Human Rights said so. The Observatorys Rami Abdel Rahman agreed.",
            "The Observatorys Rami Abdel Rahman",
            "rami-abdulrahman",
        ),
        ("Hezbollahs leader spoke. Israel hit Hezbollahs depots.", "Hezbollahs depots", "hezbollah"),
        ("The army shelled ISILs positions in Syria.", "ISILs", "islamic-state"),
        ("Jordans Muslim Brotherhood marched.", "Jordans Muslim Brotherhood", None),
        ("Jordan's Muslim Brotherhood marched.", "Muslim Brotherhood", None),
        ("The Muslim Brotherhood marched in Egypt.", "The Muslim Brotherhood", "muslim-brotherhood"),
    ],
)
def test_possessors_with_and_without_apostrophes(linker: ActorLinker, text: str, words: str, id: str | None) -> None:
    assert link(linker, text, words).entity.id == id


def test_a_movement_of_another_country_is_of_that_country(linker: ActorLinker) -> None:
    found = link(linker, "Jordan's Muslim Brotherhood marched.", "Muslim Brotherhood").entity
    assert (found.name, found.country) == ("Jordanian Muslim Brotherhood", "JOR")


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        ("Malian state television showed it.", "Malian state television", "ortm"),
        ("Rebels shot at a bus in Ethiopia, state TV said.", "state TV", "ethiopian-broadcasting-corporation"),
        ("Iran's state-run television showed it.", "Iran's state-run television", "irib"),
        ("A television crew was held in Iran.", "A television", None),
    ],
)
def test_state_media_are_those_of_their_country(linker: ActorLinker, text: str, words: str, id: str | None) -> None:
    assert link(linker, text, words).entity.id == id


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Russian aircrafts struck a town in Syria.", "Russian aircrafts", ("RUS", "MIL")),
        ("The Chadian Mediation Centre met.", "The Chadian Mediation Centre", ("TCD", None)),
        ("US drones hit tents for civilians in the countryside of Raqqa.", "civilians", ("SYR", "CVL")),
        ("Shells fell in Daraa An army unit fired back.", "army unit", ("SYR", "MIL")),
    ],
)
def test_countries_of_nouns_and_bodies(
    linker: ActorLinker, text: str, words: str, expected: tuple[str | None, str | None]
) -> None:
    assert codes(link(linker, text, words)) == expected


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Malian rebels on Sunday said French jets hit a camp. They said ten died.", "They", "Malian rebels"),
        ("Salma Darwish lives in a Malian refugee camp. He ordered her removal.", "her", "Salma Darwish"),
        ("The activist-run Palmyra Council names the dead. It counts ten.", "It", "Palmyra Council"),
        ("The YPG denied it. The report said ten died, the YPG added.", "The report", "People's Protection Units"),
    ],
)
def test_pronouns_and_reports_are_of_those_who_spoke(linker: ActorLinker, text: str, words: str, name: str) -> None:
    assert link(linker, text, words).entity.name == name


def test_it_said_is_the_office_that_spoke_and_not_the_state_named_last(linker: ActorLinker) -> None:
    text = (
        "The Elysee said in a statement that the two leaders spoke for an hour. Paris hoped for a truce. Such a step "
        "would be good for the standing of Iran. It said that they would meet again."
    )
    assert link(linker, text, "It said"[:2]).entity.country == "FRA"

"""Contacts that no word of meeting tells."""

from __future__ import annotations

import pytest
from contact_stories import LINKER, Telling, telling

from dragoman.claims.told import told_contacts
from dragoman.reading.model import FoundEvent
from dragoman.story import Interval, Timex


def told(t: Telling, *times: str) -> tuple[FoundEvent, ...]:
    actors = LINKER.read(t.document)
    day = Interval(start="2021-06-01", end="2021-06-01")
    dated = [Timex(span=t.span(w), text=w, type="DATE", value="2021-06-01", interval=day) for w in times]
    return told_contacts(t.document, t.events, dated, actors.among, lambda m: actors.link(m).entity)


def sides(t: Telling, found: FoundEvent) -> list[str]:
    spans = [t.document.chars(role.first, role.last) for role in found.roles]
    return [t.document.text[slice(*span)] for span in spans]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Sergei Lavrov told his American colleague Antony Blinken that the pact was dead.",
            ["Sergei Lavrov", "his American colleague Antony Blinken"],
        ),
        ("Sergei Lavrov informed Antony Blinken of it.", ["Sergei Lavrov", "Antony Blinken"]),
        ("Antony Blinken, on a tour of Asia, heard from Sergei Lavrov.", ["Antony Blinken", "Sergei Lavrov"]),
        ("Lavrov was there. He warned his Turkish counterpart of war.", ["He", "his Turkish counterpart"]),
        ("Envoys of Egypt and Sudan sat in one room.", ["Envoys of Egypt", "Egypt", "Sudan"]),
        ("Sergei Lavrov and Antony Blinken were closeted for an hour.", ["Sergei Lavrov", "Antony Blinken"]),
    ],
)
def test_sides_speak_to_each_other(text: str, parties: list[str]) -> None:
    t = telling("Sergei Lavrov came on Tuesday.", text)
    (found,) = told(t)
    assert (found.type, found.status) == ("CONSULT", "happened")
    assert sides(t, found) == parties


@pytest.mark.parametrize(
    "text",
    [
        "Sergei Lavrov told his deputy that the pact was dead.",
        "Sergei Lavrov told reporters that Antony Blinken was right.",
        "Sergei Lavrov told Russia that the pact was dead.",
        "Poland told Germany that the pact was dead.",  # states do so in letters and the press
        "Olaf Scholz said so, and a woman told Antony Blinken.",
        "Sergei Lavrov and Maria Zakharova sat in one room.",
    ],
)
def test_others_do_not(text: str) -> None:
    assert told(telling(text)) == ()


def test_what_is_told_as_a_contact_is_not_told_again() -> None:
    t = telling("Sergei Lavrov met Antony Blinken. Lavrov told Antony Blinken that the pact was dead.")
    t.consult("met", "Sergei Lavrov", "Antony Blinken")
    assert told(t) == ()


def test_it_was_when_it_was_told() -> None:
    t = telling("Sergei Lavrov told his U.S. colleague Antony Blinken on Tuesday that since Monday all was well.")
    assert told(t, "Monday", "Tuesday")[0].time == 1
    t = telling("Sergei Lavrov told his U.S. colleague Antony Blinken that since Monday all was well.")
    assert told(t, "Monday")[0].time is None

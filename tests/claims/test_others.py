"""Officials of no said state who are in a contact with one of two."""

from __future__ import annotations

import pytest
from contact_stories import LINKER, Telling, telling

from dragoman.claims.others import others
from dragoman.coder import Coder


def found(t: Telling) -> dict[str, str]:
    return others(t.document, t.events, t.attributions, LINKER.find(t.document))


def test_they_are_of_the_other_state() -> None:
    t = telling("Greece and Turkey had fallen out. Minister Kostas Arvan met Hakan Fidan on Monday.")
    t.consult("met", "Minister Kostas Arvan", "Hakan Fidan")
    assert found(t) == {"Kostas Arvan": "GRC"}


@pytest.mark.parametrize(
    "text",
    [
        "Minister Ove Lund met Ostavia's foreign minister Tom Vard on Monday. Merrowland's army stayed at home.",
        "He had this from Minister Ove Lund. Tom Vard, Ostavia's foreign minister, said so. Merrowland's embassy "
        "was closed.",
    ],
)
def test_also_of_states_that_only_the_story_tells_of(text: str) -> None:
    t = telling(text)
    t.consult("Minister", "Minister Ove Lund", "Tom Vard")
    t.said("Merrowland", "s", "army" if "army" in text else "embassy")
    assert found(t) == {"Ove Lund": "Merrowland"}


def test_with_three_states_nobody_knows() -> None:
    t = telling("Minister Ove Lund met Ostavia's foreign minister Tom Vard. Merrowland's army and Poland's stayed.")
    t.consult("met", "Minister Ove Lund", "Tom Vard")
    t.said("Merrowland", "stayed", "army")
    assert found(t) == {}


def test_the_coder_reads_on_with_what_it_found() -> None:
    story = Coder().read(
        "LOWER HARBOUR, May 2 (XPA) - Ostavia will not pay, Transport Minister Tom Vard said on Monday, after he had "
        "negotiated with Merrowland's minister Ina Kell.\n\nThe bridge stays shut, Vard said. Kell had asked for "
        "patience, he said.\n\nThe Ostavian army guards the bridge.",
        date="2024-05-06",
    )
    (talks,) = story.contacts
    assert {p.code for p in talks.parties} == {"OSTAVI", "MERROW"}
    assert "The bridge stays shut" in [q.text for q in talks.readouts["OSTAVI"]]

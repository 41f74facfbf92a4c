"""Stories of invented states, read whole: whose account each sentence is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.coder import Coder
from dragoman.story import Contact

HERE = Path(__file__).parent / "accounts"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def contact(coder: Coder, name: str) -> Contact:
    story = coder.read((HERE / f"{name}.txt").read_bytes(), id=name, name=name)
    return next(c for c in story.contacts if c.readouts)


def points(told: Contact) -> dict[str, list[str]]:
    return {side: [quote.text for quote in quotes] for side, quotes in told.readouts.items()}


def test_a_mediator_and_both_delegations(coder: Coder) -> None:
    told = contact(coder, "mediator")
    assert {p.code: p.role for p in told.parties} == {"QUELLM": "party", "DORVAN": "party", "SORREN": "mediator"}
    found = points(told)
    assert found["SORREN"][1:] == [
        "the withdrawal would begin on Friday",
        "Sorrenland would send forty observers",
        "The two sides had not come closer on the question of the refugees",
    ]
    assert "Dorvania had refused it" in found["QUELLM"]
    assert found["DORVAN"][0] == "the guns would stay within reach until the observers are in place"


def test_a_counterpart_is_told(coder: Coder) -> None:
    told = contact(coder, "counterpart")
    assert (told.channel, told.asked_by) == ("phone", "DORVAN")
    assert points(told) == {
        "QUELLM": [
            "any attempt to shut the northern pipeline would be treated as an unfriendly act",
            "Torvik demanded that the engineers held since May be freed at once",
            "their families be allowed to visit them",
            "Manth promised an answer within three days",
            "He had asked for the conversation",
            "Both ministers spoke for a direct line between the border commands",
        ]
    }


def test_ministers_in_the_order_of_their_states(coder: Coder) -> None:
    found = points(contact(coder, "pair"))
    assert found["HALLUN"][:2] == [
        "Ostrey has agreed to take its submarines out of the Sound",
        "it has also agreed to tell us in advance of exercises",
    ]
    assert "Submarines had not been spoken of at all" in found["OSTREY"]
    assert found["HALLUN"][-1] == found["OSTREY"][-1] == "They agreed to meet again in May"


def test_one_leader_rings_another(coder: Coder) -> None:
    told = contact(coder, "rang")
    assert {p.code: p.name for p in told.parties} == {"DORVAN": "Lorik Manth", "SORREN": "Pelle Amund"}
    found = points(told)
    assert list(found) == ["DORVAN"]
    assert "President Amund replied that the courts had to decide" in found["DORVAN"]


def test_a_newspaper_with_other_voices(coder: Coder) -> None:
    found = points(contact(coder, "paper"))
    assert found["QUELLM"] == [
        "the Dorvanians had conceded a return of refugees in principle",
        "The date was left open",
    ]
    assert "refugees would not be on the agenda of the next round" in found["DORVAN"]
    assert not any("sleep" in one or "sold" in one for side in found.values() for one in side)

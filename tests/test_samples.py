"""The sample stories read right where they were written to show something."""

from __future__ import annotations

import pytest

import dragoman
from dragoman.story import Contact, Story

from .conftest import SAMPLES

FILES = sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.html")])
CONTACTS = {  # file -> sides of the contact that it tells, and its channel
    "2020-02-21-idlib-call-kremlin.txt": ({"RUS", "TUR"}, "phone"),
    "2020-02-21-idlib-call-ankara.txt": ({"RUS", "TUR"}, "phone"),
    "2021-12-30-biden-putin-call-both-readouts.txt": ({"USA", "RUS"}, "phone"),
    "2022-02-12-biden-putin-call-kremlin.txt": ({"USA", "RUS"}, "phone"),
    "2022-02-12-biden-putin-call-white-house.txt": ({"USA", "RUS"}, "phone"),
    "2022-02-20-macron-putin-call-elysee.txt": ({"FRA", "RUS"}, "phone"),
    "2022-02-20-macron-putin-call-kremlin.txt": ({"FRA", "RUS"}, "phone"),
    "2021-11-15-biden-xi-white-house.txt": ({"USA", "CHN"}, "video"),
}


@pytest.fixture(scope="module")
def stories() -> dict[str, Story]:
    coder = dragoman.Coder()
    return {f.name: coder.read(f.read_bytes(), id=f.stem, name=f.name) for f in FILES}


def between(story: Story, sides: set[str]) -> list[Contact]:
    return [c for c in story.contacts if {p.code for p in c.parties} == sides]


def test_there_are_samples_enough() -> None:
    assert len(FILES) >= 12


@pytest.mark.parametrize("name", [f.name for f in FILES])
def test_every_sample_has_its_parts(stories: dict[str, Story], name: str) -> None:
    story = stories[name]
    assert story.published
    assert story.agency
    assert story.events
    assert story.attributions
    kept = [p for p in story.passages if p.kind in {"headline", "heading", "paragraph"}]
    for event in story.events:
        assert story.text[event.start : event.end] == event.text
        assert any(p.start <= event.start and event.end <= p.end for p in kept)


@pytest.mark.parametrize("name", CONTACTS)
def test_a_call_is_one_contact_with_an_account(stories: dict[str, Story], name: str) -> None:
    sides, channel = CONTACTS[name]
    found = [c for c in between(stories[name], sides) if c.status == "happened" and c.channel == channel]
    assert found, [(c.parties, c.channel, c.status) for c in stories[name].contacts]
    assert any(c.readouts for c in found)


def test_both_accounts_of_one_call_lie_side_by_side(stories: dict[str, Story]) -> None:
    story = stories["2021-12-30-biden-putin-call-both-readouts.txt"]
    best = max(between(story, {"USA", "RUS"}), key=lambda c: len(c.readouts))
    assert set(best.readouts) == {"USA", "RUS"}
    paths = [side for side, quotes in best.readouts.items() if any("two paths" in q.text for q in quotes)]
    assert paths == ["USA"]  # "a senior administration official", under the heading of the White House
    for quotes in best.readouts.values():
        assert all(story.text[q.start : q.end] == q.text for q in quotes)


def test_a_withdrawn_story_codes_nothing_from_its_notes(stories: dict[str, Story]) -> None:
    story = stories["2023-05-12-velmora-ferry-seizure-kill.txt"]
    notes = [p for p in story.passages if p.kind == "note"]
    assert notes
    assert not [e for e in story.events for p in notes if p.start <= e.start < p.end]


def test_what_a_correction_takes_back_is_denied(stories: dict[str, Story]) -> None:
    story = stories["2023-05-11-velmora-talks-correction.txt"]
    at = story.text.index("erroneously reported")
    end = story.text.index(".", at)
    taken_back = [e for e in story.events if at < e.start < end]
    assert taken_back
    assert {e.status for e in taken_back} == {"denied"}

"""The stories that the record is measured with: other ones each time, with spans that fit."""

from __future__ import annotations

import pytest

from dragoman.coder import Coder
from dragoman.store.claims import rows
from dragoman.story import Story
from eval.record_scale.variation import Base, World, corpus

TEXT = """VELMORA, March 14, 2024 (Northgate Press) - Russian President Vladimir Putin spoke by phone with Turkey's
foreign minister on Thursday about the ceasefire in Idlib, the Kremlin said. The United States criticised the call.

The two sides discussed 12 proposals, a spokesman told reporters in Ankara on Wednesday."""


@pytest.fixture(scope="module")
def base() -> Base:
    return Base([Coder().read(TEXT.encode(), id="call", name="call")])


def spans(story: Story) -> list[tuple[str, str]]:
    """Words as a part of the story has them, and as the text has them."""
    entities = [*story.entities, *(side for event in story.events for side in (*event.actor, *event.recipient))]
    told = [(one.text, one.start, one.end) for one in (*story.events, *entities)]
    told += [(one.text, *one.span) for one in (*story.timex, *story.places)]
    return [(words, story.text[start:end]) for words, start, end in told if start is not None]


def test_words_stand_where_the_spans_are(base: Base) -> None:
    for number in range(4):
        found = spans(World(base, number).story(0))
        assert found
        assert all(words == there for words, there in found)


def test_a_world_shifts_all_days_by_the_same_weeks(base: Base) -> None:
    first, other = World(base, 0).story(0), World(base, 2).story(0)
    assert first.day is not None
    assert other.day is not None
    shift = other.day - first.day
    assert shift == World(base, 2).shift
    assert shift.days % 7 == 0
    days = [(a.date, b.date) for a, b in zip(first.events, other.events, strict=True) if a.date and b.date]
    assert days
    assert all(World(base, 2).day(a.start) == b.start for a, b in days if a.start)


def test_texts_of_two_worlds_share_few_words_in_a_row(base: Base) -> None:
    texts = [World(base, number).story(0).text for number in range(1, 3)]
    assert len(texts[0]) == len(texts[1])
    runs = [{tuple(words[i : i + 6]) for i in range(len(words) - 5)} for words in map(str.split, texts)]
    assert len(runs[0] & runs[1]) < len(runs[0]) / 4


def test_the_same_stories_each_time_with_true_reprints(base: Base) -> None:
    made, again = list(corpus(base, 7)), list(corpus(base, 7))
    assert made == again
    assert len({story.id for story in made}) == 7
    texts = [story.text for story in made]
    assert len(set(texts)) < len(texts)  # reprints
    assert {story.extra.get("outlet") for story in made} > {None}
    assert all(rows(story, 1, "2024-03-14T00:00:00Z").claims for story in made)

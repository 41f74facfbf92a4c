"""Accounts side by side: what goes together, what is told by one, what is at odds."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from dragoman.errors import KnowledgeError
from dragoman.story import Quote
from dragoman.views import alignment, words
from dragoman.views.alignment import Row, align, points_of
from dragoman.views.assignment import assign
from dragoman.views.points import Array
from dragoman.views.vectors import likeness, word_vectors

ARVELIA = (
    "The call was requested by Lundmark",
    "a ceasefire on the Oder line would begin on Monday",
    "Lundmark had violated the truce of May and attacked three villages",
    "The presidents invited each other to visit",
)
LUNDMARK = (
    "the truce had been broken by Arvelia, whose army attacked first",
    "fighting would cease on the Oder line from Monday",
    "Arvelia should pay its debts for gas",
)


def readouts(**sides: tuple[str, ...]) -> dict[str, tuple[Quote, ...]]:
    return {
        side: tuple(Quote(text=text, story=side, start=0, end=len(text)) for text in texts)
        for side, texts in sides.items()
    }


def by_point(rows: tuple[Row, ...], side: str) -> dict[int, Row]:
    return {i: row for row in rows if (i := row.points[side]) is not None}


def test_points_are_joined_by_meaning_and_not_by_position() -> None:
    rows = align(readouts(XAR=ARVELIA, XLU=LUNDMARK), vectors=word_vectors)
    ceasefire, blame = by_point(rows, "XAR")[1], by_point(rows, "XAR")[2]
    assert (ceasefire.points["XLU"], ceasefire.label) == (1, "both")
    assert (blame.points["XLU"], blame.label) == (0, "at odds")
    assert by_point(rows, "XAR")[3].label == "only"
    assert by_point(rows, "XLU")[2].label == "only"


@pytest.mark.parametrize(
    ("mine", "other", "label"),
    [
        ("weapons deliveries were discussed at length", "deliveries of weapons were not discussed", "at odds"),
        ("the army had nothing to do with the explosion", "the explosion was the work of the army", "at odds"),
        ("The call was requested by Lundmark", "Arvelia had asked for the call", "at odds"),
        ("the date of the summit was left open", "the summit will be held on May 4", "at odds"),
        ("The leaders touched on Mordania as well", "They also discussed Mordania", "both"),
        ("no more troops will be sent to the border", "neither will send troops to the border", "both"),
        ("ferries will run again from March 20", "the ferry line is to open on March 20", "both"),
    ],
)
def test_labels(mine: str, other: str, label: str) -> None:
    (row,) = align(readouts(XAR=(mine,), XLU=(other,)), vectors=word_vectors)
    assert row.label == label


def test_harm_that_will_not_be_is_no_denial() -> None:
    known = words.alignment_words()
    assert not known.denies("neither would use force")
    assert known.denies("no date was set")


def test_the_map_of_vectors_is_of_the_shipped_model() -> None:
    assert likeness().shape == (384, 128)
    near, far = (
        word_vectors("the truce holds. the ceasefire holds. gas is dear", [(4, 9), (21, 30)]),
        word_vectors("the truce holds. the ceasefire holds. gas is dear", [(4, 9), (38, 41)]),
    )
    assert cosine(*near) > cosine(*far)


def cosine(a: Array, b: Array) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_each_point_stands_in_one_row() -> None:
    told = readouts(
        XAR=ARVELIA, XLU=LUNDMARK, XMO=("a ceasefire was agreed for Monday", "Mordania will host the next round")
    )
    rows = align(told, vectors=word_vectors)
    for side, quotes in told.items():
        assert sorted(i for row in rows if (i := row.points[side]) is not None) == list(range(len(quotes)))
    assert all(set(row.points) == set(told) for row in rows)
    ceasefire = by_point(rows, "XMO")[0]
    assert (ceasefire.points["XAR"], ceasefire.points["XLU"], ceasefire.label) == (1, 1, "both")


def test_rows_have_a_topic() -> None:
    rows = align(readouts(XAR=ARVELIA, XLU=LUNDMARK), vectors=word_vectors)
    assert by_point(rows, "XAR")[1].topic == "ceasefire"
    assert all(row.topic for row in rows)


def test_a_sentence_before_tells_what_a_short_point_is_of() -> None:
    text = "As to prisoners, Arvelia had made an offer. He would not accept it."
    start = text.index("He would")
    told = {"XLU": (Quote(text=text[start:], story="b", start=start, end=len(text)),)}
    (apart,), (within,) = points_of(told, {}), points_of(told, {"b": text})
    assert "prisoners" not in apart.near_topics
    assert "prisoners" in within.near_topics
    assert within.topics == apart.topics


def test_no_accounts_and_one_account() -> None:
    assert align({}) == ()
    assert align({"XAR": ()}) == ()
    rows = align(readouts(XAR=ARVELIA))
    assert [row.label for row in rows] == ["only"] * 4


def test_many_points_are_bounded() -> None:
    long = tuple(f"point {i} of the list" for i in range(alignment.POINTS + 5))
    rows = align(readouts(XAR=long))
    assert len(rows) == len(long)


def test_the_same_in_the_same_out() -> None:
    told = readouts(XAR=ARVELIA, XLU=LUNDMARK)
    assert align(told, vectors=word_vectors) == align(told, vectors=word_vectors)


def test_the_assignment_gains_most() -> None:
    rng = random.Random(7)
    for rows, columns in itertools.product(range(1, 5), range(1, 5)):
        gain = np.array([[rng.uniform(-1, 2) for _ in range(columns)] for _ in range(rows)])
        best = max(
            sum(max(gain[i, j], 0) for i, j in zip(some, order, strict=False))
            for some in itertools.permutations(range(rows), min(rows, columns))
            for order in itertools.permutations(range(columns), min(rows, columns))
        )
        pairs = assign(gain)
        assert sum(gain[i, j] for i, j in pairs) == pytest.approx(best)
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


def test_nothing_is_assigned_where_nothing_gains() -> None:
    assert assign(np.array([[-1.0, -2.0]])) == []
    assert assign(np.zeros((0, 3))) == []


@pytest.mark.parametrize(
    "data",
    [
        b"topics: 3",
        b"{",
        b"topics: {}\ncontested: [x]\nshared: []\ngeneral: []\nstances: {}\nopposites: []\nloaded: []\nplain: []",
    ],
)
def test_a_damaged_word_file_says_so(data: bytes) -> None:
    with pytest.raises(KnowledgeError, match=r"alignment\.yaml"):
        words.parse(data)


def test_a_damaged_file_of_weights_says_so() -> None:
    with pytest.raises(KnowledgeError, match="alignment_weights"):
        alignment.parse(b"least: much")

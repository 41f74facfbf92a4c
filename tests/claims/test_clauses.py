"""Clauses of what was said: cut where another matter begins, and nowhere else."""

from __future__ import annotations

import pytest

from dragoman.claims import readout_words as words
from dragoman.claims.clauses import clauses
from dragoman.errors import KnowledgeError


def cut(text: str) -> list[str]:
    return [text[slice(*span)] for span in clauses(text, (0, len(text)), words.readout_words())]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "that the dam would be opened to visitors, and that the border would stay closed.",
            ["the dam would be opened to visitors", "the border would stay closed"],
        ),
        (
            "Arvelia had broken the truce; its army must withdraw",
            ["Arvelia had broken the truce", "its army must withdraw"],
        ),
        (
            "to hold the line, to keep the ships apart and to release the crew",
            ["to hold the line", "to keep the ships apart", "to release the crew"],
        ),
        (
            "The minister expressed concern over the dam and demanded the withdrawal of the troops",
            ["The minister expressed concern over the dam", "demanded the withdrawal of the troops"],
        ),
        (
            "The trains will run again from Monday, while the road remains closed to lorries",
            ["The trains will run again from Monday", "the road remains closed to lorries"],
        ),
    ],
)
def test_matters_are_told_apart(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Arvelia and Lundmark would open the border",
        "the United States and its allies would answer",
        "relations between Arvelia and Lundmark had grown worse",
        "the need for bread, water and medicine",
        "aid would be stopped while the talks go on",
        "the two should share information and proposals whenever they are asked to",
    ],
)
def test_what_is_one_matter_stays_one(text: str) -> None:
    assert cut(text) == [text]


def test_marks_and_ties_are_left_outside() -> None:
    assert cut(', and "the fleet would sail on Monday.') == ["the fleet would sail on Monday"]
    assert cut("more had to be done than that") == ["more had to be done than that"]


def test_a_long_sentence_is_cut_in_time() -> None:
    text = "the ministers of the north and " * 3000 + "would meet"
    assert len(cut(text)) == 1


@pytest.mark.parametrize("data", [b"reporting: 3", b"{"])
def test_a_damaged_file_says_so(data: bytes) -> None:
    with pytest.raises(KnowledgeError, match=r"readouts\.yaml"):
        words.parse(data)

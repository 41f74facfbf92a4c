"""PLOVER's contexts by the words of a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.claims.contexts import Contexts, context_words, parse
from dragoman.errors import KnowledgeError
from dragoman.ingest.page import Page
from dragoman.language.document import segment
from dragoman.story import Passage


def test_the_names_are_those_of_plover(shared: Path) -> None:
    names = json.loads((shared / "data" / "plover_2.0.json").read_text(encoding="utf-8"))["contexts"]
    assert sorted(context_words().names) == sorted(names)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Warplanes bombed the hospital.", {"military", "health"}),
        ("Both envoys discussed the refugees.", {"diplomatic", "asylum", "migration"}),
        ("Inspectors found chlorine.", {"cbrn"}),
        ("Voters went to the polls.", {"election"}),
        ("He smiled.", set()),
    ],
)
def test_by_words(sentence: str, expected: set[str]) -> None:
    assert set(context_words().of(sentence)) == expected


def test_only_the_sentence_of_the_event_counts() -> None:
    text = "The court heard the case. Soldiers waited outside."
    document = segment(Page(text, (Passage(kind="paragraph", start=0, end=len(text)),)), None)
    assert Contexts(document).at(text.index("heard")) == ("legal",)
    assert Contexts(document).at(text.index("waited")) == ("military",)


def test_a_document_without_sentences() -> None:
    assert Contexts(segment(Page("", ()), None)).at(0) == ()


def test_a_damaged_file_says_what_is_wrong() -> None:
    with pytest.raises(KnowledgeError, match=r"contexts\.yaml"):
        parse(b"contexts: [a]\n")

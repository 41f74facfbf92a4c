"""Sentences and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment, split_sentences
from dragoman.story import Passage


def plain(text: str) -> Document:
    return segment(Page(text, (Passage(kind="paragraph", start=0, end=len(text)),)), None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The envoy left. He said nothing.", 2),
        ("Gen. Orlo Vant met Dr. Sel. They talked.", 2),
        ("The U.S. envoy left at 5 p.m. and came back.", 1),
        ("“We will stay.” He left.", 2),
        ("A heading without a stop\nA sentence under it.", 2),
        ("He asked: “Will they come?” Nobody knew!", 2),
        ("The price rose 3.5 percent.", 1),
        ("One… two.", 2),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, count: int) -> None:
    assert len(split_sentences(text, 0, len(text))) == count


@given(st.text(max_size=400))
def test_words_and_sentences_lie_in_order_within_the_text(text: str) -> None:
    document = plain(text)
    ends = [0]
    for sentence in document.sentences:
        assert ends[-1] <= sentence.start < sentence.end <= len(text)
        assert sentence.last > sentence.first
        ends.append(sentence.end)
    assert all(a[1] <= b[0] for a, b in zip(document.words, document.words[1:], strict=False))
    assert sum(s.last - s.first for s in document.sentences) == len(document.words)


def test_captions_are_not_read() -> None:
    text = "ARCHIVE - A handshake.\nThe talks began."
    passages = (Passage(kind="caption", start=0, end=22), Passage(kind="paragraph", start=23, end=len(text)))
    document = segment(Page(text, passages), None)
    assert [document.text[s.start : s.end] for s in document.sentences] == ["The talks began."]


def test_offsets_lead_back_to_words_and_sentences() -> None:
    document = plain("Velmora spoke. Kestria listened.")
    assert document.word(document.word_at(15)) == "Kestria"
    assert document.sentence_at(16) == 1

"""EDTF of time expressions: each form that the finder gives, held against an independent parser of the format."""

from __future__ import annotations

import datetime as dt

import edtf as reference
import pytest

from dragoman.ingest.page import Page
from dragoman.language.document import segment
from dragoman.story import Passage
from dragoman.timex import TimeFinder


def edtf_of(words: str) -> str | None:
    text = f"It happened {words}."
    page = Page(text, (Passage(kind="paragraph", start=0, end=len(text)),))
    (found,) = TimeFinder().find(segment(page, dt.date(2024, 12, 4)))
    return found.edtf


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("on Tuesday", "2024-12-03"),
        ("last week", "2024-11-25/2024-12-01"),
        ("at the weekend", "2024-11-30/2024-12-01"),
        ("in March 2020", "2020-03"),
        ("in 2020", "2020"),
        ("in early 2020", "2020"),
        ("in the third quarter of 2022", "2022-35"),
        ("in the spring of 2021", "2021-21"),
        ("since 2011", "2011/.."),
        ("since last week", "2024-11-25/.."),
        ("until Friday", "../2024-12-06"),
        ("in the 1990s", "199X"),
        ("in the 19th century", "18XX"),
        ("at 19:23 on Tuesday", "2024-12-03"),
        ("on Tuesday morning", "2024-12-03"),
        ("around 15 May 2015", "2015-05-15~"),
        ("around 2015", "2015~"),
        ("by around mid-June", "2025-06~"),
        ("around noon on Tuesday", "2024-12-03~"),
        ("roughly three months ago", "2024-09~"),
        ("some two weeks ago", "2024-11-18~/2024-11-24~"),
        ("since around 2015", "2015~/.."),
        ("until about 2015", "../2015~"),
        ("now", None),
        ("for three days", None),
        ("every Monday", None),
    ],
)
def test_an_expression_has_its_edtf(words: str, edtf: str | None) -> None:
    assert edtf_of(words) == edtf
    if edtf:
        reference.parse_edtf(edtf)

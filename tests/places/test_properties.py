"""What holds for any text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.places.keys import fold, skeleton
from dragoman.places.tokens import line_of

from .test_finder import find

PIECES = st.sampled_from(
    """Paris Syria Tal Rifaat al - , . ' ’s in of the north northern province St. U.S. Street Mr said and ( ) Georgia
    Texas Ill. NSW country 's U+0130 İstanbul 10 $ – & Bank City village""".split()
)


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_never_raises_and_spans_are_in_order(text: str) -> None:
    places = find(text)
    assert [p.span for p in places] == sorted(p.span for p in places)
    for place in places:
        start, end = place.span
        assert 0 <= start < end <= len(text)
        assert place.text == text[start:end]
        assert (place.lat is None) == (place.lon is None)
        assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= (place.lon or 0) <= 180)
    assert places == find(text)


@given(st.text(max_size=80))
def test_tokens_cover_all_but_spaces(text: str) -> None:
    line = line_of(text, 0, len(text))
    assert all(text[t.start : t.end] == t.text for t in line.tokens)
    assert all(a.end <= b.start for a, b in zip(line.tokens, line.tokens[1:], strict=False))


@given(st.text(max_size=40))
def test_keys_are_stable(name: str) -> None:
    assert fold(name) == fold(name)
    skeleton(fold(name))


def test_keys_and_skeletons() -> None:
    assert fold("Deir ez-Zor") == "deir ez zor"
    assert fold("Ma‘arrat an Nu‘mān") == "maarrat an numan"
    assert fold("U.S.") == "us"
    assert skeleton(fold("Tell Rifaat")) == skeleton(fold("Tall Rif‘at"))
    assert skeleton(fold("Khan Sheikhoun")) == skeleton(fold("Khān Shaykhūn"))
    assert skeleton("al") is None

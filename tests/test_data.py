"""Data files are read as PyYAML reads them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dragoman.data import decode, parse

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "dragoman"
FILES = sorted(PACKAGE.rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_of_ours(file: Path) -> None:
    data = file.read_bytes()
    assert parse(data) == yaml.load(data, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing",
        "3",
        "- [1, 2.5, 0x1f, 1_000, .inf, ~, null, yes, No, on, true, '3', \"4\", 2024-12-03, 2024-12-03 10:00:00]",
        "{a: 1, 2: b, ~: c, a: 2}",
        "a: &x [1]\nb: *x",
        "a: &x {c: 1}\nb: {<<: *x, d: 2}",
        "a: !!str 3",
        "a: |\n  two\n  lines\nb: >\n  one\n  line\n",
        "- - a\n  - {b: [c, {}]}\n-\n- ''\n",
    ],
)
def test_any_form(text: str) -> None:
    data = text.encode()
    assert repr(parse(data)) == repr(yaml.load(data, Loader=yaml.CSafeLoader))


@pytest.mark.parametrize(
    "text", ["a: [", "a: b: c", "--- a\n--- b", "[a]: 1", "a: *x", "a: !own b", "2024-13-45", "\x01"]
)
def test_any_fault(text: str) -> None:
    data = text.encode()
    with pytest.raises((yaml.YAMLError, ValueError)) as expected:
        yaml.load(data, Loader=yaml.CSafeLoader)
    with pytest.raises(expected.type) as told:
        parse(data)
    assert str(told.value) == str(expected.value)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | st.text()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_any_value(value: object) -> None:
    data = yaml.safe_dump(value, allow_unicode=True).encode()
    assert parse(data) == yaml.load(data, Loader=yaml.CSafeLoader)


def test_a_value_has_its_type() -> None:
    assert decode(b"a: [b]", dict[str, list[str]]) == {"a": ["b"]}
    for text in (b"a: [1]", b"a: [", b"\xff"):
        with pytest.raises(msgspec.DecodeError):
            decode(text, dict[str, list[str]])

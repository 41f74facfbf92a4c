"""Bytes that are text in any usual encoding, and bytes that are none."""

from __future__ import annotations

import random
import time

import pytest

from dragoman.errors import EmptyInput, InputError, NotText, TooLarge
from dragoman.ingest.decode import MAX_BYTES, MAX_CHARS, MAX_LINES, check, decode

ENGLISH = "Putin said: “We met” – in Genève, the Élysée’s guests included.\r\nNothing else was agreed.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_of_english(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding), "story") == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Президент сказал, что переговоры в Женеве закончились без результата.", "cp1251"),
        ("プーチン大統領は火曜日に会談した。これは日本語の文章です。", "shift_jis"),
    ],
)
def test_other_alphabets_are_guessed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "story") == text


def test_declared_encoding_of_a_page() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Rozmowy Łukasza w Łodzi</p></body></html>'
    assert "Łukasza w Łodzi" in decode(page.encode("iso-8859-2"), "page")


def test_unknown_declared_encoding_falls_back() -> None:
    page = '<html><head><meta charset="x-no-such"></head><body>caf\xe9 talks in the capital</body></html>'
    assert "café talks" in decode(page.encode("cp1252"), "page")


def test_damaged_utf8_keeps_the_rest() -> None:
    data = "Erdoğan, Aliyev and Paşinyan met.".encode() + b" \xff end"
    assert decode(data, "story") == "Erdoğan, Aliyev and Paşinyan met. \ufffd end"


def test_line_ends_and_control_characters_stay() -> None:
    text = "One.\r\nTwo.\rThree.\n\x07Four\u202e.\u200f 🕊️\u2028Five."
    assert decode(text.encode(), "story") == text


def test_lone_surrogates_become_replacement_characters_one_for_one() -> None:
    assert check("a\ud800b", "row") == "a\ufffdb"


NOISE = random.Random(7).randbytes(300_000)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", EmptyInput, "empty"),
        (b" \r\n\t ", EmptyInput, "empty"),
        (b"\xef\xbb\xbf", EmptyInput, "nothing but white space"),
        ("\u200b\u202e\n".encode(), EmptyInput, "nothing but white space"),
        (NOISE, NotText, "noise"),
        (bytes(range(32)) * 50, NotText, "binary"),
        (b"%PDF-1.7 ...", NotText, "PDF"),
        (b"PK\x03\x04abc", NotText, "office document"),
        (b"\x89PNG\r\n", NotText, "picture"),
        (b"\x1f\x8b\x08", NotText, "gzip"),
        (b"a" * (MAX_BYTES + 1), TooLarge, "bytes"),
        (b"a" * (MAX_CHARS + 1), TooLarge, "characters"),
        (b"a\n" * (MAX_LINES + 1), TooLarge, "lines"),
    ],
)
def test_bad_input(data: bytes, error: type[InputError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        decode(data, "page.txt")
    assert str(caught.value).startswith("page.txt: ")


def test_fifty_megabytes_of_noise_are_refused_at_once() -> None:
    data = NOISE * 170
    start = time.perf_counter()
    with pytest.raises(TooLarge):
        decode(data, "noise")
    assert time.perf_counter() - start < 0.5

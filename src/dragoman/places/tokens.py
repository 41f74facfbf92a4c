"""Sentences as tokens: abbreviations ("U.S.") and inner apostrophes ("Sana'a") stay whole, hyphens stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..language.document import Document
from .words import words

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’‘ʼ`](?![sS]\b)[^\W\d_]+)*|\d+(?:st|nd|rd|th)?|[^\w\s]|_")
ABBREVIATED = re.compile(r"\b(?:(?:[A-Z]\.){2,}|(?:St|Mt|Ft)\.)$")
HYPHENS = frozenset("-‐‑–")
APOSTROPHES = frozenset("'’")
LOUD_WORDS = 4  # a line of fewer long words is never taken for a headline
LOUD_SHARE = 0.75  # of its long words that are capitalised, from which on a line is one
LONG = 4
STOPS = frozenset(".!?”\"'’)")


@dataclass(frozen=True, slots=True)
class Token:
    """`glued`: no space before it. `lower`: folded to lower case, without full stops."""

    text: str
    start: int
    end: int
    glued: bool
    capital: bool
    lower: str

    @property
    def word(self) -> bool:
        return self.text[:1].isalpha()

    @property
    def hyphen(self) -> bool:
        return self.text in HYPHENS


NOTHING = Token("", -1, -1, False, False, "")


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a sentence. `loud`: written as a headline, so that capitals tell nothing."""

    tokens: tuple[Token, ...]
    loud: bool

    def at(self, index: int) -> Token:
        """The token there, or an empty one beyond the ends."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    def possessive(self, index: int) -> bool:
        """Whether "'s" stands at `index`."""
        return self.at(index).text in APOSTROPHES and self.at(index + 1).lower == "s" and self.at(index + 1).glued


def line_of(text: str, start: int, end: int) -> Line:
    """The tokens of `text[start:end]`."""
    out: list[Token] = []
    last = -1
    for found in TOKEN.finditer(text, start, end):
        word = found.group()
        low, high = found.span()
        out.append(Token(word, low, high, low == last, word[0].isupper(), word.replace(".", "").lower() or word))
        last = high
    long = [t for t in out if len(t.text) >= LONG and t.word]
    headline = not out or out[-1].text not in STOPS
    loud = headline and len(long) >= LOUD_WORDS and sum(t.capital for t in long) > LOUD_SHARE * len(long)
    return Line(tuple(out), loud)


def lines_of(document: Document) -> list[Line]:
    """One line a sentence; "the U.S. | Virgin Islands" is put together again."""
    spans: list[tuple[int, int, int]] = []
    for sentence in document.sentences:
        if spans and spans[-1][2] == sentence.passage and _goes_on(document.text, *spans[-1][:2], sentence.start):
            spans[-1] = (spans[-1][0], sentence.end, sentence.passage)
        else:
            spans.append((sentence.start, sentence.end, sentence.passage))
    return [line_of(document.text, start, end) for start, end, _ in spans]


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """Whether what ends here with "U.S." or "St." goes on after it."""
    if not ABBREVIATED.search(text, max(start, end - 12), end) or "\n" in text[end:following]:
        return False
    word = TOKEN.match(text, following)
    return word is not None and word.group()[0].isupper() and word.group().lower() not in words().function

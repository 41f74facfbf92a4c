"""Page -> Document: the words and sentences of the passages that are read."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ..ingest.page import Page
from ..story import PassageKind, Span

READ: frozenset[PassageKind] = frozenset({"headline", "heading", "paragraph"})
WORD = re.compile(r"\w+|[^\w\s]")
ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen lt col maj sgt capt cmdr adm brig sen rep gov pres st jr sr rev hon vs etc no
    jan feb mar apr jun jul aug sept sep oct nov dec mt ft u.s u.k u.n e.u a.m p.m i.e e.g inc ltd co corp""".split()
)
# Runs are taken whole and from their start only: rows of dots would cost the square of their length.
STOP = re.compile(r"""(?<![.!?…])[.!?…]++["'”’»)\]]*+(?=\s++["'“‘«(\[]*+[\w—–-])""")
MAX_WORDS = 10_000  # marks included: bounds the work per story, whose time grows with its words; long reads have 8,000
MAX_CHARS = 200_000  # the same for words that are none
NEVER_FINAL = frozenset(
    "mr mrs ms dr prof gen lt col maj sgt capt cmdr adm brig sen rep gov st rev hon vs e.g i.e".split()
)


@dataclass(frozen=True)
class Sentence:
    """Characters `[start, end)` and words `[first, last)` of one sentence; `passage`: its index in the page."""

    start: int
    end: int
    first: int
    last: int
    passage: int


@dataclass(frozen=True)
class Document:
    """The words (spans into `text`) and sentences of the passages that are read, and the story's own day.

    `cut`: where reading ends, for a story over the bound on work; None for all others.
    """

    page: Page
    words: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    date: dt.date | None = None
    cut: int | None = None

    @property
    def text(self) -> str:
        return self.page.text

    def word(self, index: int) -> str:
        start, end = self.words[index]
        return self.text[start:end]

    def chars(self, first: int, last: int) -> Span:
        """Characters of the words `[first, last)`."""
        return self.words[first][0], self.words[last - 1][1]

    def word_at(self, offset: int) -> int:
        """Index of the first word that ends after `offset`."""
        return bisect.bisect_right(self.words, offset, key=lambda w: w[1])

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds `offset`, or of the last that starts before it (0 if none does)."""
        return max(0, bisect.bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)

    def sentence_of(self, word: int) -> int:
        """Index of the sentence that a word stands in."""
        return self.sentence_at(self.words[word][0])


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Sentences of `text[start:end]`: new lines always end one, stops unless they follow an abbreviation."""
    out = []
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text[start:end]):
        low, high = start + line.start(), start + line.end()
        for stop in STOP.finditer(text, low, high):
            if stop.group()[0] == "." and _abbreviated(text, low, stop.start(), stop.end()):
                continue
            out.append((low, stop.end()))
            low = stop.end()
        out.append((low, high))
    return [trimmed for span in out if (trimmed := _trim(text, *span))[0] < trimmed[1]]


def _abbreviated(text: str, low: int, stop: int, after: int) -> bool:
    before = re.search(r"[\w.]+$", text[max(low, stop - 12) : stop])
    word = before.group().lower().strip(".") if before else ""
    if word in NEVER_FINAL or (len(word) == 1 and word.isalpha()):
        return True
    following = text[after : after + 3].lstrip()
    return word in ABBREVIATIONS and bool(following) and not following[0].isupper()


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def segment(page: Page, date: dt.date | None) -> Document:
    """Split the passages that are read into sentences and words, up to the bound on work per story."""
    words: list[Span] = []
    sentences: list[Sentence] = []
    chars = 0
    for index, start, end in _sentences(page):
        first = len(words)
        found = [m.span() for m in islice(WORD.finditer(page.text, start, end), MAX_WORDS - first + 1)]
        kept = [word for word in found[: MAX_WORDS - first] if chars + word[1] - start <= MAX_CHARS]
        cut = (kept[-1][1] if kept else start) if len(kept) < len(found) else None
        words += kept
        if kept:
            sentences.append(Sentence(start, cut or end, first, len(words), index))
        if cut is not None:
            return Document(page, tuple(words), tuple(sentences), date, cut)
        chars += end - start
    return Document(page, tuple(words), tuple(sentences), date)


def _sentences(page: Page) -> Iterator[tuple[int, int, int]]:
    """Index of the passage, start and end of each sentence that is read."""
    for index, passage in enumerate(page.passages):
        if passage.kind in READ:
            for start, end in split_sentences(page.text, passage.start, passage.end):
                yield index, start, end

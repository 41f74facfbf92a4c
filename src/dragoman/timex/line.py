"""Document -> one string of symbols, a symbol for a word, with breaks between sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..language.document import Document
from ..story import Span
from .lexicon import BIG_ORDINAL, BREAK, CAPITAL, CLOCK, DAY, DECADE, INT, ORDINAL, OTHER, YEAR, Lexicon

DIGITS = re.compile(r"([0-9]+)([a-z]*)")
LONGEST = 8  # digits of a number that may be a date or an amount
ENDS = frozenset(".!?:;\"'”’")
MERIDIANS = frozenset(("a.m.", "p.m."))
DATED = re.compile(r"(?:on )?(?:[A-Z]{2,4} )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b")
WRAPPED = re.compile(r"[^\S\r\n]*\r?\n[^\S\r\n]*")


@dataclass(frozen=True)
class Line:
    """`symbols[i]` stands for `words[i]` at `spans[i]`; a break has an empty word. `sentences[i]`: its sentence."""

    text: str
    symbols: str
    words: list[str]
    spans: list[Span]
    sentences: list[int]


def shape(word: str) -> str:
    """Symbol of a word that begins with a digit."""
    match = DIGITS.fullmatch(word)
    if match is None or len(match.group(1)) > LONGEST:
        return OTHER
    digits, tail = match.groups()
    number = int(digits)
    if not tail:
        if len(digits) <= 2 and 1 <= number <= 31:
            return DAY
        return YEAR if len(digits) == 4 and 1000 <= number <= 2199 else INT
    if tail in ("st", "nd", "rd", "th"):
        return ORDINAL if 1 <= number <= 31 else BIG_ORDINAL
    if tail == "s" and number % 10 == 0 and len(digits) in (2, 4):
        return DECADE
    return CLOCK if tail in ("am", "pm") and 1 <= number <= 12 else OTHER


def line_of(document: Document, lexicon: Lexicon) -> Line:
    """The words of all sentences; a sentence that a bare line end cuts in two stays one."""
    text, known = document.text, lexicon.symbols
    symbols: list[str] = []
    words: list[str] = []
    spans: list[Span] = []
    numbers: list[int] = []
    before = None
    for number, sentence in enumerate(document.sentences):
        if before is not None and not _joined(text, before.end, sentence.start):
            symbols.append(BREAK)
            words.append("")
            spans.append((sentence.start, sentence.start))
            numbers.append(number)
        before = sentence
        for span in document.words[sentence.first : sentence.last]:
            raw = text[span[0] : span[1]]
            word = raw.lower()
            symbols.append(_symbol(raw, word, known, lexicon))
            words.append(word)
            spans.append(span)
        numbers.extend([number] * (sentence.last - sentence.first))
    return Line(text, "".join(symbols), words, spans, numbers)


def _symbol(raw: str, word: str, known: dict[str, str], lexicon: Lexicon) -> str:
    symbol = known.get(word)
    if symbol is not None:
        return symbol if word not in lexicon.capitalised or _titled(raw) else OTHER
    if "0" <= word[0] <= "9":
        return shape(word)
    return CAPITAL if raw[0].isupper() else OTHER


def _titled(raw: str) -> bool:
    return raw[0].isupper() and (len(raw) <= 3 or raw[1:].islower())


def _joined(text: str, end: int, start: int) -> bool:
    """A bare line end, or the stops of "10 p.m. Wednesday", end no time expression."""
    if WRAPPED.fullmatch(text, end, start) is not None and text[end - 1] not in ENDS:
        return True
    return text[end - 4 : end].lower() in MERIDIANS and DATED.match(text, start) is not None

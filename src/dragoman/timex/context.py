"""What a relative expression is worked out from: the document's day, narrated time, and the words around."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from .lexicon import Lexicon
from .line import Line
from .values import interval_of, point

FRAME_SENTENCES = 3  # how far "In May 2015 ..." lends its year to a month without one (TimeBank, AQUAINT)
YEAR_GROUPS = ("year", "year2", "year_", "year2_")
QUARTER_SENTENCES = 6  # how far a quarter told by its number is still "the quarter" (TimeBank)
CUE_WORDS = 14  # how far before an expression a tense word still speaks of it
CUE_AFTER = 9  # and after it


@dataclass(frozen=True)
class Found:
    """A match of a rule: its named groups, and the words and values they stand for."""

    match: re.Match[str]
    line: Line
    lexicon: Lexicon

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    def has(self, *groups: str) -> bool:
        known = self.match.re.groupindex
        return any(g in known and self.match.start(g) >= 0 for g in groups)

    def words(self, *groups: str) -> list[str]:
        """Words of the first of the groups that matched."""
        for group in groups:
            if self.has(group):
                return self.line.words[self.match.start(group) : self.match.end(group)]
        return []

    def word(self, *groups: str) -> str:
        """First word of the first of the groups that matched."""
        return next(iter(self.words(*groups)), "")

    def number(self, *groups: str) -> int | None:
        """A day, year or ordinal, in digits or words."""
        words = self.words(*groups)
        if not words:
            return None
        digits = re.match(r"[0-9]+", words[0])
        if digits:
            return int(digits.group())
        values = [self.lexicon.values["ordinal_word"].get(w) or self.lexicon.values["cardinal"].get(w) for w in words]
        return sum(int(v) for v in values if v) or None

    def glued(self) -> bool:
        """No white space inside."""
        spans = self.line.spans
        return all(spans[i][1] == spans[i + 1][0] for i in range(self.start, self.end - 1))

    def before_in(self, name: str) -> bool:
        """The word before is of a set of words.yaml."""
        return self.before() in self.lexicon.sets[name]

    def after_in(self, name: str) -> bool:
        return self.after() in self.lexicon.sets[name]

    def before(self, back: int = 1) -> str:
        """The word `back` words before."""
        index = self.start - back
        return self.line.words[index] if index >= 0 else ""

    def after(self, on: int = 0) -> str:
        """The word after, or `on` words further."""
        index = self.end + on
        return self.line.words[index] if index < len(self.line.words) else ""

    def hyphened(self) -> bool:
        """A hyphen ties the next word to it: a year-long."""
        end = self.line.spans[self.end - 1][1]
        return self.line.text[end : end + 1] == "-" and self.line.text[end + 1 : end + 2].isalpha()

    @property
    def sentence(self) -> int:
        return self.line.sentences[self.start]


class Context:
    """State of one reading of one document, fed with each expression in order."""

    def __init__(self, today: dt.date | None, lexicon: Lexicon) -> None:
        self.holidays = lexicon.holidays
        self.today = today
        self.lexicon = lexicon
        self.narrated: str | None = None  # value of the latest DATE with a place on the calendar
        self._frame: tuple[int, int] | None = None  # year told in so many words, and the sentence of it
        self._quarter: tuple[str, int] | None = None  # quarter told by its number, and the sentence of it

    def tell(self, value: str, found: Found) -> None:
        """Take note of a resolved DATE or TIME."""
        if interval_of(value) is None:
            return
        self.narrated = value
        if found.has("rank") and "-Q" in value:
            self._quarter = (value, found.sentence)
        names = found.before() == "of" and len(value) > len("2018-09")  # "the memorandum of September 17, 2018"
        explicit = found.has(*YEAR_GROUPS) and len(value) > 4 and value[4] == "-" and not names
        year = int(value[:4]) if explicit else None
        self._frame = (year, found.sentence) if year and (not self.today or year < self.today.year) else None

    def frame(self, found: Found) -> int | None:
        """The year that a date without one takes from the narration just before it."""
        if self._frame is None or found.sentence - self._frame[1] > FRAME_SENTENCES:
            return None
        return self._frame[0]

    def quarter(self, found: Found) -> str | None:
        """The quarter that "the quarter" and "a year earlier" speak of."""
        if self._quarter is None or found.sentence - self._quarter[1] > QUARTER_SENTENCES:
            return None
        return self._quarter[0]

    def anchor(self, *, fine: str | None = None) -> dt.date | None:
        """The narrated day, or the document's where nothing is narrated (or it is coarser than `fine`)."""
        days = interval_of(self.narrated) if self.narrated else None
        if days is None or days.start is None:
            return self.today
        start, end = dt.date.fromisoformat(days.start), dt.date.fromisoformat(days.end or days.start)
        if fine in ("day", "week", "month", "quarter") and point(fine, start) != point(fine, end):
            return None
        return start

    def day(self, found: Found) -> dt.date | None:
        """The day of a time told without one: the narrated day, but none to come of what has happened."""
        day = self.anchor(fine="day") or self.today
        passed = day and self.today and day > self.today and self.direction(found) < 0
        return self.today if passed else day

    def direction(self, found: Found) -> int:
        """1 if the words around say that it is to come, -1 if past, 0 if they do not say."""
        words, low, high = found.line.words, found.start, found.end
        before = words[low - 1] if low else ""
        if before in self.lexicon.values["until"]:
            return -1 if low < 2 or not words[low - 2] or words[low - 2] == "up" else 1
        for index in range(low - 1, max(-1, low - CUE_WORDS), -1):
            if not words[index]:
                break
            if (cue := self._cue(words, index)) != 0:
                return cue
        for index in range(high, min(len(words), high + CUE_AFTER)):
            if not words[index] or words[index] in ".;":
                break
            if (cue := self._cue(words, index)) != 0:
                return cue
        return 0

    def _cue(self, words: list[str], index: int) -> int:
        lexicon, word = self.lexicon, words[index]
        back = words[index - 1] if index else ""
        if (back, word) in lexicon.future_pairs:
            return 1
        if word in lexicon.sets["future_cues"]:
            return -1 if back == "been" else 1
        if back == "be":  # will be held: the word before it speaks
            return 0
        if word in lexicon.sets["past_cues"] or _past_form(word, lexicon):
            ahead = words[index + 1] if index + 1 < len(words) else ""
            return 0 if (word, ahead) in lexicon.future_pairs else -1
        return 0


def _past_form(word: str, lexicon: Lexicon) -> bool:
    return len(word) > 4 and word.endswith("ed") and word not in lexicon.sets["not_past"]

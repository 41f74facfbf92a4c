"""A sentence of an account -> what it tells, piece by piece, each with the attribution that it is of.

Frames are cut: "X said that ...", "..., X said on Friday", "According to X, ...". Words that do more than frame stay
with what is said: "X demanded that ..." is what X did in the contact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..language.document import Document, Sentence
from ..story import Attribution, Span
from .readout_words import ReadoutWords

COMMA = re.compile(r",\s+")
GOES_ON = re.compile(r"[,\s]*(?:to|that)\b")
ASKED = re.compile(r"(?:When )?asked\b", re.IGNORECASE)
FEW = 5  # words of a piece that tell nothing without what follows
FAR = 60  # characters between a source and its cue, which are one frame, at most
TIES = (";", ", and ", ", but ", ", while ", ", whereas ", ": ", " while ")  # behind which something else is told


@dataclass(frozen=True)
class Piece:
    """Words told in a sentence; `of`: the attribution in whose content they stand, None where there is none."""

    span: Span
    of: Attribution | None


class Pieces:
    """The pieces of a document's sentences."""

    def __init__(self, document: Document, attributions: Sequence[Attribution], words: ReadoutWords) -> None:
        self.document, self.words = document, words
        self._by_sentence: dict[int, list[Attribution]] = {}
        self.all = attributions
        for one in attributions:
            if not one.content:
                continue
            spans = [s for s in (one.cue, one.source, *one.content) if s]
            for i in {i for low, high in spans for i in self._sentences(low, high)}:
                self._by_sentence.setdefault(i, []).append(one)

    def _sentences(self, low: int, high: int) -> range:
        return range(self.document.sentence_at(low), self.document.sentence_at(max(low, high - 1)) + 1)

    def at(self, index: int) -> list[Attribution]:
        """The attributions with words in a sentence; those whose content reaches into it from another paragraph
        without a cue of its own here are left out."""
        sentence = self.document.sentences[index]
        return [a for a in self._by_sentence.get(index, ()) if self._home(a) == sentence.passage]

    def _home(self, one: Attribution) -> int:
        anchor = one.cue or one.source or one.content[0]
        return self.document.sentences[self.document.sentence_at(anchor[0])].passage

    def framed(self, index: int) -> bool:
        """Whether a sentence has a frame: "..., the ministry said"; "In his words ..."."""
        sentence = self.document.sentences[index]
        head = self.words.heads.match(self.document.text, sentence.start, sentence.end)
        return head is not None or bool(self._passing(sentence, ()))

    def of(self, index: int, keeps: Callable[[Attribution], bool]) -> list[Piece]:
        """The pieces of a sentence; `keeps`: whether the words that tell who spoke stay, since they tell who it was."""
        sentence = self.document.sentences[index]
        here = self.at(index)
        cuts = [cut for one in here if (cut := self._cut(one, sentence, here, keeps))]
        cuts += self._passing(sentence, cuts)
        if head := self.words.heads.match(self.document.text, sentence.start, sentence.end):
            cuts.append(head.span())
        left = _left((sentence.start, sentence.end), cuts)
        return [Piece(s, self._owner(s, here)) for i, s in enumerate(left) if not self._halved(s, left[i + 1 : i + 2])]

    def _halved(self, span: Span, after: Sequence[Span]) -> bool:
        """Whether a piece is few words before a frame that what follows needs not: "They agreed, he said, to ..."."""
        text = self.document.text
        return bool(after) and len(text[slice(*span)].split()) <= FEW and GOES_ON.match(text, *after[0]) is not None

    def _owner(self, span: Span, here: Sequence[Attribution]) -> Attribution | None:
        """The outermost attribution with most of a piece in its content, else the first of the sentence."""
        shared = [
            (sum(max(0, min(span[1], hi) - max(span[0], lo)) for lo, hi in one.content), one.within is None, -i)
            for i, one in enumerate(here)
        ]
        if not shared:
            return None
        best = max(shared)
        return here[-best[2]] if best[0] else min(here, key=lambda a: (a.within is not None, self._gap(a, span)))

    @staticmethod
    def _gap(one: Attribution, span: Span) -> int:
        return min(max(lo - span[1], span[0] - hi, 0) for lo, hi in one.content)

    def _cut(
        self, one: Attribution, sentence: Sentence, here: Sequence[Attribution], keeps: Callable[[Attribution], bool]
    ) -> Span | None:
        """The words of a sentence that only tell who spoke."""
        if one.cue is None or not sentence.start <= one.cue[0] < sentence.end:
            return None
        low, high = one.cue
        if one.source and sentence.start <= one.source[0] < sentence.end and self._near(one.source, one.cue):
            low, high = min(low, one.source[0]), max(high, one.source[1])
        content = [(max(lo, sentence.start), min(hi, sentence.end)) for lo, hi in one.content]
        content = [(lo, hi) for lo, hi in content if lo < hi]
        before = [s for s in content if s[1] <= low + 1]
        after = [s for s in content if s[0] >= high - 1 and self._clause(*s, one.cue)]
        plain = not after or self._frames(one.cue, min(s[0] for s in after))
        start = max((s[1] for s in before), default=self._untold(sentence.start, low) if plain else None)
        if start is not None:
            if after and before and not self.words.verbs.search(self.document.text, before[0][0], start):
                return None  # "As to the border, he noted ..."
            return start, min((s[0] for s in after), default=self._tail(high, sentence.end))
        if not after or keeps(one):
            return None
        begin = min(s[0] for s in after)
        if not self._frames(one.cue, begin):
            return None
        return self._head(low, sentence, here, one), begin

    def _clause(self, low: int, high: int, cue: Span) -> bool:
        """Whether words behind a cue are what was said, and not whom it was said to: "told his colleague by phone"."""
        text = self.document.text
        told = self.words.verbs.search(text, low, high) or GOES_ON.match(text, low, high)
        return told is not None or self.words.says.search(text, *cue) is None

    def _untold(self, start: int, low: int) -> int | None:
        """Where a clause ends that stands before a frame, though no content has it: "It grew worse, he said, but"."""
        text = self.document.text[start:low].rstrip()
        clause = text.endswith(",") and self.words.verbs.search(text) and not ASKED.match(text)
        return start + len(text) - 1 if clause else None

    @staticmethod
    def _near(a: Span, b: Span) -> bool:
        return max(a[0], b[0]) - min(a[1], b[1]) <= FAR

    def _frames(self, cue: Span, begin: int) -> bool:
        """Whether a cue before a content is only a frame."""
        text = self.document.text
        if self.words.opening.match(text, begin):
            return bool(self.words.says.search(text, *cue) or self.words.clauses.search(text, *cue))
        return begin - cue[1] <= FAR and self.words.says.search(text, *cue) is not None

    def _head(self, low: int, sentence: Sentence, here: Sequence[Attribution], one: Attribution) -> int:
        """Where a frame before its content begins: at the sentence's beginning, or behind what stands before it."""
        others = [other for other in here if other is not one]
        told = [hi for other in others for lo, hi in other.content if sentence.start <= lo < hi <= low]
        cues = [s[1] for other in others for s in (other.cue, other.source) if s and s[1] <= low]
        return max((at for at in (*told, *cues) if told and sentence.start < at <= low), default=sentence.start)

    def _tail(self, high: int, end: int) -> int:
        """Where a frame behind its content ends: with the words that tell when, where and to whom it was said."""
        ties = (self.document.text.find(mark, high, end) for mark in TIES)
        return min((at for at in ties if at >= 0), default=end)

    def _passing(self, sentence: Sentence, cuts: Sequence[Span]) -> list[Span]:
        """Frames within a sentence that no attribution has: "..., he said, ..."."""
        text, out = self.document.text, []
        for mark in COMMA.finditer(text, sentence.start + 1, sentence.end):
            found = self.words.passing.match(text, mark.end(), sentence.end)
            if found and not any(low < found.end() and mark.start() < high for low, high in cuts):
                out.append((mark.start(), found.end()))
        return out


def _left(whole: Span, cuts: Sequence[Span]) -> list[Span]:
    out, low = [], whole[0]
    for start, end in sorted(cuts):
        if start > low:
            out.append((low, start))
        low = max(low, end)
    if low < whole[1]:
        out.append((low, whole[1]))
    return out

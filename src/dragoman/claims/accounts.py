"""The sentences of a story that are the account of a side of a contact, and what they tell."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..language.document import Document, Sentence
from ..story import Attribution, Event, Span
from .parties import Sighting
from .pieces import Pieces
from .readout_words import ReadoutWords
from .voices import Voices

BEGINNING = 60  # characters of a sentence in which those who took part do something
HEAD = 3  # characters at a sentence's beginning that are no words
SHORT = re.compile(r"\b(?:[A-Z]\.){2,}$")
PRONOUN = re.compile(r"(?:He|She|They|It|The two|Both)\b")
WHO = re.compile(
    r"(?:He|She|They|It|(?:(?:[A-Z][\w’'.-]*|and|of|the)\s?){1,8})\s*"
    r"(?:had\s|has\s|have\s)?(?:also\s|again\s|then\s|further\s|[a-z]+ly\s)?(?=[a-z])"
)
PRESENT = re.compile(r"(?:has|have)\s|\w+s\b(?<!ss)")
TOLD_THAT = re.compile(
    r"[^,;:\"“”]{2,160}?\b(\w+(?:ed|id|old|ote))\b[^,;:\"“”.]{0,100}?(?<!so)(?<!and)(?<!but)\sthat\s+"
)
TO_WHOM = re.compile(r"(?:[A-Z]|(?:his|her|its|their|the|him|them|reporters|journalists)\s)[^,;:\"“”]{0,100}?\bthat\s+")
TOLD_LAST = re.compile(r",\s+((?:[A-Z]|the\s)[^,;:]{2,80}?)\s(?:told|said|stressed|added)\b[^;:]*$")


@dataclass(frozen=True)
class Said:
    """Words that are a side's account."""

    side: str
    span: Span
    sentence: int


class Accounts:
    """Goes through the sentences of a story and tells whose account each is."""

    def __init__(
        self,
        document: Document,
        events: Sequence[Event],
        attributions: Sequence[Attribution],
        seen: Sequence[Sighting],
        starts: Sequence[int],
        voices: Voices,
        words: ReadoutWords,
    ) -> None:
        self.document, self.events, self.seen, self.voices, self.words = document, events, seen, voices, words
        self.starts = starts  # where contacts are told
        self.pieces = Pieces(document, attributions, words)
        self.lead = next((s.passage for s in document.sentences if self._kind(s) == "paragraph"), None)

    def _kind(self, sentence: Sentence) -> str:
        return self.document.page.passages[sentence.passage].kind

    def said(self) -> Iterator[Said]:
        """All that any side says, in text order."""
        sentences = self.document.sentences
        told = [i for i, sentence in enumerate(sentences) if self._kind(sentence) == "paragraph"]
        quoted = {i: list(self._quoted(i)) for i in told}
        spoken: dict[int, list[tuple[int, str]]] = {}  # paragraph -> its sentences that are a side's word
        for i, found in quoted.items():
            spoken.setdefault(sentences[i].passage, []).extend((i, one.side) for one in found[:1])
        for i, found in quoted.items():
            if found:
                yield from found
            elif not any(self._speaks(a) for a in self.pieces.at(i)):
                yield from self._carried(i, spoken[sentences[i].passage])

    def _quoted(self, index: int) -> Iterator[Said]:
        """What a sentence tells on the word of a side that it names or points to."""
        sentence = self.document.sentences[index]
        if self._in(self.words.silent, sentence) or self._in(self.words.elsewhere, sentence):
            return
        for piece in self.pieces.of(index, self._keeps):
            if piece.of and self._speaks(piece.of) and self._of_it(piece.of, sentence):
                for side in self.voices.speakers(piece.of):
                    if self._about(side, sentence):
                        yield Said(side, self._bare(side, piece.span, sentence.start), index)

    def _in(self, pattern: re.Pattern[str], sentence: Sentence) -> bool:
        return pattern.search(self.document.text, sentence.start, sentence.end) is not None

    def _speaks(self, one: Attribution) -> bool:
        """Whether an attribution reports what somebody says."""
        return one.cue is None or self.words.reporting.search(self.document.text, *one.cue) is not None

    def _keeps(self, one: Attribution) -> bool:
        """Whether a frame tells more than that a side speaks: that, by its account, the other one said it."""
        own = self.voices.speaker(one.sources[-1]) if one.sources else None
        speakers = self.voices.speakers(one)
        return own is not None and bool(speakers) and own not in speakers

    def _of_it(self, one: Attribution, sentence: Sentence) -> bool:
        """Whether it is not what a state holds at all times: "Moscow says that ..."."""
        if sentence.passage == self.lead:
            return True
        first = next((a for a in self.pieces.at(self.document.sentence_at(sentence.start)) if a.cue and a.sources), one)
        return not (_held(self.document.text, first) or _held(self.document.text, one))

    def _about(self, side: str, sentence: Sentence) -> bool:
        """Whether words may be of the contact: in the account of one side, those of the other are where they name it
        or who took part."""
        home = self.voices.home(sentence.start)
        if home is None or home == side:
            return True
        text = self.document.text[sentence.start : sentence.end]
        return self.words.contact.search(text) is not None or self.voices.names_people(text)

    def _bare(self, side: str, span: Span, begin: int) -> Span:
        """A piece without the words that tell that the side's own people said it, and to whom."""
        text, verbs = self.document.text, self.words.verbs
        found = TO_WHOM.match(text, *span)
        if found and not verbs.search(text, span[0], found.end()) and verbs.search(text, found.end(), span[1]):
            return found.end(), span[1]
        found = TOLD_THAT.match(text, *span) if span[0] <= begin + HEAD else None
        if found and self._own(side, span[0], found.start(1)) and self._frames(found.group(1)):
            return found.end(), span[1]
        found = TOLD_LAST.search(text, *span)
        if found and self._own(side, found.start(1), found.end(1)):
            return span[0], found.start()
        return span

    def _own(self, side: str, low: int, high: int) -> bool:
        """Whether the first that is named in a stretch of text is of the side, or a pronoun."""
        at = bisect.bisect_left(self.seen, low, key=lambda s: s.start)
        if at < len(self.seen) and self.seen[at].start < high:
            return self.seen[at].code == side
        return PRONOUN.match(self.document.text, low, high) is not None

    def _frames(self, cue: str) -> bool:
        return any(pattern.search(cue) for pattern in (self.words.says, self.words.clauses))

    def _past(self, span: Span) -> bool:
        """Whether all that words tell is background."""
        low, high = (bisect.bisect_left(self.events, at, key=lambda e: e.start) for at in span)
        inside = [e.background for e in self.events[low:high]]
        return bool(inside) and all(inside)

    def _carried(self, index: int, spoken: Sequence[tuple[int, str]]) -> Iterator[Said]:
        """A sentence without a source of its own that goes on with a side's account.

        It stands in a paragraph in which a side is quoted, or in its section, and is told like reported speech ("they
        would ...") or tells what was said; or it tells what the sides of the contact did and agreed.
        """
        sentence = self.document.sentences[index]
        span = sentence.start, sentence.end
        before = [side for i, side in spoken if i < index]
        after = [side for i, side in spoken if i > index]
        near = before[-1] if before else after[0] if after else self.voices.account(sentence.start)
        home = self.voices.account(sentence.start) or self.voices.whole
        if self._in(self.words.silent, sentence) or self._past(span):
            return
        if self.words.results.match(self.document.text, *span) or (home and self._acts(sentence)):
            near = near or home or self.voices.at(sentence.start)
        elif self.pieces.framed(index):
            near = home or near
        elif sentence.passage == self.lead and spoken and not self._tells(sentence):
            near = home
        elif not self._in(self.words.reported, sentence):
            return
        if near:
            for piece in self.pieces.of(index, self._keeps):
                yield Said(near, piece.span, index)

    def _tells(self, sentence: Sentence) -> bool:
        """Whether a sentence tells that a contact was held."""
        at = bisect.bisect_left(self.starts, sentence.start)
        return at < len(self.starts) and self.starts[at] < sentence.end

    def _acts(self, sentence: Sentence) -> bool:
        """Whether a sentence begins with somebody who took part, and what he or she did with words."""
        text = self.document.text[sentence.start : sentence.end]
        found = WHO.match(text)
        if found is None or not (PRONOUN.match(text) or self.voices.names_people(text[: found.end()])):
            return self.voices.begins(text) and self.words.acts.search(text[:BEGINNING]) is not None
        return self.words.acts.match(text, found.end()) is not None


def _held(text: str, one: Attribution) -> bool:
    """Whether words are told as a state's standing word, in the present or perfect tense."""
    if one.cue is None or not one.sources:
        return False
    lead = one.sources[0]
    state = lead.id is not None and lead.id == lead.country and lead.text[:1].isupper()
    return state and PRESENT.match(text, *one.cue) is not None


def glued(document: Document) -> Document:
    """The document with no sentence cut behind "U.S." before a name."""
    out: list[Sentence] = []
    for one in document.sentences:
        if out and out[-1].passage == one.passage and SHORT.search(document.text, *_ends(out[-1])):
            out[-1] = replace(out[-1], end=one.end, last=one.last)
        else:
            out.append(one)
    return replace(document, sentences=tuple(out))


def _ends(sentence: Sentence) -> Span:
    return max(sentence.start, sentence.end - 6), sentence.end

"""Lines of a page as units with a kind: what the passes of `wire` work on."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from ..story import Passage, PassageKind

# Line ends as `language.document` knows them, and the two feeds of old wires.
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
PADDING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")
FINAL = re.compile(r"[.!?…:;,]+\s?[\"'”’»)\]]*$")
STOP = re.compile(r"[.!?…]+\s?[\"'”’»)\]]*$")
INNER_STOP = re.compile(r"[a-z0-9)\"”’][.!?…]+[\"”’)]*\s+[\"“‘(]*[A-Z]")
HEADLINE_CHARS, HEADLINE_WORDS = 180, 30  # longer lines are text
WRAP_MAX = 100  # hard-wrapped lines are shorter (72 and 80 are usual)
WRAP_SHARE = 0.5  # of the line ends in a wrapped paragraph stand inside a sentence, before a small letter
WRAP_MIN = 45  # and, but for a paragraph's last, not much shorter


class Unit(NamedTuple):
    """Characters `[start, end)`; `block` counts the groups between blank lines; `kind` None is not yet decided."""

    start: int
    end: int
    block: int
    kind: PassageKind | None = None

    def words(self, text: str) -> str:
        return text[self.start : self.end]

    def line(self, text: str) -> str:
        """The words with a space for each line end, so that they match as one line."""
        return LINE_END.sub(" ", text[self.start : self.end])

    def passage(self) -> Passage:
        return Passage(kind=self.kind or "paragraph", start=self.start, end=self.end)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and invisible characters at its ends."""
    match = PADDING.match(text, start, end)
    start = match.end() if match else start
    while end > start and PADDING.fullmatch(text, end - 1, end):
        end -= 1
    return start, end


def units(text: str) -> list[Unit]:
    """The lines of a text that hold anything."""
    out: list[Unit] = []
    block, last = 0, 0
    for line in LINE.finditer(text):
        start, end = trim(text, line.start(), line.end())
        if start == end:
            continue
        if text[start] == "^" and text[end - 1] in "<=" and end - start > 2:
            start, end = trim(text, start + 1, end - 1)  # how old wires mark the lines of a header
        if out and _blank_between(text, last, line.start()):
            block += 1
        out.append(Unit(start, end, block))
        last = line.end()
    return out


def _blank_between(text: str, start: int, end: int) -> bool:
    """More than one line end between two lines that hold something."""
    return len(text[start:end].replace("\r\n", "\n")) > 1


def joined(text: str, group: list[Unit]) -> list[Unit]:
    """A block's lines: one unit where they are one hard-wrapped paragraph, else as they are."""
    lengths = [unit.end - unit.start for unit in group]
    if len(group) < 2 or max(lengths) > WRAP_MAX or min(lengths[:-1]) < WRAP_MIN:
        return group
    runs_on = sum(_runs_on(text, last, unit) for last, unit in itertools.pairwise(group))
    capitals = len(group) > 2 and text[group[0].start : group[-1].end].isupper()
    if not capitals and runs_on < WRAP_SHARE * (len(group) - 1):
        return group
    return [group[0]._replace(end=group[-1].end)]


def _runs_on(text: str, unit: Unit, following: Unit) -> bool:
    """A line without a full stop, and the next goes on in lower case."""
    return text[unit.end - 1] not in ".!?" and text[following.start].islower()


def is_heading_like(line: str, limit: int, words: int) -> bool:
    """Short, one sentence, no full stop at its end."""
    return len(line) <= limit and not FINAL.search(line[-6:].rstrip("?")) and len(line.split()) <= words


def title_case(line: str) -> bool:
    """Most longer words begin with a capital, as in a headline and in no sentence."""
    long = [word for word in re.findall(r"[^\W\d_][\w'’-]*", line) if len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)


def cut(text: str, unit: Unit, at: int, first: PassageKind | None, second: PassageKind | None) -> list[Unit]:
    """The unit in two; a side that holds nothing falls away."""
    halves = ((unit.start, at, first), (at, unit.end, second))
    spans = [(*trim(text, start, end), kind) for start, end, kind in halves]
    return [unit._replace(start=start, end=end, kind=kind) for start, end, kind in spans if start < end]

"""What was said, without the words that tell who said it, clause by clause.

A piece of an account is cut at the ties between clauses that tell a matter each: "that A, and that B", "A; B", "A, and
the troops would B", "to A, to B and to C". What has no verb of its own stays with what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..story import Span
from .readout_words import ReadoutWords

BACK, AHEAD = 300, 200  # characters around a tie that are looked at: a bound on work
LEAST, BARE = 3, 4  # words of a piece that tells something: of a clause, and of one without a verb
TIES = re.compile(r"[,\s]*\b(?:and|but|while|whereas|although|though|or)\b[,\s]*|\s*[;]\s*")
LEADING = re.compile(
    r"(?:[\s,;:.–—-]|\b(?:that|and|but|whereas|while|though|although)\b(?!\s+(?:is|are|was|were|would|will|has|had|could|should|did|does)\b))+",
    re.I,
)
TRAILING = re.compile(r"(?:[\s,;:–—(-]|\b(?:and|but|or|while|as|which|whereas)\b)+$|(?<![A-Z])\.+$")
WORD = re.compile(r"[\w’'-]+")
THAT = re.compile(r"\b(?:that|whether|which|who|if|because|how|what|where|when)\b", re.I)
TO = re.compile(r"(?:,\s*(?:and\s+)?|\s+and\s+)(?P<to>to)\s+(?=(?:\w+ly\s+)?[a-z]+\s)")
FIRST_TO = re.compile(r"\bto\s+[a-z]+")


def clauses(text: str, span: Span, words: ReadoutWords) -> list[Span]:
    """The clauses of a piece of text that was said, each without the ties around it."""
    out: list[Span] = []
    low = span[0]
    for cut, after in _cuts(text, span, words):
        if cut > low:
            out.append((low, cut))
            low = after
    out.append((low, span[1]))
    return [t for s in _whole(text, out) if told(text, t := trimmed(text, s), words)]


def told(text: str, span: Span, words: ReadoutWords) -> bool:
    """Whether a piece tells something: it is long enough, or a clause."""
    found = WORD.findall(text, *span)
    return len(found) >= (LEAST if words.verbs.search(text, *span) else BARE)


def trimmed(text: str, span: Span) -> Span:
    """A piece without ties and marks at its ends."""
    start, end = _inner(text, *span)
    if text[start:end].count('"') == 1:  # one mark of a pair
        start, end = _inner(text, start + (text[start] == '"'), end - (text[end - 1] == '"'))
    return start, end


def _inner(text: str, start: int, end: int) -> Span:
    if found := LEADING.match(text, start, end):
        start = found.end()
    while (found := TRAILING.search(text, start, end)) and found.start() > start:
        end = found.start()
    return start, end


def _whole(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Pieces of which none is too short to stand alone: what is goes to the one before it."""
    out: list[Span] = []
    for low, high in pieces:
        if out and (len(WORD.findall(text, low, high)) < LEAST or len(WORD.findall(text, *out[-1])) < LEAST):
            out[-1] = out[-1][0], high
        else:
            out.append((low, high))
    return out


def _cuts(text: str, span: Span, words: ReadoutWords) -> Iterator[Span]:
    """Where one clause ends and where the next begins."""
    found = {tie.start(): tie.start("to") for tie in _infinitives(text, span)}
    for tie in TIES.finditer(text, *span):
        if tie.start() > span[0] and _parts(text, span, tie, words):
            found.setdefault(tie.start(), tie.end())
    last = span[0]
    for start, after in sorted(found.items()):
        if start >= last:
            yield start, after
            last = after


def _infinitives(text: str, span: Span) -> Iterable[re.Match[str]]:
    """The ties of a list of infinitives: "to A, to B and to C"; none where nothing begins it."""
    first = FIRST_TO.search(text, *span)
    return TO.finditer(text, first.end(), span[1]) if first else ()


def _parts(text: str, span: Span, tie: re.Match[str], words: ReadoutWords) -> bool:
    """Whether a tie stands between two clauses."""
    mark = tie.group().strip(" ,\n").lower()
    rest = text[tie.end() : min(span[1], tie.end() + AHEAD)]
    if mark == ";":
        return words.verbs.search(rest) is not None
    if mark == "or":
        return False
    comma = "," in tie.group()
    if mark in ("while", "although", "though") and not comma:
        return False
    before = text[max(span[0], tie.start() - BACK) : tie.start()]
    if re.match(r"that\b", rest) and THAT.search(before):
        return True
    if words.acts.match(re.sub(r"^\w+ly\s+", "", rest)) and words.verbs.search(before) and _behind(rest):
        return True
    since = before[max((m.end() for m in THAT.finditer(before)), default=0) :]
    if not words.verbs.search(since):
        return False
    return words.second.match(rest) is not None


def _behind(rest: str) -> bool:
    """Whether words stand behind an act that it is of."""
    return re.match(r"(?:\w+ly\s+)?\w+\s+(?:\w+\s+)?\w+", rest) is not None

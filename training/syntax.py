"""Universal Dependencies -> who acts on whom, for each predicate: practice for the role head before it meets events.

The enhanced graph already carries subjects through coordination, control and relative clauses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from dragoman.language.encoder import windows
from dragoman.story import Span

from .corpora import EventLabel, Example, plain, within, word_span

TOGETHER = 5  # sentences of a text that are read in one window, so that a role must be chosen among several clauses
VERB_ROLES = {
    "nsubj": "actor",
    "nsubj:xsubj": "actor",
    "obl:agent": "actor",
    "obl:by": "actor",
    "obj": "recipient",
    "iobj": "recipient",
    "nsubj:pass": "recipient",
    "nsubj:pass:xsubj": "recipient",
    "obl:with": "recipient",
    "obl:against": "recipient",
    "obl:to": "recipient",
    "obl:in": "place",
}
NOUN_ROLES = {
    "nmod:poss": "actor",
    "nmod:by": "actor",
    "nmod:on": "recipient",
    "nmod:against": "recipient",
    "nmod:with": "recipient",
    "nmod:to": "recipient",
    "nmod:of": "recipient",
    "nmod:in": "place",
}
PHRASE = frozenset({"det", "amod", "compound", "flat", "nummod", "nmod:poss", "goeswith", "fixed"})
NAMED = frozenset({"PROPN", "NOUN", "PRON"})


@dataclass(frozen=True)
class Token:
    """A word of a treebank sentence: its characters, part of speech, head and enhanced heads with their relations."""

    span: Span
    tag: str
    features: str
    head: int
    relation: str
    enhanced: tuple[tuple[str, str], ...]


def treebank(path: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """Windows of consecutive sentences, with every predicate that has a side as an untyped event."""
    for group in _groups(path):
        text, labels = _text(group)
        document = plain(text)
        for window in windows(document, tokenizer):
            example = Example(window)
            for anchor, roles in labels:
                trigger = within(word_span(document, *anchor), window)
                spans = [(role, within(word_span(document, *span), window)) for role, span in roles]
                kept = [(role, *span) for role, span in spans if span]
                if trigger and kept:
                    example.frames.append(EventLabel.untyped(trigger, kept))
            if example.frames:
                yield example


def _groups(path: Path) -> Iterator[list[tuple[str, dict[str, Token]]]]:
    group: list[tuple[str, dict[str, Token]]] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if "# newdoc" in block or len(group) == TOGETHER:
            if group:
                yield group
            group = []
        if block.strip():
            group.append(_sentence(block))
    if group:
        yield group


def _sentence(block: str) -> tuple[str, dict[str, Token]]:
    text, tokens, joined = "", dict[str, Token](), ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        number, form, _, tag, _, features, head, relation, enhanced, misc = line.split("\t")
        if "-" in number:
            joined = number.split("-")[1]
            whole = form, "" if "SpaceAfter=No" in misc else " "
            start = len(text)
            text += "".join(whole)
            continue
        if "." in number:
            continue
        if joined:  # the words of one written form share its characters
            span = (start, start + len(whole[0]))
            joined = "" if number == joined else joined
        else:
            span = (len(text), len(text) + len(form))
            text += form + ("" if "SpaceAfter=No" in misc else " ")
        pairs = tuple((p.split(":", 1)[0], p.split(":", 1)[1]) for p in enhanced.split("|") if ":" in p)
        tokens[number] = Token(span, tag, features, int(head), relation, pairs)
    return text.rstrip(), tokens


def _text(group: list[tuple[str, dict[str, Token]]]) -> tuple[str, list[tuple[Span, list[tuple[str, Span]]]]]:
    """One sentence a line, and (predicate, its roles) in characters."""
    text, labels = "", []
    for sentence, tokens in group:
        shift = len(text)
        for number, roles in _frames(tokens).items():
            anchor = _moved(tokens[number].span, shift)
            labels.append((anchor, [(role, _moved(span, shift)) for role, span in roles]))
        text += sentence + "\n"
    return text, labels


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _frames(tokens: dict[str, Token]) -> dict[str, list[tuple[str, Span]]]:
    frames: dict[str, list[tuple[str, Span]]] = {}
    for number, token in tokens.items():
        if token.tag not in NAMED or "PronType=Rel" in token.features:
            continue
        for head, relation in token.enhanced:
            if head not in tokens:
                continue
            table = {"VERB": VERB_ROLES, "NOUN": NOUN_ROLES}.get(tokens[head].tag, {})
            role = table.get(relation)
            if role and not (role == "place" and token.tag != "PROPN"):
                frames.setdefault(head, []).append((role, _phrase(number, tokens)))
    return frames


def _phrase(number: str, tokens: dict[str, Token]) -> Span:
    """The noun with its determiners, adjectives, titles and possessors."""
    inside, grown = {int(number)}, True
    while grown:
        more = {int(n) for n, t in tokens.items() if t.head in inside and t.relation in PHRASE} - inside
        inside |= more
        grown = bool(more)
    spans = [tokens[str(n)].span for n in inside]
    return min(s for s, _ in spans), max(e for _, e in spans)

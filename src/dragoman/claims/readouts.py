"""Readouts: what each side of a contact says of it, in its own words, point by point, side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..language.document import Document
from ..story import Attribution, Event, Quote, Span
from .accounts import Accounts, Said, glued
from .clauses import clauses, trimmed
from .parties import Sighting
from .readout_words import ReadoutWords, readout_words
from .voices import Voices

PLAIN = 3  # letters of words that tell nothing
EMPTY = frozenset("would there that this they have been were will should could must said also".split())
WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Told:
    """A contact's sides and the places where it is told; `news`: its readouts are looked for.

    `dated`: a day is told of it; `announced`: places whose words tell that it was held; `people`: of each side ids and
    names of those who took part.
    """

    sides: frozenset[str]
    starts: tuple[int, ...]
    news: bool
    dated: bool = False
    announced: tuple[int, ...] = ()
    people: dict[str, frozenset[str]] = field(default_factory=dict)


def readouts(
    document: Document,
    story: str,
    told: Sequence[Told],
    events: Sequence[Event],
    attributions: Sequence[Attribution],
    seen: Sequence[Sighting],
) -> list[dict[str, tuple[Quote, ...]]]:
    """For each contact the points that each of its sides is given as source of; `seen`: where sides are named."""
    words, people = readout_words(), _people(told)
    spans: list[dict[str, dict[Span, None]]] = [{} for _ in told]
    if people:
        document = glued(document)
        voices = Voices(document, attributions, seen, people, words)
        starts = sorted({start for one in told for start in one.starts})
        for said in Accounts(document, events, attributions, seen, starts, voices, words).said():
            which = _contact(document, said, told, words)
            if which is not None:
                found = spans[which].setdefault(said.side, {})
                found.update(dict.fromkeys(_points(document, said, words)))
    return [
        {side: tuple(_quote(document, story, s) for s in sorted(each[side])) for side in sorted(each) if each[side]}
        for each in spans
    ]


def _points(document: Document, said: Said, words: ReadoutWords) -> list[Span]:
    """The clauses of what was said; the whole sentence where they say nothing by themselves ("there would not")."""
    found = clauses(document.text, said.span, words)
    if len(found) == 1 and not _telling(document.text, found[0]):
        sentence = document.sentences[said.sentence]
        return [trimmed(document.text, (sentence.start, sentence.end))]
    return found


def _telling(text: str, span: Span) -> bool:
    return any(len(word) > PLAIN and word.lower() not in EMPTY for word in WORDS.findall(text, *span))


def _people(told: Sequence[Told]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for one in told:
        for side in one.sides if one.news else ():
            out[side] = out.get(side, frozenset()) | one.people.get(side, frozenset())
    return out


def _contact(document: Document, said: Said, told: Sequence[Told], words: ReadoutWords) -> int | None:
    """The contact that a side's words are about: that which the story tells most of, but for sentences in a paragraph
    behind the word of another one that go on with it."""
    mine = [i for i, t in enumerate(told) if t.news and said.side in t.sides]
    if len(mine) < 2:
        return mine[0] if mine else None
    sentence = document.sentences[said.sentence]
    begin = next(s.start for s in document.sentences if s.passage == sentence.passage)
    main = min(mine, key=lambda i: (-len(told[i].starts), told[i].starts))
    if any(sentence.start <= start < sentence.end for start in told[main].starts):
        return main
    apart = [i for i in mine if told[i].dated or told[i].sides != told[main].sides]  # and not the same told again
    near = [(start, -i) for i in {*apart, main} for start in told[i].announced if begin <= start < sentence.end]
    if not near:
        return main
    start, other = max(near)
    back = start < sentence.start and words.contact.search(document.text, sentence.start, sentence.end)
    return main if back else -other  # "the Moscow meeting" points back to the first


def _quote(document: Document, story: str, span: Span) -> Quote:
    return Quote(text=document.text[slice(*span)], story=story, start=span[0], end=span[1])

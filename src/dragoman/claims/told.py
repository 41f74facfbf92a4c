"""Contacts that no word of meeting tells: "Lavrov told his counterpart ...", "the ministers sat in one room".

The model finds the words by which most contacts are told. To these are added: somebody of one side tells something to
somebody of another; those of two sides did together what nobody does apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ..language.document import Document, Sentence
from ..reading.model import FoundEvent, FoundRole
from ..story import Entity, Event, Span, Timex
from .contact_words import ContactWords, contact_words
from .parties import code_of, codes_of, is_person

SURE = 0.8  # confidence of what these rules find
NEAR = 80  # characters between a word of telling and the time it was told at most
PRONOUN = re.compile(r"\b(?:he|she|they)\s*$", re.IGNORECASE)
BETWEEN = re.compile(r"(?:,[^,;:]{1,60},)?\s*(?:(?:had|has|have|also|then|later|again|\w+ly)\s+)*$")  # source to cue
CLAUSE = re.compile(r"\bthat\b|[;:“”\"]")
Among = Callable[[Span], tuple[Entity, ...]]  # characters -> who is told in them, in order


def told_contacts(
    document: Document, events: Sequence[Event], dated: Sequence[Timex], among: Among, link: Callable[[Span], Entity]
) -> tuple[FoundEvent, ...]:
    """The contacts that a document tells beside those of `events`; `link`: who a pronoun stands for."""
    words = contact_words()
    talks = [e for e in events if e.type == "CONSULT"]
    taken = {document.sentence_at(e.start) for e in talks}
    known = [codes_of((*e.actor, *e.recipient)) for e in talks]
    out = []
    for number, sentence in enumerate(document.sentences):
        if number in taken or document.page.passages[sentence.passage].kind != "paragraph":
            continue
        for trigger, sides in _contacts(document, sentence, among, link, words):
            peers = any(words.peers.search(side.text) for side in sides)
            if peers or not any(codes_of(sides) <= codes for codes in known):
                out.append(_event(document, trigger, sides, dated))
                known.append(codes_of(sides))
                break
    return tuple(out)


def _contacts(
    document: Document, sentence: Sentence, among: Among, link: Callable[[Span], Entity], words: ContactWords
) -> Iterator[tuple[Span, tuple[Entity, ...]]]:
    """Words that tell of a contact, with those who are told to be in it."""
    text = document.text
    for verb in words.telling.finditer(text, sentence.start, sentence.end):
        whom = next(iter(among((verb.end(), sentence.end))), None)
        if whom is None or whom.start is None or text[verb.end() : whom.start].strip():
            continue
        who = _speaker(document, (sentence.start, verb.start()), among, link)
        if who and code_of(who) and code_of(whom) and code_of(who) != code_of(whom) and _is_somebody(whom, words):
            yield verb.span(), (who, whom)
    for verb in words.together.finditer(text, sentence.start, sentence.end):
        low = max((m.end() for m in CLAUSE.finditer(text, sentence.start, verb.start())), default=sentence.start)
        sides = tuple(e for e in among((low, verb.start())) if code_of(e))
        if len(codes_of(sides)) > 1:
            yield verb.span(), sides


def _is_somebody(entity: Entity, words: ContactWords) -> bool:
    return is_person(entity) or words.peers.search(entity.text) is not None


def _speaker(document: Document, span: Span, among: Among, link: Callable[[Span], Entity]) -> Entity | None:
    """Who stands right before a word of telling: a pronoun, or the last that is named, if nobody else may speak."""
    found = PRONOUN.search(document.text, *span)
    if found:
        return link((found.start(), found.start() + len(found.group().rstrip())))
    last = next((e for e in reversed(among(span)) if code_of(e)), None)
    if last is None or last.end is None or not BETWEEN.fullmatch(document.text, last.end, span[1]):
        return None
    return last if is_person(last) else None


def _event(document: Document, trigger: Span, sides: Sequence[Entity], dated: Sequence[Timex]) -> FoundEvent:
    roles = (FoundRole("actor", *_words(document, (e.start or 0, e.end or 0)), SURE) for e in sides)
    first, last = _words(document, trigger)
    return FoundEvent(
        type="CONSULT",
        first=first,
        last=last,
        mode=None,
        status="happened",
        status_confidence=SURE,
        background=0.0,
        roles=tuple(roles),
        confidence=SURE,
        time=_time(document, trigger, dated),
        time_confidence=SURE,
    )


def _words(document: Document, span: Span) -> Span:
    return document.word_at(span[0]), document.word_at(span[1] - 1) + 1


def _time(document: Document, trigger: Span, dated: Sequence[Timex]) -> int | None:
    """Which of the times is that of a contact: the first behind its words, before what was said."""
    end = document.sentences[document.sentence_at(trigger[0])].end
    clause = CLAUSE.search(document.text, trigger[1], end)
    stop = min(end, trigger[1] + NEAR, clause.start() if clause else end)
    return next((i for i, time in enumerate(dated) if trigger[1] <= time.span[0] < stop), None)

"""Corpora and annotations -> training examples: windows of words with labels.

The texts stay where they are: the shared corpora are laid beside the project.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer

from dragoman.claims.dates import closed
from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.language.encoder import Window, windows
from dragoman.language.pronouns import unnamed
from dragoman.reading.labels import ATTRIBUTION_TAGS, EVENT_TAGS, begin, inside
from dragoman.story import Passage, Span, Status
from dragoman.timex import TimeFinder

from .annotations import Annotated, AnnotatedEvent

if TYPE_CHECKING:
    from torch import Tensor  # what reads texts alone runs without it

Days = tuple[str | None, str | None]


@dataclass
class EventLabel:
    """One event in a window: its trigger words `[first, last)`, its labels, its roles as word spans.

    `type` is None where the corpus has none of ours: then only the roles are known. `when`: the words of the window's
    dated expressions that tell its days; None where it is dated, but by none of them.
    """

    type: str | None
    first: int
    last: int
    mode: str | None
    status: Status
    background: bool
    roles: list[tuple[str, int, int]] = field(default_factory=list)
    same_as: int | None = None
    when: list[int] | None = None

    @classmethod
    def untyped(cls, trigger: Span, roles: list[tuple[str, int, int]], kind: str | None = None) -> EventLabel:
        """A predicate with its roles, of which nothing else is known (but perhaps the type)."""
        return cls(kind, *trigger, None, "happened", False, roles)


@dataclass
class AttributionLabel:
    """One attribution in a window: its cue's first word, and word spans of source and content."""

    anchor: int
    source: list[Span]
    content: list[Span]


@dataclass(frozen=True)
class Mention:
    """A span in a role: its first word, who is meant, and whether it names nobody ("it", "the group")."""

    first: int
    who: str
    unnamed: bool


@dataclass
class Taught:
    """What a teacher says of a window: log-probabilities of the tags of its words, and as seen from its anchors.

    `event`, `attribution`: words x tags; `links`: cues x words x labels; `roles`: triggers x near words x tags (not
    normed); `labels`: triggers x labels of each head on triggers.
    """

    event: Tensor
    attribution: Tensor
    cues: list[int]
    links: Tensor | None
    triggers: list[Span]
    roles: Tensor | None
    labels: dict[str, Tensor]


@dataclass
class Example:
    """A window with what is known of it; None means that the corpus does not say.

    `events`: all that the window holds, beside `event_tags`; `frames`: some predicates with their roles;
    `mentions`: the spans in roles; `times`: the first words of the dated expressions.
    """

    window: Window
    attribution_tags: list[int] | None = None
    attributions: list[AttributionLabel] = field(default_factory=list)
    event_tags: list[int] | None = None
    events: list[EventLabel] = field(default_factory=list)
    frames: list[EventLabel] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    bag: str | None = None
    bag_roles: list[tuple[str, int, int]] = field(default_factory=list)
    taught: Taught | None = None


def plain(text: str, day: dt.date | None = None) -> Document:
    """A document of one passage; `day`: the story's own."""
    return segment(Page(text, (Passage(kind="paragraph", start=0, end=len(text)),)), day)


def word_span(document: Document, start: int, end: int) -> Span | None:
    """Words that overlap the characters `[start, end)`."""
    first = document.word_at(start)
    last = first
    while last < len(document.words) and document.words[last][0] < end:
        last += 1
    return (first, last) if last > first else None


def within(span: Span | None, window: Window) -> Span | None:
    """The part of a word span inside a window, counted from the window's first word."""
    if span is None:
        return None
    low, high = max(span[0], window.first), min(span[1], window.last)
    return (low - window.first, high - window.first) if low < high else None


def paint(tags: list[int], span: Span | None, names: tuple[str, ...], label: str) -> None:
    """Write B-label I-label ... over the span."""
    if span:
        tags[span[0]] = names.index(begin(label))
        for i in range(span[0] + 1, span[1]):
            tags[i] = names.index(inside(label))


def polnear(rows: Iterable[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Example]:
    """PolNeAR: source, cue and content of every attribution."""
    for row in rows:
        document = plain(row["text"])
        parts = [_attribution_words(document, a) for a in row["attributions"]]
        for window in windows(document, tokenizer):
            yield _attribution_example(window, parts)


def spans_of(document: Document, value: Any) -> list[Span]:
    """Word spans of a corpus's [start, end], of a list of them, or of nothing."""
    pairs = [] if not value else value if isinstance(value[0], list) else [value]
    return [s for x, y in pairs if (s := word_span(document, x, y))]


def _attribution_words(document: Document, a: dict[str, Any]) -> dict[str, list[Span]]:
    return {k: spans_of(document, a.get(k)) for k in ("source", "cue", "content")}


def _attribution_example(window: Window, parts: list[dict[str, list[Span]]]) -> Example:
    example = Example(window, attribution_tags=[0] * (window.last - window.first))
    assert example.attribution_tags is not None
    for role in ("content", "source", "cue"):
        for part in parts:
            for span in part[role]:
                paint(example.attribution_tags, within(span, window), ATTRIBUTION_TAGS, role)
    for part in parts:
        cue = within(part["cue"][0], window) if part["cue"] else None
        if cue:
            kept = {k: [w for s in part[k] if (w := within(s, window))] for k in ("source", "content")}
            example.attributions.append(AttributionLabel(cue[0], kept["source"], kept["content"]))
    return example


def stories(annotated: list[Annotated], tokenizer: Tokenizer) -> Iterator[Example]:
    """Our own annotations: events with everything, and attributions where they were read."""
    finder = TimeFinder()
    for story in annotated:
        day = dt.date.fromisoformat(story.date[:10]) if story.date else None
        document = plain(story.text, day)
        dated = [
            (document.word_at(t.span[0]), (days.start, days.end))
            for t in finder.find(document)
            if (days := closed(t.interval, day))
        ]
        read = story.attributions
        parts = None if read is None else [_attribution_words(document, a) for a in read]
        for window in windows(document, tokenizer):
            here = [(w - window.first, days) for w, days in dated if window.first <= w < window.last]
            example = _story_example(document, window, story.events, here)
            for (start, end), who in sorted(story.mentions.items()):
                if span := within(word_span(document, start, end), window):
                    example.mentions.append(Mention(span[0], who, unnamed(story.text[start:end])))
            if parts is not None:
                told = _attribution_example(window, parts)
                example.attribution_tags, example.attributions = told.attribution_tags, told.attributions
            yield example


def _story_example(
    document: Document, window: Window, events: list[AnnotatedEvent], dated: list[tuple[int, Days]]
) -> Example:
    example = Example(window, event_tags=[0] * (window.last - window.first), times=[w for w, _ in dated])
    assert example.event_tags is not None
    for event in events:
        trigger = within(word_span(document, *event.span), window)
        if trigger is None:
            continue
        paint(example.event_tags, trigger, EVENT_TAGS, event.type)
        label = EventLabel(event.type, trigger[0], trigger[1], event.mode, event.status, event.background)
        label.same_as = event.same_as
        label.when = [w for w, days in dated if days == event.date] or (None if event.date else [])
        for role, start, end in event.roles:
            if span := within(word_span(document, start, end), window):
                label.roles.append((role, *span))
        example.events.append(label)
    return example


def plv(rows: Iterable[dict[str, Any]], tokenizer: Tokenizer, types: dict[str, str]) -> Iterator[Example]:
    """PLV: a sentence with a type and the spans of both sides, no trigger."""
    for row in rows:
        document = plain(row["text"])
        first = next(windows(document, tokenizer), None)
        for event in row["events"] if first else []:
            assert first is not None
            roles = [
                (role, *span)
                for a in event["args"]
                if (role := {"source": "actor", "target": "recipient"}.get(a["role"]))
                and (span := within(word_span(document, *a["span"]), first))
            ]
            yield Example(first, bag=types.get(event["type"], event["type"]), bag_roles=roles)


def unread(rows: Iterable[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Example]:
    """Texts that nobody annotated: a teacher alone speaks of them."""
    for row in rows:
        yield from map(Example, windows(plain(row["text"]), tokenizer))

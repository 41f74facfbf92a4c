"""Stories in the making for the tests of contacts and readouts: events and attributions by their words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from dragoman.claims.contacts import contacts
from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.linking.who import ActorLinker
from dragoman.story import Attribution, Contact, Entity, Event, Interval, Passage, Span, Status

LINKER = ActorLinker()
DAY = dt.date(2021, 6, 3)


def page(*paragraphs: str) -> Page:
    """A page of paragraphs; those without a final mark are headings."""
    passages, text = [], ""
    for paragraph in paragraphs:
        kind = "paragraph" if paragraph.endswith((".", '"')) else "heading"
        passages.append(Passage(kind=kind, start=len(text), end=len(text) + len(paragraph)))  # type: ignore[arg-type]
        text += paragraph + "\n\n"
    return Page(text, tuple(passages))


@dataclass
class Telling:
    """A story in the making: events and attributions by their words."""

    document: Document
    events: list[Event] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)

    def span(self, words: str) -> Span:
        found = re.search(re.escape(words), self.document.text)
        assert found, words
        return found.span()

    def who(self, *words: str) -> tuple[Entity, ...]:
        return tuple(LINKER.link(self.document, [self.span(w)])[0].entity for w in words)

    def consult(
        self,
        trigger: str,
        *actor: str,
        to: tuple[str, ...] = (),
        mode: str | None = None,
        status: Status = "happened",
        background: bool = False,
        day: str | None = None,
        place: str | None = None,
    ) -> None:
        start, end = self.span(trigger)
        event = Event(
            type="CONSULT", mode=mode, cameo=None, quad="verbal cooperation", score=None, scale="s", start=start,
            end=end, text=trigger, actor=self.who(*actor), recipient=self.who(*to), status=status,
            background=background,
            attribution=(), date=Interval(start=day, end=day) if day else None, place=place,
        )  # fmt: skip
        self.events.append(event)

    def said(self, source: str, cue: str, *content: str, around: tuple[str, ...] = ()) -> None:
        self.attributions.append(
            Attribution(
                source=self.span(source),
                cue=self.span(cue),
                content=tuple(self.span(c) for c in content),
                sources=self.who(*around, source),
                within=0 if around else None,
            )
        )

    def contacts(self) -> tuple[Contact, ...]:
        events = sorted(self.events, key=lambda e: e.start)
        return contacts(self.document, "s1", events, self.attributions, LINKER.find(self.document))


def telling(*paragraphs: str) -> Telling:
    return Telling(segment(page(*paragraphs), DAY))

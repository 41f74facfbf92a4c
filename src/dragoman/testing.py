"""A stand-in for the coder, for the tests of programs that use Dragoman: no model, no knowledge, no waiting.

coder = StandIn()
story = coder.read("Paris met London on Tuesday.", id="a", date="2024-12-03")
assert story.events[0].type == "CONSULT"
"""

from __future__ import annotations

import re

from .errors import EmptyInput, OtherLanguage
from .story import Entity, Event, Interval, MadeBy, Passage, Story
from .version import __version__

TRIGGERS = {"met": "CONSULT", "called on": "REQUEST", "accused": "ACCUSE", "attacked": "ASSAULT", "agreed": "AGREE"}
TRIGGER = re.compile(r"\b(" + "|".join(TRIGGERS) + r")\b")
WORD = re.compile(r"\w+")
LINE = re.compile(r"\S[^\r\n]*")


class StandIn:
    """Reads as `Coder` does, but finds one event only: the first of a few verbs between the words around it."""

    def read(
        self,
        data: bytes | str,
        *,
        id: str = "story",
        name: str = "text",
        date: str | None = None,
        agency: str | None = None,
        headline: str | None = None,
        lang: str | None = None,
        min_confidence: float = 0.0,
    ) -> Story:
        """A story with one event; raises EmptyInput for white space, OtherLanguage unless `lang` is None or en."""
        text = data if isinstance(data, str) else data.decode("utf-8", errors="replace")
        if not text.strip():
            raise EmptyInput(f"{name}: nothing but white space. Give a file that holds the text of a story.")
        if lang not in (None, "en"):
            raise OtherLanguage(f"{name}: the language is {lang}; English alone is read. Leave this story out.")
        passages = _passages(text)
        event = _event(text, date)
        return Story(
            id=id,
            text=text,
            language="en",
            headline=headline or text[passages[0].start : passages[0].end],
            agency=agency,
            byline=None,
            date=date[:10] if date else None,
            published=date,
            zone=None,
            zone_assumed=False,
            passages=passages,
            attributions=(),
            events=(event,),
            contacts=(),
            relations=(),
            timex=(),
            places=(),
            entities=(*event.actor, *event.recipient),
            notes=() if date else ("no date was found",),
            made_by=MadeBy(coder=__version__, model="stand-in", knowledge="none"),
        )


def _passages(text: str) -> tuple[Passage, ...]:
    """The lines of the text: a headline, if any line follows it, and paragraphs."""
    first, *rest = [match.span() for match in LINE.finditer(text)]
    headline = Passage(kind="headline" if rest else "paragraph", start=first[0], end=first[1])
    return (headline, *(Passage(kind="paragraph", start=start, end=end) for start, end in rest))


def _event(text: str, date: str | None) -> Event:
    found = TRIGGER.search(text) or WORD.search(text)
    start, end = found.span() if found else (0, len(text))
    before, after = list(WORD.finditer(text, 0, start))[-1:], list(WORD.finditer(text, end))[:1]
    return Event(
        type=TRIGGERS.get(text[start:end], "CONSULT"),
        mode=None,
        cameo=None,
        quad="verbal cooperation",
        score=None,
        scale="none",
        start=start,
        end=end,
        text=text[start:end],
        actor=tuple(map(_entity, before)),
        recipient=tuple(map(_entity, after)),
        status="happened",
        background=False,
        attribution=(),
        date=Interval(start=date[:10], end=date[:10]) if date else None,
        place=None,
        confidence=1.0,
    )


def _entity(word: re.Match[str]) -> Entity:
    return Entity(text=word.group(), name=word.group(), start=word.start(), end=word.end())

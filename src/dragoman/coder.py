"""The coder: the stages in their order. Page -> Story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from .claims.attributions import attribute
from .claims.completion import completed
from .claims.contacts import contacts
from .claims.events import build
from .claims.others import others
from .claims.relations import RelationFinder
from .claims.told import told_contacts
from .errors import TooLarge
from .ingest import ingest
from .ingest.page import Page
from .knowledge.actors import in_use, use
from .language.document import Document, segment
from .linking.who import ActorLinker, StoryActors
from .places import PlaceFinder
from .reading.model import FoundEvent, Reader, Reading
from .reading.weights import load_reader, model_name
from .stages import Linker, Places, Relations, Times
from .story import Attribution, Entity, Event, LeftOut, MadeBy, PassageKind, Story, Timex
from .timex import TimeFinder
from .version import __version__

LEFT_OUT: dict[PassageKind, str] = {
    "caption": "picture caption, not news of the day",
    "credit": "picture credit",
    "note": "note to editors",
    "boilerplate": "page furniture",
    "sign-off": "sign-off",
}


BEYOND = "beyond the bound on one story's length"


class Coder:
    """Reads stories. Making one loads model and knowledge (the costly step); it keeps no state between stories.

    Each stage may be replaced by one of your own (`stages.py`). `knowledge`: folders of knowledge files that are added
    to ours; all coders of a process have the same.

    Raises ModelError when the weights are missing or damaged, KnowledgeError when a data file is not valid.
    """

    def __init__(
        self,
        *,
        reader: Reader | None = None,
        linker: Linker | None = None,
        times: Times | None = None,
        places: Places | None = None,
        relations: Relations | None = None,
        knowledge: Sequence[Path] = (),
    ) -> None:
        if knowledge:
            use(*knowledge)
        self.reader = reader or load_reader()
        self.linker = linker or ActorLinker()
        self.times = times or TimeFinder()
        self.places = places or PlaceFinder()
        self.relations = relations or RelationFinder()

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
        """Ingest and code one story; events and attributions less sure than `min_confidence` are left out.

        Raises InputError when the story cannot be read.
        """
        page = ingest(data, name=name, date=date, agency=agency, headline=headline, lang=lang)
        try:
            return self.code(page, id, min_confidence)
        except TooLarge as error:
            raise TooLarge(f"{name}: {error}") from error

    def code(self, page: Page, id: str, min_confidence: float = 0.0) -> Story:
        """Code a page."""
        document = segment(page, day_of(page))
        timexes = self.times.find(document)
        dated = [t for t in timexes if t.interval]
        reading = self._reading(document, dated).surer(min_confidence)
        actors = self.linker.read(document, reading.antecedents)
        attributions, known, events = _told(document, reading, dated, actors)
        if states := others(document, events, attributions, known):
            actors = actors.knowing(states)
            attributions, known, events = _told(document, reading, dated, actors)
        found = contacts(document, id, events, attributions, known)
        relations, formats = self.relations.find(document, known, attributions, actors)
        return Story(
            id=id,
            text=page.text,
            language=page.language,
            headline=page.headline,
            agency=page.agency,
            byline=page.byline,
            date=document.date.isoformat() if document.date else None,
            published=page.published,
            zone=page.zone,
            zone_assumed=page.zone_assumed,
            passages=page.passages,
            attributions=attributions,
            events=completed(events, found),
            contacts=found,
            relations=relations,
            timex=timexes,
            places=self.places.find(document, known),
            entities=known,
            formats=formats,
            left_out=_left_out(document),
            notes=(*page.notes, *_notes(document)),
            extra=page.extra,
            made_by=MadeBy(coder=__version__, model=model_name(self.reader), knowledge=in_use()),
        )

    def _reading(self, document: Document, dated: Sequence[Timex]) -> Reading:
        if not document.words:
            return Reading((), ())
        return self.reader.read(document, [document.word_at(t.span[0]) for t in dated])


def _told(
    document: Document, reading: Reading, dated: Sequence[Timex], actors: StoryActors
) -> tuple[tuple[Attribution, ...], tuple[Entity, ...], tuple[Event, ...]]:
    """Who says what, the known mentions, and the events: those that the model found, and contacts told without one."""
    attributions = attribute(document, reading.attributions, actors.expand)
    known = actors.find()

    def built(found: Sequence[FoundEvent]) -> tuple[Event, ...]:
        return build(document, found, attributions, dated, actors.expand, known, lambda m: actors.link(m).by)

    events = built(reading.events)
    beside = told_contacts(document, events, dated, actors.among, lambda m: actors.link(m).entity)
    return attributions, known, built((*reading.events, *beside)) if beside else events


def day_of(page: Page) -> dt.date | None:
    """The day that dates are worked out from."""
    return dt.date.fromisoformat(page.published[:10]) if page.published else None


def _left_out(document: Document) -> tuple[LeftOut, ...]:
    """The passages that are not read, and what lies beyond the bound on work."""
    passages, cut = document.page.passages, document.cut
    parts = [LeftOut(start=p.start, end=p.end, why=LEFT_OUT[p.kind]) for p in passages if p.kind in LEFT_OUT]
    if cut is None:
        return tuple(parts)
    return (*(p for p in parts if p.end <= cut), LeftOut(start=cut, end=passages[-1].end, why=BEYOND))


def _notes(document: Document) -> tuple[str, ...]:
    if document.cut is None:
        return ()
    read = len(document.words)
    return (f"only the first {read:,} words and marks were read: cut a text as long as this into stories",)


@cache
def _coder() -> Coder:
    return Coder()


def read(
    text: bytes | str,
    *,
    date: str | None = None,
    agency: str | None = None,
    lang: str | None = None,
    id: str = "story",
    min_confidence: float = 0.0,
) -> Story:
    """Read one story with the default coder, which is loaded at the first call."""
    return _coder().read(text, date=date, agency=agency, lang=lang, id=id, min_confidence=min_confidence)

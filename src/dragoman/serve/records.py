"""What a reader shows beside a story's text: its records, each with the words it was read from and what decided it.

Pure: a story object in, values out. `reader.py` puts the marks into the text.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..story import Contact, Entity, Event, Interval, Place, Relation, Span, Story, Timex
from .templates import day

Kind = Literal["event", "source", "cue", "content", "actor", "time", "place", "relation", "readout"]
LAYERS: dict[str, str] = {  # what can be shown or not, by the first letter of its ids
    "e": "events",
    "a": "attributions",
    "p": "actors",
    "t": "times",
    "l": "places",
    "r": "relations",
    "c": "readouts",
}
HEADINGS = {
    "events": "Events",
    "attributions": "Who says what",
    "actors": "Actors",
    "times": "Times",
    "places": "Places",
    "relations": "Relations",
    "readouts": "Contacts and their readouts",
}
PHRASES = {"phone": "Call", "video": "Video call", "visit": "Visit"}


@dataclass(frozen=True)
class Mark:
    """Characters `[start, end)` of the text that a record was read from.

    `id`: that of the record, alone or with a dot and what tells it from other marks of the record.
    """

    id: str
    kind: Kind
    start: int
    end: int
    title: str

    @property
    def record(self) -> str:
        """Id of the record."""
        return self.id.partition(".")[0]

    @property
    def layer(self) -> str:
        """What it is shown or hidden with."""
        return LAYERS[self.id[0]]


@dataclass(frozen=True)
class Ref:
    """Words of a record; `to`: the place on the page they lead to, `note`: a word beside them."""

    text: str
    to: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Line:
    """A field of a record; `quoted`: its words are the story's."""

    label: str
    refs: tuple[Ref, ...]
    between: str = ", "
    quoted: bool = False


@dataclass(frozen=True)
class Why:
    """What decided a field or a mention, and how sure that was."""

    what: Ref
    by: str
    sure: float | None = None


@dataclass(frozen=True)
class Record:
    """`quote`: words of the story that tell it from others; `quad`: its class, of an event.

    `words`, `near`: ids of the marks it was read from, and of those of who and what takes part in it."""

    id: str
    title: str
    about: str = ""
    quote: str = ""
    quad: str = ""
    lines: tuple[Line, ...] = ()
    why: tuple[Why, ...] = ()
    words: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def layer(self) -> str:
        """What it is shown or hidden with."""
        return LAYERS[self.id[0]]


@dataclass
class Made:
    """The records of a story by layer, and all marks."""

    records: dict[str, list[Record]] = field(default_factory=lambda: {name: [] for name in HEADINGS})
    marks: list[Mark] = field(default_factory=list)


def records(story: Story) -> Made:
    """The records of a story."""
    return _Maker(story).made()


def days(interval: Interval | None) -> str:
    """Days as people read them."""
    if interval is None or not (interval.start or interval.end):
        return ""
    if interval.start == interval.end:
        return day(interval.start)
    if not interval.end:
        return f"from {day(interval.start)}"
    return f"{day(interval.start)} to {day(interval.end)}" if interval.start else f"until {day(interval.end)}"


def share(sure: float | None) -> str:
    """A probability as people read it."""
    return "" if sure is None else f"{sure:.0%}"


class _Maker:
    """Makes the records of one story. Marks that lie outside the text are left out: a story may be from anywhere."""

    def __init__(self, story: Story) -> None:
        self.story, self.out = story, Made()
        self.mentions: dict[int, str] = {}  # start of a mention -> its mark
        self.who: dict[tuple[object, ...], str] = {}  # actor -> its record
        self.spots: dict[str, str] = {}  # words of a place -> the mark of their first mention
        self.spoken: dict[int, list[int]] = defaultdict(list)  # attribution -> events in what it says
        self.said: dict[int, int] = {}  # event -> the innermost attribution that it is in
        self.met: dict[int, int] = {}  # event -> contact
        self.same: dict[int | None, list[int]] = defaultdict(list)  # number of a real event -> its mentions

    def made(self) -> Made:
        story = self.story
        self._in_what_is_said()
        self.met = {mention: n for n, contact in enumerate(story.contacts) for mention in contact.mentions}
        for n, event in enumerate(story.events):
            if event.same_as is not None:
                self.same[event.same_as].append(n)
        self._actors()
        self._places()
        for n, timex in enumerate(story.timex):
            self._time(f"t{n}", timex)
        for n, event in enumerate(story.events):
            self._event(n, event)
        for n in range(len(story.attributions)):
            self._attribution(n)
        for n, contact in enumerate(story.contacts):
            self._contact(n, contact)
        for n, relation in enumerate(story.relations):
            self._relation(f"r{n}", relation)
        return self.out

    def _in_what_is_said(self) -> None:
        size: dict[int, int] = {}
        order = sorted(range(len(self.story.events)), key=lambda at: self.story.events[at].start)
        starts = [self.story.events[at].start for at in order]
        for n, told in enumerate(self.story.attributions):
            for start, end in told.content:
                for at in order[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]:
                    if end - start < size.get(at, end - start + 1):
                        size[at], self.said[at] = end - start, n
        for at, n in self.said.items():
            self.spoken[n].append(at)

    def _mark(self, id: str, kind: Kind, span: Span | None, title: str) -> tuple[str, ...]:
        """The id of a new mark, or nothing."""
        if span is None or not 0 <= span[0] < span[1] <= len(self.story.text):
            return ()
        self.out.marks.append(Mark(id, kind, span[0], span[1], title))
        return (id,)

    def _keep(self, record: Record) -> None:
        self.out.records[record.layer].append(record)

    def _words(self, span: Span | None, mark: str) -> Ref:
        start, end = span or (0, 0)
        return Ref(_short(self.story.text[start:end]), f"w-{mark}")

    # --- who, where, when

    def _actors(self) -> None:
        groups: dict[tuple[object, ...], list[Entity]] = defaultdict(list)
        for entity in self.story.entities:
            groups[_identity(entity)].append(entity)
        for n, (key, mentions) in enumerate(groups.items()):
            id, first = f"p{n}", mentions[0]
            self.who[key] = id
            words: list[str] = []
            why = []
            for at, mention in enumerate(mentions):
                span = _span(mention)
                made = self._mark(f"{id}.{at}", "actor", span, f"actor: {first.name}")
                words += made
                if made and mention.start is not None:
                    self.mentions.setdefault(mention.start, made[0])
                by = mention.by or "not told"
                why.append(Why(Ref(mention.text, f"w-{made[0]}" if made else None), by))
            lines = _lines(
                ("Country", first.country or first.state),
                ("Sector", first.sector),
                ("Id", first.id),
                ("May be", [f"{one.name} ({share(one.score)})" for one in first.candidates]),
            )
            about = " · ".join(told for told in (first.sector, first.acts_for) if told)
            self._keep(Record(id, first.name, about, lines=lines, why=tuple(why), words=tuple(words)))

    def _places(self) -> None:
        groups: dict[tuple[object, ...], list[Place]] = defaultdict(list)
        for place in self.story.places:
            groups[place.name, place.geonameid, place.country, place.lat, place.lon].append(place)
        for n, mentions in enumerate(groups.values()):
            id, first = f"l{n}", mentions[0]
            words: list[str] = []
            why = []
            for at, mention in enumerate(mentions):
                made = self._mark(f"{id}.{at}", "place", mention.span, f"place: {first.name}")
                words += made
                if made:
                    self.spots.setdefault(mention.text, made[0])
                why.append(Why(self._words(mention.span, f"{id}.{at}"), mention.by or "not on the map"))
            point = f"{first.lat:.4f}, {first.lon:.4f}" if first.lat is not None and first.lon is not None else None
            lines = _lines(
                ("Country", first.country),
                ("In", first.admin1),
                ("Latitude, longitude", point),
                ("Feature", first.feature),
                ("GeoNames", str(first.geonameid) if first.geonameid else None),
            )
            about = ", ".join(told for told in (first.admin1, first.country) if told and told != first.name)
            self._keep(Record(id, first.name, about, lines=lines, why=tuple(why), words=tuple(words)))

    def _time(self, id: str, timex: Timex) -> None:
        words = self._mark(id, "time", timex.span, f"time: {timex.value}")
        lines = _lines(
            ("Days", days(timex.interval)),
            ("Value", timex.value),
            ("Kind", timex.type.lower()),
            ("Modifier", timex.mod),
            ("EDTF", timex.edtf if timex.edtf != timex.value else None),
        )
        self._keep(Record(id, timex.text, days(timex.interval) or timex.value, lines=lines, words=words))

    # --- what

    def _event(self, n: int, event: Event) -> None:
        id = f"e{n}"
        title = f"{event.type} {event.mode}" if event.mode else event.type
        words = self._mark(id, "event", (event.start, event.end), f"event: {title}, {event.status}")
        inside = self.said.get(n)
        contact = self.met.get(n)
        same = [m for m in self.same.get(event.same_as, ()) if m != n]
        lines = (
            Line("Words", (self._words((event.start, event.end), id),), quoted=True),
            *self._named("Actor", event.actor),
            *self._named("Recipient", event.recipient),
            *_lines(("Status", event.status + (", background" if event.background else ""))),
            *(self._named("On the word of", event.attribution) or _lines(("On the word of", "the story itself"))),
            *_one("Said in", self._attributed(inside) if inside is not None else None),
            *_lines(("When", days(event.date))),
            *_one("Where", Ref(event.place, self._spot(event.place)) if event.place else None),
            *_one("Contact", self._met(contact) if contact is not None else None),
            *_refs("Told again by", (self._told_event(m) for m in same)),
            *_lines(
                ("Quad class", event.quad),
                ("CAMEO", event.cameo),
                ("Score", f"{event.score:g} ({event.scale})" if event.score is not None else None),
                ("Contexts", list(event.contexts)),
                ("Sure", share(event.confidence)),
            ),
        )
        near = [*self._near((*event.actor, *event.recipient, *event.attribution))]
        if inside is not None:
            near += [f"a{inside}.s", f"a{inside}.c"]
        why = tuple(Why(Ref(step.field), step.by, step.confidence) for step in event.trail)
        about = _parties(event)
        quad = event.quad.replace(" ", "-")
        self._keep(Record(id, title, about, _short(event.text), quad, lines, why, words, tuple(near)))

    def _attribution(self, n: int) -> None:
        told = self.story.attributions[n]
        id, text = f"a{n}", self.story.text
        speaker = _short(text[slice(*told.source)]) if told.source else "nobody named"
        words = [
            *self._mark(f"{id}.s", "source", told.source, f"source: {speaker}"),
            *self._mark(f"{id}.c", "cue", told.cue, f"cue: {speaker} says"),
        ]
        for at, piece in enumerate(told.content):
            words += self._mark(f"{id}.k{at}", "content", piece, f"said by {speaker}")
        content = (self._words(piece, f"{id}.k{at}") for at, piece in enumerate(told.content))
        within = told.within if told.within is not None and told.within < len(self.story.attributions) else None
        lines = (
            *_one("Source", self._words(told.source, f"{id}.s") if told.source else None, quoted=True),
            *_one("Cue", self._words(told.cue, f"{id}.c") if told.cue else None, quoted=True),
            *_refs("Content", content, " … ", quoted=True),
            *self._named("Chain, outermost first", told.sources, " → "),
            *_one("Within", self._attributed(within) if within is not None else None),
            *_refs("Events in it", (self._told_event(at) for at in self.spoken[n])),
            *_lines(("Sure", share(told.confidence))),
        )
        near = self._near(told.sources)
        about = text[slice(*told.cue)] if told.cue else ""
        why = tuple(
            Why(Ref(one.text, self._entity(one)), one.by or "not told") for one in told.sources if one.by
        )  # fmt: skip
        self._keep(Record(id, speaker, "", _short(about), "", lines, why, tuple(words), tuple(near)))

    def _contact(self, n: int, contact: Contact) -> None:
        id = f"c{n}"
        words: list[str] = []
        accounts: list[Line] = []
        for i, (code, quotes) in enumerate(contact.readouts.items()):
            name = next((party.name for party in contact.parties if party.code == code), code)
            refs = []
            for j, quote in enumerate(quotes):
                ours = quote.story == self.story.id
                made = (
                    self._mark(f"{id}.{i}.{j}", "readout", (quote.start, quote.end), f"readout: {name}") if ours else ()
                )
                words += made
                refs.append(Ref(quote.text, f"w-{made[0]}" if made else None))
            accounts.append(Line(f"{name}'s account", tuple(refs), " … ", quoted=True))
        mentions = [at for at in contact.mentions if at < len(self.story.events)]
        asked = next((party.name for party in contact.parties if party.code == contact.asked_by), contact.asked_by)
        date = days(contact.date) + (" (the story's day)" if contact.date_from == "story" else "")
        lines = (
            *_lines(
                ("Parties", [f"{party.name} ({party.code}, {party.role})" for party in contact.parties]),
                ("Channel", contact.channel),
                ("Status", contact.status),
                ("When", date if contact.date else None),
                ("Where", contact.place),
                ("Asked for by", asked),
            ),
            *self._named("according to", contact.asked_by_according_to),
            *_refs("Told by", (self._told_event(at) for at in mentions)),
            *accounts,
        )
        near = tuple(f"e{at}" for at in mentions)
        self._keep(Record(id, _contact_title(contact), contact.status, lines=lines, words=tuple(words), near=near))

    def _relation(self, id: str, relation: Relation) -> None:
        words = self._mark(id, "relation", relation.span, f"relation: {relation.kind}")
        other = relation.object.name if relation.object else relation.place or ""
        lines = (
            Line("Words", (self._words(relation.span, id),), quoted=True),
            *self._named("Subject", (relation.subject,)),
            *self._named("Object", (relation.object,) if relation.object else ()),
            *_lines(("Where", relation.place), ("Share", relation.share), ("Since", relation.start),
                    ("Until", relation.end), ("Status", relation.status)),
            *(self._named("On the word of", relation.attribution) or _lines(("On the word of", "the story itself"))),
        )  # fmt: skip
        about = f"{relation.subject.name} → {other}" if other else relation.subject.name
        sides = (relation.subject, *((relation.object,) if relation.object else ()), *relation.attribution)
        self._keep(Record(id, relation.kind, about, lines=lines, words=words, near=tuple(self._near(sides))))

    # --- what leads from one to the other

    def _entity(self, entity: Entity) -> str | None:
        found = self.who.get(_identity(entity))
        return f"r-{found}" if found else None

    def _named(self, label: str, named: Sequence[Entity], between: str = ", ") -> tuple[Line, ...]:
        refs = dict.fromkeys(Ref(one.name, self._entity(one), one.sector) for one in named)
        return (Line(label, tuple(refs), between),) if refs else ()

    def _near(self, entities: Iterable[Entity]) -> Iterator[str]:
        found = (self.mentions.get(one.start) for one in entities if one.start is not None)
        return iter(dict.fromkeys(mark for mark in found if mark))

    def _spot(self, words: str) -> str | None:
        mark = self.spots.get(words) or next((m for text, m in self.spots.items() if text in words), None)
        return f"w-{mark}" if mark else None

    def _attributed(self, n: int) -> Ref:
        told = self.story.attributions[n]
        words = " ".join(self.story.text[slice(*span)] for span in sorted(s for s in (told.source, told.cue) if s))
        return Ref(_short(words) or "what nobody named says", f"r-a{n}")

    def _met(self, n: int) -> Ref:
        return Ref(_contact_title(self.story.contacts[n]), f"r-c{n}")

    def _told_event(self, n: int) -> Ref:
        event = self.story.events[n]
        return Ref(_short(event.text), f"r-e{n}", event.type)


def _identity(entity: Entity) -> tuple[object, ...]:
    return entity.id or entity.name, entity.name, entity.country, entity.state, entity.sector


def _span(entity: Entity) -> Span | None:
    return (entity.start, entity.end) if entity.start is not None and entity.end is not None else None


def _parties(event: Event) -> str:
    actor, recipient = (", ".join(dict.fromkeys(one.name for one in side)) for side in (event.actor, event.recipient))
    return f"{actor or 'nobody named'} → {recipient}" if recipient else actor


def _contact_title(contact: Contact) -> str:
    names = " and ".join(dict.fromkeys(party.name for party in contact.parties))
    return f"{PHRASES.get(contact.channel or '', 'Contact')}: {names}"


def _lines(*told: tuple[str, str | list[str] | None]) -> tuple[Line, ...]:
    """The fields that are told."""
    made = ((label, (value,) if isinstance(value, str) else tuple(value or ())) for label, value in told if value)
    return tuple(Line(label, tuple(Ref(value) for value in values)) for label, values in made)


def _one(label: str, ref: Ref | None, quoted: bool = False) -> tuple[Line, ...]:
    return (Line(label, (ref,), quoted=quoted),) if ref else ()


def _refs(label: str, refs: Iterable[Ref], between: str = ", ", quoted: bool = False) -> tuple[Line, ...]:
    listed = tuple(refs)
    return (Line(label, listed, between, quoted),) if listed else ()


def _short(words: str) -> str:
    return " ".join(words.split())

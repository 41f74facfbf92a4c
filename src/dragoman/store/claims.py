"""Story -> rows of the tables. The same story gives the same rows, in whatever database and process."""

from __future__ import annotations

import bisect
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec.structs import replace

from ..language.document import READ, split_sentences
from ..schema import to_json
from ..story import Attribution, Contact, Entity, Event, Interval, Place, Relation, Span, Story
from .corrected import Corrected, as_coded
from .fulltext import words
from .tables import ROOM

LEVEL = 6  # of zlib: 9 takes twice the time for a hundredth of the size
ID_LENGTH = 32  # hex digits: 128 bits
Row = dict[str, Any]


@dataclass
class Rows:
    """The rows of one story, by table. `index`: sentence keys with their words."""

    record: Row
    sentences: list[Row] = field(default_factory=list)
    index: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    claim_actors: list[Row] = field(default_factory=list)
    claim_contexts: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    contact_parties: list[Row] = field(default_factory=list)
    contact_mentions: list[Row] = field(default_factory=list)
    readouts: list[Row] = field(default_factory=list)


def digest(*parts: object) -> str:
    """Hash of anything that JSON can hold."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:ID_LENGTH]


def version_of(story: Story) -> str:
    """What a version is known by: its text, with the headline and the date where the text has none."""
    in_text = {passage.kind for passage in story.passages}
    headline = story.headline if story.headline and story.headline not in story.text else None
    date = story.published if not in_text & {"date", "dateline"} else None
    return digest(story.text, headline, date)


def uid_of(story: Story) -> str:
    """Hash of id and version: one version of one story, in any database."""
    return digest(story.id, version_of(story))


def outlet_of(story: Story) -> str | None:
    """Who brought the story, where its row told."""
    told = story.extra.get("outlet") or story.extra.get("source")
    return str(told) if isinstance(told, str | int) else None


def story_row(story: Story) -> Row:
    """The row in `stories`, but for what hangs on the database: key, times of being known and added, what ended it."""
    outlet = outlet_of(story)
    return {
        "uid": uid_of(story),
        "id": story.id,
        "version": version_of(story),
        "headline": story.headline,
        "agency": story.agency,
        "outlet": outlet,
        "origin": story.agency or outlet,
        "day": story.date,
        "published": story.published,
        "language": story.language,
        "coder": story.made_by.coder,
        "model": story.made_by.model,
        "knowledge": story.made_by.knowledge,
    }


def rows(told: Story | Corrected, key: int, known_from: str, known_to: str | None = None) -> Rows:
    """The rows of all other tables, of a story that has the number `key`; ids are of what was coded."""
    return _Maker(as_coded(told) if isinstance(told, Story) else told, key, known_from, known_to).made()


def packed(story: Story) -> tuple[bytes, bytes]:
    """Text and record, compressed apart: to quote a sentence needs no record."""
    record = to_json(replace(story, text=""))
    return zlib.compress(story.text.encode(), LEVEL), zlib.compress(record, LEVEL)


def unpacked(text: bytes, record: bytes) -> Story:
    """The story that `packed` was given."""
    story = msgspec.json.decode(zlib.decompress(record), type=Story)
    return replace(story, text=unpacked_text(text))


def unpacked_text(text: bytes) -> str:
    """The text that `packed` was given."""
    return zlib.decompress(text).decode()


class _Maker:
    """Makes the rows of one story."""

    def __init__(self, told: Corrected, key: int, known_from: str, known_to: str | None) -> None:
        self.story, self.coded, self.key = told.story, told.coded, key
        self.events = {n: index for index, n in enumerate(told.events)}  # by the indexes that they had as coded
        self.contacts = told.contacts
        self.known: Row = {"known_from": known_from, "known_to": known_to}
        self.uid = uid_of(told.coded)
        self.spans = _sentences(told.coded)
        self.starts = [start for start, _, _ in self.spans]
        self.ids: set[str] = set()
        self.event_keys: dict[int, int] = {}  # index in Story.events -> key of its claim
        text, record = packed(told.coded)
        self.rows = Rows({"story": key, "text": text, "record": record})

    def made(self) -> Rows:
        self._index()
        for coded, event in enumerate(self.coded.events):
            if coded in self.events:
                self._event(coded, self.events[coded])
            else:
                self.ids.add(self._event_id(event))  # its key stays free, so that others keep theirs
        for index, relation in enumerate(self.story.relations):
            self._relation(index, relation)
        for index, pieces in _statements(self.coded):
            self._statement(index, self.story.attributions[index], pieces)
        for index, contact in enumerate(self.story.contacts):
            self._contact(index, contact)
        return self.rows

    def _index(self) -> None:
        """Sentences, from 1; 0 is a headline that was given beside the text."""
        story, base = self.story, self.key * ROOM
        if story.headline and story.headline not in story.text:
            self._indexed(base, True, None, story.headline)
        for n, (start, stop, headline) in enumerate(self.spans, 1):
            self._indexed(base + n, headline, (start, stop), story.text[start:stop])

    def _indexed(self, key: int, headline: bool, span: Span | None, text: str) -> None:
        start, stop = span or (None, None)
        self.rows.sentences.append(
            {"key": key, "story": self.key, "headline": headline, "start": start, "stop": stop}
        )  # fmt: skip
        self.rows.index.append({"key": key, "words": words(text)})

    def _event(self, coded: int, index: int) -> None:
        event = self.story.events[index]
        spot = _place(self.story.places, event.place, event.start)
        key = self._claim(
            "event",
            index,
            (event.start, event.end),
            event.text,
            id=self._event_id(self.coded.events[coded]),
            sides=(event.actor, event.recipient),
            chain=event.attribution,
            date=event.date,
            spot=spot,
            type=event.type,
            mode=event.mode,
            cameo=event.cameo,
            quad=event.quad,
            score=event.score,
            status=event.status,
            background=event.background,
            confidence=event.confidence,
            place=event.place,
            same_as=event.same_as,
        )
        if key is None:
            return
        self.event_keys[index] = key
        self.rows.claim_contexts += [{"context": name, "claim": key} for name in dict.fromkeys(event.contexts)]

    def _relation(self, index: int, relation: Relation) -> None:
        start, stop = relation.span
        self._claim(
            "relation",
            index,
            relation.span,
            self.story.text[start:stop],
            id=self._relation_id(self.coded.relations[index]),
            sides=_ends(relation),
            chain=relation.attribution,
            date=Interval(start=relation.start, end=relation.end) if relation.start or relation.end else None,
            spot=_place(self.story.places, relation.place, start),
            type=relation.kind,
            status=relation.status,
            place=relation.place,
            share=relation.share,
        )

    def _statement(self, index: int, attribution: Attribution, pieces: Sequence[Span]) -> None:
        self._claim(
            "statement",
            index,
            (span := (pieces[0][0], pieces[-1][1])),
            " ... ".join(self.story.text[start:stop] for start, stop in pieces),
            id=self._id("statement", span, chain=self.coded.attributions[index].sources),
            sides=((), ()),
            chain=attribution.sources,
            date=None,
            spot=None,
            confidence=attribution.confidence,
        )

    def _claim(
        self,
        kind: str,
        item: int,
        span: Span,
        text: str,
        *,
        id: str,
        sides: tuple[Sequence[Entity], Sequence[Entity]],
        chain: Sequence[Entity],
        date: Interval | None,
        spot: Place | None,
        **told: Any,
    ) -> int | None:
        """The key of a claim whose rows are made; None for one that is there already, told twice in one place."""
        if id in self.ids or len(self.ids) == ROOM:
            return None
        key = self.key * ROOM + len(self.ids)
        self.ids.add(id)
        start, stop = date.start if date else None, date.end if date else None
        day = start or stop or self.story.date
        self.rows.claims.append(
            {
                **EMPTY,
                **told,
                "key": key,
                "id": id,
                "story": self.key,
                "kind": kind,
                "item": item,
                "start": span[0],
                "stop": span[1],
                "text": text,
                "date_start": start,
                "date_end": stop,
                "day": day,
                **self._sentence(span[0]),
                **_spot(spot),
                **_first("actor", sides[0]),
                **_first("recipient", sides[1]),
                **_first("speaker", chain),
                **self.known,
            }
        )
        for role, entities in zip(("actor", "recipient", "source"), (*sides, chain), strict=True):
            self.rows.claim_actors += [_actor(key, role, n, entity, day) for n, entity in enumerate(entities)]
        return key

    def _event_id(self, event: Event) -> str:
        told = event.type, event.mode, event.status, event.place
        return self._id("event", (event.start, event.end), *told, sides=(event.actor, event.recipient),
                        chain=event.attribution)  # fmt: skip

    def _relation_id(self, one: Relation) -> str:
        told = one.kind, None, one.status, one.place
        return self._id("relation", one.span, *told, sides=_ends(one), chain=one.attribution)

    def _id(
        self,
        kind: str,
        span: Span,
        type: str | None = None,
        mode: str | None = None,
        status: str | None = None,
        place: str | None = None,
        *,
        sides: tuple[Sequence[Entity], Sequence[Entity]] = ((), ()),
        chain: Sequence[Entity],
    ) -> str:
        told = ([_who(entity) for entity in entities] for entities in (*sides, chain))
        return digest(self.uid, kind, span, type, mode, status, place, *told)

    def _sentence(self, offset: int) -> Row:
        at = bisect.bisect_right(self.starts, offset) - 1
        if at < 0 or self.spans[at][1] <= offset:
            return {"sentence": None, "sentence_start": None, "sentence_stop": None}
        start, stop, _ = self.spans[at]
        return {"sentence": self.key * ROOM + at + 1, "sentence_start": start, "sentence_stop": stop}

    def _contact(self, index: int, contact: Contact) -> None:
        key = self.key * ROOM + index
        date = contact.date or Interval(start=None, end=None)
        day = date.start or date.end or self.story.date
        asked = contact.asked_by_according_to
        self.rows.contacts.append(
            {
                "key": key,
                "id": self._contact_id(self.contacts[index]),
                "story": self.key,
                "item": index,
                "channel": contact.channel,
                "status": contact.status,
                "asked_by": contact.asked_by,
                "asked_by_source": _label(asked[0]) if asked else None,
                "date_start": date.start,
                "date_end": date.end,
                "date_from": contact.date_from,
                "day": day,
                "place": contact.place,
                **self.known,
            }
        )
        self.rows.contact_parties += [
            {"contact": key, "position": n, "code": p.code, "name": p.name, "role": p.role, "day": day}
            for n, p in enumerate(contact.parties)
        ]
        told = dict.fromkeys(self.event_keys[m] for m in contact.mentions if m in self.event_keys)
        self.rows.contact_mentions += [{"contact": key, "claim": claim} for claim in told]
        self.rows.readouts += [
            {"contact": key, "code": code, "position": n, "text": q.text, "start": q.start, "stop": q.end}
            for code, quotes in contact.readouts.items()
            for n, q in enumerate(quotes)
        ]

    def _contact_id(self, index: int) -> str:
        contact = self.coded.contacts[index]
        mentions = [self.coded.events[m] for m in contact.mentions]
        parties = [party.code for party in contact.parties]
        return digest(self.uid, "contact", index, parties, [(m.start, m.end) for m in mentions])


FIELDS = (
    "type", "mode", "cameo", "quad", "score", "status", "background", "confidence", "place", "share", "same_as",
)  # fmt: skip
EMPTY: Row = dict.fromkeys(FIELDS)
NOWHERE: Row = dict.fromkeys(("place_name", "place_id", "place_country", "place_admin1", "lat", "lon"))


def _sentences(story: Story) -> list[tuple[int, int, bool]]:
    """Start, stop and whether it is a headline, of each sentence of the passages that are read, in text order."""
    found = [
        (start, stop, passage.kind == "headline")
        for passage in story.passages
        if passage.kind in READ
        for start, stop in split_sentences(story.text, passage.start, passage.end)
    ]
    return sorted(found)[: ROOM - 1]


def _statements(story: Story) -> Iterator[tuple[int, list[Span]]]:
    """Attributions, by index, with the pieces of their content that hold no event, relation or other attribution."""
    taken = sorted(
        {event.start for event in story.events}
        | {relation.span[0] for relation in story.relations}
    )  # fmt: skip
    inner: dict[int, list[int]] = {}
    for attribution in story.attributions:
        if attribution.within is not None:
            inner.setdefault(attribution.within, []).extend(start for start, _ in attribution.content)
    for index, attribution in enumerate(story.attributions):
        nested = sorted(inner.get(index, ()))
        pieces = [p for p in sorted(attribution.content) if p[0] < p[1] and not (_any(taken, p) or _any(nested, p))]
        if pieces:
            yield index, pieces


def _any(offsets: Sequence[int], span: Span) -> bool:
    at = bisect.bisect_left(offsets, span[0])
    return at < len(offsets) and offsets[at] < span[1]


def _place(places: Iterable[Place], words: str | None, near: int) -> Place | None:
    """The place mention that a claim's words for its place are, the nearest of several."""
    if not words:
        return None
    same = [p for p in places if p.text == words] or [p for p in places if p.text in words or words in p.text]
    return min(same, key=lambda p: abs(p.span[0] - near), default=None)


def _spot(place: Place | None) -> Row:
    if place is None:
        return NOWHERE
    return {
        "place_name": place.name,
        "place_id": place.geonameid,
        "place_country": place.country,
        "place_admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
    }


def _ends(relation: Relation) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    return (relation.subject,), (relation.object,) if relation.object else ()


def _label(entity: Entity) -> str:
    return entity.id or entity.name


def _who(entity: Entity) -> tuple[object, ...]:
    return entity.id or entity.name, entity.acts_for, entity.sector


def _first(role: str, entities: Sequence[Entity]) -> Row:
    first = entities[0] if entities else None
    return {role: _label(first) if first else None, f"{role}_country": first.acts_for if first else None}


def _actor(claim: int, role: str, position: int, entity: Entity, day: str | None) -> Row:
    return {
        "claim": claim,
        "role": role,
        "position": position,
        "actor": entity.id,
        "name": entity.name,
        "country": entity.acts_for,
        "sector": entity.sector,
        "text": entity.text,
        "start": entity.start,
        "stop": entity.end,
        "day": day,
    }

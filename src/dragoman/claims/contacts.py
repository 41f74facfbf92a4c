"""Contacts: meetings, visits and calls between named sides, each stored once with all its mentions and tellings."""

from __future__ import annotations

import bisect
import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..language.document import Document
from ..story import Attribution, Channel, Contact, Entity, Event, Interval, Party, PartyRole, Quote, Span, Status
from .asking import according_to, find_side
from .contact_words import ContactWords, Part, contact_words
from .parties import Sighting, code_of, codes_of, is_person, sightings
from .readouts import Told, readouts

NEAR = 60  # characters around a trigger in which a word of the channel counts
COMPARED = 20  # mentions of a contact that a new one is held against: a bound on work
CROWD = 100  # actors in a sentence that is no sentence but a list: a bound on work
RECENT = 60  # contacts that a mention may belong to: a bound on work
NEWS_DAYS = 31  # a date further back is none of a contact that is today's news
FEW, MANY = 3, 4  # states of a sentence that are taken for those that talked
SAID, MOSTLY = 3, 0.6  # times that a side is quoted, and share of all, from which a story is its word
LEAD = 6  # sentences of a story's beginning, headline and all
HELD: frozenset[Status] = frozenset({"happened", "ongoing"})
STATUSES: tuple[Status, ...] = ("happened", "ongoing", "planned")
REMOTE: frozenset[Channel] = frozenset({"phone", "video"})


@dataclass(frozen=True)
class Mention:
    """A CONSULT with its sides by code; `bare`: it names a contact told elsewhere; `past`: its words tell that it was
    held, though it was read as a plan; `other`: that it is not the one that the story tells of."""

    index: int
    event: Event
    sides: dict[str, tuple[Entity, ...]]
    channel: Channel | None
    bare: bool
    definite: bool
    past: bool = False
    other: bool = False

    @property
    def held(self) -> bool:
        return self.past or self.event.status in HELD


def contacts(
    document: Document,
    id: str,
    events: Sequence[Event],
    attributions: Sequence[Attribution],
    known: Sequence[Entity] = (),
) -> tuple[Contact, ...]:
    """The contacts of a story, in text order; `known`: all mentions of actors, in text order."""
    words = contact_words()
    mentions = [m for i, e in enumerate(events) if (m := _mention(document, i, e, words))]
    groups = _grouped(mentions, lambda m: _filled(document, m, known))
    if not any(_news(g) and len(_sides(g)) > 1 for g in groups):
        whole = next((w for m in mentions if (w := completed(document, m, events, known))), None)
        whole = whole or next((w for m in mentions if (w := voiced(m, events, attributions))), None)
        if whole:
            groups = _grouped([whole if m.index == whole.index else m for m in mentions], lambda m: None)
    if not groups:
        return ()
    seen = sightings(document, events, attributions, known)
    alone = sum(_news(g) for g in groups) == 1
    helpers = [_helpers(document, g, seen, words, everywhere=alone and _news(g)) for g in groups]
    told = [_told(g, h, words) for g, h in zip(groups, helpers, strict=True)]
    accounts = readouts(document, id, told, events, attributions, seen)
    return tuple(
        _contact(document, group, helping, seen, attributions, known, words, found)
        for group, helping, found in zip(groups, helpers, accounts, strict=True)
    )


def _told(group: Sequence[Mention], helpers: Mapping[str, PartyRole], words: ContactWords) -> Told:
    people: dict[str, frozenset[str]] = {}
    for mention in group:
        for code, entities in mention.sides.items():
            names = {name for e in entities if is_person(e) for name in (e.id, e.name, e.text) if name}
            people[code] = people.get(code, frozenset()) | names
    return Told(
        sides=_sides(group) | helpers.keys(),
        starts=tuple(m.event.start for m in group),
        news=_news(group),
        dated=any(m.event.date for m in group),
        announced=tuple(m.event.start for m in group if words.announcing.search(m.event.text)),
        people=people,
    )


def _mention(document: Document, index: int, event: Event, words: ContactWords) -> Mention | None:
    if event.type != "CONSULT" or event.status not in HELD | {"planned"} or words.standing.search(event.text):
        return None
    sides = _by_side((*event.actor, *(e for e in event.recipient if not _topic(document, event, e, words))))
    sentence = document.sentences[document.sentence_at(event.start)]
    bare = words.bare.search(document.text, event.start, event.end)
    return Mention(
        index=index,
        event=event,
        sides=sides,
        channel=_channel(document, event, (sentence.start, sentence.end), words),
        bare=bare is not None,
        past=event.status == "planned" and words.past.search(document.text, sentence.start, event.start) is not None,
        definite=bare is not None and words.definite.search(document.text, sentence.start, bare.start()) is not None,
        other=bare is not None and words.others.search(document.text, sentence.start, bare.start()) is not None,
    )


def _topic(document: Document, event: Event, entity: Entity, words: ContactWords) -> bool:
    """Whether somebody is only spoken of: "exchanged views on Iran and Iraq"."""
    if entity.start is None or entity.start < event.end:
        return False
    between = document.text[event.end : entity.start]
    found = words.topics.search(between)
    return found is not None and "with" not in between[found.end() :].split() and not is_person(entity)


def _channel(document: Document, event: Event, sentence: Span, words: ContactWords) -> Channel | None:
    """By the trigger's own words, by words near it, by the event's mode."""
    for channel, pattern in words.trigger_channels.items():
        if pattern.search(event.text):
            return channel
    low, high = max(sentence[0], event.start - NEAR), min(sentence[1], event.end + NEAR)
    for channel, pattern in words.near_channels.items():
        if pattern.search(document.text, low, high):
            return channel
    return words.modes.get(event.mode) if event.mode else None


def _sides(group: Sequence[Mention]) -> frozenset[str]:
    return frozenset[str]().union(*(m.sides for m in group))


def _news(group: Sequence[Mention]) -> bool:
    return not group[0].event.background and any(m.held for m in group)


def _grouped(mentions: Sequence[Mention], filled: Callable[[Mention], Mention | None]) -> list[list[Mention]]:
    """Mentions of one contact together: those that name two sides, then those whose sentence does, then bare nouns."""
    groups: list[list[Mention]] = []
    for mention in (m for m in mentions if len(m.sides) > 1):
        _add(mention, groups)
    named = [g[:COMPARED] for g in groups[:RECENT]]
    left = [m for m in mentions if len(m.sides) < 2 and not m.other]
    for i, mention in enumerate(left):
        whole = filled(mention) if not mention.definite or _home(mention, named) is None else None
        if whole:
            _add(whole, groups)
            left[i] = whole
    anchors = [g[:COMPARED] for g in groups[:RECENT]]
    for mention in (m for m in left if len(m.sides) < 2):
        home = _home(mention, anchors)
        if home is not None:
            groups[home].append(mention)
    return sorted((sorted(g, key=lambda m: m.index) for g in groups), key=lambda g: g[0].index)


def _add(mention: Mention, groups: list[list[Mention]]) -> None:
    """Put a mention that names its sides to the contact that it may be of, or to one of its own."""
    for group in groups[-RECENT:]:
        if all(_one(mention, other) for other in group[:COMPARED]):
            group.append(mention)
            return
    groups.append([mention])


def _filled(document: Document, mention: Mention, known: Sequence[Entity]) -> Mention | None:
    """A mention with the persons of its sentence as its sides, where they are of two."""
    sentence = document.sentences[document.sentence_at(mention.event.start)]
    low, high = (bisect.bisect_left(known, at, key=lambda e: e.start or 0) for at in (sentence.start, sentence.end))
    if high - low > CROWD:
        return None
    sides: dict[str, tuple[Entity, ...]] = {}
    for entity in known[low:high]:
        code = code_of(entity)
        if code and is_person(entity):
            sides[code] = (*sides.get(code, ()), entity)
    return replace(mention, sides=sides) if len(sides) == 2 and mention.sides.keys() <= sides.keys() else None


def completed(document: Document, mention: Mention, events: Sequence[Event], known: Sequence[Entity]) -> Mention | None:
    """A contact held that names no two sides, in a story that tells of no other, with those that its beginning gives:
    who agreed on something in that sentence or the one before, else several states that its sentence names, else the
    persons of two sides named up to there."""
    if mention.event.background or not mention.held or len(mention.sides) > 1:
        return None
    at = document.sentence_at(mention.event.start)
    first, last = document.sentences[max(0, at - 1)].start, document.sentences[at].end
    for event in events:
        if event.type == "AGREE" and event.status in HELD and not event.background and first <= event.start < last:
            sides = _by_side((*event.actor, *event.recipient, *(e for m in mention.sides.values() for e in m)))
            if len(sides) > 1:
                return replace(mention, sides=sides)
    if at >= LEAD:
        return None
    people = _by_side(e for e in known[:CROWD] if is_person(e) and (e.start or 0) < last)
    if len(people) == 2 and mention.sides.keys() <= people.keys():
        return replace(mention, sides=people)
    low, high = (bisect.bisect_left(known, x, key=lambda e: e.start or 0) for x in (document.sentences[at].start, last))
    states = _by_side(e for e in known[low:high][:CROWD] if e.country)
    if mention.bare and not people and FEW <= len(states) <= MANY and mention.sides.keys() <= states.keys():
        return replace(mention, sides=states)
    return None


def voiced(mention: Mention, events: Sequence[Event], attributions: Sequence[Attribution]) -> Mention | None:
    """A contact held that names one side, in a story that tells of no other: with the side whose word the story is,
    or, where it names that one, with the one whose delegation is told of."""
    if mention.event.background or not mention.held or len(mention.sides) != 1 or not mention.bare:
        return None
    said = Counter(code for a in attributions if a.content for s in a.sources[:1] if (code := code_of(s)))
    voice, times = said.most_common(1)[0] if said else ("", 0)
    if times < SAID or times < MOSTLY * said.total():
        return None
    if voice in mention.sides:
        told = [e for event in events for e in (*event.actor, *event.recipient) if "delegation" in e.text.lower()]
    else:
        told = [s for a in attributions for s in a.sources[:1] if code_of(s) == voice]
        told = [s for s in told if not is_person(s)] or told  # who speaks need not be who took part
    sides = {**mention.sides, **_by_side(told)}
    return replace(mention, sides=sides) if len(sides) == 2 else None


def _by_side(entities: Iterable[Entity]) -> dict[str, tuple[Entity, ...]]:
    sides: dict[str, tuple[Entity, ...]] = {}
    for entity in entities:
        if code := code_of(entity):
            sides[code] = (*sides.get(code, ()), entity)
    return sides


def _one(a: Mention, b: Mention) -> bool:
    """Could two mentions that name their sides be one contact."""
    told = a.event.same_as is not None and a.event.same_as == b.event.same_as
    if told and (a.sides.keys() <= b.sides.keys() or b.sides.keys() <= a.sides.keys()):
        return True
    if not _agree(a, b):
        return False
    if a.sides.keys() == b.sides.keys():
        return True
    subset = a.sides.keys() < b.sides.keys() or b.sides.keys() < a.sides.keys()
    return subset and (
        (a.channel is not None and a.channel == b.channel)
        or (a.event.date is not None and a.event.date == b.event.date)
    )


def _agree(a: Mention, b: Mention) -> bool:
    """Nothing known of the two differs: time, status, channel, the persons who take part."""
    return (
        (a.held, a.other) == (b.held, b.other)
        and a.event.background == b.event.background
        and _same_channel(a.channel, b.channel)
        and _overlap(a.event.date, b.event.date)
        and all(_same_people(a.sides[code], b.sides[code]) for code in a.sides.keys() & b.sides.keys())
    )


def _same_channel(a: Channel | None, b: Channel | None) -> bool:
    return a is None or b is None or a == b or not (a in REMOTE or b in REMOTE)


def _overlap(a: Interval | None, b: Interval | None) -> bool:
    if a is None or b is None:
        return True
    return (a.start or "") <= (b.end or "9999") and (b.start or "") <= (a.end or "9999")


def _same_people(a: Iterable[Entity], b: Iterable[Entity]) -> bool:
    mine, other = ({e.id or e.name for e in side if is_person(e)} for side in (a, b))
    return not mine or not other or bool(mine & other)


def _home(mention: Mention, groups: Sequence[Sequence[Mention]]) -> int | None:
    """The contact that a mention without its sides is of: the nearest before it that fits, else the next after it."""
    fitting = [i for i, group in enumerate(groups) if _joins(mention, group)]
    before = [i for i in fitting if groups[i][0].index < mention.index]
    if before:
        return max(before, key=lambda i: max(m.index for m in groups[i] if m.index < mention.index))
    forward = not mention.definite or bool(mention.sides)  # "the call" points back
    return fitting[0] if fitting and forward else None


def _joins(mention: Mention, group: Sequence[Mention]) -> bool:
    sides = _sides(group)
    if not mention.sides.keys() <= sides:
        return False
    if mention.event.same_as is not None and any(m.event.same_as == mention.event.same_as for m in group):
        return True
    channels = {m.channel for m in group if m.channel}
    points = (mention.bare and mention.definite) or (mention.channel is not None and mention.channel in channels)
    return points and all(_agree(mention, m) for m in group)


def _contact(
    document: Document,
    group: Sequence[Mention],
    helpers: Mapping[str, PartyRole],
    seen: Sequence[Sighting],
    attributions: Sequence[Attribution],
    known: Sequence[Entity],
    words: ContactWords,
    accounts: dict[str, tuple[Quote, ...]],
) -> Contact:
    spans = _sentences(document, group)
    parties = _parties(group, helpers, seen)
    asked = find_side(document, spans, seen, words.asking, frozenset(p.code for p in parties))
    date, date_from = _date(document, group)
    return Contact(
        parties=parties,
        channel=_best_channel(group, parties),
        status=_status(group),
        asked_by=asked[0] if asked else None,
        asked_by_according_to=according_to(document, asked[1], attributions, [m.event for m in group], known, words)
        if asked
        else (),
        date=date,
        date_from=date_from,
        place=next((m.event.place for m in group if m.event.place), None),
        mentions=tuple(m.index for m in group),
        readouts=accounts,
    )


def _sentences(document: Document, group: Iterable[Mention]) -> tuple[Span, ...]:
    """The sentences in which a contact is told, in text order."""
    at = sorted({document.sentence_at(m.event.start) for m in group})
    return tuple((document.sentences[i].start, document.sentences[i].end) for i in at)


def _helpers(
    document: Document, group: Sequence[Mention], seen: Sequence[Sighting], words: ContactWords, everywhere: bool
) -> dict[str, PartyRole]:
    """A mediator or host that the text adds to a contact's sides; `everywhere`: wherever it tells of one."""
    spans, sides = _sentences(document, group), _sides(group)
    whole = tuple((s.start, s.end) for s in document.sentences) if everywhere else spans
    out: dict[str, PartyRole] = {}
    parts: tuple[tuple[PartyRole, Part, Sequence[Span]], ...] = (
        ("host", words.host, spans),
        ("mediator", words.mediator, whole),
    )
    for role, part, where in parts:
        found = find_side(document, where, seen, part)
        if found and (found[0] not in sides or len(sides) > 2):
            out[found[0]] = role
    return out


def _parties(group: Sequence[Mention], helpers: Mapping[str, PartyRole], seen: Sequence[Sighting]) -> tuple[Party, ...]:
    """All sides that a mention names, and those who helped."""
    sides: dict[str, list[Entity]] = {}
    for mention in group:
        for code, entities in mention.sides.items():
            sides.setdefault(code, []).extend(entities)
    roles = {code: role for m in group for code, role in _event_roles(m, sides)} | dict(helpers)
    names = {code: _name(entities) for code, entities in sides.items()}
    for code in helpers:
        names.setdefault(code, next(s.name for s in seen if s.code == code))
    return tuple(Party(code=code, name=name, role=roles.get(code, "party")) for code, name in names.items())


def _event_roles(mention: Mention, sides: Container[str]) -> Iterator[tuple[str, PartyRole]]:
    """Who is visited hosts; an organisation in third-party talks mediates."""
    event = mention.event
    visitors = codes_of(event.actor)
    for entity in event.recipient:
        code = code_of(entity)
        if code and mention.channel == "visit" and code in sides and code not in visitors and visitors:
            yield code, "host"
    if event.mode == "third-party":
        yield from ((code_of(e) or "", "mediator") for e in event.actor if e.sector == "IGO" and code_of(e) in sides)


def _name(entities: Sequence[Entity]) -> str:
    """The name told most often, a person's before that of the state or office."""
    people = [e.name for e in entities if is_person(e)]
    return Counter(people or [e.name for e in entities]).most_common(1)[0][0]


def _best_channel(group: Sequence[Mention], parties: Sequence[Party]) -> Channel | None:
    """The channel told most often, by wire before at a table; several sides and no word for it: multilateral."""
    told = Counter(m.channel for m in group if m.channel)
    for channel, _ in sorted(told.items(), key=lambda c: (c[0] not in REMOTE, -c[1])):
        return channel
    return "multilateral" if sum(p.role == "party" for p in parties) > 2 else None


def _status(group: Sequence[Mention]) -> Status:
    told = {"happened" if m.past else m.event.status for m in group}
    return next((s for s in STATUSES if s in told), "planned")


def _date(document: Document, group: Sequence[Mention]) -> tuple[Interval | None, Literal["text", "story"] | None]:
    """The day told most often, the narrowest of those; for today's news without one, the story's own."""
    news = _news(group) and document.date is not None
    dates = [m.event.date for m in group if m.event.date]
    told = Counter((d.start, d.end) for d in dates if not news or _recent(d, document.date))
    if told:
        start, end = min(told, key=lambda d: (-told[d], _days(Interval(start=d[0], end=d[1]))))
        return Interval(start=start, end=end), "text"
    if document.date is None or not news:
        return None, None
    day = document.date.isoformat()
    return Interval(start=day, end=day), "story"


def _recent(interval: Interval, day: dt.date | None) -> bool:
    """Whether a day may be that of something held that is the news of `day`."""
    if day is None or interval.start is None:
        return True
    return 0 <= (day - dt.date.fromisoformat(interval.start)).days <= NEWS_DAYS


def _days(interval: Interval) -> int:
    if interval.start is None or interval.end is None:
        return 1_000_000
    return (dt.date.fromisoformat(interval.end) - dt.date.fromisoformat(interval.start)).days

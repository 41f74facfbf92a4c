"""Story object -> its events as the merge compares them: one telling for all mentions that the story holds one."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from msgspec import Struct

from ..knowledge.actors import actors
from ..knowledge.entries import Body, Person
from ..language.document import READ, split_sentences
from ..story import Entity, Event, Interval, Span, Story
from .knowledge import merging
from .words import WORD, Weights, content, content_of, fold, key, stem, weight

CLOSE = 9  # words on each side of a trigger that are about it
PRINT = 4  # words on each side of a trigger that are no chance when two stories have them alike
PRINTED = 6  # words, with the trigger, from which they are no chance
DEFINITE_WORDS = 2  # words before a trigger among which "the" makes it a noun that points back
REACH = 3  # words before a trigger among which "another" is of it, and that may be its name
NAME = 0.5  # a word with a capital that says more than this is a name
MAX_WORDS = 80  # around the triggers of a telling: a bound on what is kept and compared
MAX_NAMES = 40  # of a story
HOMES, NAMED_HOMES = 2, 3  # states of a story, else names, by which its tellings are found
YEARS = 1900, 2100  # numbers that are a year
NARROW = 3  # days of a date that tells a day and not a season
GUESSED = "most spoken of around"
REAL = frozenset({"happened", "ongoing"})
DENIED = frozenset({"negated", "denied"})  # a denial of an event is about that event


class Side(Struct, frozen=True, kw_only=True, array_like=True):
    """An actor of a telling: `id` of the knowledge, else None; `within`: ids of the bodies that it is part of.

    `words`: stems of its name, none for "both" or "some of them"; `person`: a human being with a name in full;
    `guessed`: its state is no more than what the text around speaks of most.
    """

    id: str | None
    words: frozenset[str]
    country: str | None
    sector: str | None
    person: bool = False
    within: frozenset[str] = frozenset()
    guessed: bool = False


class Spot(Struct, frozen=True, kw_only=True, array_like=True):
    """A place of a telling: the words of its name, and where it is if that is known."""

    words: frozenset[str]
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    feature: str | None = None


class Telling(Struct, frozen=True, kw_only=True, array_like=True, dict=True):
    """An event as one story tells it.

    `mentions`: indexes into `Story.events`; `day`: the story's own; `start`, `end`: days that the text gives the event;
    `close`: stems of the words around its triggers, with weights; `names`: those of the whole story; `prints`: triggers
    with the words around them, for reprints; `counts`: numbers by what is counted; `definite`: each trigger points
    back; `home`: what the story is about, by which its tellings are found; `contact`: index into `Story.contacts`;
    `again`: told as one more of its kind; `called`: stems of the name that a trigger has; `sure`: how surely it was on
    these days.
    """

    story: str
    mentions: tuple[int, ...]
    types: tuple[str, ...]
    kinds: frozenset[str]
    statuses: frozenset[str]
    background: bool
    day: str | None
    start: str | None
    end: str | None
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    places: tuple[Spot, ...]
    triggers: frozenset[str]
    definite: bool
    close: dict[str, float]
    names: dict[str, float]
    numbers: frozenset[int]
    counts: dict[str, frozenset[int]]
    prints: frozenset[str]
    home: tuple[str, ...] = ()
    contact: int | None = None
    again: bool = False
    called: frozenset[str] = frozenset()
    sure: float = 1.0

    @property
    def key(self) -> tuple[str, int]:
        """What names it: the story and its first mention."""
        return self.story, self.mentions[0]

    # what comparing it with many others asks again and again

    @cached_property
    def first(self) -> int | None:
        """Number of the first day that the text gives."""
        return _ordinal(self.start) if self.start else None

    @cached_property
    def last(self) -> int | None:
        return _ordinal(self.end) if self.end else None

    @cached_property
    def out(self) -> int | None:
        """Number of the story's own day."""
        return _ordinal(self.day) if self.day else None

    @cached_property
    def narrow(self) -> bool:
        """Whether the text gives a day, and not a season or an open end."""
        return self.first is not None and self.last is not None and self.last - self.first < NARROW

    @cached_property
    def type_set(self) -> frozenset[str]:
        return frozenset(self.types)

    @cached_property
    def near_types(self) -> frozenset[str]:
        """Types under which another story may tell it."""
        return frozenset(one for type in self.types for one in near_types(type))

    @cached_property
    def together(self) -> bool:
        """Whether its sides act together, so that who is actor says nothing."""
        return not self.type_set.isdisjoint(merging().both)

    @cached_property
    def mutual(self) -> bool:
        """Whether each side does it to the other, so that one story has as actor whom another has as recipient."""
        return not self.triggers.isdisjoint(merging().mutual)

    @cached_property
    def doers(self) -> tuple[Side, ...]:
        """The actors that are anybody at all; `sufferers` likewise, and `sides` all of them."""
        return tuple(side for side in self.actors if side.words or side.country)

    @cached_property
    def sufferers(self) -> tuple[Side, ...]:
        return tuple(side for side in self.recipients if side.words or side.country)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        return (*self.doers, *self.sufferers)

    @cached_property
    def marks(self) -> tuple[frozenset[str], frozenset[str]]:
        """By what the actors, and the recipients, are known again: two sides without one of these in common are two."""
        return _marks(self.doers), _marks(self.sufferers)

    @cached_property
    def befallen(self) -> frozenset[frozenset[str]]:
        """Names of the human beings whom it befell, where it befalls one but once."""
        once = not self.type_set.isdisjoint(merging().once)
        return frozenset(side.words for side in self.recipients if side.person) if once else frozenset()

    @cached_property
    def when(self) -> int | None:
        """Number of the first day that the text gives, else of the story's own."""
        return self.first or self.out

    @cached_property
    def dated(self) -> bool:
        """Whether it is a noun that points back with a day that is not the story's own: the raids of January 12."""
        return self.definite and self.narrow and self.first != self.out

    @cached_property
    def ahead(self) -> bool:
        """Whether it is neither told as having been nor as denied."""
        return self.statuses.isdisjoint(REAL) and self.statuses.isdisjoint(DENIED)


def _marks(sides: Iterable[Side]) -> frozenset[str]:
    return frozenset(mark for s in sides if not s.guessed for mark in (s.id, s.country, *s.words) if mark is not None)


@cache
def near_types(type: str) -> frozenset[str]:
    """A type and those that are taken for it."""
    return frozenset({type}.union(*(pair for pair in merging().near if type in pair)))


def days(a: str, b: str) -> int:
    """Days from one ISO date to another."""
    return _ordinal(b) - _ordinal(a)


@cache
def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def tellings(story: Story, day: str | None = None, reader: Reader | None = None) -> tuple[Telling, ...]:
    """The events of a story, in the order of their first mentions; `day`: when it came out, where it does not say."""
    reader = reader or Reader(story, day)
    return tuple(reader.telling(indexes) for indexes in groups(story.events))


def groups(events: Sequence[Event]) -> list[tuple[int, ...]]:
    """Indexes of the mentions of each event, as `same_as` numbers them; one without a number is alone."""
    same: dict[int, list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        same[event.same_as if event.same_as is not None else -1 - index].append(index)
    return sorted(tuple(found) for found in same.values())


class Reader:
    """A story with its sentences and names at hand."""

    def __init__(self, story: Story, day: str | None = None) -> None:
        self.story = story
        self.day = story.date or day
        text = story.text
        self.sentences = [
            span for p in story.passages if p.kind in READ for span in split_sentences(text, p.start, p.end)
        ]
        self.starts = [start for start, _ in self.sentences]
        self.names = _names(text, self.sentences)
        self.home = _home(story, _rare_names(text, self.sentences))
        self.contact = {index: at for at, contact in enumerate(story.contacts) for index in contact.mentions}
        self.words: dict[int, tuple[list[int], list[str]]] = {}  # start of a sentence -> its words and where they begin

    def telling(self, indexes: tuple[int, ...]) -> Telling:
        events = [self.story.events[i] for i in indexes]
        around = [self._around(e, CLOSE) for e in events]
        close = [words for words, _ in around]
        date = _date(events)
        return Telling(
            story=self.story.id,
            mentions=indexes,
            types=tuple(dict.fromkeys(e.type for e in events)),
            kinds=frozenset(kind for e, words in zip(events, close, strict=True) for kind in kinds_of(e, words)),
            statuses=frozenset(e.status for e in events),
            background=all(e.background for e in events),
            day=self.day,
            start=date.start if date else None,
            end=date.end if date else None,
            actors=_sides(entity for e in events for entity in e.actor),
            recipients=_sides(entity for e in events for entity in e.recipient),
            places=self._places(events),
            triggers=frozenset(s for e in events for s in content(e.text)),
            definite=all(_definite(words, at) for words, at in around),
            names=self.names,
            close=_heaviest(content_of(word for words in close for word in words), MAX_WORDS),
            numbers=frozenset(number for words in close for number in _all_numbers(words)),
            counts=_counts(close),
            prints=frozenset(filter(None, (self._print(e) for e in events))),
            home=self.home,
            contact=next((self.contact[i] for i in indexes if i in self.contact), None),
            sure=_sure(events, date) if date else 1.0,
            again=any(_again(words[:at]) for words, at in around),
            called=frozenset(name for words, at in around for name in _called(words[:at])) - _side_words(events),
        )

    def _sentence(self, event: Event) -> Span:
        at = bisect.bisect_right(self.starts, event.start) - 1
        return self.sentences[at] if at >= 0 else (event.start, event.end)

    def _around(self, event: Event, most: int) -> tuple[list[str], int]:
        """The words of a trigger, with as many on each side as its sentence has, up to `most`; and how many before."""
        start, end = self._sentence(event)
        if start not in self.words:
            found = list(WORD.finditer(self.story.text, start, end))
            self.words[start] = [m.start() for m in found], [m.group() for m in found]
        starts, words = self.words[start]
        first, last = bisect.bisect_left(starts, event.start), bisect.bisect_left(starts, event.end)
        low = max(0, first - most)
        return words[low : last + most], first - low

    def _print(self, event: Event) -> str | None:
        """A trigger with the words around it; None where these are too few."""
        words, _ = self._around(event, PRINT)
        return " ".join(map(fold, words)) if len(words) >= PRINTED else None

    def _places(self, events: Sequence[Event]) -> tuple[Spot, ...]:
        told = dict.fromkeys(e.place for e in events if e.place)
        return tuple(self._spot(name) for name in told if name)

    def _spot(self, name: str) -> Spot:
        """The place of a name: what the story knows of the places whose names stand in it."""
        inside = [p for p in self.story.places if p.text in name]
        found = max(inside, key=lambda p: (p.lat is not None, len(p.text)), default=None)
        words = frozenset(content(name)) or frozenset(fold(w) for w in WORD.findall(name))
        if found is None:
            return Spot(words=words)
        return Spot(
            words=words,
            country=found.country,
            admin1=found.admin1,
            lat=found.lat,
            lon=found.lon,
            feature=found.feature,
        )


def _definite(words: Sequence[str], at: int) -> bool:
    """Whether a trigger, the word at a place, is a noun that points back: the attack, their meeting."""
    return any(word.lower() in merging().definite for word in words[max(0, at - DEFINITE_WORDS) : at])


def _again(before: Sequence[str]) -> bool:
    """Whether the words before a trigger tell that there was one of its kind before: another attack, a second round."""
    return any(word.lower() in merging().again for word in before[-REACH:])


def _called(before: Sequence[str]) -> Iterator[str]:
    """The name right before a trigger, of a word or more: the Sochi memorandum, the Lantern Square attack."""
    names = itertools.takewhile(lambda word: word[0].isupper() and weight(word) > NAME, reversed(before[-REACH:]))
    return map(key, names)


def _side_words(events: Iterable[Event]) -> set[str]:
    return {word for e in events for entity in (*e.actor, *e.recipient) for word in content(entity.name)}


def kinds_of(event: Event, around: Sequence[str]) -> frozenset[str]:
    """What kind of its type an event is: by the words of its trigger, else by its mode, else by what it is about."""
    known = merging().kinds.get(event.type, {})
    found = _kinds(known, WORD.findall(event.text))
    if not found and event.mode:
        found = frozenset({merging().modes.get(event.mode, event.mode)})
    if event.type in merging().about:
        found |= _kinds(merging().kinds[merging().about[event.type]], around)
    return found


def _kinds(known: Mapping[str, frozenset[str]], words: Iterable[str]) -> frozenset[str]:
    stems = frozenset(map(stem, words))
    return frozenset(kind for kind, its in known.items() if stems & its)


def _date(events: Sequence[Event]) -> Interval | None:
    """The day that most mentions tell, the narrowest of those."""
    told = Counter((e.date.start, e.date.end) for e in events if e.date)
    if not told:
        return None
    start, end = min(told, key=lambda d: (-told[d], days(d[0], d[1]) if d[0] and d[1] else 10_000, d[0] or ""))
    return Interval(start=start, end=end)


def _sure(events: Sequence[Event], date: Interval) -> float:
    """How sure it is that the events are of a day: by the surest of those that tell it."""
    dated = [event for event in events if event.date == date]
    return max(
        [max([s.confidence or 0.0 for s in e.trail if s.field == "date"], default=1.0) for e in dated], default=1.0
    )


def _sides(entities: Iterable[Entity]) -> tuple[Side, ...]:
    return tuple(
        dict.fromkeys(_side(e.id, e.name, e.acts_for, e.sector, bool(e.by and GUESSED in e.by)) for e in entities)
    )


@lru_cache(maxsize=20_000)
def _side(id: str | None, name: str, country: str | None, sector: str | None, guessed: bool) -> Side:
    return Side(
        id=id,
        words=frozenset(content(name)),
        person=_person(id, name, sector),
        country=country,
        sector=sector,
        within=_within(id) if id else frozenset(),
        guessed=guessed,
    )


def _person(id: str | None, name: str, sector: str | None) -> bool:
    if id is not None:
        return isinstance(actors().by_id.get(id), Person)
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() for word in words) and sector not in (None, "IGO", "NGO")


@cache
def _within(id: str) -> frozenset[str]:
    """The bodies and states that an actor is part of, told by its entry, however far up."""
    out: set[str] = set()
    left = [id]
    while left:
        entry = actors().by_id.get(left.pop())
        above = entry.parents if isinstance(entry, Body) else (entry.of,) if isinstance(entry, Person) else ()
        left.extend(up for up in above if up not in out)
        out.update(above)
    return frozenset(out)


def _names(text: str, sentences: Sequence[Span]) -> dict[str, float]:
    """Stems of the words that are written with a capital inside sentences, with weights: what a story is about."""
    out: dict[str, float] = {}
    for start, end in sentences:
        for found in list(WORD.finditer(text, start, end))[1:]:
            if found.group()[0].isupper() and (said := weight(found.group())) > NAME:
                out[key(found.group())] = said
    return _heaviest(out, MAX_NAMES)


def _home(story: Story, text_names: Iterable[str]) -> tuple[str, ...]:
    """The states that a story tells most of; where it tells of none that is known, the rare names that it has most."""
    states = Counter(e.country for e in story.entities if e.country)
    told = states or Counter(text_names)
    return tuple(sorted(told, key=lambda name: (-told[name], name))[: HOMES if states else NAMED_HOMES])


def _rare_names(text: str, sentences: Iterable[Span]) -> Iterator[str]:
    for start, end in sentences:
        for found in WORD.finditer(text, start, end):
            if found.group()[0].isupper() and weight(found.group()) == 1.0:
                yield key(found.group())


def _heaviest(words: Mapping[str, float], most: int) -> dict[str, float]:
    return Weights(sorted(words.items(), key=lambda w: (-w[1], w[0]))[:most])


def _counts(pieces: Iterable[Sequence[str]]) -> dict[str, frozenset[int]]:
    """Counts told in pieces of text, by what is counted: "20 Indian soldiers" -> dead: {20}."""
    out: dict[str, set[int]] = defaultdict(set)
    for words in pieces:
        for at, word in enumerate(words):
            if (number := _number(word)) is not None:
                counted = (merging().counted.get(stem(w)) for w in words[at + 1 : at + 4])
                if what := next(filter(None, counted), None):
                    out[what].add(number)
    return {what: frozenset(found) for what, found in out.items()}


def _all_numbers(words: Iterable[str]) -> set[int]:
    return {n for word in words if (n := _number(word)) is not None and not YEARS[0] <= n <= YEARS[1]}


@lru_cache(maxsize=100_000)
def _number(word: str) -> int | None:
    if word.isdigit() and len(word) < 7:
        return int(word)
    return merging().numbers.get(word.lower())

"""Found events -> events: who, on whose word, when, where, with what decided each field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from ..knowledge.ontology import ontology
from ..knowledge.speech import speech
from ..language.document import Document
from ..reading.model import FoundEvent
from ..story import Attribution, Entity, Event, Span, Step, Timex
from .attributions import Resolve
from .contexts import Contexts
from .dates import Dated, date_of
from .roles import Mentions, joined_triggers

Explain = Callable[[Span], str | None]  # characters of a mention -> what decided who it is

DEMAND = "REQUEST"
FIGHT = "ASSAULT"
MODALS = frozenset({"should", "must", "needs to", "need to", "has to", "have to", "ought to"})
BESIDE = 16  # characters around a cue in which a word takes the report back
BACKGROUND = 0.5  # probability from which an event is background
MIN_SOURCE = 0.35  # of an attribution around an event to which the role head ties no source; set on stories/dev


def same(a: Entity, b: Entity) -> bool:
    """One actor: by knowledge id where both have one, else by name."""
    return a.id == b.id if a.id and b.id else a.name.casefold() == b.name.casefold()


def distinct(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The first mention of each actor, in order."""
    out: list[Entity] = []
    for entity in entities:
        if not any(same(entity, other) for other in out):
            out.append(entity)
    return tuple(out)


def build(
    document: Document,
    found: Sequence[FoundEvent],
    attributions: Sequence[Attribution],
    timexes: Sequence[Timex],
    resolve: Resolve,
    known: Sequence[Entity] = (),
    explain: Explain = lambda _: None,
) -> tuple[Event, ...]:
    """Resolve the events of a document, in order of their triggers."""
    ordered = joined_triggers(document, found)
    builder = _Builder(document, attributions, timexes, resolve, Mentions(document, known), explain)
    events = [builder.event(f) for f in ordered]
    kept = _told_once(document, events)
    groups = [ordered[i].group for i in kept]
    return _grouped(dated([events[i] for i in kept], groups), groups)


def _told_once(document: Document, events: Sequence[Event]) -> list[int]:
    """Indices of the events but for a "should" that goes on with a demand: "stressed that the regime should"."""
    demands: dict[int, list[Event]] = {}
    kept = []
    for i, event in enumerate(events):
        if event.type == DEMAND:
            told = demands.setdefault(document.sentence_at(event.start), [])
            if event.text.lower() in MODALS and any(_one(other, event) for other in told):
                continue
            told.append(event)
        kept.append(i)
    return kept


def dated(events: Sequence[Event], groups: Sequence[int | None]) -> list[Event]:
    """A mention without a date takes that of the nearest other mention of its event."""
    mentions: dict[int | None, list[Event]] = {}
    for event, group in zip(events, groups, strict=True):
        if group is not None and event.date:
            mentions.setdefault(group, []).append(event)
    out = []
    for event, group in zip(events, groups, strict=True):
        told = mentions.get(group, [])
        if event.date or not told:
            out.append(event)
            continue
        nearest = min(told, key=lambda o: abs(o.start - event.start))
        step = Step(field="date", by=f"the same event's mention «{nearest.text}»", confidence=nearest.confidence)
        out.append(replace(event, date=nearest.date, trail=(*event.trail, step)))
    return out


class _Builder:
    """What the events of one document are resolved with."""

    def __init__(
        self,
        document: Document,
        attributions: Sequence[Attribution],
        timexes: Sequence[Timex],
        resolve: Resolve,
        mentions: Mentions,
        explain: Explain,
    ) -> None:
        self.document = document
        self.attributions = attributions
        self.timexes = timexes
        self.resolve = resolve
        self.mentions = mentions
        self.explain = explain
        self.contexts = Contexts(document)

    def event(self, found: FoundEvent) -> Event:
        """One event with everything resolved."""
        entry = ontology()
        start, end = self.document.chars(found.first, found.last)
        actor, recipient = self._side(found, "actor"), self._side(found, "recipient")
        if found.type == FIGHT:
            actor = tuple(_armed(e) for e in actor)
        sources, source_by = self._sources(found, start)
        if entry.types[found.type].speech:  # who speaks is the actor of the act, not on whose word it is told
            sources = tuple(s for s in sources if not any(same(s, a) for a in actor))
        if found.type == DEMAND and not actor and sources:  # "they must go, X said": who speaks demands
            actor, sources = sources[-1:], sources[:-1]
        dated = date_of(self.document, found, self.timexes)
        taken_back = self._taken_back(start)
        return Event(
            type=found.type,
            mode=found.mode,
            cameo=entry.cameo(found.type, found.mode),
            quad=entry.types[found.type].quad,
            score=entry.score(found.type, found.mode),
            scale=entry.scale,
            start=start,
            end=end,
            text=self.document.text[start:end],
            actor=actor,
            recipient=tuple(e for e in recipient if not any(same(e, a) for a in actor)),
            status="denied" if taken_back else found.status,
            background=found.background >= BACKGROUND,
            attribution=sources,
            date=dated.interval if dated else None,
            place=self._place(found),
            contexts=self.contexts.at(start),
            confidence=round(found.confidence, 3),
            trail=tuple(self._trail(found, source_by, dated, taken_back)),
        )

    def _side(self, found: FoundEvent, role: str) -> tuple[Entity, ...]:
        return distinct(e for span in self.mentions.of(found, role) for e in self.resolve(self.document.chars(*span)))

    def _place(self, found: FoundEvent) -> str | None:
        places = sorted((r for r in found.roles if r.role == "place"), key=lambda r: -r.confidence)
        return self.document.text[slice(*self.document.chars(places[0].first, places[0].last))] if places else None

    def _sources(self, found: FoundEvent, trigger: int) -> tuple[tuple[Entity, ...], str | None]:
        """On whose word: the sources that the role head ties to the event, in the order of their nesting."""
        spans = [self.document.chars(*span) for span in self.mentions.of(found, "source")]
        around = [a for a in self.attributions if any(lo <= trigger < hi for lo, hi in a.content)]
        if spans:
            depth = {a.source: len(a.sources) for a in self.attributions if a.source}
            chain = [e for span in sorted(spans, key=lambda s: (_depth(depth, s), s)) for e in self.resolve(span)]
            for a in around:
                quoted = any(lo <= s[0] and s[1] <= hi for s in spans for lo, hi in a.content)
                if quoted or any(same(e, c) for c in chain for e in a.sources):
                    chain = [*a.sources, *chain]
            return distinct(chain), "model: role source"
        for a in sorted(around, key=lambda a: -(a.confidence or 0)):
            if a.sources and (a.confidence or 0) >= MIN_SOURCE:
                return a.sources, "attribution around the trigger"
        return (), None

    def _taken_back(self, trigger: int) -> str | None:
        """The word by which a report that holds the trigger is taken back: "erroneously reported that ..."."""
        for a in self.attributions:
            if a.cue and any(low <= trigger < high for low, high in a.content):
                sentence = self.document.sentences[self.document.sentence_at(a.cue[0])]
                low, high = max(sentence.start, a.cue[0] - BESIDE), min(sentence.end, a.cue[1] + BESIDE)
                if told := speech().taken_back.search(self.document.text, low, high):
                    return told[0]
        return None

    def _trail(
        self, found: FoundEvent, source_by: str | None, dated: Dated | None, taken_back: str | None
    ) -> Iterator[Step]:
        yield Step(field="type", by="model: event", confidence=round(found.confidence, 3))
        if taken_back:
            yield Step(field="status", by=f"taken back: «{taken_back}»")
        else:
            yield Step(field="status", by="model: status", confidence=round(found.status_confidence, 3))
        yield Step(field="background", by="model: background", confidence=round(found.background, 3))
        for r in found.roles:
            linked = self.explain(self.document.chars(r.first, r.last)) if r.role in ("actor", "recipient") else None
            if r.role != "source":
                by = f"model: role {r.role}" + (f"; linking: {linked}" if linked else "")
                yield Step(field=r.role, by=by, confidence=round(r.confidence, 3))
        if source_by:
            yield Step(field="attribution", by=source_by)
        if dated:
            yield Step(field="date", by=dated.by, confidence=round(found.time_confidence, 3))


def _armed(entity: Entity) -> Entity:
    """An opposition that fights is one in arms; a party by name stays what it is."""
    return replace(entity, sector="REB") if entity.sector == "OPP" and entity.id is None else entity


def _depth(depth: dict[Span, int], span: Span) -> int:
    return next((d for s, d in depth.items() if s[0] < span[1] and span[0] < s[1]), 1)


def _grouped(events: Sequence[Event], told: Sequence[int | None]) -> tuple[Event, ...]:
    """Number the groups of mentions that tell one event: by the model's word, or with the same type and parties."""
    groups: list[list[int]] = []
    for i, event in enumerate(events):
        for group in groups:
            by_model = told[i] is not None and any(told[j] == told[i] for j in group)
            if all((by_model and not _apart(events[j], event)) or _one(events[j], event) for j in group):
                group.append(i)
                break
        else:
            groups.append([i])
    number = {i: n for n, group in enumerate((g for g in groups if len(g) > 1), 1) for i in group}
    return tuple(_numbered(e, number.get(i)) for i, e in enumerate(events))


def _numbered(event: Event, number: int | None) -> Event:
    return replace(event, same_as=number) if number else event


def _one(a: Event, b: Event) -> bool:
    """Could two mentions be one event: nothing known of them may differ, and the parties must be known."""
    if a.type != b.type or a.background != b.background or not (a.actor or a.recipient):
        return False
    agreed = all(_covers(x, y) and _covers(y, x) for x, y in _sides(a, b))
    settled = {a.status, b.status} <= {"happened", "ongoing"} or a.status == b.status
    return (
        agreed
        and settled
        and not (a.date and b.date and a.date != b.date)
        and not (a.mode and b.mode and a.mode != b.mode)
    )


def _apart(a: Event, b: Event) -> bool:
    """Do two mentions name other parties: then they are two events, whatever the model says."""
    parties = a.type == "CONSULT"
    return any(x and y and not (_within(x, y) if parties else _share(x, y)) for x, y in _sides(a, b))


def _sides(a: Event, b: Event) -> list[tuple[tuple[Entity, ...], tuple[Entity, ...]]]:
    if a.type == "CONSULT":
        return [(a.actor + a.recipient, b.actor + b.recipient)]
    return [(a.actor, b.actor), (a.recipient, b.recipient)]


def _covers(xs: Sequence[Entity], ys: Sequence[Entity]) -> bool:
    """Is each of `ys` one of `xs`."""
    return all(any(same(x, y) for x in xs) for y in ys)


def _within(xs: Sequence[Entity], ys: Sequence[Entity]) -> bool:
    return _covers(xs, ys) or _covers(ys, xs)


def _share(xs: Sequence[Entity], ys: Sequence[Entity]) -> bool:
    return any(same(x, y) for x in xs for y in ys)

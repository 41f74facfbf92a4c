"""Examples -> one batch of tensors: the words of all its windows in a row, and what each head should say of them.

Each label carries a weight, so that a loss is summed over a window as its head wants it and divided by the number of
windows.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from dragoman.reading.labels import MODE_LABELS, ROLE_TAGS, SOURCE_TAGS, STATUSES, TYPES, begin, inside

from .base import Base
from .corpora import EventLabel, Example, Mention
from .network import REACH

ANCHORS = 24  # pair-head anchors of one window at most, for memory
GOLD = 0.5  # weight of the labels of a window that a teacher speaks of
ON_TRIGGERS = ("status", "background", "mode")
NEAR = 2 * REACH + 1
UNKNOWN = -100  # what torch's losses pass over

Role = tuple[str, int, int]
Painted = npt.NDArray[np.int64]
Some = TypeVar("Some")


@dataclass
class Tags:
    """Labels of words: `words` of the batch, the tag and the weight of each."""

    words: Tensor
    gold: Tensor
    weights: Tensor


@dataclass
class Pairs:
    """Labels of words as seen from others: anchors, words, the gap between them, label and weight."""

    anchors: Tensor
    words: Tensor
    gaps: Tensor
    gold: Tensor
    weights: Tensor


@dataclass
class Told:
    """Log-probabilities that a teacher gives: `at`, the rows that it speaks of, `says`: rows x labels, and weights."""

    at: Tensor
    says: Tensor
    weights: Tensor


@dataclass
class Triggers:
    """Words of triggers (`words`, and in `of` the trigger that each is part of), and the labels of each trigger."""

    words: Tensor
    of: Tensor
    gold: dict[str, Tensor]
    weights: Tensor
    told: dict[str, Told] = field(default_factory=dict)


@dataclass
class Scenes:
    """Anchors, the bounds of their windows, and the tags near each: anchors x near.

    `roles`, `sources`: UNKNOWN where nothing is said; `told`: what a teacher says, anchors x near x tags.
    """

    anchors: Tensor
    low: Tensor
    high: Tensor
    roles: Tensor
    sources: Tensor
    weights: Tensor
    told: Told | None = None


@dataclass
class Bags:
    """Windows of one event each: `words` and in `of` the window of each; its type; tags of the words in its roles."""

    words: Tensor
    of: Tensor
    low: Tensor
    high: Tensor
    types: Tensor
    roles: Tensor
    weights: Tensor


@dataclass
class Batch:
    """Wordpieces and mask (windows x longest); `words`: where in them each word begins; labels by head."""

    ids: Tensor
    mask: Tensor
    words: Tensor
    tags: dict[str, Tags]
    told: dict[str, Told]
    pairs: dict[str, Pairs]
    told_pairs: dict[str, Told]
    triggers: Triggers | None
    scenes: Scenes | None
    bags: Bags | None


def moved(batch: Batch, device: torch.device) -> Batch:
    """The batch with its tensors on a device."""
    return _each(batch, lambda t: t.to(device))


def packed(batch: Batch) -> bytes:
    """The batch in one piece: processes hand over many tensors far more slowly."""
    return pickle.dumps(_each(batch, lambda t: t.numpy()))


def unpacked(data: bytes, device: torch.device) -> Batch:
    """The batch of `packed`, on a device."""
    return _each(pickle.loads(data), lambda a: torch.from_numpy(a).to(device))


def _each(value: Some, change: Callable[[Any], Any]) -> Some:
    """A batch, or a part of one, with each tensor or array of it changed."""
    if isinstance(value, Tensor | np.ndarray):
        changed: Some = change(value)
        return changed
    if isinstance(value, dict):
        return type(value)({k: _each(v, change) for k, v in value.items()})
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{f.name: _each(getattr(value, f.name), change) for f in fields(value)})
    return value


def pieces(examples: list[Example], form: Base) -> tuple[Tensor, Tensor, Tensor]:
    """Wordpieces and mask of a batch (examples x longest), and the first piece of each word, counted through both."""
    longest = max(len(e.window.pieces) for e in examples) + 2
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    heads = []
    for i, e in enumerate(examples):
        row = [form.first, *(piece + form.shift for piece in e.window.pieces), form.last]
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
        heads.append(np.array(e.window.heads, dtype=np.int64) + 1 + i * longest)
    return ids, mask, torch.from_numpy(np.concatenate(heads))


class Collector:
    """Gathers the labels of windows; a word's number counts through the batch."""

    def __init__(self, windows: int) -> None:
        self.share = 1 / windows
        self.tags: dict[str, list[tuple[Any, Any, Any]]] = {}
        self.told: dict[str, list[tuple[Any, Any, Any]]] = {}
        self.pairs: dict[str, list[tuple[Any, ...]]] = {}
        self.told_pairs: dict[str, list[tuple[Any, Any, Any]]] = {}
        self.triggers: list[tuple[int, int]] = []
        self.labels: dict[str, list[int]] = {k: [] for k in ON_TRIGGERS}
        self.trigger_weights: list[float] = []
        self.trigger_told: dict[str, list[tuple[Any, Any, Any]]] = {k: [] for k in ON_TRIGGERS}
        self.anchors: list[tuple[int, int, int]] = []
        self.painted: list[tuple[Painted, Painted]] = []
        self.anchor_weights: list[float] = []
        self.scene_told: list[tuple[Any, Any, Any]] = []
        self.bags: list[tuple[int, int, int, float]] = []
        self.bag_roles: list[Painted] = []

    def window(self, e: Example, low: int) -> None:
        """Labels of a window whose first word has the number `low`."""
        count = len(e.window.heads)
        weight = self.share * (GOLD if e.taught else 1.0)
        if e.attribution_tags is not None:
            self._tags("attribution", np.arange(count) + low, e.attribution_tags, weight)
            self._attributions(e, low, count, weight)
        if e.event_tags is not None:
            self._tags("event", np.arange(count) + low, e.event_tags, weight)
            self._same(e.events[:ANCHORS], low, weight)
            self._times(e, low, weight)
            self._antecedents(e.mentions, low, weight)
        if e.frames:
            self._frames(random.sample(e.frames, min(ANCHORS, len(e.frames))), low, count, weight)
        if e.bag is not None:
            self.bags.append((low, low + count, TYPES.index(e.bag), weight))
            self.bag_roles.append(_painted(e.bag_roles, count, ROLE_TAGS))
        self._events(e, low, count, weight)
        if e.taught:
            self._taught(e, low, count)

    def _tags(self, head: str, words: Painted, tags: list[int], weight: float) -> None:
        self.tags.setdefault(head, []).append((words, tags, np.full(len(tags), weight / len(tags))))

    def _attributions(self, e: Example, low: int, count: int, weight: float) -> None:
        labels = e.attributions[:ANCHORS]
        if not labels:
            return
        gold = np.zeros((len(labels), count), dtype=np.int64)
        for i, a in enumerate(labels):
            for label, spans in ((2, a.content), (1, a.source)):
                for first, last in spans:
                    gold[i, first:last] = label
        self._pairs("attribution_pair", *_all_pairs([a.anchor for a in labels], count), gold.ravel(), low, weight)

    def _pairs(self, head: str, anchors: Any, words: Any, gold: Any, low: int, weight: float) -> None:
        if len(gold):
            a, w = np.asarray(anchors), np.asarray(words)
            row = (a + low, w + low, w - a, np.asarray(gold), np.full(len(gold), weight / len(gold)))
            self.pairs.setdefault(head, []).append(row)

    def _same(self, events: list[EventLabel], low: int, weight: float) -> None:
        """Whether two triggers of one type tell one event."""
        pairs = [
            (a.first, b.first, int(a.same_as is not None and a.same_as == b.same_as))
            for a in events
            for b in events
            if a is not b and a.type == b.type
        ]
        self._rows("same_pair", pairs, low, weight)

    def _times(self, e: Example, low: int, weight: float) -> None:
        """Which of the dated expressions tell an event's days."""
        known = [v for v in e.events if v.when is not None]
        kept = random.sample(known, min(ANCHORS, len(known)))
        self._rows("time_pair", [(v.first, t, int(t in (v.when or ()))) for v in kept for t in e.times], low, weight)

    def _antecedents(self, mentions: list[Mention], low: int, weight: float) -> None:
        """Whom a mention that names nobody stands for: the named mentions of the same."""
        unnamed = [m for m in mentions if m.unnamed]
        kept = random.sample(unnamed, min(ANCHORS, len(unnamed)))
        pairs = [(a.first, b.first, int(a.who == b.who)) for a in kept for b in mentions if not b.unnamed]
        self._rows("antecedent_pair", pairs, low, weight)

    def _rows(self, head: str, pairs: list[tuple[int, int, int]], low: int, weight: float) -> None:
        if pairs:
            anchors, words, gold = (list(side) for side in zip(*pairs, strict=True))
            self._pairs(head, anchors, words, gold, low, weight)

    def _frames(self, frames: list[EventLabel], low: int, count: int, weight: float) -> None:
        """Roles of some predicates, and the types of those that have one; nothing is said of other words."""
        for f in frames:
            self._scene(f.first, low, count, f.roles, weight / len(frames), sources=False)
        if typed := [(f.first, 1 + 2 * TYPES.index(f.type)) for f in frames if f.type]:
            at, tags = zip(*typed, strict=True)
            self._tags("event frame", np.array(at) + low, list(tags), weight)

    def _scene(
        self, anchor: int, low: int, count: int, roles: list[Role] | None, weight: float, sources: bool = True
    ) -> None:
        """Tags of the words near an anchor; of no words where `roles` is None."""
        self.anchors.append((anchor + low, low, low + count))
        nothing = np.full(NEAR, UNKNOWN, dtype=np.int64)
        known = [_near(_painted(roles or [], count, names), anchor) for names in (ROLE_TAGS, SOURCE_TAGS)]
        if roles is None:
            known = [nothing, nothing]
        self.painted.append((known[0], known[1] if sources else nothing))
        self.anchor_weights.append(weight)

    def _events(self, e: Example, low: int, count: int, weight: float) -> None:
        """Labels and roles of the events, and what a teacher says of those that it found where none are annotated."""
        events = e.events[:ANCHORS]
        for v in events:
            self.triggers.append((v.first + low, v.last + low))
            self.labels["status"].append(STATUSES.index(v.status))
            self.labels["background"].append(int(v.background))
            self.labels["mode"].append(MODE_LABELS.index(f"{v.type}:{v.mode or ''}"))
            self.trigger_weights.append(weight / len(events))
            self._scene(v.first, low, count, v.roles, weight / len(events))
        if e.taught and not events:
            for first, last in e.taught.triggers:
                self.triggers.append((first + low, last + low))
                self.trigger_weights.append(0.0)
                for gold in self.labels.values():
                    gold.append(0)
                self._scene(first, low, count, None, 0.0)

    def _taught(self, e: Example, low: int, count: int) -> None:
        """What a teacher says, of the triggers that `_events` has just entered."""
        lesson = e.taught
        assert lesson
        for head in ("event", "attribution"):
            _add(self.told.setdefault(head, []), low, getattr(lesson, head), self.share / count)
        if lesson.links is not None:
            anchors, words = _all_pairs(lesson.cues, count)
            rows = sum(len(a) for a, *_ in self.pairs.get("attribution_pair taught", ()))
            self._pairs("attribution_pair taught", anchors, words, np.zeros(len(anchors), dtype=np.int64), low, 0.0)
            said = lesson.links.flatten(0, 1)
            _add(self.told_pairs.setdefault("attribution_pair", []), rows, said, self.share / len(said))
        if lesson.roles is not None:
            each = self.share / len(lesson.triggers)
            _add(self.scene_told, len(self.anchors) - len(lesson.triggers), lesson.roles, each)
            for head, said in lesson.labels.items():
                _add(self.trigger_told[head], len(self.triggers) - len(lesson.triggers), said, each)

    def batch(self, ids: Tensor, mask: Tensor, words: Tensor) -> Batch:
        """All that was gathered, as tensors."""
        return Batch(
            ids,
            mask,
            words,
            {head: Tags(*_joined(rows)) for head, rows in self.tags.items()},
            {head: Told(*_joined(rows)) for head, rows in self.told.items()},
            {head: Pairs(*_joined(rows)) for head, rows in self.pairs.items()},
            {head: Told(*_joined(rows)) for head, rows in self.told_pairs.items()},
            self._trigger_batch() if self.triggers else None,
            self._scene_batch() if self.anchors else None,
            self._bag_batch() if self.bags else None,
        )

    def _trigger_batch(self) -> Triggers:
        told = {head: Told(*_joined(rows)) for head, rows in self.trigger_told.items() if rows}
        gold = {head: torch.tensor(labels) for head, labels in self.labels.items()}
        return Triggers(*_runs(self.triggers), gold, torch.tensor(self.trigger_weights), told)

    def _scene_batch(self) -> Scenes:
        at, low, high = (torch.tensor(side) for side in zip(*self.anchors, strict=True))
        roles, sources = (torch.from_numpy(np.stack(side)) for side in zip(*self.painted, strict=True))
        told = Told(*_joined(self.scene_told)) if self.scene_told else None
        return Scenes(at, low, high, roles, sources, torch.tensor(self.anchor_weights), told)

    def _bag_batch(self) -> Bags:
        low, high, types, weights = (torch.tensor(side) for side in zip(*self.bags, strict=True))
        roles = torch.from_numpy(np.concatenate(self.bag_roles))
        return Bags(*_runs([(a, b) for a, b, *_ in self.bags]), low, high, types, roles, weights)


def collate(examples: list[Example], form: Base) -> Batch:
    """The batch of some examples."""
    collector, low = Collector(len(examples)), 0
    for e in examples:
        collector.window(e, low)
        low += len(e.window.heads)
    return collector.batch(*pieces(examples, form))


def _all_pairs(anchors: list[int], count: int) -> tuple[Painted, Painted]:
    """Each anchor beside each of `count` words."""
    return np.repeat(np.array(anchors, dtype=np.int64), count), np.tile(np.arange(count), len(anchors))


def _add(rows: list[tuple[Any, Any, Any]], first: int, said: Tensor, weight: float) -> None:
    count = len(said)
    rows.append((np.arange(count) + first, said, np.full(count, weight)))


def _joined(rows: Iterable[tuple[Any, ...]]) -> list[Tensor]:
    """Columns of rows, each in one tensor; weights are float32, numbers int64, what is said float16."""
    return [_column(part) for part in zip(*rows, strict=True)]


def _column(parts: tuple[Any, ...]) -> Tensor:
    if isinstance(parts[0], Tensor):
        return torch.cat(parts)
    column = np.concatenate([np.asarray(part) for part in parts])
    return torch.from_numpy(column.astype(np.float32 if column.dtype.kind == "f" else np.int64))


def _runs(spans: list[tuple[int, int]]) -> tuple[Tensor, Tensor]:
    """The numbers in each span, and the span that each is from."""
    words = np.concatenate([np.arange(a, b) for a, b in spans])
    return torch.from_numpy(words), torch.from_numpy(np.repeat(np.arange(len(spans)), [b - a for a, b in spans]))


def _painted(roles: list[Role], count: int, names: tuple[str, ...]) -> Painted:
    """Tags of the roles that `names` holds, for each word of a window."""
    tags = np.zeros(count, dtype=np.int64)
    for role, first, last in roles:
        if begin(role) in names:
            tags[first] = names.index(begin(role))
            tags[first + 1 : last] = names.index(inside(role))
    return tags


def _near(tags: Painted, anchor: int) -> Painted:
    """The tags of the words near an anchor, UNKNOWN beyond the window."""
    edge = np.full(REACH, UNKNOWN, dtype=np.int64)
    return np.concatenate((edge, tags, edge))[anchor : anchor + NEAR]

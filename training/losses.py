"""The loss of each head on the words of one window."""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional

from dragoman.reading.labels import MODE_LABELS, ROLE_TAGS, SOURCE_TAGS, STATUSES, TYPES, begin, inside

from .corpora import EventLabel, Example, Mention, Taught
from .network import ReadingNetwork, buckets, gap_buckets

ANCHORS = 24  # pair-head anchors of one window at most, for memory
# Weights beside the tag losses, which are means over words; ROLES is of a sum over words.
ROLES, LABELS, FRAME, SAME, TIMES = 0.08, 0.3, 0.2, 0.15, 0.3
BAG, FIRST, BAG_ROLES = 0.1, 0.03, 0.2  # a sentence's one type: that it is there, that it is the surest, its sides

Role = tuple[str, int, int]


class Losses:
    """Losses by head, for what an example knows."""

    def __init__(self, net: ReadingNetwork) -> None:
        self.heads = net.heads
        self.seen: tuple[Tensor, list[int], tuple[Tensor, Tensor]] | None = None

    def window(self, words: Tensor, e: Example) -> dict[str, Tensor]:
        """words: n x width -> loss of each head that the example has labels for."""
        out: dict[str, Tensor] = {}
        if e.attribution_tags is not None:
            out["attribution"] = self._tags("attribution", words, e.attribution_tags)
            if e.attributions:
                out["attribution_pair"] = self._attribution_pairs(words, e)
        if e.event_tags is not None:
            out["event"] = self._tags("event", words, e.event_tags)
            if e.events:
                out |= self._events(words, e.events[:ANCHORS])
                out |= self._times(words, e.events, e.times)
            out |= self._antecedents(words, e.mentions)
        if e.frames:
            out |= self._frames(words, random.sample(e.frames, min(ANCHORS, len(e.frames))))
        if e.bag is not None:
            out["event"], anchor = self._bag(words, e.bag)
            out["role_scene"] = ROLES * BAG_ROLES * self._roles(words, [anchor], [e.bag_roles])
        return out

    def taught(self, words: Tensor, lesson: Taught) -> dict[str, Tensor]:
        """words: n x width -> how far each head is from what the teacher says, at the weights of its other loss."""
        out = {k: _apart(self.heads[k](words), getattr(lesson, k)).mean() for k in ("event", "attribution")}
        if lesson.links is not None:
            at = torch.tensor(lesson.cues)
            links = self.heads["attribution_pair"](words[at], words, buckets(at, len(words)))
            out["attribution_pair"] = _apart(links, lesson.links).mean()
        if lesson.roles is not None:
            out |= self._taught_events(words, lesson, lesson.roles)
        return out

    def _taught_events(self, words: Tensor, lesson: Taught, roles: Tensor) -> dict[str, Tensor]:
        triggers = torch.stack([words[a:b].mean(0) for a, b in lesson.triggers])
        out = {k: LABELS * _apart(self.heads[k](triggers), told).mean() for k, told in lesson.labels.items()}
        logits, near = self._scene(words, [a for a, _ in lesson.triggers])
        split = len(ROLE_TAGS)
        parts = [
            _apart(logits[..., part], torch.log_softmax(roles[..., part].float(), -1))[near >= 0].sum()
            for part in (slice(0, split), slice(split, None))
        ]
        return out | {"role_scene": ROLES * torch.stack(parts).sum() / len(triggers)}

    def _tags(self, head: str, words: Tensor, tags: list[int]) -> Tensor:
        return functional.cross_entropy(self.heads[head](words), torch.tensor(tags))

    def _pairs(self, head: str, words: Tensor, anchors: list[int], gold: Tensor) -> Tensor:
        """Mean over the pairs of anchor and word."""
        at = torch.tensor(anchors)
        logits = self.heads[head](words[at], words, buckets(at, len(words)))
        return functional.cross_entropy(logits.flatten(0, 1), gold.flatten())

    def _attribution_pairs(self, words: Tensor, e: Example) -> Tensor:
        labels = e.attributions[:ANCHORS]
        gold = torch.zeros(len(labels), len(words), dtype=torch.long)
        for i, a in enumerate(labels):
            for label, spans in ((2, a.content), (1, a.source)):
                for low, high in spans:
                    gold[i, low:high] = label
        return self._pairs("attribution_pair", words, [a.anchor for a in labels], gold)

    def _events(self, words: Tensor, events: list[EventLabel]) -> dict[str, Tensor]:
        triggers = torch.stack([words[v.first : v.last].mean(0) for v in events])
        gold = {
            "status": [STATUSES.index(v.status) for v in events],
            "background": [int(v.background) for v in events],
            "mode": [MODE_LABELS.index(f"{v.type}:{v.mode or ''}") for v in events],
        }
        out = {k: LABELS * self._tags(k, triggers, v) for k, v in gold.items()}
        roles = self._roles(words, [v.first for v in events], [v.roles for v in events], told=True)
        return out | {"role_scene": ROLES * roles} | self._same(words, events)

    def _same(self, words: Tensor, events: list[EventLabel]) -> dict[str, Tensor]:
        """Whether two triggers of one type tell one event."""
        pairs = [
            (a.first, b.first, a.same_as is not None and a.same_as == b.same_as)
            for a in events
            for b in events
            if a is not b and a.type == b.type
        ]
        return self._matched("same_pair", SAME, words, pairs)

    def _times(self, words: Tensor, events: list[EventLabel], times: list[int]) -> dict[str, Tensor]:
        """Which of the dated expressions tell an event's days."""
        known = [v for v in events if v.when is not None]
        kept = random.sample(known, min(ANCHORS, len(known)))
        return self._matched(
            "time_pair", TIMES, words, [(v.first, t, t in (v.when or ())) for v in kept for t in times]
        )

    def _antecedents(self, words: Tensor, mentions: list[Mention]) -> dict[str, Tensor]:
        """Whom a mention that names nobody stands for: the named mentions of the same."""
        unnamed = [m for m in mentions if m.unnamed]
        kept = random.sample(unnamed, min(ANCHORS, len(unnamed)))
        pairs = [(a.first, b.first, a.who == b.who) for a in kept for b in mentions if not b.unnamed]
        return self._matched("antecedent_pair", SAME, words, pairs)

    def _matched(
        self, head: str, weight: float, words: Tensor, pairs: list[tuple[int, int, bool]]
    ) -> dict[str, Tensor]:
        if not pairs:
            return {}
        anchors, others, gold = (torch.tensor(side) for side in zip(*pairs, strict=True))
        logits = self.heads[head].among(words[anchors], words[others], gap_buckets(others - anchors))
        return {head: weight * functional.cross_entropy(logits, gold.long())}

    def _frames(self, words: Tensor, frames: list[EventLabel]) -> dict[str, Tensor]:
        """Roles of some predicates, and the types of those that have one; nothing is said of other words."""
        out = {"role_scene": ROLES * self._roles(words, [f.first for f in frames], [f.roles for f in frames])}
        typed = [(f.first, 1 + 2 * TYPES.index(f.type)) for f in frames if f.type]
        if typed:
            at, tags = zip(*typed, strict=True)
            out["event"] = FRAME * self._tags("event", words[torch.tensor(at)], list(tags))
        return out

    def _roles(self, words: Tensor, anchors: list[int], roles: list[list[Role]], told: bool = False) -> Tensor:
        """Of the roles; and, where the corpus tells on whose word an event stands, of the sources."""
        logits, near = self._scene(words, anchors)
        parts = [(ROLE_TAGS, slice(0, len(ROLE_TAGS)))] + [(SOURCE_TAGS, slice(len(ROLE_TAGS), None))] * told
        out = []
        for names, part in parts:
            gold = _painted(roles, len(words), names).gather(1, near.clamp_min(0)).masked_fill(near < 0, -100)
            # roles are few: summed over the words, so that a long window does not drown them
            lost = functional.cross_entropy(logits[..., part].float().flatten(0, 1), gold.flatten(), reduction="sum")
            out.append(lost / len(anchors))
        return torch.stack(out).sum()

    def _scene(self, words: Tensor, anchors: list[int]) -> tuple[Tensor, Tensor]:
        """The scene head's scores; kept for the teacher's word on the same triggers, since it is the costliest head."""
        if self.seen is None or self.seen[0] is not words or self.seen[1] != anchors:
            self.seen = words, anchors, self.heads["role_scene"].scene(words, torch.tensor(anchors))
        return self.seen[2]

    def _bag(self, words: Tensor, kind: str) -> tuple[Tensor, int]:
        """Some word triggers the type (noisy or), and it is the surest of all; the likeliest is taken as the anchor."""
        chances = torch.softmax(self.heads["event"](words), -1)
        begins = chances[:, 1::2].clamp(1e-6, 1 - 1e-6)
        mine = begins[:, TYPES.index(kind)]
        some = (1 - torch.exp(torch.log1p(-mine).sum())).clamp_min(1e-6)
        first = mine.sum() / begins.sum()
        return -BAG * torch.log(some) - FIRST * torch.log(first), int(mine.argmax())


def _painted(roles: list[list[Role]], count: int, names: tuple[str, ...]) -> Tensor:
    """Tags of the roles that `names` holds: events x words."""
    gold = torch.zeros(len(roles), count, dtype=torch.long)
    for i, mine in enumerate(roles):
        for role, low, high in mine:
            if begin(role) in names:
                gold[i, low] = names.index(begin(role))
                gold[i, low + 1 : high] = names.index(inside(role))
    return gold


def _apart(logits: Tensor, told: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the last axis from log-probabilities."""
    mine = torch.log_softmax(logits.float(), -1)
    return functional.kl_div(mine, told.float(), reduction="none", log_target=True).sum(-1)

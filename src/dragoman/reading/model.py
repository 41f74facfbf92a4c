"""What the reading model sees in a document: attributions and events as word spans, before anything is resolved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..language.document import Document
from ..language.encoder import Array, EncodedWindow, Encoder
from ..story import Span, Status
from .heads import Heads, Tags, spans
from .labels import ATTRIBUTION_ROLES, MODE_LABELS, ROLE_TAGS, STATUSES, TYPES

ROLE_BIAS = 0.5  # taken off the score of "no role" before decoding: roles are rarer in training windows than in stories
MIN_LINK = 0.10  # mean probability under which a source or content is not tied to a cue
ELSEWHERE = 0.5  # factor of a tie to a cue in another sentence where the span's own has one
NEVER = 1e-6  # no probability is nearer to 0 or 1
MAX_EVENTS = 400  # of one window: a bound on work


@dataclass(frozen=True)
class FoundAttribution:
    """Word spans of one attribution. A cue without content frames another attribution: "According to X, Y said ..."."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True)
class FoundRole:
    """A word span in a role of an event, with its probability."""

    role: str
    first: int
    last: int
    confidence: float


@dataclass(frozen=True)
class FoundEvent:
    """An event's trigger words, its labels, its roles."""

    type: str
    first: int
    last: int
    mode: str | None
    status: Status
    status_confidence: float
    background: float
    roles: tuple[FoundRole, ...]
    confidence: float


@dataclass(frozen=True)
class Reading:
    """All that the model found in a document, in order of words."""

    attributions: tuple[FoundAttribution, ...]
    events: tuple[FoundEvent, ...]

    def surer(self, least: float) -> Reading:
        """What has at least this confidence."""
        if least <= 0:
            return self
        kept = [a for a in self.attributions if a.confidence >= least]
        return Reading(tuple(kept), tuple(e for e in self.events if e.confidence >= least))


class Reader(Protocol):
    """Finds attributions and events in a document."""

    def read(self, document: Document) -> Reading: ...


class Reach:
    """How far a cue reaches: not out of or into a title, and less into a sentence that has a cue of its own."""

    def __init__(self, document: Document) -> None:
        count = len(document.words)
        self.sentence = np.zeros(count, np.int64)
        self.title = np.full(count, -1, np.int64)
        for i, s in enumerate(document.sentences):
            self.sentence[s.first : s.last] = i
            if document.page.passages[s.passage].kind != "paragraph":
                self.title[s.first : s.last] = s.passage

    def of(self, window: EncodedWindow, cues: list[int]) -> Array:
        """Factors from 0 to 1: cues x words of the window."""
        sentence = self.sentence[window.first : window.last]
        title = self.title[window.first : window.last]
        at = np.array(cues)
        here = sentence[at][:, None] == sentence[None]
        own = here.any(0)
        factors = np.where(here | ~own[None], 1.0, ELSEWHERE) * (title[at][:, None] == title[None])
        out: Array = factors.astype(np.float32)
        return out


@dataclass(frozen=True)
class Scale:
    """Platt scaling of a probability: the logistic of `slope` times its log-odds plus `shift`."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, chance: float) -> float:
        kept = min(max(chance, NEVER), 1 - NEVER)
        return 1 / (1 + math.exp(-self.slope * math.log(kept / (1 - kept)) - self.shift))


class ModelReader:
    """The trained reader: an encoder and its heads, and how far the probabilities of each are to be trusted."""

    def __init__(self, encoder: Encoder, heads: Heads, scales: Mapping[str, Scale] | None = None) -> None:
        self.encoder = encoder
        self.heads = heads
        self.scales = {"event": Scale(), "attribution": Scale()} | dict(scales or {})

    def read(self, document: Document) -> Reading:
        """Read each window alone."""
        attributions: list[FoundAttribution] = []
        events: list[FoundEvent] = []
        reach = Reach(document)
        for window in self.encoder.encode(document):
            attributions += self._attributions(window, reach)
            events += self._events(window)
        return Reading(tuple(attributions), tuple(events))

    def _attributions(self, window: EncodedWindow, reach: Reach) -> Iterator[FoundAttribution]:
        scores = self.heads.linear("attribution", window.vectors)
        found = spans(self.heads.decode("attribution", scores))
        cues = [(a, b) for label, a, b in found if label == 1]
        if not cues:
            return
        links = np.exp(self.heads.pair("attribution_pair", window.vectors, np.array([a for a, _ in cues])))
        links *= reach.of(window, [a for a, _ in cues])[..., None]
        sources = _tie([(a, b) for label, a, b in found if label == 0], links[..., ATTRIBUTION_ROLES.index("source")])
        contents = _tie([(a, b) for label, a, b in found if label == 2], links[..., ATTRIBUTION_ROLES.index("content")])
        for i, cue in enumerate(cues):
            source = max(sources[i], key=lambda s: s[1], default=None)
            content = tuple(_shift(s, window.first) for s, _ in sorted(contents[i]))
            chance = float(np.exp(scores[cue[0]].max())) * max((p for _, p in contents[i]), default=1.0)
            sure = self.scales["attribution"](chance)
            yield FoundAttribution(
                _shift(source[0], window.first) if source else None, _shift(cue, window.first), content, sure
            )

    def _events(self, window: EncodedWindow) -> Iterator[FoundEvent]:
        scores = self.heads.linear("event", window.vectors)
        found = spans(self.heads.decode("event", scores))[:MAX_EVENTS]
        if not found:
            return
        triggers = np.stack([window.vectors[a:b].mean(0) for _, a, b in found])
        status = np.exp(self.heads.linear("status", triggers))
        background = np.exp(self.heads.linear("background", triggers))[:, 1]
        modes = self.heads.linear("mode", triggers)
        roles = self.heads.pair("role_pair", window.vectors, np.array([a for _, a, _ in found]))
        eager = roles.copy()
        eager[..., 0] -= ROLE_BIAS
        paths = self.heads.decode("role_pair", eager)
        for i, (label, a, b) in enumerate(found):
            yield FoundEvent(
                type=TYPES[label],
                first=a + window.first,
                last=b + window.first,
                mode=_mode(TYPES[label], modes[i]),
                status=STATUSES[int(status[i].argmax())],
                status_confidence=float(status[i].max()),
                background=float(background[i]),
                roles=tuple(_roles(paths[i], roles[i], window.first)),
                confidence=self.scales["event"](float(np.exp(scores[a, 1 + 2 * label]))),
            )


def _roles(path: Tags, scores: Array, shift: int) -> Iterator[FoundRole]:
    for label, a, b in spans(path):
        sure = float(np.exp(scores[a, 1 + 2 * label]))
        yield FoundRole(ROLE_TAGS[1 + 2 * label].removeprefix("B-"), a + shift, b + shift, sure)


def _tie(found: list[Span], links: Array) -> list[list[tuple[Span, float]]]:
    """Give each span to the cue that claims it most, if one does: a list for each cue."""
    out: list[list[tuple[Span, float]]] = [[] for _ in links]
    for a, b in found:
        claims = links[:, a:b].mean(1)
        best = int(claims.argmax())
        if claims[best] >= MIN_LINK:
            out[best].append(((a, b), float(claims[best])))
    return out


def _shift(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _mode(kind: str, scores: Array) -> str | None:
    mine = [i for i, name in enumerate(MODE_LABELS) if name.startswith(f"{kind}:")]
    return MODE_LABELS[max(mine, key=lambda i: float(scores[i]))].split(":")[1] or None

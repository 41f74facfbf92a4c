"""What the reading model sees in a document: attributions and events as word spans, before anything is resolved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ..language.document import Document
from ..language.encoder import Array, EncodedWindow, Encoder
from ..language.pronouns import unnamed
from ..story import Span, Status
from .heads import Heads, log_softmax, spans
from .labels import ATTRIBUTION_ROLES, MODE_LABELS, ROLE_TAGS, SOURCE_TAGS, STATUSES, TYPES
from .scene import SceneHead

# Taken off the score of "none" before decoding: what a teacher makes less sure is found as often as before.
EVENT_BIAS, ATTRIBUTION_BIAS = 0.8, 0.3
ROLE_BIAS = (
    0.15  # taken off the score of "no role" before decoding: roles are rarer in training windows than in stories
)
SOURCE_BIAS = 0.2  # the same for "no source"
MIN_LINK = 0.10  # mean probability under which a source or content is not tied to a cue
ELSEWHERE = 0.5  # factor of a tie to a cue in another sentence where the span's own has one
STANDS = 0.5  # probability from which a word that names nobody stands for a named mention
DATES = 0.5  # probability from which a time expression dates an event
SAME = 0.7  # probability from which two triggers of a type tell one event
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
    """An event's trigger words, its labels, its roles.

    `group`: a number that the mentions of one event share; `time`: which of the times told to the reader dates it.
    """

    type: str
    first: int
    last: int
    mode: str | None
    status: Status
    status_confidence: float
    background: float
    roles: tuple[FoundRole, ...]
    confidence: float
    group: int | None = None
    time: int | None = None
    time_confidence: float = 0.0


@dataclass(frozen=True)
class Reading:
    """All that the model found in a document, in order of words.

    `antecedents`: words of mentions that name nobody ("it") -> words of a mention that they stand for.
    """

    attributions: tuple[FoundAttribution, ...]
    events: tuple[FoundEvent, ...]
    antecedents: Mapping[Span, Span] = field(default_factory=dict)

    def surer(self, least: float) -> Reading:
        """What has at least this confidence."""
        if least <= 0:
            return self
        kept = [a for a in self.attributions if a.confidence >= least]
        return Reading(tuple(kept), tuple(e for e in self.events if e.confidence >= least), self.antecedents)


class Reader(Protocol):
    """Finds attributions and events in a document; `times` are the first words of its dated expressions."""

    def read(self, document: Document, times: Sequence[int] = ()) -> Reading: ...


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

    def __init__(
        self, encoder: Encoder, heads: Heads, scene: SceneHead, scales: Mapping[str, Scale] | None = None
    ) -> None:
        self.encoder = encoder
        self.heads = heads
        self.scene = scene
        self.scales = {"event": Scale(), "attribution": Scale()} | dict(scales or {})

    def read(self, document: Document, times: Sequence[int] = ()) -> Reading:
        """Read each window alone."""
        attributions: list[FoundAttribution] = []
        events: list[FoundEvent] = []
        reach = Reach(document)
        antecedents: dict[Span, Span] = {}
        for window in self.encoder.encode(document):
            told, acts = list(self._attributions(window, reach)), list(self._events(window, times))
            antecedents |= self._antecedents(document, window, told, acts)
            attributions += told
            events += acts
        return Reading(tuple(attributions), tuple(events), antecedents)

    def _attributions(self, window: EncodedWindow, reach: Reach) -> Iterator[FoundAttribution]:
        scores = self.heads.linear("attribution", window.vectors)
        found = spans(self.heads.decode("attribution", _eager(scores, ATTRIBUTION_BIAS)))
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

    def _events(self, window: EncodedWindow, times: Sequence[int]) -> Iterator[FoundEvent]:
        scores = self.heads.linear("event", window.vectors)
        found = spans(self.heads.decode("event", _eager(scores, EVENT_BIAS)))[:MAX_EVENTS]
        if not found:
            return
        triggers = np.stack([window.vectors[a:b].mean(0) for _, a, b in found])
        status = np.exp(self.heads.linear("status", triggers))
        background = np.exp(self.heads.linear("background", triggers))[:, 1]
        modes = self.heads.linear("mode", triggers)
        roles = self._roles(window, found)
        groups = self._groups(window, found)
        when = self._when(window, found, times)
        for i, (label, a, b) in enumerate(found):
            yield FoundEvent(
                type=TYPES[label],
                first=a + window.first,
                last=b + window.first,
                mode=_mode(TYPES[label], modes[i]),
                status=STATUSES[int(status[i].argmax())],
                status_confidence=float(status[i].max()),
                background=float(background[i]),
                roles=tuple(roles[i]),
                confidence=self.scales["event"](float(np.exp(scores[a, 1 + 2 * label]))),
                group=groups[i],
                time=when[i][0],
                time_confidence=when[i][1],
            )

    def _roles(self, window: EncodedWindow, found: list[tuple[int, int, int]]) -> list[list[FoundRole]]:
        """The roles of each event, and on whose word it stands."""
        split = len(ROLE_TAGS)
        scores = self.scene.scores(window.vectors, np.array([a for _, a, _ in found]), (0, split))
        out: list[list[FoundRole]] = [[] for _ in found]
        parts = ((ROLE_TAGS, scores[..., :split], ROLE_BIAS), (SOURCE_TAGS, scores[..., split:], SOURCE_BIAS))
        for names, part, bias in parts:
            chances = log_softmax(part)
            paths = self.heads.decode("role_scene", _eager(chances, bias))
            for mine, path, chance in zip(out, paths, np.exp(chances), strict=True):
                for label, a, b in spans(path):
                    name = names[1 + 2 * label].removeprefix("B-")
                    sure = float(chance[a, 1 + 2 * label])
                    mine.append(FoundRole(name, a + window.first, b + window.first, sure))
        return out

    def _antecedents(
        self, document: Document, window: EncodedWindow, told: list[FoundAttribution], acts: list[FoundEvent]
    ) -> dict[Span, Span]:
        """Among the sources and sides of a window: which named one is meant by a word that names nobody."""
        sides = {(r.first, r.last) for e in acts for r in e.roles if r.role in ("actor", "recipient")}
        sources = {a.source for a in told if a.source}
        sources |= {(r.first, r.last) for e in acts for r in e.roles if r.role == "source"}
        mentions = sides | sources
        text = {(a, b): document.text[slice(*document.chars(a, b))] for a, b in mentions}
        bare = sorted((a, b) for a, b in sides - sources if b - a == 1 and unnamed(text[a, b]))[:MAX_EVENTS]
        named = sorted(m for m in mentions if not unnamed(text[m]))[:MAX_EVENTS]
        if not bare or not named:
            return {}
        anchors, at = (np.array([a for a, _ in some]) - window.first for some in (bare, named))
        chances = np.exp(self.heads.pair("antecedent_pair", window.vectors, anchors, at))[..., 1]
        best = chances.argmax(1)
        return {m: named[j] for m, j, p in zip(bare, best, chances.max(1), strict=True) if p >= STANDS}

    def _when(
        self, window: EncodedWindow, found: list[tuple[int, int, int]], times: Sequence[int]
    ) -> list[tuple[int | None, float]]:
        """Which of the times in the window dates each event, and how surely."""
        here = [i for i, word in enumerate(times) if window.first <= word < window.last]
        if not here:
            return [(None, 0.0)] * len(found)
        anchors, at = np.array([a for _, a, _ in found]), np.array([times[i] - window.first for i in here])
        chances = np.exp(self.heads.pair("time_pair", window.vectors, anchors, at))[..., 1]
        best = zip(chances.argmax(1), chances.max(1), strict=True)
        return [(here[j], float(p)) if p >= DATES else (None, 0.0) for j, p in best]

    def _groups(self, window: EncodedWindow, found: list[tuple[int, int, int]]) -> list[int]:
        """A number for each trigger: that of the first mention of its event, in words of the document."""
        at = np.array([a for _, a, _ in found])
        chances = np.exp(self.heads.pair("same_pair", window.vectors, at, at))[..., 1]
        chances = (chances + chances.T) / 2
        groups: list[int] = []
        for i, (label, a, _) in enumerate(found):
            earlier = [(chances[i, j], j) for j in range(i) if found[j][0] == label and chances[i, j] >= SAME]
            groups.append(groups[max(earlier)[1]] if earlier else a + window.first)
        return groups


def _eager(scores: Array, bias: float) -> Array:
    """Scores with less for "none"."""
    out = scores.copy()
    out[..., 0] -= bias
    return out


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

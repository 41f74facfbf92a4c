"""What a teacher says of every window, for a smaller model to learn.

Knowledge distillation (Hinton et al. 2015) word by word: teacher and learner share words, wordpieces and windows.
Triggers and cues are the annotated ones, where there are any, else those that the teacher finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dragoman.reading.heads import allowed, spans, viterbi
from dragoman.reading.labels import ATTRIBUTION_TAGS, HEADS, begin
from dragoman.story import Span

from .base import Base, base, load_tokenizer
from .config import Config
from .corpora import Example, Taught
from .losses import ANCHORS
from .network import ReadingNetwork, buckets
from .train import encoded, load

ON_TRIGGERS = ("status", "background", "mode")
CUE = ATTRIBUTION_TAGS.index(begin("cue"))
BATCH = 16


def lesson(net: ReadingNetwork, words: Tensor, e: Example) -> Taught:
    """words: n x width, as the teacher sees them."""
    event, attribution = (torch.log_softmax(net.heads[k](words), -1) for k in ("event", "attribution"))
    triggers = ([(v.first, v.last) for v in e.events] or _found(event))[:ANCHORS]
    cues = ([a.anchor for a in e.attributions] or _cues(attribution))[:ANCHORS]
    links = roles = None
    labels = {}
    if cues:
        at = torch.tensor(cues)
        links = torch.log_softmax(net.heads["attribution_pair"](words[at], words, buckets(at, len(words))), -1).half()
    if triggers:
        roles = net.heads["role_scene"].scene(words, torch.tensor([a for a, _ in triggers]))[0].half()
        means = torch.stack([words[a:b].mean(0) for a, b in triggers])
        labels = {k: torch.log_softmax(net.heads[k](means), -1).half() for k in ON_TRIGGERS}
    return Taught(event.half(), attribution.half(), cues, links, triggers, roles, labels)


def _found(event: Tensor) -> list[Span]:
    """Words of the events that the teacher finds."""
    path = viterbi(event.numpy()[None], allowed(event.shape[-1]))[0]
    return [(a, b) for _, a, b in spans(path)]


def _cues(attribution: Tensor) -> list[int]:
    cues: list[int] = np.flatnonzero(attribution.numpy().argmax(-1) == CUE).tolist()
    return cues


def lessons(net: ReadingNetwork, examples: list[Example], form: Base) -> list[Taught]:
    """In the order of the examples; windows of like length are read together."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].window.pieces))
    out: dict[int, Taught] = {}
    for low in range(0, len(order), BATCH):
        some = order[low : low + BATCH]
        for i, words in zip(some, encoded(net, [examples[i] for i in some], form), strict=True):
            out[i] = lesson(net, words, examples[i])
    return [out[i] for i in range(len(examples))]


def write_lessons(config: Config, checkpoint: Path, corpora: Iterable[str], out: Path) -> None:
    """What the model of a checkpoint says of each window of the corpora."""
    form = base(config.base)
    net = ReadingNetwork(form.folder, HEADS, config.hidden, config.dropout, form.attention)
    net.load_state_dict(torch.load(checkpoint))
    net.eval()
    told = {}
    with torch.no_grad():
        for name, examples in load(corpora, load_tokenizer()).items():
            told[name] = lessons(net, examples, form)
            print(name, len(examples), flush=True)
    torch.save(told, out)

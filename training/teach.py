"""What teachers say of every window, for a smaller model to learn.

Knowledge distillation (Hinton et al. 2015) word by word: teachers and learner share words, wordpieces and windows; the
chances that several teachers give are averaged. Triggers and cues are the annotated ones, where there are any, else
those that the teachers find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dragoman.reading.heads import allowed, spans, viterbi
from dragoman.reading.labels import ATTRIBUTION_TAGS, HEADS, ROLE_TAGS, begin
from dragoman.story import Span

from .base import Base, base, load_tokenizer
from .batch import ANCHORS, ON_TRIGGERS, collate, moved
from .config import Config
from .corpora import Example, Taught
from .network import ReadingNetwork, gap_buckets
from .train import DEVICE, encoded, load

CUE = ATTRIBUTION_TAGS.index(begin("cue"))
BATCH = 16

Teacher = tuple[ReadingNetwork, Tensor]  # a net, and a window's words as it sees them: n x width


def lesson(teachers: Sequence[Teacher], e: Example) -> Taught:
    """What the teachers say of a window."""

    def said(ask: Callable[[ReadingNetwork, Tensor], Tensor]) -> Tensor:
        chances = torch.stack([torch.softmax(ask(net, words), -1) for net, words in teachers]).mean(0)
        return chances.clamp_min(1e-7).log().half().cpu()

    event, attribution = (said(partial(_tags, head)) for head in ("event", "attribution"))
    triggers = ([(v.first, v.last) for v in e.events] or _found(event))[:ANCHORS]
    cues = ([a.anchor for a in e.attributions] or _cues(attribution))[:ANCHORS]
    links = roles = None
    labels = {}
    if cues:
        links = said(partial(_links, cues))
    if triggers:
        at = torch.tensor([a for a, _ in triggers], device=DEVICE)
        parts = (slice(0, len(ROLE_TAGS)), slice(len(ROLE_TAGS), None))
        seen = [(net, net.heads["role_scene"].scene(words, at)[0]) for net, words in teachers]
        roles = torch.cat([_averaged([scores[..., part] for _, scores in seen]) for part in parts], -1)
        labels = {head: said(partial(_on_triggers, head, triggers)) for head in ON_TRIGGERS}
    return Taught(event, attribution, cues, links, triggers, roles, labels)


def _averaged(scores: list[Tensor]) -> Tensor:
    chances = torch.stack([torch.softmax(s.float(), -1) for s in scores]).mean(0)
    return chances.clamp_min(1e-7).log().half().cpu()


def _tags(head: str, net: ReadingNetwork, words: Tensor) -> Tensor:
    scores: Tensor = net.heads[head](words)
    return scores


def _on_triggers(head: str, triggers: list[Span], net: ReadingNetwork, words: Tensor) -> Tensor:
    scores: Tensor = net.heads[head](torch.stack([words[a:b].mean(0) for a, b in triggers]))
    return scores


def _links(cues: list[int], net: ReadingNetwork, words: Tensor) -> Tensor:
    """Cues x words x labels."""
    count = len(words)
    anchors = torch.tensor(cues, device=words.device).repeat_interleave(count)
    others = torch.arange(count, device=words.device).repeat(len(cues))
    scores: Tensor = net.heads["attribution_pair"].among(words, anchors, others, gap_buckets(others - anchors))
    return scores.view(len(cues), count, -1)


def _found(event: Tensor) -> list[Span]:
    """Words of the events that the teachers find."""
    path = viterbi(event.float().numpy()[None], allowed(event.shape[-1]))[0]
    return [(a, b) for _, a, b in spans(path)]


def _cues(attribution: Tensor) -> list[int]:
    cues: list[int] = np.flatnonzero(attribution.numpy().argmax(-1) == CUE).tolist()
    return cues


def lessons(nets: Sequence[ReadingNetwork], examples: list[Example], form: Base) -> list[Taught]:
    """In the order of the examples; windows of like length are read together."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].window.pieces))
    out: dict[int, Taught] = {}
    for low in range(0, len(order), BATCH):
        some = order[low : low + BATCH]
        batch = moved(collate([examples[i] for i in some], form), DEVICE)
        sizes = [len(examples[i].window.heads) for i in some]
        seen = [encoded(net, batch).split(sizes) for net in nets]
        for n, i in enumerate(some):
            out[i] = lesson([(net, words[n]) for net, words in zip(nets, seen, strict=True)], examples[i])
    return [out[i] for i in range(len(examples))]


def write_lessons(config: Config, checkpoints: Sequence[Path], corpora: Iterable[str], out: Path) -> None:
    """What the models of some checkpoints say of each window of the corpora."""
    form = base(config.base)
    nets = [ReadingNetwork(form.folder, HEADS, config.hidden, config.dropout, form.attention) for _ in checkpoints]
    for net, checkpoint in zip(nets, checkpoints, strict=True):
        net.load_state_dict(torch.load(checkpoint))
        net.eval().to(DEVICE)
    told = {}
    with torch.no_grad():
        for name, examples in load(corpora, load_tokenizer()).items():
            told[name] = lessons(nets, examples, form)
            print(name, len(examples), flush=True)
    torch.save(told, out)

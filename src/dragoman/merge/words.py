"""Words as the merge compares them: their stems, and how much each says.

How rare a word is, is read off its rank in the reading model's own list of wordpieces, which stands in the order of how
often its words occur in English: no counting over the stories of a database, so that a comparison never changes when
others are added.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from importlib import resources

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
FIRST = 1996  # rank of "the" in the list
RANKS = 27_600  # words of the list, from that on
ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ing", ""), ("ied", "y"),
           ("ed", ""), ("s", ""))  # fmt: skip
SHORTEST = 3  # letters of a stem
PEOPLE_END = re.compile(r"(?<=\w{3})(?:ian|an|es)$")  # "ese" has lost its e by then
NAME_END = re.compile(r"(?<=\w{3})[aeiouy]+h?$")
COMMON = 0.35  # a word that says less than this is not kept


def fold(word: str) -> str:
    """A word in lower case, without accents and possessive."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return re.sub(r"['’]s?$", "", plain)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of an English word have in common, roughly."""
    word = fold(word)
    for ending, instead in ENDINGS:
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")) and len(word) - len(ending) >= SHORTEST:
            word = word[: -len(ending)] + instead
            break
    if len(word) > SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] if len(word) > SHORTEST and word[-1] == "e" else word


@lru_cache(maxsize=100_000)
def root(name: str) -> str:
    """What a name and its adjective have in common, roughly: Canada and Canadian, Orrumba and Orrumban."""
    return NAME_END.sub("", PEOPLE_END.sub("", stem(name)))


def key(word: str) -> str:
    """The stem of a word as it is written: its root where it has a capital."""
    return root(word) if word[0].isupper() else stem(word)


@cache
def _ranks() -> Mapping[str, int]:
    file = resources.files("dragoman.reading").joinpath("weights", "tokenizer.json")
    vocabulary: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"]
    return vocabulary


@lru_cache(maxsize=100_000)
def weight(word: str) -> float:
    """How much a word says, from 0 ("the") to 1 (a word that the list lacks)."""
    rank = _ranks().get(fold(word))
    if rank is None:
        return 1.0
    return round(min(1.0, math.log1p(max(0, rank - FIRST)) / math.log1p(RANKS)), 3)


class Weights(dict[str, float]):
    """Words with their weights; not changed once they are compared."""

    @cached_property
    def mass(self) -> float:
        """The sum of the squares."""
        return sum(w * w for w in self.values())


def content(text: str) -> dict[str, float]:
    """Stems of the words that say something, with their weights."""
    out = Weights()
    for found in WORD.findall(text):
        said = weight(found)
        if said >= COMMON and not found.isdigit():
            out[key(found)] = max(said, out.get(key(found), 0.0))
    return out


def overlap(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Share of the lighter one's weight that both have; weights are squared, so that rare words count."""
    if not a or not b:
        return 0.0
    shared = sum(a[w] ** 2 for w in a.keys() & b.keys())
    return shared / min(_mass(a), _mass(b))


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of the two as vectors."""
    if not a or not b:
        return 0.0
    dot = sum(a[w] * b[w] for w in a.keys() & b.keys())
    return dot / math.sqrt(_mass(a) * _mass(b))


def _mass(weights: Mapping[str, float]) -> float:
    return weights.mass if isinstance(weights, Weights) else sum(w * w for w in weights.values())

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
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property, lru_cache
from importlib import resources

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
POSSESSIVE = re.compile(r"['’]s?$")
FIRST = 1996  # rank of "the" in the list
RANKS = 27_600  # words of the list, from that on
ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ing", ""), ("ied", "y"),
           ("ed", ""), ("s", ""))  # fmt: skip
SHORTEST = 3  # letters of a stem
PEOPLE_END = re.compile(r"(?<=\w{3})(?:ian|an|es)$")  # "ese" has lost its e by then
NAME_END = re.compile(r"(?<=\w{3})[aeiouy]+h?$")
COMMON = 0.35  # a word that says less than this is not kept


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word in lower case, without accents and possessive."""
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return POSSESSIVE.sub("", plain)


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

    __hash__ = object.__hash__  # type: ignore[assignment]  # by which `like` knows one again: a dict has none

    @cached_property
    def mass(self) -> float:
        """The sum of the squares."""
        return sum([w * w for w in self.values()])


def content(text: str) -> dict[str, float]:
    """Stems of the words that say something, with their weights."""
    return content_of(WORD.findall(text))


def content_of(words: Iterable[str]) -> dict[str, float]:
    """The same of words."""
    out = Weights()
    for found in words:
        said, name = _said(found)
        if said > out.get(name, 0.0):
            out[name] = said
    return out


@lru_cache(maxsize=100_000)
def _said(word: str) -> tuple[float, str]:
    """What a word says, and its stem; 0 where it is too common, or a number."""
    said = weight(word)
    return (said, key(word)) if said >= COMMON and not word.isdigit() else (0.0, "")


def overlap(a: Mapping[str, float], b: Mapping[str, float], shared: Collection[str] | None = None) -> float:
    """Share of the lighter one's weight that both have; weights are squared, so that rare words count.

    `shared`: the words that both have, where they are known already.
    """
    if not a or not b:
        return 0.0
    shared = a.keys() & b.keys() if shared is None else shared
    return sum([a[w] ** 2 for w in shared]) / min(_mass(a), _mass(b)) if shared else 0.0


def cosine(a: Mapping[str, float], b: Mapping[str, float], shared: Collection[str] | None = None) -> float:
    """Cosine of the two as vectors; `shared` as above."""
    if not a or not b:
        return 0.0
    shared = a.keys() & b.keys() if shared is None else shared
    return sum([a[w] * b[w] for w in shared]) / math.sqrt(_mass(a) * _mass(b)) if shared else 0.0


def like(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of what two stories are about: asked again for each two events of theirs."""
    return _like(a, b) if isinstance(a, Weights) and isinstance(b, Weights) else cosine(a, b)


@lru_cache(maxsize=200_000)
def _like(a: Weights, b: Weights) -> float:
    return cosine(a, b)


def _mass(weights: Mapping[str, float]) -> float:
    return weights.mass if isinstance(weights, Weights) else sum([w * w for w in weights.values()])

"""Points of the accounts of one contact, and how near two of them are: words by rarity, topics, numbers, vectors."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from ..story import Span
from .words import Words, alignment_words

Array = npt.NDArray[np.float64]
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
NAME = re.compile(r"[A-Z][a-z]\w+")
NUMBER = re.compile(r"\b\d+(?:[.,]\d+)?\b")
STEM = 6  # letters of a word that are compared
FEW = 3  # words of a point that tell something: with fewer those around it count as well
TITLE = 3  # words of a heading that no topic gives
RARE = 0.6  # of a word with a capital that begins a point: a name then
EASY = frozenset({"one", "two", "first", "second"})  # numbers that mostly count the sides or put things in order
HARD = frozenset({"blame", "refuse", "against"})
ASKED = "who asked for it"  # a topic of alignment.yaml
UNUSED = 2000  # pieces of the tokenizer's vocabulary before its first words of English
NUMBERS = {
    word: str(i)
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth",
    )
    for i, word in enumerate(words.split())
} | {"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "hundred": "100", "half": "0.5"}


@dataclass(frozen=True)
class Passage:
    """Words `[start, end)` of a piece of text: a point, within what stands around it."""

    text: str
    start: int
    end: int

    @property
    def own(self) -> str:
        return self.text[self.start : self.end]


class Vectors(Protocol):
    """Gives each of the spans of a text a vector: spans x width."""

    def __call__(self, text: str, spans: Sequence[Span]) -> Array: ...


@dataclass(frozen=True)
class Point:
    """One point of an account: its side, its index in the readout, and what is compared of it."""

    side: str
    index: int
    passage: Passage
    stems: frozenset[str]
    topics: frozenset[str]
    stances: frozenset[str]
    numbers: frozenset[str]
    near_stems: frozenset[str]
    near_topics: frozenset[str]
    names: frozenset[str]

    @property
    def text(self) -> str:
        return self.passage.own

    @property
    def wide_stems(self) -> frozenset[str]:
        """Its words, with those around it where it has few."""
        return self.stems if len(self.stems) >= FEW else self.near_stems

    @property
    def wide_topics(self) -> frozenset[str]:
        return self.topics if len(self.stems) >= FEW and self.topics else self.near_topics


def point(side: str, index: int, passage: Passage, words: Words) -> Point:
    """A point's text taken apart."""
    text = passage.own
    capitals = [(m.start(), stem(m.group().lower())) for m in NAME.finditer(text)]
    found = [w.lower() for w in WORD.findall(text)]
    return Point(
        side=side,
        index=index,
        passage=passage,
        stems=_stems(found, words),
        topics=frozenset(words.topics(text)),
        stances=words.stances(text),
        numbers=frozenset(NUMBER.findall(text)) | {NUMBERS[w] for w in found if w in NUMBERS and w not in EASY},
        near_stems=_stems([w.lower() for w in WORD.findall(passage.text)], words),
        near_topics=frozenset(words.topics(passage.text)),
        names=frozenset(name for at, name in capitals if at or rare(name) > RARE) & _stems(found, words),
    )


def _stems(found: Sequence[str], words: Words) -> frozenset[str]:
    return frozenset(stem(w) for w in found if w not in words.plain and w not in NUMBERS and len(w) > 2)


def stem(word: str) -> str:
    """The beginning of a word, without a possessive and the commonest endings."""
    word = re.sub(r"['’]s?$", "", word)
    if len(word) > STEM:
        return word[:STEM]
    short = re.sub(r"(?:ied|ies|y)$", "i", word) if len(word) > 4 else word
    return re.sub(r"(?:ing|ed|es|s|e)$", "", short) if len(short) > 3 else short


class Nearness:
    """What each two points of a contact have in common, weighed by how rare it is in English and in the contact."""

    def __init__(self, points: Sequence[Point], vectors: Vectors | None) -> None:
        self.points = points
        self._stems = _weights([p.stems for p in points], [p.near_stems for p in points], rarity=True)
        self._topics = _weights([p.topics for p in points], [p.near_topics for p in points], rarity=False)
        self.matches = _matches(points, vectors) if vectors and points else np.zeros((len(points),) * 2)

    def matter(self, i: int, j: int) -> dict[str, float]:
        """What tells that two points are of one matter, by name; each about 0 to 1."""
        a, b = self.points[i], self.points[j]
        return {
            "words": _shared(a.wide_stems, b.wide_stems, self._stems),
            "topics": _shared(a.wide_topics, b.wide_topics, self._topics),
            "vectors": float(self.matches[i, j]),
            "numbers": float(bool(a.numbers & b.numbers)),
            "rarest topic": max((self._topics[t] for t in a.wide_topics & b.wide_topics), default=0.0),
            "rarest word": max((self._stems[t] for t in a.wide_stems & b.wide_stems), default=0.0),
            "both blame": float("blame" in a.stances and "blame" in b.stances),
            "both agree": float("agree" in a.stances and "agree" in b.stances),
            "demand alike": float(("demand" in a.stances) == ("demand" in b.stances)),
            "opposites": float(alignment_words().opposed(a.text, b.text) > 0),
            "points": math.log(len(self.points)),
        }

    def conflict(self, i: int, j: int) -> dict[str, float]:
        """What tells whether two points on one matter are at odds, by name."""
        a, b = self.points[i], self.points[j]
        words, matter = alignment_words(), self.matter(i, j)
        hard = bool(HARD & a.stances) and bool(HARD & b.stances)
        same, told = a.topics & b.topics, a.topics | b.topics
        numbers = bool(a.numbers) and bool(b.numbers)
        polarity, opposites = words.denies(a.text) != words.denies(b.text), words.opposed(a.text, b.text)
        return {
            "polarity": float(polarity),
            "turned": float(polarity and opposites > 0),  # "will stay open", "will not be closed"
            "denial": _one("denial", a, b),
            "undiscussed": _one("undiscussed", a, b),
            "open": _open(a, b),
            "part": _cross("whole", "part", a, b),
            "defended": _cross("blame", "clean", a, b),
            "other numbers": float(numbers and not a.numbers & b.numbers),
            "same numbers": float(bool(a.numbers & b.numbers)),
            "same words": matter["words"],
            "both spoken": float("spoken" in a.stances and "spoken" in b.stances),
            "agree": float(sum("agree" in p.stances and not words.denies(p.text) for p in (a, b))),
            "one agrees": _one("agree", a, b),
            "blame": _both("blame", a, b),
            "one blames": _one("blame", a, b),
            "refuse": _both("refuse", a, b) + _both("against", a, b),
            "one negative": float(("negative" in a.stances) != ("negative" in b.stances)),
            "both negative": float("negative" in a.stances and "negative" in b.stances),
            "opposites": float(opposites),
            "both hard": float(hard),
            "both hard on one": float(hard and bool(a.names & b.names)),
            "topics": matter["topics"],
            "vectors": matter["vectors"],
            "contested": float(len(same & words.contested)),
            "shared": float(len(same & words.shared)),
            "contested in either": float(len(told & words.contested)),
            "shared in either": float(len(told & words.shared)),
            "asked": float(ASKED in same and not a.names & b.names),
            "insist": _both("insist", a, b) + _both("demand", a, b),
        }

    def title(self, row: Sequence[int]) -> str:
        """A heading for points of one matter: the rarest topic of most of them, else their rarest words."""
        told, general = Counter(topic for i in row for topic in self.points[i].topics), alignment_words().general
        if told:
            return min(told, key=lambda t: (t in general, -told[t], -self._topics[t], t))
        first = self.points[row[0]]
        words = [w.group() for w in WORD.finditer(first.text) if stem(w.group().lower()) in first.stems]
        rarest = sorted(range(len(words)), key=lambda k: (-self._stems[stem(words[k].lower())], k))[:TITLE]
        return " ".join(words[k] for k in sorted(rarest)) or first.text.strip()[:40]


def _one(stance: str, a: Point, b: Point) -> float:
    return float((stance in a.stances) != (stance in b.stances))


def _open(a: Point, b: Point) -> float:
    """Whether a matter is open according to one, and the other tells how it was settled."""
    return float(any("open" in x.stances and not y.stances & {"open", "negative"} for x, y in ((a, b), (b, a))))


def _cross(stance: str, other: str, a: Point, b: Point) -> float:
    """Whether one takes one stance alone where the other takes the other."""
    found = (
        stance in x.stances and other not in x.stances and other in y.stances and stance not in y.stances
        for x, y in ((a, b), (b, a))
    )
    return float(any(found))


def _both(stance: str, a: Point, b: Point) -> float:
    return float((stance in a.stances) + (stance in b.stances))


def _weights(own: Sequence[frozenset[str]], near: Sequence[frozenset[str]], rarity: bool) -> dict[str, float]:
    """Weight of each word, 0 to 1: less for what many points have."""
    told = Counter(word for words in own for word in words)
    most = math.log(len(own) + 2)
    among = {word: 1 - math.log(max(told[word], 1)) / most for words in near for word in words}
    among |= {word: 1 - math.log(n) / most for word, n in told.items()}
    return {word: weight * (rare(word) if rarity else 1) for word, weight in among.items()}


def _shared(a: frozenset[str], b: frozenset[str], weight: dict[str, float]) -> float:
    """Weight of what both have, by the geometric mean of the weights of each."""
    mine, other = (sum(weight[w] for w in words) for words in (a, b))
    return sum(weight[w] for w in a & b) / math.sqrt(mine * other) if mine and other else 0.0


def _matches(points: Sequence[Point], vectors: Vectors) -> Array:
    """How well the words of each two points match: for each word of one the nearest of the other, by its rarity.

    As BERTScore (Zhang et al. 2020) does, after what all words of the contact have in common is taken away.
    """
    found = [_content(p.text, vectors) for p in points]
    mean = np.concatenate([v for v, _ in found]).mean(axis=0)
    unit = [(v - mean) / (np.linalg.norm(v - mean, axis=1, keepdims=True) + 1e-9) for v, _ in found]
    out = np.zeros((len(points), len(points)))
    for i, a in enumerate(unit):
        for j, b in enumerate(unit[:i]):
            near = a @ b.T
            left = np.average(near.max(axis=1), weights=found[i][1])
            right = np.average(near.max(axis=0), weights=found[j][1])
            out[i, j] = out[j, i] = (left + right) / 2
    return out


def _content(text: str, vectors: Vectors) -> tuple[Array, Array]:
    """Vectors and rarities of the words of a text that tell something; of all its words where none does."""
    plain = alignment_words().plain
    words = list(WORD.finditer(text))
    kept = [w for w in words if w.group().lower() not in plain and len(w.group()) > 2] or words
    if not kept:
        return vectors(text, [(0, len(text))]), np.ones(1)
    weights = np.array([rare(stem(w.group().lower())) for w in kept])
    return vectors(text, [w.span() for w in kept]), weights + 1e-6


@cache
def _ranks() -> dict[str, int]:
    """Stem -> place of its commonest word in the tokenizer's vocabulary, which is ordered by frequency."""
    path = resources.files("dragoman.reading").joinpath("weights", "tokenizer.json")
    vocabulary = Tokenizer.from_str(path.read_text(encoding="utf-8")).get_vocab()
    ranks: dict[str, int] = {}
    for word, rank in vocabulary.items():
        if word.isalpha() and len(word) > 2:
            key = stem(word)
            ranks[key] = min(rank, ranks.get(key, rank))
    return ranks


def rare(word: str) -> float:
    """How rare a stem is in English, 0 to 1."""
    rank = _ranks().get(word, 30522)
    return math.log(max(rank - UNUSED, 1) + 1) / math.log(30522 - UNUSED + 1)

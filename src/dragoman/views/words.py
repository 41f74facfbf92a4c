"""alignment.yaml: topics, stances and opposites by which points of accounts are compared; validated and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from ..data import checking, data_file, decode

FILE = "alignment.yaml"
SCOPE = 40  # characters behind a negative word that it may be of


class WordFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """alignment.yaml as it stands."""

    topics: dict[str, tuple[str, ...]]
    contested: frozenset[str]
    shared: frozenset[str]
    general: frozenset[str]
    stances: dict[str, tuple[str, ...]]
    opposites: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    loaded: tuple[str, ...]
    plain: tuple[str, ...]


class Words:
    """The file's words as patterns."""

    def __init__(self, file: WordFile) -> None:
        self.plain = frozenset(file.plain)
        self.contested, self.shared, self.general = file.contested, file.shared, file.general
        if unknown := sorted((file.contested | file.shared | file.general) - file.topics.keys()):
            raise ValueError(f"no topic {unknown[0]!r}")
        self.loaded = _any(file.loaded)
        self._topics = {name: _any(words) for name, words in file.topics.items()}
        self._stances = {name: _any(words) for name, words in file.stances.items()}
        self._opposites = tuple((_any(a), _any(b)) for a, b in file.opposites)

    def topics(self, text: str) -> dict[str, int]:
        """The topics of a text, each with the offset of its first word."""
        return {name: found.start() for name, pattern in self._topics.items() if (found := pattern.search(text))}

    def stances(self, text: str) -> frozenset[str]:
        """The stances that a text takes."""
        return frozenset(name for name, pattern in self._stances.items() if pattern.search(text))

    def denies(self, text: str) -> bool:
        """Whether a text is told in the negative: not where it is force or harm that will not be ("no war")."""
        negatives = list(self._stances["negative"].finditer(text))
        return any(not self._stances["calm"].search(text, m.end(), m.end() + SCOPE) for m in negatives)

    def opposed(self, a: str, b: str) -> int:
        """How many pairs of opposites the two texts stand on the two sides of."""
        return sum(
            bool((left.search(a) and right.search(b)) or (left.search(b) and right.search(a)))
            for left, right in self._opposites
        )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_form, words))})(?!\w)", re.IGNORECASE)


def _form(phrase: str) -> str:
    """A phrase as a pattern: a trailing * of a word stands for any ending, a blank for any blanks."""
    open_end = phrase.endswith("*") and not phrase.endswith("\\w*")
    body = phrase[:-1] + r"\w*" if open_end else phrase
    return rf"(?:{body})".replace(" ", r"\s+")


def parse(data: bytes) -> Words:
    """The file validated and compiled; raises KnowledgeError where it is not as it should be."""
    with checking(FILE):
        return Words(decode(data, WordFile))


@cache
def alignment_words() -> Words:
    """The words of the data file."""
    return parse(data_file("views", FILE))

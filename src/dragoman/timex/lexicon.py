"""words.yaml -> classes of words, and one symbol (a single character) for each word that any rule may name.

A line of text becomes a string of symbols, one for a word, over which the rules are plain regular expressions.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import msgspec

from ..data import decode
from ..language.document import WORD

FIRST_SYMBOL = 0xE000  # private use: never in a template by accident
DAY, INT, YEAR, ORDINAL, BIG_ORDINAL, DECADE, CLOCK, OTHER, CAPITAL, BREAK = "dnyoOskxX\n"
SHAPES = {
    "day": DAY, "int": DAY + INT + YEAR, "year": YEAR, "decade": DECADE, "clock": CLOCK, "other": OTHER,
    "capital": CAPITAL, "big_ordinal": ORDINAL + BIG_ORDINAL, "digits_ordinal": ORDINAL,
}  # fmt: skip
PLACE = re.compile(r"(?<!\?P)<(\w+)>|'([^'\s]+|')'")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """words.yaml as it stands."""

    classes: dict[str, dict[str, int | str] | list[str]]
    capitalised: list[str]
    references: dict[str, str]
    not_after: dict[str, list[str]]
    not_before: dict[str, list[str]]
    holidays: dict[str, str]
    sets: dict[str, list[str]]


class Lexicon:
    """Values of words by class, and the symbols of words."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.capitalised = frozenset(words.capitalised)
        self.sets = {name: frozenset(members) for name, members in words.sets.items()}
        intents = {(word, "to") for word in words.sets["intents"]}
        self.future_pairs = intents | {tuple(pair.split()) for pair in words.sets["future_pairs"]}
        self.holidays = {" ".join(WORD.findall(name)): rule for name, rule in words.holidays.items()}
        self.values = {name: _valued(members) for name, members in words.classes.items()}
        self.symbols: dict[str, str] = {}
        for members in self.values.values():
            for word in members:
                self.symbol(word)

    def symbol(self, word: str) -> str:
        """The symbol of a word; a new one if no rule named it before."""
        return self.symbols.setdefault(word, chr(FIRST_SYMBOL + len(self.symbols)))

    def compile(self, template: str) -> re.Pattern[str]:
        """A template with <class> and 'word' in it, as a pattern over symbols."""
        return re.compile(PLACE.sub(self._place, template), re.VERBOSE)

    def _place(self, place: re.Match[str]) -> str:
        name, word = place.groups()
        if word is not None:
            return self.symbol(word)
        if name in SHAPES:
            return f"[{SHAPES[name]}]"
        return "[" + "".join(map(self.symbol, self.values[name])) + "]"

    def of(self, name: str, word: str) -> int | str:
        return self.values[name][word]


def _valued(members: dict[str, int | str] | list[str]) -> dict[str, int | str]:
    return dict(members) if isinstance(members, dict) else dict.fromkeys(members, "")


@cache
def load() -> Lexicon:
    """The lexicon of words.yaml; the caller must not rely on it being shared."""
    return Lexicon(decode(resources.files(__package__).joinpath("words.yaml").read_bytes(), Words))

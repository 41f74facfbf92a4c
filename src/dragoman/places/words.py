"""The word lists of words.yaml, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ..data import parse


class Lexicon:
    """The lists by name. `generic`: words that are no names by themselves; `abbreviations`: of states, to ISO codes."""

    def __init__(self, lists: dict[str, str]) -> None:
        read = {name: frozenset(words.split()) for name, words in lists.items()}
        self.directions = read["directions"]
        self.parts = read["parts"]
        self.units = read["units"]
        self.divisions = read["divisions"]
        self.plain_divisions = read["plain_divisions"]
        self.settlements = read["settlements"]
        self.last_words = read["last_words"]
        self.measures = read["measures"]
        self.noble = read["noble"]
        self.roads = read["roads"]
        self.capital_units = read["capital_units"]
        self.feature_heads = read["feature_heads"]
        self.facilities = read["facilities"]
        self.organisations = read["organisations"]
        self.of_heads = read["of_heads"]
        self.formats = read["formats"]
        self.between_format = read["between_format"]
        self.titles = read["titles"]
        self.title_followers = read["title_followers"]
        self.speech_verbs = read["speech_verbs"]
        self.auxiliaries = read["auxiliaries"]
        self.locatives = read["locatives"]
        self.strict_locatives = read["strict_locatives"]
        self.function = read["function"]
        self.never = read["never"]
        self.common = read["common"]
        self.particles = read["particles"]
        self.given = read["given"]
        self.seats = frozenset(seat.replace("_", " ") for seat in read["seats"])
        self.phrases = frozenset(" ".join(phrase.split()) for phrase in lists["phrases"].split(","))
        self.abbreviations = dict(pair.split(":") for pair in lists["abbreviations"].split())
        self.small_ends = self.units | self.capital_units | self.last_words
        self.around = self.directions | self.parts
        self.callers = self.titles | self.given
        self.generic = (
            self.around | self.organisations | self.facilities | self.small_ends | self.titles | self.function
        )


@cache
def words() -> Lexicon:
    """The lists (read at the first call)."""
    return Lexicon(parse(files(__package__).joinpath("words.yaml").read_bytes()))

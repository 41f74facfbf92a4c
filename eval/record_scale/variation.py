"""Stories of other worlds: a base story with other days, actors, places and words.

A world is a number. In one world all stories are shifted by the same weeks, each country stands for the same other
one, and each word is replaced by the same other one; so stories that tell of one thing go on doing so, while the
same story in two worlds shares few words in a row. All replacements keep their length, so spans stay right. Words that
the coding hangs on (triggers, cues, times) stay. Some stories come again under another id and outlet, as true reprints.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import msgspec

from dragoman.story import Story

SEED = 20240311
WEEKS = 520  # by which a world is shifted back at most
REPRINTED = 12  # each so many-th story comes again
REPLACED, RENAMED = 70, 50  # of 100 common words, and of 100 names
LEAST = 3  # letters of a word that may be replaced
OUTLETS = ("Harbour Sentinel", "Northern Ledger", "The Quay Times", "Evening Meridian", "Daily Compass")
WORD = re.compile(r"[^\W\d_]+|\d+")
DAY = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?")
DAYS = frozenset({"date", "published", "start", "end", "value", "edtf"})  # keys of strings with days
WORDS = frozenset({"place", "headline", "byline", "text"})  # keys of strings with words of the text
VOWELS, CONSONANTS = "aeiou", "bcdfghklmnprstvwz"
Tree = Any  # of JSON


class Base:
    """The stories that are varied, with the words, actors and places to vary them by."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self.trees: list[dict[str, Tree]] = [msgspec.to_builtins(story) for story in stories]
        self.days = [story.date or "2020-01-01" for story in stories]
        self.fixed = {word for story in stories for told in _fixed(story) for word in WORD.findall(told.lower())}
        self.common: dict[int, list[str]] = defaultdict(list)  # by length, as often as they occur
        for story in stories:
            for word in WORD.findall(story.text):
                if word.isascii() and word.islower() and len(word) >= LEAST and word not in self.fixed:
                    self.common[len(word)].append(word)
        self.words = {word for words in self.common.values() for word in words}

    @cached_property
    def actors(self) -> dict[str, list[dict[str, Tree]]]:
        """Actors of the knowledge by country, that itself first."""
        found: dict[str, dict[str, dict[str, Tree]]] = defaultdict(dict)
        for one in (one for tree in self.trees for one in tree["entities"]):
            if one["country"] and one["id"]:
                kept = {name: one[name] for name in ("name", "country", "sector", "id")}
                found[one["country"]].setdefault(one["id"], kept)
        return {
            country: sorted(ids.values(), key=lambda one: (one["id"] != country, one["id"]))
            for country, ids in sorted(found.items())
            if country in ids
        }

    @cached_property
    def places(self) -> dict[str, list[dict[str, Tree]]]:
        """Places that the gazetteer has, by country."""
        found: dict[str, dict[int, dict[str, Tree]]] = defaultdict(dict)
        for one in (one for tree in self.trees for one in tree["places"]):
            if one["country"] and one["geonameid"]:
                names = ("name", "country", "admin1", "lat", "lon", "geonameid", "feature")
                found[one["country"]].setdefault(one["geonameid"], {name: one[name] for name in names})
        return {country: list(ids.values()) for country, ids in found.items()}


def _fixed(story: Story) -> Iterator[str]:
    """What the coding hangs on, and who tells it."""
    yield from (event.text for event in story.events)
    yield from (timex.text for timex in story.timex)
    yield from (story.text[slice(*one.cue)] for one in story.attributions if one.cue)
    yield story.agency or ""


class World:
    """One way to vary all stories."""

    def __init__(self, base: Base, number: int) -> None:
        self.base = base
        self.number = number
        chance = random.Random(f"{SEED} {number}")
        self.shift = dt.timedelta(weeks=-chance.randrange(WEEKS) if number else 0)
        codes = list(base.actors)
        others = codes[:]
        chance.shuffle(others)
        self.countries = dict(zip(codes, others if number else codes, strict=True))
        self.letters: dict[str, str] = {}
        for letters in (VOWELS, CONSONANTS):
            turned = chance.randrange(1, len(letters))
            self.letters |= dict(zip(letters, letters[turned:] + letters[:turned], strict=True))
        self._words: dict[str, str] = {}

    def story(self, index: int, reprint: bool = False) -> Story:
        """A base story in this world."""
        tree = self.base.trees[index]
        id = f"{tree['id']}~{self.number}"
        made = _Varied(self, tree, id).tree()
        if reprint:
            outlet = OUTLETS[self._chance(id) % len(OUTLETS)]
            again = f"{id}~again"
            made = {**_renamed(made, again), "extra": {**made["extra"], "outlet": outlet}}
        return msgspec.convert(made, Story)

    def day(self, told: str) -> str:
        """Days and months of a string, shifted."""
        return DAY.sub(self._shifted, told) if self.number else told

    def text(self, told: str) -> str:
        return WORD.sub(lambda match: self._word(match.group()), told) if self.number else told

    def actor(self, one: dict[str, Tree]) -> dict[str, Tree]:
        """An actor of the country that its own stands for; one without a country stays."""
        country = self.countries.get(one["country"])
        if country is None or not self.number:
            return {**one, "candidates": []}
        if one["id"] is None:
            return {**one, "country": country, "name": self.text(one["name"]), "candidates": []}
        of = self.base.actors[country]
        other = of[0] if one["id"] == one["country"] else of[self._chance(one["id"]) % len(of)]
        return {**one, **other, "candidates": []}

    def place(self, one: dict[str, Tree]) -> dict[str, Tree]:
        of = self.base.places.get(self.countries.get(one["country"], ""))
        if not of or one["geonameid"] is None or not self.number:
            return one
        return {**one, **of[self._chance(str(one["geonameid"])) % len(of)]}

    def code(self, code: str) -> str:
        return self.countries.get(code, code)

    def _chance(self, told: str) -> int:
        return zlib.crc32(f"{self.number} {told}".encode())

    def _shifted(self, match: re.Match[str]) -> str:
        year, month, day = match.group(1), match.group(2), match.group(3)
        try:
            moved = dt.date(int(year), int(month), int(day or 15)) + self.shift
        except (ValueError, OverflowError):
            return match.group()
        return moved.isoformat() if day else moved.isoformat()[:7]

    def _word(self, word: str) -> str:
        if word not in self._words:
            self._words[word] = self._other(word)
        return self._words[word]

    def _other(self, word: str) -> str:
        lower, chance = word.lower(), self._chance(word.lower())
        if word.isdigit():
            if len(word) == 4 and "1900" <= word <= "2100":
                return str(int(word) + round(self.shift.days / 365.25))
            return word[0] + str(chance)[-len(word) + 1 :].zfill(len(word) - 1) if len(word) > 1 else word
        if lower in self.base.fixed or len(word) < LEAST or not word.isascii() or word.isupper():
            return word
        if lower in self.base.words:
            of = self.base.common[len(word)]
            other = of[chance // 100 % len(of)] if chance % 100 < REPLACED else lower
        elif chance % 100 < RENAMED:
            other = "".join(self.letters.get(letter, letter) for letter in lower)
        else:
            return word
        return other.capitalize() if word[0].isupper() else other


class _Varied:
    """A story in a world. Words with a span are those of the new text there."""

    def __init__(self, world: World, told: dict[str, Tree], id: str) -> None:
        self.world, self.told, self.id = world, told, id
        self.text = world.text(told["text"])

    def tree(self) -> dict[str, Tree]:
        whole = {name: self._of(name, value) for name, value in self.told.items() if name not in ("extra", "made_by")}
        return {**whole, "id": self.id, "text": self.text, "extra": self.told["extra"], "made_by": self.told["made_by"]}

    def _of(self, name: str, value: Tree) -> Tree:
        if isinstance(value, str):
            if name in DAYS:
                return self.world.day(value)
            return self.world.text(value) if name in WORDS else value
        if isinstance(value, list | tuple):
            return [self._of(name, one) for one in value]
        return self._object(name, value) if isinstance(value, dict) else value

    def _object(self, name: str, value: dict[str, Tree]) -> dict[str, Tree]:
        if name == "readouts":
            return {self.world.code(code): self._of("", quotes) for code, quotes in value.items()}
        if name == "parties":
            code = self.world.code(value["code"])
            return {**value, "code": code} if code == value["code"] else {**value, **self._country(code)}
        made = {key: self._of(key, one) for key, one in value.items()}
        if "sector" in value:
            made = self.world.actor(made)
        elif "geonameid" in value:
            made = self.world.place(made)
        elif name == "contacts" and value["asked_by"]:
            made["asked_by"] = self.world.code(value["asked_by"])
        if "story" in value:
            made["story"] = self.id
        start, end = value.get("span") or (value.get("start"), value.get("end"))
        if "text" in value and isinstance(start, int):
            made["text"] = self.text[start:end]
        return made

    def _country(self, code: str) -> dict[str, str]:
        return {"code": code, "name": self.world.base.actors[code][0]["name"]}


def _renamed(tree: dict[str, Tree], id: str) -> dict[str, Tree]:
    contacts = [
        {
            **contact,
            "readouts": {c: [{**quote, "story": id} for quote in told] for c, told in contact["readouts"].items()},
        }
        for contact in tree["contacts"]
    ]
    return {**tree, "id": id, "contacts": contacts}


def corpus(base: Base, count: int, first: int = 0) -> Iterator[Story]:
    """So many stories, as they came out; `first`: the number of the first world."""
    size = len(base.trees)
    each = [
        (index, again) for index in range(size) for again in ((False, True) if index % REPRINTED == 0 else (False,))
    ]
    picked = [(first + n // len(each), *each[n % len(each)]) for n in range(count)]
    worlds = {number: World(base, number) for number in range(first, picked[-1][0] + 1)}
    order = sorted(picked, key=lambda one: (worlds[one[0]].day(base.days[one[1]]), one))
    for number, index, again in order:
        yield worlds[number].story(index, again)


def batches(stories: Iterable[Story], size: int) -> Iterator[list[Story]]:
    """Lists of so many."""
    held: list[Story] = []
    for story in stories:
        held.append(story)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held

"""standing.yaml: which claim begins, continues or ends which standing state; validated and compiled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from ..data import checking, data_file, decode
from ..knowledge.ontology import ontology

FILE = "standing.yaml"
Effect = Literal["begins", "holds", "acts", "breaches", "held", "ends"]
Stance = Literal["begun", "for", "against", "ended", "held", "ahead", "acts"]
Range = tuple[float, float]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of state.

    `says`, `alone`: its sentence with and without an object ({a}, {b}, {p}: subject, object, place); `both`: one way
    round says both; `needs`: one of these must be told; `fresh`: days after which a telling is old; `repeat`, `within`:
    how many days with acts, within how many days, make a state; `against`: kinds that one pair cannot have beside it;
    `abroad`: only on another state's soil; `persons`: persons and groups of a state are not the state itself;
    `formats`: a side may be a format; `ends_alone`: an end tells that it stood, even where nothing else does.
    """

    title: str
    says: str
    needs: tuple[Literal["object", "place"], ...]
    fresh: int
    alone: str | None = None
    both: bool = False
    repeat: int = 0
    within: int = 0
    against: tuple[str, ...] = ()
    abroad: bool = False
    persons: bool = False
    formats: bool = False
    ends_alone: bool = True


class RuleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as the file has it: events of `types` (and `modes`) whose words fit have an `effect` on a `state`.

    `words`: the trigger; `near`: what stands around it; `without`: what must not; `object`: the recipient, each of the
    sides with each other, a format among the actors, or none; `place`: "after", it must follow the trigger; `agreed`:
    what is agreed is yet to come.
    """

    state: str
    effect: Effect
    types: tuple[str, ...]
    modes: tuple[str | None, ...] = ()
    words: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    background: bool | None = None
    object: Literal["recipient", "mutual", "format", "none"] = "recipient"
    subject_sectors: tuple[str, ...] = ()
    object_sectors: tuple[str, ...] = ()
    place: Literal["after"] | None = None
    agreed: bool = False


class StandingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """standing.yaml as it stands."""

    kinds: dict[str, Kind]
    relations: tuple[str, ...]
    rules: tuple[RuleText, ...]
    macros: dict[str, str]
    window: int
    after: int
    together: int
    tolerance: float
    no_side: frozenset[str]
    state: frozenset[str]
    groups: dict[str, str]
    pronouns: frozenset[str]
    compass: frozenset[str]
    shares: dict[str, Range]
    moved: dict[str, Range]
    fractions: dict[str, int]
    numbers: dict[str, int]


class Rule:
    """A rule that can be asked whether an event fits it."""

    def __init__(self, text: RuleText, macros: dict[str, str]) -> None:
        self.text = text
        self.types = frozenset(text.types)
        self.modes = frozenset(text.modes)
        self.words, self.near, self.without = (_any(p, macros) for p in (text.words, text.near, text.without))

    def fits(self, type: str, mode: str | None, status: str, background: bool) -> bool:
        """Whether an event of this kind may be meant, whatever its words."""
        return (
            type in self.types
            and (not self.modes or mode in self.modes)
            and (not self.text.statuses or status in self.text.statuses)
            and (self.text.background is None or background == self.text.background)
        )

    def heard(self, trigger: str, around: str) -> bool:
        """Whether the words fit. `around`: the sentence near the trigger."""
        if self.words and not self.words.fullmatch(trigger):
            return False
        if self.near and not self.near.search(around):
            return False
        return not (self.without and self.without.search(around))


class Standing:
    """The file, compiled. `version`: digits of its hash, which rows made by it carry."""

    def __init__(self, file: StandingFile, version: str) -> None:
        self.file, self.version = file, version
        self.kinds = file.kinds
        _check(file)
        self.rules = tuple(Rule(rule, file.macros) for rule in file.rules)
        self.types = frozenset(type for rule in self.rules for type in rule.types)
        self._shares = sorted(file.shares, key=len, reverse=True)
        self._moved = sorted(file.moved, key=len, reverse=True)
        self._read: dict[str, Range] = {}

    def share(self, words: str | None) -> Range:
        """From which to which part of a territory the words may mean; all of it without any."""
        if words is None:
            return 1.0, 1.0
        if words not in self._read:
            self._read[words] = self._share(" ".join(words.casefold().replace("-", " ").split()))
        return self._read[words]

    def _share(self, text: str) -> Range:
        low, high = self._plain_share(text)
        for word in self._moved:
            if re.search(rf"\b{word}\b", text) and not any(word in whole and whole in text for whole in self._shares):
                less, more = self.file.moved[word]
                return max(0.0, low + less), min(1.0, high + more)
        return low, high

    def _plain_share(self, text: str) -> Range:
        if found := re.search(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent)", text):
            part = min(1.0, float(found[1]) / 100)
            return part, part
        if found := re.search(rf"(?:(\w+) )?({'|'.join(self.file.fractions)})\b", text):
            part = self.file.numbers.get(found[1] or "a", 1) / self.file.fractions[found[2]]
            return part, part
        for word in self._shares:
            if re.search(rf"\b{word}\b", text):
                return self.file.shares[word]
        return 0.0, 1.0

    def differ(self, a: str | None, b: str | None) -> bool:
        """Whether two shares of one territory cannot both be right."""
        (low, high), (least, most) = self.share(a), self.share(b)
        return low > most + self.file.tolerance or least > high + self.file.tolerance


def _any(patterns: Iterable[str], macros: dict[str, str]) -> re.Pattern[str] | None:
    """Any of the patterns, as whole words; `<name>` stands for a macro, "<gap> " for up to five words."""
    made = []
    for pattern in patterns:
        for name, meaning in macros.items():
            pattern = pattern.replace(f"<{name}> ", meaning if name == "gap" else f"{meaning} ")
            pattern = pattern.replace(f"<{name}>", meaning)
        made.append(rf"(?:{pattern})")
    return re.compile(rf"\b(?:{'|'.join(made)})(?!\w)", re.IGNORECASE) if made else None


def _check(file: StandingFile) -> None:
    types = ontology().types
    for kind, entry in file.kinds.items():
        _known(entry.against, file.kinds, f"kinds, {kind}: against")
    _known(file.relations, file.kinds, "relations")
    for number, rule in enumerate(file.rules, 1):
        where = f"rule {number}"
        _known((rule.state,), file.kinds, f"{where}: state")
        _known(rule.types, types, f"{where}: types")
        modes = {mode for type in rule.types for mode in types[type].modes}
        _known([mode for mode in rule.modes if mode], modes, f"{where}: modes")
        if found := re.search(r"<(\w+)>", " ".join((*rule.words, *rule.near, *rule.without))):
            _known(re.findall(r"<(\w+)>", found.string), file.macros, f"{where}: macros")


def _known(names: Iterable[str], among: Iterable[str], where: str) -> None:
    if unknown := sorted(set(names) - set(among)):
        raise ValueError(f"{where}: there is no {unknown[0]!r}")


def parse(data: bytes) -> Standing:
    """The file validated and compiled; raises KnowledgeError where it is not as it should be."""
    with checking(FILE):
        return Standing(decode(data, StandingFile), hashlib.sha256(data).hexdigest()[:12])


@cache
def standing() -> Standing:
    """The rules of the data file."""
    return parse(data_file("views", FILE))

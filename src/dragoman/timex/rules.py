"""A rule: a template over words and classes of words, and a function that reads what it matched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Literal

import msgspec

from ..data import decode
from ..story import Interval
from .context import Context, Found
from .lexicon import Lexicon

MACRO = re.compile(r"\{([a-z_]+)\}")
GROUP = re.compile(r"\?P<(\w+)>")
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True)
class Reading:
    """What a rule makes of its match."""

    type: TimexType
    value: str
    mod: str | None = None
    interval: Interval | None = None


Reader = Callable[[Found, Context], Reading | None]


@dataclass(frozen=True)
class Rule:
    """A rule ready to run."""

    pattern: re.Pattern[str]
    read: Reader


class RuleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as written in rules.yaml."""

    read: str
    match: str


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """rules.yaml as it stands."""

    macros: dict[str, str]
    rules: list[RuleText]

    def expand(self, template: str) -> str:
        """Put the macros in, and those that they name."""
        return MACRO.sub(lambda m: self.expand(self.macros[m.group(1)]), template)


def load_grammar() -> Grammar:
    """rules.yaml, with {twin_day}: {calendar_day} with other names for its groups, to stand beside it."""
    grammar = decode(resources.files(__package__).joinpath("rules.yaml").read_bytes(), Grammar)
    twin = GROUP.sub(r"?P<\1_>", grammar.macros["calendar_day"])
    return Grammar(macros={**grammar.macros, "twin_day": twin}, rules=grammar.rules)


def build(lexicon: Lexicon, readers: tuple[Reader, ...]) -> list[Rule]:
    """The rules of rules.yaml, in its order."""
    grammar = load_grammar()
    named = {getattr(reader, "__name__", ""): reader for reader in readers}
    return [Rule(lexicon.compile(grammar.expand(rule.match)), named[rule.read]) for rule in grammar.rules]

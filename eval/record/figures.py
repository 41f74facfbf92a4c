"""What a part of the measuring says: figures with their errors."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from dragoman.story import Story

from .keys import Key
from .shown import Shown, shown

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class World:
    """What is measured on: the stories as coded, by file name, and the key to them; `seen`: rules were made by it."""

    stories: dict[str, Story]
    key: Key
    seen: bool = True

    @cached_property
    def shown(self) -> Shown:
        """What the record makes of the stories."""
        return shown(self.stories.values())


@dataclass(frozen=True)
class Figure:
    """One measure. `found`, `wanted`: how many the program says and the key says; `right`: how many are in both."""

    name: str
    right: float
    found: float
    wanted: float
    errors: tuple[str, ...] = field(default=())

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def row(self) -> str:
        counts = f"{self.right:g} of {self.found:g} found, {self.wanted:g} in the key"
        return f"{self.name:24} P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}   {counts}"


def compared(name: str, found: Collection[T], wanted: Collection[T]) -> Figure:
    """The figure of two sets, each member of one that is not in the other an error."""
    ours, theirs = set(found), set(wanted)
    errors = [f"wrong   {_words(one)}" for one in sorted(ours - theirs, key=str)]
    errors += [f"missed  {_words(one)}" for one in sorted(theirs - ours, key=str)]
    return Figure(name, len(ours & theirs), len(ours), len(theirs), tuple(errors))


def pairs(groups: Iterable[Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Each two members of one group, in order of their names."""
    for group in groups:
        ordered = sorted(set(group))
        yield from ((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])


def _words(one: object) -> str:
    return "  ".join(map(str, one)) if isinstance(one, tuple) else str(one)

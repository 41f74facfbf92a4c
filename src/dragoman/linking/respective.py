"""Persons named in the order of the states that they act for: "the ministers of Keldland and Oskania, X and Y"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..knowledge.entries import State
from .names import Hit, Noun
from .referents import STATE_SECTORS
from .spot import Proper, Text

NAMED = 2  # words of a name from which it may be a person's who was not named before


@dataclass(frozen=True, slots=True)
class Post:
    """The office somebody holds, and the state it is of."""

    title: Noun
    country: str


def posts(text: Text) -> dict[int, Post]:
    """First word of a name -> the post of its bearer, who stands in a pair in the order of two states.

    The names follow the states, or come later in the story where it tells of no other such pair.
    """
    out: dict[int, Post] = {}
    paired = list(_titled_pairs(text))
    alone = len({(title.agent.head, countries) for title, countries, _ in paired}) == 1
    for title, countries, end in paired:
        names = _names(text, end + (text.words[end : end + 1] == [","]))
        if names is None and alone:
            later = (found for at in range(end, len(text.words)) if (found := _names(text, at, NAMED)))
            names = next(later, None)
        for name, country in zip(names or (), countries, strict=False):
            if isinstance(name, Proper):
                out[name.first] = Post(title, country)
    return out


def _titled_pairs(text: Text) -> Iterator[tuple[Noun, tuple[str, str], int]]:
    """Nouns for those who hold the same office in two states, with these and the word behind."""
    for mark in text.marks:
        if isinstance(mark, Noun) and mark.plural and mark.agent.kind == "person" and _official(mark):
            if text.folded[mark.last : mark.last + 1] == ["of"]:
                at = mark.last + 1 + (text.folded[mark.last + 1 : mark.last + 2] == ["the"])
                found = _states(text, at, adjective=False)
                if found:
                    yield mark, found[0], found[1]
                continue
            second = text.mark_at.get(mark.first - 1)
            first = text.mark_at.get(second.first - 2) if second else None
            found = _states(text, first.first, adjective=True) if first else None
            if found and found[1] == mark.first:
                yield mark, found[0], mark.last


def _official(noun: Noun) -> bool:
    return noun.agent.sector in STATE_SECTORS


def _states(text: Text, at: int, adjective: bool) -> tuple[tuple[str, str], int] | None:
    """The two states of "A and B" that begins at a word, and the word behind it."""
    first = text.mark_at.get(at)
    if first is None or first.first != at or text.folded[first.last : first.last + 1] != ["and"]:
        return None
    second = text.mark_at.get(first.last + 1 + (text.folded[first.last + 1 : first.last + 2] == ["the"]))
    countries = [country for mark in (first, second) if (country := _country(mark, adjective))]
    if second is None or len(set(countries)) < len((first, second)):
        return None
    return (countries[0], countries[1]), second.last


def _country(mark: Hit | Noun | Proper | None, adjective: bool) -> str | None:
    name = mark.names[0] if isinstance(mark, Hit) else None
    told = name and (name.way == "adjective") is adjective
    return name.actor.id if name and told and isinstance(name.actor, State) else None


def _names(text: Text, at: int, least: int = 1) -> tuple[Hit | Proper, Hit | Proper] | None:
    """The two names of "X and Y" that begins at a word, neither of a state or body that is known."""
    first = text.mark_at.get(at)
    if first is None or first.first != at or text.folded[first.last : first.last + 1] != ["and"]:
        return None
    second = text.mark_at.get(first.last + 1)
    titled = isinstance(text.mark_at.get(at - 1), Noun) and least > 1
    if titled or not (_personal(text, first, least) and _personal(text, second, least)):
        return None
    return (first, second) if isinstance(first, Hit | Proper) and isinstance(second, Hit | Proper) else None


def _personal(text: Text, mark: Hit | Noun | Proper | None, least: int) -> bool:
    """Whether a mark may be the name of somebody; where it may be anything, it has several words and no body's."""
    if isinstance(mark, Hit):
        return least == 1 and mark.names[0].actor is not None and not isinstance(mark.names[0].actor, State)
    return isinstance(mark, Proper) and mark.last - mark.first >= least and text.noun_inside(mark) is None

"""Story -> what its mentions stand for: names that stay open, days, places, actors, and what decided them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...places.keys import fold
from ...story import Candidate, Entity, Place, Story, Timex
from . import words

UNTOLD = ("nothing known", "name as in the text")  # of such a mention there is nothing to tell
STATES = ("PCLI", "PCLD", "PCLS", "PCLF", "PCLIX", "PCL")  # features of states: they are their own name


@dataclass(frozen=True)
class Meaning:
    """Words of the story, each once, what they stand for, and what decided it."""

    words: tuple[str, ...]
    meant: str
    why: str = ""


def unclear(story: Story) -> tuple[Meaning, ...]:
    """Names of several actors, of which the story does not tell who is meant: the candidates with their scores."""
    return _grouped((e.text, ", ".join(map(_candidate, e.candidates)), "") for e in story.entities if e.candidates)


def times(story: Story) -> tuple[Meaning, ...]:
    """Expressions with days on the calendar: TIMEX3 value and modifier, and EDTF where it says something else."""
    return _grouped((t.text, _time(t), "") for t in story.timex if t.edtf)


def places(story: Story) -> tuple[Meaning, ...]:
    """Places other than states: name, division, country, and what decided which place of the name it is."""
    return _grouped((p.text, _place(p), p.by or "") for p in story.places if p.feature not in STATES)


def who(story: Story) -> tuple[Meaning, ...]:
    """Actors that stand in other words than their name, and what decided who they are."""
    return _grouped((e.text, words.label(e), _why(e)) for e in _entities(story) if _tells(e))


def without_reasons(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """The same without what decided them; those that stand for the same as one."""
    return _grouped((text, one.meant, "") for one in meanings for text in one.words)


def _grouped(told: Iterable[tuple[str, str, str]]) -> tuple[Meaning, ...]:
    """Mentions that stand for the same by the same means as one, in order of the first; capitals make no difference."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for text, meant, why in told:
        shown = words.clean(text)
        found.setdefault((meant, words.clean(why)), {}).setdefault(shown.casefold(), shown)
    return tuple(Meaning(tuple(texts.values()), meant, why) for (meant, why), texts in found.items())


def _candidate(candidate: Candidate) -> str:
    country = f" ({candidate.country})" if candidate.country else ""
    return f"{words.clean(candidate.name)}{country} {candidate.score:.2f}"


def _time(timex: Timex) -> str:
    value = f"{timex.value} {timex.mod}" if timex.mod else timex.value
    return value if timex.edtf == timex.value else f"{value}, EDTF {timex.edtf}"


def _place(place: Place) -> str:
    """`Sochi, Krasnodar, RUS`; `Idlib, division of SYR`."""
    name = words.clean(place.name)
    if place.feature == "ADM1" and place.country:
        return f"{name}, division of {place.country}"
    known = (place.admin1 if fold(place.admin1 or "") != fold(name) else None, place.country)
    return ", ".join(filter(None, (name, *known, None if place.lat is not None else "not on the map")))


def _entities(story: Story) -> Iterator[Entity]:
    """All mentions of actors, in order of the text."""
    found = list(story.entities)
    for event in story.events:
        found += (*event.actor, *event.recipient, *event.attribution)
    for relation in story.relations:
        found += filter(None, (relation.subject, relation.object))
    yield from sorted((e for e in found if e.start is not None), key=lambda e: (e.start, e.end))


def _tells(entity: Entity) -> bool:
    plain = (*UNTOLD, f"name {entity.id}", None)
    return entity.by not in plain and entity.text != entity.name and not entity.candidates


def _why(entity: Entity) -> str:
    """What decided it, without the name of the one that a pronoun points back to: that stands before it."""
    return (entity.by or "").removesuffix(f" -> {entity.name!r}")

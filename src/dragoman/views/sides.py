"""What each side of a contact says in its own words: quotations, who it says asked, the names it gives others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..claims.parties import codes_of
from ..story import Contact, Entity, Quote, Value
from .words import alignment_words

QUOTED = re.compile(r"“([^“”]+)”|\"([^\"\n]+)\"|«([^«»]+)»|„([^„“”]+)[“”]")
AROUND = 400  # characters to each side of a point in which a quotation that begins or ends outside it is looked for


class Naming(Value, frozen=True, kw_only=True):
    """An actor whom the sides call by other words. `words`: side -> its words with their places; `loaded`: some of
    them take a stand (`alignment.yaml`)."""

    country: str | None
    sector: str | None
    id: str | None
    words: dict[str, tuple[Quote, ...]]
    loaded: bool


def quotations(quotes: Iterable[Quote], texts: Mapping[str, str]) -> tuple[Quote, ...]:
    """The words in quotation marks within the points of an account, in the order of the text."""
    found: dict[tuple[str, int, int], Quote] = {}
    for quote in quotes:
        text = texts.get(quote.story, "")
        low = text.rfind("\n", max(0, quote.start - AROUND), quote.start) + 1 or max(0, quote.start - AROUND)
        for match in QUOTED.finditer(text, low, min(len(text), quote.end + AROUND)):
            start, end = match.span(match.lastindex or 0)
            if start < quote.end and end > quote.start:
                key = quote.story, start, end
                found[key] = Quote(text=text[start:end], story=quote.story, start=start, end=end)
    return tuple(found[key] for key in sorted(found))


def asked(tellings: Iterable[Contact]) -> dict[str, str]:
    """Side -> the side that asked for the contact according to it; by a telling's own word or its only account."""
    out: dict[str, str] = {}
    for contact in tellings:
        if contact.asked_by is None:
            continue
        told = codes_of(contact.asked_by_according_to) or (
            frozenset(contact.readouts) if len(contact.readouts) == 1 else ()
        )
        for side in sorted(told):
            out.setdefault(side, contact.asked_by)
    return out


def names(readouts: Mapping[str, Sequence[Quote]], entities: Mapping[str, Sequence[Entity]]) -> tuple[Naming, ...]:
    """Actors of whom two sides or more speak, each in words that the other does not use; `entities`: by story."""
    words = alignment_words()
    told: dict[tuple[str, str, str], dict[str, dict[str, Quote]]] = {}
    for side, quotes in readouts.items():
        for quote in quotes:
            for entity in entities.get(quote.story, ()):
                if entity.start is None or entity.end is None or not quote.start <= entity.start < quote.end:
                    continue
                if not (entity.country or entity.id) or entity.text.casefold() in words.plain:
                    continue
                mention = Quote(text=entity.text, story=quote.story, start=entity.start, end=entity.end)
                told.setdefault(_who(entity), {}).setdefault(side, {}).setdefault(_bare(entity.text), mention)
    out = []
    for (country, sector, id), sides in sorted(told.items()):
        if len(sides) < 2 or all(set(mine) == set(other) for mine in sides.values() for other in sides.values()):
            continue
        loaded = any(words.loaded.search(name) for mine in sides.values() for name in mine)
        out.append(
            Naming(
                country=country or None,
                sector=sector or None,
                id=id or None,
                words={side: tuple(mine.values()) for side, mine in sides.items()},
                loaded=loaded,
            )
        )
    return tuple(out)


def _who(entity: Entity) -> tuple[str, str, str]:
    """A state and its government are one referent, however the words are linked; others go by their id."""
    if entity.country and entity.sector == "GOV":
        return entity.country, "GOV", ""
    return entity.country or "", entity.sector or "", entity.id or ""


def _bare(text: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+|['’]s?$", "", " ".join(text.casefold().split()))

"""Known mentions by the words where they begin, made ready for the lines that relations are read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from msgspec.structs import replace

from ..knowledge.actors import actors
from ..knowledge.entries import Body, Format, People, State
from ..language.document import WORD, Document
from ..story import Entity
from .phrases import Kind
from .relation_words import RelationWords

LONGEST = 5  # words of a name before "-backed" at most
PLACES = frozenset(
    ["in", "from", "at", "near", "inside", "outside", "across", "throughout"]
)  # where a phrase's whereabouts begin


@dataclass(frozen=True)
class Mentions:
    """By first word: the word after the last, who it is, as what it stands; and the names of the formats among them."""

    at: Mapping[int, tuple[int, Entity, Kind]]
    formats: tuple[str, ...]


def mentions_of(document: Document, known: Sequence[Entity], words: RelationWords) -> Mentions:
    """Known mentions, formats and the names in "Turkish-backed", none overlapping."""
    found = [*_formats(document), *_tied(document, words), *_known(document, known, words)]
    at: dict[int, tuple[int, Entity, Kind]] = {}
    taken = [False] * len(document.words)
    for first, last, entity, kind in found:
        if not any(taken[first:last]):
            at[first] = last, entity, kind
            taken[first:last] = [True] * (last - first)
    ordered = dict(sorted(at.items()))
    formats = (e.name for _, e, kind in ordered.values() if kind == "format" and not is_paper(e, words))
    return Mentions(ordered, tuple(dict.fromkeys(formats)))


def is_paper(format: Entity, words: RelationWords) -> bool:
    """Whether a format is told as a text that was signed, and not as a body that meets."""
    return format.text.split()[-1].lower() in words.words["no_format"]


def _known(
    document: Document, known: Sequence[Entity], words: RelationWords
) -> Iterator[tuple[int, int, Entity, Kind]]:
    """Mentions that the linker found, without what tells whose ally they are and where they are; the longest first."""
    spans = []
    for entity in known:
        if entity.start is None or entity.end is None or isinstance(actors().by_id.get(entity.id or ""), Format):
            continue
        first, last = document.word_at(entity.start), document.word_at(entity.end - 1) + 1
        if first < last <= len(document.words):
            first, last = _trimmed(document, first, last, words)
            spans.append((first, last, entity))
    for first, last, entity in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        start, end = document.chars(first, last)
        text = document.text[start:end]
        kind: Kind = "modifier" if _adjective(entity.id, text) else "actor"
        yield first, last, replace(entity, text=text, start=start, end=end), kind


def _trimmed(document: Document, first: int, last: int, words: RelationWords) -> tuple[int, int]:
    for i in range(first + 1, last - 2):
        if document.word(i) == "-" and document.word(i + 1).lower() in words.words["tied"]:
            first = i + 2
    for i in range(first + 1, last - 1):
        if document.word(i).lower() in PLACES:
            return first, i
    return first, last


@cache
def _adjective(id: str | None, text: str) -> bool:
    known = actors().by_id.get(id or "")
    return isinstance(known, State | People) and text in known.adjectives and text not in (known.name, *known.aliases)


@cache
def _format_names() -> dict[str, list[tuple[tuple[str, ...], Format]]]:
    """Names of formats by their first word, longest first."""
    out: dict[str, list[tuple[tuple[str, ...], Format]]] = defaultdict(list)
    for actor in actors().by_id.values():
        if isinstance(actor, Format):
            for name in (actor.name.split(" (")[0], *actor.aliases):
                words = tuple(w.lower() for w in WORD.findall(name))
                out[words[0]].append((words, actor))
    return {first: sorted(names, key=lambda n: (-len(n[0]), n[1].id)) for first, names in out.items()}


def _formats(document: Document) -> Iterator[tuple[int, int, Entity, Kind]]:
    names = _format_names()
    for i in range(len(document.words)):
        for name, format in names.get(document.word(i).lower(), ()):
            if i + len(name) <= len(document.words) and all(
                document.word(i + j).lower() == w for j, w in enumerate(name)
            ):
                start, end = document.chars(i, i + len(name))
                text = document.text[start:end]
                if text != text.lower() or not name[0].isalpha():
                    yield (
                        i,
                        i + len(name),
                        Entity(text=text, name=format.name, id=format.id, start=start, end=end),
                        "format",
                    )
                    break


@cache
def _names() -> dict[tuple[str, ...], tuple[str, str]]:
    """Written forms of states and groups -> id and name."""
    out: dict[tuple[str, ...], tuple[str, str]] = {}
    for actor in actors().by_id.values():
        if not isinstance(actor, State | Body):
            continue
        forms = [actor.name, *actor.aliases]
        if isinstance(actor, State):
            forms += [*actor.adjectives, *actor.capitals]
        for form in forms:
            out.setdefault(tuple(w.lower() for w in WORD.findall(form)), (actor.id, actor.name))
    return out


def _tied(document: Document, words: RelationWords) -> Iterator[tuple[int, int, Entity, Kind]]:
    """The names in "Turkish-backed", "US-backed", "Islamic State-held"."""
    names = _names()
    for i in range(1, len(document.words) - 1):
        if document.word(i) != "-" or document.word(i + 1).lower() not in words.words["tied"]:
            continue
        for first in range(max(0, i - LONGEST), i):
            name = tuple(document.word(j).lower() for j in range(first, i))
            if name in names and document.word(i - 1)[:1].isupper() | (name[-1] == "."):
                id, full = names[name]
                start, end = document.chars(first, i)
                country, sector = actors().standing(actors().by_id[id])
                entity = Entity(
                    text=document.text[start:end],
                    name=full,
                    country=country,
                    sector=sector,
                    id=id,
                    start=start,
                    end=end,
                )
                yield first, i, entity, "modifier"
                break

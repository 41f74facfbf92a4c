"""How often an actor mention is linked to the right entity, or rightly to none: `python -m eval.linking [--errors]`.

hand      300 random mentions of actors in the raw texts, that the coder found, judged by two readers who saw no output
          (`training/annotations/mentions.jsonl`). Right: the same entry where the judges named one (any of the
          state's for a state); no entry, and nothing that contradicts them, where they named somebody without one or
          nobody. Full: country and camp are the same as well. Members of an armed group stand for it where they are
          not counted ("SDF fighters"); "12 militants", "a fighter" have no entry.
seen      600 of two earlier sets, after which rules were mended (`training/annotations/mentions_seen.jsonl`)
actors    mentions of news_fair_v2 whose item of Wikidata is that of a state, person or body of the knowledge
places    mentions of news_fair_v2 that are geographic, which are places or stand for states in our record
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from dragoman.coder import Coder, day_of
from dragoman.ingest import ingest
from dragoman.knowledge.actors import actors
from dragoman.knowledge.entries import State
from dragoman.language.document import Document, segment
from dragoman.linking.who import ActorLinker, Link, StoryActors
from dragoman.story import Entity, Span, Story
from training.annotations import FOLDER
from training.sources import texts

from .run import GOLD, scorer

HAND = {"hand": FOLDER / "mentions.jsonl", "seen": FOLDER / "mentions_seen.jsonl"}
NEWS = GOLD / "linking" / "news_fair_v2.dev.jsonl"
GEOGRAPHIC = "Q27096213"
Row = dict[str, Any]


def document_of(text: str, date: str | None) -> Document:
    page = ingest(text, name="text", date=date, lang="en")
    return segment(page, day_of(page))


def judged(name: str) -> Iterator[tuple[Row, Link]]:
    """Each judged mention of a set with what the linker says of it."""
    known, linker = texts(GOLD), ActorLinker()
    read: dict[str, tuple[StoryActors, Document]] = {}
    for row in map(json.loads, HAND[name].read_text(encoding="utf-8").splitlines()):
        text = known[row["id"]]
        if row["id"] not in read:
            document = document_of(text.text, text.date)
            read[row["id"]] = linker.read(document), document
        story, document = read[row["id"]]
        yield row, story.link(_span_in(text.text, document, row["span"]))


def _span_in(text: str, document: Document, span: list[int]) -> Span:
    """A span of a text in the page that ingest made of it, which may have other blanks."""
    words = text[span[0] : span[1]]
    if document.text[span[0] : span[1]] == words:
        return span[0], span[1]
    at = document.text.find(words, max(0, span[0] - 200))
    return (at, at + len(words)) if at >= 0 else (span[0], span[1])


def is_right(row: Row, entity: Entity) -> bool:
    """See the head of this file."""
    actor = actors().by_id.get(row["actor"] or "")
    if actor is None:
        return entity.id is None and (entity.country in (None, row["country"])) and _same_camp(row, entity)
    if isinstance(actor, State) or row["sector"] in ("GOV", "MIL"):
        return is_full(row, entity)
    return bool(entity.id == row["actor"])


def is_full(row: Row, entity: Entity) -> bool:
    """Whether country and camp are those of the judges."""
    same = row["sector"] is None or scorer().camp({"sector": row["sector"]}) == scorer().camp({"sector": entity.sector})
    return bool(row["country"] == entity.country and same)


def _same_camp(row: Row, entity: Entity) -> bool:
    camp = scorer().camp
    return not (entity.sector and row["sector"]) or camp({"sector": entity.sector}) == camp({"sector": row["sector"]})


def news() -> Iterator[tuple[Row, Story, StoryActors]]:
    """Each article with its record and the linker's reading of it."""
    coder, linker = Coder(), ActorLinker()
    for row in map(json.loads, NEWS.read_text(encoding="utf-8").splitlines()):
        text = row["text"]
        yield (
            row,
            coder.read(text, id=row["id"], date=row["date"], lang="en"),
            linker.read(document_of(text, row["date"])),
        )


def share(right: int, all: int) -> str:
    return f"{right / all:.3f} ({right} of {all})" if all else "-"


def report(name: str, errors: bool) -> None:
    """Print the figures of a set of judged mentions, and what is linked wrongly."""
    right = full = total = 0
    for row, link in judged(name):
        ok = is_right(row, link.entity)
        right, full, total = right + ok, full + is_full(row, link.entity), total + 1
        if errors and not ok:
            e = link.entity
            print(f"{row['id']} «{e.text}» judged {row['name']} {row['country']} {row['sector']} {row['actor']}"
                  f" got {e.name} {e.country} {e.sector} {e.id} ({link.by})")  # fmt: skip
    print(f"{name:11} right {share(right, total)}  full {share(full, total)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what is linked wrongly")
    args = parser.parse_args()
    for name in HAND:
        report(name, args.errors)
    items = {actor.qid: actor.id for actor in actors().by_id.values() if actor.qid}
    told = found = placed = places = 0
    for row, record, story in news():
        for mention in row["entities"]:
            span = tuple(mention["span"])
            if mention["kb"] in items:
                told += 1
                got = story.link(span).entity
                found += got.id == items[mention["kb"]]
                if args.errors and got.id != items[mention["kb"]]:
                    print(f"{row['id']} «{row['text'][slice(*span)]}» is {mention['name']}, got {got.name} {got.id}")
            if GEOGRAPHIC in mention["type"].split("|"):
                places += 1
                placed += any(p.span[0] < span[1] and span[0] < p.span[1] for p in record.places) or any(
                    isinstance(actors().by_id.get(e.id or ""), State) and e.start == span[0] for e in record.entities
                )
    print(f"actors      right {share(found, told)}")
    print(f"places      found {share(placed, places)}")


if __name__ == "__main__":
    main()

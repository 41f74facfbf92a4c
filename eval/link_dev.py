"""How many actor mentions of the annotated events are linked to the right country and camp, with the spans given.

usage: link_dev.py STORIES.jsonl [--errors]

Each actor, recipient and source is looked for by its own words nearest the trigger; the event model plays no part.
`same`: score.py's measure (a missing country falls back on the words, which here are the same). `strict`: country and
camp are equal, none included. `known`: strict, over mentions that are no pronouns and whose gold has a country.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.linking.who import ActorLinker
from dragoman.story import Passage, Span

from .run import scorer


def document(story: dict[str, Any]) -> Document:
    """The whole text as one passage, but for the captions of the first story."""
    text = story["text"]
    start = text.index("According to") if story["id"] == "seed" else 0
    page = Page(text, (Passage(kind="paragraph", start=start, end=len(text)),))
    return segment(page, dt.date.fromisoformat(story["date"]))


def nearest(text: str, words: str, trigger: int, sentence: Span) -> Span | None:
    """Where the words stand nearest the trigger, in its sentence if they do."""
    found, at = [], text.find(words)
    while at >= 0:
        end = at + len(words)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            found.append((not sentence[0] <= at < sentence[1], abs(at - trigger), at))
        at = text.find(words, at + 1)
    return (min(found)[2], min(found)[2] + len(words)) if found else None


def mentions(story: dict[str, Any]) -> list[tuple[dict[str, Any], Span]]:
    """Gold entities with their spans."""
    out = []
    for event in story["events"]:
        at = story["text"].find(event["sentence"])
        sentence = (at, at + len(event["sentence"]))
        for entity in event["actor"] + event["recipient"] + event["attribution"]:
            span = nearest(story["text"], entity["text"], event["start"], sentence)
            if span:
                out.append((entity, span))
    return out


def main() -> None:
    """Link and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    score, linker, n = scorer(), ActorLinker(), Counter[str]()
    for line in args.stories.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        asked, doc = mentions(story), document(story)
        begun = time.perf_counter()
        links = linker.link(doc, [span for _, span in asked])
        n["ms"] += round(1000 * (time.perf_counter() - begun))
        for (gold, _), link in zip(asked, links, strict=True):
            got = {
                "text": link.entity.text,
                "name": link.entity.name,
                "country": link.entity.country,
                "sector": link.entity.sector,
            }
            same = score.same_entity(gold, got)
            strict = gold["country"] == got["country"] and score.camp(gold) == score.camp(got)
            named = gold["country"] is not None and bool(score.words(gold["text"]))
            n.update(all=1, same=same, strict=strict, named=named, known=named and strict, stories=0)
            if args.errors and not strict:
                want = [gold[field] for field in ("country", "sector", "name")]
                have = [got[field] for field in ("country", "sector", "name")]
                print(story["id"], repr(gold["text"]), *want, "| got", *have, "|", link.by)
    shares = {k: f"{n[k] / n['all']:.3f}" for k in ("same", "strict")}
    print(f"mentions {n['all']}  same {shares['same']}  strict {shares['strict']}", end="  ")
    print(f"known {n['known'] / n['named']:.3f}  {n['ms']} ms for all stories")


if __name__ == "__main__":
    main()

"""The annotator's tool: show a text in numbered sentences, check what was annotated, join it to the text by offset.

usage: python -m training.annotate show ID... [--words N] [--part N]
       python -m training.annotate check FILE.ann
       python -m training.annotate join FILE.ann... -o OUT.jsonl --by NAME

An `.ann` file is what a reader writes; `training/GUIDELINES.md` describes it. Only `join`'s rows, which hold offsets
and no text, are kept in the project.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from dragoman.knowledge.entries import Sector
from dragoman.knowledge.ontology import ontology
from dragoman.language.document import split_sentences
from dragoman.story import Span, Status

from .sources import SHARED, Text, texts

WORDS = 250  # of a story, to the end of the sentence that reaches them
SECTORS = get_args(Sector)
FIELDS = "sentence | trigger | TYPE mode | status bg | actor | recipient | source | date | place | same"


class AnnotationError(ValueError):
    """A line that cannot be read, with its number and the cure."""


@dataclass
class Story:
    """A text's shown sentences, from the character `since`, and what was annotated so far."""

    text: Text
    sentences: list[Span]
    since: int = 0
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)


def shown(text: Text, words: int = WORDS, part: int = 1) -> list[Span]:
    """The sentences of a part: whole ones, until `words` are reached; the first part is the story's beginning."""
    parts: list[list[Span]] = [[]]
    for span in split_sentences(text.text, 0, len(text.text)):
        if sum(len(text.text[a:b].split()) for a, b in parts[-1]) >= words:
            parts.append([])
        parts[-1].append(span)
    return parts[part - 1] if part <= len(parts) else []


def parse(path: Path, known: dict[str, Text], words: int = WORDS) -> Iterator[Story | AnnotationError]:
    """The stories of an `.ann` file, and an error for each line that cannot be read."""
    story: Story | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if line.startswith("# "):
                if story:
                    yield story
                story = _begin(line[2:].strip(), known, words)
            elif line.strip() and story is None:
                raise AnnotationError("no story begun: write «# ID» first")
            elif line.startswith("E ") and story:
                _entity(story, _cells(line))
            elif line.startswith("V ") and story:
                story.events.append(_event(story, _cells(line)))
            elif line.strip():
                raise AnnotationError("a line begins with «# », «E » or «V »")
        except (AnnotationError, ValueError, KeyError) as error:
            yield AnnotationError(f"{path.name}:{number}: {error}\n    {line}")
    if story:
        yield story


def _begin(name: str, known: dict[str, Text], words: int) -> Story:
    name, _, part = name.partition(" part ")
    if name not in known:
        raise AnnotationError(f"no text has the id «{name}»")
    sentences = shown(known[name], words, int(part or 1))
    if not sentences:
        raise AnnotationError(f"«{name}» has no part {part}")
    return Story(known[name], sentences, sentences[0][0] if part else 0)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line[2:].split("|")]


def _entity(story: Story, cells: list[str]) -> None:
    key, name, country, sector = cells
    if country and not re.fullmatch("[A-Z]{3}", country):
        raise AnnotationError(f"country «{country}» is no alpha-3 code")
    if sector not in SECTORS:
        raise AnnotationError(f"sector «{sector}» is not one of {' '.join(SECTORS)}")
    if not key or not name:
        raise AnnotationError("an entity needs a key and a name")
    story.entities[key] = {"name": name, "country": country or None, "sector": sector}


def _event(story: Story, cells: list[str]) -> dict[str, Any]:
    if len(cells) != len(FIELDS.split("|")):
        raise AnnotationError(f"{len(cells)} fields where these are asked for: {FIELDS}")
    number, trigger, kind, status, actor, recipient, source, date, place, same = cells
    at = _sentence(story, number)
    words, _, nth = trigger.partition("#")
    start = _find(story, words, at, int(nth or 1))
    mode = _typed(kind)
    state, _, background = status.partition(" ")
    if state not in get_args(Status) or background not in ("", "bg"):
        raise AnnotationError(f"status «{status}»: one of {' '.join(get_args(Status))}, then «bg» for background")
    out: dict[str, Any] = {"type": mode[0], "mode": mode[1], "start": start, "end": start + len(words)}
    out |= {"status": state, "background": bool(background), "same_as": int(same.lstrip("=")) if same else None}
    for role, cell in (("actor", actor), ("recipient", recipient), ("attribution", source)):
        out[role] = [_mention(story, part.strip(), at, start) for part in cell.split(";") if part.strip()]
    out["place"] = list(_near(story, place, at, start)) if place else None
    out["date"] = _date(date)
    return out


def _typed(kind: str) -> tuple[str, str | None]:
    name, _, mode = kind.partition(" ")
    entry = ontology().types.get(name)
    if entry is None:
        raise AnnotationError(f"type «{name}» is not one of {' '.join(ontology().types)}")
    if mode and mode not in entry.modes:
        raise AnnotationError(f"mode «{mode}» is not one of {name}'s: {' '.join(entry.modes) or '(none)'}")
    return name, mode or None


def _sentence(story: Story, number: str) -> int:
    at = int(number) - 1
    if not 0 <= at < len(story.sentences):
        raise AnnotationError(f"sentence {number}: the story has 1 to {len(story.sentences)}")
    return at


def whole(words: str) -> str:
    """The words, not inside longer ones."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"


def _find(story: Story, words: str, sentence: int, nth: int = 1) -> int:
    low, high = story.sentences[sentence]
    hits = [m.start() for m in re.finditer(whole(words), story.text.text[low:high])]
    if len(hits) < nth:
        raise AnnotationError(f"«{words}» stands {len(hits)} times in sentence {sentence + 1}")
    return low + hits[nth - 1]


def _near(story: Story, cell: str, sentence: int, trigger: int) -> Span:
    """Words, nearest the trigger (or counted by #) in its own sentence or in the one named after @."""
    words, _, other = cell.partition("@")
    words, _, nth = words.partition("#")
    low, high = story.sentences[_sentence(story, other) if other else sentence]
    hits = [low + m.start() for m in re.finditer(whole(words.strip()), story.text.text[low:high])]
    if not hits:
        raise AnnotationError(f"«{words}» is not in the sentence; name another one with @NUMBER")
    if int(nth or 1) > len(hits):
        raise AnnotationError(f"«{words}» stands {len(hits)} times in that sentence")
    at = hits[int(nth) - 1] if nth else min(hits, key=lambda hit: abs(hit - trigger))
    return at, at + len(words.strip())


def _mention(story: Story, part: str, sentence: int, trigger: int) -> dict[str, Any]:
    words, arrow, key = part.rpartition(">")
    if not arrow or key.strip() not in story.entities:
        raise AnnotationError(f"«{part}»: words>key, with the key of an E line above")
    return {"span": list(_near(story, words, sentence, trigger)), "entity": key.strip()}


def _date(cell: str) -> list[str] | None:
    if not cell:
        return None
    start, _, end = cell.partition("..")
    days = [dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)]
    if days[0] > days[1]:
        raise AnnotationError(f"date «{cell}» ends before it starts")
    return [day.isoformat() for day in days]


def joined_row(story: Story, by: str) -> dict[str, Any]:
    """The story as it is kept: id, hash, offsets, labels."""
    return {
        "id": story.text.id,
        "file": story.text.file,
        "sha256": hashlib.sha256(story.text.text.encode()).hexdigest(),
        "since": story.since,
        "upto": story.sentences[-1][1],
        "by": by,
        "entities": story.entities,
        "events": sorted(story.events, key=lambda e: (e["start"], e["end"])),
    }


def _show(text: Text, words: int, part: int) -> None:
    print(f"# {text.id}{f' part {part}' if part > 1 else ''}    (date: {text.date})")
    for number, (a, b) in enumerate(shown(text, words, part), 1):
        print(f"[{number}] {text.text[a:b]}")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=("show", "check", "join"))
    parser.add_argument("what", nargs="+", help="ids to show, or .ann files")
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--by", default="unnamed", help="the reader, by whatever name")
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--part", type=int, default=1, help="show the part that comes after so many less one")
    args = parser.parse_args()
    known = texts(SHARED)
    if args.do == "show":
        for name in args.what:
            _show(known[name], args.words, args.part)
        return
    found = [item for path in args.what for item in parse(Path(path), known, args.words)]
    faults = [item for item in found if isinstance(item, AnnotationError)]
    stories = [item for item in found if isinstance(item, Story)]
    print(
        *faults, f"{len(stories)} stories, {sum(len(s.events) for s in stories)} events, {len(faults)} faults", sep="\n"
    )
    if args.do == "join" and args.out:
        rows = [json.dumps(joined_row(story, args.by), ensure_ascii=False) for story in stories]
        args.out.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()

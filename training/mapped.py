"""Events of other ontologies as ours: triggers with their sides, and a type where `mapped.toml` has one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from dragoman.language.encoder import windows

from .corpora import EventLabel, Example, plain, within, word_span

TABLE = tomllib.loads(Path(__file__).with_name("mapped.toml").read_text(encoding="utf-8"))
ROLES = {name: role for role, names in TABLE["roles"].items() for name in names.split()}


def type_of(name: str) -> str | None:
    """Our type of a foreign one, by its longest known beginning."""
    starts = [start for start in TABLE["types"] if name.lower().startswith(start)]
    return TABLE["types"][max(starts, key=len)] or None if starts else None


def mapped(rows: Iterable[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Example]:
    """The windows that hold a trigger, with its roles that stand in the same window."""
    for row in rows:
        document = plain(row["text"])
        for window in windows(document, tokenizer):
            example = Example(window)
            for event in row["events"]:
                trigger = within(word_span(document, *event["trigger"]), window) if event.get("trigger") else None
                spans = [
                    (_role(a), within(word_span(document, *a["span"]), window)) for a in event["args"] if a["span"]
                ]
                kept = [(role, *span) for role, span in spans if role and span]
                if trigger and kept:
                    example.frames.append(EventLabel.untyped(trigger, kept, type_of(event["type"])))
            if example.frames:
                yield example


def _role(argument: dict[str, Any]) -> str | None:
    return ROLES.get(str(argument["role"]).lower())

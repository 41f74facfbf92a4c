"""Kinds of errors in events, counted: `python -m eval.errors [TASK...]` (stories and agency when none is given).

Of the events that a story has and the coder has not, and the other way round: their types. Of those found: what is
wrong with each field, and for a side whether it is empty, another's, needless, or rightly found and wrongly identified.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from .run import GOLD, TASKS, coded, gold_file, scorer

MOST = 6  # kinds that a line names
Told = dict[str, Any]


def side_errors(score: ModuleType, gold: list[Told], told: list[Told]) -> Iterator[str]:
    """A kind for each entity of a side that is wrong: gold and told are lists of entities."""
    for entity in gold:
        if any(score.same_entity(entity, other) for other in told):
            continue
        if any(score.alike(entity["text"], other["text"]) for other in told):
            yield "found, wrongly identified"
        else:
            yield "another in its place" if told else "empty"
    for entity in told:
        same = any(score.same_entity(entity, g) or score.alike(entity["text"], g["text"]) for g in gold)
        if not same and not gold:
            yield "needless"


def tables(score: ModuleType, gold: dict[str, Told], told: dict[str, Told]) -> dict[str, Counter[str]]:
    """Name of a table -> kinds with their counts."""
    out: dict[str, Counter[str]] = {}

    def count(table: str, kind: str) -> None:
        out.setdefault(table, Counter())[kind] += 1

    for name, story in gold.items():
        pairs, missed, spare = score.pair(story["events"], told[name]["events"])
        for table, events in (("missed", missed), ("spurious", spare)):
            for event in events:
                count(table, event["type"])
        for mine, other in pairs:
            for side in ("actor", "recipient"):
                for kind in side_errors(score, mine[side], other[side]):
                    count(side, kind)
            for field in ("status", "background"):
                if mine[field] != other[field]:
                    count(field, f"{mine[field]} read as {other[field]}")
            for field in ("date", "place"):
                if bool(mine[field]) != bool(other[field]):
                    count(field, "empty" if mine[field] else "needless")
            if [e["name"] for e in mine["attribution"]] and not other["attribution"]:
                count("attribution", "empty")
            elif other["attribution"] and not mine["attribution"]:
                count("attribution", "needless")
            elif not score.same_side(mine["attribution"], other["attribution"]):
                count("attribution", "other or incomplete chain")
    return out


def main() -> None:
    """Code the stories of each task and print the tables."""
    if not GOLD.is_dir():
        sys.exit(f"eval: {GOLD} is absent; lay the gold corpora beside the project")
    score = scorer()
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or ("stories", "agency"):
            gold = gold_file(TASKS[name][1], Path(folder))
            out, said = coded(name, gold, Path(folder))
            print(said, f"== {name}", sep="")
            for table, kinds in tables(score, score.load(gold), score.load(out)).items():
                named = ", ".join(f"{kind} {n}" for kind, n in kinds.most_common(MOST))
                print(f"{table:12} {sum(kinds.values()):4}   {named}")


if __name__ == "__main__":
    main()

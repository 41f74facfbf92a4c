"""Who led which country on a day, against Archigos and REIGN: `python -m eval.leaders [--days N] [--misses]`.

Of random (country, day) since 1990 in the two data sets, the share whose head the knowledge knows. A check of how the
knowledge was built, no more: the same data sets are among its sources.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from dragoman.knowledge.actors import Actors, actors
from dragoman.knowledge.entries import Person
from dragoman.knowledge.forms import key

from .run import GOLD

COW = Path(__file__).with_name("cow.yaml")
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2021, 2, 28)  # the last day that REIGN tells of
HEADS = frozenset(
    "leader|president|prime minister|chancellor|king|queen|emir|sultan|supreme leader|pope|chief executive"
    "|general secretary|prince|grand duke|emperor|chairman|acting president|captain regent".split("|")
)


@dataclass(frozen=True)
class Spell:
    """A leader's time in one data set; `country` is an ISO 3166-1 code."""

    country: str
    leader: str
    first: dt.date
    last: dt.date


def spells() -> list[Spell]:
    """The spells of both data sets that reach into 1990 or later, in states that the knowledge has."""
    codes = yaml.safe_load(COW.read_text(encoding="utf-8"))
    found = ((codes.get(code, code), leader, first, last) for code, leader, first, last in (*_archigos(), *_reign()))
    return [
        Spell(c, leader, max(first, FIRST), min(last, LAST)) for c, leader, first, last in found if c and last >= FIRST
    ]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (GOLD / "leaders" / f"{name}.all.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text.strip())


def _archigos() -> Iterator[tuple[str, str, dt.date, dt.date]]:
    for row in _rows("archigos"):
        yield row["country_code"], row["leader"], _day(row["start"]), _day(row["end"])


def _reign() -> Iterator[tuple[str, str, dt.date, dt.date]]:
    """REIGN has the months in which spells end: the day before is the last that is sure."""
    for row in _rows("reign"):
        first = dt.date(int(row["syear"]), int(row["smonth"]), int(row["sdate"] or 1))
        last = dt.date(int(row["eyear"]), int(row["emonth"] or 1), 1) - dt.timedelta(1) if row["eyear"] else LAST
        if last >= first:
            yield row["stateabb"], row["leader"], first, last


def heads(known: Actors, country: str, day: dt.date) -> list[Person]:
    """Who the knowledge says led a country on a day, in whatever office."""
    people = (actor for actor in known.by_id.values() if isinstance(actor, Person))
    return [
        p
        for p in people
        if any(r.of == country and r.role in HEADS and r.since and r.covers(day.isoformat()) for r in p.roles)
    ]


def is_named(person: Person, leader: str) -> bool:
    """Whether a name of the data sets, often the surname alone, is a person's: they share a word of it."""
    words = set(key(leader).split())
    return any(words & set(key(form).split()) for form in (person.name, *person.aliases))


def share_found(days: int, seed: int, misses: bool = False) -> float:
    """The share of random days whose head is known; each miss is printed where asked for."""
    known, every, dice = actors(), spells(), random.Random(seed)
    hits = 0
    for spell in dice.choices(every, weights=[(s.last - s.first).days + 1 for s in every], k=days):
        day = spell.first + dt.timedelta(dice.randrange((spell.last - spell.first).days + 1))
        found = heads(known, spell.country, day)
        hit = any(is_named(person, spell.leader) for person in found)
        hits += hit
        if misses and not hit:
            print(f"{spell.country} {day}: {spell.leader}; known: {', '.join(p.name for p in found) or 'nobody'}")
    return hits / days


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    print(f"leaders     {args.days} days  found {share_found(args.days, args.seed, args.misses):.3f}")


if __name__ == "__main__":
    main()

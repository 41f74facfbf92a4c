"""A contact with its accounts -> a briefing: all that is shown of it, in order, in words; knows of no format.

Every text of a story comes out on one line, without control characters. `briefing_markdown`, `briefing_docx` and the
templates `readout.html` and `briefing.html` write it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..cli.show.words import clean, days, listed
from ..knowledge.actors import actors
from ..knowledge.entries import State
from ..story import Channel, Interval, Party, Quote
from ..views.alignment import Row
from ..views.readouts import Readout
from ..views.sides import Naming

Kind = Literal["odds", "both", "only"]
KINDS: dict[str, Kind] = {"at odds": "odds", "both": "both", "only": "only"}
SIGNS: dict[Kind, str] = {"odds": "≠", "both": "=", "only": "○"}
CHANNELS: dict[Channel | None, str] = {
    "phone": "telephone call",
    "video": "video call",
    "visit": "visit",
    "third-party": "contact through others",
    "multilateral": "multilateral talks",
    None: "contact",
}


@dataclass(frozen=True)
class Cite:
    """Where words stand: characters `[start, end)` of a story, which has a number among the sources."""

    number: int
    story: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """`1, 365–410`."""
        return f"{self.number}, {self.start}–{self.end}"


@dataclass(frozen=True)
class Said:
    """Words of a story."""

    text: str
    cite: Cite


@dataclass(frozen=True)
class Side:
    """Whose account it is. `people`: who took part for it; `asked`: who asked for the contact, as it says."""

    code: str
    name: str
    people: str
    asked: str | None


@dataclass(frozen=True)
class Matter:
    """One matter. `words`: who says it or is at odds; `cells`: what each side says of it, in the order of the sides."""

    topic: str
    kind: Kind
    sign: str
    words: str
    cells: tuple[Said | None, ...]


@dataclass(frozen=True)
class Called:
    """An actor whom the sides call by other words, in the order of the sides. `loaded`: some take a stand."""

    name: str
    loaded: bool
    cells: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True)
class Source:
    """A story that tells the contact: `id` as it was given, `story` the same as it is shown."""

    number: int
    id: str
    story: str
    headline: str
    agency: str
    published: str


@dataclass(frozen=True)
class Briefing:
    """A contact as it is shown. `facts`: labels with what is told; `dated`: when the last of its stories came out."""

    id: str
    title: str
    file: str
    facts: tuple[tuple[str, str], ...]
    sides: tuple[Side, ...]
    matters: tuple[Matter, ...]
    quotations: tuple[tuple[Side, tuple[Said, ...]], ...]
    called: tuple[Called, ...]
    sources: tuple[Source, ...]
    known_on: str | None
    dated: str | None

    @property
    def kinds(self) -> dict[Kind, str]:
        """The kinds of matters in words."""
        several = "both" if len(self.sides) <= 2 else "several"
        return {"odds": "at odds", "both": f"said by {several}", "only": "said by one alone"}

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """How many matters there are of each kind."""
        number = Counter(matter.kind for matter in self.matters)
        return {kind: number[kind] for kind in SIGNS if number[kind]}


def briefing(one: Readout, headlines: Mapping[str, str] | None = None, known_on: str | None = None) -> Briefing:
    """A contact as a briefing. `headlines`: by story id; `known_on`: the day as of which it is told."""
    numbers = {story: number for number, story in enumerate(dict.fromkeys(t.story for t in one.tellings), 1)}
    codes = list(dict.fromkeys((*(party.code for party in one.parties if party.code in one.readouts), *one.readouts)))
    sides = tuple(_side(code, one) for code in codes)
    names = {side.code: side.name for side in sides}
    when = when_of(one.date)
    return Briefing(
        id=one.id,
        title=f"{_between(one.parties)}: {CHANNELS[one.channel]}{f', {when}' if when else ''}",
        file=_file(one),
        facts=tuple(_facts(one, known_on)),
        sides=sides,
        matters=tuple(_matter(row, one, names, numbers) for row in one.alignment),
        quotations=tuple(
            (side, tuple(_said(quote, numbers) for quote in one.quotations[side.code]))
            for side in sides
            if one.quotations.get(side.code)
        ),
        called=tuple(_called(naming, codes, numbers) for naming in sorted(one.names, key=lambda n: not n.loaded)),
        sources=tuple(_sources(one, numbers, headlines or {})),
        known_on=known_on,
        dated=max((t.published for t in one.tellings if t.published), default=None),
    )


def title_of(parties: Sequence[Party], channel: Channel | None) -> str:
    """`Vladimir Putin (Russia) and Emmanuel Macron (France): telephone call`."""
    return f"{_between(parties)}: {CHANNELS[channel]}"


def name_of(code: str) -> str:
    """A side's name: of a state the knowledge's, else its code."""
    state = actors().by_id.get(code)
    return state.name if isinstance(state, State) else clean(code) or "?"


def when_of(interval: Interval | None) -> str:
    """`21 Feb 2020`, `Mar 2020`, `2020`, or `from 1 Jan 2014 to 20 Feb 2022`; empty where no day is told."""
    told = days(interval)
    if re.fullmatch(r"\d{4}-\d\d", told):
        return f"{calendar.month_abbr[int(told[5:])]} {told[:4]}"
    for between in (" to ", "since ", "until "):
        if between in told and interval:
            ends = [_day(end) for end in (interval.start, interval.end) if end]
            return "from " + " to ".join(ends) if len(ends) > 1 else f"{between}{ends[0]}"
    return _day(told)


def _day(told: str) -> str:
    """An ISO day or moment as people read it."""
    try:
        found = dt.date.fromisoformat(told[:10])
    except ValueError:
        return clean(told)
    hour = told[11:16]
    return f"{found.day} {calendar.month_abbr[found.month]} {found.year}{f', {hour}' if hour else ''}"


def _between(parties: Sequence[Party]) -> str:
    return listed([_party(party) for party in parties]) or "Parties without a name"


def _party(party: Party) -> str:
    name, side = clean(party.name), name_of(party.code)
    role = f", {party.role}" if party.role != "party" else ""
    if name == party.code or side in name:
        return f"{name}{f' ({party.role})' if role else ''}"
    return f"{name} ({side}{role})"


def _side(code: str, one: Readout) -> Side:
    people = (clean(party.name) for party in one.parties if party.code == code)
    asked = one.asked_by_according_to_sides.get(code)
    return Side(
        code=clean(code),
        name=name_of(code),
        people=listed([name for name in people if name not in (code, name_of(code))]),
        asked=name_of(asked) if asked else None,
    )


def _facts(one: Readout, known_on: str | None) -> Iterable[tuple[str, str]]:
    when = when_of(one.date)
    yield "When", (when + (" (the day of the story)" if one.date_from == "story" else "")) if when else "not told"
    yield "How", CHANNELS[one.channel] + ("" if one.status == "happened" else f", {one.status}")
    if one.place:
        yield "Where", clean(one.place)
    if asked := _asked(one):
        yield "Asked for by", asked
    if silent := [name_of(code) for code in dict.fromkeys(p.code for p in one.parties) if code not in one.readouts]:
        yield "No account told of", listed(silent)
    if known_on:
        yield "As known on", _day(known_on)


def _asked(one: Readout) -> str:
    """Who asked for it, on whose word; where the sides differ, that they do."""
    by: dict[str, list[str]] = {}
    for side, asked in one.asked_by_according_to_sides.items():
        by.setdefault(asked, []).append(name_of(side))
    if not by:
        word = listed([clean(source.name) or clean(source.text) for source in one.asked_by_according_to])
        told = name_of(one.asked_by) if one.asked_by else ""
        return f"{told}, according to {word}" if told and word else told
    told = "; ".join(f"{name_of(asked)}, according to {listed(sides)}" for asked, sides in by.items())
    return f"≠ the sides differ: {told}" if len(by) > 1 else told


def _matter(row: Row, one: Readout, names: Mapping[str, str], numbers: Mapping[str, int]) -> Matter:
    kind = KINDS[row.label]
    indexes = {side: row.points.get(side) for side in names}
    told = [names[side] for side, index in indexes.items() if index is not None]
    cells = (None if i is None else _said(one.readouts[side][i], numbers) for side, i in indexes.items())
    return Matter(
        topic=clean(row.topic), kind=kind, sign=SIGNS[kind], words=_words(kind, told, len(names)), cells=tuple(cells)
    )


def _words(kind: Kind, told: Sequence[str], sides: int) -> str:
    """Who says it: `both say`, `Russia and Iran both say`, `only Russia`, `at odds`."""
    if kind == "only":
        return f"only {listed(told)}"
    every = len(told) == sides
    if kind == "odds":
        return "at odds" if every and sides == 2 else f"{listed(told)} at odds"
    number = "both" if len(told) == 2 else "all"
    return f"{number} say" if every else f"{listed(told)} {number} say"


def _said(quote: Quote, numbers: Mapping[str, int]) -> Said:
    cite = Cite(number=numbers.get(quote.story, 0), story=quote.story, start=quote.start, end=quote.end)
    return Said(text=clean(quote.text), cite=cite)


def _called(naming: Naming, codes: Sequence[str], numbers: Mapping[str, int]) -> Called:
    known = actors().by_id.get(naming.id or naming.country or "")
    name = known.name if known else clean(naming.id or naming.country or "") or "an actor"
    cells = (tuple(_said(quote, numbers) for quote in naming.words.get(code, ())) for code in codes)
    return Called(name=name, loaded=naming.loaded, cells=tuple(cells))


def _sources(one: Readout, numbers: Mapping[str, int], headlines: Mapping[str, str]) -> Iterable[Source]:
    tellings = {telling.story: telling for telling in reversed(one.tellings)}
    for story, number in numbers.items():
        telling = tellings[story]
        yield Source(
            number=number,
            id=story,
            story=clean(story),
            headline=clean(headlines.get(story, "")),
            agency=clean(telling.agency or ""),
            published=_day(telling.published) if telling.published else "",
        )


def _file(one: Readout) -> str:
    """A name for a file, without its ending: of plain letters alone."""
    start = one.date.start or one.date.end if one.date else None
    codes = (re.sub(r"[^A-Za-z0-9]", "", party.code) for party in one.parties)
    return "-".join(filter(None, ("readout", start, *list(codes)[:6])))

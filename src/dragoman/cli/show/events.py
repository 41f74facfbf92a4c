"""Events of the record -> a table on a terminal, else plain lines; counts likewise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ...story import Interval
from ...views.events import EventView, Named
from . import words
from .record import OWN_VOICE, Who
from .screen import MAX_WIDTH, NARROW, QUIET, STATUS, quote
from .words import Quoted

NONE = "–"
COLUMNS = "date | actor -> recipient | type mode | status | on whose word | told by | more"


def quoted(event: EventView) -> Quoted:
    """The sentence with its trigger, shortened where it is long."""
    start, end = event.words.trigger
    text = event.words.text
    before, trigger, after = (words.clean_inside(part) for part in (text[:start], text[start:end], text[end:]))
    room = max(0, words.MAX_QUOTE - len(trigger))
    if len(before) + len(after) > room:
        left = max(int(room * words.BEFORE_SHARE), room - len(after))
        if len(before) > left:
            cut = before[len(before) - max(0, left - 1) :]
            before = f"{words.ELLIPSIS} {cut[cut.find(' ') + 1 :].lstrip(' ,;:')}"
        after = words.first_words(after, room - len(before))
    return Quoted(before.lstrip(), trigger, after.rstrip())


def act(event: EventView) -> str:
    return f"{event.type} {event.mode}" if event.mode else event.type


def date(event: EventView) -> str:
    """The days it is told to lie in, else that of the story in brackets."""
    told = words.days(Interval(start=event.date.start, end=event.date.end)) if event.date else ""
    return told or (f"({event.day})" if event.day else "")


def told_by(event: EventView) -> str:
    """`SDA, story a1`, and how often else."""
    first = next((claim for claim in event.claims if claim.story == event.words.story), event.claims[0])
    source = f"{words.clean(first.agency)}, " if first.agency else ""
    return f"{source}story {words.clean(event.words.story)}"


def more(event: EventView) -> tuple[str, ...]:
    """What only some events have."""
    place = event.place
    where = place and words.clean(place.name or place.text)
    country = f" ({place.country})" if place and place.country else ""
    return tuple(
        filter(
            None,
            [
                f"at {where}{country}" if where else "",
                "background" if event.background else "",
                f"{event.mentions} mentions in {event.stories} stories" if event.mentions > 1 else "",
                f"{event.origins} origins" if event.origins > 1 else "",
                f"{event.sides} sides" if event.sides > 1 else "",
                f"sure {event.confidence:.2f}" if event.confidence is not None else "",
            ],
        )
    )


def who(named: Sequence[Named]) -> tuple[Who, ...]:
    """Each actor once."""
    tags = (" ".join(code for code in (one.country, one.sector) if code) for one in named)
    shown = (Who(words.clean(one.name) or "?", tag) for one, tag in zip(named, tags, strict=True))
    return tuple(dict.fromkeys(shown))


class PlainEvents:
    """Prints events on `out` as lines: one for the event, one for its words."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def show(self, events: Sequence[EventView]) -> None:
        for line in self._lines(events):
            self.out.write(line + "\n")

    def _lines(self, events: Sequence[EventView]) -> Iterator[str]:
        if events:
            yield COLUMNS
        for event in events:
            sides = ", ".join(map(str, who(event.actor))) or "(nobody named)"
            if event.recipient:
                sides += f" -> {', '.join(map(str, who(event.recipient)))}"
            word = " <- ".join(map(str, who(event.attribution))) or OWN_VOICE
            fields = [date(event) or "-", sides, act(event), event.status or "-", word, told_by(event), *more(event)]
            yield " | ".join(fields)
            said = quoted(event)
            yield f"    {said.before}«{said.trigger}»{said.after}"

    def counts(self, names: Sequence[str], rows: Sequence[tuple[Sequence[str | None], int]]) -> None:
        """A line for each group, fields between bars."""
        self.out.write(" | ".join([*names, "events"]) + "\n")
        for group, number in rows:
            self.out.write(" | ".join([*(words.clean(value or "-") for value in group), str(number)]) + "\n")


class ScreenEvents:
    """Prints events on a terminal. `width`: columns, None for its own."""

    def __init__(self, out: TextIO, width: int | None = None) -> None:
        self.console = Console(file=out, width=width, force_terminal=True, highlight=False, markup=False, emoji=False)
        self.console.width = min(self.console.width, MAX_WIDTH)

    def show(self, events: Sequence[EventView]) -> None:
        if not events:
            return
        if self.console.width >= NARROW:
            self.console.print(self._table(events))
            return
        for event in events:
            first = Text.assemble(date(event) or NONE, "  ", _act(event))
            lines = Text("\n").join([_sides(event), _word(event), quote(quoted(event)), _source(event)])
            self.console.print(Group(first, Padding(lines, (0, 0, 1, 2), expand=False)))

    def _table(self, events: Sequence[EventView]) -> RenderableType:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), leading=1, show_edge=False, expand=True)
        table.header_style = QUIET
        table.add_column("date", max_width=13)
        table.add_column("actor → recipient, what, on whose word", ratio=5)
        table.add_column("in whose words", ratio=6)
        for event in events:
            what = Text("\n").join([_sides(event), _act(event), _word(event)])
            table.add_row(date(event) or NONE, what, Text("\n").join([quote(quoted(event)), _source(event)]))
        return table

    def counts(self, names: Sequence[str], rows: Sequence[tuple[Sequence[str | None], int]]) -> None:
        """A table with a row for each group."""
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False)
        table.header_style = QUIET
        for name in names:
            table.add_column(name)
        table.add_column("events", justify="right")
        for group, number in rows:
            table.add_row(*(Text(words.clean(value)) if value else Text(NONE, style=QUIET) for value in group),
                          f"{number:,}")  # fmt: skip
        self.console.print(table)


def _act(event: EventView) -> Text:
    kind, _, mode = act(event).partition(" ")
    status = event.status or ""
    told = Text.assemble((kind, "bold"), f" {mode}" if mode else "", "  ", (status, STATUS.get(status, "")))
    return told


def _sides(event: EventView) -> Text:
    actors = _who(event.actor, ", ") if event.actor else Text("nobody named", style=QUIET)
    return Text.assemble(actors, " → ", _who(event.recipient, ", ")) if event.recipient else actors


def _word(event: EventView) -> Text:
    if not event.attribution:
        return Text(OWN_VOICE, style=QUIET)
    return Text.assemble(("on the word of ", QUIET), _who(event.attribution, " ← "))


def _source(event: EventView) -> Text:
    return Text(" · ".join([told_by(event), *more(event)]), style=QUIET)


def _who(named: Sequence[Named], between: str) -> Text:
    return Text(between).join(
        [Text.assemble(one.name, (f" {one.tag}" if one.tag else "", QUIET)) for one in who(named)]
    )

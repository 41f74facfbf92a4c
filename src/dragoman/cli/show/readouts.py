"""Accounts of a contact for a reader: side by side where there is room, below each other where there is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...story import Quote
from ...views.alignment import Row
from ...views.readouts import Readout
from . import words

SIDE = 34  # columns that an account wants
TOPIC = 24  # columns of a topic with its label
NONE = "–"
LABELS = {"both": "both say", "at odds": "AT ODDS"}


def show(one: Readout, out: TextIO, width: int | None = None) -> None:
    """Print a contact on `out`; `width`: columns, else those of the terminal."""
    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
    terminal = console.is_terminal or width is not None
    for line in head(one):
        console.print(Text(line, style="bold" if line == title(one) else ""), soft_wrap=not terminal)
    sides = list(one.readouts)
    if len(sides) > 1 and terminal and console.width >= TOPIC + SIDE * len(sides):
        console.print(_table(one, sides))
    else:
        for line in _below(one, sides):
            console.print(Text(line), soft_wrap=not terminal)
    for line in foot(one):
        console.print(Text(line), soft_wrap=not terminal)
    console.print()


def title(one: Readout) -> str:
    """`2020-02-21  Erdogan (TUR), Putin (RUS): phone`."""
    parties = ", ".join(f"{words.clean(party.name)} ({words.clean(party.code)})" for party in one.parties)
    day = (words.days(one.date) if one.date else "") or "without a day"
    return f"{day}  {parties}: {one.channel or 'contact'}, {one.status}"


def head(one: Readout) -> Iterator[str]:
    """What it was, who asked for it according to whom, and which stories tell it."""
    yield title(one)
    if one.place:
        yield f"  at {words.clean(one.place)}"
    for side, by in sorted(one.asked_by_according_to_sides.items()):
        yield f"  {side} says that {by} asked for it"
    if one.asked_by and not one.asked_by_according_to_sides:
        yield f"  asked for by {one.asked_by}"
    told = (f"{words.clean(t.story)}{f' ({words.clean(t.agency)})' if t.agency else ''}" for t in one.tellings)
    yield f"  told by {', '.join(dict.fromkeys(told))}"
    if not one.readouts:
        yield "  no side's account is told"


def foot(one: Readout) -> Iterator[str]:
    """Words in quotation marks, and the names that sides give to one actor."""
    for side, quotes in one.quotations.items():
        for quote in quotes:
            yield f"  {side} in quotes: “{words.clean_inside(quote.text)}” [{_where(quote)}]"
    for naming in one.names:
        called = "; ".join(f"{side}: {_listed(told)}" for side, told in naming.words.items())
        stand = " (takes a stand)" if naming.loaded else ""
        yield f"  {naming.id or naming.country or 'an actor'} is called{stand}: {called}"


def _listed(told: Sequence[Quote]) -> str:
    return ", ".join(f"“{words.clean_inside(quote.text)}”" for quote in told)


def label(row: Row) -> str:
    """`both say`, `only RUS`, `AT ODDS`."""
    told = [side for side, index in row.points.items() if index is not None]
    return LABELS.get(row.label) or f"only {', '.join(told)}"


def _table(one: Readout, sides: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_lines=True, expand=True)
    table.add_column("matter", width=TOPIC)
    for side in sides:
        table.add_column(f"{side} says", ratio=1)
    for row in one.alignment:
        cells = [_point(one, side, row.points.get(side)) for side in sides]
        style = "bold yellow" if row.label == "at odds" else ""
        matter = Text(f"{label(row)}\n{words.clean(row.topic)}", style=style)
        table.add_row(matter, *(Text(cell or NONE) for cell in cells))
    return table


def _below(one: Readout, sides: Sequence[str]) -> Iterator[str]:
    for row in one.alignment:
        yield f"  {label(row)}: {words.clean(row.topic)}"
        for side in sides:
            if point := _point(one, side, row.points.get(side)):
                yield f"    {side}: {point}"


def _point(one: Readout, side: str, index: int | None) -> str:
    """The words of a point with their source."""
    if index is None:
        return ""
    quote = one.readouts[side][index]
    return f"“{words.clean_inside(quote.text)}” [{_where(quote)}]"


def _where(quote: Quote) -> str:
    return f"{words.clean(quote.story)} {quote.start}-{quote.end}"

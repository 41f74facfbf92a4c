"""Record -> a terminal: tables, colour, and the sides of a contact next to each other where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ...story import Story
from .mentions import Meaning
from .record import OWN_VOICE, Account, Choose, ContactCard, EventLine, Record, Statement, Who, record, whole
from .words import Quoted

WIDE = 116  # columns from which each field of an event has a column of its own
NARROW = 72  # columns below which nothing stands side by side
MAX_WIDTH = 180  # longer lines are hard to read
TRIGGER = "bold underline"
QUIET = "dim"
ASIDE = "italic"
HEADING = "bold cyan"
STATUS = {
    "happened": "green",
    "ongoing": "green",
    "planned": "blue",
    "requested": "yellow",
    "threatened": "red",
    "hypothetical": "magenta",
    "negated": "red",
    "denied": "red",
}


class Screen:
    """Prints stories on a terminal, or on a pager that shows what one does. `width`: columns, None for its own."""

    def __init__(self, out: TextIO, width: int | None = None, choose: Choose = whole) -> None:
        self.choose = choose
        self.console = Console(file=out, width=width, force_terminal=True, highlight=False, markup=False, emoji=False)
        self.console.width = min(self.console.width, MAX_WIDTH)
        self.first = True

    def show(self, story: Story) -> None:
        if not self.first:
            self.console.print(Rule(style=QUIET))
        self.first = False
        for part in parts(self.choose(record(story)), self.console.width):
            self.console.print(part)
            self.console.print()


def parts(shown: Record, width: int) -> list[RenderableType]:
    """The parts of a record, one under the other."""
    found: list[RenderableType] = [_head(shown), *_captions(shown.captions)]
    if shown.nothing:
        found.append(Text(shown.nothing))
    found += _events("News", shown.news, width)
    found += _events("Background", shown.background, width)
    if shown.contacts:
        found.append(_heading("Contacts", shown.contacts))
        found += [_contact(card, width) for card in shown.contacts]
    found += _section("Relations", shown.relations, [_statement(s, "\n") for s in shown.relations])
    found += _meanings("Who is meant", shown.who, width)
    found += _meanings("Names left open", shown.unclear, width)
    found += _meanings("Times", shown.times, width)
    found += _meanings("Places", shown.places, width)
    found += _section("Standing formats", shown.formats, [Text(text) for text in shown.formats])
    found += _section("Notes", shown.notes, [Text(text) for text in shown.notes])
    found += _section("Left out", shown.left_out, [_statement(s, ": ") for s in shown.left_out])
    found.append(Text(f"made by {shown.made_by}", style=QUIET))
    return found


def _head(shown: Record) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=QUIET)
    grid.add_column()
    for label, value in shown.head:
        grid.add_row(label, Text(value))
    return Panel(Group(Text(shown.title, style="bold"), Text(), grid), border_style="cyan", padding=(0, 1))


def _captions(captions: Sequence[str]) -> list[RenderableType]:
    if not captions:
        return []
    lines = [Padding(Text(caption, style=f"{ASIDE} {QUIET}"), (0, 2), expand=False) for caption in captions]
    return [Group(Text("Picture captions, not news of the day", style=QUIET), *lines)]


def _heading(text: str, things: Sequence[object]) -> Text:
    return Text.assemble((text, HEADING), (f"  {len(things)}", QUIET))


def _section(heading: str, things: Sequence[object], texts: Sequence[Text]) -> list[RenderableType]:
    if not things:
        return []
    return [Group(_heading(heading, things), *(Padding(text, (0, 2), expand=False) for text in texts))]


def _meanings(heading: str, meanings: Sequence[Meaning], width: int) -> list[RenderableType]:
    """The story's words, what they stand for, and what decided it: next to that where there is room, else under it."""
    if not meanings:
        return []
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=ASIDE, max_width=width // 3, overflow="fold")
    grid.add_column(overflow="fold")
    grid.add_column(style=QUIET, overflow="fold")
    for one in meanings:
        under = f"\n{one.why}" if one.why and width < WIDE else ""
        meant = Text.assemble(one.meant, (under, QUIET))
        grid.add_row(Text(", ".join(one.words)), meant, Text(one.why if not under else ""))
    return [Group(_heading(heading, meanings), Padding(grid, (0, 2), expand=False))]


def _statement(statement: Statement, between: str) -> Text:
    return Text.assemble(statement.sentence, between, (statement.words, f"{QUIET} {ASIDE}"))


def _events(heading: str, events: Sequence[EventLine], width: int) -> list[RenderableType]:
    if not events:
        return []
    if width >= WIDE:
        table = _wide(events)
    elif width >= NARROW:
        table = _medium(events)
    else:
        table = Group(*(_stacked(event) for event in events))
    return [Group(_heading(heading, events), table)]


def _table(*columns: tuple[str, int]) -> Table:
    """A table with number and date, then columns that share what is left by weight."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), leading=1, show_edge=False, expand=True)
    table.header_style = QUIET
    table.add_column("#", justify="right", style=QUIET, no_wrap=True)
    table.add_column("date", max_width=13)
    for title, weight in columns:
        table.add_column(title, ratio=weight)
    return table


def _wide(events: Sequence[EventLine]) -> RenderableType:
    table = _table(("actor → recipient", 4), ("type mode, status", 3), ("on whose word", 3), ("in its words", 7))
    for event in events:
        act = Text("\n").join([_act(event), _status(event)])
        table.add_row(str(event.number), _date(event), _parties(event), act, _word(event), quote(event.quote))
    return table


def _medium(events: Sequence[EventLine]) -> RenderableType:
    table = _table(("actor → recipient, what, on whose word", 5), ("in the story's words", 6))
    for event in events:
        what = Text("\n").join([_parties(event), _act(event), _status(event), _on_word(event)])
        table.add_row(str(event.number), _date(event), what, quote(event.quote))
    return table


def _stacked(event: EventLine) -> RenderableType:
    first = Text.assemble((f"#{event.number} ", QUIET), _date(event), "  ", _act(event), "  ", _status(event))
    lines = Text("\n").join([_parties(event), _on_word(event), quote(event.quote)])
    return Group(first, Padding(lines, (0, 0, 1, 2), expand=False))


def _date(event: EventLine) -> Text:
    return Text(event.date) if event.date else Text("–", style=QUIET)


def _act(event: EventLine) -> Text:
    kind, _, mode = event.act.partition(" ")
    return Text.assemble((kind, "bold"), f" {mode}" if mode else "")


def _status(event: EventLine) -> Text:
    more = "".join(f" · {one}" for one in event.more)
    return Text.assemble((event.status, STATUS.get(event.status, "")), (more, QUIET))


def _parties(event: EventLine) -> Text:
    actors = _who(event.actors, ", ") if event.actors else Text("nobody named", style=QUIET)
    return Text.assemble(actors, " → ", _who(event.recipients, ", ")) if event.recipients else actors


def _word(event: EventLine) -> Text:
    return _who(event.word, " ← ") if event.word else Text(OWN_VOICE, style=QUIET)


def _on_word(event: EventLine) -> Text:
    return Text.assemble(("on the word of ", QUIET), _word(event)) if event.word else _word(event)


def _who(who: Sequence[Who], between: str) -> Text:
    return Text(between).join([Text.assemble(one.name, (f" {one.tag}" if one.tag else "", QUIET)) for one in who])


def quote(words: Quoted) -> Text:
    """The words of the story with the trigger standing out."""
    return Text.assemble(words.before, (words.trigger, TRIGGER), words.after)


def _contact(card: ContactCard, width: int) -> RenderableType:
    facts = [Text(" · ".join(card.facts))]
    if card.asked:
        facts.append(Text.assemble(("asked for by ", QUIET), card.asked))
    if card.told_in:
        facts.append(Text.assemble(("told in ", QUIET), ", ".join(f"#{number}" for number in card.told_in)))
    if card.silent:
        facts.append(Text.assemble(("no account of ", QUIET), ", ".join(card.silent)))
    accounts = _beside(card.accounts) if _fits(card.accounts, width) else _below(card.accounts)
    title = Text(card.title, style="bold")
    shown = Group(*facts, Text(), accounts) if card.accounts else Group(*facts)
    return Panel(shown, title=title, title_align="left", border_style="cyan", padding=(0, 1))


def _fits(accounts: Sequence[Account], width: int) -> bool:
    """Whether the sides have room next to each other."""
    return width >= NARROW // 2 * max(2, len(accounts))


def _beside(accounts: Sequence[Account]) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for account in accounts:
        table.add_column(Text(f"{account.side}'s account"), ratio=1, overflow="fold")
    table.add_row(*map(_account, accounts))
    return table


def _below(accounts: Sequence[Account]) -> RenderableType:
    title = "{}'s account"
    return Group(*(Group(Text(title.format(a.side), style="bold"), Padding(_account(a), (0, 2))) for a in accounts))


def _account(account: Account) -> Text:
    return Text("\n\n").join([Text(quote) for quote in account.quotes])

"""Record -> plain lines: one fact a line, its fields between bars, so that grep, cut and diff can be used on it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TextIO

from ...story import Story
from .mentions import Meaning
from .record import OWN_VOICE, Choose, ContactCard, EventLine, Record, Statement, Who, listed_chain, record, whole

COLUMNS = "no. | date | actor -> recipient | type mode | status | on whose word | more"
LABEL = 8  # columns of the labels in the head
INDENT = "    "


class Plain:
    """Prints stories on `out`. Lines are folded to `width` columns only when that is given."""

    def __init__(self, out: TextIO, width: int | None = None, choose: Choose = whole) -> None:
        self.choose = choose
        self.out = out
        self.width = width
        self.first = True

    def show(self, story: Story) -> None:
        shown = lines(self.choose(record(story)))
        if not self.first:
            self.out.write("\n\n")
        self.first = False
        for line in shown:
            self.out.write(self._folded(line) + "\n")
        self.out.flush()

    def _folded(self, line: str) -> str:
        if self.width is None or len(line) <= self.width:
            return line
        indent = " " * (len(line) - len(line.lstrip())) + "  "
        return textwrap.fill(line, self.width, subsequent_indent=indent, break_on_hyphens=False)


def lines(shown: Record) -> Iterator[str]:
    """The lines of a record, without line ends."""
    yield shown.title
    for label, value in shown.head:
        yield f"{label + ':':<{LABEL}} {value}"
    for caption in shown.captions:
        yield f"{'caption:':<{LABEL}} {caption}"
    if shown.nothing:
        yield from ("", shown.nothing)
    yield from _events("EVENTS: NEWS", shown.news)
    yield from _events("EVENTS: BACKGROUND", shown.background)
    if shown.contacts:
        yield from _heading("CONTACTS", shown.contacts)
        for card in shown.contacts:
            yield from _contact(card)
    yield from _statements("RELATIONS", shown.relations)
    yield from _meanings("WHO IS MEANT", shown.who)
    yield from _meanings("NAMES LEFT OPEN", shown.unclear)
    yield from _meanings("TIMES", shown.times)
    yield from _meanings("PLACES", shown.places)
    for heading, texts in (("STANDING FORMATS", shown.formats), ("NOTES", shown.notes)):
        yield from _texts(heading, texts)
    yield from _statements("LEFT OUT", shown.left_out)
    yield ""
    yield f"made by {shown.made_by}"


def _heading(text: str, things: Sequence[object]) -> list[str]:
    return ["", f"{text} ({len(things)})"]


def _events(heading: str, events: Sequence[EventLine]) -> Iterator[str]:
    if not events:
        return
    yield from _heading(heading, events)
    yield COLUMNS
    for event in events:
        yield event_line(event)
        yield f"{INDENT}{event.quote.before}«{event.quote.trigger}»{event.quote.after}"


def event_line(event: EventLine) -> str:
    """`#1 | 2024-12-03 | Putin (RUS GOV) -> Erdogan (TUR GOV) | REQUEST assist | happened | Kremlin | sure 0.90`."""
    word = listed_chain(event.word, " <- ") or OWN_VOICE
    fields = [f"#{event.number}", event.date or "-", parties(event), event.act, event.status, word, *event.more]
    return " | ".join(fields)


def parties(event: EventLine) -> str:
    """`actors -> recipients`, or the actors alone."""
    actors = _named(event.actors) or "(nobody named)"
    return f"{actors} -> {_named(event.recipients)}" if event.recipients else actors


def _named(who: Sequence[Who]) -> str:
    return ", ".join(map(str, who))


def _contact(card: ContactCard) -> Iterator[str]:
    yield " | ".join([card.title, *card.facts])
    if card.asked:
        yield f"{INDENT}asked for by: {card.asked}"
    if card.told_in:
        yield f"{INDENT}told in: {', '.join(f'#{number}' for number in card.told_in)}"
    if card.silent:
        yield f"{INDENT}no account of: {', '.join(card.silent)}"
    for account in card.accounts:
        for quote in account.quotes:
            yield f"{INDENT}{account.side}'s account: {quote}"


def _statements(heading: str, statements: Sequence[Statement]) -> Iterator[str]:
    if statements:
        yield from _heading(heading, statements)
    for statement in statements:
        yield f"{statement.sentence}: {statement.words}"


def _meanings(heading: str, meanings: Sequence[Meaning]) -> Iterator[str]:
    """`Putin, he -> Vladimir Putin (RUS GOV) | alias vladimir-putin`."""
    if meanings:
        yield from _heading(heading, meanings)
    for one in meanings:
        yield f"{', '.join(one.words)} -> {one.meant}" + (f" | {one.why}" if one.why else "")


def _texts(heading: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield from _heading(heading, texts)
        yield from texts

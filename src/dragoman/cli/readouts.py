"""`dragoman readouts`."""

from __future__ import annotations

import sys

import click

from .app import say
from .params import db_option


@click.command()
@click.option("--between", nargs=2, metavar="WHO WHO", help="Two who both take part: RUS Turkey.")
@click.option("--on", metavar="DATE", help="On this day, or in this month or year: 2020-02-21.")
@click.option("--known-on", metavar="DATE", help="What was known at the end of that day, instead of now.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one contact a line.")
@click.option("--width", type=click.IntRange(40, 1000), help="Columns to use; without it those of the terminal.")
@db_option
def readouts(
    between: tuple[str, str] | None,
    on: str | None,
    known_on: str | None,
    as_json: bool,
    width: int | None,
    db: str | None,
) -> int:
    """Show contacts with the accounts of their sides: what both say, what one alone says, and where they are at odds,
    in their own words; who asked for it according to whom; and what the sides call the same actor otherwise.
    """
    from ..store.engine import open_store
    from ..store.times import known_at
    from ..views.asking import asking
    from ..views.readouts import codes_of
    from ..views.readouts import readouts as ask
    from ..views.vectors import word_vectors

    asked = asking(first=on, last=on)
    days = (asked.first, asked.last) if asked.first and asked.last else None
    moment = known_at(known_on) if known_on else None
    with open_store(db) as store, store.reading() as connection:
        found = ask(connection, [codes_of(who) for who in between or ()], days, moment, word_vectors)
    if as_json:
        import msgspec

        for one in found:
            click.echo(msgspec.json.encode(one))
    else:
        from .show.readouts import show

        for one in found:
            show(one, sys.stdout, width)
    if not found:
        say("no contact is found")
    return 0

"""`dragoman events`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from .app import say
from .asked import asked_for, filter_options
from .params import db_option

if TYPE_CHECKING:
    from ..store.engine import Store
    from ..views.asking import Asking

DEFAULT_LIMIT = 50
SORTS = ("newest", "oldest", "origins", "confidence")


@click.command()
@filter_options
@click.option("--sort", type=click.Choice(SORTS), default="newest", help="What comes first.")
@click.option("--limit", type=click.IntRange(1, 10_000), help="Events of a page, else 50; or rows of counts, else all.")
@click.option("--after", metavar="CURSOR", help="The next page: the cursor that the last one ended with.")
@click.option("--count", is_flag=True, help="Print how many there are.")
@click.option("--by", metavar="FIELDS", help="With --count: how many for each, by one or several: month,dyad.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.option("--width", type=click.IntRange(40, 1000), help="Columns to use; without it those of the terminal.")
@db_option
def events(
    sort: str,
    limit: int | None,
    after: str | None,
    count: bool,
    by: str | None,
    as_json: bool,
    width: int | None,
    db: str | None,
    **told: Any,
) -> int:
    """Ask for events: who did what to whom, on whose word, with the sentence that tells it. All filters that are given
    must hold. An option that may be given again means any of its values, but all of them for WHO.

    WHO is a country's code or name, either with a sector (RUS:MIL), a name, or an id of the knowledge.
    """
    if by and not count:
        raise click.UsageError("--by wants --count")
    if count and after:
        raise click.UsageError("--count has no pages: leave out --after")
    from ..store.engine import open_store

    asked = asked_for(told)
    with open_store(db) as store:
        if count:
            return _counts(store, asked, by, limit, as_json, width)
        return _page(store, asked, sort, limit or DEFAULT_LIMIT, after, as_json, width)


def _page(
    store: Store, asked: Asking, sort: Any, limit: int, after: str | None, as_json: bool, width: int | None
) -> int:
    from ..views.events import events as ask

    with store.reading() as connection:
        found = ask(connection, asked, sort, limit, after)
    if as_json:
        import msgspec

        for event in found.events:
            click.echo(msgspec.json.encode(event))
    else:
        from .show import events_printer

        events_printer(sys.stdout, width).show(found.events)
    if not found.events:
        say("no event is found")
    if found.after:
        say(f"there are more: --after {found.after}")
    return 0


def _counts(store: Store, asked: Asking, by: str | None, limit: int | None, as_json: bool, width: int | None) -> int:
    from ..views.asking import bys
    from ..views.counts import tally

    names = bys(by) if by else ()
    with store.reading() as connection:
        rows = list(tally(connection, asked, names).items())[:limit]
    if not names:
        click.echo(rows[0][1] if rows else 0)
    elif as_json:
        for group, number in rows:
            told: dict[str, object] = {**dict(zip(names, group, strict=True)), "count": number}
            click.echo(json.dumps(told, ensure_ascii=False))
    else:
        from .show import events_printer

        events_printer(sys.stdout, width).counts(names, rows)
    return 0

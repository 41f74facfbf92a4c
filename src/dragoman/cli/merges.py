"""`dragoman merges`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from .params import IsoDate, db_option

if TYPE_CHECKING:
    from ..views.merges import Merges, Totals

SHOWN = 20  # of each kind


@click.command()
@click.option("--known-on", type=IsoDate(), metavar="DATE", help="As it was known at the end of that day.")
@click.option("--limit", type=click.IntRange(1), help="At most so many of each, the foremost; else 20, in JSON all.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one object of JSON.")
@db_option
def merges(known_on: str | None, limit: int | None, as_json: bool, db: str | None) -> int:
    """Show what is one and the same across stories: stories that are one text, versions that replace others, and
    events that several mentions tell. The foremost are texts with most stories, the last versions, and events of most
    origins.
    """
    import msgspec

    from ..store.engine import open_store
    from ..store.times import known_at
    from ..views.merges import foremost
    from ..views.merges import merges as ask

    moment = known_at(known_on) if known_on else None
    with open_store(db) as store, store.reading() as connection:
        if as_json and limit is None:
            click.echo(msgspec.json.encode(ask(connection, moment)))
            return 0
        found, totals = foremost(connection, limit or SHOWN, moment)
    if as_json:
        click.echo(msgspec.json.encode(found))
        return 0
    for line in lines(found, totals):
        click.echo(line)
    return 0


def lines(found: Merges, totals: Totals) -> Iterator[str]:
    """Texts, versions and events, each with what is left out."""
    yield f"{totals.texts} texts that several stories carry"
    for text in found.texts:
        copies = ", ".join(story for story in text.stories if story != text.origin)
        house = f" ({text.house})" if text.house else ""
        yield f"  {text.origin or 'a text that is not here'}{house}: in {copies}"
    yield from _left(totals.texts - len(found.texts))
    yield f"{totals.versions} versions"
    for version in found.versions:
        yield f"  {version.story}: {version.kind} of {version.supersedes}"
    yield from _left(totals.versions - len(found.versions))
    yield f"{totals.events} events told by several mentions"
    for event in found.events:
        stories = ", ".join(dict.fromkeys(mention.story for mention in event.mentions))
        sides = f", on the word of {', '.join(event.sides)}" if event.sides else ""
        yield f"  {event.type}: {len(event.mentions)} mentions, origins: {event.origins}{sides}: {stories}"
    yield from _left(totals.events - len(found.events))


def _left(count: int) -> Iterator[str]:
    if count:
        yield f"  and {count} more: --limit shows more of them, --json all"

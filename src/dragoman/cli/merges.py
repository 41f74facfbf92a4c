"""`dragoman merges`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from .params import IsoDate, db_option

if TYPE_CHECKING:
    from ..views.merges import Merges

SHOWN = 20  # events, those told most often


@click.command()
@click.option("--known-on", type=IsoDate(), metavar="DATE", help="As it was known at the end of that day.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one object of JSON.")
@db_option
def merges(known_on: str | None, as_json: bool, db: str | None) -> int:
    """Show what is one and the same across stories: stories that are one text, versions that replace others, and
    events that several mentions tell.
    """
    from ..store.engine import open_store
    from ..store.times import known_at
    from ..views.merges import merges as ask

    with open_store(db) as store, store.reading() as connection:
        found = ask(connection, known_at(known_on) if known_on else None)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found))
        return 0
    for line in lines(found):
        click.echo(line)
    return 0


def lines(found: Merges) -> Iterator[str]:
    """Texts and versions, and the events that are told by most origins."""
    yield f"{len(found.texts)} texts that several stories carry"
    for text in found.texts:
        copies = ", ".join(story for story in text.stories if story != text.origin)
        house = f" ({text.house})" if text.house else ""
        yield f"  {text.origin or 'a text that is not here'}{house}: in {copies}"
    yield f"{len(found.versions)} versions"
    for version in found.versions:
        yield f"  {version.story}: {version.kind} of {version.supersedes}"
    yield f"{len(found.events)} events told by several mentions"
    told = sorted(found.events, key=lambda event: (-event.origins, -len(event.mentions), event.id))
    for event in told[:SHOWN]:
        stories = ", ".join(dict.fromkeys(mention.story for mention in event.mentions))
        sides = f", on the word of {', '.join(event.sides)}" if event.sides else ""
        yield f"  {event.type}: {len(event.mentions)} mentions, origins: {event.origins}{sides}: {stories}"
    if len(told) > SHOWN:
        yield f"  and {len(told) - SHOWN} more: --json prints all"

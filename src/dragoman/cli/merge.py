"""`dragoman merge`: people's judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .app import say
from .params import db_option

if TYPE_CHECKING:
    from ..merge.people import Change

KINDS = ("text", "version", "event", "contact")
HOW = ("writethru", "correction", "hold", "release", "kill", "substitute")
VERBS = ("confirm", "undo", "same", "different", "list")
COUNTS = {
    "text": "stories that share a text",
    "version": "stories that ended",
    "event": "events",
    "contact": "contacts",
}


@click.command(no_args_is_help=True)
@click.argument("verb", type=click.Choice(VERBS), metavar="confirm|undo|same|different|list")
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.option("--by", metavar="NAME", help="Who judges.")
@click.option("--kind", type=click.Choice(KINDS), help="What is judged; else text of stories, event of claims.")
@click.option("--as", "how", type=click.Choice(HOW), help="How LEFT replaces RIGHT, of versions: else correction.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@db_option
def merge(
    verb: Any,
    left: str | None,
    right: str | None,
    by: str | None,
    kind: Any,
    how: str | None,
    as_json: bool,
    db: str | None,
) -> int:
    """Judge whether two are one and the same, for good: adding stories later changes nothing of it.

    LEFT and RIGHT are ids of stories, claims or contacts, or STORY@START for the mention that begins at that character.
    `confirm` keeps what is judged of them, `undo` takes back what people judged, or holds against the program where
    nobody did. `list` shows what people judged.
    """
    from ..store.engine import open_store

    if verb == "list":
        with open_store(db) as store:
            return _list(store, as_json)
    if left is None or right is None or not by:
        raise click.UsageError(f"{verb} wants LEFT, RIGHT and --by NAME")
    from ..merge.people import judge

    names, author = (left, right), by
    with open_store(db) as store:
        change = store.write(lambda connection: judge(connection, verb, names, author, kind, how), alone="merge")
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(change))
    else:
        click.echo(_told(change, names))
    return 0


def _told(change: Change, names: tuple[str, str]) -> str:
    what = f"{change.verdict}, by {change.by}" if change.verdict else "nothing is judged any more"
    numbers = f"{change.before:,} before, {change.after:,} now" if change.before != change.after else "as before"
    return f"{change.kind} {names[0]} and {names[1]}: {what}; {COUNTS[change.kind]}: {numbers}"


def _list(store: Any, as_json: bool) -> int:
    from ..views.merges import people

    with store.reading() as connection:
        found = people(connection)
    if as_json:
        import msgspec

        for one in found:
            click.echo(msgspec.json.encode(one))
        return 0
    for one in found:
        click.echo(
            f"{one.at}  {one.by}: {one.kind} {one.verdict}: {one.told[0]} | {one.told[1]}  ({one.left} {one.right})"
        )
    if not found:
        say("nobody has judged anything")
    return 0

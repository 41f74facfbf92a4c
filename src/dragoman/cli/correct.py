"""`dragoman correct`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .app import say
from .params import db_option

if TYPE_CHECKING:
    from ..store.corrected import Correction
    from ..store.engine import Store

VERBS = ("make", "withdraw", "list")
FIELDS = ("event", "type", "mode", "status", "background", "date", "actor", "recipient", "entity")


@click.command(no_args_is_help=True)
@click.argument("verb", type=click.Choice(VERBS), metavar="make|withdraw|list")
@click.argument("what", required=False)
@click.argument("field", required=False, type=click.Choice(FIELDS), metavar="FIELD")
@click.argument("value", nargs=-1)
@click.option("--by", metavar="NAME", help="Who says so; of `list`: corrections by this person.")
@click.option("--story", metavar="ID", help="Of `list`: corrections of this story.")
@click.option("--all", "with_withdrawn", is_flag=True, help="Of `list`: withdrawn ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@db_option
def correct(
    verb: str,
    what: str | None,
    field: str | None,
    value: tuple[str, ...],
    by: str | None,
    story: str | None,
    with_withdrawn: bool,
    as_json: bool,
    db: str | None,
) -> int:
    """Correct what a story was read to tell, for good: whenever it is coded again, the correction holds.

    `make WHAT FIELD VALUE --by NAME`: WHAT is the id of an event's claim, or STORY@START for the event or actor whose
    words begin at that character. VALUE of actor and recipient: names, ids or codes, several one behind the other;
    `NAME|COUNTRY|SECTOR` for whom the knowledge lacks. Of date: a day, or START/END. Without a VALUE there is none;
    the field `event` has no other: there is no such event.
    `withdraw ID` takes a correction back; `list` shows them.
    """
    from ..store.engine import open_store

    with open_store(db) as store:
        if verb == "list":
            return _list(store, story, by, with_withdrawn, as_json)
        if what is None:
            raise click.UsageError(f"{verb} wants {'WHAT FIELD VALUE --by NAME' if verb == 'make' else 'ID'}")
        if verb == "withdraw":
            return _told(_withdrawn(store, what), "withdrawn", as_json)
        if field is None or not by:
            raise click.UsageError("make wants WHAT FIELD VALUE --by NAME")
        return _told(_made(store, what, field, value, by), "corrected", as_json)


def _made(store: Store, what: str, field: str, value: tuple[str, ...], by: str) -> Correction:
    from ..merge.saying import correct as say_so
    from ..views.standing_store import keep_up

    told: Any = list(value) if field in ("actor", "recipient") else " ".join(value) or None
    made = store.write(lambda connection: say_so(connection, what, field, told, by), alone="merge")
    keep_up(store)
    return made


def _withdrawn(store: Store, id: str) -> Correction:
    from ..merge.saying import withdraw
    from ..views.standing_store import keep_up

    held = store.write(lambda connection: withdraw(connection, id), alone="merge")
    keep_up(store)
    return held


def _told(one: Correction, how: str, as_json: bool) -> int:
    click.echo(_json(one) if as_json else f"{one.id}  {how}: {_line(one)}")
    return 0


def _list(store: Store, story: str | None, by: str | None, with_withdrawn: bool, as_json: bool) -> int:
    from ..views.corrections import corrections_page

    after, count = None, 0
    while True:
        with store.reading() as connection:
            page = corrections_page(connection, story, by, None if with_withdrawn else False, 200, after)
        for one in page.corrections:
            gone = f", withdrawn {one.withdrawn_at}" if one.withdrawn_at else ""
            click.echo(_json(one) if as_json else f"{one.id}  {one.at}{gone}: {_line(one)}")
        count += len(page.corrections)
        after = page.after
        if after is None:
            break
    return say("nobody has corrected anything") if not count and not as_json else 0


def _line(one: Correction) -> str:
    from ..merge.saying import shown
    from .show.words import clean

    old, new = (clean(shown(one.field, value)) for value in (one.old, one.new))
    return clean(f"{one.story}@{one.start} «{one.words}» {one.field}: {old} -> {new}, by {one.by}")


def _json(one: Correction) -> str:
    import msgspec

    return msgspec.json.encode(one).decode()

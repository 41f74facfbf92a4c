"""`dragoman diff`."""

from __future__ import annotations

import click

from .params import IsoDate, db_option


@click.command(no_args_is_help=True)
@click.argument("actors", nargs=-1, required=True, metavar="ACTOR [ACTOR]")
@click.option("--from", "since", type=IsoDate(), required=True, metavar="DATE", help="The earlier day: 2020-01-01.")
@click.option("--to", "until", type=IsoDate(), required=True, metavar="DATE", help="The later day.")
@click.option("--known-on", type=IsoDate(), metavar="DATE", help="By what was known on this day; else by all.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def diff(
    actors: tuple[str, ...], since: str, until: str, known_on: str | None, db: str | None, as_json: bool
) -> int:  # fmt: skip
    """Show what changed between two days: which states began, ended, changed or became contested. ACTOR is as for
    `dragoman situation`.
    """
    from ..views.situation_store import difference
    from . import standings

    with standings.opened(db) as store:
        found = difference(store, actors, since[:10], until[:10], known_on)
    if as_json:
        standings.show_json(standings.difference_fields(found))
    else:
        standings.show(standings.difference_lines(found))
    return 0

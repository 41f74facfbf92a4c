"""`dragoman situation`."""

from __future__ import annotations

import click

from .params import IsoDate, db_option


@click.command(no_args_is_help=True)
@click.argument("actors", nargs=-1, required=True, metavar="ACTOR [ACTOR]")
@click.option("--as-of", type=IsoDate(), metavar="DATE", help="What held on this day; else today: 2024-12-03.")
@click.option("--known-on", type=IsoDate(), metavar="DATE", help="By what was known on this day; else by all.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def situation(actors: tuple[str, ...], as_of: str | None, known_on: str | None, db: str | None, as_json: bool) -> int:
    """Show which states stand, by what is told: allies, support, wars, ceasefires, control, troops, sanctions, members,
    mediators; with the source and date of each, and what contradicts it. ACTOR is a country's code, a name or an id; of
    two, what stands between them is shown.
    """
    import datetime as dt

    from ..views.situation_store import ask
    from . import standings

    day = (as_of or dt.date.today().isoformat())[:10]
    with standings.opened(db) as store:
        found = ask(store, actors, day, known_on)
    if as_json:
        standings.show_json(standings.situation_fields(found))
    else:
        standings.show(standings.situation_lines(found))
    return 0

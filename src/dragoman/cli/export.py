"""`dragoman export`."""

from __future__ import annotations

from typing import Any

import click

from .app import say
from .asked import asked_for, filter_options
from .params import db_option

FORMATS = ("plover", "icews", "polecat", "csv", "parquet", "duckdb", "geojson", "graphml", "claims",
           "annotations")  # fmt: skip
WHOLE = ("claims", "annotations")  # of stories, not of events


@click.command(no_args_is_help=True)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option("-o", "--out", required=True, metavar="PATH", help="The file to write; - is standard output.")
@filter_options
@db_option
def export(form: str, out: str, db: str | None, **told: Any) -> int:
    """Write events in a form that other programs read: all, or those that the filters of `dragoman events` find.

    The same database gives the same bytes. claims writes all that the database holds, for `dragoman import`,
    annotations the stories that people corrected, without their text; of the filters --from, --to and --between alone
    hold for both, and mean the days of stories.
    """
    from ..exports.export import export as write
    from ..store.engine import open_store

    if form in WHOLE and (other := [name for name, value in told.items() if _counts(name, value)]):
        raise click.UsageError(f"{form} are whole stories: --{other[0].replace('_', '-')} does not go with them")
    asked = asked_for(told)
    with open_store(db) as store:
        write(store, form, asked, out)
    return 0 if out == "-" else say(f"{out}: written")


def _counts(name: str, value: Any) -> bool:
    """Whether it is a filter that is given, and not one of days."""
    return name not in ("first", "last", "between") and value not in (None, ())

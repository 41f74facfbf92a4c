"""Kinds of options."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click


class IsoDate(click.ParamType[str]):
    """An ISO date or date-time, kept as text."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from ..batch.rows import check_date
        from ..errors import RowError

        try:
            return check_date(value)
        except RowError as error:
            self.fail(f"{error}.", param, ctx)


knowledge_option = click.option(
    "--knowledge",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with knowledge files of your own, added to ours; may be given again.",
)
min_confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out events and attributions less sure than this: 0.5.",
)
db_option = click.option(
    "--db",
    metavar="DB",
    help="The database: path of a file, or postgresql://...; else $DRAGOMAN_DB, else dragoman.db.",
)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host's address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""Kinds of options."""

from __future__ import annotations

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


min_confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out events and attributions less sure than this: 0.5.",
)

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

"""The filters of events, as options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..views.asking import Asking

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS: tuple[Callable[[F], F], ...] = (
    click.option("--actor", multiple=True, metavar="WHO", help="Who acts: RUS, Russia, RUS:MIL, putin, kremlin."),
    click.option("--recipient", multiple=True, metavar="WHO", help="To whom."),
    click.option("--with", "pair", nargs=2, metavar="WHO WHO", help="Two who both take part, on whichever side."),
    click.option("--source", multiple=True, metavar="WHO", help="Who says so, at any place of the chain."),
    click.option("--type", multiple=True, metavar="TYPE", help="PLOVER type: CONSULT."),
    click.option("--mode", multiple=True, metavar="MODE", help="PLOVER mode: phone."),
    click.option("--quad", multiple=True, metavar="QUAD", help="Quad class: verbal-conflict."),
    click.option("--status", multiple=True, metavar="STATUS", help="Status: happened, denied."),
    click.option("--place", metavar="PLACE", help="Where: a place's name, or a country's name or code."),
    click.option("--from", "first", metavar="DATE", help="From this day, month or year on: 2020-02."),
    click.option("--to", "last", metavar="DATE", help="Up to this day, month or year, which is included."),
    click.option("--between", nargs=2, metavar="DATE DATE", help="--from and --to at once."),
    click.option("--text", metavar="WORDS", help='Words of the sentence: "ceasefire in Idlib", or withdr*.'),
    click.option("--origins", type=click.IntRange(0), metavar="N", help="Told by at least N independent origins."),
    click.option("--confidence", type=click.FloatRange(0, 1), metavar="P", help="At least so sure: 0.8."),
    click.option("--background/--news", default=None, help="What is recalled alone, or the news alone."),
    click.option("--known-on", metavar="DATE", help="What was known at the end of that day, instead of now."),
)


def filter_options(command: F) -> F:
    """All options of `Asking`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def asked_for(told: dict[str, Any]) -> Asking:
    """The filters of a command line, checked; raises UsageError where two exclude each other."""
    from ..views.asking import asking

    if between := told.pop("between"):
        if told["first"] or told["last"]:
            raise click.UsageError("--between is --from and --to at once: give one or the other")
        told["first"], told["last"] = between
    told["parties"] = told.pop("pair") or ()
    return asking(**told)

"""The filters of events as parameters of an address, the same as the options of `dragoman events`."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field

from ..store import StoreError
from ..views.asking import Asking, Box, asking

Several = Annotated[list[str], Query(max_length=20)]
MOST = 500  # characters of a value
Number = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]
Blank = BeforeValidator(lambda told: None if told == "" else told)  # forms send what is not filled in as well


async def filters(  # in no thread of its own: it waits for nothing
    actor: Annotated[list[str], Query(description="Who acts: RUS, Russia, RUS:MIL, putin, kremlin.")] = [],  # noqa: B006
    recipient: Annotated[list[str], Query(description="To whom.")] = [],  # noqa: B006
    parties: Annotated[
        list[str], Query(alias="with", description="Who takes part, on whichever side; all that are given.")
    ] = [],  # noqa: B006
    source: Annotated[list[str], Query(description="Who says so, at any place of the chain.")] = [],  # noqa: B006
    type: Annotated[list[str], Query(description="PLOVER type: CONSULT.")] = [],  # noqa: B006
    mode: Annotated[list[str], Query(description="PLOVER mode: phone.")] = [],  # noqa: B006
    quad: Annotated[list[str], Query(description="Quad class: verbal-conflict.")] = [],  # noqa: B006
    status: Annotated[list[str], Query(description="Status: happened, denied.")] = [],  # noqa: B006
    place: Annotated[
        str | None, Query(max_length=MOST, description="Where: a place's name, or a country's name or code.")
    ] = None,
    first: Annotated[
        str | None, Query(alias="from", max_length=30, description="From this day, month or year on: 2020-02.")
    ] = None,
    last: Annotated[
        str | None, Query(alias="to", max_length=30, description="Up to this day, month or year, included.")
    ] = None,
    text: Annotated[
        str | None, Query(max_length=MOST, description='Words of the sentence: "ceasefire in Idlib", or withdr*.')
    ] = None,
    origins: Annotated[Number | None, Blank, Query(description="Told by at least so many origins.")] = None,
    confidence: Annotated[Share | None, Blank, Query(description="At least so sure: 0.8.")] = None,
    background: Annotated[
        bool | None, Blank, Query(description="What is recalled alone (true), or the news alone.")
    ] = None,
    known_on: Annotated[
        str | None, Query(max_length=30, description="What was known at the end of that day, instead of now.")
    ] = None,
    box: Annotated[
        str | None,
        Query(max_length=100, description="Within west, south, east and north, in degrees: 25,30,50,42."),
    ] = None,
) -> Asking:
    """The filters of a request, checked; an empty value is none, as forms send it. Raises StoreError."""
    return asking(
        actor=_told(actor), recipient=_told(recipient), parties=_told(parties), source=_told(source),
        type=_told(type), mode=_told(mode), quad=_told(quad), status=_told(status),
        place=place or None, first=first or None, last=last or None, text=text or None,
        origins=origins, confidence=confidence, background=background, known_on=known_on or None,
        box=box_of(box),
    )  # fmt: skip


def box_of(told: str | None) -> Box | None:
    """West, south, east and north with commas between; None for nothing. Raises StoreError."""
    if not told:
        return None
    try:
        west, south, east, north = (float(part) for part in told.split(","))
    except ValueError:
        raise StoreError(f"{told[:60]!r} is no box: give west, south, east, north in degrees: 25,30,50,42") from None
    return west, south, east, north


def _told(values: list[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value.strip())


Filters = Annotated[Asking, Depends(filters)]

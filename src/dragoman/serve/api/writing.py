"""A story sent to be read, or to be read and kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from ...schema import to_json
from ...story import Story
from ..bodies import Given, given
from ..coding import coding_of
from ..documents import TAKING, WRITING, answers, taken
from ..keeping import Kept, keep
from ..paths import segment
from ..shared import API, Opened, Writer, json

router = APIRouter(tags=["stories"])
TEXT = (
    "The president of Velmora called the prime minister of Tamsin on Monday. "
    "His office said that he had asked for a ceasefire."
)
EXAMPLE = {"text": TEXT, "headline": "Velmora calls Tamsin", "date": "2024-12-03", "agency": "MW"}


class StoryGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A story as it is sent. `text`: of the page, plain or HTML; `date`: when it came out, an ISO date or date-time;
    `lang`: read as this language, whatever it looks like; fields beside these are kept in `extra`."""

    text: str
    id: str | int | float | None = None
    headline: str | None = None
    date: str | None = None
    agency: str | None = None
    source: str | None = None
    lang: Literal["en"] | None = None


TAKEN = taken(StoryGiven, EXAMPLE, text_plain=TEXT, text_html=f"<html><body><p>{TEXT}</p></body></html>")
About = "Of a text or page that is the body itself"


async def told(
    request_given: Annotated[Given, Depends(given)],
    id: Annotated[str | None, Query(max_length=1000, description=f"{About}: its id, else the hash of it.")] = None,
    headline: Annotated[str | None, Query(max_length=2000, description=f"{About}: its headline.")] = None,
    date: Annotated[str | None, Query(max_length=40, description=f"{About}: when it came out.")] = None,
    agency: Annotated[str | None, Query(max_length=200, description=f"{About}: who wrote it.")] = None,
    source: Annotated[str | None, Query(max_length=200, description=f"{About}: who brings it.")] = None,
    lang: Annotated[str | None, Query(max_length=10, description=f"{About}: its language: en.")] = None,
) -> Given:
    """The story of a request; `bodies.given` takes what the address tells of it."""
    return request_given


Sent = Annotated[Given, Depends(told)]


@router.post("/read", responses=answers(Story, "The story object", also=(*TAKING, 503)), openapi_extra=TAKEN)
def read(request: Request, sent: Sent) -> Response:
    """Read a story: who did or said what to whom, on whose word. Nothing is kept, and no token is needed."""
    return Response(to_json(coding_of(request).read(sent)), media_type="application/json")


def _kept() -> dict[int | str, dict[str, Any]]:
    there = answers(Kept, "It was there already, and nothing has changed", also=(*TAKING, *WRITING, 503))
    return {**there, **answers(Kept, "It is stored", status=201)}


@router.post("/stories", responses=_kept(), openapi_extra=TAKEN, dependencies=[Writer], status_code=201)
def store(request: Request, to: Opened, sent: Sent) -> Response:
    """Read a story and keep it, with what is one and the same across stories."""
    kept = keep(to, coding_of(request).read(sent), sent.row)
    return json(kept, 201 if kept.new else 200, {"Location": f"{API}/stories/{segment(kept.id)}"})

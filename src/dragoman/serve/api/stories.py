"""Stories: pages of them, and one with the object that was stored."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from ...views.asking import asking
from ...views.stories import Order, StoryPage, StoryView, Wanted, one_story, stories_page
from ..documents import answers
from ..paths import STORY
from ..problems import not_found
from ..shared import Reading, json

router = APIRouter(prefix="/stories", tags=["stories"])
MOST = 200
KnownOn = Annotated[
    str | None, Query(max_length=30, description="As known at the end of that day, instead of now: 2024-12-03.")
]
Version = Annotated[
    str | None, Query(max_length=64, description="A version under the same id: `version`, or its first characters.")
]
Id = Annotated[str, Path(description="The story's id, percent-encoded.")]


async def wanted(
    id: Annotated[str | None, Query(max_length=500, description="How the id begins.")] = None,
    headline: Annotated[str | None, Query(max_length=500, description="Words of the headline, or parts.")] = None,
    agency: Annotated[str | None, Query(max_length=200, description="Agency, outlet or origin, as stored.")] = None,
    first: Annotated[str | None, Query(alias="from", max_length=30, description="From that day or month on.")] = None,
    last: Annotated[str | None, Query(alias="to", max_length=30, description="Up to it, included.")] = None,
    state: Annotated[
        Literal["", "any", "held", "ended"], Query(description="Those that are held, or killed and corrected alone.")
    ] = "any",
    known_on: KnownOn = None,
) -> Wanted:  # fmt: skip
    """The filters of stories, checked; an empty value is none. Raises StoreError."""
    days = asking(first=first or None, last=last or None, known_on=known_on or None)
    return Wanted(
        id=id or None, headline=headline or None, agency=agency or None, first=days.first, last=days.last,
        ended=None if state in ("", "any") else state == "ended", known_on=days.known_on,
    )  # fmt: skip


Filters = Annotated[Wanted, Depends(wanted)]


@router.get("", responses=answers(StoryPage, "Stories, the first by `sort` first"))
def find(
    connection: Reading,
    asked: Filters,
    sort: Annotated[Order, Query(description="By when they came out.")] = "newest",
    limit: Annotated[int, Query(ge=1, le=MOST, description="Stories of a page.")] = 50,
    after: Annotated[str | None, Query(max_length=200, description="`after` of the page before.")] = None,
) -> Response:
    """Stories that pass all filters, each version for itself."""
    return json(stories_page(connection, asked, sort, limit, after))


@router.get(f"/{STORY}", responses=answers(StoryView, "The story object, its versions, and what ended it"))
def one(connection: Reading, id: Id, version: Version = None, known_on: KnownOn = None) -> Response:
    """A story: the version that is held, unless another is named."""
    found = one_story(connection, id, version or None, asking(known_on=known_on or None).known_on)
    if found is None:
        raise not_found(f"story {id}" + (f", version {version}" if version else ""))
    return json(found[1])

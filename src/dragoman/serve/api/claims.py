"""Claims: of a story, or by their ids."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from ...errors import DragomanError
from ...views.asking import asking
from ...views.claims import ClaimPage, claims_page
from ...views.stories import one_story
from ..documents import answers
from ..problems import not_found
from ..shared import Reading, json
from .stories import KnownOn, Version

router = APIRouter(prefix="/claims", tags=["claims"])
MOST, MOST_IDS = 500, 100


@router.get("", responses=answers(ClaimPage, "Claims in the order of the text"))
def find(
    connection: Reading,
    story: Annotated[str | None, Query(max_length=2000, description="All that this story tells: its id.")] = None,
    id: Annotated[list[str], Query(max_length=MOST_IDS, description="Claims by their ids.")] = [],  # noqa: B006
    version: Version = None,
    known_on: KnownOn = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Claims of a page.")] = 100,
    after: Annotated[str | None, Query(max_length=100, description="`after` of the page before.")] = None,
) -> Response:
    """Claims of a story, held or not; with `known_on` those alone that were known then."""
    if story is None and not id:
        raise DragomanError("name a story (`story`) or claims (`id`)")
    asked, key = asking(known_on=known_on or None), None
    if story is not None:
        found = one_story(connection, story, version or None, asked.known_on)
        if found is None:
            raise not_found(f"story {story}")
        key = found[0]
    return json(claims_page(connection, key, id, asked.moment, limit, after))

"""Sentences and headlines by their words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from ...views.sentences import SentencePage, search
from ..documents import answers
from ..shared import Reading, json
from .contacts import Moment

router = APIRouter(prefix="/search", tags=["search"])
MOST = 200


@router.get("", responses=answers(SentencePage, "Sentences, those of the stories added last first"))
def find(
    connection: Reading,
    moment: Moment,
    q: Annotated[str, Query(min_length=1, max_length=500, description='Words: "ceasefire in Idlib", or withdr*.')],
    limit: Annotated[int, Query(ge=1, le=MOST, description="Sentences of a page.")] = 50,
    after: Annotated[str | None, Query(max_length=30, description="`after` of the page before.")] = None,
) -> Response:
    """Sentences and headlines that have all words, each with its story and where the words stand in it."""
    return json(search(connection, q, moment, limit, after or None))

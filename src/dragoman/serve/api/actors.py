"""Actors: by how their names begin, and one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from ...views.people import ActorsFound, ActorView, find, view
from ..documents import answers
from ..paths import STORY
from ..problems import not_found
from ..shared import Reading, json

router = APIRouter(prefix="/actors", tags=["actors"])
MOST = 100


@router.get("", responses=answers(ActorsFound, "Actors, the likeliest first"))
def look_up(
    connection: Reading,
    q: Annotated[str, Query(max_length=100, description="How a word of the name begins: erdo, Türk.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST, description="Actors at most.")] = 20,
) -> Response:
    """Actors of the knowledge in any of their names, and names that only stories have."""
    return json(find(connection, q, limit))


@router.get(f"/{STORY}", responses=answers(ActorView, "The actor, with how many events it has"))
def one(connection: Reading, id: Annotated[str, Path(description="Its id, or its name.")]) -> Response:
    """An actor by its id in the knowledge, or by a name as stories have it."""
    found = view(connection, id)
    if found is None:
        raise not_found(f"actor {id[:80]}")
    return json(found)

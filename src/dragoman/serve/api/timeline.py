"""Events over time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from ...views.timeline import Timeline, Unit, timeline
from ..documents import answers
from ..filters import Filters
from ..shared import Reading, json

router = APIRouter(prefix="/timeline", tags=["events"])


@router.get("", responses=answers(Timeline, "How many events of each class there are in each bin that has any"))
def get(
    connection: Reading,
    asked: Filters,
    unit: Annotated[Unit | None, Query(description="Bins: else those that suit the time; coarser if too many.")] = None,
) -> Response:
    """Events over time: cooperation and conflict, verbal and material, news apart from background."""
    return json(timeline(connection, asked, unit))

"""Stories: the list, and the reader of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection, select
from starlette.responses import Response

from ...store import corrections
from ...store.tables import claims
from ...views.asking import asking
from ...views.contacts import of_story
from ...views.elsewhere import elsewhere
from ...views.stories import Order, one_story, stories_page, version_with
from ..api.stories import Filters, KnownOn, Version
from ..correcting import Corrects, corrects
from ..paths import STORY, segment
from ..problems import not_found
from ..reader import Reading as Shown
from ..reader import layers, reading
from ..shared import Reading, may_write, name_of, page

router = APIRouter()
LETTER = {"event": "e", "relation": "r", "statement": "a"}  # of the records of a kind of claim


@router.get("/stories", name="stories")
def listed(
    request: Request,
    connection: Reading,
    asked: Filters,
    sort: Annotated[Order, Query()] = "newest",
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The list of stories; its address tells all of it."""
    found = stories_page(connection, asked, sort, 40, after)
    values = {"found": found, "sort": sort, "given": request.query_params, "known_on": asked.known_on}
    return page(request, "stories.html", values)


@router.get(f"/stories/{STORY}", name="story")
def story(
    request: Request,
    connection: Reading,
    id: str,
    version: Version = None,
    known_on: KnownOn = None,
    show: Annotated[list[str] | None, Query(max_length=20)] = None,
    event: Annotated[str | None, Query(max_length=100)] = None,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> Response:
    """A story as it is read. `event`: a claim or an event to show, in the version that tells it; or a record;
    `start`, `end`: characters to tell apart."""
    held = version_with(connection, id, event) if event else None
    if held and not version:
        version = held[0]
    found = one_story(connection, id, version or None, asking(known_on=known_on or None).known_on)
    if found is None:
        raise not_found(f"story {id}" + (f", version {version}" if version else ""))
    key, told = found
    sought = (start, end) if start is not None and end is not None else None
    view = reading(told.story, layers(show or ()), held[1] if held else event, _claims(connection, key), sought)
    corrected = _corrects(request, connection, view, key, told.kept.version)
    view = replace(view, corrects=corrected, accounts=_accounts(connection, key, known_on))
    values = {
        "view": view, "kept": told.kept, "versions": told.versions, "ends": told.ends, "same_text": told.same_text,
        "hidden": (("version", version), ("known_on", known_on), ("event", event), ("start", start),
                   ("end", end)),
    }  # fmt: skip
    return page(request, "story.html", values)


def _corrects(request: Request, connection: Connection, view: Shown, key: int, version: str) -> Corrects:
    """What can be corrected, and was."""
    found = corrections.standing(connection, [view.story.id]).get(view.story.id, [])
    path = request.scope["raw_path"].decode("ascii", "replace")
    back = path + (f"?{request.url.query}" if request.url.query else "")
    name = name_of(request) if may_write(request) else None
    return corrects(view, version, back, name, found, elsewhere(connection, key))


def _accounts(connection: Connection, story: int, known_on: str | None) -> dict[str, str]:
    """Addresses of the accounts of its contacts, by their records."""
    known = f"?{urlencode({'known_on': known_on})}" if known_on else ""
    return {f"c{item}": f"/readouts/{segment(id)}{known}" for item, id in of_story(connection, story).items()}


def _claims(connection: Connection, story: int) -> dict[str, str]:
    """Ids of the claims of a story, with the records that they stand for."""
    of = claims.c
    rows = connection.execute(select(of.id, of.kind, of.item).where(of.story == story).order_by(of.key))
    return {id: f"{LETTER[kind]}{item}" for id, kind, item in rows}

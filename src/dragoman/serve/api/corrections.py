"""What people correct and judge: listed for all, made and withdrawn by those who have the token."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ...merge.judgements import Kind
from ...merge.people import Change, Verb, judge
from ...merge.saying import correct, withdraw
from ...store import corrections as kept
from ...store.corrected import Correction, Field
from ...store.engine import Store
from ...views.corrections import CorrectionPage, corrections_page
from ...views.standing_store import keep_up
from ..bodies import Body, parsed
from ..documents import TAKING, WRITING, answers, taken
from ..problems import not_found
from ..shared import API, Opened, Reading, Writer, json

router = APIRouter(tags=["corrections"])
MOST = 500
HOWS = Literal["writethru", "correction", "hold", "release", "kill", "substitute"]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1200)]


class CorrectionGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A correction. `claim`: the event's, or `story` and `start`: where its trigger, or a mention of the actor, begins;
    `version`: of the story, else the newest; `value`: of actor and recipient a list of names or actors, of entity one,
    of date a day, START/END or an object, of event null: there is no such event; `by`: who says so."""

    field: Field
    value: Any
    by: Name
    claim: Text | None = None
    story: Text | None = None
    start: Annotated[int, msgspec.Meta(ge=0, le=100_000_000)] | None = None
    version: Annotated[str, msgspec.Meta(max_length=64)] | None = None

    @property
    def what(self) -> str:
        """What is corrected, as the command names it."""
        return self.claim or f"{self.story or ''}@{'' if self.start is None else self.start}"


class JudgementGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement on two: ids of stories, claims or contacts, or STORY@START. `verb`: are they one and the same, or is
    what stands confirmed or undone; `kind`: else text of stories, event of claims; `how`: left replaces right."""

    verb: Verb
    left: Text
    right: Text
    by: Name
    kind: Kind | None = None
    how: HOWS | None = None


ANKARA, KREMLIN = "2020-02-21-idlib-call-ankara", "2020-02-21-idlib-call-kremlin"  # of the samples
EXAMPLE = {"story": ANKARA, "start": 320, "field": "status", "value": "denied", "by": "Ann"}
JUDGED = {"verb": "different", "left": f"{ANKARA}@320", "right": f"{KREMLIN}@247", "by": "Ann"}


@router.get("/corrections", responses=answers(CorrectionPage, "Corrections, the last first"))
def find(
    connection: Reading,
    story: Annotated[str | None, Query(max_length=2000, description="Of this story: its id.")] = None,
    by: Annotated[str | None, Query(max_length=200, description="By this person.")] = None,
    withdrawn: Annotated[bool | None, Query(description="Those that are withdrawn, or those that stand.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Corrections of a page.")] = 50,
    after: Annotated[str | None, Query(max_length=20, description="`after` of the page before.")] = None,
) -> Response:
    """What people corrected."""
    return json(corrections_page(connection, story or None, by or None, withdrawn, limit, after))


@router.get("/corrections/{id}", responses=answers(Correction, "The correction"))
def get(connection: Reading, id: str) -> Response:
    """One correction, withdrawn or not."""
    found = kept.one(connection, id)
    if found is None:
        raise not_found(f"correction {id[:80]}")
    return json(found)


@router.post(
    "/corrections",
    responses=answers(Correction, "It is made", status=201, also=(*TAKING, *WRITING)),
    openapi_extra=taken(CorrectionGiven, EXAMPLE),
    dependencies=[Writer],
    status_code=201,
)
def make(request: Request, store: Opened, data: Body) -> Response:
    """Correct a field of an event, or who an actor is: it holds from now on, whenever the story is coded again."""
    told = parsed(request, data, CorrectionGiven)
    made = corrected(store, told.what, told.field, told.value, told.by, told.version)
    return json(made, 201, {"Location": f"{API}/corrections/{made.id}"})


def corrected(store: Store, what: str, field: str, value: Any, by: str, version: str | None = None) -> Correction:
    """Make a correction, and bring the states up to date."""
    made = store.write(lambda connection: correct(connection, what, field, value, by, version), alone="merge")
    keep_up(store)
    return made


@router.delete(
    "/corrections/{id}",
    responses=answers(Correction, "It is withdrawn", also=WRITING),
    dependencies=[Writer],
)
def undo(store: Opened, id: str) -> Response:
    """Take a correction back: the story is as it was read, or as others corrected it."""
    return json(withdrawn(store, id))


def withdrawn(store: Store, id: str) -> Correction:
    """Withdraw a correction, and bring the states up to date; raises what is answered as not found."""
    with store.reading() as connection:
        if kept.one(connection, id) is None:
            raise not_found(f"correction {id[:80]}")
    held = store.write(lambda connection: withdraw(connection, id), alone="merge")
    keep_up(store)
    return held


@router.post(
    "/judgements",
    responses=answers(Change, "What the judgement came to", status=201, also=(*TAKING, *WRITING)),
    openapi_extra=taken(JudgementGiven, JUDGED),
    dependencies=[Writer],
    status_code=201,
)
def judged(request: Request, store: Opened, data: Body) -> Response:
    """Judge whether two are one and the same; it wins over the program's judgement, for good."""
    told = parsed(request, data, JudgementGiven)
    names = told.left, told.right
    change = store.write(lambda c: judge(c, told.verb, names, told.by, told.kind, told.how), alone="merge")
    return json(change, 201)

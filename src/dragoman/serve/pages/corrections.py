"""The forms of the reader's side panel: corrections and judgements by those who have the token."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from ...errors import DragomanError
from ...merge.people import Verb, judge
from ..api.corrections import corrected, withdrawn
from ..shared import NAME, Opened, Writer, name_of
from .read import MOST_NAME, Form, keep_in, own_path

router = APIRouter(dependencies=[Writer])
VERBS: dict[str, Verb] = {"same": "same", "different": "different"}


@router.post("/corrections")
def make(request: Request, store: Opened, form: Form) -> Response:
    """Correct a field, and go back to the story."""
    by = _by(request, form)
    what = _told(form, "claim") or f"{_told(form, 'story')}@{_told(form, 'start')}"
    corrected(store, what, _told(form, "field"), _told(form, "value"), by, _told(form, "version") or None)
    return _back(request, form, by)


@router.post("/corrections/withdraw")
def undo(request: Request, store: Opened, form: Form) -> Response:
    """Take a correction back."""
    withdrawn(store, _told(form, "id"))
    return _back(request, form, None)


@router.post("/judgements")
def judged(request: Request, store: Opened, form: Form) -> Response:
    """Judge whether two mentions are one event."""
    by = _by(request, form)
    verb = VERBS.get(_told(form, "verb"))
    if verb is None:
        raise HTTPException(422, f"verb: one of {', '.join(VERBS)}")
    names = _told(form, "left"), _told(form, "right")
    store.write(lambda connection: judge(connection, verb, names, by), alone="merge")
    return _back(request, form, by)


def _told(form: FormData, name: str) -> str:
    return str(form.get(name) or "").strip()


def _by(request: Request, form: FormData) -> str:
    name = _told(form, "by")[:MOST_NAME] or name_of(request)
    if not name:
        raise DragomanError("give your name: a correction is kept with it")
    return name


def _back(request: Request, form: FormData, by: str | None) -> Response:
    """To where the form was; the name is asked once."""
    answer = RedirectResponse(own_path(form.get("back")), 303)
    if by and by != name_of(request):
        keep_in(request, answer, NAME, by)
    return answer

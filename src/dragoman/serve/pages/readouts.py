"""Readouts: contacts, one with the accounts of its sides side by side, and that as a file."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from ...views.contacts import headlines
from ..api.contacts import Filters, KnownOn, Moment, readout
from ..briefing import SIGNS, Briefing, Cite, Kind, briefing, name_of, title_of, when_of
from ..briefing_docx import TYPE, word
from ..briefing_markdown import markdown
from ..paths import segment
from ..shared import HERE, Reading, page
from ..templates import templates

router = APIRouter()
SHOWN = 40  # contacts of a page
WHOLE = 60  # characters of words that are looked for as they are; of longer ones their ends
ENDS = 4  # words at each end
KIND_OF = {"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8", "docx": TYPE}


@router.get("/readouts", name="readouts")
def listed(
    request: Request,
    connection: Reading,
    asked: Filters,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Contacts, the newest first; the address tells which."""
    given = request.query_params
    values = {
        "found": asked.page(connection, SHOWN, after), "given": given, "known_on": given.get("known_on") or None,
        "between": [one for one in given.getlist("between") if one.strip()], "title_of": title_of,
        "name_of": name_of, "when_of": when_of, "kept": _query(given.get("known_on")),
    }  # fmt: skip
    return page(request, "readouts.html", values)


def briefed(connection: Reading, id: str, moment: Moment, known_on: KnownOn = None) -> Briefing:
    """A contact as a briefing."""
    found = readout(connection, id, moment)
    return briefing(found, headlines(connection, (t.story for t in found.tellings), moment), known_on or None)


Briefed = Annotated[Briefing, Depends(briefed)]


@router.get("/readouts/{id}.html")
def as_html(one: Briefed) -> Response:
    """The accounts as one file that needs nothing else."""
    sheet = (HERE / "static" / "dragoman.css").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src 'sha256-{_hash(sheet)}'; base-uri 'none'; form-action 'none'"
    values = {"one": one, "sheet": Markup(sheet), "policy": policy, "link": lambda *_: None, "shown": one.matters}
    made = templates().get_template("briefing.html").render(values)
    return _file(one, "html", made.encode(), {"Content-Security-Policy": policy})


@router.get("/readouts/{id}.md")
def as_markdown(one: Briefed) -> Response:
    """The accounts as Markdown."""
    return _file(one, "md", markdown(one).encode())


@router.get("/readouts/{id}.docx")
def as_word(one: Briefed) -> Response:
    """The accounts as a Word document."""
    return _file(one, "docx", word(one))


@router.get("/readouts/{id}", name="readout")
def side_by_side(
    request: Request, one: Briefed, show: Annotated[Kind | Literal[""], Query(description="Matters of this kind.")] = ""
) -> Response:
    """The accounts of a contact side by side."""
    values: dict[str, Any] = {
        "one": one, "shown": [matter for matter in one.matters if show in ("", matter.kind)], "show": show,
        "link": link_to(one.known_on), "kept": _query(one.known_on), "signs": SIGNS, "told": one.kinds,
        "given": request.query_params,
    }  # fmt: skip
    return page(request, "readout.html", values)


def link_to(known_on: str | None) -> Any:
    """What gives the address of words, or of a source, in the reader; the words themselves are what it goes to."""

    def link(at: Cite | str, words: str = "") -> str:
        if isinstance(at, str):
            return f"/stories/{segment(at)}{_query(known_on)}"
        told = {"start": at.start, "end": at.end, **({"known_on": known_on} if known_on else {})}
        return f"/stories/{segment(at.story)}?{urlencode(told)}#:~:text={_looked_for(words)}"

    return link


def _looked_for(words: str) -> str:
    """Words as a text fragment: `whole`, or `how it begins,how it ends`."""
    split = words.split()
    if len(words) > WHOLE and len(split) > 2 * ENDS:
        return ",".join(_encoded(" ".join(end)) for end in (split[:ENDS], split[-ENDS:]))
    return _encoded(words)


def _encoded(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")


def _query(known_on: str | None) -> str:
    return "?" + urlencode({"known_on": known_on}) if known_on else ""


def _file(one: Briefing, ending: str, data: bytes, headers: dict[str, str] | None = None) -> Response:
    name = f'attachment; filename="{one.file}.{ending}"'
    return Response(data, headers={"Content-Disposition": name, **(headers or {})}, media_type=KIND_OF[ending])


@cache
def _hash(sheet: str) -> str:
    return base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()

"""What a reader of a story can correct in it, and what was corrected: what the side panel shows of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from ..knowledge.ontology import ontology
from ..merge.saying import FIELDS, shown
from ..store.corrected import ENTITY, EVENT, Correction
from ..story import Status
from ..views.elsewhere import Elsewhere
from .reader import Reading

FIELDS_OF_EVENTS = tuple(name for name in FIELDS if name not in (ENTITY, EVENT))


@dataclass(frozen=True)
class Made:
    """A correction as it is shown."""

    id: str
    field: str
    words: str
    old: str
    new: str
    by: str
    at: str


@dataclass(frozen=True)
class Corrects:
    """`back`: address of the page; `writes`: whether its reader may correct, and under which `name`; `starts`: where
    the first mention of each actor begins, by its record; `made`: corrections that stand; `elsewhere`: by claim."""

    story: str
    version: str
    back: str
    writes: bool
    name: str
    starts: Mapping[str, int]
    made: Sequence[Made]
    elsewhere: Mapping[str, Sequence[Elsewhere]]
    fields: Sequence[str] = FIELDS_OF_EVENTS

    def known(self) -> dict[str, dict[str, str]]:
        """Values that can be chosen from, by field: each with what is told beside it."""
        types = ontology().types
        of: dict[str, list[str]] = {}
        for name, kind in types.items():
            for mode in kind.modes:
                of.setdefault(mode, []).append(name)
        return {
            "type": {name: kind.quad for name, kind in types.items()},
            "mode": {mode: f"of {', '.join(names)}" for mode, names in of.items()},
            "status": dict.fromkeys(get_args(Status), ""),
            "background": {"true": "recalled", "false": "news"},
        }


def corrects(
    view: Reading,
    version: str,
    back: str,
    name: str | None,
    found: Sequence[Correction],
    told: Mapping[str, Sequence[Elsewhere]],
) -> Corrects:
    """What can be corrected of a story. `name`: of a person who may, None for who may not."""
    return Corrects(
        story=view.story.id,
        version=version,
        back=back,
        writes=name is not None,
        name=name or "",
        starts=_starts(view),
        made=[_made(one) for one in found],
        elsewhere=told,
    )


def _made(one: Correction) -> Made:
    old, new = shown(one.field, one.old), shown(one.field, one.new)
    return Made(one.id, one.field, one.words, old, new, one.by, one.at)


def _starts(view: Reading) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in view.parts:
        for piece in part.pieces:
            for mark in piece.marks:
                if mark.kind == "actor":
                    found.setdefault(mark.record, mark.start)
    return found

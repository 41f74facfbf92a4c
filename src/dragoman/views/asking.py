"""What may be asked of events: the filters, checked, and what they are in the words of the database."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ..knowledge.ontology import ontology
from ..store import StoreError
from ..store.times import known_at
from ..story import Status
from .who import Where, Who, where, who

Sort = Literal["newest", "oldest", "origins", "confidence"]
By = Literal[
    "year", "month", "week", "day", "type", "mode", "quad", "actor", "recipient", "dyad", "source", "place", "country",
    "status",
]  # fmt: skip
SORTS: tuple[Sort, ...] = get_args(Sort)
STATUSES: tuple[str, ...] = get_args(Status)
Box = tuple[float, float, float, float]  # west, south, east, north in degrees; west of its west: over the date line
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
BYS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True)
class Asking:
    """Filters of events; all that are given must hold, of several values of one any.

    actor, recipient, source: as `who` reads them; several must each be among the actors (recipients, sources);
    parties: actors that must each take part, on either side; place: as `where` reads it;
    first, last: days (ISO) between which an event is filed, both included; origins: at least so many;
    confidence: at least so sure; background: recalled (True) or news (False); text: words of a sentence that tells
    it (`store/fulltext.py`); known_on: a date or moment, for what was held then instead of now; box: where it is.
    """

    actor: tuple[Who, ...] = ()
    recipient: tuple[Who, ...] = ()
    parties: tuple[Who, ...] = ()
    source: tuple[Who, ...] = ()
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    quad: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    place: Where | None = None
    first: str | None = None
    last: str | None = None
    origins: int | None = None
    confidence: float | None = None
    background: bool | None = None
    text: str | None = None
    known_on: str | None = None
    box: Box | None = None

    @property
    def moment(self) -> str | None:
        """The moment that `known_on` means."""
        return known_at(self.known_on) if self.known_on else None

    def modes(self) -> tuple[tuple[str, str | None], ...]:
        """Types with their modes, or with None for any: the product of `type` and `mode`."""
        if not self.mode:
            return tuple((name, None) for name in self.type)
        return tuple(
            (name, mode)
            for name, entry in ontology().types.items()
            for mode in entry.modes
            if mode in self.mode and name in (self.type or (name,))
        )


def asking(
    *,
    actor: str | Sequence[str] = (),
    recipient: str | Sequence[str] = (),
    parties: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    type: str | Sequence[str] = (),
    mode: str | Sequence[str] = (),
    quad: str | Sequence[str] = (),
    status: str | Sequence[str] = (),
    place: str | None = None,
    first: str | None = None,
    last: str | None = None,
    origins: int | None = None,
    confidence: float | None = None,
    background: bool | None = None,
    text: str | None = None,
    known_on: str | None = None,
    box: Box | None = None,
) -> Asking:
    """Filters as a person gives them, checked; raises StoreError for a value that no event can have.

    A day may be a month or a year: `first="2020-02"` is its first day, `last="2020-02"` its last.
    """
    kinds = ontology().types
    asked = Asking(
        actor=_whos(actor),
        recipient=_whos(recipient),
        parties=_whos(parties),
        source=_whos(source),
        type=_known("type", [name.upper() for name in _several(type)], kinds),
        mode=_known("mode", _several(mode), {mode for kind in kinds.values() for mode in kind.modes}),
        quad=_known("quad class", [_quad(name) for name in _several(quad)], QUADS),
        status=_known("status", _several(status), STATUSES),
        place=where(place) if place else None,
        first=first_day(first),
        last=last_day(last),
        origins=origins,
        confidence=confidence,
        background=background,
        text=text,
        known_on=moment(known_on),
        box=_box(box) if box else None,
    )
    if asked.mode and not asked.modes():
        raise StoreError(f"{', '.join(asked.type)}: no mode {', '.join(asked.mode)} in it")
    return asked


def bys(told: str | Sequence[str]) -> tuple[By, ...]:
    """What to count by: names with commas between, or a list of them; raises StoreError for one that is none."""
    names = told.split(",") if isinstance(told, str) else told
    named = {by: by for by in BYS}
    asked = tuple(name.strip() for name in names)
    _known("field to count by", asked, named)
    return tuple(named[name] for name in dict.fromkeys(asked))  # type: ignore[index]


def _box(told: Box) -> Box:
    west, south, east, north = told
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise StoreError(f"{told} is no west, south, east, north in degrees such as 25, 30, 50, 42")
    return told


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _whos(value: str | Sequence[str]) -> tuple[Who, ...]:
    return tuple(who(one) for one in _several(value))


def _quad(name: str) -> str:
    """`verbal-conflict` and `Verbal Conflict` too."""
    return " ".join(name.lower().replace("-", " ").replace("_", " ").split())


def _known(what: str, given: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    for name in given:
        if name not in known:
            raise StoreError(f"{name!r} is no {what}; there are {', '.join(sorted(known))}")
    return tuple(dict.fromkeys(given))


def moment(told: str | None) -> str | None:
    """A date or moment as given, or the last day of a month or year."""
    if told is None:
        return None
    found = last_day(told) if len(told) <= len("2024-12") else told
    known_at(found or told)  # or it is told what is wrong
    return found


def first_day(told: str | None) -> str | None:
    """The day that a date means, or the first of a month or year; raises StoreError for no date."""
    return _day(told, last=False)


def last_day(told: str | None) -> str | None:
    """The same, or the last of a month or year."""
    return _day(told, last=True)


def _day(told: str | None, *, last: bool) -> str | None:
    """The day that a date, a month or a year means, its first or its last."""
    if told is None:
        return None
    parts = told.split("-")
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12 if last else 1
        if len(parts) <= 2:
            first = dt.date(year, month, 1)
            return (first.replace(day=calendar.monthrange(year, month)[1]) if last else first).isoformat()
        return dt.date.fromisoformat(told[:10]).isoformat()
    except (ValueError, OverflowError):
        raise StoreError(f"{told[:40]!r} is no day, month or year such as 2024-12-03, 2024-12 or 2024") from None

"""Last pass over a page: parts that share a line (kicker and headline; date, title, dateline, paragraph, sign-off)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import dateline, dates, kicker, marks
from .outlets import Outlets
from .units import Unit, cut

TRAIL = 400  # characters at a paragraph's end in which a sign-off may stand
BRACKETED = re.compile(
    r"[(\[](?:Source\s?:|With\b|(?:Additional |Writing |Compiled )?[Rr]eporting\b|Editing\b|Writing\b|Compiled\b)"
    r"[^()\[\]]{1,300}[)\]]\s*$"
)
SIGNED = re.compile(r"(?<=[.!?\"”’)\s])\s?[(\[]?(?:--?|–|—)\s?(?P<name>[^\W\d_][\w .'’-]{1,30})[)\]]?\s*$")
TRAILING_LINK = re.compile(r"(?<=[.!?\"”’)])\s(?:Our Standards:.{0,60}|Read (?:Also|More|also|more))$")


def split(text: str, page: list[Unit], headline: str | None, outlets: Outlets) -> list[Unit]:
    """The page with shared lines cut; `headline`: given by the user, looked for at the start of the text."""
    order = _Order.of(page)
    return [piece for i, unit in enumerate(page) for piece in _shared(text, unit, i, order, headline, outlets)]


@dataclass(frozen=True)
class _Order:
    """Where the first and last of the parts stand that the splits depend on (-1: nowhere)."""

    first: int
    last: int
    headline: int
    date: int

    @classmethod
    def of(cls, page: list[Unit]) -> _Order:
        kinds = [unit.kind for unit in page]
        last = len(kinds) - 1 - kinds[::-1].index("paragraph") if "paragraph" in kinds else -1
        first, headline, date = (
            kinds.index(kind) if kind in kinds else -1 for kind in ("paragraph", "headline", "date")
        )
        return cls(first, last, headline, date)


def _shared(text: str, unit: Unit, i: int, order: _Order, headline: str | None, outlets: Outlets) -> list[Unit]:
    """Kicker and headline; date, title, dateline, paragraph and sign-off."""
    if unit.kind == "headline" and i == order.headline:
        return _headed(text, unit, order)
    if unit.kind != "paragraph":
        return [unit]
    front: list[Unit] = []
    untitled = order.headline < 0
    if i == order.first:
        if order.date < 0 or order.date > i:
            front, unit = _dated(text, unit)
        if untitled and headline:
            title, unit = _titled(text, unit, headline)
            front, untitled = front + title, not title
    filed, unit = _filed(text, unit, i == order.first, untitled)
    back: list[Unit] = []
    if i == order.last:
        unit, back = _signed(text, unit, outlets)
    return [piece for piece in (*front, *filed, unit, *back) if piece.start < piece.end]


def _headed(text: str, unit: Unit, order: _Order) -> list[Unit]:
    """A headline without the date or the kicker that stands in front of it on its line."""
    dated, rest = _dated(text, unit) if order.date < 0 else ([], unit)
    if dated:
        return [*dated, rest._replace(kind="headline")]
    body = text[unit.end : unit.end + 2 * kicker.BODY]
    at = kicker.in_headline(unit.line(text), body if order.first >= 0 else "")
    return cut(text, unit, unit.start + at, "kicker", "headline") if at else [unit]


def _dated(text: str, unit: Unit) -> tuple[list[Unit], Unit]:
    stamp = dates.prefix(text[unit.start : min(unit.end, unit.start + dates.PREFIX + 8)])
    if stamp is None or stamp.end == unit.end - unit.start:
        return [], unit
    date, *rest = cut(text, unit, unit.start + stamp.end, "date", "paragraph")
    return ([date], rest[0]) if rest else ([], unit)


def _titled(text: str, unit: Unit, headline: str) -> tuple[list[Unit], Unit]:
    """The headline that the row gives, where the text begins with it."""
    title = headline.strip()
    at = unit.start + len(title)
    if not title or not text.startswith(title, unit.start) or (at < unit.end and text[at].isalnum()):
        return [], unit
    stop = re.compile(r"[.:!?]?\s*").match(text, at)
    pieces = cut(text, unit, stop.end() if stop else at, "headline", "paragraph")
    return (pieces[:1], pieces[1]) if len(pieces) > 1 else (pieces, unit._replace(start=unit.end))


def _filed(text: str, unit: Unit, first: bool, untitled: bool) -> tuple[list[Unit], Unit]:
    """A leading caption, or a title and a dateline in front of the paragraph."""
    line = text[unit.start : min(unit.end, unit.start + marks.EDGE)]
    if len(line) == marks.EDGE and (shown := marks.LEADING_CAPTION.match(line)):
        caption, rest = cut(text, unit, unit.start + shown.end(), "caption", "paragraph")
        return [caption], rest
    front: list[Unit] = []
    found = dateline.at_start(line)
    if first and untitled and found is None and (found := dateline.behind_title(line)):
        title, unit = cut(text, unit, unit.start + found.start, "headline", "paragraph")
        front, found = [title], dateline.at_start(unit.line(text)[: dateline.MAX])
    if found is None or not (first or found.agency):
        return front, unit
    place, *rest_ = cut(text, unit, unit.start + found.end, "dateline", "paragraph")
    return [*front, place], rest_[0] if rest_ else unit._replace(start=unit.end)


def _signed(text: str, unit: Unit, outlets: Outlets) -> tuple[Unit, list[Unit]]:
    """Sign-offs at the end of the last paragraph's line ("... on Friday. --Reuters")."""
    tail = max(unit.start, unit.end - TRAIL)
    back: list[Unit] = []
    if (link := TRAILING_LINK.search(text[tail : unit.end])) and link.start() + tail > unit.start:
        unit, end = cut(text, unit, tail + link.start(), "paragraph", "boilerplate")
        back.append(end)
    piece = text[tail : unit.end]
    match = BRACKETED.search(piece) or SIGNED.search(piece)
    if match is None or tail + match.start() <= unit.start:
        return unit, back
    if match.re is SIGNED and not outlets.has(match["name"]):
        return unit, back
    unit, end = cut(text, unit, tail + match.start(), "paragraph", "sign-off")
    return unit, [end, *back]

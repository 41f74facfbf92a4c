"""A timeline as a drawing: where each bar, line and label stands. Pure.

Across, all is in percent of the width, so that text keeps its size on any screen; up and down in pixels.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..views.timeline import Bin, Timeline, Unit, days_of, every

HEIGHT = 320
EDGE = 12  # pixels above and below the highest bars
LEAST = 36  # pixels of a band, even where nothing is in it
LABELS = 9  # along the time, at most
LINES = 4  # across a band, at most
SIDE = 4  # percent from either edge, where a label begins or ends instead of being centred
STEPS = (0, 1, 3, 12, 24, 60, 120, 240, 600, 1200, 12_000)  # months between labels; 0: at each bin
LONG: dict[Unit, int] = {"decade": 120, "year": 12, "month": 1}  # months of a bin
FULL = 0.86  # of its place that a bar takes
PARTS = (  # from the middle outwards: what is news stands nearest
    ("material", "news"), ("verbal", "news"), ("material", "background"), ("verbal", "background"),
)  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """A part of a bar; `x`, `width` in percent, `y`, `height` in pixels; `look`: its classes of style."""

    look: str
    y: str
    height: str


@dataclass(frozen=True)
class Column:
    """All bars of a bin, and the place that is its own."""

    bin: Bin
    left: str
    wide: str
    x: str
    width: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Label:
    """Something written beside the drawing; `side`: which part of it stands there; `minor`: out in little room."""

    text: str
    at: str
    side: str = "mid"
    minor: bool = False


@dataclass(frozen=True)
class Chart:
    """The drawing. `middle`: where the bands meet; `bins`: names of all places along the time, for the script."""

    height: int
    middle: str
    columns: tuple[Column, ...]
    lines: tuple[Label, ...]
    labels: tuple[Label, ...]
    bins: tuple[str, ...]


def chart(found: Timeline) -> Chart | None:
    """The drawing of a timeline; None where there is nothing to draw."""
    if not found.bins or not found.first or not found.last:
        return None
    names = tuple(every(found.unit, found.first, found.last))
    up = max(one.news.cooperation + one.background.cooperation for one in found.bins)
    down = max(one.news.conflict + one.background.conflict for one in found.bins)
    room = HEIGHT - 2 * EDGE
    scale = min(room / max(1, up + down), *((room - LEAST) / most for most in (up, down) if most))
    middle = EDGE + max(LEAST, min(room - LEAST, up * scale))
    places = {name: number for number, name in enumerate(names)}
    columns = tuple(_column(one, places[one.name], len(names), middle, scale) for one in found.bins)
    return Chart(HEIGHT, _px(middle), columns, _lines(up, down, middle, scale), _labels(found, names), names)


def _column(one: Bin, place: int, count: int, middle: float, scale: float) -> Column:
    wide, bars = 100 / count, []
    for direction, band in ((-1, "cooperation"), (1, "conflict")):
        at = middle
        for strength, telling in PARTS:
            number = getattr(getattr(one, telling), f"{strength}_{band}")
            if number:
                high = number * scale
                bars.append(Bar(f"{strength}-{band} {telling}", _px(at - high if direction < 0 else at), _px(high)))
                at += direction * high
    gap = wide * (1 - FULL) / 2
    return Column(one, _part(place * wide), _part(wide), _part(place * wide + gap), _part(wide * FULL), tuple(bars))


def _lines(up: int, down: int, middle: float, scale: float) -> tuple[Label, ...]:
    """Lines at whole numbers."""
    step = next(s for s in _steps() if max(up, down) / s <= LINES)
    found = [Label("0", _px(middle))]
    for most, direction in ((up, -1), (down, 1)):
        found += [
            Label(f"{number:,}", _px(middle + direction * number * scale)) for number in range(step, most + 1, step)
        ]
    return tuple(found)


def _steps() -> tuple[int, ...]:
    return tuple(one * 10**power for power in range(8) for one in (1, 2, 5))


def _labels(found: Timeline, names: tuple[str, ...]) -> tuple[Label, ...]:
    """Times that are written below: the finest round ones for which there is room."""
    told: list[tuple[int, str]] = []
    for months in STEPS:
        if not months or months >= LONG.get(found.unit, 1):
            told = [(at, text) for at, name in enumerate(names) if (text := _round(found.unit, name, months))]
        if 0 < len(told) <= LABELS:
            break
    if not 0 < len(told) <= LABELS:
        told = [(0, _told(names[0], found.unit, days_of(names[0])[0]))]
    made = []
    for order, (place, text) in enumerate(told):
        at = 100 * (place + 0.5) / len(names)
        side = "begin" if at < SIDE else "end" if at > 100 - SIDE else "mid"
        made.append(Label(text, _part(at), side, minor=bool(order % 2)))
    return tuple(made)


def _round(unit: Unit, name: str, months: int) -> str | None:
    """What is written at a bin, if a round number of months begins in it (0: at each bin)."""
    first, last = (dt.date.fromisoformat(day) for day in days_of(name))
    if not months:
        return _told(name, unit, first.isoformat())
    begins = first if unit in LONG else last.replace(day=1)
    if begins < first or (begins.year * 12 + begins.month - 1) % months:
        return None
    return f"{begins.year}" if months >= LONG["year"] or begins.month == 1 else f"{begins:%b} {begins.year}"


def _told(name: str, unit: Unit, first: str) -> str:
    day = dt.date.fromisoformat(first)
    return {"day": f"{day.day} {day:%b}", "week": f"{day.day} {day:%b}", "month": f"{day:%b} {day.year}"}.get(
        unit, name
    )


def _px(value: float) -> str:
    return f"{value:.1f}"


def _part(value: float) -> str:
    return f"{value:.3f}%"

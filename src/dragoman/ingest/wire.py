"""Plain text -> the parts of a wire page.

Three passes over the units of the page: what each line shows by itself (`headers`), what its place shows (here), and
the parts that share a line (`shared`).
Prose without any page around it stays one paragraph a line; no headline is made up for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..story import Passage
from . import dateline, dates, headers, kicker, marks, shared
from .agencies import Agency, known
from .dates import Stamp
from .outlets import Outlets, gather
from .units import FINAL, HEADLINE_CHARS, HEADLINE_WORDS, INNER_STOP, STOP, Unit, is_heading_like, title_case, units

HEADING_CHARS, HEADING_WORDS = 100, 14
DATED = re.compile(r"(?i)publ|upd|last|posted|issued")  # a date inside the text that is the page's, and no heading


@dataclass(frozen=True)
class Parts:
    """A page's parts. `passages` in order, without overlap, over everything that is not white space."""

    passages: tuple[Passage, ...]
    headline: str | None = None
    agency: str | None = None
    byline: str | None = None
    published: str | None = None
    zone: str | None = None
    notes: tuple[str, ...] = ()


def parts(
    text: str,
    *,
    agency: str | None = None,
    headline: str | None = None,
    publisher: str | None = None,
    ready: Iterable[Unit] | None = None,
) -> Parts:
    """The parts of a page.

    `agency`, `headline`: given by the user and so before what the page says; `publisher`: the site's name, after it;
    `ready`: units that HTML told apart.
    """
    page = list(units(text) if ready is None else ready)
    outlets = gather(text, page, (agency, publisher))
    page = headers.marked(text, page, outlets)
    page = _placed(text, page, outlets)
    page = shared.split(text, page, headline, outlets)
    return _collected(text, page, outlets, agency, publisher)


# --- where a line stands


def _placed(text: str, page: list[Unit], outlets: Outlets) -> list[Unit]:
    """Kinds by place: head, text, tail."""
    first = _first_text(text, page)
    last = max((i for i, unit in enumerate(page) if _ends(text, unit)), default=len(page) - 1)
    last = max(first, last)
    head = _head(text, page[:first], bool(page[first:]))
    body = [_in_body(text, page, i) for i in range(first, min(last + 1, len(page)))]
    tail = [_in_tail(text, unit, outlets) for unit in page[last + 1 :]]
    return head + body + tail


def _first_text(text: str, page: list[Unit]) -> int:
    """Where running text begins: behind headlines, though they may end in a full stop."""
    free = sum(unit.kind is None for unit in page)
    seen = 0
    for i, unit in enumerate(page):
        if unit.kind is not None:
            continue
        line = unit.line(text)
        if len(line) > HEADLINE_CHARS or len(line.split()) > HEADLINE_WORDS or dateline.at_start(line):
            return i
        inner = free == 1 and INNER_STOP.search(line)
        if inner or (FINAL.search(line[-6:]) and (seen or not _stopped_headline(text, page, i))):
            return i
        seen += 1
    return len(page)


def _stopped_headline(text: str, page: list[Unit], i: int) -> bool:
    """The page's first line is a headline though it has a final stop: a question, in capitals, or before a header."""
    line = page[i].line(text)
    if line.isupper() and kicker.is_kicker(line):  # CHINA-U.S.
        return True
    if INNER_STOP.search(line) or not STOP.search(line[-6:]) or i + 1 == len(page):
        return False
    following = page[i + 1]
    if following.kind in ("date", "agency", "byline", "dateline") or line.endswith("?") or title_case(line):
        return True
    start = following.line(text)[: dateline.MAX]
    return bool(dateline.at_start(start) or dates.prefix(start))


def _ends(text: str, unit: Unit) -> bool:
    """A unit that the text may end with: a sentence, or a long line."""
    if unit.kind is not None or marks.is_credits_of_writers(unit.line(text)):
        return False
    return bool(STOP.search(text[max(unit.start, unit.end - 6) : unit.end])) or unit.end - unit.start > HEADLINE_CHARS


def _head(text: str, page: list[Unit], followed: bool) -> list[Unit]:
    """In front of the text: slugs, kicker, headline, and headings under it."""
    page = [
        unit._replace(kind="note") if unit.kind is None and marks.is_slug(unit.line(text)) else unit for unit in page
    ]
    free = [i for i, unit in enumerate(page) if unit.kind is None]
    told = any(unit.kind == "headline" for unit in page)
    if free and not told and _kicks(page[free[0]].line(text), len(free) > 1, followed):
        page[free[0]] = page[free[0]]._replace(kind="kicker")
        free = free[1:]
    for n, i in enumerate(free):
        page[i] = page[i]._replace(kind="headline" if n == 0 and not told else "heading")
    return page


def _kicks(line: str, over_headline: bool, over_text: bool) -> bool:
    """A kicker over a headline, or in capitals over the text."""
    return kicker.is_kicker(line) and (over_headline or (over_text and line.isupper()))


def _in_body(text: str, page: list[Unit], i: int) -> Unit:
    """Inside the text: headings; what only looks like a header line is read."""
    unit = page[i]
    if unit.kind not in (None, "date", "agency", "byline"):
        return unit
    line = unit.line(text)
    if (unit.kind == "date" and DATED.match(line)) or (unit.kind == "agency" and known(line)):
        return unit
    followed = i + 1 < len(page) and page[i + 1].kind in (None, "paragraph")
    heading = followed and is_heading_like(line, HEADING_CHARS, HEADING_WORDS) and not line[0].islower()
    return unit._replace(kind="heading" if heading else "paragraph")


def _in_tail(text: str, unit: Unit, outlets: Outlets) -> Unit:
    """Behind the text: sign-offs."""
    line = unit.line(text)
    if unit.kind == "agency" or (unit.kind in (None, "boilerplate") and marks.is_signoff(line, outlets.names)):
        return unit._replace(kind="sign-off")
    return unit._replace(kind=unit.kind or "paragraph")


# --- what the parts say


def _collected(text: str, page: list[Unit], outlets: Outlets, agency: str | None, publisher: str | None) -> Parts:
    headline = next((" ".join(u.line(text).split()) for u in page if u.kind == "headline"), None)
    byline = next((" ".join(u.line(text).split()) for u in page if u.kind == "byline"), None)
    name, house = _agency(text, page, outlets, (agency, publisher), byline)
    stamp = _stamp(text, page, house.country if house else None)
    return Parts(
        passages=tuple(unit.passage() for unit in page),
        headline=headline,
        agency=name,
        byline=byline,
        published=stamp.published if stamp else None,
        zone=stamp.zone if stamp else None,
        notes=stamp.notes if stamp else (),
    )


def _agency(
    text: str, page: list[Unit], outlets: Outlets, given: tuple[str | None, str | None], byline: str | None
) -> tuple[str | None, Agency | None]:
    """The agency's name, and its entry if it is a known one: as given, from its line, dateline, byline or sign-off."""
    found = [given[0]]
    found += [outlets.line(u.line(text)) for u in page if u.kind == "agency"]
    found += [d.agency for u in page if u.kind == "dateline" if (d := dateline.at_start(u.line(text)))]
    found += [outlets.of_byline(byline)] if byline else []
    found += [_signer(u.line(text), outlets) for u in page if u.kind == "sign-off"]
    found += [given[1]]
    name = next((name for name in found if name), None)
    house = known(name) if name else None
    return (house.name if house else name), house


def _signer(line: str, outlets: Outlets) -> str | None:
    bare = re.sub(r"^(?:[Ss]ource|SOURCE)\s?:\s?", "", line.strip("()[]–—-# "))
    if outlets.has(bare):
        return bare
    first = re.split(r"[\s/,-]", bare, maxsplit=1)[0]
    return first if known(first) or first.casefold() in outlets.names else None


def _stamp(text: str, page: list[Unit], country: str | None) -> Stamp | None:
    """The page's date: one that says published, one that does not say updated, any, the dateline's."""
    stamps = [s for u in page if u.kind == "date" if (s := dates.find(u.line(text), country))]
    filed = [d.stamp for u in page if u.kind == "dateline" if (d := dateline.at_start(u.line(text))) and d.stamp]
    ranked = sorted(stamps, key=lambda s: (s.published is None, s.updated, not s.labelled))
    return next(iter([*ranked, *filed]), None)

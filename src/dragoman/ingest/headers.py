"""First pass over a page: what each line shows by itself, and lines that belong together."""

from __future__ import annotations

import re
from itertools import groupby

from ..story import PassageKind
from . import dateline, dates, kicker, marks
from .outlets import Outlets
from .units import HEADLINE_CHARS, STOP, Unit, cut, joined

HEADER_CHARS = 160  # a line with date, agency or byline and nothing else
CLOCK_CHARS = 20
LABELLED_MIN = 4  # words of a headline behind a label; fewer are part of a note ("Correction: Velmora story")
SEPARATORS = " \t|·•,-–—/"
BYLINE_WORDS = 17
BYLINE_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*")
BYLINE_SMALL = frozenset({
    "and", "in", "for", "at", "of", "the", "de", "del", "di", "da", "von", "van", "der", "den", "bin", "bint",
    "al", "el", "with", "&", "desk", "bureau", "staff", "writer", "writers", "correspondent", "correspondents",
    "editor", "editors", "reporter", "reporters",
})  # fmt: skip
# What may stand around a header's dates: a second clock, a reading time, punctuation.
LEFTOVER = re.compile(
    r"\s*\([A-Z][\w .'’-]{2,20}\)|[\s(),;|/·•.:–—-]+"
    r"|\b\d{1,2}[:.]?\d\d\s?(?:GMT|UTC|[A-Z]{3,4})\b|\b(?:GMT|UTC|[A-Z]{3})\s\d{1,2}[:.]\d\d\b"
    r"|\b\d+\smin(?:ute)?s?(?:\sread)?\b|\blocal time\b|\bTime\b|\b[Pp](?:age|\.)\s?[A-Z]?\d{1,3}\b"
    r"|\b(?:[Ll]ast )?(?:[Uu]pdated?|[Cc]hanged|[Cc]orrected|[Aa]mended|[Mm]odified)(?: at| on)?\b|\bUPDATED\b"
)
CLOCK = re.compile(r"\(?(?:\d{1,2}[:.h]\d\d)(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?\)?$", re.I)
LABEL = re.compile(
    r"(?:(?P<note>(?:UPDATE|WRAPUP)\s\d{1,2}|RPT|REFILE|CORRECTED|CORRECTION|Correction|URGENT|BULLETIN|FLASH)\s?[-:–—]+"
    r"|(?:BREAKING(?: NEWS)?|EXCLUSIVE|Exclusive|ANALYSIS|Analysis|FACTBOX|Factbox|EXPLAINER|Explainer|TIMELINE"
    r"|Timeline|INTERVIEW|INSIGHT|OPINION|Opinion|NEWSMAKER|ROUNDUP|Roundup|LIVE)(?:\s?[:–—]|\s-|-))\s?(?=[A-Z\"“'‘])"
)


def marked(text: str, page: list[Unit], outlets: Outlets) -> list[Unit]:
    """The units with their kinds where their lines show them, broken lines made whole."""
    blocks = [list(block) for _, block in groupby(page, key=lambda u: (u.block, u.kind is None))]
    page = [unit for block in blocks for unit in (joined(text, block) if block[0].kind is None else block)]
    page = [piece for unit in page for piece in _marked(text, unit, outlets)]
    page = _with_clock(text, page)
    return [unit for _, block in groupby(page, key=lambda u: u.block) for unit in _whole(text, list(block))]


def _marked(text: str, unit: Unit, outlets: Outlets) -> list[Unit]:
    """The unit with its kind where the line shows it; two units where two parts share the line."""
    if unit.kind is not None:
        return [unit]
    line = unit.line(text)
    if label := _label(line):
        return cut(text, unit, unit.start + label.end(), "note" if label["note"] else "kicker", None)
    if kind := marks.mark(line):
        return [unit._replace(kind=kind)]
    return _header(text, unit, line, outlets) if len(line) <= HEADER_CHARS else [unit]


def _label(line: str) -> re.Match[str] | None:
    """A label in front of a headline ("UPDATE 1-", "EXCLUSIVE: ")."""
    label = LABEL.match(line) if len(line) <= HEADLINE_CHARS else None
    headline = line[label.end() :] if label else ""
    return label if len(headline.split()) >= LABELLED_MIN and not STOP.search(line[-6:]) else None


def _header(text: str, unit: Unit, line: str, outlets: Outlets) -> list[Unit]:
    """Lines of agency, date or byline, alone or together."""
    if outlets.line(line):
        return [unit._replace(kind="agency")]
    if (filed := dateline.at_start(line)) and filed.end == len(line):
        return [unit._replace(kind="dateline")]
    if (stamp := dates.find(line)) is None:
        return [unit._replace(kind="byline")] if is_byline(line) else [unit]
    before, after = line[: stamp.start].rstrip(SEPARATORS + "("), _without_dates(line[stamp.end :])
    left, right = LEFTOVER.sub("", before), LEFTOVER.sub("", after)
    if not left and not right:
        return [unit._replace(kind="date")]
    if left and not right and (kind := _who(before, outlets)):
        first = unit._replace(end=unit.start + len(before), kind=kind)
        return [first, unit._replace(start=unit.start + stamp.start, kind="date")]
    if left and not right and kicker.is_kicker(left) and not _is_sentence(line):
        first = unit._replace(end=unit.start + len(before), kind="kicker")
        return [first, unit._replace(start=unit.start + stamp.start, kind="date")]
    if right and not left and (kind := _who(after.strip(SEPARATORS + "()"), outlets)):
        first, second = cut(text, unit, unit.start + stamp.end, "date", kind)
        skipped = len(second.words(text)) - len(second.words(text).lstrip(SEPARATORS))
        return [first, second._replace(start=second.start + skipped)]
    return [unit]


def _is_sentence(line: str) -> bool:
    """A line that is closed and says something in small letters: "The embargo ended on 4 May 2003." """
    return line[-1] in ".!?" and any(word.islower() for word in line.split())


def is_byline(line: str) -> bool:
    """`By` and names, and nothing that makes a sentence of them."""
    by, *words = re.split(r"[\s,;|/]+", line.rstrip(",;|/ "))
    if by not in ("By", "BY") or not 0 < len(words) < BYLINE_WORDS:
        return False
    named = any(BYLINE_NAME.fullmatch(word) for word in words[:2])
    return named and all(word in BYLINE_SMALL or BYLINE_NAME.fullmatch(word) for word in words)


def _without_dates(line: str) -> str:
    stamp = dates.find(line)
    return line[: stamp.start] + " " + line[stamp.end :] if stamp else line


def _who(words: str, outlets: Outlets) -> PassageKind | None:
    if outlets.line(words):
        return "agency"
    return "byline" if is_byline(words) else None


def _with_clock(text: str, page: list[Unit]) -> list[Unit]:
    """A time of day on the line after the date belongs to it."""
    out: list[Unit] = []
    for unit in page:
        clock = unit.kind is None and unit.end - unit.start < CLOCK_CHARS and CLOCK.match(unit.words(text))
        if clock and out and out[-1].kind == "date" and out[-1].block >= unit.block - 1:
            out[-1] = out[-1]._replace(end=unit.end)
        else:
            out.append(unit)
    return out


def _whole(text: str, block: list[Unit]) -> list[Unit]:
    """One block: what goes on from a note or caption on the next line, and the credits under captions."""
    out: list[Unit] = []
    for unit in block:
        last = out[-1] if out else None
        if last and last.kind in ("note", "caption") and unit.kind in (None, last.kind) and _runs_on(text, last, unit):
            out[-1] = last._replace(end=unit.end)
        elif last and unit.kind == "agency" and last.kind == "caption":
            out.append(unit._replace(kind="credit"))
        else:
            out.append(unit)
    return out


def _runs_on(text: str, unit: Unit, following: Unit) -> bool:
    """A line that is not closed, and the next goes on in lower case."""
    return text[unit.end - 1] not in ".!?)]" and text[following.start].islower()

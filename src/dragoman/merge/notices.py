"""What a story says of another: that it replaces, corrects, holds or kills it, and which one it means."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

import msgspec

from ..data import checking, data_file, decode
from ..ingest import dates
from ..story import Value
from . import houses
from .items import Item

FILE = "notices.yaml"
Kind = Literal["writethru", "correction", "hold", "release", "kill", "substitute"]
SLUG_CHARS = 70
NUMBER = re.compile(r"(?<![\w-])(?P<who>[A-Z]{1,5})[-/ ]?(?P<n>\d{3,6}(?:-\d{1,3})?)(?![\w:-])")
SLUG = re.compile(
    r"(?:(?P<label>[A-Z][A-Z ]{3,24}): )?(?:[A-Z]{2}-{1,2})?(?P<slug>[^\W\d_a-z][\w.’']*(?:-[^\W\d_][\w.’']*)+"
    r"(?: [^\W\d_a-z][\w.’']*)?)"
    r"(?: \((?P<bracketed>.{3,20})\))?(?P<marks>(?:,\s?[^,]{1,40}){0,4})"
)
NAMED_SLUG = re.compile(r"(?<![\w-])[^\W\d_a-z][\w.’']*(?:-[^\W\d_a-z][\w.’']*)+(?: [^\W\d_a-z][\w.’']*)?")
STAGE = re.compile(
    r"(?i)(?P<nth>\d{1,2})(?:st|nd|rd|th) (?:ld|lead|add|update)\b|(?:UPDATE|WRAPUP|VERSION|LEAD) (?P<n>\d{1,2})\b"
)
CLOCK = re.compile(
    r"(?<![\d:.-])(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d)(?![\d:.])|(?P<mm>[0-5]\d)(?=\s?(?:GMT|UTC|hrs)))"
)
QUOTED = re.compile(r"[\"“„«](?P<words>[^\"“”„«»]{12,200})[\"”“»]")
SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\"“])")
LABEL = re.compile(r"^(?:[A-Z][A-Za-z]*(?: \d{1,2})?)\s?[-:–—]+\s?(?=[A-Z\"“'‘])")
WORD = re.compile(r"\w+")


class Notice(Value, frozen=True, kw_only=True):
    """What a story shows of its place among versions.

    `number`, `slug`: its own; `stage`: 2 of 2nd Ld or UPDATE 2, 0 of what came first; `urgent`: a first short version;
    `names`: numbers, slugs, headlines and clock times of other stories that its notes name; `title`: its headline,
    bare. All in the form in which they compare (`bare`).
    """

    kind: Kind | None = None
    number: str | None = None
    slug: str | None = None
    title: str = ""
    stage: int = 0
    urgent: bool = False
    numbers: frozenset[str] = frozenset()
    slugs: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    marks: tuple[str, ...]
    says: tuple[str, ...]
    text: tuple[str, ...]
    no: tuple[str, ...] = msgspec.field(name="not")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[_Kind, ...]
    aside: tuple[str, ...]
    advisory: tuple[str, ...]
    first: frozenset[str]


@cache
def _file() -> _File:
    data = data_file("merge", FILE)
    with checking(FILE):
        file = decode(data, _File)
        for pattern in (p for kind in file.kinds for p in (*kind.marks, *kind.says, *kind.text, *kind.no)):
            re.compile(pattern)
    return file


@cache
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)", re.I | re.M)


@cache
def _marked(marks: tuple[str, ...]) -> re.Pattern[str]:
    """A mark that is a line, or a label in front of one or behind; words to editors may stand before it."""
    some = "|".join(marks)
    editors = r"(?:(?:ATTENTION|EDITORS?|Editors?|ADVISORY|EDS|Eds|NOTE|URGENT|BULLETIN)[\s:.,–—-]{1,4}){0,3}"
    front = rf"\W{{0,3}}{editors}(?:{some})(?:\W*$|\s?[-:–—(])"
    return re.compile(rf"{front}|.{{10,}}(?:\s\((?:{some})\)|\s[-–—]\s?(?:{some}))$")


def bare(words: str) -> str:
    """Words as they compare: lower case, single spaces, nothing between."""
    return " ".join(WORD.findall(words.casefold()))


@lru_cache(maxsize=4096)
def notice(item: Item) -> Notice:
    """What the story shows of its place among versions."""
    slug, marks = _slug(item)
    lines = [line for line in item.head if len(line) <= SLUG_CHARS]
    number = next((_number(m) for line in lines if (m := NUMBER.fullmatch(line.strip("()")))), None)
    kind = _kind(item, lines, marks)
    said = _said(item, kind)
    stages = [int(m["nth"] or m["n"]) for line in (*lines, item.headline or "") if (m := STAGE.search(line))]
    return Notice(
        kind=kind,
        number=number,
        slug=slug,
        title=bare(LABEL.sub("", _title(item))),
        stage=max(stages, default=0),
        urgent=any(mark.strip() in _file().first for mark in (*marks, *lines)),
        numbers=frozenset(_number(m) for m in NUMBER.finditer(said)) - {number},
        slugs=frozenset(bare(_unprefixed(m.group())) for m in NAMED_SLUG.finditer(said)),
        titles=frozenset(bare(m["words"]) for m in QUOTED.finditer(said)),
        clocks=frozenset(f"{int(m['h']):02}:{m['m'] or m['mm']}" for m in CLOCK.finditer(said)),
    )


def _number(match: re.Match[str]) -> str:
    return f"{match['who']}{match['n']}".casefold()


def _unprefixed(slug: str) -> str:
    return re.sub(r"^[A-Z]{2}-{1,2}(?=[A-Z])", "", slug)


def _slug(item: Item) -> tuple[str | None, tuple[str, ...]]:
    """The story's slug, bare, and the marks behind it."""
    for line in item.head:
        match = SLUG.fullmatch(line) if len(line) <= SLUG_CHARS else None
        if match:
            marks = [mark.strip() for mark in match["marks"].split(",") if mark.strip() and not mark.strip().isdigit()]
            return bare(match["slug"]), (*marks, *(match[name] for name in ("label", "bracketed") if match[name]))
    return None, ()


def _title(item: Item) -> str:
    """The headline; where the page's first line was taken for one, the last line before the text that may be."""
    some = [line for line in item.head if len(line.split()) > 3 and not SLUG.fullmatch(line)]
    lines = [line for line in some if line not in item.notes and not dates.find(line) and not houses.outlet(line)]
    headline = " ".join((item.headline or "").split()).strip("^<")
    return headline if headline in lines or not lines else lines[0]


def _kind(item: Item, lines: list[str], marks: tuple[str, ...]) -> Kind | None:
    kinds = _file().kinds
    for kind in kinds:
        shown = _marked(kind.marks)
        exact = re.compile("|".join(f"(?:{mark})" for mark in kind.marks))
        if any(exact.match(piece) for mark in marks for piece in re.split(r"[\s]*[-–—]\s*(?=[A-Z])", mark)):
            return kind.kind
        if any(shown.match(line) for line in lines):
            return kind.kind
    notes = "\n".join(s for line in (*item.notes, *item.head) for s in SENTENCE.split(line) if line != item.headline)
    body = "\n".join(item.text[start:end] for start, end in (*item.body[:2], *item.body[-2:]))
    if _is_advisory(item):
        notes = f"{notes}\n{body}"
    for kind in kinds:
        if _any(kind.says).search(notes) and not _any(kind.no).search(notes):
            return kind.kind
        if _any(kind.text).search(body) and not _any(kind.no).search(body):
            return kind.kind
    return None


def _is_advisory(item: Item) -> bool:
    """Addressed to editors as a whole, or of nothing else but a story."""
    shown = _any(_file().advisory)
    first = item.text[slice(*item.body[0])] if item.body else ""
    return any(shown.search(line) for line in (*item.head, first))


def _said(item: Item, kind: Kind | None) -> str:
    """The words in which a story may name the one it means: of an advisory all, else its header and notes."""
    lines = [*item.notes, *(line for line in item.head if line not in item.notes)]
    if kind in ("kill", "hold", "correction") or _is_advisory(item):
        lines += [item.text[start:end] for start, end in item.body[:2]]
    sentences = [sentence for line in lines for sentence in SENTENCE.split(line)]
    return "\n".join(sentence for sentence in sentences if not _any(_file().aside).search(sentence))

"""A story as the merge of texts and versions looks at it: who publishes it, whose text it carries, its running text."""

from __future__ import annotations

import datetime as dt
import re

from ..ingest import dates
from ..store import times
from ..story import Passage, Span, Story, Value
from . import houses

TEXT_WORDS = 8  # of a line that opens the running text, or closes it
DATELINE_HOUSE = re.compile(r"[(/](?P<name>[^()/\n]{2,50})[)/]")
SIGNED = re.compile(r"[\s(\[]*(?P<short>[A-Z]{2,6})(?=[/ -]|[)\]]|$)")
PLACE = re.compile(r"[^\W\d_][^,(/\d–—-]*")
CHANGED = re.compile(r"(?i)\b(?:updated|changed|corrected|amended|modified|revised)\b(?: on| at)?:? ")
LAST = 2  # paragraphs at the end that may tell of a change
BRACKETS = re.compile(r"[\[(—–-].*[\])—–-]$")
LISTED = ("source", "outlet")  # keys of a row that name who publishes it


class Item(Value, frozen=True, kw_only=True):
    """What the merge needs of a story.

    `house`: key of who publishes it (`houses.key`), None where the page does not say; `credit`: key of the agency or
    outlet whose text the page says it is, the house itself where it says nothing else; `names`: as the page writes
    the two; `cited`: houses whose report running text names as its source. `body`: spans of running text;
    `head`, `tail`: the lines around it, `notes`: those to editors. `at`: when it came out, in UTC where the zone is
    known, or was changed last (`came_out`); `timed`: whether to the minute; `clock`: the time as the page writes it
    (`09:12`). `place`: that of the dateline. `agency`: the house is one that others reprint.
    """

    id: str
    text: str
    headline: str | None = None
    house: str | None = None
    credit: str | None = None
    names: tuple[str | None, str | None] = (None, None)
    cited: frozenset[str] = frozenset()
    body: tuple[Span, ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    at: dt.datetime | None = None
    timed: bool = False
    clock: str | None = None
    place: str | None = None
    agency: bool = False

    @property
    def authored(self) -> bool:
        """The page is of the house that wrote the text."""
        return self.house is not None and self.house == self.credit

    @property
    def origin(self) -> str | None:
        """Key of who wrote the text, as far as its own page tells."""
        return self.credit or self.house


def item(story: Story) -> Item:
    """The story as the merge looks at it."""
    first, last = _running(story)
    head, tail = story.passages[:first], story.passages[last:]
    lines = tuple(_line(story.text, p) for p in head if p.kind not in ("caption", "credit"))
    ends = tuple(_line(story.text, p) for p in tail if p.kind not in ("caption", "credit"))
    spans = tuple((p.start, p.end) for p in story.passages[first:last] if p.kind == "paragraph")
    house, credit = _houses(story, lines, ends)
    at, timed = moment(came_out(story), story.zone)
    return Item(
        id=story.id,
        text=story.text,
        headline=story.headline,
        house=houses.key(house) if house else None,
        credit=houses.key(credit) if credit else None,
        names=(house, credit),
        cited=houses.cited("\n".join(story.text[start:end] for start, end in spans)),
        body=spans,
        head=lines,
        tail=ends,
        notes=tuple(_line(story.text, p) for p in story.passages if p.kind == "note"),
        at=at,
        timed=timed,
        clock=story.published[11:16] if timed and story.published else None,
        place=_place(story),
        agency=house is not None and houses.is_agency(house),
    )


def came_out(story: Story) -> str | None:
    """When this text of the story came out (ISO 8601, in the story's zone): when it was changed, where the page says so
    ("Changed on 16 March 2024, 08:30", "This article was amended on 4 May 2024"), else when it was published."""
    lines = [_line(story.text, p) for p in story.passages if p.kind not in ("paragraph", "caption", "credit")]
    lines += [_line(story.text, p) for p in story.passages[-LAST:] if p.kind == "paragraph"]
    told = [dates.find(line[m.end() :]) for line in lines for m in CHANGED.finditer(line)]
    days = [stamp.published for stamp in told if stamp and stamp.published]
    return max([*days, *([story.published] if story.published else [])], default=None)


def moment(published: str | None, zone: str | None) -> tuple[dt.datetime | None, bool]:
    """When a story came out, in UTC where its zone is known, and whether to the minute."""
    at = times.parsed(published) if published else None
    if at is None or published is None:
        return None, False
    at = at.replace(tzinfo=None)
    if "T" not in published:
        return at, False
    known = times.zone_of(zone) or dt.UTC
    return at - (at.replace(tzinfo=known).utcoffset() or dt.timedelta()), True


def _running(story: Story) -> tuple[int, int]:
    """Where among the passages running text begins and ends."""
    long = [i for i, p in enumerate(story.passages) if p.kind == "paragraph" and _is_text(story.text[p.start : p.end])]
    return (long[0], long[-1] + 1) if long else (len(story.passages), len(story.passages))


def _is_text(words: str) -> bool:
    return len(words.split()) >= TEXT_WORDS and not (BRACKETS.fullmatch(words) and len(words) < 4 * houses.NAME_CHARS)


def _line(text: str, passage: Passage) -> str:
    """A line on one line, without the marks that old wires set around headers."""
    return " ".join(text[passage.start : passage.end].split()).strip("^<=").rstrip()


def _houses(story: Story, head: tuple[str, ...], tail: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Who publishes the page, and whose text it says that it is."""
    listed = next((str(story.extra[key]) for key in LISTED if story.extra.get(key)), None)
    titles = [name for line in head if (name := houses.outlet(line))]
    filed = [name for p in story.passages if p.kind == "dateline" if (name := _filed(story.text[p.start : p.end]))]
    ends = [line for line in tail if len(line) <= houses.LINE_CHARS]
    signed = [name for line in ends if (name := houses.outlet(line) or _signed(line))]
    credits = [name for line in (*head, story.byline or "", *ends) if (name := houses.credited(line))]
    told = [*([listed] if listed else []), *titles, *filed, *signed, *([story.agency] if story.agency else [])]
    house = next(iter([*told, *(name for line in head if (name := houses.numbered(line)))]), None)
    named = [*([story.agency] if story.agency else []), *filed, *titles, *signed, *credits]
    other = next((name for name in named if house is None or not houses.same(name, house)), None)
    return house, other or house


def _place(story: Story) -> str | None:
    """The place of the dateline, in lower case."""
    found = (PLACE.match(story.text, p.start, p.end) for p in story.passages if p.kind == "dateline")
    return next((match.group().strip().casefold() for match in found if match), None)


def _filed(dateline: str) -> str | None:
    found = DATELINE_HOUSE.search(dateline)
    return found["name"] if found and not any(c.isdigit() for c in found["name"]) else None


def _signed(line: str) -> str | None:
    """The initials that a sign-off begins with ("VPA/ic 1040GMT", "(NP/bru)")."""
    found = SIGNED.match(line)
    return found["short"] if found and houses.is_short(found["short"]) and len(line) < houses.NAME_CHARS else None

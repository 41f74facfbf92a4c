"""Which story replaces which: write-throughs, corrections, holds, releases, kills and substitutes of one house.

What a story shows of itself (`notices`) says whether it replaces one; which one it means is looked for among what its
house sent in the days before, by number, slug, headline, time, place, names and words in common.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from ..story import Span, Value
from .items import Item
from .notices import Kind, Notice, notice
from .texts import Link, TextGroup

NAME = re.compile(r"(?<=[a-z,] )[^\W\d_a-z][^\W\d_]{3,}")  # a word with a capital inside of a sentence
METHOD, VERSION = "slugs, notes and words", "1"
DAYS: dict[Kind, int] = {"writethru": 3, "hold": 3, "release": 7, "substitute": 7, "correction": 60, "kill": 60}
# What speaks for a story being the one that is meant; together they must reach ENOUGH.
NUMBER, TITLE, SLUG, NAMED_SLUG, CLOCK, SAME_TITLE, WORDS, SOME_WORDS = 8.0, 6.0, 4.0, 4.0, 2.0, 3.0, 3.0, 1.0
NAMES, PLACE, DAY = 1.5, 1.0, 0.5
ENOUGH = 3.0
SURE = frozenset({"number", "headline named", "time"})  # a story named so is meant, though there are later versions
TITLE_WORDS = 4  # of a headline that names a story
SHARED, SHARED_PART = 20, 0.3  # words in common of two versions, and the part of the shorter
NAMED = 0.5  # part of the names of the one with fewer that both have
# Without a word about it: the earlier text, or most of it, stands in the later one of the same slug or headline.
SILENT_PART, SILENT_NAMED_PART = 0.8, 0.5
ADVISORY = 0.2  # share of the held text in a story that releases it, below which it only says that it is released


class Version(Value, frozen=True, kw_only=True):
    """A story that replaces another or takes it back.

    `score`: how much speaks for it (`ENOUGH` is the least); `why`: what does. `restores`: the story whose claims hold
    again, where a release says that it does and brings no text of its own.
    """

    story: str
    supersedes: str
    kind: Kind
    score: float
    why: tuple[str, ...]
    restores: str | None = None


class Withdrawn(Value, frozen=True, kw_only=True):
    """A story whose claims a kill ends. `spans`: the characters of it that were the killed text; None: all of it."""

    story: str
    kill: str
    spans: tuple[Span, ...] | None


def keys(item: Item) -> tuple[int, ...]:
    """The numbers under which a database keeps a story, to find those that it may replace or that may replace it.

    Two stories of one house that share one are candidates, within `DAYS` of each other. They hold the house, so a
    database may keep them in one table with those of `texts.keys`.
    """
    if item.house is None:
        return ()
    shown = notice(item)
    names = {f"#{name}" for name in (*shown.numbers, shown.number) if name}
    names |= {f"s{name}" for name in (*(shown.slugs if shown.kind else ()), shown.slug) if name}
    titles = {title for title in (*shown.titles, shown.title) if len(title.split()) >= TITLE_WORDS}
    names |= {f"t{title}" for title in titles}
    if item.place and item.at:
        days = range(2 if shown.kind == "writethru" else 1)
        names |= {f"p{item.at.date() - dt.timedelta(days=day)} {item.place}" for day in days}
    return tuple(sorted(_number(f"{item.house}\0{name}") for name in names))


def _number(name: str) -> int:
    data = name.encode()
    return (zlib.crc32(data) << 31) ^ zlib.crc32(data[::-1])


def versions(items: Mapping[str, Item], found: Iterable[Link] = ()) -> list[Version]:
    """The versions among these stories, each bound to the one before it, in the order in which they came.

    `found`: what stories have in common (`texts.links`).
    """
    shared = {frozenset((link.left, link.right)): link for link in found}
    houses: dict[str, list[Item]] = defaultdict(list)
    for item in items.values():
        if item.house is not None:
            houses[item.house].append(item)
    out: list[Version] = []
    for house in sorted(houses):
        out += _Chains(houses[house], shared).versions()
    return out


class _Chains:
    """The versions of one house's stories."""

    def __init__(self, items: Sequence[Item], shared: Mapping[frozenset[str], Link]) -> None:
        self.items = sorted(items, key=_order)
        self.by_id = {item.id: item for item in items}
        self.shared = shared
        self.beside: dict[str, set[str]] = defaultdict(set)
        held: dict[int, list[str]] = defaultdict(list)
        for item in self.items:
            for number in keys(item):
                held[number].append(item.id)
        for pair in shared:
            if all(id in self.by_id for id in pair):
                held[-len(held) - 1] += pair
        for ids in held.values():
            for id in ids:
                self.beside[id].update(ids)
        self.later: dict[str, Version] = {}  # story -> what replaced it last

    def versions(self) -> list[Version]:
        out = []
        for item in self.items:
            if found := self._version(item):
                out.append(found)
                self.later[found.supersedes] = found
        return out

    def _version(self, item: Item) -> Version | None:
        shown = notice(item)
        scored = []
        for id in self.beside[item.id] - {item.id}:
            other = self.by_id[id]
            kind = shown.kind or self._silent(item, other)
            if kind is None or not _before(other, item) or not _near(other, item, kind):
                continue
            score, why = self._score(item, other)
            if score >= ENOUGH:
                scored.append((score, _order(other), kind, other.id, why))
        if not scored:
            return None
        score, _, kind, target, why = max(scored)
        before = self._latest(item, target, kind, why)
        return Version(
            story=item.id,
            supersedes=before,
            kind=kind,
            score=score,
            why=why,
            restores=self._restored(item, before) if kind == "release" else None,
        )

    def _silent(self, item: Item, other: Item) -> Kind | None:
        """A later text that holds the earlier one and says nothing about it."""
        ours, theirs = notice(item), notice(other)
        part, all_of = self._part(other, item)
        named = bool((ours.slug and ours.slug == theirs.slug) or (ours.title and ours.title == theirs.title))
        least = SILENT_NAMED_PART if named else SILENT_PART
        return "writethru" if not all_of and theirs.kind in (None, "writethru") and part >= least else None

    def _part(self, other: Item, item: Item) -> tuple[float, bool]:
        """The part of the other's words that the story has, and whether the two are the same text."""
        link = self.shared.get(frozenset((other.id, item.id)))
        if link is None:
            return 0.0, False
        parts = (link.left_share, link.right_share)
        return parts[link.left != other.id], min(parts) == 1.0

    def _score(self, item: Item, other: Item) -> tuple[float, tuple[str, ...]]:
        """What speaks for the other being the one that the story replaces."""
        ours, theirs = notice(item), notice(other)
        link = self.shared.get(frozenset((other.id, item.id)))
        words = link is not None and link.own >= SHARED and link.score >= SHARED_PART
        found = {
            "number": NUMBER * (theirs.number in ours.numbers),
            "headline named": TITLE * (_long(theirs.title) and theirs.title in ours.titles),
            "slug": SLUG * (ours.slug is not None and ours.slug == theirs.slug),
            "slug named": NAMED_SLUG * (theirs.slug != ours.slug and theirs.slug in ours.slugs),
            "headline": SAME_TITLE * (_long(theirs.title) and theirs.title == ours.title),
            "words": WORDS if words else SOME_WORDS * (link is not None and link.own > 0),
        }
        if sum(found.values()) or (ours.kind == "writethru" and item.place == other.place is not None):
            found["names"] = NAMES * (_named(item, other) >= NAMED)
            found["place"] = PLACE * (item.place is not None and item.place == other.place)
            found["time"] = CLOCK * bool(_clocks(other) & (ours.clocks - _clocks(item)))
            found["day"] = DAY * (item.at is not None and other.at is not None and item.at.date() == other.at.date())
            before = ours.stage - (ours.kind == "writethru")  # a correction has the stage of what it corrects
            found["stage"] = DAY * (ours.stage > 0 and theirs.stage == before)
        return sum(found.values()), tuple(name for name, value in found.items() if value)

    def _latest(self, item: Item, target: str, kind: Kind, why: Collection[str]) -> str:
        """The last version before the story of the one that it means; kills end no chain."""
        if SURE.intersection(why) and kind in ("kill", "hold", "correction", "substitute"):
            return target
        while (later := self.later.get(target)) and later.kind != "kill" and later.story != item.id:
            target = later.story
        return target

    def _restored(self, item: Item, hold: str) -> str | None:
        """The held story, where the release brings no text of its own."""
        held = next((v.supersedes for v in self.later.values() if v.story == hold and v.kind == "hold"), None)
        if held is None:
            return None
        link = self.shared.get(frozenset((held, item.id)))
        return held if link is None or link.score < ADVISORY else None


def _order(item: Item) -> tuple[dt.date, dt.datetime, int, str, str]:
    """The order in which a house sent its stories; where times are not known, by stage and number."""
    at = item.at or dt.datetime.max
    shown = notice(item)
    return at.date(), at if item.timed else dt.datetime.combine(at.date(), dt.time()), *_rank(shown), item.id


def _rank(shown: Notice) -> tuple[int, str]:
    return shown.stage + 100 * (shown.kind is not None and shown.kind != "writethru"), shown.number or ""


def _before(other: Item, item: Item) -> bool:
    """The other was not sent later."""
    if other.at is None or item.at is None:
        return _rank(notice(other)) < _rank(notice(item))
    if other.timed and item.timed and other.at != item.at:
        return other.at < item.at
    if other.at.date() != item.at.date():
        return other.at.date() < item.at.date()
    return _rank(notice(other)) < _rank(notice(item))


def _near(other: Item, item: Item, kind: Kind) -> bool:
    return other.at is None or item.at is None or item.at - other.at <= dt.timedelta(days=DAYS[kind])


def _long(title: str) -> bool:
    return len(title.split()) >= TITLE_WORDS


def _named(item: Item, other: Item) -> float:
    """The part of the names in the running text of the story with fewer that the other has as well."""
    ours, theirs = _names(item), _names(other)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


@lru_cache(maxsize=4096)
def _names(item: Item) -> frozenset[str]:
    return frozenset(m.group() for start, end in item.body for m in NAME.finditer(item.text, start, end))


def _clocks(item: Item) -> frozenset[str]:
    return frozenset({item.clock}) if item.clock else frozenset()


# --- what follows from versions


def apart(found: Iterable[Version]) -> set[tuple[str, str]]:
    """All pairs of stories that are versions of one: no copies of each other, however alike (for `texts.groups`)."""
    chains: dict[str, set[str]] = {}
    for version in found:
        chain = chains.get(version.supersedes, {version.supersedes}) | chains.get(version.story, {version.story})
        chains |= dict.fromkeys(chain, chain)
    return {(a, b) for chain in chains.values() for a in chain for b in chain if a < b}


def withdrawn(found: Iterable[Version], groups: Iterable[TextGroup]) -> list[Withdrawn]:
    """All stories whose claims the kills end: the killed one, the versions before it, and the copies of any of these.

    Of a copy that has text of its own only the claims within `spans` end.
    """
    listed = list(found)
    earlier = {version.story: version.supersedes for version in listed if version.kind in ("writethru", "correction")}
    copies: dict[str, list[tuple[str, tuple[Span, ...] | None]]] = defaultdict(list)
    for group in groups:
        for copy in group.copies:
            copies[group.origin or group.stories[0]].append((copy.story, None if copy.whole else copy.spans))
    out: dict[tuple[str, str], tuple[Span, ...] | None] = {}
    for version in listed:
        story: str | None = version.supersedes if version.kind == "kill" else None
        while story is not None and (story, version.story) not in out:
            out[story, version.story] = None
            for name, spans in copies[story]:
                out.setdefault((name, version.story), spans)
            story = earlier.get(story)
    return [Withdrawn(story=story, kill=kill, spans=spans) for (story, kill), spans in out.items()]

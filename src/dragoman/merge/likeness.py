"""How alike two tellings of events are: features, each from 0 to 1, and the probability that they tell one event.

A log-linear model over features that a person can check (corpus-independent features carry from one corpus to the next
where a learned encoder does not: Bugert, Reimers and Gurevych 2021, "Generalizing Cross-Document Event Coreference").
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from .knowledge import merging
from .telling import DENIED, Side, Spot, Telling
from .words import cosine, like, overlap

NEWS = 3  # days before a story's own day in which undated news of it happened
LATER = 1  # days after it: time zones
FAR = 100.0  # kilometres beyond which two places are two
OTHER = 0.2  # fit of the sides below which they are others
CAMP = 0.6  # likeness from which two sides are of one state and camp
BEYOND = 0.35  # likeness below which a side is none of the other telling's
PLACE = 0.6  # nearness from which two places are one
LITTLE = 2  # a number up to this is the same by chance
EVER = 10_000_000  # a day after all others
LONG = 30  # days after which an event without a day is seldom told again
SURE = 0.9  # from which on two days that are told are taken for two
KEPT = 200_000  # pairs of sides and of places whose likeness is kept
AREAS = frozenset({"PCLI", "PCL", "ADM1", "ADM2", "RGN", "SEA", "CONT"})  # GeoNames: what other places are in
CAMPS = {
    **dict.fromkeys(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"), "state"),
    **dict.fromkeys(("REB", "PRM", "UAF"), "armed"),
    **dict.fromkeys(("CVL", "REF", "MED", "EDU", "JRN", "BUS", "REL"), "people"),
}


def probability(a: Telling, b: Telling) -> float:
    """How likely it is that two tellings tell one event."""
    return chance(features(a, b))


def chance(found: Mapping[str, float]) -> float:
    """The model's probability for these features."""
    known = merging()
    total = known.bias + sum([known.weights.get(name, 0.0) * value for name, value in found.items()])
    return 1.0 / (1.0 + math.exp(-total))


def comparable(a: Telling, b: Telling) -> bool:
    """Whether the types of two tellings may tell one event at all."""
    return not a.near_types.isdisjoint(b.types)


def apart(a: Telling, b: Telling) -> bool:
    """What forbids that two tellings are one event: days told that are far from each other, or another of the kind."""
    if copied(a, b):
        return False
    if a.narrow and b.narrow and _gap(a, b) > (0 if a.story == b.story else NEWS):
        return True
    if _put_right(a, b):
        return True
    if a.together or b.together:
        return "CONSULT" in a.types and "CONSULT" in b.types and _beyond(a.sides, b.sides) and _beyond(b.sides, a.sides)
    return bool(_reversed(a, b))


def features(a: Telling, b: Telling) -> dict[str, float]:
    """All features of a pair; those that are 0 are left out."""
    found: dict[str, float] = {}
    _types(found, a, b)
    _parties(found, a, b)
    _dates(found, a, b)
    if a.places and b.places:
        _places(found, a, b)
    _words(found, a, b)
    if (a.numbers and b.numbers) or (a.counts and b.counts):
        _counts(found, a, b)
    _telling(found, a, b)
    _reference(found, a, b)
    return found


def _types(found: dict[str, float], a: Telling, b: Telling) -> None:
    if a.type_set.isdisjoint(b.type_set):
        found["type near"] = 1.0
        if not a.kinds.isdisjoint(b.kinds):
            found["type near and kind"] = 1.0
    if a.kinds and b.kinds:
        found["kind apart" if a.kinds.isdisjoint(b.kinds) else "kind same"] = 1.0


def _parties(found: dict[str, float], a: Telling, b: Telling) -> None:
    """Sides by role, or all together where the sides of a type act together."""
    if a.together or b.together or a.type_set != b.type_set:
        _sides(found, "parties", a.sides, b.sides)
        if "parties unknown" not in found and _beyond(a.sides, b.sides) and _beyond(b.sides, a.sides):
            found["parties beyond"] = 1.0
        return
    actors = _sides(found, "actors", a.doers, b.doers)
    recipients = _sides(found, "recipients", a.sufferers, b.sufferers)
    if actors and recipients:
        found["all other"] = 1.0
    if _person_same(a, b):
        found["person same"] = 1.0
    if _reversed(a, b):
        found["reversed"] = 1.0


def _sides(found: dict[str, float], name: str, mine: Sequence[Side], theirs: Sequence[Side]) -> bool:
    """How the sides of one role fit; returns whether they are known to be others."""
    if not mine or not theirs:
        found[f"{name} unknown"] = 1.0
        return False
    fit = matched(mine, theirs)
    if fit:
        found[f"{name} same"] = fit
    if fit >= OTHER:
        return False
    if any(x.words for x in mine) and any(y.words for y in theirs):
        found[f"{name} unlike"] = 1.0
    if any(map(_known, mine)) and any(map(_known, theirs)):
        found[f"{name} other"] = 1.0
        return True
    return False


def _person_same(a: Telling, b: Telling) -> bool:
    """Whether both tell what befell the same human being, of the kinds that befall one but once."""
    return bool(a.befallen and b.befallen) and not a.befallen.isdisjoint(b.befallen)


def _reversed(a: Telling, b: Telling) -> bool:
    """Whether who does it in one telling suffers it in the other: an answer in kind, not the same event."""
    mine, theirs = a.marks, b.marks
    if (mine[0].isdisjoint(theirs[1]) and mine[1].isdisjoint(theirs[0])) or a.mutual or b.mutual:
        return False
    if _meet(a.doers, b.doers) or _meet(a.sufferers, b.sufferers):
        return False
    return _meet(a.doers, b.sufferers) or _meet(a.sufferers, b.doers)


def _put_right(a: Telling, b: Telling) -> bool:
    """Whether a story says that one did not do it and that another did, as corrections do."""
    if a.story != b.story or a.statuses.isdisjoint(DENIED) == b.statuses.isdisjoint(DENIED):
        return False
    return bool(a.actors and b.actors) and matched(a.actors, b.actors) < OTHER


def _meet(mine: Sequence[Side], theirs: Sequence[Side]) -> bool:
    """Whether a side of one may be a side of the other."""
    return any(alike(x, y) >= CAMP for x in mine for y in theirs if not (x.guessed or y.guessed))


def _beyond(a: Sequence[Side], b: Sequence[Side]) -> bool:
    """Whether one telling knows a side that the other has not."""
    return any(_known(x) and max([alike(x, y) for y in b], default=1.0) < BEYOND for x in a)


def matched(a: Iterable[Side], b: Iterable[Side]) -> float:
    """How well the sides of two tellings fit: of the shorter list, each by its best match."""
    mine, theirs = tuple(a), tuple(b)
    if len(mine) > len(theirs):
        mine, theirs = theirs, mine
    return sum([max([alike(x, y) for y in theirs]) for x in mine]) / len(mine)


@lru_cache(maxsize=KEPT)
def alike(a: Side, b: Side) -> float:
    """One side told twice (1), by a part of its name (0.9), of one state and camp (0.7), part of the other (0.5)."""
    if a.id is not None and a.id == b.id:
        return 1.0
    if a.words and a.words == b.words and (a.country == b.country or not (a.country and b.country)):
        return 1.0
    if a.words and b.words and (a.words < b.words or b.words < a.words) and not (a.country and b.country):
        return 0.9
    camps = CAMPS.get(a.sector or "", a.sector), CAMPS.get(b.sector or "", b.sector)
    if a.country and a.country == b.country:
        return 0.7 if camps[0] == camps[1] or None in camps else 0.4
    if a.id in b.within or b.id in a.within:
        return 0.5
    return 0.6 * overlap(dict.fromkeys(a.words, 1.0), dict.fromkeys(b.words, 1.0)) if not (a.id and b.id) else 0.0


def _known(side: Side) -> bool:
    return (side.country is not None or side.id is not None) and bool(side.words) and not side.guessed


def _gap(a: Telling, b: Telling) -> int:
    """Days between what two tellings say; 0 where they overlap or one has no day."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return 0
    return max(0, b.first - a.last, a.first - b.last)


def _dates(found: dict[str, float], a: Telling, b: Telling) -> None:
    if a.narrow and b.narrow:
        gap = _gap(a, b)
        found["day same" if gap == 0 else "day next" if gap == 1 else "day apart"] = 1.0
        if gap and min(a.sure, b.sure) >= SURE:
            found["day surely other"] = 1.0
    elif a.start and b.start:
        found["time apart" if _gap(a, b) else "time meets"] = 1.0
    elif a.start or b.start:
        dated, other = (a, b) if a.start else (b, a)
        found[_dated_and_not(dated, other)] = 1.0
    elif a.background or b.background or a.out is None or b.out is None:
        found["no day"] = 1.0
    else:
        gap = abs(a.out - b.out)
        found["news same" if gap <= LATER else "news near" if gap <= NEWS else "news apart"] = 1.0
    if "no day" in found and a.story != b.story and a.when and b.when and abs(a.when - b.when) > LONG:
        found["long after"] = 1.0


def _dated_and_not(dated: Telling, other: Telling) -> str:
    """Whether the day of one may be that of the other, whose text gives none."""
    if other.out is None or other.background or not dated.narrow or dated.first is None:
        return "no day"
    return "day fits" if -LATER <= other.out - dated.first <= NEWS else "day misfits"


def _places(found: dict[str, float], a: Telling, b: Telling) -> None:
    fit = max([near(x, y) for x in a.places for y in b.places])
    if fit:
        found["place same" if fit > 0 else "place apart"] = abs(fit)
    if fit > PLACE and not a.kinds.isdisjoint(b.kinds):
        found["place and kind"] = 1.0


@lru_cache(maxsize=KEPT)
def near(a: Spot, b: Spot) -> float:
    """From 1 (one place) over 0.5 (one in the other's country or division) to -1 (two, far from each other)."""
    if a.words == b.words:
        return 1.0
    if a.words & b.words:
        return 0.7
    if a.country and b.country and a.country != b.country:
        return -1.0
    if a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None:
        far = distance(a.lat, a.lon, b.lat, b.lon)
        if far < FAR:
            return 0.5 - 0.3 * far / FAR
        return 0.2 if a.feature in AREAS or b.feature in AREAS else -0.7
    return 0.0 if a.lat is None and b.lat is None else -0.1


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def _words(found: dict[str, float], a: Telling, b: Telling) -> None:
    if not a.triggers.isdisjoint(b.triggers):
        found["trigger same"] = 1.0
    if shared := a.close.keys() & b.close.keys():
        found["close words"] = cosine(a.close, b.close, shared)
        found["close words within"] = overlap(a.close, b.close, shared)
    if a.story != b.story:
        if topic := like(a.names, b.names):
            found["topic"] = topic
        if copied(a, b):
            found["copied"] = 1.0


def copied(a: Telling, b: Telling) -> bool:
    """Whether two stories have a trigger with the same words around it."""
    return not a.prints.isdisjoint(b.prints) and a.story != b.story


def _counts(found: dict[str, float], a: Telling, b: Telling) -> None:
    if max(a.numbers & b.numbers, default=0) > LITTLE:
        found["number same"] = 1.0
    told = [a.counts[what].isdisjoint(b.counts[what]) for what in a.counts.keys() & b.counts.keys()]
    if told:
        found["count other" if all(told) else "count same"] = 1.0


def _telling(found: dict[str, float], a: Telling, b: Telling) -> None:
    """What the stories themselves say: told apart in one story, "another" and "the first", background, status."""
    if a.story == b.story:
        found["one story"] = 1.0
        if (a if a.mentions > b.mentions else b).definite:
            found["points back"] = 1.0
    if a.background and b.background:
        found["both background"] = 1.0
    elif a.background or b.background:
        found["one background"] = 1.0
        if a.story == b.story or (a.out is not None and b.out is not None and abs(a.out - b.out) <= LATER):
            found["news and background"] = 1.0  # what is background to one is none of the news of the other
    if a.ahead and b.ahead:
        found["both ahead"] = 1.0
    elif a.ahead or b.ahead:
        found["ahead apart"] = 1.0


def _reference(found: dict[str, float], a: Telling, b: Telling) -> None:
    """By what a trigger is told from others of its kind: its name, its day, "another"."""
    if a.again != b.again:
        found["another"] = 1.0
        later, other = (a, b) if a.again else (b, a)
        if (later.when or 0) > (other.when or EVER):
            found["another later"] = 1.0
    if a.story != b.story and (a.dated or b.dated) and a.narrow and b.narrow and not _gap(a, b):
        found["dated reference"] = 1.0
    if not a.called.isdisjoint(b.called):
        found["called same"] = 1.0

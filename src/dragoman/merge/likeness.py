"""How alike two tellings of events are: features, each from 0 to 1, and the probability that they tell one event.

A log-linear model over features that a person can check (corpus-independent features carry from one corpus to the next
where a learned encoder does not: Bugert, Reimers and Gurevych 2021, "Generalizing Cross-Document Event Coreference").
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from .knowledge import merging
from .telling import Side, Spot, Telling, days
from .words import cosine, overlap

NEWS = 3  # days before a story's own day in which undated news of it happened
LATER = 1  # days after it: time zones
FAR = 100.0  # kilometres beyond which two places are two
COPIED = 5  # spaces in words that are no chance when two stories have it
REAL = frozenset({"happened", "ongoing"})
DENIED = frozenset({"negated", "denied"})  # a denial of an event is about that event
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
    total = known.bias + sum(known.weights.get(name, 0.0) * value for name, value in found.items())
    return 1.0 / (1.0 + math.exp(-total))


def comparable(a: Telling, b: Telling) -> bool:
    """Whether the types of two tellings may tell one event at all."""
    return any(x == y or frozenset((x, y)) in merging().near for x in a.types for y in b.types)


def apart(a: Telling, b: Telling) -> bool:
    """What forbids that two tellings are one event: days told that are far from each other, or another of the kind."""
    if copied(a, b):
        return False
    if a.narrow and b.narrow and _gap(a, b) > (0 if a.story == b.story else NEWS):
        return True
    if any(t in merging().both for t in (*a.types, *b.types)):
        mine, theirs = (*a.actors, *a.recipients), (*b.actors, *b.recipients)
        return "CONSULT" in a.types and "CONSULT" in b.types and _beyond(mine, theirs) and _beyond(theirs, mine)
    return bool(_reversed(a, b))


def features(a: Telling, b: Telling) -> dict[str, float]:
    """All features of a pair; those that are 0 are left out."""
    found = {
        **_types(a, b),
        **_parties(a, b),
        **_dates(a, b),
        **_places(a, b),
        **_words(a, b),
        **_counts(a, b),
        **_telling(a, b),
    }
    return {name: value for name, value in found.items() if value}


def _types(a: Telling, b: Telling) -> dict[str, float]:
    kinds = a.kinds & b.kinds
    return {
        "type near": float(not set(a.types) & set(b.types)),
        "kind same": float(bool(kinds)),
        "kind apart": float(bool(a.kinds and b.kinds) and not kinds),
    }


def _parties(a: Telling, b: Telling) -> dict[str, float]:
    """Sides by role, or all together where the sides of a type act together."""
    out: dict[str, float] = {}
    if any(t in merging().both for t in (*a.types, *b.types)) or set(a.types) != set(b.types):
        pairs = {"parties": ((*a.actors, *a.recipients), (*b.actors, *b.recipients))}
    else:
        pairs = {"actors": (a.actors, b.actors), "recipients": (a.recipients, b.recipients)}
    for name, (mine, theirs) in pairs.items():
        mine, theirs = (tuple(x for x in its if x.words or x.country) for its in (mine, theirs))
        if not mine or not theirs:
            out[f"{name} unknown"] = 1.0
            continue
        fit = matched(mine, theirs)
        out[f"{name} same"] = fit
        if name == "parties":
            out["parties beyond"] = float(_beyond(mine, theirs) and _beyond(theirs, mine))
        out[f"{name} other"] = float(fit < 0.2 and any(map(_known, mine)) and any(map(_known, theirs)))
        out[f"{name} unlike"] = float(fit < 0.2 and any(x.words for x in mine) and any(y.words for y in theirs))
    out["person same"] = float("actors" in pairs and _person_same(a, b))
    out["all other"] = float(bool(out.get("actors other") and out.get("recipients other")))
    if "actors" in pairs:
        out["reversed"] = _reversed(a, b)
    return out


def _person_same(a: Telling, b: Telling) -> bool:
    """Whether both tell what befell the same human being, of the kinds that befall one but once."""
    if not set(a.types) & merging().once or not set(b.types) & merging().once:
        return False
    mine, theirs = ({x.words for x in t.recipients if x.person} for t in (a, b))
    return bool(mine & theirs)


def _reversed(a: Telling, b: Telling) -> float:
    """Whether who does it in one telling suffers it in the other: an answer in kind, not the same event."""
    mine, theirs = ((_states(t.actors), _states(t.recipients)) for t in (a, b))
    straight = mine[0] & theirs[0] or mine[1] & theirs[1]
    crossed = mine[0] & theirs[1] or mine[1] & theirs[0]
    return float(bool(crossed) and not straight)


def _states(sides: Iterable[Side]) -> set[str]:
    return {side.country for side in sides if side.country}


def _beyond(a: Sequence[Side], b: Sequence[Side]) -> bool:
    """Whether one telling knows a side that the other has not."""
    return any(_known(x) and max((alike(x, y) for y in b), default=1.0) < 0.35 for x in a)


def matched(a: Iterable[Side], b: Iterable[Side]) -> float:
    """How well the sides of two tellings fit: of the shorter list, each by its best match."""
    mine, theirs = tuple(a), tuple(b)
    if len(mine) > len(theirs):
        mine, theirs = theirs, mine
    return sum(max(alike(x, y) for y in theirs) for x in mine) / len(mine)


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
    return (side.country is not None or side.id is not None) and bool(side.words)


def _gap(a: Telling, b: Telling) -> int:
    """Days between what two tellings say; 0 where they overlap or one has no day."""
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return 0
    return max(0, days(a.end, b.start), days(b.end, a.start))


def _dates(a: Telling, b: Telling) -> dict[str, float]:
    if a.narrow and b.narrow:
        gap = _gap(a, b)
        return {"day same": float(gap == 0), "day next": float(gap == 1), "day apart": float(gap > 1)}
    if a.start and b.start:
        return {"time meets": float(_gap(a, b) == 0), "time apart": float(_gap(a, b) > 0)}
    if a.start or b.start:
        dated, other = (a, b) if a.start else (b, a)
        return _dated_and_not(dated, other)
    if a.background or b.background or a.day is None or b.day is None:
        return {"no day": 1.0}
    gap = abs(days(a.day, b.day))
    return {"news same": float(gap <= LATER), "news near": float(LATER < gap <= NEWS), "news apart": float(gap > NEWS)}


def _dated_and_not(dated: Telling, other: Telling) -> dict[str, float]:
    """Whether the day of one may be that of the other, whose text gives none."""
    if other.day is None or other.background or not dated.narrow or dated.start is None:
        return {"no day": 1.0}
    gap = days(dated.start, other.day)
    return {"day fits": float(-LATER <= gap <= NEWS), "day misfits": float(not -LATER <= gap <= NEWS)}


def _places(a: Telling, b: Telling) -> dict[str, float]:
    if not a.places or not b.places:
        return {}
    fit = max(near(x, y) for x in a.places for y in b.places)
    return {
        "place same": max(0.0, fit),
        "place apart": max(0.0, -fit),
        "place and kind": float(fit > 0.6 and bool(a.kinds & b.kinds)),
    }


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


def _words(a: Telling, b: Telling) -> dict[str, float]:
    return {
        "trigger same": float(bool(a.triggers & b.triggers)),
        "words": cosine(a.words, b.words),
        "words within": overlap(a.words, b.words),
        "close words": cosine(a.close, b.close),
        "close words within": overlap(a.close, b.close),
        "copied": float(copied(a, b)),
        "topic": cosine(a.names, b.names) if a.story != b.story else 0.0,
    }


def copied(a: Telling, b: Telling) -> bool:
    """Whether two stories have a trigger with the same words around it."""
    return a.story != b.story and any(p.count(" ") >= COPIED for p in a.prints & b.prints)


def _counts(a: Telling, b: Telling) -> dict[str, float]:
    told = [(a.counts[what], b.counts[what]) for what in a.counts.keys() & b.counts.keys()]
    return {
        "number same": float(max(a.numbers & b.numbers, default=0) > 2),
        "count same": float(any(x & y for x, y in told)),
        "count other": float(bool(told) and not any(x & y for x, y in told)),
    }


def _telling(a: Telling, b: Telling) -> dict[str, float]:
    """What the stories themselves say: told apart in one story, "another" and "the first", background, status."""
    real, denied = ([bool(t.statuses & which) for t in (a, b)] for which in (REAL, DENIED))
    ahead = [not x and not y for x, y in zip(real, denied, strict=True)]
    return {
        "one story": float(a.story == b.story),
        "points back": float(a.story == b.story and max(a, b, key=lambda t: t.mentions).definite),
        "cue apart": float(a.cues != b.cues),
        "both background": float(a.background and b.background),
        "one background": float(a.background != b.background),
        "news and background": float(a.background != b.background and _same_news(a, b)),
        "ahead apart": float(ahead[0] != ahead[1]),
        "both ahead": float(all(ahead)),
    }


def _same_news(a: Telling, b: Telling) -> bool:
    """Whether two stories are of one day: what is background to one is none of the news of the other."""
    return a.story == b.story or (a.day is not None and b.day is not None and abs(days(a.day, b.day)) <= LATER)

"""Which of the places that bear a name is meant: what the text says right after, what else the story names, size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .gazetteer import OWN, Candidate, gazetteer
from .mention import Mention
from .tokens import Line
from .words import words

# Weights in decades of population, set on the LGL and GeoVirus corpora.
PRIOR = {"PCLI": 8.8, "TERR": 6.5, "CONT": 9.0, "OCN": 8.0, "SEA": 8.0, "PPLX": 6.0}
DIVISION_PRIOR = {"ADM1": -0.8, "ADM2": -1.2}  # beside the decades of a division's population
DIVISION_LEAST = 4.4
NOTED_PRIOR = 6.0
OWN_PRIOR = 7.0  # regions, spots and towns of our own list
CAPITAL = 1.0
FURTHER_SPELLING = -2.0
COUNTRY = 3.5  # at full share of the story's evidence
DIVISION = 2.0
NEAR = 1.5
NEAR_KM = 300.0
DIVISION_MEANT = 3.0
CLEAR = 1.2  # lead of the best candidate from which on it counts as evidence for others
PEERS = 2.5
BIG_CITY = 300_000  # people from which on buildings and quarters are said to be in a town
ELSEWHERE_KM = 100.0
ANCHORS = 40
CONSIDERED = 25
WITHIN_KM = 400.0  # a town further from the centre of the division it is said to be in is another one
DIVISION_KM = 160.0
SEAT_KM = 80.0
TOWN = 3.9
BARE_PRIOR, BARE_SCORE = 4.2, 5.5  # from which on a name without any cue is a place
LONG_SCORE = 4.5  # the same for a name of several words
ALIKE_SHARE = 0.2  # of the story's evidence that a country needs for its towns to be found by sound
WORLD_CITY = 6.5  # prior from which on a city before a comma and another country is only one of a list

RANK = {"ADM2": 1, "ISL": 1, "RGN": 2, "ADM1": 2, "TERR": 3, "PCLI": 3}

Point = tuple[float, float]


def km(a: Point, b: Point) -> float:
    """Great-circle distance."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def prior(c: Candidate) -> float:
    """How likely a place is meant by its name, before any context."""
    if c.feature in DIVISION_PRIOR:
        base = max(DIVISION_LEAST, math.log10(c.population + 1) + DIVISION_PRIOR[c.feature])
    elif c.feature in PRIOR:
        base = PRIOR[c.feature]
    elif c.id <= OWN:
        base = OWN_PRIOR
    else:
        base = math.log10(c.population + 30) + (CAPITAL if c.feature == "PPLC" else 0)
    if c.noted:
        return max(base, NOTED_PRIOR)
    return base + (0 if c.main else FURTHER_SPELLING)


class Resolver:
    """Chooses for all mentions of one story."""

    def __init__(self, mentions: Sequence[Mention], lines: Sequence[Line]) -> None:
        self.mentions = mentions
        self.countries: Counter[str] = Counter()
        self.divisions: Counter[str] = Counter()
        self.anchors: list[Point] = []
        self.cued = {m.key for m in mentions if m.cued}
        for line in lines:
            for token in line.tokens:
                if token.capital and (country := gazetteer().country_of_adjective(token.text)):
                    self.countries[country] += 0.7  # type: ignore[assignment]
        for mention in mentions:
            self._witness(mention)

    def _witness(self, mention: Mention) -> None:
        """A name that is clear by itself speaks for its country, its division and its surroundings."""
        if mention.unknown:
            return
        among = (mention.fixed,) if mention.fixed else _among(mention)
        ranked = sorted(((prior(c), c.id, c) for c in among), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - _other(ranked) < CLEAR):
            return
        best = ranked[0][2]
        if any(c.feature == "ADM1" and c.country != best.country for _, _, c in ranked):
            return
        if best.country:
            self.countries[best.country] += 2 if best.feature == "PCLI" else 1
        if best.division:
            self.divisions[f"{best.country}-{best.division}"] += 1
        if best.feature not in {"PCLI", "CONT", "OCN"} and ranked[0][0] > TOWN and len(self.anchors) < ANCHORS:
            self.anchors.append((best.lat, best.lon))

    def resolve(self) -> None:
        """Set `chosen` wherever there is a candidate; the same name means the same place, unless the text says."""
        said: dict[str, Candidate] = {}
        for mention in self.mentions:
            if mention.container:
                mention.chosen = self._best(mention)
                if mention.chosen and not mention.spot:
                    said.setdefault(mention.key, mention.chosen)
        chosen: dict[tuple[str, bool, bool], Candidate | None] = {}
        for mention in self.mentions:
            if mention.container:
                continue
            if mention.key in said and said[mention.key] in mention.candidates:
                mention.chosen = said[mention.key]
                continue
            if mention.fixed:
                mention.chosen = mention.fixed
                continue
            key = (mention.key, mention.division, mention.among_divisions)
            if key not in chosen:
                chosen[key] = self._best(mention)
            mention.chosen = chosen[key]

    def _best(self, mention: Mention) -> Candidate | None:
        if mention.fixed:
            return mention.fixed
        fitting = _among(mention)
        if mention.unknown:
            least = ALIKE_SHARE * self.countries.total()
            fitting = tuple(c for c in fitting if c.country and self.countries[c.country] >= least > 0)
        if len(fitting) > CONSIDERED:
            fitting = tuple(sorted(fitting, key=lambda c: (-prior(c), c.id))[:CONSIDERED])
        best = max(fitting, key=lambda c: (self.score(c, mention), -c.id), default=None)
        return _seat(best, mention) if best and best.feature in DIVISION_PRIOR and not mention.division else best

    def score(self, c: Candidate, mention: Mention) -> float:
        """Prior and context of one candidate."""
        total = prior(c)
        if c.country and self.countries:
            total += COUNTRY * math.sqrt(self.countries[c.country] / self.countries.total())
        if c.division and self.divisions:
            total += DIVISION * math.sqrt(self.divisions[f"{c.country}-{c.division}"] / self.divisions.total())
        if c.feature not in {"PCLI", "CONT", "OCN", "SEA"}:
            near = min((d for a in self.anchors if (d := km(a, (c.lat, c.lon))) > 1), default=math.inf)
            total += NEAR * math.exp(-near / NEAR_KM)
        if mention.division and c.feature in {"ADM1", "ADM2"}:
            total += DIVISION_MEANT
        if mention.among_divisions and c.feature == "ADM1":
            total += PEERS
        return total

    def believed(self, mention: Mention) -> bool:
        """Whether a name that nothing around it calls a place is one: large, or at home in the story's country."""
        if mention.cued or mention.container or not mention.chosen or mention.key in self.cued:
            return True
        score, likely = self.score(mention.chosen, mention), prior(mention.chosen)
        if not mention.single and score >= LONG_SCORE:
            return True
        return score >= BARE_SCORE and likely >= BARE_PRIOR


def _seat(division: Candidate, mention: Mention) -> Candidate:
    """The town of the same name in the division, if any: without "province" it is as likely meant, and known better."""
    if mention.container or mention.among_divisions:
        return division
    towns = [c for c in mention.candidates if c.feature.startswith("PPL") and c.country == division.country]
    near = [c for c in towns if km((c.lat, c.lon), (division.lat, division.lon)) < SEAT_KM]
    return max(near, key=lambda c: (c.population, -c.id), default=division)


def _other(ranked: list[tuple[float, int, Candidate]]) -> float:
    """Score of the best candidate that lies elsewhere."""
    best = ranked[0][2]
    return next((s for s, _, c in ranked[1:] if km((best.lat, best.lon), (c.lat, c.lon)) > ELSEWHERE_KM), -math.inf)


def _among(mention: Mention) -> tuple[Candidate, ...]:
    """The candidates that lie where the text says; all, if none does."""
    if not mention.container:
        return mention.candidates
    around = mention.container.fixed or mention.container.chosen or _largest(mention.container)
    inside = tuple(c for c in mention.candidates if around and inside_of(c, around))
    return inside or mention.candidates


def _largest(mention: Mention) -> Candidate | None:
    return max(mention.candidates, key=lambda c: (prior(c), -c.id), default=None)


def inside_of(c: Candidate, around: Candidate) -> bool:
    """Whether a candidate lies in a country or division (by code, else by distance)."""
    if c.id == around.id or (around.country and c.country != around.country):
        return False
    if around.feature in {"PCLI", "TERR"}:
        return True
    if around.feature == "ADM1" and around.division and c.division == around.division:
        return True
    reach = WITHIN_KM if around.country is None else DIVISION_KM
    return km((c.lat, c.lon), (around.lat, around.lon)) <= reach


def link_containers(mentions: Sequence[Mention]) -> None:
    """ "Lewes, East Sussex", "Douma in Syria", "Springfield (Illinois)": note the second as the first's container."""
    for first, second in pairwise(mentions):
        if first.line is not second.line or not 0 <= second.first - first.last <= 4:
            continue
        between = [t.lower for t in first.line.tokens[first.last : second.first]]
        if between and between[0] == "," and len(between) > 1 and between[1] in {"in", "a"}:
            between = between[1:]
        skipped = words().directions | words().parts | {"the", "-"}
        joint = [w for w in between if w not in skipped]
        if joint not in ([","], ["in"], ["("]):
            continue
        holder = _holder(second, first) if joint != ["in"] else None
        if holder or _encloses(second, first, joint == ["in"]):
            second.fixed = holder or second.fixed
            first.container = second
            first.cued = True
            if joint != ["in"]:
                second.cued = True


def _holder(outer: Mention, inner: Mention) -> Candidate | None:
    """The state, province or country that holds the likeliest inner town ("Atlanta, Georgia", "Tbilisi, Georgia")."""
    usual = _largest(inner)
    if outer.spot or not usual or usual.feature in {"PCLI", "ADM1", "CONT"}:
        return None
    best: tuple[float, float, int] | None = None
    holder = None
    for around in (c for c in outer.candidates if c.main and c.feature in {"PCLI", "ADM1", "ADM2"}):
        inside = [prior(c) for c in inner.candidates if inside_of(c, around)]
        rank = (max(inside), prior(around), -around.id) if inside else None
        if rank and (best is None or rank > best):
            best, holder = rank, around
    if best and holder and holder.feature == "PCLI" and best[0] < prior(usual) >= WORLD_CITY:
        return None
    return holder


def _encloses(outer: Mention, inner: Mention, said: bool) -> bool:
    """Whether the outer name is of a place that can hold the inner one; a list of equals is none."""
    around = _largest(outer)
    if outer.spot or not around:
        return False
    usual = _largest(inner)
    if usual and not said and RANK.get(usual.feature, 0) >= RANK.get(around.feature, 0) and not inner.spot:
        if usual.feature in {"PCLI", "ADM1", "CONT"}:
            return False
        return any(inside_of(c, around) and c.feature == "PPL" for c in inner.candidates)
    if usual and around.feature == "PCLI" and prior(usual) >= WORLD_CITY and usual.country != around.country:
        return False
    if around.feature in RANK:
        return usual is None or usual.feature != "PCLI"
    return (said or inner.spot) and (around.feature == "PPLC" or around.population > BIG_CITY)


def mark_lists(mentions: Sequence[Mention]) -> None:
    """ "Texas, Utah, Washington and Wyoming": names in a list with a state or province are likelier one."""
    for first, second in pairwise(mentions):
        between = [t.lower for t in first.line.tokens[first.last : second.first]]
        if first.line is second.line and first.container is None and between in ([","], ["and"], ["or"], [",", "and"]):
            first.among_divisions |= _division_first(second)
            second.among_divisions |= _division_first(first)


def _division_first(mention: Mention) -> bool:
    best = _largest(mention)
    return best is not None and best.feature == "ADM1"

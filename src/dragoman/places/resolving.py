"""Which of the places that bear a name is meant: what the text says right after, what else the story names, size."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from .gazetteer import Candidate, gazetteer
from .mention import Mention
from .tokens import Line
from .words import words

# Weights in decades of population, set on the LGL and GeoVirus corpora.
PRIOR = {"PCLI": 8.2, "TERR": 6.5, "PCLH": 7.0, "CONT": 9.0, "OCN": 8.0, "SEA": 8.0, "ADM1": 5.8, "ADM2": 4.4}
OWN_PRIOR = 7.0  # regions, spots and towns of our own list
CAPITAL = 1.0
FURTHER_SPELLING = -1.3
COUNTRY = 2.5  # at full share of the story's evidence
DIVISION = 2.0
NEAR = 1.5
NEAR_KM = 300.0
DIVISION_MEANT = 3.0
CLEAR = 1.2  # lead of the best candidate from which on it counts as evidence for others
ANCHORS = 40
CONSIDERED = 25
WITHIN_KM = 400.0  # a town further from the centre of the division it is said to be in is another one
DIVISION_KM = 160.0
TOWN = 3.9  # score of a name without any cue from which on it is a place

Point = tuple[float, float]


def km(a: Point, b: Point) -> float:
    """Great-circle distance."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def prior(c: Candidate) -> float:
    """How likely a place is meant by its name, before any context."""
    if c.feature in PRIOR and c.id > -10_000:
        base = PRIOR[c.feature]
    elif c.id < -10_000:
        base = PRIOR["ADM1"] if c.feature == "ADM1" else PRIOR.get(c.feature, OWN_PRIOR)
    else:
        base = math.log10(c.population + 30) + (CAPITAL if c.feature == "PPLC" else 0)
    return base + (0 if c.main else FURTHER_SPELLING)


class Resolver:
    """Chooses for all mentions of one story."""

    def __init__(self, mentions: Sequence[Mention], lines: Sequence[Line]) -> None:
        self.mentions = mentions
        self.countries: Counter[str] = Counter()
        self.divisions: Counter[str] = Counter()
        self.anchors: list[Point] = []
        for line in lines:
            for token in line.tokens:
                if token.capital and (country := gazetteer().country_of_adjective(token.text)):
                    self.countries[country] += 0.7  # type: ignore[assignment]
        for mention in mentions:
            self._witness(mention)

    def _witness(self, mention: Mention) -> None:
        """A name that is clear by itself speaks for its country, its division and its surroundings."""
        ranked = sorted(((prior(c), c.id, c) for c in _among(mention)), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - _other(ranked) < CLEAR):
            return
        best = ranked[0][2]
        if best.country:
            self.countries[best.country] += 2 if best.feature == "PCLI" else 1
        if best.division:
            self.divisions[f"{best.country}-{best.division}"] += 1
        if best.feature not in {"PCLI", "CONT", "OCN"} and ranked[0][0] > TOWN and len(self.anchors) < ANCHORS:
            self.anchors.append((best.lat, best.lon))

    def resolve(self) -> None:
        """Set `chosen` on every mention that has a candidate; the same name means the same place, unless the text says."""
        said: dict[str, Candidate] = {}
        for mention in self.mentions:
            if mention.container:
                mention.chosen = self._best(mention)
                if mention.chosen and not mention.spot:
                    said.setdefault(mention.key, mention.chosen)
        chosen: dict[tuple[str, bool], Candidate | None] = {}
        for mention in self.mentions:
            if mention.container:
                continue
            if mention.key in said and said[mention.key] in mention.candidates:
                mention.chosen = said[mention.key]
                continue
            key = (mention.key, mention.division)
            if key not in chosen:
                chosen[key] = self._best(mention)
            mention.chosen = chosen[key]

    def _best(self, mention: Mention) -> Candidate | None:
        fitting = _among(mention)
        if len(fitting) > CONSIDERED:
            fitting = tuple(sorted(fitting, key=lambda c: (-prior(c), c.id))[:CONSIDERED])
        return max(fitting, key=lambda c: (self.score(c, mention), -c.id), default=None)

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
        return total

    def believed(self, mention: Mention) -> bool:
        """Whether a name that nothing around it calls a place is one: large, or at home in the story's country."""
        if mention.cued or mention.container or not mention.chosen:
            return True
        return self.score(mention.chosen, mention) >= TOWN + 1.5 and prior(mention.chosen) >= TOWN


def _other(ranked: list[tuple[float, int, Candidate]]) -> float:
    """Score of the best candidate that lies elsewhere."""
    best = ranked[0][2]
    return next((s for s, _, c in ranked[1:] if km((best.lat, best.lon), (c.lat, c.lon)) > 100), -math.inf)


def _among(mention: Mention) -> tuple[Candidate, ...]:
    """The candidates that lie where the text says; all, if none does."""
    if not mention.container:
        return mention.candidates
    around = mention.container.chosen or _largest(mention.container)
    inside = tuple(c for c in mention.candidates if around and inside_of(c, around))
    return inside or (() if around and mention.container.line.at(0) and not mention.candidates else mention.candidates)


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
    for first, second in zip(mentions, mentions[1:], strict=False):
        if first.line is not second.line or not 0 <= second.first - first.last <= 4:
            continue
        between = [t.lower for t in first.line.tokens[first.last : second.first]]
        if between and between[0] == "," and len(between) > 1 and between[1] in {"in", "a"}:
            between = between[1:]
        skipped = words().directions | words().parts | {"the", "-"}
        joint = [w for w in between if w not in skipped]
        if joint in ([","], ["in"], ["("]) and any(_encloses(c) for c in second.candidates) and not second.spot:
            first.container = second
            first.cued = True
            if joint != ["in"]:
                second.cued = True


def _encloses(c: Candidate) -> bool:
    return c.feature in {"PCLI", "ADM1", "ADM2", "TERR", "RGN", "ISL"} or (c.feature == "PPLC" or c.population > 300_000)

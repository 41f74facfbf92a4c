"""Claims -> what they tell of standing states: which state, and whether it begins, holds, is broken or ends. Pure."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

from msgspec import json

from ..knowledge.actors import Actors, actors
from ..knowledge.entries import Body, Format, Person, State
from ..knowledge.forms import key
from ..knowledge.ontology import ontology
from ..store.read import Actor, Claim
from ..story import Value
from .standing_rules import Effect, Kind, Rule, Stance, Standing, standing

AT_WAR_AT_MOST = 3  # sides that are paired with each other: of more it is not told who is on which
ID_LENGTH = 24  # hex digits
NO = frozenset({"negated", "denied"})
YES = frozenset({"happened", "ongoing"})
GENERIC = "?"  # begins what a side is known by that is only described


class Side(Value, frozen=True, kw_only=True):
    """A side of a state, or its territory. `ref`: code of a state, id in the knowledge, else its name in plain letters
    with what tells it from others of that name.
    """

    ref: str
    name: str
    country: str | None = None


class StandingState(Value, frozen=True, kw_only=True):
    """A state that may stand between two sides, or a side and a territory."""

    kind: str
    subject: Side | None
    object: Side | None = None
    place: Side | None = None

    @property
    def id(self) -> str:
        """Hash of kind, sides and place."""
        one, other, place = self.subject, self.object, self.place
        return _id(self.kind, one and one.ref, other and other.ref, place and place.ref)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Subject, object and place, as far as told."""
        return tuple(side for side in (self.subject, self.object, self.place) if side)


@lru_cache(maxsize=65_536)
def _id(*parts: str | None) -> str:
    return hashlib.sha256(json.encode(parts)).hexdigest()[:ID_LENGTH]


class Bearing(Value, frozen=True, kw_only=True):
    """What a claim tells of a state.

    `start`, `stop`: between which days, months or years, as far as told; `about`: the country where, if it is told.
    """

    state: StandingState
    claim: int
    effect: Effect
    status: str
    share: str | None = None
    start: str | None = None
    stop: str | None = None
    about: str | None = None

    @property
    def stance(self) -> Stance:
        """What it says of the state."""
        if self.status not in YES | NO:
            return "ahead"
        if self.effect in ("acts", "held"):
            return self.effect
        denied = self.status in NO
        if self.effect == "ends":
            return "for" if denied else "ended"
        if self.effect == "breaches":
            return "for" if denied else "against"
        return "against" if denied else "begun" if self.effect == "begins" else "for"


class Reader:
    """Reads claims by the rules of standing.yaml."""

    def __init__(self, rules: Standing | None = None, known: Actors | None = None) -> None:
        self.rules = rules or standing()
        self.known = known or actors()
        self.states = {
            key(form): state
            for state in self.known.by_id.values()
            if isinstance(state, State) and not state.historic
            for form in (state.name, *state.aliases)
        }
        self.bodies = {
            key(form): body
            for body in self.known.by_id.values()
            if isinstance(body, Body)
            for form in (body.name, *body.aliases)
        }
        self.speech = {"CONSULT", *(name for name, type in ontology().types.items() if type.speech)}

    @property
    def types(self) -> frozenset[str]:
        """The types of events that any rule asks for."""
        return self.rules.types

    def read(self, claim: Claim, sentence: str) -> tuple[Bearing, ...]:
        """What a claim tells. `sentence`: the text of the sentence it is in, which begins at `sentence_start`."""
        found: dict[str, Bearing] = {}
        made = self._relation(claim) if claim.kind == "relation" else self._event(claim, sentence)
        for bearing in made:
            found.setdefault(bearing.state.id, bearing)
        return tuple(found.values())

    # --- relations

    def _relation(self, claim: Claim) -> Iterator[Bearing]:
        if claim.type not in self.rules.file.relations:
            return
        for subject, object in product(claim.actor, claim.recipient or (None,)):
            if state := self._state(claim.type, subject, object, claim):
                past = claim.status == "happened"
                yield Bearing(
                    state=state,
                    claim=claim.key,
                    effect="held" if past else "begins" if claim.date_start else "holds",
                    status="ongoing" if past else claim.status or "ongoing",
                    share=claim.share,
                    start=claim.date_start,
                    stop=claim.date_end,
                    about=self._about(claim),
                )

    # --- events

    def _event(self, claim: Claim, sentence: str) -> Iterator[Bearing]:
        around: str | None = None
        seen: set[str] = set()
        for rule in self.rules.rules:
            text = rule.text
            if text.state in seen or not rule.fits(
                claim.type or "", claim.mode, claim.status or "", bool(claim.background)
            ):
                continue
            if around is None:
                around = self._around(claim, sentence)
            if not rule.heard(claim.text, around) or (text.place and not self._place_follows(claim, sentence)):
                continue
            for bearing in self._by(rule, claim):
                seen.add(text.state)
                yield bearing

    def _by(self, rule: Rule, claim: Claim) -> Iterator[Bearing]:
        text, status = rule.text, claim.status or "happened"
        if text.agreed and status in ("happened", "ongoing"):
            status = "planned"
        since = claim.date_start and not claim.date_end  # "since 2011"
        for subject, object in self._pairs(rule, claim):
            if state := self._state(text.state, subject, object, claim):
                yield Bearing(
                    state=state,
                    claim=claim.key,
                    effect="begins" if text.effect == "holds" and since else text.effect,
                    status=status,
                    share=claim.share,
                    start=period(claim.date_start, claim.date_end),
                    about=self._about(claim),
                )

    def _pairs(self, rule: Rule, claim: Claim) -> Iterator[tuple[Actor | None, Actor | None]]:
        text = rule.text
        actors = [a for a in claim.actor if self._of(a, text.subject_sectors)]
        others = [a for a in claim.recipient if self._of(a, text.object_sectors)]
        if text.object == "none":
            yield from ((actor, None) for actor in actors)
        elif text.object == "format":
            formats = [a for a in claim.actor if self._is_format(a)]
            yield from product([a for a in actors if a not in formats], formats)
        elif others or (text.object == "recipient" and text.object_sectors):
            yield from product(actors, others)
        elif text.object == "mutual" and 2 <= len(actors) <= AT_WAR_AT_MOST:
            both = [a for a in actors if self._of(a, text.object_sectors)]
            yield from combinations(both, 2)
        else:
            yield from product(actors or (None,), (None,))

    def _of(self, actor: Actor, sectors: Sequence[str]) -> bool:
        if not sectors:
            return True
        return actor.sector in sectors or ("format" in sectors and self._is_format(actor))

    def _is_format(self, actor: Actor) -> bool:
        return isinstance(self.known.by_id.get(actor.id or ""), Format)

    def _around(self, claim: Claim, sentence: str) -> str:
        """The part of the sentence near the trigger, in whole words, within its semicolons."""
        start = claim.start - (claim.sentence_start if claim.sentence_start is not None else claim.start)
        stop = start + len(claim.text)
        low = max(0, start - self.rules.file.window)
        low = sentence.rfind(" ", 0, low) + 1 if low else 0
        before, after = sentence[low:start].rpartition(";")[2], sentence[stop : stop + self.rules.file.window]
        return " ".join((before + sentence[start:stop] + after.partition(";")[0]).split())

    def _place_follows(self, claim: Claim, sentence: str) -> bool:
        if not claim.place or claim.sentence_start is None:
            return False
        end = claim.stop - claim.sentence_start
        at = sentence.find(claim.place, end)
        return 0 <= at - end <= self.rules.file.after

    # --- who and where

    def _state(self, kind: str, subject: Actor | None, object: Actor | None, claim: Claim) -> StandingState | None:
        """The state of these sides; None where the claim lacks what the kind needs."""
        entry = self.rules.kinds[kind]
        one, other = self._side(subject, entry), self._side(object, entry)
        placed = "place" in entry.needs and claim.type not in self.speech  # where words are spoken is no territory
        place = self._place(claim, object, one) if placed else None
        if "object" not in entry.needs:
            other = None
        if one is None and other is not None:
            one, other = (other, None) if entry.both else (None, other)
        if one is None and not (kind == "ceasefire" and place):
            return None
        if not (("object" in entry.needs and other) or ("place" in entry.needs and place)):
            return None
        if one and other and one.ref == other.ref:
            return None
        if entry.abroad and (place is None or place.country is None or (one and one.country == place.country)):
            return None
        if entry.both and one and other and other.ref < one.ref:
            one, other = other, one
        if other is not None:
            place = None
        elif kind == "ceasefire" and place is not None:  # of one party alone the text tells less than of the place
            one = None
        return StandingState(kind=kind, subject=one, object=other, place=place)

    def _side(self, actor: Actor | None, kind: Kind) -> Side | None:
        """Whom a mention stands for: a state by its government, army and leaders; a group by its name or country."""
        file = self.rules.file
        if actor is None or (actor.sector in file.no_side):
            return None
        entry = self.known.by_id.get(actor.id or "")
        if isinstance(entry, Format) and not kind.formats:
            return None
        if isinstance(entry, State):
            return Side(ref=entry.id, name=entry.name, country=entry.country or entry.id)
        if actor.country and actor.sector in file.state:
            own = kind.persons and (isinstance(entry, Person) or not self._is_government(actor))
            if not own:
                return self._country(actor.country)
        if entry is not None:
            return Side(ref=entry.id, name=entry.name, country=actor.country)
        whole, _, noun = actor.name.rpartition(" ")
        if noun.islower() and (body := self.bodies.get(key(whole.removesuffix("'")))):  # "Houthi fighters"
            return Side(ref=body.id, name=body.name, country=body.country)
        if actor.country:
            return self._described(actor)
        if not actor.name[:1].isupper() and actor.sector not in file.groups:
            return None
        named = actor.name.split()[-1][:1].isupper() and not actor.name.lower().startswith(("the ", "three ", "two "))
        return Side(ref=key(actor.name) if named else f"{GENERIC} {key(actor.name)}", name=actor.name)

    def _is_government(self, actor: Actor) -> bool:
        if actor.country not in self.known.by_id:  # a state that nobody told us of: its name and code are all there is
            return True
        name = key(actor.name)
        return (
            name in self.states or name.startswith("government of") or actor.name == self._country(actor.country).name
        )

    def _country(self, code: str | None) -> Side:
        state = self.known.by_id.get(code or "")
        return Side(ref=code or GENERIC, name=state.name if state else code or "?", country=code)

    def _described(self, actor: Actor) -> Side:
        """A group without a name is the groups of its sector and country."""
        country = actor.country or ""
        adjective = self.known.adjective(country)
        rest = key(actor.name).removeprefix(key(adjective)).strip()
        words = actor.name.removeprefix(adjective).split()
        noun = self.rules.file.groups.get(actor.sector or "")
        if noun and not any(word[:1].isupper() for word in words):
            return Side(ref=f"{country} {actor.sector}", name=f"{adjective} {noun}", country=country)
        return Side(ref=f"{country} {rest}", name=actor.name, country=country)

    def _place(self, claim: Claim, object: Actor | None, owner: Side | None) -> Side | None:
        """The territory. One without a name is that of its story; a part of the compass that of the owner's country."""
        if object is not None and isinstance(state := self.known.by_id.get(object.id or ""), State):
            return Side(ref=state.id, name=state.name, country=state.country or state.id)
        if not claim.place:
            return None
        plain = key(claim.place)
        if claim.place.casefold() in self.rules.file.pronouns:
            return None
        state = self.states.get(plain) or self.states.get(key(claim.place_name or ""))
        if isinstance(state, State):
            return Side(ref=state.id, name=state.name, country=state.country or state.id)
        if claim.place_name:
            country = claim.place_country
            return Side(ref=f"{country or GENERIC} {key(claim.place_name)}", name=claim.place_name, country=country)
        country = owner.country if owner else None
        if claim.place != claim.place.lower():
            return Side(ref=f"{GENERIC} {plain}", name=claim.place.removeprefix("the "), country=None)
        if set(re.split(r"\W+", plain)) & self.rules.file.compass:
            return Side(ref=f"{country or GENERIC} {plain}", name=claim.place, country=country)
        return Side(ref=f"{GENERIC} {plain} {claim.story_id}", name=claim.place, country=country)

    def _about(self, claim: Claim) -> str | None:
        """The country where something happens; where words are spoken is not where what they tell of is."""
        return None if claim.type in self.speech else claim.place_country

    def about(self, state: StandingState) -> frozenset[str]:
        """What a state is found by: its sides, their countries, and the country that a format deals with."""
        found = {ref for side in state.sides for ref in (side.ref, side.country, key(side.name)) if ref}
        for side in state.sides:
            entry = self.known.by_id.get(side.ref)
            if isinstance(entry, Format) and entry.about:
                found.add(entry.about)
        return frozenset(found)


def period(first: str | None, last: str | None) -> str | None:
    """Two days as one date, as short as they say the same: a whole year or month, else the first of them."""
    if first is None or last is None or first == last:
        return first or last
    if first[:7] == last[:7] and first[8:] == "01" and last == last_day(first[:7]):
        return first[:7]
    if first[:4] == last[:4] and first[5:] == "01-01" and last[5:] == "12-31":
        return first[:4]
    return first


def last_day(told: str) -> str:
    """The last day of a year or month; a day as it is."""
    if len(told) >= 10:
        return told[:10]
    year, month = int(told[:4]), int(told[5:7] or 12)
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"

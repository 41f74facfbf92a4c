"""Standing states as the API and the pages have them: as `dragoman situation --json` does, with both sides of what is
contested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from ..cli.standings import standing_fields
from ..store import StoreError
from ..store.engine import Store
from ..story import Value
from ..views.changes import Change, What
from ..views.situation import IN_FORCE, Standings, Telling, Verdict
from ..views.situation_store import SHOWN, Evidence, evidence_of
from ..views.standing_rules import Effect, Stance, standing
from ..views.standing_store import keep_up

AT_ODDS = 6  # tellings that are shown of a state that is contested
Side = Literal["for", "against", "beyond"]


class Party(Value, frozen=True, kw_only=True):
    """A side of a state, or its territory. `id`: a country's code, an id of the knowledge, or its name."""

    id: str
    name: str
    country: str | None


class Repeated(Value, frozen=True, kw_only=True):
    """Acts that make a state: on how many days, and the first and last of these, with the claim of the last."""

    days: int
    first: str
    last: str
    stories: int
    origins: int
    evidence: Evidence | None = None


class Told(Value, frozen=True, kw_only=True):
    """What a claim tells of a state, and where: its words, and the sentence they stand in (`text`).

    `chain`: on whose word, outermost first; `told`: on which day; `start`, `stop`: between which days it holds.
    """

    claim: str
    story: str
    origin: str | None
    agency: str | None
    day: str | None
    chain: tuple[str, ...]
    words: str
    span: tuple[int, int]
    sentence: tuple[int, int] | None
    text: str
    stance: Stance
    effect: Effect
    status: str
    told: str
    share: str | None
    start: str | None
    stop: str | None
    speaker: str | None

    @property
    def side(self) -> Side:
        """Whether it says that the state holds, that it does not, or neither."""
        if self.stance in ("begun", "for", "acts"):
            return "for"
        return "against" if self.stance == "against" else "beyond"


class State(Value, frozen=True, kw_only=True):
    """A state on a day. `says`: as a sentence; `others`: tellings of it that are not given."""

    id: str
    kind: str
    says: str
    subject: Party | None
    object: Party | None
    place: Party | None
    verdict: Verdict
    since: str | None
    until: str | None
    first: str | None
    last: str | None
    old: bool
    stories: int
    origins: int
    more: bool
    shares: tuple[str | None, ...]
    acts: Repeated | None
    beside: tuple[str, ...]
    why: tuple[str, ...]
    tellings: tuple[Told, ...]
    others: int

    @property
    def title(self) -> str:
        """The title of its kind."""
        return standing().kinds[self.kind].title

    def on(self, *sides: Side) -> tuple[Told, ...]:
        """Its tellings of these sides, each sentence once: by the claim that has most of its words."""
        found: dict[object, Told] = {}
        for told in self.tellings:
            if told.side in sides:
                key = told.side, told.story, told.sentence or told.span, told.share
                if key not in found or len(told.words) > len(found[key].words):
                    found[key] = told
        return tuple(found.values())


class SituationView(Value, frozen=True, kw_only=True):
    """What holds of some actors on a day, as known on another (null: now)."""

    of: tuple[str, ...]
    as_of: str
    known_on: str | None
    states: tuple[State, ...]


class Changed(Value, frozen=True, kw_only=True):
    """What became of a state between two days."""

    what: What
    before: State | None
    after: State


class DifferenceView(Value, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """What changed of some actors between two days, as known on another."""

    of: tuple[str, ...]
    since: str
    until: str
    known_on: str | None
    changes: tuple[Changed, ...]


def made_ready(store: Store) -> str | None:
    """Go through the stories that were added since it was last asked; what is said where that cannot be."""
    try:
        keep_up(store)
    except StoreError as error:
        return f"stories that were added since this was last asked are left out ({error})"
    return None


def told(connection: Connection, found: Sequence[Standings], evidence: Mapping[int, Evidence]) -> tuple[State, ...]:
    """States with their evidence; of what is contested with that of each side."""
    picked = [_picked(one) if one.verdict == "contested" else one for one in found]
    lacking = [
        replace(one, tellings=missing[at : at + SHOWN], acts=None)
        for one in picked
        if one.verdict == "contested"
        for missing in [tuple(told for told in one.tellings if told.claim not in evidence)]
        for at in range(0, len(missing), SHOWN)
    ]
    known = {**evidence, **(evidence_of(connection, lacking) if lacking else {})}
    return tuple(_made(one, len(whole.tellings), known) for one, whole in zip(picked, found, strict=True))


def changed(connection: Connection, found: Iterable[Change], evidence: Mapping[int, Evidence]) -> tuple[Changed, ...]:
    """Changes with the evidence of what the states are now."""
    changes = tuple(found)
    after = told(connection, [change.after for change in changes], evidence)
    return tuple(
        Changed(what=change.what, before=_made(change.before, 0, evidence) if change.before else None, after=now)
        for change, now in zip(changes, after, strict=True)
    )


def shortly(one: Standings, evidence: Mapping[int, Evidence]) -> State:
    """A state with those of its tellings whose evidence is there."""
    return _made(one, len(one.tellings), evidence)


def _made(one: Standings, count: int, evidence: Mapping[int, Evidence]) -> State:
    made = msgspec.convert(standing_fields(one, evidence), State)
    if made.acts and one.acts:
        made = replace(made, acts=replace(made.acts, evidence=evidence.get(one.acts.claim)))
    return replace(made, others=max(0, count - len(made.tellings)))


def _picked(one: Standings) -> Standings:
    """With tellings of each side and share alone, the newest of each speaker and origin: the last told first."""
    found: dict[object, Telling] = {}
    for telling in one.tellings:
        side = "for" if telling.stance in ("begun", "for") else telling.stance
        found.setdefault((side, telling.share, telling.speaker, telling.origin), telling)
    several = list(found.values())
    first = {(told.stance == "against", told.share): told for told in reversed(several)}
    chosen = [*first.values(), *(telling for telling in several if telling not in first.values())][:AT_ODDS]
    return replace(one, tellings=tuple(telling for telling in one.tellings if telling in chosen))


def in_force(state: State) -> bool:
    """Whether it holds, be it contested."""
    return state.verdict in IN_FORCE


def marked(told: Told | Evidence) -> tuple[str, str, str]:
    """A sentence in three parts: the words of the claim, and what is before and after them."""
    begin = told.sentence[0] if told.sentence else told.span[0]
    start, stop = max(0, told.span[0] - begin), max(0, told.span[1] - begin)
    return told.text[:start], told.text[start:stop], told.text[stop:]

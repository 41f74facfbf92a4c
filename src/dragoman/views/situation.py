"""Standing states with their tellings -> what holds on a day, what has ended, what is contested. Pure.

What is told of a state, as known on some day:

    begun     it begins, on a day that is told or the day of telling
    for       it holds (or: its end is denied)
    against   it does not hold, or is broken (negated, denied, a breach)
    ended     it ends, on a day
    held      it held once, before it was told
    ahead     its beginning or end is planned, asked for, threatened or supposed; this never counts as holding

A state holds on a day when something is told for it that began by then and nothing told ends it since. Where something
is told against it as well, or it stands beside a state that it cannot stand beside, it is contested; both are kept.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal

from msgspec.structs import replace

from ..story import Value
from .standing import StandingState, last_day
from .standing_rules import Effect, Stance, Standing, standing

Verdict = Literal["holds", "contested", "ended", "denied", "ahead"]
IN_FORCE: frozenset[str] = frozenset({"holds", "contested"})


class Telling(Value, frozen=True, kw_only=True):
    """What a claim tells of a state.

    `start`, `stop`: between which days, months or years, as far as told; `told`: the day on which it was told.
    """

    state: str
    stance: Stance
    effect: Effect
    status: str
    told: str
    claim: int
    story: int
    share: str | None = None
    start: str | None = None
    stop: str | None = None
    speaker: str | None = None
    origin: str | None = None

    @property
    def begin(self) -> str:
        """The day, month or year from which it holds, at the latest; of an end when it ended."""
        return self.start or self.told


class Acts(Value, frozen=True, kw_only=True):
    """Acts that make a state where there are enough of them: on how many days, the first and the last of these."""

    state: str
    days: int
    first: str
    last: str
    claim: int
    stories: int = 1
    origins: int = 1


class Standings(Value, frozen=True, kw_only=True):
    """A state on a day, with all that is told of it.

    `since`: a day that is told, else None; `first`, `last`: days between which it was told to hold; `until`: its end;
    `old`: not told lately; `more`: stories and origins are those of the last tellings alone; `shares`: parts of a
    territory, each told last by somebody; `beside`: ids of states that contradict it; `why`: contested or ended.
    """

    state: StandingState
    verdict: Verdict
    since: str | None = None
    until: str | None = None
    first: str | None = None
    last: str | None = None
    old: bool = False
    stories: int = 0
    origins: int = 0
    more: bool = False
    shares: tuple[str | None, ...] = ()
    acts: Acts | None = None
    beside: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    tellings: tuple[Telling, ...] = ()


def situation(
    states: Iterable[StandingState],
    tellings: Iterable[Telling],
    acts: Iterable[Acts],
    day: str,
    firsts: Mapping[str, str] | None = None,
    most: int | None = None,
    rules: Standing | None = None,
) -> tuple[Standings, ...]:
    """All states on a day (ISO), by kind and name; those of which nothing is told by then are left out.

    `tellings` and `acts`: of these states, as known on some day, told or begun by `day`. Where they are not all,
    `most` is how many there are at most of a state and stance, and `firsts` has the first day of each state.
    """
    rules = rules or standing()
    told: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        told[telling.state].append(telling)
    done = {one.state: one for one in acts}
    found = []
    for state in states:
        if (made := _on(state, told.get(state.id, ()), done.get(state.id), day, rules)) is not None:
            found.append(_of_all(made, (firsts or {}).get(state.id), most))
    order = {kind: number for number, kind in enumerate(rules.kinds)}
    return tuple(sorted(_together(found, rules), key=lambda s: (order[s.state.kind], _name(s.state))))


def _of_all(one: Standings, first: str | None, most: int | None) -> Standings:
    """With what is known of the tellings that were not read."""
    if most is None or one.verdict not in IN_FORCE or len(one.tellings) < most:
        return one
    stances = [telling.stance for telling in one.tellings]
    more = max(stances.count("for"), stances.count("begun")) >= most
    return replace(one, more=more, first=first if more and first and one.first and first < one.first else one.first)


def _on(
    state: StandingState, told: Sequence[Telling], acts: Acts | None, day: str, rules: Standing
) -> Standings | None:
    """One state on a day, by what is told of it alone."""
    kind = rules.kinds[state.kind]
    by: dict[Stance, list[Telling]] = defaultdict(list)
    for telling in told:
        if telling.told <= day or (telling.start and telling.start <= day):
            by[telling.stance].append(telling)
    over = [t for t in by["ended"] if t.begin <= day]
    end = max(over, key=lambda t: (last_day(t.begin), t.told), default=None)
    closed = last_day(end.begin) if end else ""
    begun = [t for t in (*by["begun"], *by["for"]) if t.begin <= day]
    still = [t for t in begun if _last(t, day) > closed and (t.stop is None or last_day(t.stop) >= day)]
    against = [t for t in by["against"] if t.begin <= day and _last(t, day) >= closed]
    against = [t for t in against if _apart(_last(t, day), day) <= kind.fresh]
    enough = acts if acts and acts.days >= kind.repeat and last_day(acts.last) > closed else None
    shown = _newest_first(told)
    if still or enough:
        return _holding(state, still, against, enough, shown, day, rules)
    if not (kind.ends_alone or begun or against or by["held"]):
        return None
    if end or by["held"] or begun:
        return _ended(state, end, begun, by["held"], shown)
    if against:
        return _told(state, "denied", against, shown)
    ahead = [t for t in by["ahead"] if t.told <= day]
    return _told(state, "ahead", ahead, shown) if ahead else None


def _ended(
    state: StandingState,
    end: Telling | None,
    begun: Sequence[Telling],
    held: Sequence[Telling],
    shown: tuple[Telling, ...],
) -> Standings:
    until = end.begin if end else max((t.stop for t in begun if t.stop), default=None)
    since = min((t.begin for t in begun if t.stance == "begun"), default=None)
    made = _told(state, "ended", [*begun, *held, *([end] if end else [])], shown)
    return replace(made, since=since, until=until, why=("ended",) if until else ("told as past",))


def _told(state: StandingState, verdict: Verdict, told: Sequence[Telling], shown: tuple[Telling, ...]) -> Standings:
    stories, origins = _counts(told)
    return Standings(
        state=state,
        verdict=verdict,
        first=min(t.told for t in told),
        last=max(t.told for t in told),
        stories=stories,
        origins=origins,
        tellings=shown,
    )


def _holding(
    state: StandingState,
    still: Sequence[Telling],
    against: Sequence[Telling],
    acts: Acts | None,
    shown: tuple[Telling, ...],
    day: str,
    rules: Standing,
) -> Standings:
    days = [t.told for t in still] + ([acts.first, acts.last] if acts else [])
    recent = max([_last(t, day) for t in still] + ([acts.last] if acts else []))
    why = ["denied"] if against else []
    if _at_odds(still, day, rules):
        why.append("shares differ")
    stories, origins = _counts(still) if still or not acts else (acts.stories, acts.origins)
    return Standings(
        state=state,
        verdict="contested" if why else "holds",
        since=min((t.begin for t in still if t.stance == "begun"), default=None),
        first=min(days),
        last=max(days),
        old=_apart(recent, day) > rules.kinds[state.kind].fresh,
        stories=stories,
        origins=origins,
        shares=_shares(still, day),
        acts=acts,
        why=tuple(why),
        tellings=shown,
    )


def _last(telling: Telling, day: str) -> str:
    """The last day up to `day` of which it tells: what began earlier and was told later holds on the day."""
    return min(telling.told, day)


def _counts(told: Iterable[Telling]) -> tuple[int, int]:
    """How many stories tell it, and how many origins these have."""
    several = list(told)
    return len({t.story for t in several}), len({t.origin or f"story {t.story}" for t in several})


def _newest_first(told: Iterable[Telling]) -> tuple[Telling, ...]:
    return tuple(sorted(told, key=lambda t: (t.told, t.claim), reverse=True))


def _shares(still: Sequence[Telling], day: str) -> tuple[str | None, ...]:
    """The parts that are told, the last told first; of one speaker and origin the last alone."""
    if all(telling.share is None for telling in still):
        return (None,) if still else ()
    newest: dict[tuple[str | None, str | None], Telling] = {}
    for telling in sorted(still, key=lambda t: (_last(t, day), t.claim)):
        newest[telling.speaker, telling.origin] = telling
    told = sorted(newest.values(), key=lambda t: (_last(t, day), t.claim), reverse=True)
    return tuple(dict.fromkeys(telling.share for telling in told))


def _at_odds(still: Sequence[Telling], day: str, rules: Standing) -> bool:
    """Whether two shares are told of about the same time that cannot both be right."""
    days: dict[str, list[str]] = defaultdict(list)
    for telling in still:
        if telling.share is not None:
            days[telling.share].append(_last(telling, day))
    return len(days) > 1 and any(
        rules.differ(one, other)
        and any(_apart(when, then) <= rules.file.together for when in days[one] for then in days[other])
        for one, other in combinations(days, 2)
    )


def _apart(one: str, other: str) -> int:
    """Days between two days, of a year or month the last one."""
    return abs((dt.date.fromisoformat(last_day(one)) - dt.date.fromisoformat(last_day(other))).days)


def _name(state: StandingState) -> str:
    return " ".join(side.name for side in state.sides)


# --- states beside each other


def _together(found: Sequence[Standings], rules: Standing) -> list[Standings]:
    """The same, with what states say of each other: a territory taken by another, two holders, ties that exclude."""
    states = {one.state.id: one for one in found}
    for rivals in _by(found, lambda s: s.place.ref if s.place and s.kind == "controls" else None):
        _hold_one_place(rivals, states, rules)
    for pair in _by(found, _pair):
        for one in pair:
            for other in pair:
                if other.state.kind in rules.kinds[one.state.kind].against:
                    _contradict(states, one.state.id, other.state.id)
    return list(states.values())


def _by(found: Iterable[Standings], what: Callable[[StandingState], object]) -> list[list[Standings]]:
    groups: dict[object, list[Standings]] = defaultdict(list)
    for one in found:
        if one.verdict in IN_FORCE and (key := what(one.state)) is not None:
            groups[key].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _pair(state: StandingState) -> object:
    return frozenset((state.subject.ref, state.object.ref)) if state.subject and state.object else None


def _hold_one_place(rivals: Sequence[Standings], states: dict[str, Standings], rules: Standing) -> None:
    """A place that was taken ends what was told before of others; else several holders of too much contradict."""
    for taker in rivals:
        taken = max((t.begin for t in taker.tellings if t.stance == "begun"), default=None)
        for other in rivals:
            if other is not taker and taken and (other.last or "") < last_day(taken) and None in taker.shares:
                states[other.state.id] = replace(
                    states[other.state.id],
                    verdict="ended",
                    until=taken,
                    why=("taken by another",),
                    beside=(*states[other.state.id].beside, taker.state.id),
                )
    left = [one for one in rivals if states[one.state.id].verdict in IN_FORCE]
    for at, one in enumerate(left):
        for other in left[:at]:
            if (
                sum(min(rules.share(s)[0] for s in x.shares or (None,)) for x in (one, other))
                > 1 + rules.file.tolerance
            ):
                _contradict(states, one.state.id, other.state.id)
                _contradict(states, other.state.id, one.state.id)


def _contradict(states: dict[str, Standings], one: str, other: str) -> None:
    before = states[one]
    if before.verdict in IN_FORCE and other not in before.beside:
        why = (*before.why, states[other].state.kind)
        states[one] = replace(
            before, verdict="contested", beside=(*before.beside, other), why=tuple(dict.fromkeys(why))
        )

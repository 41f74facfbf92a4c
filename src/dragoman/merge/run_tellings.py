"""Events and contacts in the database: tellings filed and found, judged in pairs, and grouped anew where touched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from sqlalchemy import select

from ..store.tables import ROOM, judgements
from . import events as event_rules
from . import finding, lending, links
from .events import LEAST, MOST, STEP
from .grouping import Verdict
from .held import companions, held, rows
from .judgements import US, Judged, best, ordered, write
from .links import Chains, Pair
from .members import Member, Members, Work

SAME: Verdict = "same"
CHAIN = 150  # tellings that hang together up to which all of them are grouped anew with each that is added


def take_in(
    work: Work, members: Members, new: Collection[int], touched: Collection[int], met: Collection[int] = ()
) -> set[int]:
    """Judge the tellings of new stories, and group anew what they touch; returns the claims of groups that changed.

    `touched`: stories whose origins or known times may have changed: what they tell is counted anew; `met`: claims that
    tell contacts whose groups changed.
    """
    connection = members.shelf.connection
    fresh = members.of(new)
    finding.file(connection, ((*place, m.number) for m in fresh for place in event_rules.filed(work.kind, m.telling)))
    found = {**_within(work, fresh), **_across(work, members, fresh)}
    _write(work, members, {pair: score for pair, score in found.items() if score >= LEAST})
    again = {m.number for m in [*fresh, *members.of(touched)]} | members.telling(met)
    return regroup(work, members, again, {*new, *touched})


def regroup(work: Work, members: Members, touched: Collection[int], changed: Collection[int] = ()) -> set[int]:
    """Group these tellings anew with all that was or is bound to them; returns the claims of groups that changed.

    `changed`: stories whose tellings are to be counted anew, in whatever groups they are.
    """
    firm = _people(work, members)
    seeds = companions(work, members, set(touched))
    chains = Chains(CHAIN, [pair for pair, verdict in firm.items() if verdict == "same"])
    lent = _follow(work, members, chains, seeds, [pair for pair, verdict in firm.items() if verdict != SAME])
    firm = dict.fromkeys(lent, SAME) | firm
    numbers: set[int] = set()
    for part, whole in chains.parts(seeds):
        numbers |= part if whole else companions(work, members, part)
    members.load_numbers(numbers)
    told = sorted((members.by_number[n] for n in numbers if n in members.by_number), key=lambda m: m.told.key)
    groups = [[told[at] for at in group] for group in _groups(work, members, told, firm)]
    return _keep(work, members, told, groups, set(changed))


def _follow(work: Work, members: Members, chains: Chains, seeds: Collection[int], apart: Collection[Pair]) -> set[Pair]:
    """Find all that hang on these, by what they are like and by the contacts that they tell; returns pairs of these."""
    connection = members.shelf.connection
    chains.follow(connection, seeds, work.threshold())
    lent: set[Pair] = set()
    seen: set[int] = set()
    while work.kind == "event" and (fresh := chains.home.keys() - seen):
        seen |= fresh
        members.load_numbers(fresh)
        lent.update(found := lending.pairs(members, lending.contacts_of(members, fresh), apart))
        for a, b in found:
            chains.add(a, b)
        chains.follow(connection, seeds, work.threshold())
    return lent


def _groups(work: Work, members: Members, told: list[Member], firm: Mapping[Pair, Verdict]) -> list[list[int]]:
    """Groups of members, by their places; what is judged on the way is kept."""
    place = {member.number: at for at, member in enumerate(told)}
    scores = {_placed(place, pair): score for pair, score in links.within(members.shelf.connection, place).items()}
    said: dict[Pair, Verdict] = {pair: "different" for pair, score in scores.items() if score == links.BARRED}
    said |= {_placed(place, pair): verdict for pair, verdict in firm.items() if {*pair} <= place.keys()}
    scores |= {pair: float(verdict == "same") for pair, verdict in said.items()}
    filled: dict[Pair, float] = {}

    def fill(i: int, j: int) -> float | None:
        found = work.score(told[i].told, told[j].told)
        filled[links.pair(told[i].number, told[j].number)] = links.BARRED if found is None else found
        return found

    groups = work.clusters([member.told for member in told], scores, said, work.threshold(), fill)
    _write(work, members, filled)  # all of them: they are asked for again with each telling that comes to these
    return groups


def _write(work: Work, members: Members, scores: Mapping[Pair, float]) -> None:
    """Keep scores, and judgements on the pairs that are the same."""
    connection, least = members.shelf.connection, work.threshold()
    links.write(connection, scores)
    same = ((pair, score) for pair, score in scores.items() if score >= least)
    write(connection, [_judgement(work, members, pair, score) for pair, score in same])


def _judgement(work: Work, members: Members, pair: Pair, score: float) -> Judged:
    left, right = ordered(*(members.by_number[number].ref for number in pair))
    return Judged(
        kind=work.kind,
        left=left,
        right=right,
        verdict="same",
        score=score,
        method=work.method,
        method_version=work.version(),
    )


def _placed(place: Mapping[int, int], pair: Pair) -> Pair:
    return links.pair(place[pair[0]], place[pair[1]])


def _keep(
    work: Work, members: Members, told: Iterable[Member], groups: Iterable[list[Member]], changed: Collection[int]
) -> set[int]:
    """Write the groups that are others than they were, or have a telling that is to be counted anew; their claims."""
    from .run_groups import keep

    before = {key: group for found in held(work, members, told) for key, group in found.items()}
    size = Counter(before.values())
    other = []
    for group in groups:
        mine = [row for member in group for row in rows(work, member)]
        was = {before.get(row) for row in mine}
        if None in was or len(was) != 1 or size[was.pop() or 0] != len(mine) or any(m.story in changed for m in group):
            other.append(group)
    keep(work.kind, members.shelf, other)
    return {key for group in other for member in group for key in member.claims}


def _within(work: Work, fresh: Iterable[Member]) -> dict[Pair, float]:
    """Scores of all pairs of tellings of one story that have any."""
    by_story: dict[int, list[Member]] = defaultdict(list)
    for member in fresh:
        by_story[member.story].append(member)
    pairs = (pair for told in by_story.values() for pair in combinations(told, 2))
    return {links.pair(a.number, b.number): found for a, b in pairs if (found := _score(work, a, b))}


def _across(work: Work, members: Members, fresh: Collection[Member]) -> dict[Pair, float]:
    """Scores of new tellings and those that are filed where they look: the nearest, and on while one is any like it."""
    asked = {member.number: event_rules.looks(work.kind, member.telling) for member in fresh}
    held = finding.found(members.shelf.connection, {look for looks in asked.values() for look in looks})
    near = {
        m.number: event_rules.nearest(m.telling, m.story, (held[x] for x in asked[m.number] if x in held), ROOM)
        for m in fresh
    }
    out: dict[Pair, float] = {}
    for at in range(0, MOST, STEP):
        near = {number: found for number, found in near.items() if len(found) > at}
        members.load_numbers({other for found in near.values() for other in found[at : at + STEP]})
        for number in list(near):
            one, best = members.by_number[number], 0.0
            for other in near[number][at : at + STEP]:
                pair = links.pair(number, other)
                if pair not in out and other in members.by_number:
                    out[pair] = _score(work, one, members.by_number[other]) or 0.0
                best = max(best, out.get(pair, 0.0))
            if not best:
                del near[number]
    return {pair: score for pair, score in out.items() if score}


def _score(work: Work, a: Member, b: Member) -> float | None:
    """The score of two; it is always the same one that is asked first."""
    return work.score(a.told, b.told) if a.told.key < b.told.key else work.score(b.told, a.told)


def _people(work: Work, members: Members) -> dict[Pair, Verdict]:
    """What people said of pairs of tellings."""
    table = judgements.c
    wanted = table.kind == work.kind, table.by != US, table.withdrawn_at.is_(None)
    said = best(members.shelf.connection.execute(select(judgements).where(*wanted)))
    told = {m.ref: m.number for m in members.load_refs({ref for one in said for ref in one.pair})} if said else {}
    return {
        links.pair(told[one.left], told[one.right]): "same" if one.same else "different"
        for one in said
        if one.left in told and one.right in told
    }

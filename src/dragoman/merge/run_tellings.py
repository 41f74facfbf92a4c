"""Events and contacts in the database: tellings filed and found, judged in pairs, and grouped anew where touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from sqlalchemy import ColumnElement, select

from ..store.tables import ROOM, contact_members, contact_passing, event_members, judgements
from . import events as event_rules
from . import finding, links
from .events import LEAST, MOST, STEP
from .grouping import Verdict
from .judgements import US, Judged, best, ordered, parts, write
from .links import Chains, Pair
from .members import Member, Members, Work

CHAIN = 150  # tellings that hang together up to which all of them are grouped anew with each that is added


def take_in(work: Work, members: Members, new: Collection[int], touched: Collection[int]) -> None:
    """Judge the tellings of new stories, and group anew what they touch.

    `touched`: stories whose origins or known times may have changed: what they tell is counted anew.
    """
    connection = members.shelf.connection
    fresh = members.of(new)
    finding.file(connection, ((*place, m.number) for m in fresh for place in event_rules.filed(work.kind, m.telling)))
    found = {**_within(work, fresh), **_across(work, members, fresh)}
    _write(work, members, {pair: score for pair, score in found.items() if score >= LEAST})
    regroup(work, members, {m.number for m in [*fresh, *members.of(touched)]}, {*new, *touched})


def regroup(work: Work, members: Members, touched: Collection[int], changed: Collection[int] = ()) -> None:
    """Group these tellings anew with all that was or is bound to them.

    `changed`: stories whose tellings are to be counted anew, in whatever groups they are.
    """
    connection = members.shelf.connection
    firm = _people(work, members)
    seeds = _before(work, members, set(touched))
    chains = Chains(CHAIN, [pair for pair, verdict in firm.items() if verdict == "same"])
    chains.follow(connection, seeds, work.threshold())
    numbers: set[int] = set()
    for part, whole in chains.parts(seeds):
        numbers |= part if whole else _before(work, members, part)
    members.load_numbers(numbers)
    told = sorted((members.by_number[n] for n in numbers if n in members.by_number), key=lambda m: m.told.key)
    groups = [[told[at] for at in group] for group in _groups(work, members, told, firm)]
    _keep(work, members, told, groups, set(changed))


def companions(work: Work, members: Members, numbers: set[int]) -> set[int]:
    """These tellings, and all that are in a group with one of them now."""
    return _before(work, members, numbers)


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
) -> None:
    """Write the groups that are others than they were, or have a telling that is to be counted anew."""
    from .run_groups import keep

    before = {key: group for found in _held(work, members, told) for key, group in found.items()}
    size: dict[int, int] = defaultdict(int)
    for held in before.values():
        size[held] += 1
    other = []
    for group in groups:
        rows = [row for member in group for row in _rows(work, member)]
        was = {before.get(row) for row in rows}
        if None in was or len(was) != 1 or size[was.pop() or 0] != len(rows) or any(m.story in changed for m in group):
            other.append(group)
    keep(work.kind, members.shelf, other)


def _rows(work: Work, member: Member) -> list[tuple[str, int]]:
    """The rows of a telling that have a group."""
    if work.kind == "contact" and member.contact is not None:
        return [("contact", member.contact)]
    return [("claim", key) for key in member.claims]


def _held(work: Work, members: Members, told: Iterable[Member]) -> Iterable[dict[tuple[str, int], int]]:
    """The groups that tellings are in now, by their rows."""
    rows = [row for member in told for row in _rows(work, member)]
    for of, column, group in _columns(work):
        for part in parts(sorted({key for what, key in rows if what == of})):
            asked = select(column, group).where(column.in_(part))
            yield {(of, key): held for key, held in members.shelf.connection.execute(asked)}


def _columns(work: Work) -> list[tuple[str, ColumnElement[int], ColumnElement[int]]]:
    if work.kind == "event":
        return [("claim", event_members.c.claim, event_members.c.event)]
    return [
        ("contact", contact_members.c.contact, contact_members.c.contact_group),
        ("claim", contact_passing.c.claim, contact_passing.c.contact_group),
    ]


def _before(work: Work, members: Members, numbers: set[int]) -> set[int]:
    """These, and all that are in a group with one of them now."""
    connection = members.shelf.connection
    members.load_numbers(numbers)
    told = [members.by_number[n] for n in numbers if n in members.by_number]
    groups = sorted({group for found in _held(work, members, told) for group in found.values()})
    out = set(numbers)
    for of, column, group in _columns(work):
        found: set[int] = set()
        for part in parts(groups):
            found.update(connection.execute(select(column).where(group.in_(part))).scalars())
        members.load({key // ROOM for key in found})
        by_row = members.by_contact if of == "contact" else members.by_claim
        out |= {by_row[key].number for key in found if key in by_row}
    return out


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

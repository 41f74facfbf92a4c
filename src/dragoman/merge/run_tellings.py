"""Events and contacts in the database: tellings filed and found, judged in pairs, and grouped anew where touched."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from ..store.tables import ROOM, claims, contact_members, contact_passing, contacts, event_members, telling_keys
from . import contacts as contact_rules
from . import events as event_rules
from .contacts import ContactTelling
from .grouping import Judgement
from .judgements import Judged, closure, ordered, parts, standing, write
from .shelf import Shelf
from .telling import Telling

Told = Telling | ContactTelling
Spot = tuple[int, int]  # key of a story and index of the first mention that has a row
Key = tuple[str, int]
UNITED = 100  # lookups of a statement
MOST = 30  # tellings that a new one is held against
WHOLE = 600  # tellings of a part up to which all its pairs are judged: a bound on work
CHAIN = 2000  # tellings that hang together with new ones up to which all of them are grouped anew
NEAR = 0.5  # part of the threshold from which on a pair that is not the same is worth a row
_NEW = {
    "sqlite": sqlite.insert(telling_keys).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(telling_keys).on_conflict_do_nothing(),
}


@dataclass(frozen=True)
class Work:
    """What is done with events, and with contacts."""

    kind: Literal["event", "contact"]
    judge: Callable[[Any, Any], Judgement[Key] | None]
    groups: Callable[[Iterable[Any], Iterable[Judgement[Key]]], list[tuple[Key, ...]]]


EVENTS = Work("event", event_rules.judge, lambda told, found: event_rules.groups([t.key for t in told], found))
CONTACTS = Work("contact", contact_rules.judge, contact_rules.merge)
WORKS: dict[str, Work] = {"event": EVENTS, "contact": CONTACTS}


@dataclass(frozen=True)
class Member:
    """A telling with what it is called in judgements: the id of its claim, or of its row in `contacts`.

    `claims`: keys of the claims of its mentions; `contact`: key of its row in `contacts`.
    """

    ref: str
    story: int
    told: Any
    claims: tuple[int, ...]
    contact: int | None = None


class Members:
    """The tellings of stories, by their ids."""

    def __init__(self, work: Work, shelf: Shelf) -> None:
        self.work, self.shelf = work, shelf
        self.by_ref: dict[str, Member] = {}
        self.by_key: dict[Key, Member] = {}
        self.by_number: dict[int, Member] = {}
        self.by_claim: dict[int, Member] = {}
        self.read: set[int] = set()

    def load(self, keys: Iterable[int]) -> None:
        """The tellings of these stories."""
        lacking = sorted(set(keys) - self.read)
        for part in parts(lacking):
            rows, ids = _rows(self.shelf.connection, part), _contacts(self.shelf.connection, part)
            for story, told in self.shelf.tellings(part).items():
                for one in told.events if self.work.kind == "event" else told.contacts:
                    self._add(story, one, rows, ids)
        self.read.update(lacking)

    def load_refs(self, refs: Iterable[str]) -> list[Member]:
        """Members by their ids; those that are not there are left out."""
        wanted = sorted(set(refs))
        lacking = [ref for ref in wanted if ref not in self.by_ref]
        self.load(_stories_of(self.shelf.connection, lacking))
        return [self.by_ref[ref] for ref in wanted if ref in self.by_ref]

    def of(self, stories: Iterable[int]) -> list[Member]:
        self.load(stories)
        wanted = set(stories)
        return [member for member in self.by_ref.values() if member.story in wanted]

    def _add(self, story: int, told: Any, rows: Mapping[Spot, Any], ids: Mapping[Spot, Any]) -> None:
        telling = told if isinstance(told, Telling) else told.telling
        mentions = [rows[story, i] for i in telling.mentions if (story, i) in rows]
        at = None if isinstance(told, Telling) else told.contact
        contact = ids.get((story, at)) if at is not None else None
        if not mentions and contact is None:
            return  # told twice in one place: its claim is that of another telling
        member = Member(
            ref=contact.id if contact else mentions[0].id,
            story=story,
            told=told,
            claims=tuple(dict.fromkeys(row.key for row in mentions)),
            contact=contact.key if contact else None,
        )
        self.by_ref[member.ref] = self.by_key[told.key] = member
        self.by_number[story * ROOM + telling.mentions[0]] = member
        self.by_claim.update(dict.fromkeys(member.claims, member))


def take_in(work: Work, shelf: Shelf, new: Collection[int]) -> set[str]:
    """Judge the tellings of new stories and group anew what they touch; returns what that is."""
    members = Members(work, shelf)
    fresh = members.of(new)
    _file(work, shelf.connection, fresh)
    found = _judge(work, members, _pairs(work, members, fresh))
    write(shelf.connection, [_row(members, j) for j in found if _worth(j)])
    return regroup(work, shelf, {member.ref for member in fresh}, members)


def regroup(work: Work, shelf: Shelf, refs: Collection[str], members: Members | None = None) -> set[str]:
    """Group these tellings anew with all that was or is bound to them."""
    from .run_groups import keep

    members = members or Members(work, shelf)
    touched = _before(work, members, refs)
    part = _bound(work, members, touched)
    told = members.load_refs(part)
    judged = {one.pair: one for one in standing(shelf.connection, work.kind, part)}
    judged = {pair: one for pair, one in judged.items() if set(pair) <= part}
    lacking = [pair for some in _parts(told, judged.values()) for pair in _lacking(some, judged)]
    more = [_row(members, j) for j in _judge(work, members, lacking)]
    write(shelf.connection, more)
    rows = [*judged.values(), *more]
    groups = work.groups([m.told for m in told], [j for one in rows if (j := _pure(work, members, one))])
    keep(work.kind, shelf, [[members.by_key[key] for key in group] for group in groups])
    return part


def _bound(work: Work, members: Members, refs: Collection[str]) -> set[str]:
    """All that judgements bind to these; of a chain that goes on for long the nearest groups alone.

    Chains of news run through a whole archive: to group all of one anew with each story would take ever longer.
    """
    connection = members.shelf.connection
    most = len(refs) + CHAIN
    if len(found := closure(connection, work.kind, refs, most)) <= most:
        return found
    near = {ref for one in standing(connection, work.kind, refs) if one.same for ref in one.pair}
    return _before(work, members, near | set(refs))


def _before(work: Work, members: Members, refs: Collection[str]) -> set[str]:
    """These, and all that are in a group with one of them now."""
    connection = members.shelf.connection
    told = members.load_refs(refs)
    out = set(refs)
    keys = sorted({key for member in told for key in member.claims})
    rows = sorted({member.contact for member in told if member.contact is not None})
    tables = [(event_members.c.claim, event_members.c.event, keys)]
    if work.kind == "contact":
        tables = [
            (contact_members.c.contact, contact_members.c.contact_group, rows),
            (contact_passing.c.claim, contact_passing.c.contact_group, keys),
        ]
    groups: set[int] = set()
    for column, group, mine in tables:
        for part in parts(mine):
            groups.update(connection.execute(select(group).where(column.in_(part))).scalars())
    for column, group, _ in tables:
        found: set[int] = set()
        for part in parts(sorted(groups)):
            found.update(connection.execute(select(column).where(group.in_(part))).scalars())
        members.load({key // ROOM for key in found})
        by_row = {m.contact: m for m in members.by_ref.values()} if column is contact_members.c.contact else {}
        out |= {m.ref for key in found if (m := by_row.get(key) or members.by_claim.get(key))}
    return out


def _file(work: Work, connection: Connection, fresh: Iterable[Member]) -> None:
    rows = [
        {"key": number, "telling": member.story * ROOM + telling.mentions[0]}
        for member in fresh
        for telling in [_telling(member)]
        for number in sorted(_number(work, key) for key in event_rules.keys(telling))
    ]
    if rows:
        connection.execute(_NEW[connection.dialect.name], rows)


def _pairs(work: Work, members: Members, fresh: Collection[Member]) -> set[tuple[str, str]]:
    """Pairs of a new telling and one that is filed where it looks, and all pairs within a story."""
    lookups = {m.ref: [_number(work, key) for key in event_rules.lookups(_telling(m))] for m in fresh}
    held = _filed(members.shelf.connection, {number for numbers in lookups.values() for number in numbers})
    own = {ref: members.by_ref[ref].story for ref in lookups}
    near = {ref: _nearest(numbers, held, own[ref]) for ref, numbers in lookups.items()}
    members.load({number // ROOM for found in near.values() for number in found})
    pairs = {
        ordered(ref, other.ref)
        for ref, found in near.items()
        for number in found
        if (other := members.by_number.get(number)) and other.ref != ref
    }
    by_story: dict[int, list[str]] = defaultdict(list)
    for member in fresh:
        by_story[member.story].append(member.ref)
    return pairs | {ordered(a, b) for refs in by_story.values() for a, b in combinations(refs, 2)}


def _nearest(numbers: Iterable[int], held: Mapping[int, Sequence[int]], story: int) -> list[int]:
    """The tellings of other stories that share most keys, of equals those that were added last."""
    shared = Counter(telling for number in numbers for telling in held.get(number, ()) if telling // ROOM != story)
    return heapq.nsmallest(MOST, shared, key=lambda telling: (-shared[telling], -telling))


def _filed(connection: Connection, numbers: Collection[int]) -> dict[int, list[int]]:
    """Tellings by key: of a crowd those of the stories that were added last."""
    held: dict[int, list[int]] = defaultdict(list)
    for part in parts(sorted(numbers), UNITED):
        one = "SELECT * FROM (SELECT key, telling FROM telling_keys WHERE key = {} ORDER BY telling DESC LIMIT {}) t{}"
        asked = " UNION ALL ".join(one.format(number, event_rules.CROWD, n) for n, number in enumerate(part))
        for key, telling in connection.exec_driver_sql(asked):
            held[key].append(telling)
    return held


def _judge(work: Work, members: Members, pairs: Iterable[tuple[str, str]]) -> list[Judgement[Key]]:
    """Judgements on pairs; of two tellings always the same is the left one."""
    out = []
    for left, right in sorted(pairs):
        a, b = sorted((members.by_ref[left].told, members.by_ref[right].told), key=lambda t: repr(t.key))
        if found := work.judge(a, b):
            out.append(found)
    return out


def _worth(found: Judgement[Key]) -> bool:
    """A pair that is the same, or nearly: what is far from it is judged again where a group needs it."""
    return found.verdict == "same" or (not found.firm and found.score >= NEAR * contact_rules.THRESHOLD)


def _parts(told: Iterable[Member], judged: Iterable[Judged]) -> list[list[Member]]:
    """Members in parts that are bound together; a judgement that they are the same binds."""
    home = {member.ref: [member] for member in told}
    for one in judged:
        if one.same and one.left in home and one.right in home and home[one.left] is not home[one.right]:
            few, many = sorted((home[one.left], home[one.right]), key=len)
            many += few
            home |= dict.fromkeys((member.ref for member in few), many)
    return list({id(part): part for part in home.values()}.values())


def _lacking(told: Collection[Member], judged: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of a part that find each other, and of which no judgement is kept."""
    if len(told) > WHOLE:
        return
    filed = [event_rules.keys(_telling(member)) for member in told]
    asked = [event_rules.lookups(_telling(member)) for member in told]
    for (i, a), (j, b) in combinations(enumerate(told), 2):
        pair = ordered(a.ref, b.ref)
        if pair not in judged and (a.story == b.story or not asked[i].isdisjoint(filed[j])):
            yield pair


def _row(members: Members, found: Judgement[Key]) -> Judged:
    left, right = ordered(members.by_key[found.left].ref, members.by_key[found.right].ref)
    return Judged(
        kind=found.kind,
        left=left,
        right=right,
        verdict=found.verdict,
        detail="barred" if found.firm else None,
        score=found.score,
        method=found.method,
        method_version=found.version,
    )


def _pure(work: Work, members: Members, one: Judged) -> Judgement[Key] | None:
    """A row as grouping takes it."""
    left, right = members.by_ref.get(one.left), members.by_ref.get(one.right)
    if left is None or right is None:
        return None
    return Judgement(
        kind=work.kind,
        left=left.told.key,
        right=right.told.key,
        verdict="same" if one.same else "different",
        score=one.score if one.score is not None else float(one.same),
        method=one.method,
        version=one.method_version,
        firm=one.firm or one.detail == "barred",
    )


def _telling(member: Member) -> Telling:
    told = member.told
    return told if isinstance(told, Telling) else told.telling


def _number(work: Work, key: str) -> int:
    """48 bits of a hash: two keys that fall together only bring more to judge."""
    return int.from_bytes(hashlib.blake2b(f"{work.kind}|{key}".encode(), digest_size=6).digest(), "big")


def _rows(connection: Connection, stories: Collection[int]) -> dict[Spot, Any]:
    of = claims.c
    asked = select(of.key, of.id, of.story, of.item).where(of.story.in_(stories), of.kind == "event")
    return {(row.story, row.item): row for row in connection.execute(asked)}


def _contacts(connection: Connection, stories: Collection[int]) -> dict[Spot, Any]:
    of = contacts.c
    asked = select(of.key, of.id, of.story, of.item).where(of.story.in_(stories))
    return {(row.story, row.item): row for row in connection.execute(asked)}


def _stories_of(connection: Connection, refs: Collection[str]) -> set[int]:
    """Stories whose claims or contacts have these ids."""
    out: set[int] = set()
    for part in parts(sorted(refs)):
        for table in (claims, contacts):
            out.update(connection.execute(select(table.c.story).where(table.c.id.in_(part))).scalars())
    return out

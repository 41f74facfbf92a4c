"""Judgements in the database: each a row that is kept, and withdrawn rather than deleted.

Those of people win over the program's on the same pair, the last of several; and no run of the program touches them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, and_, insert, or_, select, update

from ..store import bulk
from ..store.claims import digest
from ..store.tables import judgements
from ..store.times import now
from ..story import Value

US = "dragoman"
PERSON = "judgement"  # the method of people
AT_ONCE = 400  # values of a statement
Kind = Literal["text", "version", "event", "contact"]


class Judged(Value, frozen=True, kw_only=True):
    """A judgement on a pair: uids of stories, ids of claims or contacts. Of a version `left` replaces `right`.

    `detail`: kind of a version; of texts the words in common and the two shares.
    """

    kind: Kind
    left: str
    right: str
    verdict: str
    method: str
    method_version: str
    detail: str | None = None
    score: float | None = None
    by: str = US
    at: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        return self.left, self.right

    @property
    def firm(self) -> bool:
        """It is a person's."""
        return self.by != US

    @property
    def same(self) -> bool:
        return self.verdict == "same"


FIELDS = Judged.__struct_fields__
KEPT = (
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f'"{name}" = excluded."{name}"' for name in (*FIELDS, "withdrawn_at"))
    + " WHERE judgements.withdrawn_at IS NOT NULL"
    + " OR judgements.verdict <> excluded.verdict"
    + " OR coalesce(judgements.score, -1) <> coalesce(excluded.score, -1)"
    + " OR coalesce(judgements.detail, '') <> coalesce(excluded.detail, '')"
)


def ordered(left: str, right: str) -> tuple[str, str]:
    """A pair that has no direction, in the order in which it is kept."""
    return (left, right) if left <= right else (right, left)


def write(connection: Connection, found: Iterable[Judged]) -> None:
    """Keep the program's judgements: new ones are added, changed ones replaced, withdrawn ones stand again."""
    at = now()
    fresh = {id: {"id": id, **_row(one, at), "withdrawn_at": None} for one in found for id in [_id(one)]}
    if not fresh:
        return
    bulk.insert(connection, judgements, list(fresh.values()), KEPT)


def add(connection: Connection, judged: Judged) -> None:
    """Keep a person's judgement; those that the same person made on the pair before are withdrawn."""
    withdraw(connection, judged.kind, [judged.pair], by=judged.by)
    at = judged.at or now()
    number = len(connection.execute(select(judgements.c.key).where(_of(judged.kind, [judged.pair]))).all())
    id = digest("judgement", judged.kind, judged.left, judged.right, judged.by, at, number)
    connection.execute(insert(judgements), {"id": id, **_row(judged, at), "withdrawn_at": None})


def withdraw(
    connection: Connection, kind: Kind, pairs: Collection[tuple[str, str]], by: str | None = None
) -> int:  # fmt: skip
    """Withdraw what stands on these pairs, of one author or (None) of all people; returns how many."""
    count = 0
    for part in parts(sorted(pairs), AT_ONCE // 2):
        wanted = and_(_of(kind, part), judgements.c.withdrawn_at.is_(None))
        whose = judgements.c.by == by if by is not None else judgements.c.by != US
        count += connection.execute(update(judgements).where(wanted, whose).values(withdrawn_at=now())).rowcount
    return count


def withdraw_ours(connection: Connection, kind: Kind, pairs: Collection[tuple[str, str]]) -> int:
    """Withdraw what the program says on these pairs."""
    return withdraw(connection, kind, pairs, by=US)


def standing(connection: Connection, kind: Kind, refs: Collection[str]) -> list[Judged]:
    """What stands on pairs with one of these, one judgement a pair: the last of a person's, else the program's."""
    table = judgements.c
    found: dict[int, Any] = {}
    for part in parts(sorted(refs)):
        for column in (table.left, table.right):
            wanted = [table.kind == kind, column.in_(part), table.withdrawn_at.is_(None)]
            found.update((row.key, row) for row in connection.execute(select(judgements).where(*wanted)))
    return best(found.values())


def best(rows: Iterable[Any]) -> list[Judged]:
    """Of rows of `judgements` one a pair, in the order of the pairs: the last of a person's, else the program's."""
    found: dict[tuple[str, str], tuple[tuple[bool, str, int], Judged]] = {}
    for row in rows:
        one = Judged(**{name: getattr(row, name) for name in FIELDS})
        rank = one.firm, one.at, row.key
        if one.pair not in found or rank > found[one.pair][0]:
            found[one.pair] = rank, one
    return [one for _, (_, one) in sorted(found.items())]


def closure(connection: Connection, kind: Kind, refs: Collection[str], most: int | None = None) -> set[str]:
    """All that judgements bind to these as the same, by whomever, however long the chain.

    `most`: as soon as there are more than so many, no further ones are looked for.
    """
    table = judgements.c
    bound = select(table.left, table.right).where(
        table.kind == kind, table.verdict == "same", table.withdrawn_at.is_(None)
    )
    seen, front = set(refs), set(refs)
    while front and (most is None or len(seen) <= most):
        ends: set[str] = set()
        for part in parts(sorted(front)):
            for column in (table.left, table.right):
                for pair in connection.execute(bound.where(column.in_(part))):
                    ends.update(pair)
        front = ends - seen
        seen |= front
    return seen


def parts(items: Sequence[Any], size: int = AT_ONCE) -> Iterator[Sequence[Any]]:
    """Pieces that fit in a statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _of(kind: Kind, pairs: Iterable[tuple[str, str]]) -> Any:
    some = [and_(judgements.c.left == left, judgements.c.right == right) for left, right in pairs]
    return and_(judgements.c.kind == kind, or_(*some))


def _id(one: Judged) -> str:
    return digest("judgement", one.kind, one.left, one.right, one.by, one.method)


def _row(one: Judged, at: str) -> dict[str, Any]:
    return {**{name: getattr(one, name) for name in FIELDS}, "at": at}

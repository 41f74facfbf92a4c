"""What `export --format claims` wrote -> a database: as it was, but for the numbers of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from ..store import StoreError, corrections, fulltext, tables
from ..store.claims import Rows, rows, story_row
from ..store.corrected import Correction
from ..store.engine import Store
from ..store.write import TABLES
from ..story import Story
from .claims import FORM, STORED

AT_ONCE = 100  # lines in one transaction
JUDGED = tuple(column.name for column in tables.judgements.c if column.name not in ("key", "kind"))


@dataclass
class Restored:
    """What was taken in, and what was there already. `judgements`: corrections are such; `corrected`: their stories."""

    stories: int = 0
    judgements: int = 0
    held: int = 0
    corrected: set[str] = field(default_factory=set)


class _Line(msgspec.Struct):
    kind: str


class _Head(msgspec.Struct):
    form: int


def restore(store: Store, lines: Iterable[bytes], name: str) -> Restored:
    """Take in all lines; what is there already stays as it is, so that a run that was broken off is completed.

    `name`: of the file, for errors. Raises StoreError for a line that is none of ours; the lines before it are kept.
    Merges are not brought up to date here.
    """
    done = Restored()
    ended: dict[str, str] = {}
    for batch in _batches(_read(lines, name)):
        store.write(lambda connection, batch=batch: _take(connection, batch, done, ended))  # type: ignore[misc]
    store.write(lambda connection: _end(connection, ended))
    return done


def _read(lines: Iterable[bytes], name: str) -> Iterator[dict[str, Any]]:
    number = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = _parsed(line)
        except (msgspec.MsgspecError, ValueError) as error:
            raise StoreError(f"{name}: line {number}: this is no line of `dragoman export --format claims` ({error})"
                             ) from None  # fmt: skip
        if number == 1 and value["kind"] != "dragoman-claims":
            raise StoreError(f"{name}: this was not written by `dragoman export --format claims`")
        if value["kind"] in ("story", "judgement", "correction"):
            yield value
    if not number:
        raise StoreError(f"{name}: it is empty; give what `dragoman export --format claims` wrote")


def _parsed(line: bytes) -> dict[str, Any]:
    kind = msgspec.json.decode(line, type=_Line).kind
    if kind == "dragoman-claims":
        form = msgspec.json.decode(line, type=_Head).form
        if form != FORM:
            raise ValueError(f"its form is {form}, ours {FORM}")
        return {"kind": kind}
    if kind == "claim":  # a claim is derived from its story
        return {"kind": kind}
    value: dict[str, Any] = msgspec.json.decode(line)
    if kind == "correction":
        return {"kind": kind, "correction": msgspec.convert(value, type=Correction)}
    needed = {*STORED, "ended_by", "story"} if kind == "story" else {*JUDGED, "judges"}
    if missing := needed - set(value):
        raise ValueError(f"it lacks {', '.join(sorted(missing))}")
    if kind == "story":
        value["story"] = msgspec.convert(value["story"], type=Story)
    return value


def _batches(values: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for value in values:
        batch.append(value)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _take(connection: Connection, batch: Sequence[dict[str, Any]], done: Restored, ended: dict[str, str]) -> None:
    said = [value["correction"] for value in batch if value["kind"] == "correction"]
    fresh_said = corrections.restore(connection, said) if said else []
    done.corrected.update(fresh_said)
    told = [value for value in batch if value["kind"] == "story"]
    there = _there(connection, tables.stories.c.uid, [value["uid"] for value in told])
    made = [_story(connection, value) for value in told if value["uid"] not in there]
    _insert(connection, made)
    ended.update((value["uid"], value["ended_by"]) for value in told if value["ended_by"])
    judged = [value for value in batch if value["kind"] == "judgement"]
    known = _there(connection, tables.judgements.c.id, [value["id"] for value in judged])
    fresh = [
        {**{name: one[name] for name in JUDGED}, "kind": one["judges"]} for one in judged if one["id"] not in known
    ]
    if fresh:
        connection.execute(insert(tables.judgements), fresh)
    done.stories += len(made)
    done.judgements += len(fresh) + len(fresh_said)
    done.held += len(batch) - len(made) - len(fresh) - len(fresh_said)


def _there(connection: Connection, column: Any, ids: Sequence[str]) -> set[str]:
    return set(connection.execute(select(column).where(column.in_(ids))).scalars()) if ids else set()


def _story(connection: Connection, value: dict[str, Any]) -> Rows:
    story: Story = value["story"]
    if story_row(story)["uid"] != value["uid"]:
        raise StoreError(f"story {value['id']!r}: its record is not that of its uid; the file was changed by hand")
    row = {name: value[name] for name in STORED}
    made = corrections.applied(story, corrections.standing(connection, [story.id]).get(story.id, ()))
    values = {**row, "merged": False, "corrected": corrections.mark(made)}
    inserted = connection.execute(insert(tables.stories).values(values).returning(tables.stories.c.key))
    return rows(made, inserted.scalar_one(), value["known_from"], value["known_to"])


def _insert(connection: Connection, made: Sequence[Rows]) -> None:
    if not made:
        return
    connection.execute(insert(tables.records), [one.record for one in made])
    for table in TABLES:
        if several := [row for one in made for row in getattr(one, table.name)]:
            connection.execute(insert(table), several)
    fulltext.add(connection, [row for one in made for row in one.index])


def _end(connection: Connection, ended: dict[str, str]) -> None:
    """What ended each story, where both are there."""
    keys = {row.uid: row.key for row in connection.execute(select(tables.stories.c.uid, tables.stories.c.key))}
    for uid, by in sorted(ended.items()):
        if uid in keys and by in keys:
            wanted = tables.stories.c.key == keys[uid]
            connection.execute(update(tables.stories).where(wanted).values(ended_by=keys[by]))

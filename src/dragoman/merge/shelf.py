"""Stories as merges look at them, taken from the database and kept while a process merges."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from msgspec.structs import replace
from sqlalchemy import Connection, Row, delete, insert, select

from ..store.read import stories_of
from ..store.tables import ROOM, claims, contacts, stories, tellings
from ..story import Story
from . import texts, versions
from .items import Item, item
from .judgements import parts
from .sketches import Sketch, method, packed, sketch, unpacked

T = TypeVar("T")
ITEMS, TOLD = 4000, 1500  # stories of which items and tellings are kept
FILED = ("key", "uid", "id", "known_from", "known_to", "published", "day", "agency", "outlet", "ended_by", "ended_kind",
         "corrected")  # fmt: skip


class Kept(Generic[T]):
    """What was made of stories, by their uids: the last used ones."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: OrderedDict[str, T] = OrderedDict()

    def get(self, uid: str) -> T | None:
        if uid not in self.held:
            return None
        self.held.move_to_end(uid)
        return self.held[uid]

    def put(self, uid: str, value: T) -> T:
        self.held[uid] = value
        if len(self.held) > self.most:
            self.held.popitem(last=False)
        return value


_ITEMS: Kept[Item] = Kept(ITEMS)
_KEYS: Kept[tuple[tuple[int, ...], tuple[int, ...]]] = Kept(ITEMS)
_TOLD: Kept[Sketch] = Kept(TOLD)


class Shelf:
    """What the merge needs of stories, by their keys in this database.

    In the pure parts a story's id is its `name` here, which two versions under one id do not share.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._base = str(connection.engine.url)
        self._rows: dict[int, Row[Any]] = {}
        self._by_uid: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def _told_as(self, row: Row[Any]) -> str:
        """What a story tells hangs on who coded it into which database, and on how people corrected it."""
        return f"{self._base} {row.uid} {row.corrected or ''}"

    def rows(self, keys: Iterable[int]) -> dict[int, Row[Any]]:
        """Rows of `stories`, without what a merge changes."""
        wanted = sorted(set(keys))
        for part in parts([key for key in wanted if key not in self._rows]):
            columns = [stories.c[name] for name in FILED]
            for row in self.connection.execute(select(*columns).where(stories.c.key.in_(part))):
                self._rows[row.key] = row
                self._by_uid[row.uid] = row.key
        return {key: self._rows[key] for key in wanted}

    def row(self, key: int) -> Row[Any]:
        found = self._rows.get(key)
        return self.rows([key])[key] if found is None else found

    def keys(self, uids: Iterable[str]) -> list[int]:
        """Keys of stories by their uids; those that are not there are left out."""
        wanted = sorted(set(uids))
        for part in parts([uid for uid in wanted if uid not in self._by_uid]):
            self.rows(self.connection.execute(select(stories.c.key).where(stories.c.uid.in_(part))).scalars())
        return [self._by_uid[uid] for uid in wanted if uid in self._by_uid]

    def name(self, key: int) -> str:
        found = self._names.get(key)
        if found is None:
            row = self.row(key)
            found = self._names[key] = f"{row.id}\n{row.uid}"
        return found

    def key_of(self, name: str) -> int:
        uid = name.rpartition("\n")[2]
        found = self._by_uid.get(uid)
        if found is None:
            [found] = self.keys([uid])
        return found

    def stories(self, keys: Iterable[int]) -> dict[int, Story]:
        """Story objects whose ids are names."""
        return {key: replace(story, id=self.name(key)) for key, story in stories_of(self.connection, set(keys))}

    def items(self, keys: Iterable[int]) -> dict[str, Item]:
        """Items by names."""
        return {one.id: one for one in self._made(_ITEMS, keys, item).values()}

    def numbers(self, key: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers by which a story is found, as a text and as a version."""
        uid = self.row(key).uid
        found = _KEYS.get(uid)
        if found is None:
            [one] = self.items([key]).values()
            found = _KEYS.put(uid, (texts.keys(one), versions.keys(one)))
        return found

    def sketches(self, keys: Iterable[int]) -> dict[int, Sketch]:
        """What stories tell, by their keys."""
        rows = self.rows(keys)
        found = {key: held for key, row in rows.items() if (held := _TOLD.get(self._told_as(row))) is not None}
        for part in parts([key for key in rows if key not in found]):
            of = tellings.c
            asked = select(of.story, of.made).where(of.story.in_(part), of.method == method())
            for key, made in self.connection.execute(asked):
                found[key] = _TOLD.put(self._told_as(rows[key]), unpacked(made, self.name(key)))
        lacking = [key for key in rows if key not in found]
        for part in parts(lacking):
            told, met = self._ids(claims, part, claims.c.kind == "event"), self._ids(contacts, part)
            for key, story in self.stories(part).items():
                made = sketch(story, self._day(story.id), told[key], met[key])
                found[key] = _TOLD.put(self._told_as(rows[key]), made)
        return {key: found[key] for key in sorted(found)}

    def keep_sketches(self, keys: Iterable[int]) -> None:
        """Keep what these stories tell, where it is not kept yet."""
        held = self.sketches(keys)
        for part in parts(sorted(held)):
            of = tellings.c
            asked = select(of.story).where(of.story.in_(part), of.method == method())
            lacking = sorted({*part} - set(self.connection.execute(asked).scalars()))
            if lacking:
                self.connection.execute(delete(tellings).where(of.story.in_(lacking)))
                rows = [{"story": key, "method": method(), "made": packed(held[key])} for key in lacking]
                self.connection.execute(insert(tellings), rows)

    def _ids(self, table: Any, keys: Sequence[int], *wanted: Any) -> dict[int, dict[int, tuple[int, str]]]:
        """Keys, without the story's, and ids of the rows of stories, by their indexes in these."""
        out: dict[int, dict[int, tuple[int, str]]] = defaultdict(dict)
        asked = select(table.c.story, table.c.item, table.c.key, table.c.id).where(table.c.story.in_(keys), *wanted)
        for story, at, key, id in self.connection.execute(asked):
            out[story][at] = key - story * ROOM, id
        return out

    def _day(self, name: str) -> str | None:
        """The day that a story came out, where it says no date of its own."""
        row = self.row(self.key_of(name))
        return row.day or (row.published[:10] if row.published else None)

    def _made(self, kept: Kept[T], keys: Iterable[int], make: Callable[[Story], T]) -> dict[int, T]:
        uids = {key: row.uid for key, row in self.rows(keys).items()}
        found = {key: value for key, uid in uids.items() if (value := kept.get(uid)) is not None}
        lacking = [key for key in uids if key not in found]
        for key, story in self.stories(lacking).items():
            found[key] = kept.put(uids[key], make(story))
        return {key: found[key] for key in sorted(found)}

"""Sentences and headlines by their words, those of the stories added last first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from ..store import StoreError, fulltext
from ..store.read import held_at, texts_of
from ..store.tables import sentences, stories
from ..story import Value

AT_ONCE = 300  # sentences that are looked at together
TURNS = 20  # as often, for a page


class Sentence(Value, frozen=True, kw_only=True):
    """A sentence or headline with the words of a query.

    `start`, `end`: characters of the story's text, null for a headline that was given beside it; `spans`: characters of
    `text` that are words of the query.
    """

    story: str
    version: str
    headline: str | None
    agency: str | None
    origin: str | None
    day: str | None
    is_headline: bool
    start: int | None
    end: int | None
    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, each with whether it is of the query."""
        out, at = [], 0
        for start, stop in self.spans:
            out += [(self.text[at:start], False), (self.text[start:stop], True)]
            at = stop
        return tuple(piece for piece in (*out, (self.text[at:], False)) if piece[0])


class SentencePage(Value, frozen=True, kw_only=True):
    """Sentences, and the cursor of the next page: null on the last."""

    sentences: tuple[Sentence, ...]
    after: str | None


def search(
    connection: Connection, query: str, moment: str | None = None, limit: int = 50, after: str | None = None
) -> SentencePage:
    """Sentences of stories that are held, or were at a moment. Raises StoreError for no words, and no such cursor."""
    below, found, more = _read(after), list[Any](), True
    for _ in range(TURNS):
        keys = _matching(connection, query, below)
        found += _rows(connection, keys, moment)
        more = len(keys) == AT_ONCE
        below = keys[-1] if keys else below
        if len(found) > limit or not more:
            break
    shown = found[:limit]
    if len(found) > limit:
        below = shown[-1].key
    elif not more:
        below = None
    return SentencePage(sentences=_made(connection, shown, query), after=None if below is None else str(below))


def _read(after: str | None) -> int | None:
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < len(str(1 << 62))):
        raise StoreError(f"{after[:40]!r} is no cursor; give what the last page told")
    return int(after) if after else None


def _matching(connection: Connection, query: str, below: int | None) -> Sequence[int]:
    """The next keys, from the last downwards."""
    asked = fulltext.matching(query, connection.dialect)
    [key] = asked.selected_columns
    if below is not None:
        asked = asked.where(key < below)
    found: Sequence[Any] = connection.scalars(asked.order_by(key.desc()).limit(AT_ONCE)).all()
    return found


def _rows(connection: Connection, keys: Sequence[int], moment: str | None) -> Sequence[Any]:
    of, told = sentences.c, stories.c
    columns = (of.key, of.story, of.headline.label("is_headline"), of.start, of.stop)
    by = (told.id, told.version, told.headline, told.agency, told.outlet, told.origin, told.day)
    asked = select(*columns, *by).join(stories, told.key == of.story)
    return connection.execute(asked.where(of.key.in_(keys), held_at(stories, moment)).order_by(of.key.desc())).all()


def _made(connection: Connection, rows: Sequence[Any], query: str) -> tuple[Sentence, ...]:
    texts = texts_of(connection, {row.story for row in rows if row.start is not None})
    told = [(row.headline or "") if row.start is None else texts[row.story][row.start : row.stop] for row in rows]
    return tuple(
        Sentence(
            story=row.id,
            version=row.version,
            headline=row.headline,
            agency=row.agency or row.outlet,
            origin=row.origin,
            day=row.day,
            is_headline=row.is_headline,
            start=row.start,
            end=row.stop,
            text=text,
            spans=tuple(spans),
        )
        for row, text, spans in zip(rows, told, fulltext.marked(told, query) if rows else (), strict=True)
    )

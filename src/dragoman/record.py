"""The record from Python: `dragoman.open("news.db")`.

with dragoman.open("news.db") as record:
    for event in record.events(parties=("Russia", "Turkey"), type="CONSULT", first="2020"):
        print(event.day, [a.name for a in event.actor], event.words.text)
    record.count(actor="RUS", by="month,type")      # {("2020-02", "CONSULT"): 3, ...}
    record.frame(source="Kremlin")                  # a data frame of pandas or polars
    found = record.situation("SYR", as_of="2024-12-03")
    for one in found.states:                        # what holds, what has ended, what is contested
        print(one.state.kind, [side.name for side in one.state.sides], one.verdict, one.since)
        print([found.evidence[telling.claim].text for telling in one.tellings[:1]])
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, overload

from .store import StoreError
from .store.engine import Store, open_store
from .views.asking import Sort, asking, bys, first_day, last_day, moment
from .views.counts import count as counted
from .views.counts import tally
from .views.events import LIMIT, EventPage, EventView, every
from .views.events import events as paged
from .views.frame import Library
from .views.frame import frame as framed
from .views.kept import Group
from .views.situation_store import Difference, Situation, ask, difference
from .views.standing_store import keep_up


class Record:
    """A database of claims, open to be asked. The filters of all methods are those of `views.asking.asking`:

    actor, recipient, source, parties: whom, by name, id, country (`RUS`) or with sector (`RUS:MIL`), one or several of
    which each must be there; type, mode, quad, status: one or several of which any will do; place; first, last: days,
    months or years; origins; confidence; background; text: words of the sentence; known_on: as known then.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def events(self, *, sort: Sort = "newest", **filters: Any) -> Iterator[EventView]:
        """All events that pass the filters; raises StoreError for a filter that no event can pass."""
        asked = asking(**filters)

        def found() -> Iterator[EventView]:
            with self.store.reading() as connection:
                yield from every(connection, asked, sort)

        return found()

    def page(
        self, *, sort: Sort = "newest", limit: int = LIMIT, after: str | None = None, **filters: Any
    ) -> EventPage:  # fmt: skip
        """At most `limit` events, with the cursor that is `after` for the next page."""
        with self.store.reading() as connection:
            return paged(connection, asking(**filters), sort, limit, after)

    @overload
    def count(self, *, by: None = None, **filters: Any) -> int: ...
    @overload
    def count(self, *, by: str | Sequence[str], **filters: Any) -> dict[Group, int]: ...
    def count(self, *, by: str | Sequence[str] | None = None, **filters: Any) -> int | dict[Group, int]:
        """How many events there are; or for each combination of the fields `by`: `"month,dyad"`."""
        with self.store.reading() as connection:
            if by is None:
                return counted(connection, asking(**filters))
            return tally(connection, asking(**filters), bys(by))

    def frame(self, *, library: Library | None = None, sort: Sort = "newest", **filters: Any) -> Any:
        """Events as a data frame of pandas or polars, whichever is installed, with a row each."""
        return framed(self.events(sort=sort, **filters), library)

    def situation(self, *actors: str, as_of: str | None = None, known_on: str | None = None) -> Situation:
        """What stands between one actor and others, or between two: allies, wars, control ... (docs/situation.md).

        `actors`: codes of countries, names or ids; `as_of`: a day (a month or year: its last), else today; `known_on`:
        by what was known then. Raises AskedError where nobody is known by such a name, StoreError for no date.
        """
        self._keep_up()
        return ask(self.store, actors, last_day(as_of) or dt.date.today().isoformat(), moment(known_on))

    def diff(self, *actors: str, since: str, until: str, known_on: str | None = None) -> Difference:
        """What began, ended, changed or became contested between two days; else as `situation`."""
        self._keep_up()
        days = first_day(since) or since, last_day(until) or until
        return difference(self.store, actors, *days, moment(known_on))

    def _keep_up(self) -> None:
        """Take in what was added since; where the database cannot be written, that is left out."""
        with suppress(StoreError):
            keep_up(self.store)

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(db: str | Path | None = None) -> Record:
    """Open a database that `dragoman add` made: the path of its file, or `postgresql://...`.

    Without it what the environment variable `DRAGOMAN_DB` names, else `dragoman.db`; raises StoreError where none is.
    """
    return Record(open_store(db))

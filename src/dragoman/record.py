"""The record from Python: `dragoman.open("news.db")`.

with dragoman.open("news.db") as record:
    for event in record.events(parties=("Russia", "Turkey"), type="CONSULT", first="2020"):
        print(event.day, [a.name for a in event.actor], event.words.text)
    record.count(actor="RUS", by="month,type")      # {("2020-02", "CONSULT"): 3, ...}
    record.frame(source="Kremlin")                  # a data frame of pandas or polars
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, overload

from .store.engine import Store, open_store
from .views.asking import Sort, asking, bys
from .views.counts import Group, tally
from .views.counts import count as counted
from .views.events import LIMIT, EventPage, EventView, every
from .views.events import events as paged
from .views.frame import Library
from .views.frame import frame as framed


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

"""The queries that docs/commands.md tells of, as functions of a store, and how long they take."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from dragoman.exports.export import export
from dragoman.merge.judgements import closure, standing
from dragoman.store.engine import Store
from dragoman.store.read import contacts_by_key
from dragoman.store.tables import contact_group_parties, contact_groups, contact_members, event_groups, text_members
from dragoman.store.tables import stories as story_table
from dragoman.views.asking import Sort, asking, bys
from dragoman.views.counts import count, tally
from dragoman.views.events import events
from dragoman.views.merges import foremost, merges
from dragoman.views.situation_store import ask, difference

RUNS = 5
PAGE = 50
SHOWN = 20  # merges of each kind
FILTERS: dict[str, dict[str, Any]] = {
    "": {},
    "--actor RUS": {"actor": "RUS"},
    "--actor Putin": {"actor": "Putin"},
    "--actor RUS:MIL": {"actor": "RUS:MIL"},
    "--actor USA --recipient CHN": {"actor": "USA", "recipient": "CHN"},
    "--with Russia Turkey": {"parties": ("Russia", "Turkey")},
    "--with Russia Turkey --type CONSULT --from 2020-02": {
        "parties": ("Russia", "Turkey"), "type": "CONSULT", "first": "2020-02"},
    "--source USA": {"source": "USA"},
    "--source Kremlin": {"source": "Kremlin"},
    "--type ASSAULT": {"type": "ASSAULT"},
    "--mode phone": {"mode": "phone"},
    "--quad verbal-conflict": {"quad": "verbal-conflict"},
    "--status denied": {"status": "denied"},
    "--place SYR": {"place": "SYR"},
    "--place Idlib": {"place": "Idlib"},
    "--from 2020-02 --to 2020-02": {"first": "2020-02", "last": "2020-02"},
    "--text said": {"text": "said"},
    "--text ceasefire": {"text": "ceasefire"},
    '--text "ceasefire syria"': {"text": "ceasefire syria"},
    "--text withdr*": {"text": "withdr*"},
    '--source Kremlin --text "ceasefire"': {"source": "Kremlin", "text": "ceasefire"},
    "--origins 2": {"origins": 2},
    "--confidence 0.8": {"confidence": 0.8},
    "--background": {"background": True},
    "--known-on 2015-01-01": {"known_on": "2015-01-01"},
    "--type ASSAULT --place SYR --status happened --from 2018": {
        "type": "ASSAULT", "place": "SYR", "status": "happened", "first": "2018"},
}  # fmt: skip
COUNTS = (
    "year", "month", "week", "type", "mode", "quad", "actor", "recipient", "dyad", "month,dyad", "source", "place",
    "country", "status", "month,type",
)  # fmt: skip
SORTS: tuple[Sort, ...] = ("oldest", "origins", "confidence")
Query = Callable[[Store], object]


def queries() -> Iterator[tuple[str, Query]]:
    """Each with what one would type."""
    for told, given in FILTERS.items():
        asked = asking(**given)
        yield f"events {told}".strip(), _read(partial(events, asked=asked, limit=PAGE))
    for sort in SORTS:
        yield f"events --sort {sort}", _read(partial(events, asked=asking(), sort=sort, limit=PAGE))
    for told, given in FILTERS.items():
        yield f"events {told} --count".replace("  ", " "), _read(partial(count, asked=asking(**given)))
    for by in COUNTS:
        yield f"events --count --by {by}", _read(partial(tally, asked=asking(), by=bys(by)))
    pair = asking(parties=("Russia", "Turkey"))
    for by in ("month", "month,dyad", "source"):
        yield f"events --with Russia Turkey --count --by {by}", _read(partial(tally, asked=pair, by=bys(by)))
    yield "readouts of the contacts of RUS and USA", _read(partial(_readouts, one="RUS", other="USA"))
    for who in (["SYR"], ["RUS", "USA"]):
        name = " ".join(who)
        yield f"situation {name} --as-of 2015-12-03", partial(ask, actors=who, as_of="2015-12-03")
        yield (
            f"situation {name} --known-on 2015-12-03",
            partial(ask, actors=who, as_of="2025-01-01", known_on="2015-12-03"),
        )
        yield (
            f"diff {name} --from 2014-01-01 --to 2019-01-01",
            partial(difference, actors=who, since="2014-01-01", until="2019-01-01"),
        )
    yield "merges", _read(partial(foremost, limit=SHOWN))
    yield "merges of the text with most copies", _read(_copies)


def whole() -> Iterator[tuple[str, Query]]:
    """What reads all that there is of a kind, and so takes longer the more there is."""
    yield "export --format plover, of a week", partial(_export, first="2015-06-01", last="2015-06-07")
    yield "merges --json", _read(merges)


def times_ms(store: Store, query: Query, runs: int = RUNS) -> tuple[float, float]:
    """The median of so many runs one after the other in this process, and before them the first."""
    took = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        query(store)
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took[1:]), took[0]


def _read(query: Callable[[Connection], object]) -> Query:
    def run(store: Store) -> object:
        with store.reading() as connection:
            return query(connection)

    return run


def _export(store: Store, first: str, last: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        export(store, "plover", asking(first=first, last=last), str(Path(folder) / "week.jsonl"))


def _readouts(connection: Connection, one: str, other: str) -> list[Any]:
    """What each side says of the last contacts of two."""
    a, b = contact_group_parties.alias(), contact_group_parties.alias()
    wanted = (
        select(contact_groups.c.key)
        .join(a, (a.c.contact_group == contact_groups.c.key) & (a.c.code == one))
        .join(b, (b.c.contact_group == contact_groups.c.key) & (b.c.code == other))
        .order_by(contact_groups.c.day.desc())
        .limit(PAGE)
    )
    members = select(contact_members.c.contact).where(contact_members.c.contact_group.in_(wanted))
    return list(contacts_by_key(connection, list(connection.execute(members).scalars())))


def _copies(connection: Connection) -> list[Any]:
    """What is judged of a story and all that hang together with it."""
    story = connection.execute(
        select(story_table.c.uid).join(text_members, text_members.c.story == story_table.c.key).limit(1)
    ).scalar_one_or_none()
    if story is None:
        return []
    uids = closure(connection, "version", closure(connection, "text", [story]))
    return [judged for kind in ("text", "version") for judged in standing(connection, kind, uids)]


def sizes(store: Store) -> dict[str, int]:
    """How many stories and events there are."""
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (story_table, event_groups)
        }

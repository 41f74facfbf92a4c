"""Parts of answers serve one state of the database alone, and only where it is sure which state a reader sees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dragoman.store import parts
from dragoman.store.add import merge
from dragoman.store.engine import Store, open_store
from dragoman.store.parts import Commits, Held, Parts, held, part
from dragoman.store.write import Incoming, store
from dragoman.testing import StandIn
from dragoman.views import events as views
from dragoman.views.asking import asking
from dragoman.views.counts import count


@pytest.fixture
def news(tmp_path: Path, empty: Path) -> Iterator[Store]:
    shutil.copy(empty, tmp_path / "news.db")
    with open_store(tmp_path / "news.db") as made, closing(Commits(made.engine)) as commits:
        made.parts = Parts(commits)
        add(made, "a", "Paris met London in Rome on Tuesday.")
        yield made


def add(to: Store, id: str, text: str) -> None:
    """As another process would: by connections of its own."""
    with open_store(to.name) as other:
        told = StandIn().read(text, id=id, date="2024-12-03")
        other.write(lambda connection: store(connection, [Incoming(told)]))
        merge(other)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many events views were made, each time."""
    found: list[int] = []
    own = views._made

    def counted(connection: Any, several: Any, moment: Any) -> Any:
        found.append(len(several))
        return own(connection, several, moment)

    monkeypatch.setattr(views, "_made", counted)
    return found


def test_an_event_that_another_page_showed_is_not_made_again(news: Store, made: list[int]) -> None:
    for limit in (5, 6):
        with news.reading() as connection:
            assert len(views.events(connection, asking(), limit=limit).events) == 1
    assert made == [1, 0]


def test_what_another_process_adds_or_corrects_is_seen_at_once(news: Store, made: list[int]) -> None:
    with news.reading() as connection:
        assert count(connection, asking()) == 1
        views.events(connection, asking())
    add(news, "b", "Bonn accused Oslo in May.")
    with news.reading() as connection:
        assert count(connection, asking()) == 2
        assert len(views.events(connection, asking()).events) == 2
    assert made == [1, 2]


def test_who_reads_an_older_state_neither_takes_nor_gives_parts_of_the_new_one(news: Store) -> None:
    with news.reading() as old:
        assert part(old, "which", lambda: "old") == "old"
        add(news, "b", "Bonn accused Oslo in May.")
        with news.reading() as new:
            assert part(new, "which", lambda: "new") == "new"
        assert part(old, "which", lambda: "other") == "old"
        assert count(old, asking()) == 1
    with news.reading() as new:
        assert part(new, "which", lambda: "other") == "new"
        assert count(new, asking()) == 2


def test_nothing_is_kept_where_a_commit_falls_between(news: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(100))
    assert news.parts
    monkeypatch.setattr(news.parts.commits, "count", lambda: next(numbers))
    with news.reading() as connection:
        assert held(connection) is None
        assert part(connection, "which", lambda: 1) == 1
        assert part(connection, "which", lambda: 2) == 2


def test_what_was_known_on_a_day_is_apart(news: Store) -> None:
    with news.reading() as connection:
        assert len(views.events(connection, asking()).events) == 1
        assert views.events(connection, asking(known_on="2001-01-01")).events == ()


def test_parts_are_bounded_the_oldest_given_up_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST", 4 * parts.EACH)
    some = Held(1)
    for number in range(6):
        some.keep(number, str(number))
    assert [number for number in range(6) if some.get(number)] == [2, 3, 4, 5]
    some.keep("many", dict.fromkeys(range(parts.ROWS * 2 * parts.EACH)))
    assert [number for number in range(6) if some.get(number)] == [5]
    assert some.size <= parts.MOST

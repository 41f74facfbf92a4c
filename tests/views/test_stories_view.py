"""Stories and claims as they are asked for, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from dragoman.store.engine import open_store
from dragoman.store.write import Incoming, store
from dragoman.views import stories as view
from dragoman.views.claims import claims_page
from dragoman.views.stories import Wanted, one_story, stories_page, version_with
from tests.store.store_stories import story

DAYS = 9


@pytest.fixture
def connection(db: str) -> Iterator[Connection]:
    made = story()
    others = [
        replace(made, id=f"n/{n}", headline=f"Talks {n} of 100%", published=f"2024-04-{n:02}", date=f"2024-04-{n:02}")
        for n in range(1, DAYS + 1)
    ]
    later = replace(made, text=made.text + "\n\nMore.", published="2024-05-01", date="2024-05-01")
    with open_store(db, create=True) as opened:
        opened.write(lambda one: store(one, [Incoming(each) for each in (made, *others, later)]))
        with opened.reading() as reading:
            yield reading


def ids(connection: Connection, wanted: Wanted, order: view.Order = "newest", limit: int = 4) -> list[str]:
    """All that pass, page by page."""
    found: list[str] = []
    after = None
    while True:
        page = stories_page(connection, wanted, order, limit, after)
        found += [one.id for one in page.stories]
        if (after := page.after) is None:
            return found


@pytest.mark.parametrize("few", [0, 2_000])
def test_filters_find_the_same_whether_few_or_many_pass(
    connection: Connection, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "FEW", few)
    numbered = [f"n/{n}" for n in range(DAYS, 0, -1)]
    own = story().id
    assert ids(connection, Wanted()) == [own, *numbered, own]
    assert ids(connection, Wanted(), "oldest") == [own, *reversed(numbered), own]
    assert ids(connection, Wanted(id="n/")) == numbered
    assert ids(connection, Wanted(id="N/")) == []
    assert ids(connection, Wanted(headline="talks 100%")) == numbered
    assert ids(connection, Wanted(headline="t_lks")) == []
    assert ids(connection, Wanted(first="2024-04-03", last="2024-04-05")) == ["n/5", "n/4", "n/3"]
    assert ids(connection, Wanted(id="n/", known_on="2024-04-02")) == ["n/2", "n/1"]
    assert ids(connection, Wanted(ended=True)) == [own]
    assert ids(connection, Wanted(ended=False)) == [own, *numbered]
    assert ids(connection, Wanted(ended=True, known_on="2024-04-20")) == []


def test_the_version_that_is_held_is_the_one(connection: Connection) -> None:
    id = story().id
    now, then = one_story(connection, id), one_story(connection, id, known_on="2024-04-20")
    assert now is not None
    assert then is not None
    assert now[1].story.text.endswith("More.")
    assert then[1].story == story()
    assert now[1].versions[0].ended_by is not None
    assert now[1].ends[0].version == then[1].kept.version
    assert one_story(connection, "nothing") is None
    assert one_story(connection, id, version="x" * 8) is None


def test_claims_of_a_story_and_the_version_that_has_one(connection: Connection) -> None:
    found = one_story(connection, story().id, known_on="2024-04-20")
    assert found is not None
    key, told = found
    claims = claims_page(connection, key).claims
    assert {claim.kind for claim in claims} == {"event", "relation", "statement"}
    assert told.kept.claims == len(claims)
    first = claims_page(connection, key, limit=1)
    assert first.after is not None
    assert claims_page(connection, key, after=first.after).claims == claims[1:]
    assert claims_page(connection, None, [claims[-1].id]).claims == claims[-1:]
    assert version_with(connection, story().id, claims[0].id) == (told.kept.version, claims[0].id)
    assert version_with(connection, "n/1", claims[0].id) is None

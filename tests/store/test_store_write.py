"""Stories in, and out again as they were; versions of one story in known time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select
from store_stories import FIRST, GLONN, TEXT, event, many, story

from dragoman.store import StoreError, read, tables
from dragoman.store.engine import Store
from dragoman.store.fulltext import matching
from dragoman.store.times import known_at
from dragoman.store.versions import reinstate, supersede

from dragoman.store.write import Incoming, held, store as store_all  # isort: skip
from dragoman.story import Story


def put(store: Store, *stories: Story, added: str | None = None) -> list[int]:
    return store.write(lambda connection: store_all(connection, [Incoming(one) for one in stories], added))


def counts(store: Store) -> dict[str, int]:
    with store.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.metadata.tables.items()
        }


def known(store: Store, at: str | None) -> list[str]:
    """Ids and moments of the stories that are known then, by their claims."""
    with store.reading() as connection:
        asked = select(tables.stories.c.id, tables.stories.c.known_from).join(
            tables.claims, tables.claims.c.story == tables.stories.c.key
        )
        when = known_at(at) if at else None
        found = connection.execute(asked.where(read.held_at(tables.claims, when)).distinct()).all()
    return sorted(f"{row.id} {row.known_from}" for row in found)


def test_a_story_comes_back_as_it_was(store: Store) -> None:
    given = many(3)
    keys = put(store, *given)
    with store.reading() as connection:
        assert [one for _, one in read.stories_of(connection, keys)] == given
        assert read.story_of(connection, keys[1]) == given[1]
        assert read.texts_of(connection, keys) == dict.fromkeys(keys, TEXT)
        with pytest.raises(KeyError):
            read.story_of(connection, 10**6)


def test_a_story_read_by_the_coder_comes_back_as_it_was(store: Store, samples: object) -> None:
    from dragoman.testing import StandIn

    given = StandIn().read("Paris met London on Tuesday.", id="a", date="2024-12-03")
    [key] = put(store, given)
    with store.reading() as connection:
        assert read.story_of(connection, key) == given


def test_two_versions_added_at_once_end_each_other_as_two_runs_do(store: Store) -> None:
    first = story(published="2024-03-16T09:30")
    second = story(text=TEXT.replace("Saturday", "Friday  "), published="2024-03-18T00:00Z")
    old, _ = put(store, first, second)
    with store.reading() as connection:
        assert {c.known_to for c in read.claims_of(connection, [old])} == {"2024-03-18T00:00:00Z"}


def test_claims_and_contacts_come_back(store: Store) -> None:
    [key] = put(store, story())
    with store.reading() as connection:
        claims = read.claims_of(connection, [key])
        [telling] = read.contacts_of(connection, [key])
        assert read.claims_by_id(connection, [claims[1].id, "none"]) == [claims[1]]
        assert read.claims_by_key(connection, [c.key for c in claims]) == claims
        assert read.contacts_by_key(connection, [telling.key]) == [telling]
    call = claims[0]
    assert (call.story_id, call.type, call.mode, call.quad) == ("call", "CONSULT", "phone", "verbal cooperation")
    assert [(a.id, a.country, a.text) for a in call.actor] == [("ada-glonn", "XBF", "Ada Glonn")]
    assert [s.name for s in call.sources] == ["office of Ada Glonn"]
    assert call.contexts == ("diplomatic", "military")
    assert [claim.kind for claim in claims] == ["event", "relation", "statement"]
    assert (claims[1].recipient[0].name, claims[1].share, claims[1].date_start) == ("Isle of Tamsin", "half", "2011")
    assert (telling.channel, telling.asked_by, telling.mentions) == ("phone", "XBF", (call.key,))
    assert [p.code for p in telling.parties] == ["XBF", "XVL"]
    assert [words.text for words in telling.readouts["XBF"]] == [FIRST]


def test_adding_twice_changes_nothing(store: Store) -> None:
    put(store, *many(3))
    before = counts(store)
    assert put(store, *many(3)) == []
    assert counts(store) == before


def test_a_later_text_under_the_same_id_ends_the_first(store: Store) -> None:
    [old] = put(store, story(published="2024-03-16"))
    [new] = put(store, story(text="Corrects the number.", published="2024-03-18"))
    assert known(store, "2024-03-17") == ["call 2024-03-16T00:00:00Z"]
    assert known(store, "2024-03-18") == known(store, None) == ["call 2024-03-18T00:00:00Z"]
    with store.reading() as connection:
        first, second = read.versions_of(connection, "call")
    assert (first.ended_by, first.ended_kind, first.known_to) == (new, "correction", "2024-03-18T00:00:00Z")
    assert (second.key, second.ended_by, old) == (new, None, first.key)


def test_an_earlier_text_that_is_added_later_is_ended_from_the_start(store: Store) -> None:
    put(store, story(published="2024-03-18"))
    put(store, story(text="First.", published="2024-03-16"))
    assert known(store, "2024-03-17") == ["call 2024-03-16T00:00:00Z"]
    assert known(store, None) == ["call 2024-03-18T00:00:00Z"]


def test_a_text_between_two_takes_its_time(store: Store) -> None:
    put(store, story(text="Third.", published="2024-03-20"), story(text="First.", published="2024-03-16"))
    put(store, story(text="Second.", published="2024-03-18"))
    assert known(store, "2024-03-17") == ["call 2024-03-16T00:00:00Z"]
    assert known(store, "2024-03-19") == ["call 2024-03-18T00:00:00Z"]
    assert known(store, "2024-03-20") == ["call 2024-03-20T00:00:00Z"]


def test_of_two_texts_of_one_time_the_one_added_later_holds_from_then_on(store: Store) -> None:
    put(store, story(), added="2024-03-16T10:00:00Z")
    put(store, story(text="Changed."), added="2024-03-19T10:00:00Z")
    assert known(store, "2024-03-18") == ["call 2024-03-16T08:30:00Z"]
    assert known(store, "2024-03-19") == ["call 2024-03-19T10:00:00Z"]


def test_a_story_without_a_date_is_known_from_when_it_was_added(store: Store) -> None:
    put(store, story(published=None), added="2024-03-19T10:00:00Z")
    assert known(store, None) == ["call 2024-03-19T10:00:00Z"]


def test_a_killed_story_ends_and_is_still_known_before(store: Store) -> None:
    [old, notice] = put(store, story("killed"), story("notice", published="2024-03-20"))
    store.write(lambda connection: supersede(connection, old, notice, "kill", "2024-03-20T00:00:00Z"))
    assert known(store, "2024-03-17") == ["killed 2024-03-16T08:30:00Z"]
    assert known(store, None) == ["notice 2024-03-20T00:00:00Z"]
    with store.reading() as connection:
        assert all(c.known_to == "2024-03-20T00:00:00Z" for c in read.claims_of(connection, [old]))
        assert all(c.known_to == "2024-03-20T00:00:00Z" for c in read.contacts_of(connection, [old]))
    store.write(lambda connection: reinstate(connection, old))
    assert len(known(store, None)) == 2


def test_nothing_ends_before_it_was_known(store: Store) -> None:
    [key] = put(store, story())
    store.write(lambda connection: supersede(connection, key, None, "kill", "2001-01-01T00:00:00Z"))
    with store.reading() as connection:
        [row] = read.versions_of(connection, "call")
    assert row.known_to == row.known_from


def test_an_input_is_known_again(store: Store) -> None:
    store.write(lambda connection: store_all(connection, [Incoming(story())]))
    store.write(lambda connection: store_all(connection, [Incoming(story(), "hash")]))
    with store.reading() as connection:
        assert held(connection, "call", "hash")
        assert not held(connection, "call", "other")


def test_stories_are_found_by_day_and_actor(store: Store) -> None:
    other = replace(event(), actor=(replace(GLONN, id="another"),), recipient=())
    [one, two] = put(store, story("one"), replace(story("two"), events=(other,), relations=()))
    with store.reading() as connection:
        assert read.stories_between(connection, "2024-03-14", "2024-03-15") == [one, two]
        assert read.stories_between(connection, "2024-03-14", "2024-03-15", {"ada-glonn"}) == [one]
        assert read.stories_between(connection, "2024-03-16", "2024-03-17", {"ada-glonn"}) == []


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("telephone", 1),
        ("TELEPHONES", 1),
        ("tele*", 1),
        ("tele", 0),
        ("Velmora president", 1),
        ("velmora", 3),
        ('"president of Brackenfels"', 0),
        ('"Ada Glonn of Brackenfels"', 1),
        ("Vélmora's", 1),
        ("controlling", 1),
        ("the harbour was", 1),
        ("telephone harbour", 0),
    ],
)
def test_sentences_are_found_by_their_words(store: Store, query: str, sentences: int) -> None:
    put(store, story())
    with store.reading() as connection:
        assert len(connection.execute(matching(query, connection.dialect)).all()) == sentences


@pytest.mark.parametrize("query", ["", "...", '""', '"'])
def test_a_query_without_words_is_refused(store: Store, query: str) -> None:
    with store.reading() as connection, pytest.raises(StoreError, match="no word to search for"):
        matching(query, connection.dialect)


@pytest.mark.parametrize("query", ["a AND b", "NEAR(x)", "col:umn", "x | y & !z", "'; DROP TABLE stories", "^x -y"])
def test_marks_of_query_languages_are_no_more_than_words(store: Store, query: str) -> None:
    with store.reading() as connection:
        assert connection.execute(matching(query, connection.dialect)).all() == []


def test_nothing_is_kept_of_a_transaction_that_fails(store: Store) -> None:
    def work(connection: object) -> None:
        store_all(connection, [Incoming(story())])  # type: ignore[arg-type]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(work)
    assert counts(store)["stories"] == counts(store)["claims"] == 0

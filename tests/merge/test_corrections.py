"""What people correct in stories: found again, brought into claims and merges, and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from dragoman.merge.saying import CorrectionError, correct, withdraw
from dragoman.store import corrections, tables
from dragoman.store.corrected import Correction, corrected
from dragoman.store.engine import Store
from dragoman.store.read import stories_of
from dragoman.store.write import Incoming
from dragoman.store.write import store as put
from dragoman.story import Event
from dragoman.views.standing_store import keep_up

from .merge_stories import coded, take_in

KEPT = ("claims", "claim_actors", "claim_contexts", "contacts", "contact_parties", "contact_mentions", "readouts",
        "event_actors", "event_pairs", "event_facets", "event_tallies", "telling_keys", "telling_links",
        "state_claims")  # fmt: skip
OWN = ("key", "event", "contact_group", "head", "state")  # numbers that a database gives anew


def start() -> int:
    """Where the one mention of a call begins, of which there is a contact."""
    return the_mention().start


def the_mention() -> Event:
    story = coded("ankara")
    contact = next(one for one in story.contacts if {p.code for p in one.parties} == {"TUR", "FRA", "DEU"})
    [mention] = contact.mentions
    return story.events[mention]


def say(store: Store, field: str, value: Any, what: str | None = None, by: str = "Ann") -> Correction:
    return store.write(lambda c: correct(c, what or f"ankara@{start()}", field, value, by), alone="merge")


def take_back(store: Store, one: Correction) -> None:
    store.write(lambda c: withdraw(c, one.id), alone="merge")


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that is derived, without what a database numbers anew; counts of nothing count as none."""
    keep_up(store)
    found = {}
    with store.reading() as connection:
        for name in KEPT:
            table = tables.metadata.tables[name]
            columns = [column for column in table.c if column.name not in OWN]
            rows = [tuple(row) for row in connection.execute(select(*columns))]
            if name in ("event_facets", "event_tallies"):
                rows = [row for row in rows if row[-1]]
            found[name] = sorted(rows, key=repr)
        groups = tables.event_groups
        names = [column for column in groups.c if column.name not in ("key", "head")]
        found["events"] = sorted((tuple(row) for row in connection.execute(select(*names))), key=repr)
        met = tables.contact_groups
        names = [column for column in met.c if column.name not in ("key", "head")]
        found["met"] = sorted((tuple(row) for row in connection.execute(select(*names))), key=repr)
        standing = select(tables.judgements.c.left, tables.judgements.c.right).where(
            tables.judgements.c.withdrawn_at.is_(None)
        )
        found["judged"] = sorted(tuple(row) for row in connection.execute(standing))
    return found


def the_claim(store: Store) -> Any:
    with store.reading() as connection:
        of = tables.claims.c
        asked = select(tables.claims).join(tables.stories).where(tables.stories.c.id == "ankara", of.start == start())
        return connection.execute(asked.where(of.kind == "event")).one()


def test_a_correction_is_brought_into_claim_event_and_contact_and_taken_back_whole(store: Store) -> None:
    take_in(store, "ankara", "kremlin", "call")
    before, claim = state(store), the_claim(store)
    made = say(store, "status", "denied")
    assert (made.old, made.new, made.words) == ("happened", "denied", coded("ankara").text[made.start : made.stop])
    now = the_claim(store)
    assert (now.status, now.id, now.key) == ("denied", claim.id, claim.key)
    with store.reading() as connection:
        met = connection.execute(select(tables.contacts.c.status).order_by(tables.contacts.c.key)).scalars().all()
    assert met[:2] == ["happened", "denied"]
    assert state(store) != before
    take_back(store, made)
    assert state(store) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event", None),
        ("type", "ASSAULT"),
        ("mode", "visit"),
        ("background", True),
        ("date", "2024-03-10/2024-03-11"),
        ("actor", ["FRA", {"name": "Nobody", "country": "XQQ", "sector": "GOV"}]),
        ("recipient", "Vladimir Putin; DEU"),
    ],
)
def test_each_field_can_be_corrected_and_taken_back(store: Store, field: str, value: Any) -> None:
    take_in(store, "ankara", "kremlin")
    before = state(store)
    made = say(store, field, value)
    assert state(store) != before
    take_back(store, made)
    assert state(store) == before


def test_what_is_no_meeting_is_no_contact_and_the_others_still_are(store: Store) -> None:
    take_in(store, "ankara", "kremlin")
    before = state(store)
    made = say(store, "type", "ACCUSE")
    claim = the_claim(store)
    assert (claim.type, claim.mode, claim.quad) == ("ACCUSE", None, "verbal conflict")
    now = state(store)
    assert len(now["contacts"]) == len(before["contacts"]) - 1
    left = {row[0] for row in now["contacts"]}  # their ids
    assert left < {row[0] for row in before["contacts"]}
    take_back(store, made)
    assert state(store) == before


def test_an_event_that_is_none_leaves_all_others_as_they_are(store: Store) -> None:
    take_in(store, "ankara", "kremlin", "call")
    story, mention = coded("ankara"), the_mention()
    before, claim = rows_of(store), the_claim(store)
    made = say(store, "event", None)
    assert (made.old, made.new) == (mention.type, None)
    now = rows_of(store)
    assert claim.id in before
    assert now == {id: row for id, row in before.items() if id != claim.id}
    with store.reading() as connection:
        told = dict(stories_of(connection, [1]))[1]
        ids = connection.execute(select(tables.contacts.c.id).where(tables.contacts.c.story == 1)).scalars().all()
        mentions = connection.execute(
            select(tables.contacts.c.item, tables.claims.c.start)
            .join(tables.contact_mentions, tables.contact_mentions.c.contact == tables.contacts.c.key)
            .join(tables.claims, tables.claims.c.key == tables.contact_mentions.c.claim)
            .where(tables.contacts.c.story == 1)
        )
        starts = {(row.item, row.start) for row in mentions}
    assert told.events == tuple(event for event in story.events if event != mention)
    assert len(ids) == len(told.contacts) == len(story.contacts) - 1  # that which it alone told of is gone
    left = [one for one in story.contacts if [story.events[n] for n in one.mentions] != [mention]]
    assert [[told.events[n] for n in one.mentions] for one in told.contacts] == [
        [story.events[n] for n in one.mentions] for one in left
    ]
    assert starts == {(n, told.events[m].start) for n, one in enumerate(told.contacts) for m in one.mentions}


def rows_of(store: Store) -> dict[str, tuple[Any, ...]]:
    """The claims of the story by their ids, but for their indexes in it."""
    columns = [column for column in tables.claims.c if column.name not in ("item",)]
    with store.reading() as connection:
        rows = connection.execute(select(*columns).where(tables.claims.c.story == 1)).all()
    return {row.id: tuple(row) for row in rows}


def test_an_event_that_is_none_is_none_whatever_others_say_of_it(store: Store) -> None:
    take_in(store, "ankara")
    before = state(store)
    other = say(store, "status", "denied", by="Bo")
    none = say(store, "event", None)
    with pytest.raises(CorrectionError, match="no event"):
        say(store, "mode", "visit")
    with store.reading() as connection:
        assert connection.execute(select(tables.claims).where(tables.claims.c.start == start())).all() == []
    take_back(store, none)
    assert the_claim(store).status == "denied"
    take_back(store, other)
    assert state(store) == before


def test_an_actor_is_corrected_wherever_it_was_read(store: Store) -> None:
    take_in(store, "ankara")
    story = coded("ankara")
    merkel = next(e for e in story.entities if "Merkel" in e.name and e.start is not None)
    number = sum(one.name == merkel.name for one in story.entities)
    assert number > 1
    made = say(store, "entity", "narendra-modi", f"ankara@{merkel.start}")
    with store.reading() as connection:
        [(_, now)] = stories_of(connection, [1])
        parties = {tuple(row) for row in connection.execute(
            select(tables.contact_parties.c.code, tables.contact_parties.c.name))}  # fmt: skip
        names = set(connection.execute(select(tables.claim_actors.c.name)).scalars())
    assert sum(one.id == "narendra-modi" for one in now.entities) == number
    assert all(one.by == "corrected by Ann" for one in now.entities if one.id == "narendra-modi")
    assert ("IND", "Narendra Modi") in parties
    assert ("DEU", merkel.name) not in parties
    assert "Narendra Modi" in names
    assert merkel.name not in names
    take_back(store, made)
    with store.reading() as connection:
        assert [told for _, told in stories_of(connection, [1])] == [story]


def test_a_correction_waits_for_a_story_and_finds_it_in_another_version(store: Store) -> None:
    take_in(store, "ankara")
    say(store, "status", "negated")
    other = next(event for event in reversed(coded("ankara").events) if event.start != start())
    say(store, "event", None, f"ankara@{other.start}")
    story = coded("ankara")
    later = replace(
        story,
        text="CORRECTED\n\n" + story.text,
        events=tuple(replace(e, start=e.start + 11, end=e.end + 11) for e in story.events),
        entities=(),
        contacts=(),
        attributions=(),
        relations=(),
        passages=tuple(replace(p, start=p.start + 11, end=p.end + 11) for p in story.passages),
        published="2030-03-15",
    )
    store.write(lambda connection: put(connection, [Incoming(later)]))
    with store.reading() as connection:
        of = tables.claims.c
        asked = select(of.status).join(tables.stories).where(of.start == start() + 11, tables.stories.c.id == "ankara")
        assert connection.execute(asked.where(of.kind == "event")).scalar_one() == "negated"
        spots = select(of.start).join(tables.stories).where(of.kind == "event", tables.stories.c.id == "ankara")
        held = set(connection.execute(spots.where(tables.stories.c.known_to.is_(None))).scalars())
    assert start() + 11 in held
    assert other.start + 11 not in held


def test_the_same_is_found_by_its_words_and_nothing_else_is_touched() -> None:
    story = coded("ankara")
    event = next(e for e in story.events if e.start == start())
    one = Correction(
        id="x", story="call", text="of another text", start=0, stop=5, words=event.text, sentence="not in the story",
        offset=0, field="status", old="happened", new="denied", by="Ann", at="2024-01-01T00:00:00Z",
    )  # fmt: skip
    made = corrected(story, corrections.text_hash(story.text), [one])
    same = [e for e in story.events if e.text == event.text]
    changed = [new for old, new in zip(story.events, made.story.events, strict=True) if old != new]
    assert len(changed) == (1 if len(same) == 1 else 0)
    assert made.ids == (("x",) if len(same) == 1 else ())


def test_the_last_correction_holds_and_the_earlier_one_is_back_when_it_goes(store: Store) -> None:
    take_in(store, "ankara")
    say(store, "status", "planned")
    second = say(store, "status", "denied", by="Bo")
    assert the_claim(store).status == "denied"
    take_back(store, second)
    assert the_claim(store).status == "planned"


@pytest.mark.parametrize(
    ("what", "field", "value", "by", "why"),
    [
        ("ankara@{}", "colour", "red", "Ann", "no such field"),
        ("ankara@{}", "type", "DANCE", "Ann", "is no type"),
        ("ankara@{}", "event", "ASSAULT", "Ann", "give nothing"),
        ("ankara@{}", "mode", "drone", "Ann", "is no mode of CONSULT"),
        ("ankara@{}", "status", "happened", "Ann", "already"),
        ("ankara@{}", "status", "denied", "dragoman", "person's name"),
        ("ankara@{}", "status", "denied", " ", "person's name"),
        ("ankara@{}", "date", "yesterday", "Ann", "is no day"),
        ("ankara@{}", "date", "2024-03-11/2024-03-10", "Ann", "is no time"),
        ("ankara@{}", "actor", "bush", "Ann", "may be george-h-w-bush, george-w-bush"),
        ("ankara@{}", "actor", [{"name": "x", "country": "Russia"}], "Ann", "no code of a country"),
        ("ankara@{}", "actor", [{"title": "x"}], "Ann", "an actor is a name"),
        ("ankara@{}", "background", "perhaps", "Ann", "true or false"),
        ("ankara@0", "entity", "RUS", "Ann", "no actor"),
        ("ankara@1", "status", "denied", "Ann", "no event"),
        ("nothing@1", "status", "denied", "Ann", "no such story"),
        ("nothing", "status", "denied", "Ann", "no such event"),
    ],
)
def test_what_cannot_be_corrected_is_told(store: Store, what: str, field: str, value: Any, by: str, why: str) -> None:
    take_in(store, "ankara")
    with pytest.raises(CorrectionError, match=why):
        say(store, field, value, what.format(start()), by)
    with store.reading() as connection:
        assert connection.execute(select(tables.corrections)).all() == []

"""Story -> rows: pure, and the same each time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from store_stories import FIRST, TEXT, at, event, story

from dragoman.store import StoreError
from dragoman.store.claims import packed, rows, story_row, uid_of, unpacked, unpacked_text, version_of
from dragoman.store.tables import ROOM
from dragoman.store.times import came_out, known_at

MOMENT = "2024-03-16T08:30:00Z"


def test_a_story_has_its_claims() -> None:
    made = rows(story(), 7, MOMENT)
    assert [(claim["kind"], claim["type"], claim["text"]) for claim in made.claims] == [
        ("event", "CONSULT", "called"),
        ("relation", "controls", "controls half"),
        ("statement", None, "The harbour was quiet"),
    ]
    assert [claim["key"] for claim in made.claims] == [7 * ROOM, 7 * ROOM + 1, 7 * ROOM + 2]


def test_a_claim_has_its_sentence_place_sides_and_times() -> None:
    claim = rows(story(), 7, MOMENT).claims[0]
    assert TEXT[claim["sentence_start"] : claim["sentence_stop"]] == FIRST
    assert claim["sentence"] == 7 * ROOM + 2
    assert (claim["place_name"], claim["place_country"], claim["lat"], claim["lon"]) == ("Port Tarrow", "XVL", 1.5, 2.5)
    assert (claim["actor"], claim["actor_country"]) == ("ada-glonn", "XBF")
    assert (claim["recipient"], claim["speaker"], claim["speaker_country"]) == ("XVL", "office of Ada Glonn", "XBF")
    assert (claim["date_start"], claim["day"], claim["known_from"]) == ("2024-03-15", "2024-03-15", MOMENT)


def test_a_claim_without_a_date_is_filed_under_the_day_of_its_story() -> None:
    made = rows(replace(story(), events=(replace(event(), date=None),)), 1, MOMENT)
    assert (made.claims[0]["date_start"], made.claims[0]["day"]) == (None, "2024-03-16")


def test_a_contact_has_parties_mentions_and_readouts() -> None:
    made = rows(story(), 7, MOMENT)
    assert [(row["code"], row["day"]) for row in made.contact_parties] == [("XBF", "2024-03-15"), ("XVL", "2024-03-15")]
    assert made.contact_mentions == [{"contact": 7 * ROOM, "claim": 7 * ROOM}]
    assert [(row["code"], row["text"]) for row in made.readouts] == [("XBF", FIRST)]


def test_the_same_story_gives_the_same_rows() -> None:
    assert rows(story(), 3, MOMENT) == rows(story(), 3, MOMENT)


def test_ids_hang_on_content_and_not_on_keys() -> None:
    one, other = rows(story(), 3, MOMENT), rows(story(), 4, MOMENT)
    assert [c["id"] for c in one.claims] == [c["id"] for c in other.claims]
    assert [c["id"] for c in one.contacts] == [c["id"] for c in other.contacts]


def test_ids_differ_by_story_version_status_side_and_attribution() -> None:
    base = story()
    changed = [
        base,
        replace(base, id="other"),
        story(text="More was not known."),
        *(
            replace(base, events=(replace(event(), **change),))
            for change in ({"status": "denied"}, {"recipient": ()}, {"attribution": ()}, {"type": "AGREE"})
        ),
    ]
    assert len({rows(one, 1, MOMENT).claims[0]["id"] for one in changed}) == len(changed)


def test_a_claim_told_twice_in_one_place_is_one() -> None:
    made = rows(replace(story(), events=(event(), event())), 1, MOMENT)
    assert [claim["kind"] for claim in made.claims] == ["event", "relation", "statement"]


def test_the_version_is_the_text_and_what_stands_beside_it() -> None:
    base = story()
    assert version_of(base) == version_of(replace(base, made_by=replace(base.made_by, coder="9"), events=()))
    assert version_of(base) != version_of(replace(base, headline="Another headline"))
    assert version_of(base) != version_of(replace(base, published="2024-03-17"))
    assert uid_of(base) != uid_of(replace(base, id="other"))


def test_the_origin_is_the_agency_or_else_the_outlet() -> None:
    assert story_row(story())["origin"] == "VPA"
    assert story_row(replace(story(), agency=None))["origin"] == "Harbour Sentinel"
    assert story_row(replace(story(), agency=None, extra={}))["origin"] is None


def test_a_headline_beside_the_text_is_indexed_too() -> None:
    made = rows(replace(story(), headline="Given beside it"), 1, MOMENT)
    assert made.sentences[0] == {"key": ROOM, "story": 1, "headline": True, "start": None, "stop": None}
    assert made.index[0]["words"] == "given beside it"


def test_packing_keeps_all() -> None:
    text, record = packed(story())
    assert unpacked(text, record) == story()
    assert unpacked_text(text) == TEXT


def test_a_claim_outside_all_sentences_has_none() -> None:
    start, _ = at("called")
    made = rows(replace(story(), passages=()), 1, MOMENT)
    assert made.claims[0]["start"] == start
    assert made.claims[0]["sentence"] is None


@pytest.mark.parametrize(
    ("published", "zone", "moment"),
    [
        ("2024-03-16T09:30", "+01:00", "2024-03-16T08:30:00Z"),
        ("2024-03-16T09:30", "Europe/Zurich", "2024-03-16T08:30:00Z"),
        ("2024-07-16T09:30", "Europe/Zurich", "2024-07-16T07:30:00Z"),
        ("2024-03-16T09:30", "Nowhere/Town", "2024-03-16T09:30:00Z"),
        ("2024-03-16T09:30-05:00", "+01:00", "2024-03-16T14:30:00Z"),
        ("2024-03-16", "+01:00", "2024-03-16T00:00:00Z"),
    ],
)
def test_when_a_story_came_out(published: str, zone: str, moment: str) -> None:
    assert came_out(published, published[:10], zone) == moment


def test_known_on_a_day_is_its_end() -> None:
    assert came_out(None, None, None) is None
    assert known_at("2024-03-16") == "2024-03-16T23:59:59Z"
    assert known_at("2024-03-16T09:30+01:00") == MOMENT
    with pytest.raises(StoreError, match="no ISO date"):
        known_at("yesterday")

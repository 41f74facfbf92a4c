"""From bytes to `Page`: overrides, languages, the agencies' file, what holds for any text, and whole stories."""

from __future__ import annotations

import json
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman.errors import InputError, KnowledgeError, OtherLanguage
from dragoman.ingest import NO_DATE, Page, ingest
from dragoman.ingest.agencies import agencies, known, parse
from dragoman.ingest.detect import language, named, require_english
from dragoman.ingest.units import PADDING
from dragoman.ingest.wire import parts

GERMAN = "Der Kreml teilte am Dienstag mit, dass der Präsident mit seinem Kollegen telefoniert hat."
STORY = "The ministers of Marland and Osterra met in Geneva on Tuesday and agreed that the talks will go on."


def words(page: Page, kind: str) -> list[str]:
    return [page.text[p.start : p.end] for p in page.passages if p.kind == kind]


# --- overrides


def test_no_date_is_noted() -> None:
    page = ingest(STORY, name="story")
    assert page.published is None
    assert page.notes == (NO_DATE,)


def test_a_sentence_that_ends_in_a_date_is_no_header() -> None:
    sentence = "The embargo of Osterra on Marland ended on 4 May 2003."
    assert words(ingest(sentence, name="story"), "paragraph") == [sentence]


def test_impossible_date_is_noted() -> None:
    page = ingest(f"Talks go on\n\n31.2.2024\n\n{STORY}", name="story")
    assert page.published is None
    assert "31.2.2024 is no day" in page.notes[0]


def test_given_date_goes_before_the_page() -> None:
    text = f"Talks go on\n\nSDA\n\n03/12/2024 - 19:23\n\n{STORY}"
    page = ingest(text, name="story", date="2024-12-03T19:23+01:00")
    assert (page.published, page.zone, page.zone_assumed, page.notes) == ("2024-12-03T19:23", "+01:00", False, ())


def test_given_date_in_a_wrong_form() -> None:
    with pytest.raises(InputError, match="ISO date"):
        ingest(STORY, name="story", date="3.12.2024")


def test_given_agency_and_its_zone() -> None:
    page = ingest(f"Talks go on\n\n3.12.2024 - 19:23\n\n{STORY}", name="story", agency="keystone-sda")
    assert (page.agency, page.zone, page.zone_assumed) == ("SDA", "Europe/Zurich", True)


def test_given_agency_that_is_not_known() -> None:
    page = ingest(f"3.12.2024\n\n{STORY}", name="story", agency="Tarn Herald")
    assert (page.agency, page.zone, page.zone_assumed) == ("Tarn Herald", None, False)


def test_given_headline() -> None:
    page = ingest(STORY, name="row 1", headline="Talks go on")
    assert page.headline == "Talks go on"
    assert words(page, "headline") == []


# --- languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (STORY, "en"),
        ("Osterra frees forty soldiers", "en"),
        ("Lavrov meets Cavusoglu in Antalya", "en"),
        ("", "en"),
        ("12 345 !", "en"),
        ("Der Kreml teilte am Dienstag mit, dass der russische Präsident mit seinem Kollegen telefoniert habe.", "de"),
        ("Le président russe et son homologue turc ont discuté mardi de la situation en Syrie.", "fr"),
        ("Путин и Эрдоган обсудили ситуацию в Сирии", "ru"),
        ("بوتين وأردوغان يبحثان الوضع في سوريا", "ar"),
        ("Putin met Erdogan. " * 500, "en"),
    ],
)
def test_language(text: str, code: str) -> None:
    assert language(text) == code


def test_other_language_is_named_with_a_hint() -> None:
    with pytest.raises(OtherLanguage, match=r"^a\.txt: the text is in German, .*--lang en"):
        require_english(
            "Der Kreml teilte am Dienstag mit, dass der Präsident mit seinem Kollegen telefoniert hat.", "a.txt"
        )


def test_given_language() -> None:
    assert ingest(GERMAN, name="a.txt", lang="en").language == "en"
    assert ingest(GERMAN, name="a.txt", lang="en-GB").language == "en"
    with pytest.raises(OtherLanguage, match="French"):
        ingest(STORY, name="a.txt", lang="fr")


def test_dialects_of_chinese_are_called_chinese() -> None:
    assert named(language("俄罗斯总统普京星期二与土耳其总统埃尔多安通电话，讨论了叙利亚局势。")) == "Chinese"


def test_unknown_language_code() -> None:
    assert named("qqq") == "another language (qqq)"


# --- agencies


def test_agencies_file() -> None:
    assert len(agencies()) >= 60
    for agency in agencies():
        assert ZoneInfo(agency.zone)
        assert len(agency.country) == 3
        assert agency.country.isupper()


@pytest.mark.parametrize(
    ("alias", "name"),
    [("keystone-sda", "SDA"), ("AA", "Anadolu"), ("The Associated Press", "AP"), ("Xinhua  News Agency", "Xinhua")],
)
def test_agencies_by_alias(alias: str, name: str) -> None:
    agency = known(alias)
    assert agency is not None
    assert agency.name == name


def test_photo_agencies() -> None:
    assert {"Keystone", "Getty Images", "EPA"} <= {agency.name for agency in agencies() if agency.photo}


@pytest.mark.parametrize(
    "data",
    [
        b"agencies: [{name: X}]",
        b"agencies: [{name: X, full: X, zone: UTC, country: XXX, colour: red}]",
        b"agencies: [{name: X, full: X, zone: UTC, country: XXX}, {name: Y, full: x, zone: UTC, country: XXX}]",
        b"agencies: [",
    ],
)
def test_damaged_agencies_file(data: bytes) -> None:
    with pytest.raises(KnowledgeError, match=r"agencies\.yaml"):
        parse(data)


# --- what holds for any text

PIECES = st.sampled_from([
    "\n", "\n\n", "\r\n", " ", "  ", ". ", " - ", "(Reuters)", "MOSCOW", "Russia ", "By Ann Lee", "12:05", "SDA",
    "3.12.2024 - 19:23", "ARCHIVE - ", "Photo: Jo Smith/Pool", "EDITORS:", "Keystone", "said", "Putin", "Lee and Low",
    "(", ")", "--", "KILL", "UPDATE 1-", "\u202e", "🕊️", "\x00", "\x85", "\u2028", "Read more", "Source: TASS",
    "ministers met in Geneva",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("\x85")
@example("MOSCOW (Reuters) -")
@example("3.12.2024")
@example("Wed 05 Apr 2017 ")
def test_passages_are_ordered_in_range_and_apart(text: str) -> None:
    passages = parts(text).passages
    end = 0
    for passage in passages:
        assert end <= passage.start < passage.end <= len(text)
        end = passage.end
    covered = {i for passage in passages for i in range(passage.start, passage.end)}
    left = "".join(char for i, char in enumerate(text) if i not in covered)
    assert not any(char.isalnum() for char in left)
    for passage in passages:
        assert not PADDING.fullmatch(text[passage.start]), "white space at the start of a passage"


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_same_text_same_parts(text: str) -> None:
    assert parts(text) == parts(text)


@pytest.mark.parametrize(
    "line",
    [
        "BY " + "SALVADOR FARABUNDO " * 8 + "[X]",
        "By " + "A" * 150 + "!",
        "A-" * 80,
        "Aa Bb, " * 22,
        "MOSCOW/" * 22,
        "12:12 " * 26,
        "Photo " * 26,
        "(A/" * 50,
        "KILL " * 30 + "x",
        "Reporting by " * 12,
        "al-" * 50 + "Aa",
    ],
)
def test_no_line_takes_long(line: str) -> None:
    start = time.perf_counter()
    parts(f"{line}\n\n{STORY}\n\n{line}")
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "word " * 10_000,
        "Putin said. " * 20_000,
        "A" * 300_000,
        " " * 300_000 + "a",
        "(" * 300_000,
        "Photo: " * 40_000,
        "BEIRUT, " * 40_000,
        "Mon Tue 12:12 3.12.2024 " * 15_000,
        "ARCHIVE - a\n" * 20_000,
        "Short line here\n\n" * 15_000,
        "\x07a\u202e" * 100_000,
        "😀" * 100_000,
        "/".join(["AFP"] * 60_000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_long_input_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    page = ingest(text, name="long", lang="en")
    assert page.text == text
    assert time.perf_counter() - start < 10


# --- whole stories


def test_first_story(first_story: str) -> None:
    page = ingest(first_story.encode(), name="first story")
    assert page.text == first_story
    assert page.headline == "Putin and Erdogan discuss the situation in Syria"
    assert words(page, "headline") == [page.headline]
    assert words(page, "kicker") == ["Russia"]
    assert (page.agency, page.byline) == ("SDA", None)
    assert (page.published, page.zone, page.zone_assumed) == ("2024-12-03T19:23", "Europe/Zurich", True)
    assert len(words(page, "caption")) == 2
    assert words(page, "credit") == ["Keystone"]
    assert [heading.split()[0] for heading in words(page, "heading")] == ["Erdogan", "Russia"]
    assert len(words(page, "paragraph")) == 6
    assert words(page, "sign-off") == ["SDA"]
    assert page.notes == ()


def test_samples(samples: Path) -> None:
    stories = sorted([*samples.glob("*.txt"), *samples.glob("*.html")])
    for path in stories:
        page = ingest(path.read_bytes(), name=path.name)
        assert page.published, path.name
        assert page.agency, path.name
        assert page.headline or words(page, "note"), path.name
        assert words(page, "paragraph"), path.name
        assert not any("Photo" in paragraph for paragraph in words(page, "paragraph")), path.name


def test_corpus_rows_are_read(shared: Path) -> None:
    rows = (shared / "gold/texts/guardian_sdf.jsonl").read_text(encoding="utf-8").splitlines()[:40]
    for row in map(json.loads, rows):
        assert [p.kind for p in parts(row["text"]).passages] == ["paragraph"]
        assert language(row["text"]) == "en"

"""The record as readers see it."""

from __future__ import annotations

import io
import re

import pytest
from cli_stories import TEXT, at, call
from msgspec.structs import replace

from dragoman.cli.show import printer
from dragoman.cli.show.words import MAX_QUOTE, around, clean, days, first_words, listed, published
from dragoman.story import Event, Interval, Passage, Story
from dragoman.testing import StandIn

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def plain(story: Story, width: int | None = None, why: bool = False) -> str:
    out = io.StringIO()
    printer(out, width, why=why)(story)
    return out.getvalue()


def screen(story: Story, width: int, monkeypatch: pytest.MonkeyPatch, why: bool = False) -> str:
    monkeypatch.setenv("FORCE_COLOR", "1")
    return plain(story, width, why)


def section(shown: str, heading: str) -> list[str]:
    """The lines under a heading of the plain record."""
    return shown.partition(f"\n{heading} (")[2].partition("\n\n")[0].splitlines()[1:]


def test_plain_lines_hold_the_record() -> None:
    lines = plain(call()).splitlines()
    for line in (
        "Presidents of Veldoria and Karsund discuss the fighting in Osmar",
        "kicker:  Veldoria",
        "date:    2024-12-03 19:23 Europe/Zurich (zone assumed)",
        "caption: ARCHIVE - President Ilan Moro (r) meets President Tarik Senn (l). Photo: A. Name/Pool (twice)",
        "#1 | - | Ilan Moro (VEL GOV) -> Tarik Senn (KAR GOV) | REQUEST assist | happened | Palace of Veld (VEL GOV)"
        " | sure 0.90",
        "#3 | - | Tarik Senn (KAR GOV) -> Government of Osmar (OSM GOV) | REQUEST | requested | communications office"
        " of Karsund (KAR GOV) <- Tarik Senn (KAR GOV) | sure 0.90 | same as #1",
        "#4 | 2020 | Veldoria (VEL GOV) -> Tarik Senn (KAR GOV) | AGREE | happened | own voice | at Idra | sure 0.90",
        "Veldoria (VEL) – Karsund (KAR) | by telephone | 2024-12-03 (from the page's date) | happened",
        "    asked for by: Karsund, according to Palace of Veld (VEL GOV)",
        "    Veldoria's account: to help restore stability in Osmar",
        "    Karsund's account: Karsund was working on a just and lasting solution",
        "Astana format",
        "picture credit: Keystone",
        "the zone is assumed from the agency's seat",
    ):
        assert line in lines
    assert lines.index("EVENTS: NEWS (3)") < lines.index("EVENTS: BACKGROUND (1)") < lines.index("CONTACTS (1)")


def test_plain_relations_are_sentences() -> None:
    text = plain(call())
    assert "Government of Osmar controls around two thirds of the country (in the agency's own voice): " in text
    assert "Veldoria allied with Government of Osmar (according to Palace of Veld): " in text


def test_a_name_left_open_has_its_candidates() -> None:
    assert section(plain(call()), "NAMES LEFT OPEN") == ["Senn -> Tarik Senn (KAR) 0.62, Maria Senn 0.38"]


def test_times_on_the_calendar_have_their_value_and_edtf_where_it_is_another() -> None:
    assert section(plain(call()), "TIMES") == ["ceasefire -> 2020-03-01", "in 2020 -> 2020 START, EDTF 2020/.."]


def test_places_have_division_and_country() -> None:
    assert section(plain(call()), "PLACES") == [
        "Veld -> Véld, VEL",
        "Idra -> Idra, Low Coast, OSM",
        "Karsund -> Karsund, division of KAR",
        "the country -> the country, not on the map",
    ]


def test_what_decided_is_shown_when_asked() -> None:
    assert "WHO IS MEANT" not in plain(call())
    shown = plain(call(), why=True)
    assert section(shown, "WHO IS MEANT") == [
        "his colleague -> Tarik Senn (KAR GOV) | role president of KAR on 2024-12-03",
        "His -> Tarik Senn (KAR GOV) | pronoun",
        "The government -> Government of Osmar (OSM GOV) | noun 'government' of Osmar",
    ]
    assert "Idra -> Idra, Low Coast, OSM | the likeliest of 2" in section(shown, "PLACES")


@pytest.mark.parametrize("width", [40, 72, 160])
def test_screen_shows_what_mentions_stand_for(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = ESCAPE.sub("", screen(call(), width, monkeypatch, why=True))
    assert max(map(len, shown.splitlines())) <= width
    flat = " ".join(shown.split())
    for words in ("Names left open 1", "Maria Senn 0.38", "EDTF 2020/..", "Low Coast", "likeliest", "pronoun"):
        assert words in flat
    if width == 160:
        assert re.search(r"Idra {2,}Idra, Low Coast, OSM {2,}the likeliest of 2", shown)


def test_plain_marks_the_trigger() -> None:
    assert "President Ilan Moro has «called on» his colleague Tarik Senn in a telephone" in plain(call())


def test_plain_has_no_escape_codes_and_no_boxes() -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2500-\u257f]", plain(call()))


def test_plain_folds_only_when_told() -> None:
    assert max(map(len, plain(call()).splitlines())) > 150
    assert max(map(len, plain(call(), 80).splitlines())) <= 80
    assert plain(call(), 80).split() == plain(call()).split()


def test_columns_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    assert max(map(len, plain(call()).splitlines())) <= 70


@pytest.mark.parametrize("width", [40, 60, 72, 100, 116, 160, 400])
def test_screen_fits_its_width(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = ESCAPE.sub("", screen(call(), width, monkeypatch))
    assert max(map(len, shown.splitlines())) <= width
    for word in ("Kicker", "REQUEST", "Idra", "Karsund's account", "Astana", "Keystone", "requested"):
        assert word.lower() in shown.lower()


def test_screen_lays_accounts_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = ESCAPE.sub("", screen(call(), 100, monkeypatch))
    assert re.search(r"Veldoria's account +Karsund's account", wide)
    narrow = ESCAPE.sub("", screen(call(), 50, monkeypatch))
    assert not re.search(r"Veldoria's account +Karsund's account", narrow)


def test_screen_has_the_trigger_in_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.search(r"\x1b\[1;4mcalled on\x1b\[0m", screen(call(), 150, monkeypatch))


def test_no_colour_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = screen(call(), 100, monkeypatch)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)


def test_a_story_without_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = replace(StandIn().read("Nothing."), events=(), headline=None, agency=None)
    for shown in (plain(empty), ESCAPE.sub("", screen(empty, 80, monkeypatch))):
        assert "No events were found in this story." in shown
        assert "(no headline)" in shown
        assert "none found: events are coded without it" in shown


def test_markup_and_escape_codes_of_the_story_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    story = StandIn().read(
        "[red]Paris[/red] \x1b[31m\x1b]0;title\x07met\u202e London :smile: [bold", agency="[link=x]A"
    )
    for shown in (plain(story), ESCAPE.sub("", screen(story, 120, monkeypatch))):
        assert "[red]Paris[/red]" in shown
        assert ":smile: [bold" in shown
        assert "[link=x]A" in shown
        assert not re.search("[\x07\x1b\u202e]", shown)


def test_several_stories_are_set_apart() -> None:
    out = io.StringIO()
    show = printer(out)
    show(call())
    show(call())
    assert out.getvalue().count("\n\n\nPresidents of") == 1


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-12-03", "2024-12-03", "2024-12-03"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-02-01", "2024-02-28", "2024-02-01 to 2024-02-28"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2020-01-01", "2021-12-31", "2020-01-01 to 2021-12-31"),
        ("2011-01-01", None, "since 2011-01-01"),
        (None, "2011-01-01", "until 2011-01-01"),
        (None, None, ""),
        ("-0500", "-0400", "-0500 to -0400"),
    ],
)
def test_days(start: str | None, end: str | None, shown: str) -> None:
    assert days(Interval(start=start, end=end)) == shown


def test_lists() -> None:
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_clean_keeps_emoji_and_joins_lines() -> None:
    assert clean("a\r\n\tb\u200b c\u2028👨‍👩‍👧 \x9b31m") == "a b c 👨‍👩‍👧 31m"


def test_published_with_another_day() -> None:
    story = replace(call(), date="2024-12-05", zone=None)
    assert published(story) == "2024-12-03 19:23; dates are worked out from 2024-12-05"
    assert published(replace(story, published=None)) == "2024-12-05 (as given)"


@pytest.mark.parametrize("where", [0, 700, 1990])
def test_long_sentences_are_cut_around_the_trigger(where: int) -> None:
    text = ("word " * 400)[:where] + "TRIGGER " + "word " * ((2000 - where) // 5)
    start = text.index("TRIGGER")
    story = replace(StandIn().read(text), text=text, passages=(Passage(kind="paragraph", start=0, end=len(text)),))
    found = around(story, start, start + 7)
    whole = found.before + found.trigger + found.after
    assert found.trigger == "TRIGGER"
    assert len(whole) <= MAX_QUOTE + 4
    assert len(whole) > MAX_QUOTE * 0.7
    assert set(re.findall(r"\w+", whole)) == {"word", "TRIGGER"}


def test_words_without_spaces_are_cut_too() -> None:
    text = "x" * 5000
    story = replace(StandIn().read(text), passages=(Passage(kind="paragraph", start=0, end=len(text)),))
    assert len(around(story, 2000, 2001).before) < MAX_QUOTE
    assert len(first_words(text, 50)) <= 52


def test_a_trigger_outside_of_all_passages() -> None:
    start, end = at("Keystone")
    found = around(replace(call(), passages=()), start, end)
    assert (found.before, found.trigger, found.after) == ("", "Keystone", "")
    assert TEXT[start:end] == "Keystone"


def test_each_event_has_one_number() -> None:
    events: tuple[Event, ...] = call().events
    numbers = re.findall(r"^#(\d+) \|", plain(call()), flags=re.M)
    assert numbers == [str(n) for n in range(1, len(events) + 1)]

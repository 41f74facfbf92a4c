"""Dates of page headers: read as written, never completed."""

from __future__ import annotations

import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.ingest.dates import find, given, prefix

FORMS = [
    ("3.12.2024 - 19:23", "2024-12-03T19:23", None),
    ("3. 12. 2024, 9.05 Uhr", "2024-12-03T09:05", None),
    ("13/12/2024 19:23 GMT", "2024-12-13T19:23", "UTC"),
    ("December 3, 2024 8:15 PM EST", "2024-12-03T20:15", "-05:00"),
    ("Dec. 3, 2024, 12:05 a.m. (UTC+4)", "2024-12-03T00:05", "+04:00"),
    ("Tue, 3 Dec 2024 18:23:00 +0100", "2024-12-03T18:23:00", "+01:00"),
    ("2024-12-03", "2024-12-03", None),
    ("2024-12-03T19:23:11.123Z", "2024-12-03T19:23:11", "UTC"),
    ("2024-12-03 19:23 MSK", "2024-12-03T19:23", "+03:00"),
    ("20241203T182300Z", "2024-12-03T18:23:00", "UTC"),
    ("2024/12/03 19:23:05 JST", "2024-12-03T19:23:05", "+09:00"),
    ("(Thu) 05 Mar 2020 17:30", "2020-03-05T17:30", None),
    ("30-07-2015", "2015-07-30", None),
    ("17-Apr-2014 10:00", "2014-04-17T10:00", None),
    ("20 February 2022 - 17h05", "2022-02-20T17:05", None),
    ("Sunday 1 March 2020, 14.25 (GMT+4:30)", "2020-03-01T14:25", "+04:30"),
    ("12.02.2022 22:15 (Moscow time)", "2022-02-12T22:15", "Europe/Moscow"),
    ("16 Nov 2021 | 14:50 Beijing time", "2021-11-16T14:50", "Asia/Shanghai"),
    ("Friday, 10 March 2023 / 22:40 Beijing (1440 GMT)", "2023-03-10T22:40", "Asia/Shanghai"),
    ("February 12, 2022 2:05 PM ET", "2022-02-12T14:05", "America/New_York"),
    ("August 22 2013 1849 UTC+3", "2013-08-22T18:49", "+03:00"),
    ("Tue Dec  3 18:23:00 2024", "2024-12-03T18:23:00", None),
    ("19:23, 3 December 2024", "2024-12-03T19:23", None),
    ("8:15 PM EST, December 3, 2024", "2024-12-03T20:15", "-05:00"),
    ("4th of March 2020 at 5pm", "2020-03-04T17:00", None),
    ("Sept. 3, 2024", "2024-09-03", None),
    ("3 December 2024, 19:23 local time", "2024-12-03T19:23", None),
    ("Published: 2020-02-21T20:05:00+03:00", "2020-02-21T20:05:00", "+03:00"),
    ("Date of publication 6 June 2016", "2016-06-06", None),
    ("Last updated at Dec 3, 2024", "2024-12-03", None),
    ("3 December 2024 - 12 comments", "2024-12-03", None),
]


@pytest.mark.parametrize(("line", "published", "zone"), FORMS)
def test_forms(line: str, published: str, zone: str | None) -> None:
    stamp = find(line)
    assert stamp is not None
    assert (stamp.published, stamp.zone, stamp.notes) == (published, zone, ())


@pytest.mark.parametrize(
    "line",
    [
        "April 2024",
        "Tuesday",
        "19:23",
        "Marched 3 2020",
        "Resolution 2254",
        "3.12.",
        "1/2",
        "12:30 GMT",
        "",
        "0.0.0000",
    ],
)
def test_no_date(line: str) -> None:
    assert find(line) is None


@pytest.mark.parametrize(
    ("line", "country", "published", "note"),
    [
        ("03/12/2024", None, "2024-12-03", "day first"),
        ("03-07-2015", "LBN", "2015-07-03", "day first"),
        ("03/12/2024 8:15 PM", "USA", "2024-03-12T20:15", "month first"),
        ("3.12.2024", "USA", "2024-12-03", None),
        ("12/25/2024", "GBR", "2024-12-25", None),
        ("05/05/2024", None, "2024-05-05", None),
        ("3.12.24", None, "2024-12-03", "2024"),
        ("Tue 4 Dec 2024", None, "2024-12-04", "Wednesday"),
        ("3.12.2024 25:61", None, "2024-12-03", "no time of day"),
        ("31.2.2024", None, None, "no day of the calendar"),
        ("February 30, 2023 8:15 PM EST", None, None, "no day of the calendar"),
        ("2024-12-03 19:23 IST", None, "2024-12-03T19:23", "several countries"),
        ("2024-12-03 19:23 CST", None, "2024-12-03T19:23", "several countries"),
    ],
)
def test_assumptions_are_noted(line: str, country: str | None, published: str | None, note: str | None) -> None:
    stamp = find(line, country)
    assert stamp is not None
    assert stamp.published == published
    assert (note in " ".join(stamp.notes)) if note else stamp.notes == ()


@pytest.mark.parametrize(("country", "zone"), [("IND", "+05:30"), ("ISR", "+02:00"), ("IRL", "+01:00"), (None, None)])
def test_shared_abbreviations_follow_the_country(country: str | None, zone: str | None) -> None:
    stamp = find("2024-12-03 19:23 IST", country)
    assert stamp is not None
    assert stamp.zone == zone


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Wed 05 Apr 2017 Ministers leave Geneva. The talks", "Wed 05 Apr 2017"),
        ("Posted on April 19 2017 by Ann Lee Ministers", "Posted on April 19 2017"),
        ("Friday 21 April 2017 18:32 Rebels reject", "Friday 21 April 2017 18:32"),
        ("03-07-2015 Five killed", "03-07-2015"),
        ("December 3, 2024, Putin met Erdogan", None),
        ("3 December 2024 was a day of talks", None),
        ("On 3 December 2024 Putin met", None),
        ("Talks on 3 December 2024 Putin", None),
    ],
)
def test_prefix_of_running_text(line: str, date: str | None) -> None:
    stamp = prefix(line)
    assert (line[stamp.start : stamp.end] if stamp else None) == date


@pytest.mark.parametrize(
    ("value", "published", "zone"),
    [
        ("2024-12-03", "2024-12-03", None),
        (" 2024-12-03T19:23 ", "2024-12-03T19:23", None),
        ("2024-12-03 19:23:05+01:00", "2024-12-03T19:23:05", "+01:00"),
        ("2024-12-03T19:23Z", "2024-12-03T19:23", "UTC"),
    ],
)
def test_given(value: str, published: str, zone: str | None) -> None:
    stamp = given(value)
    assert (stamp.published, stamp.zone) == (published, zone)


@pytest.mark.parametrize("value", ["3.12.2024", "2024-13-01", "2024-02-30", "2024-12-03T25:00", "tomorrow", "", "2024"])
def test_given_in_a_wrong_form_says_what_is_accepted(value: str) -> None:
    with pytest.raises(InputError, match="2024-12-03T19:23"):
        given(value)


@given_(st.dates(), st.times())
def test_iso_is_read_back(day: object, time: object) -> None:
    written = f"{day}T{time}"[:16]
    stamp = find(written)
    if 1800 < int(written[:4]) < 2200:
        assert stamp is not None
        assert stamp.published == written


@given_(st.text(alphabet="0123456789 .:/-,TZ+()DecMarfbyuonthpPA", max_size=60))
def test_any_line_is_read_without_error(line: str) -> None:
    stamp = find(line)
    if stamp:
        assert 0 <= stamp.start < stamp.end <= len(line)

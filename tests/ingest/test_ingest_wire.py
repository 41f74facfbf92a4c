"""The parts of a wire page in plain text. All pages here are written for these tests."""

from __future__ import annotations

import pytest

from dragoman.ingest import dateline, kicker, marks
from dragoman.ingest.wire import Parts, parts

STORY = (
    "Marland and Osterra agreed on Tuesday to exchange prisoners, the Marland foreign ministry said after two days of "
    "talks in the Osterran capital."
)
MORE = "Foreign Minister Ann Lee said the exchange would begin on Friday and would cover 40 soldiers from each side."
PAGE = f"""Marland
UPDATE 2-Marland and Osterra agree to exchange prisoners

Keystone-SDA
3.12.2024 - 19:23
By Jane Roe and John van Dam, Reuters

FILE PHOTO: Foreign Minister Ann Lee speaks in Port Tarn, November 3, 2024. REUTERS/Jo Smith
Getty Images

EDITORS: ADDS quotes, background

PORT TARN, Osterra, Dec 3 (Reuters) - {STORY}

How it came about

{MORE}

Read more: Ten years of war
(Reporting by Jane Roe; Editing by Bob Low)
dpa so yyon z2 a3
"""


def shown(text: str, page: Parts | None = None) -> list[tuple[str, str]]:
    page = page or parts(text)
    return [(p.kind, text[p.start : p.end]) for p in page.passages]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in shown(text)]


def test_every_part_of_a_page() -> None:
    assert shown(PAGE) == [
        ("kicker", "Marland"),
        ("note", "UPDATE 2-"),
        ("headline", "Marland and Osterra agree to exchange prisoners"),
        ("agency", "Keystone-SDA"),
        ("date", "3.12.2024 - 19:23"),
        ("byline", "By Jane Roe and John van Dam, Reuters"),
        ("caption", "FILE PHOTO: Foreign Minister Ann Lee speaks in Port Tarn, November 3, 2024. REUTERS/Jo Smith"),
        ("credit", "Getty Images"),
        ("note", "EDITORS: ADDS quotes, background"),
        ("dateline", "PORT TARN, Osterra, Dec 3 (Reuters) -"),
        ("paragraph", STORY),
        ("heading", "How it came about"),
        ("paragraph", MORE),
        ("boilerplate", "Read more: Ten years of war"),
        ("sign-off", "(Reporting by Jane Roe; Editing by Bob Low)"),
        ("sign-off", "dpa so yyon z2 a3"),
    ]


def test_what_the_parts_say() -> None:
    page = parts(PAGE)
    assert page.headline == "Marland and Osterra agree to exchange prisoners"
    assert (page.agency, page.byline) == ("SDA", "By Jane Roe and John van Dam, Reuters")
    assert (page.published, page.zone) == ("2024-12-03T19:23", None)


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_all_kinds(ends: str) -> None:
    text = PAGE.replace("\n", ends)
    assert kinds(text) == kinds(PAGE)


def test_prose_is_one_paragraph_and_has_no_headline() -> None:
    page = parts(f"{STORY} {MORE}")
    assert [p.kind for p in page.passages] == ["paragraph"]
    assert page.headline is None


def test_prose_of_several_lines_has_no_headline() -> None:
    assert kinds(f"{STORY}\n\n{MORE}\n") == ["paragraph", "paragraph"]


def test_a_lone_headline_is_a_headline() -> None:
    assert shown("Osterra frees forty soldiers\n") == [("headline", "Osterra frees forty soldiers")]


def test_a_lone_sentence_is_a_paragraph() -> None:
    assert kinds("Osterra freed forty soldiers on Friday.") == ["paragraph"]


def test_a_headline_may_end_in_a_full_stop() -> None:
    assert kinds(f"Osterra to Free Forty Marland Soldiers.\n\n{STORY}\n\n{MORE}") == [
        "headline",
        "paragraph",
        "paragraph",
    ]
    assert kinds(f"Osterra to free forty soldiers.\n\nPORT TARN (AP) — {STORY}")[:2] == ["headline", "dateline"]


def test_headlines_that_look_like_something_else() -> None:
    assert kinds(f"Have the talks failed?\n\n{STORY}") == ["headline", "paragraph"]
    assert kinds(f"US-Osterra truce ends in Port Tarn\n\n{STORY}") == ["headline", "paragraph"]
    assert kinds(f"Factbox: What the two sides agreed in Port Tarn\n\n{STORY}") == ["kicker", "headline", "paragraph"]


def test_date_and_title_in_front_of_the_text() -> None:
    text = f"Wed 04 Dec 2024 Osterra frees forty soldiers. {STORY} --Reuters"
    assert [kind for kind, _ in shown(text)] == ["date", "paragraph", "sign-off"]
    page = parts(text)
    assert (page.published, page.agency, page.headline) == ("2024-12-04", "Reuters", None)


def test_a_given_headline_is_found_at_the_start_of_the_text() -> None:
    text = f"03-07-2015 Osterra frees forty soldiers. {STORY}"
    page = parts(text, headline="Osterra frees forty soldiers")
    assert shown(text, page) == [
        ("date", "03-07-2015"),
        ("headline", "Osterra frees forty soldiers."),
        ("paragraph", STORY),
    ]


def test_title_and_dateline_on_one_line() -> None:
    text = f"Osterra frees forty soldiers. PORT TARN, Osterra (AP) — {STORY}"
    assert [part for part in shown(text) if part[0] != "paragraph"] == [
        ("headline", "Osterra frees forty soldiers."),
        ("dateline", "PORT TARN, Osterra (AP) —"),
    ]
    assert parts(text).agency == "AP"


def test_hard_wrapped_paragraphs_are_one() -> None:
    lines = (
        "Marland and Osterra agreed on Tuesday to exchange prisoners, the\n"
        "Marland foreign ministry said after two days of talks in the\ncapital of Osterra."
    )
    assert shown(f"Prisoner exchange agreed\n\n{lines}\n\n{lines}")[1:] == [("paragraph", lines), ("paragraph", lines)]


def test_lines_of_a_wrapped_paragraph_are_no_header_lines() -> None:
    block = (
        "PORT TARN, 19 MAR 89 (EFE) -- THE TALKS BETWEEN THE TWO SIDES WERE\n"
        "BY THE NATIONAL GUARD AND THE NATIONAL POLICE OF OSTERRA AND TARN\n"
        "PROTECTED UNTIL THE EVENING.  THEY WILL GO ON NEXT MONDAY."
    )
    assert kinds(f"{block}\n\n{block}") == ["dateline", "paragraph", "dateline", "paragraph"]


def test_lines_that_only_follow_each_other_are_not_joined() -> None:
    title = "Osterra frees forty Marland soldiers in Port Tarn"
    assert kinds(f"{title}\nThe two ministers had agreed on it on Tuesday.") == ["headline", "paragraph"]


def test_hard_wrapped_captions_and_notes_are_one() -> None:
    caption = (
        "ARCHIVE - Foreign Minister Ann Lee of Marland (l) and her\ncounterpart in Port Tarn. Photo: Jo Smith/Pool/dpa"
    )
    note = "EDITORS: This item is not for publication and for your\ninformation only, telephone 555 0100"
    text = f"Talks go on\n\n{caption}\n\n{note}\n\n{STORY}\n"
    assert shown(text)[1:3] == [("caption", caption), ("note", note)]


def test_agency_and_date_on_one_line() -> None:
    text = f"Osterra frees forty soldiers\n\nXinhua | December 3, 2024 8:15 PM EST\n\n{STORY}"
    assert shown(text)[1:3] == [("agency", "Xinhua"), ("date", "December 3, 2024 8:15 PM EST")]
    text = f"Osterra frees forty soldiers\n\n3 Dec 2024, 19:23 · By Ann Lee\n\n{STORY}"
    assert shown(text)[1:3] == [("date", "3 Dec 2024, 19:23"), ("byline", "By Ann Lee")]


def test_date_and_time_on_two_lines() -> None:
    page = parts(f"Osterra frees forty soldiers\n\n3.12.2024\n19:23\n\n{STORY}")
    assert page.published == "2024-12-03T19:23"


def test_published_goes_before_updated() -> None:
    page = parts(f"Talks go on\n\nUpdated: 4 December 2024\nPublished: 3 December 2024\n\n{STORY}")
    assert page.published == "2024-12-03"


def test_slashed_dates_follow_the_agency() -> None:
    text = f"Talks go on\n\n03/12/2024 8:15 PM\n\nPORT TARN (AP) - {STORY}"
    page = parts(text)
    assert page.published == "2024-03-12T20:15"
    assert "month first" in page.notes[0]
    assert parts(text, agency="dpa").published == "2024-12-03T20:15"


def test_dateline_with_its_year_dates_the_page() -> None:
    assert parts(f"PORT TARN, Dec 3, 2024 (AFP) - {STORY}").published == "2024-12-03"
    assert parts(f"PORT TARN, Dec 3 (AFP) - {STORY}").published is None


def test_an_agency_that_the_page_shows_to_be_one() -> None:
    text = f"Talks go on\n\nMW\n\n{STORY}\n\n{MORE}\n\nMW"
    assert kinds(text) == ["headline", "agency", "paragraph", "paragraph", "sign-off"]
    assert parts(text).agency == "MW"


def test_dates_inside_a_text_are_headings() -> None:
    text = f"Ten years of war\n\n{STORY}\n\n24 February 2022\n\n{MORE}"
    assert kinds(text) == ["headline", "paragraph", "heading", "paragraph"]
    assert parts(text).published is None


def test_what_looks_like_a_header_inside_a_text_is_read() -> None:
    text = f"Talks go on\n\n{STORY}\n\nBy Land and Sea\n\n{MORE}\n\nThe Power of Media\n\n{STORY}"
    assert kinds(text) == ["headline", "paragraph", "heading", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "end", ["SDA", "ENDS", "-30-", "###", "(END)", "MORE", "AFP/jr", "ab/cd/ef", "dpa so yyon z2 a3",
            "(With Reuters and AFP)", "Reporting by Ann Lee; Editing by Bob Low",
            "Source: TASS", "Ann Lee contributed to this report."]
)  # fmt: skip
def test_sign_offs(end: str) -> None:
    assert shown(f"Talks go on\n\n{STORY}\n\n{end}")[-1] == ("sign-off", end)


@pytest.mark.parametrize(
    "end",
    ["--Reuters", "- AFP", "(Source: TASS)", "(Reporting by Ann Lee; Editing by Bob Low)", "(With Reuters and AFP)"],
)
def test_sign_offs_on_the_last_line(end: str) -> None:
    assert shown(f"{STORY}\n\n{MORE} {end}")[-2:] == [("paragraph", MORE), ("sign-off", end)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ARCHIVE - President Ann Lee arrives in Port Tarn.", "caption"),
        ("FILE PHOTO: President Ann Lee arrives in Port Tarn.", "caption"),
        ("FILE - Ann Lee, left, and Bob Low in Port Tarn, June 16, 2021. (AP Photo/Jo Smith)", "caption"),
        ("Ann Lee arrives in Port Tarn on Monday. Photo: Jo Smith/Pool", "caption"),
        ("Soldiers guard the bridge. (Host pool handout via MW)", "caption"),
        ("Soldiers guard the bridge (Image: Getty)", "caption"),
        ("In this photo released by the ministry, soldiers guard the bridge.", "caption"),
        ("A handout photo made available by the ministry shows the bridge.", "caption"),
        ("Ann Lee (l) and Bob Low (r) before their talks", "caption"),
        ("Keystone", "credit"),
        ("Getty Images", "credit"),
        ("REUTERS/Jo Smith", "credit"),
        ("Photo: Jo Smith/Pool", "credit"),
        ("(AP Photo/Jo Smith)", "credit"),
        ("© Jo Smith", "credit"),
        ("EDITORS: with photos", "note"),
        ("Eds: UPDATES throughout", "note"),
        ("Editor's note: This story has been updated.", "note"),
        ("CORRECTION: In paragraph three, 11 and not 12", "note"),
        ("KILL KILL KILL", "note"),
        ("BULLETIN KILL", "note"),
        ("EMBARGOED UNTIL 0600 GMT", "note"),
        ("NOT FOR PUBLICATION BEFORE MONDAY", "note"),
        ("(Adds details, background)", "note"),
        ("(This story has been corrected to fix the name)", "note"),
        ("Do not use the earlier version.", "note"),
        ("Subscribe to our newsletter", "boilerplate"),
        ("Read more", "boilerplate"),
        ("Related: The long war", "boilerplate"),
        ("© 2024 The Wire. All rights reserved.", "boilerplate"),
        ("https://example.org/story", "boilerplate"),
        ("* * *", "boilerplate"),
        ("Mr Lee (pictured) told reporters that the exchange would begin on Friday.", None),
        ("Updates to the treaty were agreed on Monday.", None),
        ("The report was published on Monday and shared with allies.", None),
        ("Related issues such as prisoners were left for a later round.", None),
        ("He flew to Port Tarn via Istanbul", None),
        ("Photographs of the bridge were shown to the ministers, who said little.", None),
        ("This report was not shared with Osterra, officials said.", None),
        ("File a complaint, the minister told them.", None),
    ],
)
def test_marks_of_a_line(line: str, kind: str | None) -> None:
    assert marks.mark(line) == kind


@pytest.mark.parametrize(
    "line",
    ["BC-Osterra-Talks, 1st Ld-Writethru", "MW0412", "BC-Osterra, URGENT", "Osterra-Talks, 2nd Ld"],
)
def test_slugs_in_front_of_the_text_are_notes(line: str) -> None:
    assert shown(f"{line}\n\nTalks go on in Port Tarn\n\n{STORY}")[0] == ("note", line)


@pytest.mark.parametrize(
    ("line", "dateline_", "agency"),
    [
        ("BEIRUT, Lebanon, June 2 (Reuters) - Air strikes", "BEIRUT, Lebanon, June 2 (Reuters) -", "Reuters"),
        ("MOSCOW, December 3. /TASS/. The president", "MOSCOW, December 3. /TASS/.", "TASS"),
        ("MOSCOW. Dec 3 (Interfax) - Talks", "MOSCOW. Dec 3 (Interfax) -", "Interfax"),
        ("Berlin (dpa) - Chancellor Low", "Berlin (dpa) -", "dpa"),
        ("Tehran, IRNA – The ministry", "Tehran, IRNA –", "IRNA"),
        ("BAKU/YEREVAN (MW) -- Armenia", "BAKU/YEREVAN (MW) --", "MW"),
        ("PORT-AU-PRINCE, Haiti (AP) — Gangs", "PORT-AU-PRINCE, Haiti (AP) —", "AP"),
        ("WASHINGTON, D.C. – Senators", "WASHINGTON, D.C. –", None),
        ("KABUL - Afghan officials", "KABUL -", None),
        ("Geneva, 3 December 2024 - The envoy", "Geneva, 3 December 2024 -", None),
        ("Turkey – which backs the rebels", None, None),
        ("NATO - The alliance", None, None),
        ("The Syrian Democratic Forces (SDF) - a US-backed group", None, None),
        ("Ann Lee (72) - The minister", None, None),
        ("EXCLUSIVE - Talks go on", None, None),
        ("U.S. - Russia talks", None, None),
    ],
)
def test_datelines(line: str, dateline_: str | None, agency: str | None) -> None:
    found = dateline.at_start(line)
    assert (line[: found.end] if found else None, found.agency if found else None) == (dateline_, agency)


BODY = "President Ann Lee met Bob Low. Lee's troops left. Erdogan spoke."


@pytest.mark.parametrize(
    ("line", "body", "headline"),
    [
        ("Syria Lee and Low discuss the truce", BODY, "Lee and Low discuss the truce"),
        ("Syria Lee and Low discuss the truce", "", "Lee and Low discuss the truce"),
        ("Syria  Marland and Osterra watch the truce", BODY, "Marland and Osterra watch the truce"),
        ("Russia/Turkey  Zone is to spare the city", BODY, "Zone is to spare the city"),
        ("SYRIA | Lee and Low discuss the truce", BODY, None),
        ("Russia says it will leave the talks", BODY, None),
        ("Russia and Turkey discuss the truce", BODY, None),
        ("Russia, Turkey discuss the truce", BODY, None),
        ("Russia Says It Will Leave The Talks", BODY, None),
        ("Russia President Lee meets ministers in Geneva", BODY, None),
        ("Syria: rebels leave the talks in Geneva", BODY, None),
        ("Iran Revolutionary Guards seize a tanker off Oman", BODY, None),
        ("Syria Kurdish groups leave the talks in Geneva", "The Kurdish groups left.", None),
        ("Jordan Henderson leaves the club after ten years", "Jordan Henderson said. Henderson left.", None),
        ("Chad Lee and others", BODY, None),
    ],
)
def test_kicker_on_the_line_of_the_headline(line: str, body: str, headline: str | None) -> None:
    at = kicker.in_headline(line, body)
    assert (line[at:] if at else None) == headline


@pytest.mark.parametrize("line", ["Russia", "MIDDLE EAST", "Ukraine crisis", "POLITICS | CHINA", "Analysis"])
def test_kicker_on_its_own_line(line: str) -> None:
    assert shown(f"{line}\n\nTalks go on in Port Tarn\n\n{STORY}")[:2] == [
        ("kicker", line),
        ("headline", "Talks go on in Port Tarn"),
    ]


def test_a_paragraph_that_begins_like_a_sign_off_is_read() -> None:
    text = f"{STORY}\n\nReporting by journalists in the city has shown that soldiers on both sides shot first."
    assert kinds(text) == ["paragraph", "paragraph"]


def test_caption_in_front_of_a_paragraph() -> None:
    caption = "Ministers shake hands in Port Tarn. (AP Photo/Jo Smith)"
    text = f"{caption} {STORY} {MORE} {STORY} {MORE}"
    assert shown(text)[0] == ("caption", caption)


def test_story_in_a_kill_notice_is_told_apart() -> None:
    text = f"MW0517\nEDITORS: MANDATORY KILL\n\nKill the story MW0502. It is wrong.\n\n{STORY}\n\nMW-of-0831GMT"
    assert kinds(text) == ["note", "note", "note", "paragraph", "sign-off"]


HEADERS = {
    "paper, section and date": (
        "Rift Valley Daily | AFRICA | 7 April 2021\n\nNo progress in talks, says ministry\n\n",
        [("agency", "Rift Valley Daily | AFRICA"), ("date", "7 April 2021"),
         ("headline", "No progress in talks, says ministry")],
    ),
    "paper in capitals": (
        "RIMBA TIMES\nAsia | Saturday, 16 October 2021\n\nAmbassador thrown out of Quen Da\n\n",
        [("agency", "RIMBA TIMES"), ("kicker", "Asia"), ("date", "Saturday, 16 October 2021"),
         ("headline", "Ambassador thrown out of Quen Da")],
    ),
    "changed later": (
        "The Harbour Sentinel\n\nWatchman in custody\n\n14 March 2024, 17:10. Changed on 16 March 2024, 08:30\n\n",
        [("agency", "The Harbour Sentinel"), ("headline", "Watchman in custody"),
         ("date", "14 March 2024, 17:10. Changed on 16 March 2024, 08:30")],
    ),
    "city behind the date": (
        "Envoys meet at last\n\n19/03/2024 09:15 (Tarn)\n\n",
        [("headline", "Envoys meet at last"), ("date", "19/03/2024 09:15 (Tarn)")],
    ),
    "lines between carets": (
        "^Marland-Blast, URGENT,140<\n^Two killed in explosion at depot<\n^Eds: DEVELOPING. More will follow.<\n"
        "^By IDONY CRAKE=\n^Marland Press Agency=\nMarch 14, 2024 9:12 AM GMT\n\n",
        [("note", "Marland-Blast, URGENT,140"), ("headline", "Two killed in explosion at depot"),
         ("note", "Eds: DEVELOPING. More will follow."), ("byline", "By IDONY CRAKE"),
         ("agency", "Marland Press Agency"), ("date", "March 14, 2024 9:12 AM GMT")],
    ),
    "number, slug and service": (
        "KNS-0614\nMARLAND-BORDER, HOLD\nShells hit town\n\n"
        "Marland News Service, 9 November 2024, 08:35 local time\n\n",
        [("note", "KNS-0614"), ("note", "MARLAND-BORDER, HOLD"), ("headline", "Shells hit town"),
         ("agency", "Marland News Service"), ("date", "9 November 2024, 08:35 local time")],
    ),
    "kicker that ends in a stop": (
        "CHINA-U.S.\n\nLeaders speak for two hours\n\n28 July 2022 21:15 GMT\n\n",
        [("kicker", "CHINA-U.S."), ("headline", "Leaders speak for two hours"), ("date", "28 July 2022 21:15 GMT")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("header", "wanted"), HEADERS.values(), ids=HEADERS)
def test_headers_of_papers_and_wires(header: str, wanted: list[tuple[str, str]]) -> None:
    assert shown(header + STORY) == [*wanted, ("paragraph", STORY)]


def test_agency_and_date_behind_the_text() -> None:
    tail = "Marland Press Trust, 18 Feb 2025 08:20\nNote to readers: all invented.\n"
    page = parts(f"Marland frees soldiers\n\n{STORY}\n\n{tail}")
    assert page.published == "2025-02-18T08:20"

"""A briefing and the files that are made of it, opened again."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import docx
import pytest
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from dragoman.serve.briefing import briefing
from dragoman.serve.briefing_docx import word
from dragoman.serve.briefing_markdown import escaped, markdown
from dragoman.story import Interval, Party

from .readout_samples import HOSTILE, ID, contact, hostile, of_three

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]")


def rendered(text: str) -> str:
    return MarkdownIt("gfm-like", {"linkify": False}).render(text)


def opened(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def cells(data: bytes, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(data).tables[table].rows]


def test_kinds_are_told_in_words() -> None:
    one = briefing(contact())
    assert [(m.topic, m.sign, m.words) for m in one.matters] == [
        ("tone", "=", "both say"), ("who asked for it", "≠", "at odds"), ("troops", "○", "only Russia"),
    ]  # fmt: skip
    assert one.counts == {"odds": 1, "both": 1, "only": 1}
    three = briefing(of_three())
    assert (one.kinds["both"], three.kinds["both"]) == ("said by both", "said by several")
    assert [side.code for side in three.sides] == ["RUS", "TUR", "IRN"]
    assert [m.words for m in three.matters] == ["all say", "Turkey and Iran both say", "Russia and Turkey at odds"]
    assert [[bool(cell) for cell in m.cells] for m in three.matters] == [
        [True] * 3,
        [False, True, True],
        [True, True, False],
    ]
    assert dict(three.facts)["No account told of"] == "Qatar"


def test_who_asked_for_it_is_told_on_whose_word() -> None:
    assert dict(briefing(contact()).facts)["Asked for by"] == (
        "≠ the sides differ: Turkey, according to Russia; Russia, according to Turkey"
    )
    agreed = contact(asked_by_according_to_sides={"RUS": "TUR"})
    assert dict(briefing(agreed).facts)["Asked for by"] == "Turkey, according to Russia"
    assert [side.asked for side in briefing(agreed).sides] == ["Turkey", None]
    alone = contact(asked_by_according_to_sides={})
    assert dict(briefing(alone).facts)["Asked for by"] == "Turkey, according to Kremlin"
    assert "Asked for by" not in dict(briefing(contact(asked_by_according_to_sides={}, asked_by=None)).facts)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2020-02-21", "2020-02-21", "21 Feb 2020"), ("2020-03-01", "2020-03-31", "Mar 2020"),
        ("2020-01-01", "2020-12-31", "2020"), ("2014-01-01", "2022-02-20", "from 1 Jan 2014 to 20 Feb 2022"),
        (None, "2020-02-21", "until 21 Feb 2020"), ("2020-02-21", None, "since 21 Feb 2020"),
    ],
)  # fmt: skip
def test_days_are_told_as_people_do(start: str | None, end: str | None, told: str) -> None:
    assert dict(briefing(contact(date=Interval(start=start, end=end))).facts)["When"] == told


def test_what_is_not_told_is_said_to_be_so() -> None:
    bare = briefing(contact(date=None, readouts={}, alignment=(), quotations={}, names=(), channel=None))
    assert dict(bare.facts)["When"] == "not told"
    assert bare.title == "Vladimir Putin (Russia) and Turkey: contact"
    assert "No side's account is told." in markdown(bare)
    assert "No side's account is told." in [p.text for p in opened(word(bare)).paragraphs]
    assert briefing(contact(date_from="story")).facts[0][1] == "21 Feb 2020 (the day of the story)"
    assert briefing(contact(), known_on="2020-03").facts[-1] == ("As known on", "2020-03")


def test_the_word_document_has_all_of_it() -> None:
    one = briefing(contact(), {"one": "The headline"})
    made = opened(word(one))
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == [
        "What they say, matter by matter", "Words in quotation marks", "Other words for the same", "Told by",
    ]  # fmt: skip
    assert made.paragraphs[0].style.name == "Title"
    assert cells(word(one)) == [
        ["Matter", "Russia (RUS)", "Turkey (TUR)"],
        ["= both say\ntone", "“the talks were useful” [1, 10–31]", "“the call was good” [2, 10–27]"],
        [
            "≠ at odds\nwho asked for it",
            "“Turkey asked for the call” [1, 10–35]",
            "“Russia asked for the call” [2, 40–65]",
        ],
        ["○ only Russia\ntroops", "“troops stay” [1, 10–21]", "–"],
    ]
    assert cells(word(one), 1)[1][0] == "Syria (some take a stand)"
    text = [p.text for p in made.paragraphs]
    assert "[1] The headline, Agency One, 21 Feb 2020, 20:05 – one" in text
    assert "[2] 22 Feb 2020 – two" in text
    about = made.core_properties
    assert (about.title, about.author, about.created) == (
        one.title,
        "Dragoman",
        dt.datetime(2020, 2, 22, tzinfo=dt.UTC),
    )
    assert about.identifier == "0123abcd"


def test_the_word_document_is_a4_and_lies_where_there_are_many_sides() -> None:
    upright = opened(word(briefing(contact()))).sections[0]
    assert (round(upright.page_width.cm, 1), round(upright.page_height.cm, 1)) == (21.0, 29.7)
    many = contact(
        parties=tuple(Party(code=c, name=c) for c in ("RUS", "TUR", "IRN", "QAT")),
        readouts={c: contact().readouts["RUS"] for c in ("RUS", "TUR", "IRN", "QAT")},
        alignment=(), names=(), quotations={},
    )  # fmt: skip
    assert round(opened(word(briefing(many))).sections[0].page_width.cm, 1) == 29.7


def test_the_same_contact_gives_the_same_bytes() -> None:
    first, again = word(briefing(contact())), word(briefing(contact()))
    assert first == again
    with zipfile.ZipFile(BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None


def test_markdown_is_a_table_with_the_sides_as_columns() -> None:
    html = rendered(markdown(briefing(contact(), {"one": "1. The headline"})))
    assert html.count("<table>") == 2
    assert html.count("<tr>") == 4 + 2
    assert "<td>“the talks were useful” (1, 10–31)</td>" in html
    assert "1. The headline" in html
    assert html.count("<li>") == 4 + 1 + 2 - (4 - len(briefing(contact()).facts))


def test_hostile_texts_are_no_markup_in_markdown() -> None:
    html = rendered(markdown(briefing(hostile(), {ID: HOSTILE})))
    assert set(re.findall(r"<(\w+)", html)) <= {
        "h1",
        "h2",
        "ul",
        "ol",
        "li",
        "p",
        "strong",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert html.count("<tr>") == 2 + 2
    assert "<td></td>" not in html  # no bar of a text made another cell
    assert html.count("<strong>") == 4 + 1 + 2  # ours: facts, the matter, whose quotations
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not CONTROL.search(html)


@pytest.mark.parametrize(
    "text", ["- a", "1. a", "12) a", "# a", "> a", "+ a", "=", "a | b", "www.a.com", "https://a.com", "a@b.com", "\\"]
)
def test_text_stays_text_in_markdown(text: str) -> None:
    html = rendered(f"- x\n- {escaped(text)}\n")
    assert html == f"<ul>\n<li>x</li>\n<li>{text.replace('>', '&gt;')}</li>\n</ul>\n"


def test_no_address_in_a_text_is_made_a_link() -> None:
    for address in ("www.a.com", "https://a.com", "a@b.com"):
        assert escaped(address).replace("\\", "") == address
        assert "\\" in escaped(address)


def test_hostile_texts_are_text_in_word() -> None:
    data = word(briefing(hostile(), {ID: HOSTILE}))
    with zipfile.ZipFile(BytesIO(data)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                told = packed.read(name).decode()
                assert "<script" not in told
                assert not CONTROL.search(told.replace("\r", ""))
                assert "javascript:" not in told or name == "word/document.xml" or name == "docProps/core.xml"
    assert "<script>alert(1)</script> | **bold**" in cells(data)[1][1]
    assert len(opened(data).tables[0].rows) == 2


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def call(client: TestClient) -> str:
    """The id of a contact of two accounts from two stories."""
    asked = {"between": ["RUS", "TUR"], "on": "2020-02-21", "sides": 2}
    return client.get("/api/v1/contacts", params=asked).json()["contacts"][0]["id"]


@pytest.mark.parametrize(
    ("ending", "kind"), [("html", "text/html"), ("md", "text/markdown"), ("docx", "application/vnd")]
)
def test_files_are_handed_out(client: TestClient, ending: str, kind: str) -> None:
    answer = client.get(f"/readouts/{call(client)}.{ending}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"] == f'attachment; filename="readout-2020-02-21-TUR-RUS.{ending}"'
    assert answer.content == client.get(f"/readouts/{call(client)}.{ending}").content
    assert client.get(f"/readouts/none.{ending}").status_code == 404
    assert client.get(f"/readouts/{call(client)}.{ending}", params={"known_on": "2019-01-01"}).status_code == 404


def test_the_web_page_needs_nothing_else(client: TestClient) -> None:
    answer = client.get(f"/readouts/{call(client)}.html")
    page = Tags(answer.text)
    assert not any({"src", "href", "style", "onclick"} & attrs.keys() for _, attrs in page.tags)
    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "form"} == set()
    [policy] = [attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv")]
    assert policy == answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"url\((?![\"']?#)|@import", answer.text)
    text = " ".join(page.text)
    for point in client.get(f"/api/v1/contacts/{call(client)}").json()["readouts"]["RUS"]:
        assert point["text"] in text

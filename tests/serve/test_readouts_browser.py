"""Accounts side by side in a browser: on a desk, on a phone, on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.story import Party
from dragoman.views.alignment import Row

from .browser import PHONE, Axe, sideways
from .readout_samples import contact, of_three
from .test_readouts_files import call

MOST = 19  # matters that have room on a sheet of A4


@pytest.fixture
def three(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a contact of three sides, made by hand."""
    monkeypatch.setattr("dragoman.serve.pages.readouts.readout", lambda *_: of_three())
    return f"{server}/readouts/three"


def several(client: TestClient, at_least: int = 2) -> list[str]:
    """Contacts with accounts of so many sides."""
    found = client.get("/api/v1/contacts", params={"sides": at_least, "limit": 200}).json()["contacts"]
    assert found
    return [one["id"] for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(server: str, client: TestClient, browser_page: Any, axe: Axe, scheme: str) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    for path in ("/readouts", f"/readouts/{call(client)}"):
        browser_page.goto(server + path)
        assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert axe(browser_page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_three_sides(three: str, browser_page: Any, axe: Axe, scheme: str) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.goto(three)
    assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert axe(browser_page) == []
    assert sideways(browser_page) == 0


def test_nothing_is_wider_than_a_phone(server: str, client: TestClient, browser_page: Any) -> None:
    browser_page.set_viewport_size(PHONE)
    for path in ("/readouts", f"/readouts/{call(client)}"):
        browser_page.goto(server + path)
        assert sideways(browser_page) == 0


def test_columns_on_a_desk_and_stacked_on_a_phone(three: str, browser_page: Any) -> None:
    browser_page.goto(three)
    row = browser_page.locator("tr.is-odds")
    spoken = row.locator("td:not(.silent)")
    left, right = (spoken.nth(i).bounding_box() for i in (0, 1))
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]
    assert not spoken.first.locator(".whose").is_visible()
    browser_page.set_viewport_size(PHONE)
    above, below = (spoken.nth(i).bounding_box() for i in (0, 1))
    assert above["x"] == below["x"]
    assert above["y"] < below["y"]
    assert spoken.first.locator(".whose").is_visible()
    assert not browser_page.locator("td.silent").first.is_visible()
    assert browser_page.get_by_role("rowheader").count() == browser_page.locator("tbody th").count()


@pytest.mark.parametrize("width", [360, 640, 760, 1280])
def test_six_sides_fit_any_window(server: str, browser_page: Any, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    codes = ("RUS", "TUR", "IRN", "QAT", "USA", "CHN")
    many = contact(
        parties=tuple(Party(code=code, name=code) for code in codes),
        readouts={code: contact().readouts["RUS"] for code in codes},
        alignment=tuple(Row(topic="troops", label="both", points=dict.fromkeys(codes, i)) for i in range(3)),
    )
    monkeypatch.setattr("dragoman.serve.pages.readouts.readout", lambda *_: many)
    browser_page.set_viewport_size({"width": width, "height": 800})
    browser_page.goto(f"{server}/readouts/many")
    assert sideways(browser_page) == 0
    assert browser_page.get_by_role("cell").count() == 3 * 6 + (6 if width > 736 else 2)


def test_kinds_are_told_by_word_and_sign_too(
    server: str, browser_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("dragoman.serve.pages.readouts.readout", lambda *_: contact())
    browser_page.goto(f"{server}/readouts/two")
    assert browser_page.locator("tbody .is").all_inner_texts() == [
        "= both say", "≠ at odds", "○ only Russia", "⚑ some take a stand",
    ]  # fmt: skip
    browser_page.get_by_role("link", name="at odds 1").click()
    assert browser_page.locator("table:not(.called) tbody .is").all_inner_texts() == ["≠ at odds"]


def test_a_contact_is_one_sheet(server: str, client: TestClient, browser_page: Any) -> None:
    browser_page.emulate_media(color_scheme="dark")
    for id in several(client):
        if len(client.get(f"/api/v1/contacts/{id}").json()["alignment"]) > MOST:
            continue
        browser_page.goto(f"{server}/readouts/{id}")
        sheet = browser_page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1, id
        width, height = map(float, re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", sheet)[0])
        assert (round(width), round(height)) == (595, 842)
    browser_page.emulate_media(media="print", color_scheme="dark")
    browser_page.evaluate("document.documentElement.dataset.theme = 'dark'")
    ink = "getComputedStyle(document.querySelector('.readout td')).color"
    assert browser_page.evaluate(ink) == "rgb(0, 0, 0)"
    assert not browser_page.locator(".top").is_visible()
    assert not browser_page.locator(".files").is_visible()


def test_a_source_leads_to_its_words(server: str, client: TestClient, browser_page: Any) -> None:
    browser_page.set_viewport_size({"width": 1280, "height": 300})
    browser_page.goto(f"{server}/readouts/{call(client)}")
    last = browser_page.locator("table:not(.called) a.cite").last
    words = last.locator("xpath=preceding-sibling::span[@class='words']").inner_text().strip("“”")
    last.click()
    browser_page.wait_for_url("**/stories/**")
    browser_page.wait_for_function("scrollY > 0")
    assert words in browser_page.locator("article").first.inner_text()


def test_the_list_is_narrowed_by_hand(server: str, browser_page: Any) -> None:
    browser_page.goto(f"{server}/readouts")
    browser_page.get_by_role("textbox", name="Between").fill("Russia")
    browser_page.get_by_role("textbox", name="and", exact=True).fill("TUR")
    browser_page.get_by_label("Accounts").select_option("2")
    browser_page.get_by_role("button", name="Find").click()
    assert browser_page.locator(".contact").count() >= 2
    assert all("‖" in told for told in browser_page.locator(".contact .what").all_inner_texts())
    browser_page.locator(".contact a").first.press("Enter")
    browser_page.wait_for_url("**/readouts/*")
    assert browser_page.get_by_role("heading", name="What they say, matter by matter").is_visible()


def test_the_file_looks_as_the_page_does(
    server: str, client: TestClient, browser_page: Any, tmp_path: Any
) -> None:  # fmt: skip
    path = tmp_path / "readout.html"
    path.write_bytes(client.get(f"/readouts/{call(client)}.html").content)
    browser_page.goto(path.as_uri())
    assert browser_page.evaluate("getComputedStyle(document.querySelector('.accounts .sign')).fontWeight") == "700"
    assert browser_page.locator(".sign").count() > 5

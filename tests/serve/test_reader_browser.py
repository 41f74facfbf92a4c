"""The reader in a browser: marks to records and back, by mouse, keyboard and links; and that nothing hostile runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.serve.reader_file import reader_file
from dragoman.store.engine import open_store
from dragoman.store.write import Incoming, store

from .browser import PHONE, Axe, serving, sideways
from .reader_stories import HOSTILE_ID, TEXT, hostile, overlapping

SOCHI = "2018-09-17-sochi-memorandum-both-readouts"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("reader") / "own.db"
    with open_store(path, create=True) as opened:
        opened.write(lambda connection: store(connection, [Incoming(overlapping()), Incoming(hostile())]))
    with serving(path) as address:
        yield address


@pytest.fixture
def reader(own_server: str, browser_page: Any) -> Any:
    browser_page.goto(f"{own_server}/stories/overlapping")
    return browser_page


def mark(page: Any, words: str) -> Any:
    return page.locator(".story a.s", has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")).first


def shown(page: Any) -> list[str]:
    return [str(one) for one in page.locator("#chosen .record").evaluate_all("all => all.map(one => one.id)")]


def told_apart(page: Any, name: str = "chosen") -> list[str]:
    return [str(one) for one in page.locator(f".story a.s.{name}").all_inner_texts()]


def test_a_click_on_a_mark_shows_its_records_and_what_decided_them(reader: Any) -> None:
    mark(reader, "called on").click()
    assert shown(reader) == ["r-e1", "r-a1", "r-a0"]
    event = reader.locator("#r-e1")
    assert event.locator(".body").is_visible()
    assert "model: event" in event.locator(".why").inner_text()
    assert "Ada Glonn" in event.inner_text()
    assert not reader.locator("#r-e0").is_visible()
    assert told_apart(reader) == ["called on"]
    assert "Ada Glonn" in told_apart(reader, "near")
    assert reader.evaluate("location.hash") == "#r-e1"


def test_a_record_shows_its_words(reader: Any) -> None:
    reader.set_viewport_size({"width": 1280, "height": 320})
    reader.locator("#r-r0 h3 a").click()
    assert shown(reader) == ["r-r0"]
    assert "".join(told_apart(reader)) == "Velmora controls half of Tamsin"
    assert mark(reader, "controls half of Tamsin").evaluate(
        "one => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    reader.go_back()
    assert shown(reader) == []
    reader.go_forward()
    assert shown(reader) == ["r-r0"]


def test_the_other_mentions_of_an_actor_are_a_click_away(reader: Any) -> None:
    mark(reader, "Velmora").click()
    assert shown(reader)[0] == "r-p1"
    assert told_apart(reader) == ["Velmora", "Velmora"]
    reader.locator('#r-p1 .why a[href="#w-p1.1"]').click()
    assert told_apart(reader, "flash") == ["Velmora"]
    assert reader.evaluate("document.activeElement.dataset.m").startswith("p1.1")


def test_all_of_it_by_keyboard(reader: Any) -> None:
    for _ in range(60):
        reader.keyboard.press("Tab")
        if reader.evaluate("document.activeElement.textContent") == "called on":
            break
    reader.keyboard.press("Enter")
    assert shown(reader)[0] == "r-e1"
    assert reader.evaluate("document.activeElement.closest('#chosen') !== null")
    reader.keyboard.press("Escape")
    assert shown(reader) == []
    assert reader.evaluate("document.activeElement.textContent") == "called on"
    assert reader.locator("#r-e0").is_visible()


def test_each_mark_is_one_stop_of_the_keyboard(reader: Any) -> None:
    stops = ".story a.s[href]:not([tabindex])"
    everything = ["e0", "e1", "e2", "a0", "a1", "p0", "p1", "t0", "l0", "r0"]
    found = [link[3:] for link in reader.locator(stops).evaluate_all("all => all.map(one => one.hash)")]
    assert sorted(set(found)) == sorted(everything)
    assert len(found) == 3 + 5 + 3 + 3  # events; sources, contents and the cue that is no event; actors; the rest
    reader.locator("#show-events").uncheck()
    found = [link[3:] for link in reader.locator(stops).evaluate_all("all => all.map(one => one.hash)")]
    assert sorted(set(found)) == sorted(one for one in everything if one[0] != "e")


def test_the_legend_hides_a_kind_and_the_address_keeps_it(reader: Any) -> None:
    plain = "one => getComputedStyle(one).fontWeight"
    assert mark(reader, "called on").evaluate(plain) == "700"
    reader.locator("#show-events").uncheck()
    assert mark(reader, "called on").evaluate(plain) == "400"
    assert "show=" in reader.url
    assert "events" not in reader.url.partition("show=")[2]
    mark(reader, "called on").click()
    assert shown(reader) == ["r-a1", "r-a0"]
    reader.reload()
    assert not reader.locator("#show-events").is_checked()
    assert mark(reader, "called on").get_attribute("href") == "#r-a1"
    reader.locator("#show-events").check()
    assert "show=" not in reader.url


def test_an_event_of_the_address_is_open_and_can_be_left(own_server: str, browser_page: Any) -> None:
    browser_page.goto(f"{own_server}/stories/overlapping?event=e1")
    assert shown(browser_page) == ["r-e1"]
    assert told_apart(browser_page) == ["called on"]
    browser_page.locator("#close").click()
    assert shown(browser_page) == []
    assert browser_page.locator("#r-e1").is_visible()


def test_characters_of_the_address_are_told_apart_and_seen(own_server: str, browser_page: Any) -> None:
    browser_page.set_viewport_size({"width": 1280, "height": 320})
    start = TEXT.index("half of Tamsin")
    browser_page.goto(f"{own_server}/stories/overlapping?start={start}&end={start + 4}")
    sought = browser_page.locator(".story .sought")
    assert sought.all_inner_texts() == ["half"]
    assert 0 <= sought.bounding_box()["y"] < 320


def test_a_card_of_the_search_leads_to_words_and_record(own_server: str, browser_page: Any) -> None:
    browser_page.goto(own_server)
    browser_page.locator(".card", has_text="REQUEST").locator('a[href^="/stories/"]').first.click()
    assert shown(browser_page) == ["r-e1"]
    assert told_apart(browser_page) == ["called on"]


def test_it_is_read_without_scripts(own_server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{own_server}/stories/overlapping")
    assert not page.locator("#r-e1 .body").is_visible()
    mark(page, "called on").click()
    assert page.locator("#r-e1 .body").is_visible()
    page.locator("#r-e1 .body a", has_text="Show in the text").click()
    assert page.url.endswith("#w-e1")
    page.locator("#show-events").uncheck()
    page.locator("#show-times").uncheck()
    page.locator(".legend button").click()
    assert "show=attributions" in page.url
    assert not page.locator("#show-events").is_checked()
    assert page.locator("#show-actors").is_checked()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(server: str, browser_page: Any, axe: Axe, scheme: str) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    for address in (
        "stories",
        f"stories/{SOCHI}",
        f"stories/{SOCHI}?event=e1&show=readouts",
        "stories/2023-05-12-velmora-ferry-seizure",
    ):
        browser_page.goto(f"{server}/{address}")
        assert axe(browser_page) == []
    browser_page.goto(f"{server}/stories/{SOCHI}#r-a3")
    assert axe(browser_page) == []


def test_on_a_phone_nothing_is_wider_and_the_record_lies_over_the_foot(
    own_server: str, server: str, browser_page: Any
) -> None:
    browser_page.set_viewport_size(PHONE)
    for address in (f"{server}/stories", f"{server}/stories/{SOCHI}", f"{own_server}/stories"):
        browser_page.goto(address)
        assert sideways(browser_page) == 0
    browser_page.goto(f"{own_server}/stories/overlapping")
    mark(browser_page, "called on").click()
    box = browser_page.locator(".records").bounding_box()
    assert box["y"] + box["height"] == PHONE["height"]
    assert box["height"] <= PHONE["height"] * 0.56
    assert sideways(browser_page) == 0


def test_nothing_of_a_hostile_story_runs_or_leaves_its_place(own_server: str, browser_page: Any, axe: Axe) -> None:
    browser_page.goto(f"{own_server}/stories")
    browser_page.locator(".stories a", has_text="<script>").first.click()
    assert browser_page.locator(".head-of-story code").first.text_content() == HOSTILE_ID
    browser_page.locator(".story a.s", has_text="<script>").first.click()
    assert shown(browser_page)
    for record in browser_page.locator("#close").all():
        record.click()
    assert browser_page.evaluate("window.hacked") is None
    assert browser_page.locator("main img, main b, main script").count() == 0
    assert axe(browser_page) == []


def test_the_file_works_from_the_disk_alone(tmp_path: Path, browser_page: Any, axe: Axe) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    for name, story in (("plain", overlapping()), ("hostile", hostile())):
        path = tmp_path / f"{name}.html"
        path.write_text(reader_file(story), encoding="utf-8")
        browser_page.goto(path.as_uri())
        browser_page.locator(".story a.s.m-event").first.click()
        assert shown(browser_page)[0] == "r-e0"
        assert browser_page.evaluate("window.hacked") is None
        assert axe(browser_page) == []
        assert sideways(browser_page) == 0
        browser_page.locator("#show-events").uncheck()
        browser_page.locator("#close").click()
        assert shown(browser_page) == []
    assert {url.partition("#")[0] for url in asked} == {
        (tmp_path / f"{name}.html").as_uri() for name in ("plain", "hostile")
    }

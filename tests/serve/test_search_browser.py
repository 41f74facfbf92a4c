"""The search in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from .browser import PHONE, Axe, sideways
from .waiting import until


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_search_and_it_is_no_wider_than_a_phone(
    server: str, browser_page: Any, axe: Axe, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.goto(server)
    assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert sideways(browser_page) == 0


def test_axe_finds_what_is_wrong(browser_page: Any, axe: Axe) -> None:
    browser_page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><a href="/"></a></main></html>')
    assert axe(browser_page)


def test_names_are_offered_as_one_types(server: str, browser_page: Any) -> None:
    browser_page.goto(server)
    browser_page.locator("input[name=actor]").press_sequentially("erdo")
    until(browser_page, "document.querySelector('#actors-like option')")
    first = browser_page.evaluate(
        "[document.querySelector('#actors-like option')].map(one => [one.value, one.label])[0]"
    )
    assert first[0] == "recep-tayyip-erdogan"
    assert "Erdogan" in first[1]
    assert browser_page.get_attribute("input[name=actor]", "list") == "actors-like"


def test_filters_are_chosen_and_taken_off_by_keys(server: str, browser_page: Any, axe: Axe) -> None:
    browser_page.goto(server)
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("ceasefire")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**text=ceasefire**")
    assert browser_page.locator(".chip").all_inner_texts()[0].startswith("words ceasefire")
    until(browser_page, "!document.querySelector('#later')")  # the counts have come
    assert "actor" in [told.lower() for told in browser_page.locator("#facets h2").all_inner_texts()]
    assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert sideways(browser_page) == 0
    browser_page.focus(".chip")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_selector(".chip", state="detached")


def test_the_link_of_a_search_is_copied(server: str, browser_page: Any) -> None:
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    browser_page.goto(f"{server}/?type=CONSULT&actor=&from=2020")
    browser_page.locator("#copy").click()
    until(browser_page, "document.querySelector('#copied').textContent === 'copied'")
    assert browser_page.evaluate("navigator.clipboard.readText()") == f"{server}/?type=CONSULT&from=2020"


def test_the_link_is_shown_where_it_cannot_be_copied(server: str, browser_page: Any) -> None:
    browser_page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    browser_page.goto(f"{server}/?type=CONSULT")
    browser_page.locator("#copy").click()
    assert browser_page.input_value("#copied input") == f"{server}/?type=CONSULT"

"""The search in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from .browser import PHONE, Axe, sideways


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

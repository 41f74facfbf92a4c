"""The network in a browser: the evidence of a tie, who is in the middle, by mouse and by keys."""

from __future__ import annotations

from typing import Any

import pytest

from .browser import PHONE, Axe, sideways
from .waiting import until

SYRIA = "/network?actor=SYR&as_of=2024-12-31"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/network?as_of=2024-12-31", f"{SYRIA}&kind=events&kind=allied&window=1826", "/network?as_of=1900-01-01"]
)
def test_axe_finds_nothing_on_the_network_and_it_is_no_wider_than_a_phone(
    server: str, browser_page: Any, axe: Axe, path: str, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.goto(server + path)
    if (tie := browser_page.locator("table.ties-of a[data-swap]")).count():
        tie.first.click()
        browser_page.wait_for_selector("#panel")
    assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert sideways(browser_page) == 0


def test_a_tie_shows_its_evidence_beside_the_drawing(server: str, browser_page: Any) -> None:
    browser_page.goto(server + SYRIA)
    browser_page.evaluate("window.same = true")
    edge = browser_page.locator('a.edge[data-ends="TUR|SYR REB"]')
    name = edge.get_attribute("aria-label")
    edge.locator("text").click()
    panel = browser_page.locator("#panel")
    panel.wait_for()
    assert name in panel.inner_text()
    assert panel.locator("mark").count() > 0
    assert panel.locator("footer a").first.get_attribute("href").startswith("/stories/")
    until(browser_page, "document.activeElement.id === 'panel-title'")
    assert browser_page.evaluate("window.same")
    panel.get_by_role("link", name="Close").click()
    panel.wait_for(state="detached")
    browser_page.go_back()
    browser_page.wait_for_selector("#panel")


def test_an_actor_goes_to_the_middle(server: str, browser_page: Any) -> None:
    browser_page.goto(server + SYRIA)
    browser_page.locator('a.node[data-node="TUR"]').click()
    browser_page.wait_for_selector('a.node.middle[data-node="TUR"]')
    assert "actor=TUR" in browser_page.url
    assert browser_page.locator("input[name=actor]").input_value() == "TUR"
    assert "Turkey" in browser_page.locator("h1").inner_text()


def test_keys_go_through_actors_and_ties_and_enter_shows_the_evidence(server: str, browser_page: Any) -> None:
    browser_page.goto(server + SYRIA)
    browser_page.locator("a.node").first.focus()
    seen = []
    for _ in range(12):
        browser_page.keyboard.press("ArrowRight")
        seen.append(browser_page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert len(set(seen)) == len(seen)
    browser_page.locator('a.node[data-node="TUR"]').focus()
    browser_page.keyboard.press("ArrowRight")
    assert browser_page.evaluate("document.activeElement.dataset.ends").startswith("TUR|")
    assert browser_page.locator(".looked .edge.near").count() == 1
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_selector("#panel")
    assert browser_page.locator("[tabindex='0'].node, [tabindex='0'].edge").count() == 1


def test_the_form_and_the_panel_work_without_a_script(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + SYRIA)
    page.locator("table.ties-of th a").first.click()
    assert page.locator("#panel mark").count() > 0
    page.locator("input[value=member]").uncheck()
    page.get_by_role("button", name="Show").click()
    assert page.locator("a.edge.kind-member").count() == 0
    assert page.locator("a.edge").count() > 0
    context.close()

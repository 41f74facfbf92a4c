"""The timeline in a browser: closer and wider, bins and their list, by mouse and by keys."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from .browser import PHONE, Axe, sideways
from .waiting import until

DYAD = "/timeline?with=RUS&with=TUR"


def asked(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def number(page: Any) -> int:
    """Events that the view says it shows."""
    return int(re.sub(r"\D", "", page.locator("#told").inner_text().split(" event")[0]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/timeline", f"{DYAD}&at=2020-03", "/timeline?with=nobody-of-that-name"])
def test_axe_finds_nothing_on_the_timeline_and_it_is_no_wider_than_a_phone(
    server: str, browser_page: Any, axe: Axe, path: str, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.goto(server + path)
    for folded in browser_page.locator("details").all():
        folded.evaluate("one => one.open = true")
    assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert sideways(browser_page) == 0


def test_a_bin_filters_the_list_and_back_goes_back(server: str, browser_page: Any) -> None:
    browser_page.goto(server + DYAD)
    browser_page.evaluate("window.same = true")
    browser_page.locator('a.bin[data-bin="2020-03"]').click()
    until(browser_page, "location.search.includes('at=2020-03')")
    days = browser_page.locator("#list article time").evaluate_all("all => all.map(one => one.dateTime)")
    assert days
    assert {day[:7] for day in days} == {"2020-03"}
    assert browser_page.locator(".bin.chosen").get_attribute("data-bin") == "2020-03"
    assert browser_page.locator("#list article a").first.get_attribute("href").startswith("/stories/")
    browser_page.go_back()
    until(browser_page, "!location.search.includes('at=')")
    browser_page.wait_for_selector(".bin.chosen", state="detached")
    assert browser_page.evaluate("window.same")  # no page was loaded anew
    browser_page.go_forward()
    browser_page.wait_for_selector('.bin.chosen[data-bin="2020-03"]')


def test_a_drag_goes_closer_and_the_address_reproduces_it(server: str, browser_page: Any) -> None:
    browser_page.goto(server + DYAD)
    before = number(browser_page)
    box = browser_page.locator("#plot").bounding_box()
    start = browser_page.locator('a.bin[data-bin="2020-02"]').bounding_box()
    stop = browser_page.locator('a.bin[data-bin="2020-03"]').bounding_box()
    browser_page.mouse.move(start["x"] + start["width"] / 2, box["y"] + 40)
    browser_page.mouse.down()
    browser_page.mouse.move(stop["x"] + stop["width"] / 2, box["y"] + 60, steps=5)
    browser_page.mouse.up()
    until(browser_page, "location.search.includes('from=2020-02-01')")
    browser_page.wait_for_selector('#plot[data-first="2020-02-01"]')
    assert asked(browser_page)["to"] == ["2020-03-31"]
    assert "at" not in asked(browser_page)
    assert browser_page.locator("input[name=from]").input_value() == "2020-02-01"
    closer = number(browser_page)
    assert 0 < closer < before
    browser_page.reload()
    assert number(browser_page) == closer


def test_a_finger_goes_closer_from_side_to_side_and_scrolls_up_and_down(server: str, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}{DYAD}&from=2020-01&to=2020-12&unit=month")
    page.locator("#plot").scroll_into_view_if_needed()
    touch = context.new_cdp_session(page)

    def finger(*way: tuple[float, float]) -> None:
        for kind, (x, y) in zip(("touchStart", *("touchMove",) * (len(way) - 1)), way, strict=True):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
            page.wait_for_timeout(20)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def middle(bin: str) -> tuple[float, float]:
        box, bins = page.locator("#plot").bounding_box(), page.locator("#plot").get_attribute("data-bins").split()
        return box["x"] + (bins.index(bin) + 0.5) * box["width"] / len(bins), box["y"] + 60

    (x, y), at = middle("2020-06"), page.evaluate("scrollY")
    finger(*((x, y - step) for step in range(0, 60, 6)))
    until(page, f"scrollY !== {at}")
    assert "from=2020-01&" in page.url
    page.evaluate(f"scrollTo(0, {at})")
    (left, y), (right, _) = middle("2020-02"), middle("2020-03")
    finger(*((left + (right - left) * part / 10, y) for part in range(11)))
    until(page, "location.search.includes('from=2020-02-01')")
    assert asked(page)["to"] == ["2020-03-31"]
    page.wait_for_selector('#plot[data-first="2020-02-01"]')
    page.locator("a.bin").first.tap()
    page.wait_for_selector(".bin.chosen")
    context.close()


def test_the_wheel_with_ctrl_goes_closer_and_without_it_scrolls(server: str, browser_page: Any) -> None:
    browser_page.goto(server + DYAD)
    box = browser_page.locator("#plot").bounding_box()
    browser_page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 50)
    browser_page.mouse.wheel(0, 200)
    until(browser_page, "scrollY > 0")
    assert "from" not in asked(browser_page)
    browser_page.evaluate("scrollTo(0, 0)")
    browser_page.keyboard.down("Control")
    browser_page.mouse.wheel(0, -200)
    browser_page.keyboard.up("Control")
    until(browser_page, "location.search.includes('from=')")


def test_keys_go_from_bin_to_bin_choose_one_and_go_closer_and_wider(server: str, browser_page: Any) -> None:
    browser_page.goto(server + DYAD)
    first, second = browser_page.locator("a.bin").nth(0), browser_page.locator("a.bin").nth(1)
    first.focus()
    browser_page.keyboard.press("ArrowRight")
    name = second.get_attribute("data-bin")
    assert browser_page.evaluate("document.activeElement.dataset.bin") == name
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_selector(f'.bin.chosen[data-bin="{name}"]')
    assert browser_page.evaluate("document.activeElement.dataset.bin") == name  # the place is kept
    browser_page.keyboard.press("+")
    until(browser_page, "location.search.includes('from=')")
    until(browser_page, "document.activeElement.dataset.bin")
    closer = asked(browser_page)
    browser_page.keyboard.press("-")
    until(browser_page, f"!location.search.includes('from={closer['from'][0]}')")
    until(browser_page, "document.activeElement.dataset.bin")
    browser_page.keyboard.press("0")
    until(browser_page, "!location.search.includes('from=')")


def test_all_works_without_a_script(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + DYAD)
    assert not page.locator("#hints").is_visible()
    page.locator('a.bin[data-bin="2020-03"]').click()
    assert "at=2020-03" in page.url
    page.get_by_role("link", name="go into 2020-03").click()
    assert page.locator("#plot").get_attribute("data-first") == "2020-03-01"
    page.get_by_role("link", name="Wider").click()
    page.get_by_role("link", name="All of it").click()
    assert "from" not in asked(page)
    context.close()


def test_the_form_asks_for_a_pair(server: str, browser_page: Any) -> None:
    browser_page.goto(server + "/timeline")
    all_of_it = number(browser_page)
    browser_page.get_by_label("Who", exact=True).fill("Russia")
    browser_page.get_by_label("And with whom").fill("Turkey")
    browser_page.get_by_role("button", name="Show").click()
    assert asked(browser_page)["with"] == ["Russia", "Turkey"]
    assert 0 < number(browser_page) < all_of_it
    assert browser_page.locator("#over-time").inner_text().startswith("Russia and Turkey")

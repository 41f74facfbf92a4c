"""The map in a browser: drawn from shapes that ship with it, by mouse, touch and keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from .browser import PHONE, Axe, sideways
from .waiting import until

Open = Callable[..., Any]
READY = ".map-of.ready .cluster"


@pytest.fixture
def opened(server: str, browser_page: Any) -> Open:
    """Opens the map, and waits until it is drawn."""

    def go(asked: str = "") -> Any:
        browser_page.goto(f"{server}/map{asked}")
        browser_page.wait_for_selector(READY)
        return browser_page

    return go


def asked(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def numbers(page: Any) -> int:
    """Events of all clusters that are drawn."""
    labels = page.locator("a.cluster").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    return sum(int(re.search(r": (\d+) event", label).group(1)) for label in labels)  # type: ignore[union-attr]


def api(page: Any, server: str, query: str = "") -> list[dict[str, Any]]:
    return list(page.request.get(f"{server}/api/v1/map{query}").json()["features"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_it_is_no_wider_than_a_phone(
    opened: Open, browser_page: Any, axe: Axe, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    page = opened("?to=2024-12-08")
    page.wait_for_selector("[data-control] .standing")
    assert axe(page) == []
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(100)
    assert sideways(page) == 0
    assert axe(page) == []


def test_every_event_with_a_place_is_on_the_map(opened: Open, server: str) -> None:
    page = opened()
    features = api(page, server)
    assert numbers(page) == sum(one["properties"]["events"] for one in features)
    assert 1 < page.locator("a.cluster").count() < len(features)
    assert page.locator(".map .land").count() > 200


def test_a_cluster_that_is_chosen_lists_its_events(opened: Open) -> None:
    page = opened()
    first = page.locator("a.cluster").last
    label = first.get_attribute("aria-label")
    first.click()
    page.wait_for_selector("a.cluster.chosen")
    until(page, "document.querySelector('#listed').textContent !== 'All places'")
    number = int(re.search(r": (\d+) event", label).group(1))  # type: ignore[union-attr]
    assert page.inner_text(".map-list [role=status]").startswith(f"{number} event")
    assert page.locator(".map-list article").count() == min(25, number)
    page.locator(".map-list article a").first.click()
    page.wait_for_selector(".reader")
    page.go_back()
    page.wait_for_selector("a.cluster.chosen")
    page.go_back()
    until(page, "document.querySelector('#listed').textContent === 'All places'")


def test_keys_move_the_map_and_lead_to_the_places(opened: Open) -> None:
    page = opened()
    page.focus("#map")
    before = page.locator("a.cluster").count()
    for key in ("+", "+", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    until(page, "new URL(location).searchParams.has('view')")
    lon, lat, closer = (float(part) for part in asked(page)["view"][0].split(","))
    assert (lon > 0, lat > 0, round(closer, 2)) == (True, True, 2.56)
    page.keyboard.press("0")
    until(page, "!new URL(location).searchParams.has('view')")
    assert page.locator("a.cluster").count() == before
    page.keyboard.press("Enter")
    first = page.evaluate("document.activeElement.id")
    assert first.startswith("c-")
    seen = {first}
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.id"))
    assert len(seen) > 2
    assert page.locator("#map a[tabindex='0']").count() == 1
    at = page.evaluate("document.activeElement.id")
    if not at.startswith("c-"):
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        at = page.evaluate("document.activeElement.id")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.cluster.chosen")
    assert page.evaluate("document.activeElement.id") == at
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map"


def test_the_view_of_an_address_is_shown_again(opened: Open) -> None:
    page = opened("?view=38,35,8")
    few = page.locator("a.cluster").count()
    page.locator("#whole").click()
    until(page, f"document.querySelectorAll('a.cluster').length !== {few}")  # it is drawn with the next frame


def test_dragging_and_the_wheel_move_it_and_a_drag_chooses_nothing(opened: Open) -> None:
    page = opened("?view=38,35,8")
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 200, steps=5)
    page.mouse.up()
    until(page, "new URL(location).searchParams.get('view') !== '38,35,8'")
    view = [float(part) for part in asked(page)["view"][0].split(",")]
    assert view[0] > 38 and view[1] == pytest.approx(35, abs=0.3)  # noqa: PT018
    assert "box" not in asked(page)
    page.focus("#map")
    page.mouse.wheel(0, -400)
    until(page, f"Number(new URL(location).searchParams.get('view').split(',')[2]) > {view[2]}")


def test_the_list_of_what_is_shown(opened: Open) -> None:
    page = opened("?view=38,35,10")
    drawn = numbers(page)
    page.locator("#in-view").click()
    until(page, "new URL(location).searchParams.has('box')")
    until(page, "document.querySelector('#listed').textContent !== 'All places'")
    told = int(page.inner_text(".map-list [role=status]").split()[0])
    assert told > 0
    assert abs(told - drawn) <= drawn  # a cluster at the edge may have places beyond it


def test_months_are_chosen_and_played_by_keys(opened: Open, server: str) -> None:
    page = opened()
    whole = numbers(page)
    page.focus("#month-from")
    for _ in range(9):
        page.keyboard.press("PageUp")
    until(page, "document.querySelector('#view [role=status]') && new URL(location).searchParams.has('from')")
    since = asked(page)["from"][0]
    expected = sum(one["properties"]["events"] for one in api(page, server, f"?from={since}"))
    until(
        page,
        f"""[...document.querySelectorAll('a.cluster')].map(one =>
        Number(/: (\\d+) event/.exec(one.getAttribute('aria-label'))[1])).reduce((a, b) => a + b, 0) === {expected}""",
    )
    assert 0 < expected < whole
    assert page.get_attribute("#month-from", "aria-valuetext") == since
    page.focus("#play")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#play').textContent === 'Pause'")
    until(page, "new URL(location).searchParams.has('to')")
    first = asked(page)["to"][0]
    until(page, f"new URL(location).searchParams.get('to') !== '{first}'")
    page.keyboard.press("Enter")
    assert page.inner_text("#play") == "Play"


def test_who_controls_what_is_drawn_told_and_can_be_left_out(opened: Open) -> None:
    page = opened("?to=2024-12-08")
    page.wait_for_selector("a.territory")
    page.wait_for_selector("[data-control] .standing")
    assert page.locator(".map path.held[fill^='url(#way']").count() >= 1
    flag = page.locator("a.territory").first
    assert "control" in flag.get_attribute("aria-label")
    page.uncheck("#show-control")
    until(page, "!document.querySelector('a.territory')")
    assert asked(page)["hide"] == ["control"]
    page.reload()
    page.wait_for_selector(READY)
    assert not page.is_checked("#show-control")
    assert page.locator("a.territory").count() == 0


def test_nothing_comes_from_elsewhere_and_all_of_it_is_light(server: str, browser_page: Any) -> None:
    sizes: list[int] = []
    others: list[str] = []

    def answered(response: Any) -> None:
        if not response.url.startswith(server):
            others.append(response.url)
        sizes.append(len(response.body()))

    browser_page.on("response", answered)
    browser_page.goto(f"{server}/map", wait_until="networkidle")
    assert others == []
    assert sum(sizes) < 1_500_000


def test_it_works_without_a_script(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/map")
    assert not page.is_visible(".map-tools")
    page.locator("table.counts a").first.click()
    assert page.locator(".map-list article").count() > 0
    page.locator("a", has_text="List it").click()
    assert "control=list" in page.url
    context.close()


def test_two_fingers_go_closer(server: str, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/map")
    page.wait_for_selector(READY)
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = context.new_cdp_session(page)

    def fingers(kind: str, apart: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 20)
    for apart in range(25, 90, 5):
        fingers("touchMove", apart)
    fingers("touchEnd", 0)
    until(page, "Number((new URL(location).searchParams.get('view') ?? '0,0,0').split(',')[2]) > 2")
    context.close()

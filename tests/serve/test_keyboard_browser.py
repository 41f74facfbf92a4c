"""Each view with the Tab key alone: all that can be chosen is reached, and what has the focus can be seen."""

from __future__ import annotations

from typing import Any

import pytest

VIEWS = (
    "/", "/stories", "/stories/2020-02-21-idlib-call-ankara", "/readouts", "/timeline?with=RUS&with=TUR",
    "/map?from=2015-01&to=2024-12", "/network?actor=TUR&as_of=2024-12-31", "/situation?actor=SYR&as_of=2024-12-31",
    "/diff?actor=SYR&from=2018-01-01&to=2024-12-03", "/read",
)  # fmt: skip
MOST = 600  # presses
WATCH = """() => {
    window.reached = new Set();
    window.unseen = [];
    document.addEventListener("focusin", event => {
        const box = event.target.getBoundingClientRect();
        if (box.width < 1 || box.height < 1) unseen.push(event.target.outerHTML.slice(0, 120));
        reached.add(event.target);
    });
}"""
LEFT = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.type !== "hidden")
    .filter(one => !reached.has(one) && !one.closest("#plot, #map, #net") && !one.matches("a.s"))
    .map(one => one.outerHTML.slice(0, 160))"""
# Of drawings one part is reached, from which arrow keys go on; of words that several pieces mark, the first piece.
GROUPS = ("#plot", "#map", "#net")


@pytest.mark.parametrize("path", VIEWS)
def test_all_is_reached_by_tab_and_nothing_unseen_has_the_focus(server: str, browser_page: Any, path: str) -> None:
    page = browser_page
    page.goto(server + path, wait_until="networkidle")
    page.evaluate(WATCH)
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    assert page.evaluate("unseen") == []
    assert page.evaluate(LEFT) == []
    for group in GROUPS:
        if page.locator(group).count():
            inside = f"[...reached].some(one => one.closest('{group}'))"
            assert page.evaluate(inside), f"nothing of {group} is reached"
    marks = """() => {
        const of = one => one.dataset.m.split(" ")[0].split(".")[0];
        const all = [...document.querySelectorAll("a.s[href]")].filter(one => one.textContent.trim());
        const met = new Set([...reached].filter(one => one.matches("a.s")).map(of));
        return [...new Set(all.map(of))].filter(one => !met.has(one) && !document.getElementById(`r-${one}`));
    }"""
    assert page.evaluate(marks) == []  # a record is reached beside the text as well

"""Reading a story and correcting it in a browser: by mouse, by keyboard, without a script, on a phone, in the dark."""

from __future__ import annotations

from typing import Any

import pytest

from .browser import PHONE, TOKEN, Axe, sideways

TEXT = (
    "ANKARA\n\nTurkish President Recep Tayyip Erdogan called Russian President Vladimir Putin on Friday, his office "
    "said.\n\n"
    "Putin denied that Russian forces had attacked Idlib, the Kremlin said."
)


def log_in(page: Any, address: str) -> None:
    page.goto(f"{address}/read")
    page.get_by_text("Store and correct").click()
    page.get_by_label("Token, which").fill(TOKEN)
    page.get_by_label("Your name").fill("Ann")
    page.get_by_role("button", name="Keep it in this browser").click()
    page.get_by_text("This browser may store and correct").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    writable: str, browser_page: Any, axe: Axe, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    log_in(browser_page, writable)
    assert axe(browser_page) == []
    browser_page.get_by_label("Text", exact=True).fill(TEXT)
    browser_page.get_by_role("button", name="Read it").click()
    browser_page.get_by_text("It is not stored.").wait_for()
    assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert sideways(browser_page) == 0
    browser_page.goto(f"{writable}/stories/2020-02-21-idlib-call-kremlin")
    for one in browser_page.locator("details.correct").all()[:3]:
        one.evaluate("one => one.open = true")
    assert axe(browser_page) == []
    assert sideways(browser_page) == 0
    browser_page.goto(f"{writable}/read")
    assert sideways(browser_page) == 0


def test_a_text_is_read_kept_corrected_and_the_correction_taken_back(writable: str, browser_page: Any) -> None:
    log_in(browser_page, writable)
    browser_page.get_by_label("Text", exact=True).fill(TEXT)
    browser_page.get_by_label("Date").fill("2020-02-22")
    browser_page.get_by_label("Id").fill("pasted/one")
    browser_page.get_by_label("Id").press("Enter")
    browser_page.get_by_role("button", name="Keep it").click()
    browser_page.wait_for_url("**/stories/pasted%2Fone")
    browser_page.locator('.group[data-layer="events"] .record h3 a').first.click()
    record = browser_page.locator("#chosen .record")
    record.get_by_text("Correct this event").click()
    form = record.locator('form[action="/corrections"]')
    form.get_by_label("Field").select_option("status")
    form.get_by_label("What it is").fill("denied")
    form.get_by_label("What it is").press("Enter")
    browser_page.get_by_text("Corrected by people").wait_for()
    assert "denied, Ann" in browser_page.locator(".corrected").inner_text()
    browser_page.get_by_role("button", name="Take back").click()
    browser_page.get_by_text("Corrected by people").wait_for(state="detached")


def test_a_file_that_is_dropped_is_read(writable: str, browser_page: Any) -> None:
    browser_page.goto(f"{writable}/read")
    browser_page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "story.txt", { type: "text/plain" }));
            const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
            document.querySelector("#paste").dispatchEvent(drop);
        }""",
        TEXT,
    )
    browser_page.get_by_text("It is not stored.").wait_for()
    assert browser_page.locator(".story").inner_text().count("Erdogan") == 1


def test_it_works_without_scripts(writable: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{writable}/read")
    page.set_input_files(
        'input[type="file"]', files=[{"name": "s.html", "mimeType": "text/html", "buffer": f"<p>{TEXT}</p>".encode()}]
    )
    page.click("text=Read it")
    assert "CONSULT" in page.content()
    context.close()

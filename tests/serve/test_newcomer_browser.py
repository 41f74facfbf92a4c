"""A newcomer's path in a browser: a text is pasted, read, kept, followed to its words, corrected, laid beside the other
side's account, and its address opened by somebody else."""

from __future__ import annotations

import re
from typing import Any

from .browser import DESK, TOKEN, Axe

ANKARA = (
    "ANKARA, Feb. 22 (Bosphorus Desk) - Turkish President Recep Tayyip Erdogan spoke by telephone with Russian "
    "President Vladimir Putin on Friday about Idlib, the Turkish presidency said.\n\n"
    "According to the Turkish presidency, Erdogan told Putin that the Syrian army must be restrained in Idlib and that "
    "the humanitarian crisis must be stopped."
)
MEETING = "spoke by telephone"


def copied(page: Any) -> str:
    """The address that the page gives to be shared."""
    page.get_by_role("button", name="Copy the link").click()
    page.locator("#copied", has_text="copied").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def alike(browser: Any, page: Any, what: str) -> None:
    """What a page shows is what somebody else sees who opens the address that was copied, who bears no token."""
    address = copied(page)
    other = browser.new_context(viewport=DESK)
    elsewhere = other.new_page()
    elsewhere.goto(address)
    assert elsewhere.title() == page.title()
    assert told(elsewhere, what) == told(page, what) != ""
    other.close()


def value_of(form: Any) -> Any:
    """The field of a correction's value."""
    return form.get_by_label("What it is").element_handle()


def told(page: Any, what: str) -> str:
    """The words of a part of a page."""
    return " ".join(page.locator(what).inner_text().split())


def paste(page: Any, address: str, axe: Axe) -> None:
    """The first page leads to where a text is pasted; its record is not stored, and has no address yet to share."""
    page.goto(address)
    page.get_by_role("link", name="Read a story").click()
    page.get_by_label("Text", exact=True).fill(ANKARA)
    page.get_by_label("Date").fill("2020-02-22")
    page.get_by_role("button", name="Read it").click()

    page.get_by_text("It is not stored").wait_for()
    assert page.locator('.group[data-layer="events"] .record').count() >= 1
    assert page.get_by_role("button", name="Copy the link").count() == 0
    assert axe(page) == []


def keep(page: Any) -> None:
    """The token, asked for where it is needed, keeps it: nothing has to be pasted again."""
    page.get_by_text("Keep it: enter the token").click()
    page.get_by_label("Token, which").fill(TOKEN)
    page.get_by_label("Your name").fill("Ann")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/stories/*")
    assert "Recep Tayyip Erdogan spoke" in told(page, ".story")


def follow(browser: Any, page: Any) -> None:
    """An event leads to its words, and says what decided it."""
    page.locator('.group[data-layer="events"] .record', has_text=MEETING).locator("h3 a").first.click()
    record = page.locator("#chosen .record")
    assert record.locator("h3").inner_text().startswith("CONSULT")
    assert page.locator("a.s.chosen").all_inner_texts() == [MEETING]
    assert "model: event" in record.locator(".why").inner_text()
    record.get_by_role("link", name="Show in the text").click()
    assert page.evaluate("document.activeElement.textContent") == MEETING
    alike(browser, page, "#chosen .record h3")


def correct(browser: Any, page: Any) -> None:
    """It is corrected by a person with a name, and that is told to all."""
    record = page.locator("#chosen .record")
    record.get_by_text("Correct this event").click()
    form = record.locator('form[action="/corrections"]')
    form.get_by_label("Field").select_option("mode")
    offered = page.evaluate("one => [...one.list.options].map(each => each.value)", value_of(form))
    assert {"phone", "visit"} <= set(offered)
    form.get_by_label("What it is").fill("visit")
    form.get_by_role("button", name="Correct").click()
    page.get_by_text("Corrected by people").wait_for()
    assert re.search(r"mode: phone visit, Ann", told(page, ".corrected"))
    alike(browser, page, ".corrected ins")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Corrected by people").wait_for(state="detached")


def deny(page: Any) -> None:
    """That there is no such event is said by one button, and taken back as well."""
    page.goto(f"{page.url.partition('#')[0]}#r-e0")
    page.locator("#chosen .record").get_by_text("Correct this event").click()
    number = page.locator('.group[data-layer="events"] .record, #chosen .record').count()
    page.locator("#chosen .record").get_by_role("button", name="There is no such event").click()
    page.locator(".corrected", has_text="there is no such event, Ann").wait_for()
    assert page.locator('.group[data-layer="events"] .record, #chosen .record').count() == number - 1
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Corrected by people").wait_for(state="detached")


def compare(browser: Any, page: Any) -> None:
    """The contact that it tells of leads to both sides' accounts, and words there back to where they stand."""
    page.locator('.group[data-layer="readouts"] .record h3 a').first.click()
    page.get_by_role("link", name="Accounts side by side").click()
    page.locator("#matters").wait_for()
    heads = page.locator('table[aria-labelledby="matters"] thead th').all_inner_texts()
    assert any(one.startswith("Turkey") for one in heads)
    assert any(one.startswith("Russia") for one in heads)
    accounts = told(page, 'table[aria-labelledby="matters"]')
    assert "must be restrained in Idlib" in accounts
    assert "seriously concerned" in accounts
    alike(browser, page, "article.readout")

    page.locator("td", has_text="must be restrained in Idlib").get_by_role("link").first.click()
    page.wait_for_url("**/stories/*")
    assert "must be restrained in Idlib" in "".join(page.locator(".sought").all_inner_texts())


def test_a_newcomer_comes_from_a_text_to_the_accounts_and_shares_them(
    writable: str, browser: Any, browser_page: Any, axe: Axe
) -> None:
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    paste(browser_page, writable, axe)
    keep(browser_page)
    follow(browser, browser_page)
    correct(browser, browser_page)
    deny(browser_page)
    compare(browser, browser_page)

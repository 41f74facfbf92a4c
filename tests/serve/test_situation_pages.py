"""Situation and what changed: over HTTP as the commands have them, and as pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from dragoman.cli.app import app
from dragoman.serve.standings import Told, marked

from .browser import PHONE, Axe, sideways

HTML = {"accept": "text/html"}
RUSSIA = {"actor": "RUS", "as_of": "2024-12-31"}


def command(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def brief(state: dict[str, Any] | None) -> dict[str, Any] | None:
    """A state without its tellings."""
    return state and {name: value for name, value in state.items() if name not in ("tellings", "others", "acts")}


def test_the_situation_is_that_of_the_command(client: TestClient, samples_db: Path) -> None:
    for actors, day in ((["SYR"], "2020-03-06"), (["RUS", "TUR"], "2024-12-31"), (["Hamas"], "2025-06-30")):
        found = client.get("/api/v1/situation", params={"actor": actors, "as_of": day}).json()
        told = command("situation", *actors, "--as-of", day, "--db", str(samples_db))
        assert [found[name] for name in ("of", "as_of", "known_on")] == [told["of"], day, None]
        assert [brief(one) for one in found["states"]] == [brief(one) for one in told["states"]]
        for ours, theirs in zip(found["states"], told["states"], strict=True):
            if ours["verdict"] != "contested":
                assert ours["tellings"] == theirs["tellings"]


def test_the_difference_is_that_of_the_command(client: TestClient, samples_db: Path) -> None:
    asked = {"actor": "SYR", "from": "2020-01-01", "to": "2024-12-31"}
    found = client.get("/api/v1/diff", params=asked).json()
    told = command("diff", "SYR", "--from", asked["from"], "--to", asked["to"], "--db", str(samples_db))
    assert (found["from"], found["to"]) == (told["from"], told["to"])
    assert found["changes"]
    assert [(one["what"], brief(one["before"]), brief(one["after"])) for one in found["changes"]] == [
        (one["what"], brief(one["before"]), brief(one["after"])) for one in told["changes"]
    ]


def test_both_sides_of_what_is_contested_are_given(client: TestClient) -> None:
    states = client.get("/api/v1/situation", params=RUSSIA).json()["states"]
    contested = [one for one in states if one["verdict"] == "contested" and "denied" in one["why"]]
    assert contested
    for one in contested:
        stances = {told["stance"] for told in one["tellings"]}
        assert "against" in stances
        assert stances & {"for", "begun"} or one["acts"]
    text = client.get("/situation", params=RUSSIA, headers=HTML).text
    card = text[text.index(f'id="state-{contested[0]["id"]}"') :]
    card = card[: card.index("</article>")]
    holds, against = card.split("Against it")
    for told in contested[0]["tellings"]:
        if told["stance"] == "against":
            assert told["claim"] in against
            assert told["claim"] not in holds


def test_each_state_is_on_the_page_with_its_words_and_a_link_to_them(client: TestClient) -> None:
    states = client.get("/api/v1/situation", params=RUSSIA).json()["states"]
    text = client.get("/situation", params=RUSSIA, headers=HTML).text
    assert len(states) > 5
    for one in states:
        assert f'id="state-{one["id"]}"' in text
        assert (
            any(f"/stories/{told['story']}?event={told['claim']}#{told['claim']}" in text for told in one["tellings"])
            or one["acts"]
        )


def test_a_long_section_is_shown_in_part_and_whole_when_it_is_asked_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.serve.pages.situation.AT_FIRST", 1)
    text = client.get("/situation", params=RUSSIA, headers=HTML).text
    members = re.search(r'href="([^"]+alone=member)">(\d+) more', text)
    assert members
    whole = client.get("/situation" + members[1].replace("&amp;", "&"), headers=HTML).text
    assert whole.count("kind-member") == text.count("kind-member") - 1 + int(members[2])
    assert "kind-allied" not in whole
    assert {*re.findall(r'href="#(state-[^"]+)"', text)} <= {*re.findall(r'id="(state-[^"]+)"', text)}


def test_as_known_on_a_day_later_stories_tell_nothing(client: TestClient) -> None:
    asked = {"actor": "SYR", "as_of": "2024-12-31", "known_on": "2018-01-01"}
    found = client.get("/api/v1/situation", params=asked).json()
    assert found["states"]
    assert all(told["told"] <= "2018-01-01" for one in found["states"] for told in one["tellings"])
    page = client.get("/situation", params=asked, headers=HTML).text
    assert "as known on 1 Jan 2018" in page
    assert page.count('href="/diff?') == page.count("known_on=2018-01-01") - page.count("/network?") == 1


@pytest.mark.parametrize("path", ["/api/v1/situation", "/api/v1/diff", "/situation", "/diff"])
@pytest.mark.parametrize(
    "asked",
    [{"actor": "nobody-such"}, {"actor": ["RUS", "TUR", "SYR"]}, {"actor": "RUS", "as_of": "x", "to": "x"},
     {"actor": "RUS", "known_on": "2020-99"}, {"actor": "RUS", "from": "2021", "to": "2020", "as_of": "x"}],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(client: TestClient, path: str, asked: dict[str, Any]) -> None:
    answer = client.get(path, params={"from": "2020", "to": "2021", **asked})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_anybody_the_pages_offer_those_of_whom_most_is_told(client: TestClient) -> None:
    for path in ("/situation", "/diff"):
        text = client.get(path, headers=HTML).text
        assert f'href="{path}?actor=SYR"' in text
    assert client.get("/api/v1/situation").status_code == 422


def test_hostile_words_are_escaped(client: TestClient) -> None:
    bad = "<script>alert(1)</script>"
    for path in ("/situation", "/diff"):
        for name in ("actor", "as_of", "from", "to", "known_on"):
            text = client.get(path, params={"actor": "SYR", "from": "2020", name: bad}, headers=HTML).text
            assert "<script>alert" not in text


def test_the_words_of_a_claim_are_marked_in_their_sentence() -> None:
    told = Told(
        claim="c", story="s", origin=None, agency=None, day=None, chain=(), words="back Assad", span=(117, 127),
        sentence=(100, 137), text="Russia and Iran  back Assad in Syria.", stance="for",
        effect="holds", status="ongoing", told="2020-01-01", share=None, start=None, stop=None, speaker=None,
    )  # fmt: skip
    assert marked(told) == ("Russia and Iran  ", "back Assad", " in Syria.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/situation", "/situation?actor=RUS&as_of=2024-12-31", "/diff?actor=SYR&from=2020-01&to=2024", "/diff"]
)
def test_axe_finds_nothing_and_the_pages_are_no_wider_than_a_phone(
    server: str, browser_page: Any, axe: Axe, path: str, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.goto(server + path)
    assert axe(browser_page) == []
    browser_page.set_viewport_size(PHONE)
    assert sideways(browser_page) == 0

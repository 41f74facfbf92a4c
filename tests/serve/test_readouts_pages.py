"""The list of contacts and the accounts side by side, as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import pytest
from starlette.testclient import TestClient

from dragoman.coder import Coder
from dragoman.serve.app import create_app
from dragoman.serve.pages.readouts import link_to
from dragoman.serve.settings import Settings
from dragoman.store.add import merge
from dragoman.store.engine import open_store
from dragoman.store.write import Incoming
from dragoman.store.write import store as put
from dragoman.story import Story

from .readout_samples import ID
from .test_readouts_files import Tags, call

PAGE = {"accept": "text/html"}
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PLAIN, HOSTILE = b"aggressive actions", b"<img onerror=a(1)>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The call of two accounts; the id of one story and words of its account are hostile."""
    path = tmp_path_factory.mktemp("readouts") / "hostile.db"
    coder = Coder()
    assert len(PLAIN) == len(HOSTILE)
    with open_store(path, create=True) as store:
        for name, id in (("kremlin", ID), ("ankara", "ankara")):
            story = coder.read((SAMPLES / f"2020-02-21-idlib-call-{name}.txt").read_bytes(), id=id)
            changed = msgspec.json.decode(msgspec.json.encode(story).replace(PLAIN, HOSTILE), type=Story)
            store.write(lambda connection, changed=changed: put(connection, [Incoming(changed)]))  # type: ignore[misc]
        merge(store)
    with TestClient(create_app(Settings(str(path))), raise_server_exceptions=False) as made:
        yield made


def get(client: TestClient, path: str, **asked: Any) -> str:
    answer = client.get(path, params=asked or None, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def links(page: str, begin: str) -> list[str]:
    return [
        attrs["href"] or "" for tag, attrs in Tags(page).tags if tag == "a" and (attrs["href"] or "").startswith(begin)
    ]


def test_the_list_has_what_the_api_has(client: TestClient) -> None:
    asked = {"between": ["RUS", "TUR"], "known_on": "2020-12-31"}
    ids = [one["id"] for one in client.get("/api/v1/contacts", params=asked).json()["contacts"]]
    page = get(client, "/readouts", **asked)
    assert links(page, "/readouts/") == [f"/readouts/{id}?known_on=2020-12-31" for id in ids]
    assert page.count('value="RUS"') == page.count('value="TUR"') == 1
    assert 'value="2020-12-31"' in page
    assert "No contact is found" in get(client, "/readouts", on="1999")


def test_the_list_goes_on_where_the_page_ended(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.serve.pages.readouts.SHOWN", 10)
    seen: list[str] = []
    path = "/readouts?sides=0&on="
    while True:
        page = get(client, path)
        seen += links(page, "/readouts/")
        following = [attrs["href"] for tag, attrs in Tags(page).tags if attrs.get("rel") == "next"]
        if not following:
            break
        path = f"/readouts{following[0]}"
        assert "sides=0" in path
    assert len(seen) == len(set(seen)) == len(links(get(client, "/readouts"), "/readouts/")) or len(seen) > 10


def test_every_point_stands_beside_its_source(client: TestClient) -> None:
    id = call(client)
    page, whole = get(client, f"/readouts/{id}"), client.get(f"/api/v1/contacts/{id}").json()
    told = {(q["story"], str(q["start"]), str(q["end"])) for quotes in whole["readouts"].values() for q in quotes}
    linked = set()
    for link in links(page, "/stories/"):
        parts = urlsplit(link)
        asked = parse_qs(parts.query)
        if asked:
            linked.add((unquote(parts.path.removeprefix("/stories/")), asked["start"][0], asked["end"][0]))
    assert told <= linked
    assert page.count("<tr role=") == len(whole["alignment"]) + len(whole["names"]) + 1 + bool(whole["names"])


def test_matters_of_one_kind_can_be_asked_for(client: TestClient) -> None:
    asked = {"between": ["RUS", "TUR"], "on": "2020-03-05", "sides": 2}
    [one] = client.get("/api/v1/contacts", params=asked).json()["contacts"]
    labels = [row["label"] for row in client.get(f"/api/v1/contacts/{one['id']}").json()["alignment"]]
    for show, label in (("odds", "at odds"), ("both", "both"), ("only", "only")):
        page = get(client, f"/readouts/{one['id']}", show=show)
        table = page.split("<table", 2)[1]
        assert set(re.findall(r'<tr role="row" class="is-(\w+)"', table)) == ({show} if label in labels else set())
        assert table.count('<tr role="row" class="is-') == labels.count(label)
    assert client.get(f"/readouts/{one['id']}", params={"show": "else"}, headers=PAGE).status_code == 422


def test_as_known_on_goes_along(client: TestClient) -> None:
    page = get(client, f"/readouts/{call(client)}", known_on="2020-12-31")
    assert all("known_on=2020-12-31" in link for link in links(page, "/stories/") + links(page, "/readouts/"))
    assert "31 Dec 2020" in page
    missing = client.get(f"/readouts/{call(client)}", params={"known_on": "2019-01-01"}, headers=PAGE)
    assert (missing.status_code, "as known at 2019-01-01" in missing.text) == (404, True)


def test_hostile_stories_are_text(hostile: TestClient) -> None:
    id = call(hostile)
    for path in ("/readouts", f"/readouts/{id}", f"/readouts/{id}.html"):
        text = get(hostile, path)
        page = Tags(text)
        assert not any(tag == "img" or any(name.startswith("on") for name in attrs) for tag, attrs in page.tags)
        assert [attrs.get("src") for tag, attrs in page.tags if tag == "script"] in ([], ["/static/page.js"])
        assert "<script>alert" not in text
    assert HOSTILE.decode() in "".join(Tags(get(hostile, f"/readouts/{id}")).text)
    assert "<img" not in hostile.get(f"/readouts/{id}.md").text.replace(r"\<", "")
    assert hostile.get(f"/readouts/{id}.docx").status_code == 200


def test_links_lead_to_the_story_whatever_its_id(hostile: TestClient) -> None:
    page = get(hostile, f"/readouts/{call(hostile)}")
    paths = {urlsplit(unescape(link)).path for link in links(page, "/stories/")}
    assert {unquote(path.removeprefix("/stories/")) for path in paths} == {ID, "ankara"}
    for path in paths:
        assert path.count("/") == 2
        assert hostile.get(path, headers=PAGE).status_code == 200


def test_words_in_an_address_are_escaped(client: TestClient) -> None:
    page = get(client, "/readouts", between=['"><script>alert(1)</script>', "x"], on="2020")
    assert "<script>alert" not in page


def test_links_look_for_the_words() -> None:
    from dragoman.serve.briefing import Cite

    link = link_to(None)
    cite = Cite(number=1, story="a", start=3, end=9)
    assert link(cite, "one-sided, & so") == "/stories/a?start=3&end=9#:~:text=one%2Dsided%2C%20%26%20so"
    long = link(cite, "one two three four " + "more " * 20 + "five six seven eight")
    assert long.endswith("#:~:text=one%20two%20three%20four,five%20six%20seven%20eight")
    assert link_to("2020")("a/b") == "/stories/a%2Fb?known_on=2020"

"""Nothing that a story, a file, an address or a person says runs in a browser, on any view.

The browser is told to heed no Content-Security-Policy: it is the pages that must be sound, not only their guard.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select
from starlette.testclient import TestClient

from dragoman.merge.saying import correct
from dragoman.serve.app import create_app
from dragoman.serve.settings import Settings
from dragoman.store.add import merge
from dragoman.store.engine import open_store
from dragoman.store.tables import contact_groups
from dragoman.store.write import Incoming, store
from dragoman.story import Interval, Story

from .browser import DESK, TOKEN, serving
from .reader_stories import ATTACK, hostile

RUN = "window.pwned=1"
ATTACKS = (
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f"'><script>{RUN}</script>",
    f"<script src=data:text/javascript,{RUN}></script>",
    f"<img src=x onerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    f'<IMG SRC="x" ONERROR="{RUN}">',
    f"<img src=x onerror\n=\n{RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}",
    f'" onfocus="{RUN}" autofocus="',
    f'" style="animation-name:x" onanimationstart="{RUN}',
    f"` onfocus={RUN} autofocus `",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<video><source onerror={RUN}></video>",
    f"<input autofocus onfocus={RUN}>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN[7:]}></iframe>",
    f"<object data=javascript:{RUN}></object>",
    f"<meta http-equiv=refresh content=0;url=javascript:{RUN}>",
    f"<base href=javascript:{RUN}//>",
    f"<a href=javascript:{RUN}>x</a>",
    f"javascript:{RUN}//",
    f"java\tscript:{RUN}//",
    f"data:text/html,<script>opener.{RUN[7:]}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"<\x00script>{RUN}</script>".replace("\x00", "\u200b"),
    f"\u202e<script>{RUN}</script>",
    f"{{{{ 7*7 }}}}{{% for x in y %}}<script>{RUN}</script>",
    f"${{{RUN}}}`${{{RUN}}}`",
    f"'-{RUN}-'",
    f"</option></select><script>{RUN}</script>",
)
VIEWS = (
    "/", "/?sort=oldest", "/stories", "/stories?sort=oldest", "/readouts", "/timeline", "/timeline?at=2024-03", "/map",
    "/network?as_of=2024-03-20", "/situation?actor=FRA&as_of=2024-03-20",
    "/diff?actor=FRA&from=2024-01-01&to=2024-12-01", "/read",
)  # fmt: skip
ASKED = ("text", "actor", "recipient", "with", "source", "type", "place", "from", "known_on", "after", "sort", "id",
         "headline", "agency", "between", "on", "as_of", "show", "event", "next", "at", "edge", "version")  # fmt: skip
HTML = {"Accept": "text/html"}
LOUD = ("script", "iframe", "object", "embed", "base", "math", "frame", "applet", "video", "audio")


def attacking(attack: str, number: int) -> Story:
    """The story of which all words are one attack."""
    padded = attack.ljust(len(ATTACK))[: len(ATTACK)]
    assert len(attack) <= len(ATTACK), attack

    def turned(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(ATTACK, padded)
        if isinstance(value, list):
            return [turned(one) for one in value]
        return {turned(key): turned(one) for key, one in value.items()} if isinstance(value, dict) else value

    story = msgspec.convert(turned(msgspec.to_builtins(hostile())), Story)
    known = replace(story.events[0], type="CONSULT", mode="phone", date=Interval(start="2024-03-14", end="2024-03-14"))
    sides = replace(
        known,
        actor=tuple(replace(one, country="FRA", sector="GOV") for one in known.actor),
        recipient=tuple(replace(one, country="DEU", sector="GOV") for one in known.recipient),
    )
    return replace(story, id=f"{attack} {number}", events=(sides,), zone=None)


@pytest.fixture(scope="module")
def hostile_db(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Path:
    """All attacks as stories and as corrections by people, in a file whose name is one."""
    path = tmp_path_factory.mktemp("xss") / f'"><img src=x onerror={RUN}>.db'
    shutil.copy(empty, path)
    with open_store(path) as opened:
        told = [attacking(attack, number) for number, attack in enumerate(ATTACKS)]
        opened.write(lambda connection: store(connection, [Incoming(one) for one in told]))
        merge(opened)
        for one, attack in zip(told, ATTACKS, strict=True):
            what, actor = f"{one.id}@{one.events[0].start}", {"name": f"{attack} again"}
            opened.write(lambda c, w=what, a=actor, by=attack: correct(c, w, "actor", [a], by), alone="merge")  # type: ignore[misc]
    return path


@pytest.fixture(scope="module")
def hostile_client(hostile_db: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(str(hostile_db), TOKEN)), raise_server_exceptions=False) as made:
        made.headers["Authorization"] = f"Bearer {TOKEN}"
        yield made


class Found(HTMLParser):
    """What a page would run, load or lead to."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        ours = tag == "script" and (told.get("src") or "").startswith("/static/")
        if (tag in LOUD and not ours and told.get("type") != "application/json") or (
            tag == "meta" and "http-equiv" in told
        ):
            self.wrong.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "autofocus"):
                self.wrong.append(self.get_starttag_text() or tag)
            if name in ("href", "src", "action", "data", "xlink:href"):
                plain = "".join((value or "").split()).lower()
                if not plain.startswith(("/", "#", "?", "http://", "https://")) or plain.startswith("//"):
                    self.wrong.append(f"{tag} {name}={value}")


def sound(client: TestClient, path: str) -> int:
    """Check a page; returns its status."""
    answer = client.get(path, headers=HTML)
    assert answer.status_code in (200, 400, 404, 422), (path, answer.status_code)
    assert answer.headers["content-type"].startswith("text/html")
    assert Found(answer.text).wrong == [], path
    for attack in ATTACKS:
        if "<" in attack:
            assert attack not in answer.text, (path, attack)
    return int(answer.status_code)


def views(client: TestClient, db: Path) -> list[str]:
    """All pages: lists with all that follow, each story, each contact."""
    found = [*VIEWS]
    for start, api, limit in (("/", "events", 25), ("/stories", "stories", 40)):
        after = ""
        while after is not None:
            found.append(f"{start}?after={quote(after, safe='')}" if after else start)
            after = client.get(f"/api/v1/{api}", params={"limit": limit, "after": after}).json()["after"]
    found += [f"/stories/{quote(f'{attack} {number}', safe='')}" for number, attack in enumerate(ATTACKS)]
    with open_store(db) as opened, opened.reading() as connection:
        ids = connection.execute(select(contact_groups.c.id)).scalars().all()
    assert ids
    return [*dict.fromkeys(found), *(f"/readouts/{id}" for id in ids)]


def test_there_are_attacks_enough() -> None:
    assert len(set(ATTACKS)) >= 30


def test_no_page_has_an_attack_in_its_html(hostile_client: TestClient, hostile_db: Path) -> None:
    for path in views(hostile_client, hostile_db):
        assert sound(hostile_client, path) == 200, path
    page = hostile_client.get(f"/stories/{quote(f'{ATTACKS[0]} 0', safe='')}", headers=HTML).text
    assert "again</ins>, &lt;script&gt;" in page  # the correction and who made it are shown


@pytest.mark.parametrize(
    "view", [*dict.fromkeys(view.partition("?")[0] for view in VIEWS), "/stories/x", "/readouts/x"]
)
def test_no_address_has_an_attack_that_comes_back_as_it_is(hostile_client: TestClient, view: str) -> None:
    for number, attack in enumerate(ATTACKS[len(view) % 3 :: 3]):  # some on each view, all in all
        names = ASKED[number % 4 :: 4]
        sound(hostile_client, f"{view}?" + "&".join(f"{name}={quote(attack, safe='')}" for name in names))
        sound(hostile_client, f"/{quote(attack, safe='')}")


def test_a_page_that_is_not_sound_is_found() -> None:
    for attack in ATTACKS:
        if "<" in attack and "&" not in attack:
            assert Found(f"<p>{attack}</p>").wrong or "\u200b" in attack or attack.startswith("<\u200b"), attack
    assert Found('<a href="javascript:x">').wrong
    assert Found('<a href="java\tscript:x">').wrong
    assert not Found('<a href="/x">&lt;script&gt;</a><script type="module" src="/static/page.js"></script>').wrong


def test_nothing_runs_in_a_browser(browser: Any, hostile_client: TestClient, hostile_db: Path) -> None:
    context = browser.new_context(viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page, said = context.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    context.on("page", lambda other: said.append(f"a window: {other.url}") if other != page else None)

    def clean(where: str) -> None:
        page.wait_for_timeout(20)
        assert page.evaluate("window.pwned") is None, where
        assert not said, (where, said)

    with serving(hostile_db) as address:
        page.set_content(f"<img src=x onerror={RUN}>")
        page.wait_for_function("window.pwned === 1")  # it would run here
        page.goto(f"{address}/read")
        page.click("summary")
        page.fill('input[name="token"]', TOKEN)
        page.fill('.token input[name="name"]', ATTACKS[8])
        page.click("text=Keep it in this browser")
        clean("the token")
        for path in views(hostile_client, hostile_db):
            page.goto(address + path)
            clean(path)
        for number, attack in enumerate(ATTACKS[::6]):
            page.goto(f"{address}/read")
            name = attack.replace("/", "_")[:60] + ".html"
            body = f"<html><body><h1>{attack}</h1><p>Paris met London in Rome. {attack} said so.</p></body></html>"
            file = {"name": name, "mimeType": "text/html", "buffer": body.encode()}
            page.set_input_files('input[type="file"]', files=[file])
            page.fill('input[name="headline"]', attack)
            page.fill('input[name="agency"]', attack)
            page.fill('.paste input[name="id"]', f"{attack} {number}")
            page.click("text=Read it")
            page.wait_for_load_state()
            clean(f"read {attack}")
    context.close()

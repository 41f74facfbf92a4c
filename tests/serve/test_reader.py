"""The reader without a server: how a text is cut, what its records say, and the file that needs no other."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.cli.app import app
from dragoman.serve.reader import MOST_SHOWN, Reading, layers, reading
from dragoman.serve.reader_file import reader_file
from dragoman.serve.records import Record
from dragoman.story import Attribution, Entity, Event, Passage, Story

from .reader_stories import ATTACK, FIRST, TEXT, at, hostile, overlapping


class Page(HTMLParser):
    """What a browser would make of a page, roughly: elements with attributes, ids, and the text of the story."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def kinds(view: Reading) -> dict[str, list[str]]:
    """The words of each kind of mark, as pieces put together again."""
    found: dict[str, dict[str, str]] = {}
    for part in view.parts:
        for piece in part.pieces:
            for mark in piece.marks:
                told = found.setdefault(mark.kind, {})
                told[mark.id] = told.get(mark.id, "") + piece.text
    return {kind: list(told.values()) for kind, told in found.items()}


def record(view: Reading, id: str) -> Record:
    return next(one for group in view.groups for one in group.records if one.id == id)


def line(of: Record, label: str) -> list[tuple[str, str | None]]:
    return [(ref.text, ref.to) for line in of.lines if line.label == label for ref in line.refs]


def test_all_of_the_text_stands_there_once_and_in_order() -> None:
    shown = "".join(piece.text for part in reading(overlapping()).parts for piece in part.pieces)
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", TEXT)


def test_marks_that_overlap_keep_all_their_words() -> None:
    found = kinds(reading(overlapping()))
    assert found["source"] == ["the Velmoran office of Ada Glonn", "Brackenfels had"]
    assert found["cue"] == ["said that", "called on"]
    assert found["content"] == [FIRST[FIRST.index("Brackenfels") :], "to leave Tamsin"]
    assert found["event"] == ["warns", "called on", "leave"]
    assert found["actor"] == ["Ada Glonn", "Velmora", "Velmora"]
    assert (found["time"], found["place"]) == (["Friday"], ["Tamsin"])
    assert found["relation"] == ["Velmora controls half of Tamsin"]
    assert found["readout"] == ["Brackenfels had called on Velmora"]


def test_a_click_means_the_narrowest_mark_that_is_shown() -> None:
    view = reading(overlapping())
    pieces = {piece.text: piece for part in view.parts for piece in part.pieces}
    called = pieces["called on"]
    assert [mark.id for mark in called.marks] == ["e1", "a1.c", "c0.0.0", "a0.k0"]
    assert called.top(view.shown).record == "e1"  # type: ignore[union-attr]
    assert called.top(["attributions"]).record == "a1"  # type: ignore[union-attr]
    assert called.top([]) is None
    assert pieces["Ada Glonn"].top(view.shown).record == "p0"  # type: ignore[union-attr]


def test_passages_that_are_not_news_are_labelled_and_words_between_passages_too() -> None:
    labels = [(part.kind, part.label, part.why) for part in reading(overlapping()).parts]
    assert labels == [
        ("headline", None, None),
        ("caption", "Caption", "picture caption, not news of the day"),
        ("paragraph", None, None),
        (None, "Not read", None),
        ("paragraph", None, None),
    ]


def test_an_event_tells_its_sides_its_source_its_contact_and_what_decided_it() -> None:
    view = reading(overlapping())
    call = record(view, "e1")
    assert line(call, "Actor") == [("Ada Glonn", "r-p0")]
    assert line(call, "Recipient") == [("Velmora", "r-p1")]
    assert line(call, "Said in") == [("the Velmoran office of Ada Glonn said that", "r-a0")]
    assert line(call, "Where") == [("Tamsin", "w-l0.0")]
    assert line(call, "Contact") == [("Call: Ada Glonn and Velmora", "r-c0")]
    assert line(call, "Sure") == [("90%", None)]
    assert [(why.what.text, why.by, why.sure) for why in call.why] == [
        ("type", "model: event", 0.9),
        ("actor", "model: role actor", None),
    ]
    assert call.words == ("e1",)
    assert {"p0.0", "p1.0", "a0.s"} <= set(call.near)
    assert line(record(view, "e2"), "Said in") == [("Brackenfels had called on", "r-a1")]
    assert line(record(view, "e2"), "Told again by") == [("warns", "r-e0")]
    assert line(record(view, "e0"), "On the word of") == [("the story itself", None)]


def test_an_actor_has_all_its_mentions_with_what_decided_each() -> None:
    velmora = record(reading(overlapping()), "p1")
    told = [(why.what.text, why.what.to, why.by) for why in velmora.why]
    assert told == [
        ("Velmora", "w-p1.0", "a state that the story tells of"),
        ("Velmora", "w-p1.1", "name of before"),
    ]
    assert line(velmora, "May be") == [("Velmora (75%)", None)]


def test_an_attribution_tells_its_chain_what_is_around_it_and_its_events() -> None:
    view = reading(overlapping())
    assert line(record(view, "a0"), "Chain, outermost first") == [("Ada Glonn", "r-p0")]
    assert line(record(view, "a0"), "Events in it") == [("called on", "r-e1")]
    assert line(record(view, "a1"), "Within") == [("the Velmoran office of Ada Glonn said that", "r-a0")]


def test_every_link_on_the_page_leads_somewhere_and_no_id_is_there_twice() -> None:
    for story in (overlapping(), hostile()):
        tags = Page(reader_file(story)).tags
        ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        links = [str(attrs["href"]) for tag, attrs in tags if tag == "a" and "href" in attrs]
        assert links
        assert {link for link in links if link.removeprefix("#") not in ids} == set()


def test_layers_of_an_address() -> None:
    assert layers([]) is None
    assert layers(["events,attributions", "times"]) == ["events", "attributions", "times"]
    assert reading(overlapping(), ["events", "nonsense"]).shown == ("events",)
    assert reading(overlapping(), [""]).shown == ()


def test_a_claim_that_is_chosen_is_told_apart_in_text_and_records() -> None:
    view = reading(overlapping(), chosen="abc", claims={"abc": "e1", "def": "r0"})
    assert [one.id for one in view.chosen_records()] == ["e1"]
    assert view.chosen_marks()["e1"] == "chosen"
    assert view.chosen_marks()["p0.0"] == "near"
    begins = [place for part in view.parts for piece in part.pieces for place in piece.begins]
    assert begins.count("abc") == begins.count("def") == 1
    assert reading(overlapping(), chosen="nothing").chosen_records() == []


def test_words_that_are_sought_are_told_apart_whatever_is_marked_in_them() -> None:
    start, end = at("Ada Glonn said that Brackenfels had called")
    view = reading(overlapping(), sought=(start, end))
    pieces = [piece for part in view.parts for piece in part.pieces]
    assert "".join(piece.text for piece in pieces if piece.sought) == TEXT[start:end]
    for wrong in ((9, 3), (0, 0), (10**6, 10**7)):
        assert not [p for part in reading(overlapping(), sought=wrong).parts for p in part.pieces if p.sought]


def test_offsets_that_cannot_be_are_left_out() -> None:
    story = overlapping()
    wrong = [replace(story.events[0], start=start, end=end) for start, end in ((-5, 3), (9, 2), (5, 99_999))]
    passages = (*story.passages, Passage(kind="note", start=-3, end=4), Passage(kind="note", start=2, end=10**9))
    view = reading(replace(story, events=(*wrong, *story.events), passages=passages))
    assert len(kinds(view)["event"]) == len(story.events)
    assert len([one for group in view.groups if group.layer == "events" for one in group.records]) == 6


def test_a_very_long_story_is_shown_up_to_a_bound() -> None:
    story = overlapping()
    view = reading(replace(story, text=story.text + " x" * MOST_SHOWN))
    assert sum(len(piece.text) for part in view.parts for piece in part.pieces) <= MOST_SHOWN
    assert view.rest > 0
    assert "more characters are not shown" in reader_file(replace(story, text=story.text + " x" * MOST_SHOWN))


def test_a_paragraph_of_many_marks_is_cut_quickly() -> None:
    words = 8_000
    text = " ".join(["Velmora"] * words)
    made = overlapping()
    actor = [
        Entity(text="Velmora", name="Velmora", country="XVL", start=8 * n, end=8 * n + 7, by="x") for n in range(words)
    ]
    events = [replace(made.events[0], start=8 * n, end=8 * n + 7, same_as=None) for n in range(words)]
    said = [
        Attribution(source=None, cue=(8 * n, 8 * n + 7), content=((8 * n, 8 * n + 20),)) for n in range(0, words, 4)
    ]
    story = replace(made, text=text, entities=tuple(actor), events=tuple(events), attributions=tuple(said), contacts=(),
                    relations=(), timex=(), places=(), left_out=(),
                    passages=(Passage(kind="paragraph", start=0, end=len(text)),))  # fmt: skip
    begun = time.process_time()
    view = reading(story)
    assert time.process_time() - begun < 10
    assert len(view.parts[0].pieces) > words


@given(
    spans=st.lists(
        st.tuples(st.integers(-2, 42), st.integers(-2, 45), st.sampled_from(["event", "actor"])), max_size=12
    ),
    passages=st.lists(st.tuples(st.integers(-1, 42), st.integers(0, 45)), max_size=4),
)
def test_however_marks_and_passages_lie_no_character_is_lost_or_doubled(
    spans: list[tuple[int, int, str]], passages: list[tuple[int, int]]
) -> None:
    story, text = overlapping(), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
    events = [replace(story.events[0], start=a, end=b, same_as=None) for a, b, kind in spans if kind == "event"]
    actors = [replace(story.entities[0], start=a, end=b, name=f"{a}") for a, b, kind in spans if kind == "actor"]
    view = reading(
        replace(story, text=text, events=tuple(events), entities=tuple(actors), attributions=(), contacts=(),
                relations=(), timex=(), places=(), left_out=(),
                passages=tuple(Passage(kind="note", start=a, end=b) for a, b in passages))
    )  # fmt: skip
    assert "".join(piece.text for part in view.parts for piece in part.pieces) == text
    found = kinds(view)
    for kind in ("event", "actor"):
        assert sorted(found.get(kind, [])) == sorted(_right(text, spans, kind))
    begins = [place for part in view.parts for piece in part.pieces for place in piece.begins]
    assert len(begins) == len(set(begins))


def _right(text: str, spans: list[tuple[int, int, str]], wanted: str) -> list[str]:
    return [text[a:b] for a, b, kind in spans if kind == wanted and 0 <= a < b <= len(text)]


# --- the file


def inline(page: str, tag: str) -> str:
    [found] = re.findall(f"<{tag}[^>]*>(.*?)</{tag}>", page, re.S)
    return str(found)


@pytest.mark.parametrize("story", [overlapping(), hostile()], ids=["plain", "hostile"])
def test_the_file_needs_no_other_and_lets_nothing_else_run(story: Story) -> None:
    page = reader_file(story)
    policy = next(attrs["content"] for tag, attrs in Page(page).tags if tag == "meta" and "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for kind, tag in (("script", "script"), ("style", "style")):
        digest = base64.b64encode(hashlib.sha256(inline(page, tag).encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    remote = [a for _, a in Page(page).tags for name, value in a.items() if name in ("src", "href") and value
              and not value.startswith("#")]  # fmt: skip
    assert remote == []
    assert page == reader_file(story)


def test_nothing_of_a_hostile_story_becomes_an_element_or_a_template() -> None:
    page = reader_file(hostile())
    tags = Page(page).tags
    assert [tag for tag, _ in tags].count("script") == 1
    assert not [tag for tag, _ in tags if tag in ("img", "b")]
    assert not [name for _, attrs in tags for name in attrs if name.startswith("on") or name == "style"]
    assert "{{ 7 * 7 }}" in page
    assert ATTACK not in page


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / "out.html"
    page.write_text("A headline\n\nParis met London.\n", encoding="utf-8")

    def run(*arguments: Any) -> Any:
        return CliRunner().invoke(app, ["read", *map(str, arguments)], obj="dragoman.testing:StandIn")

    done = run(page, "--html", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"{out}: written" in done.stderr
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run(page, "--html", "-").stdout == out.read_text(encoding="utf-8")
    assert run(page, page, "--html", out).exit_code == 2
    assert run(page, "--json", "--html", out).exit_code == 2
    failed = run(page, "--html", tmp_path / "no" / "out.html")
    assert failed.exit_code == 1
    assert "cannot be written" in failed.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.html", "page.txt"]


def test_spans_of_the_hand_made_story_are_right() -> None:
    story = overlapping()
    assert [story.text[e.start : e.end] for e in story.events] == ["warns", "called on", "leave"]
    assert all(a.start < b.start for a, b in itertools.pairwise(story.events))
    assert isinstance(story.events[0], Event)
    assert at("Friday")[0] > 0

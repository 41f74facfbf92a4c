"""Which story replaces which, on pages of openly invented states."""

from __future__ import annotations

from dragoman.merge.texts import candidates, groups, links
from dragoman.merge.versions import Version, apart, versions, withdrawn

from .merge_pages import items

HEAD = (
    "{slug}\n\n{headline}\n\n{notes}\n\nTamsin News Agency\nMay 3, 2024 {time} GMT\n\nLOWER HARBOUR, Velmora (TNA) -- "
)
TEXT = (
    "A ferry with 40 people on board ran onto a rock off Lower Harbour early on Friday and began to sink, the "
    "Velmoran Coast Guard said.\n\nBoats from the fishing port took off the passengers within an hour, spokesman "
    "Bram Oddly said. Nobody was missing by eight in the morning.\n\nThe ferry line links the capital with the Isle "
    "of Tamsin. It was opened in 1931 and carries 300,000 people a year.\n"
)
MORE = "President Ilva Tarrow thanked the crews of the fishing boats in a message from her office.\n\n"


def page(slug: str, time: str, headline: str = "Ferry sinks off Velmora", notes: str = "", text: str = TEXT) -> str:
    return HEAD.format(slug=slug, headline=headline, notes=notes, time=time) + text


def found(**pages: str) -> list[Version]:
    all_of = items(**pages)
    return versions(all_of, links(all_of, candidates(all_of.values())))


def told(versions: list[Version]) -> list[tuple[str, str, str]]:
    return [(version.story, version.supersedes, version.kind) for version in versions]


FIRST = page("Velmora-Ferry, URGENT", "8:10 AM", notes="Eds: DEVELOPING.")
SECOND = page("Velmora-Ferry, 1st Ld-Writethru", "9:30 AM", notes="Eds: ADDS president.", text=MORE + TEXT)
CORRECTED = page(
    "Velmora-Ferry, 1st Ld-Writethru, CORRECTS", "11:00 AM", text=MORE + TEXT.replace("1931", "1913"),
    notes="Eds: CORRECTS para 4 to 1913, sted 1931.",
)  # fmt: skip
KILL = (
    "Velmora-Ferry, KILL\n\nEDITORS: MANDATORY KILL\n\nTamsin News Agency\nMay 3, 2024 1:00 PM GMT\n\n"
    "Kill Velmora-Ferry, all versions. No ferry ran onto a rock on Friday, and the Coast Guard has not spoken of one.\n"
)
PAPER = f"The Harbour Gazette\n\nFerry lost\n\n3 May 2024, 16:00\n\n{MORE}{TEXT}\nThe Gazette was founded in 1880.\n"


def test_each_version_replaces_the_one_before_it() -> None:
    assert told(found(c=CORRECTED, a=FIRST, b=SECOND)) == [("b", "a", "writethru"), ("c", "b", "correction")]


def test_labels_without_slug() -> None:
    first = TEXT.join(
        ("Ferry sinks off Velmora\n\nLOWER HARBOUR, May 3, 2024 (TNA) - ", "\nTamsin News Agency, 3 May 2024 08:10")
    )
    pages = {
        f"u{n}": f"UPDATE {n}-Ferry sinks off Velmora, all saved\n\n(Adds president)\n\n"
        "LOWER HARBOUR, May 3, 2024 (TNA) - "
        f"{MORE}{TEXT}\nTamsin News Agency, 3 May 2024 {9 + n:02}:10"
        for n in (1, 2)
    }
    assert told(found(a=first, **pages)) == [("u1", "a", "writethru"), ("u2", "u1", "writethru")]


def test_a_new_version_that_does_not_say_so() -> None:
    assert told(
        found(a=page("BC-Velmora-Ferry", "8:10 AM"), b=page("BC-Velmora-Ferry", "9:00 AM", text=MORE + TEXT))
    ) == [("b", "a", "writethru")]


def test_the_same_text_sent_twice_is_no_version() -> None:
    assert found(a=page("BC-Velmora-Ferry", "8:10 AM"), b=page("BC-Velmora-Ferry", "9:00 AM")) == []


def test_stories_of_other_houses_are_not_replaced() -> None:
    other = SECOND.replace("Tamsin News Agency", "Meridian Wire").replace("TNA", "MW")
    assert found(a=FIRST, b=other) == []


def test_a_slug_of_another_matter_is_not_replaced() -> None:
    other = page(
        "Velmora-Fire, 1st Ld-Writethru", "9:30 AM", "Fire in brewery", text="A brewery burned down on Friday.\n"
    )
    assert found(a=FIRST, b=other) == []


def test_long_afterwards_it_is_no_write_through() -> None:
    assert found(a=FIRST, b=SECOND.replace("May 3", "May 23")) == []


def test_hold_and_release_without_text() -> None:
    hold = (
        "Velmora-Ferry, HOLD\n\nADVISORY TO EDITORS\n\nTamsin News Agency\nMay 3, 2024 9:00 AM GMT\n\n"
        "Please hold the story Velmora-Ferry, URGENT, which moved at 08:10, while we speak to the Coast Guard.\n"
    )
    lifted = (
        "Velmora-Ferry, RELEASE\n\nADVISORY TO EDITORS\n\nTamsin News Agency\nMay 3, 2024 9:40 AM GMT\n\n"
        "The hold on Velmora-Ferry is lifted. The story of 08:10 stands as it was sent.\n"
    )
    made = found(a=FIRST, h=hold, r=lifted)
    assert told(made) == [("h", "a", "hold"), ("r", "h", "release")]
    assert [version.restores for version in made] == [None, "a"]


def test_release_with_text_restores_nothing() -> None:
    hold = (
        "Velmora-Ferry, HOLD\n\nTamsin News Agency\nMay 3, 2024 9:00 AM GMT\n\n"
        "Please hold the story Velmora-Ferry of 0810 GMT.\n"
    )
    made = found(a=FIRST, h=hold, r=page("Velmora-Ferry, RELEASE", "9:40 AM", text=TEXT.replace("40", "41")))
    assert told(made) == [("h", "a", "hold"), ("r", "h", "release")]
    assert made[1].restores is None


def test_kill_reaches_versions_and_copies() -> None:
    all_of = items(a=FIRST, b=SECOND, k=KILL, paper=PAPER)
    shared = links(all_of, candidates(all_of.values()))
    made = versions(all_of, shared)
    assert told(made) == [("b", "a", "writethru"), ("k", "b", "kill")]
    ended = {one.story: one.spans for one in withdrawn(made, groups(all_of, shared, apart(made)))}
    assert ended == {"b": None, "a": None, "paper": None}


def test_versions_are_apart() -> None:
    assert apart(found(a=FIRST, b=SECOND, c=CORRECTED)) == {("a", "b"), ("a", "c"), ("b", "c")}

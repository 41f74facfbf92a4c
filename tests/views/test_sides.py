"""What each side says in its own words: quotations, who asked, names."""

from __future__ import annotations

from dragoman.story import Contact, Entity, Quote
from dragoman.views.sides import asked, names, quotations

TEXT = 'The regime must stop, she said. "We will not wait," she added, and "not a day".\nElse "nothing" was said.'


def quote(words: str, text: str = TEXT, story: str = "a") -> Quote:
    at = text.index(words)
    return Quote(text=words, story=story, start=at, end=at + len(words))


def test_quotations_of_a_point() -> None:
    found = quotations([quote("We will not wait"), quote("not a day")], {"a": TEXT})
    assert [q.text for q in found] == ["We will not wait,", "not a day"]
    assert all(TEXT[q.start : q.end] == q.text for q in found)


def test_no_quotation_of_another_point() -> None:
    assert quotations([quote("The regime must stop")], {"a": TEXT}) == ()
    assert quotations([quote("The regime must stop")], {}) == ()


def contact(asked_by: str | None, according_to: tuple[Entity, ...], *sides: str) -> Contact:
    return Contact(
        parties=(), channel=None, status="happened", asked_by=asked_by, asked_by_according_to=according_to, date=None,
        date_from=None, place=None, mentions=(), readouts=dict.fromkeys(sides, ()),
    )  # fmt: skip


def test_each_side_says_who_asked() -> None:
    moscow = Entity(text="the Kremlin", name="Kremlin", country="RUS", sector="GOV")
    told = [contact("TUR", (moscow,), "RUS", "TUR"), contact("RUS", (), "TUR"), contact(None, (), "TUR")]
    assert asked(told) == {"RUS": "TUR", "TUR": "RUS"}


def test_loaded_names_of_one_actor() -> None:
    def syrian(words: str, text: str, story: str) -> Entity:
        at = text.index(words)
        return Entity(text=words, name="Syria", country="SYR", sector="GOV", start=at, end=at + len(words))

    left, right = "the Syrian regime must be restrained", "the legitimate authorities must be helped"
    found = names(
        {"TUR": (quote(left, left, "t"),), "RUS": (quote(right, right, "r"),)},
        {"t": (syrian("Syrian regime", left, "t"),), "r": (syrian("legitimate authorities", right, "r"),)},
    )
    (naming,) = found
    assert (naming.country, naming.loaded) == ("SYR", True)
    assert {side: [q.text for q in said] for side, said in naming.words.items()} == {
        "TUR": ["Syrian regime"],
        "RUS": ["legitimate authorities"],
    }
    assert names({"TUR": (quote(left, left, "t"),)}, {"t": (syrian("Syrian regime", left, "t"),)}) == ()

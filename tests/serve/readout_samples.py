"""Contacts made by hand: one of two sides, one of three, one whose every text is hostile."""

from __future__ import annotations

from typing import Any

from dragoman.story import Entity, Interval, Party, Quote
from dragoman.views.alignment import Row
from dragoman.views.readouts import Readout, Telling
from dragoman.views.sides import Naming

HOSTILE = '<script>alert(1)</script> | **bold** [x](javascript:alert(1)) `code` "q" \x00\x07\u202e & ~~s~~ $x$'
ID = 'a/b "c" <script>alert(1)</script>|\n# x?#%'


def quote(text: str, story: str = "one", start: int = 10) -> Quote:
    return Quote(text=text, story=story, start=start, end=start + len(text))


def contact(**changed: Any) -> Readout:
    """A call of two sides: one matter of each kind."""
    told: dict[str, Any] = {
        "id": "0123abcd",
        "parties": (Party(code="RUS", name="Vladimir Putin"), Party(code="TUR", name="Turkey")),
        "channel": "phone",
        "status": "happened",
        "asked_by": "TUR",
        "asked_by_according_to": (Entity(text="the Kremlin", name="Kremlin"),),
        "date": Interval(start="2020-02-21", end="2020-02-21"),
        "date_from": "text",
        "place": None,
        "mentions": (0,),
        "readouts": {
            "RUS": (quote("the talks were useful"), quote("Turkey asked for the call"), quote("troops stay")),
            "TUR": (quote("the call was good", "two"), quote("Russia asked for the call", "two", 40)),
        },
        "stories": ("one", "two"),
        "tellings": (
            Telling(story="one", agency="Agency One", published="2020-02-21T20:05", mentions=(0,)),
            Telling(story="two", agency=None, published="2020-02-22", mentions=(0,)),
        ),
        "alignment": (
            Row(topic="tone", label="both", points={"RUS": 0, "TUR": 0}),
            Row(topic="who asked for it", label="at odds", points={"RUS": 1, "TUR": 1}),
            Row(topic="troops", label="only", points={"RUS": 2, "TUR": None}),
        ),
        "asked_by_according_to_sides": {"RUS": "TUR", "TUR": "RUS"},
        "quotations": {"RUS": (quote("useful", start=25),)},
        "names": (
            Naming(
                country="SYR",
                sector="GOV",
                id=None,
                words={"RUS": (quote("the legitimate authorities"),), "TUR": (quote("the regime", "two"),)},
                loaded=True,
            ),
        ),
    }
    return Readout(**{**told, **changed})


def of_three() -> Readout:
    """Talks of three sides, of which a fourth party gives no account."""
    parties = (("RUS", "Russia"), ("TUR", "Turkey"), ("IRN", "Iran"), ("QAT", "Qatar"))
    return contact(
        parties=tuple(Party(code=code, name=name) for code, name in parties),
        channel="multilateral",
        readouts={code: (quote(f"{code} one"), quote(f"{code} two")) for code in ("IRN", "RUS", "TUR")},
        alignment=(
            Row(topic="a", label="both", points={"IRN": 0, "RUS": 0, "TUR": 0}),
            Row(topic="b", label="both", points={"IRN": 1, "RUS": None, "TUR": 1}),
            Row(topic="c", label="at odds", points={"IRN": None, "RUS": 1, "TUR": 1}),
        ),
        asked_by_according_to_sides={},
        quotations={},
        names=(),
    )


def hostile() -> Readout:
    """Every text of it tries to be markup."""
    said = {code: (quote(f"{code} {HOSTILE}", ID),) for code in ("RUS", "TUR")}
    return contact(
        parties=(Party(code="RUS", name=HOSTILE), Party(code="TUR", name="Turkey")),
        place=HOSTILE,
        asked_by_according_to=(Entity(text=HOSTILE, name=HOSTILE),),
        asked_by_according_to_sides={},
        readouts=said,
        stories=(ID,),
        tellings=(Telling(story=ID, agency=HOSTILE, published=HOSTILE, mentions=(0,)),),
        alignment=(Row(topic=HOSTILE, label="at odds", points={"RUS": 0, "TUR": 0}),),
        quotations=said,
        names=(Naming(country=None, sector=None, id=HOSTILE, words=said, loaded=True),),
    )

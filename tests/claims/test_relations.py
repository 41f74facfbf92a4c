"""Standing relations, from sentences of our own; and what must not be taken for one."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.claims.relation_words import parse, relation_words
from dragoman.claims.relations import RelationFinder
from dragoman.errors import KnowledgeError
from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.linking.who import ActorLinker
from dragoman.story import Attribution, Entity, Passage, Relation

LINKER = ActorLinker()
FINDER = RelationFinder()


def plain(text: str) -> Document:
    return segment(Page(text, (Passage(kind="paragraph", start=0, end=len(text)),)), dt.date(2022, 5, 1))


def relations(text: str, *attributions: Attribution) -> tuple[Relation, ...]:
    document = plain(text)
    return FINDER.find(document, LINKER.find(document), attributions, LINKER.read(document))[0]


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Kind and sides, as countries or names."""
    return [(r.kind, side(r.subject), side(r.object)) for r in relations(text)]


def side(entity: Entity | None) -> str | None:
    if entity is None:
        return None
    return entity.country if entity.sector in ("GOV", "MIL") else entity.id or entity.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Belarus, an ally of Moscow, sent trains.", [("allied", "BLR", "RUS")]),
        ("Armenia is the closest ally of Russia.", [("allied", "ARM", "RUS")]),
        ("Ethiopia asked its allies Kenya and Uganda for help.", [("allied", "KEN", "ETH"), ("allied", "UGA", "ETH")]),
        ("Germany is allied with Poland.", [("allied", "DEU", "POL")]),
        ("Aliyev thanked Turkey, his country's ally, for it.", [("allied", "TUR", "AZE")]),
        ("Egypt supports the government of Libya.", [("supports", "EGY", "LBY")]),
        ("Iran supports Hezbollah.", [("supports", "IRN", "hezbollah")]),
        ("Hezbollah, which is backed by Iran, denied it.", [("supports", "IRN", "hezbollah")]),
        ("The Houthis, who are supported by Tehran, fired again.", [("supports", "IRN", "houthis")]),
        ("Iranian-backed Houthis fired again.", [("supports", "IRN", "houthis")]),
        ("Egypt's support for the Libyan government has grown.", [("supports", "EGY", "LBY")]),
        ("Saudi Arabia opposes Hezbollah.", [("opposes", "SAU", "hezbollah")]),
        ("India and Pakistan have conflicting interests in Kabul.", [("opposes", "IND", "PAK")]),
        ("France and Turkey back opposite sides in Libya.", [("opposes", "FRA", "TUR")]),
        ("Armenia has been fighting Azerbaijan since 2020.", [("fights", "ARM", "AZE")]),
        ("Ethiopia is at war with Eritrea.", [("fights", "ETH", "ERI")]),
        ("Norway mediates between Israel and Hamas.", [("mediates", "NOR", "ISR"), ("mediates", "NOR", "hamas")]),
        ("Turkey is a member of NATO.", [("member", "TUR", "nato")]),
    ],
)
def test_kinds_and_sides(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(told(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "Turkey supports Syria's territorial integrity.",
        "Russia backs US calls for talks.",
        "Egypt opposes Turkey's operation in Libya.",
        "Iran and Iraq held talks.",
        "The aid convoys in Sudan support villagers.",
        "Macron met Merkel, and the audience supported the orchestra.",
        "The rebels accused the army of holding talks.",
        "Russia held talks with Iran in Kazan.",
        "Kenya fought Uganda in the final.",
        "Several of its allies left the room.",
        "The army said it backed a ceasefire between India and Pakistan.",
        "He wants Kenya to end its support.",
        "Reporters support the Houthis.",
        "The UN backs the Red Crescent.",
        "NATO ally Turkey voted against it.",
        "He led the campaign against Hezbollah that was backed by Kenya.",
    ],
)
def test_what_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Egypt supports the Houthis.", "ongoing"),
        ("Egypt does not support the Houthis.", "negated"),
        ("Egypt no longer supports the Houthis.", "negated"),
        ("Egypt must support the Houthis.", "requested"),
        ("Kenya urged Egypt to support the Houthis.", "requested"),
        ("Egypt will support the Houthis.", "planned"),
        ("Egypt might support the Houthis.", "hypothetical"),
        ("Nobody knows whether Egypt supports the Houthis.", "hypothetical"),
        ("Egypt denied arming the Houthis.", "denied"),
        ("Egypt supported the Houthis.", "happened"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert [r.status for r in relations(text)] == [status]


@pytest.mark.parametrize(
    ("text", "who", "share", "place"),
    [
        ("The Houthis control about a third of Yemen.", "houthis", "about a third", "Yemen"),
        ("The Houthis hold much of the north-west.", "houthis", "much", "the north-west"),
        ("Hezbollah most recently controlled parts of the south and east.", "hezbollah", "parts", "the south and east"),
        ("Marib, which is held by the Houthis, was quiet.", "houthis", None, "Marib"),
        ("The town of Marib was shelled; the city is controlled by the Houthis.", "houthis", None, "the city"),
        ("The Houthis are in control of Hodeida.", "houthis", None, "Hodeida"),
        (
            "There was peace in Yemen. The Houthis controlled 40 percent of the country.",
            "houthis",
            "40 percent",
            "Yemen",
        ),
    ],
)
def test_territory(text: str, who: str, share: str | None, place: str) -> None:
    (relation,) = relations(text)
    assert (relation.kind, side(relation.subject), relation.share, relation.place) == ("controls", who, share, place)


def test_who_holds_by_an_adjective_is_of_the_country_spoken_of() -> None:
    (relation,) = relations("The war in Yemen goes on. Shells fell on rebel-held Taiz.")
    assert (relation.subject.country, relation.subject.sector, relation.place) == ("YEM", "REB", "Taiz")


@pytest.mark.parametrize(
    ("text", "country", "place"),
    [
        ("French troops are stationed in Chad.", "FRA", "Chad"),
        ("France has about 900 soldiers in Niger.", "FRA", "Niger"),
        ("France has stationed warplanes at the Faya air base since 2015.", "FRA", "the Faya air base"),
        ("Fighting goes on in Mali. Macron's troops stationed in the country left the base.", "FRA", "Mali"),
    ],
)
def test_stationed(text: str, country: str, place: str) -> None:
    (relation,) = relations(text)
    assert (relation.kind, relation.subject.country, relation.place) == ("stationed", country, place)


def test_a_pronoun_that_opens_a_sentence_means_the_subject_before_it() -> None:
    relation = relations("Serbia sent troops. It moved its soldiers into Bosnia, its closest ally.")[-1]
    assert (relation.kind, side(relation.subject), side(relation.object)) == ("allied", "BIH", "SRB")


def test_since_when_and_the_clause() -> None:
    text = "On Monday it rained. France has stationed soldiers in Chad since May 2015, officials say."
    (relation,) = relations(text)
    assert relation.start == "2015-05"
    assert text[slice(*relation.span)] == "France has stationed soldiers in Chad since May 2015"


def test_another_clause_has_its_own_time() -> None:
    (relation,) = relations("Taiz is held by the Houthis and has been under siege since 2015.")
    assert relation.start is None


def test_on_whose_word() -> None:
    text = "Egypt supports the Houthis, Kenya said."
    kenya = Entity(text="Kenya", name="Kenya", country="KEN", sector="GOV")
    content = (0, text.index(","))
    said = Attribution(source=(28, 33), cue=(34, 38), content=(content,), sources=(kenya,))
    assert [r.attribution for r in relations(text, said)] == [(kenya,)]


def test_a_denying_cue_denies() -> None:
    text = "Kenya denied that Egypt supports the Houthis."
    start = text.index("that")
    denied = Attribution(source=(0, 5), cue=(6, 12), content=((start, len(text) - 1),))
    assert [r.status for r in relations(text, denied)] == ["denied"]


def test_who_accuses_is_the_source() -> None:
    (relation,) = relations("Saudi Arabia accused Iran of arming the Houthis.")
    assert (side(relation.subject), [e.country for e in relation.attribution]) == ("IRN", ["SAU"])


def test_told_twice_is_kept_once() -> None:
    assert len(relations("Egypt supports the Houthis. Cairo backs the Houthis. The Houthis are backed by Egypt.")) == 1


def test_formats_and_their_members_that_the_story_names() -> None:
    document = plain(
        "Germany and France want to revive the Normandy format. Russia declined. It signed the Minsk agreements."
    )
    found, formats = FINDER.find(document, LINKER.find(document), (), LINKER.read(document))
    assert formats == ("Normandy format",)
    assert [(r.kind, r.subject.country, r.object.name if r.object else None) for r in found] == [
        ("member", code, "Normandy format") for code in ("FRA", "DEU", "RUS")
    ]


def test_an_empty_document() -> None:
    assert FINDER.find(segment(Page("", ()), None), (), ()) == ((), ())


def test_many_sentences_take_linear_time() -> None:
    document = plain("Egypt supports the Houthis in Yemen, " * 400 + "and so on. " + "A b c, - ' " * 4000)
    assert FINDER.find(document, LINKER.find(document), (), LINKER.read(document))[0]


def test_a_damaged_file_says_what_is_wrong() -> None:
    with pytest.raises(KnowledgeError, match=r"relations\.yaml"):
        parse(b"verbs: {}\npatterns: 3\n")


def test_each_form_is_a_pattern() -> None:
    assert all(form.find.groups for form in relation_words().forms)

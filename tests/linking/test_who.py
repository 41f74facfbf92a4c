"""Linking: names, offices on a day, nouns with their country, and what the story said before."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from dragoman.ingest.page import Page
from dragoman.language.document import Document, segment
from dragoman.linking.who import ActorLinker, Link
from dragoman.story import Passage, Span


@pytest.fixture(scope="module")
def linker() -> ActorLinker:
    return ActorLinker()


def document(text: str, on: str | None = None) -> Document:
    page = Page(text, (Passage(kind="paragraph", start=0, end=len(text)),))
    return segment(page, dt.date.fromisoformat(on) if on else None)


def span(text: str, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def link(linker: ActorLinker, text: str, words: str, on: str | None = None, nth: int = 0) -> Link:
    return linker.link(document(text, on), [span(text, words, nth)])[0]


def codes(found: Link) -> tuple[str | None, str | None]:
    return found.entity.country, found.entity.sector


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Envoys from Türkiye arrived.", "Türkiye", ("TUR", "GOV")),
        ("The US and the UK objected.", "US", ("USA", "GOV")),
        ("U.S. officials flew home.", "U.S. officials", ("USA", "GOV")),
        ("Ankara denied it.", "Ankara", ("TUR", "GOV")),
        ("Fighters of Isis fled.", "Isis", (None, "REB")),
        ("The Élysée declined to comment.", "The Élysée", ("FRA", "GOV")),
        ("The Knesset voted on the bill.", "The Knesset", ("ISR", "LEG")),
        (
            "The Syrian Observatory for Human Rights counted nine.",
            "The Syrian Observatory for Human Rights",
            ("GBR", "NGO"),
        ),
        ("A US-led coalition struck the depot.", "A US-led coalition", ("USA", "MIL")),
        ("The Security Council met.", "The Security Council", (None, "IGO")),
        ("Nigerian police fired tear gas.", "Nigerian police", ("NGA", "COP")),
        ("Peru's supreme court ruled.", "Peru's supreme court", ("PER", "JUD")),
        ("The court in Lima freed an editor.", "an editor", (None, "JRN")),
        ("Pentagon officials met in Doha.", "Pentagon officials", ("USA", "GOV")),
        ("A Hamas spokesman praised it.", "A Hamas spokesman", ("PSE", "REB")),
        ("Kurdish authorities in Syria freed him.", "Kurdish authorities in Syria", ("SYR", "REB")),
        ("Western governments hesitated over Mali.", "Western governments", (None, "GOV")),
        ("Ethnic Albanians marched in Serbia and Serbia alone.", "Ethnic Albanians", ("SRB", "CVL")),
        ("The Russians left.", "The Russians", ("RUS", "GOV")),
        ("Shells killed two Ukrainians.", "two Ukrainians", ("UKR", "CVL")),
    ],
)
def test_country_and_sector(
    linker: ActorLinker, text: str, words: str, expected: tuple[str | None, str | None]
) -> None:
    assert codes(link(linker, text, words)) == expected


def test_an_entity_keeps_its_words_and_place(linker: ActorLinker) -> None:
    text = "Aid reached Mali, said Bamako."
    found = link(linker, text, "Bamako").entity
    assert (found.text, found.name, found.id) == ("Bamako", "Mali", "MLI")
    assert text[found.start : found.end] == "Bamako"


def test_the_reading_model_tells_who_a_pronoun_means_where_it_may(linker: ActorLinker) -> None:
    text = "Turkey said that France had closed the border. It later opened it. Emmanuel Macron agreed."
    d = document(text)
    at, france, macron = (next(i for i in range(len(d.words)) if d.word(i) == w) for w in ("It", "France", "Emmanuel"))
    it = d.chars(at, at + 1)
    told = linker.read(d, {(at, at + 1): (france, france + 1)}).link(it)
    assert told.entity.country == "FRA"
    assert told.entity.text == "It"
    person = linker.read(d, {(at, at + 1): (macron, macron + 2)}).link(it)
    assert person.entity == linker.read(d).link(it).entity


def test_us_is_a_pronoun_and_who_is_no_agency_in_capitals(linker: ActorLinker) -> None:
    text = "They attacked us, the mayor said."
    assert link(linker, text, "us").entity.country != "USA"
    text = "THE MEN WHO FLED WERE SEIZED BY POLICE IN PERU."
    assert [e.id for e in linker.find(document(text))] == ["PER"]


@pytest.mark.parametrize(
    ("on", "who"),
    [("2013-06-01", "Abdullah Gül"), ("2019-06-01", "Recep Tayyip Erdogan"), ("2009-01-01", "Abdullah Gül")],
)
def test_an_office_on_a_day(linker: ActorLinker, on: str, who: str) -> None:
    found = link(linker, "The Turkish president flew to Baku.", "The Turkish president", on)
    assert found.entity.name == who
    assert found.by == f"role president of TUR on {on}"


def test_an_office_without_a_holder_known_stays_an_office(linker: ActorLinker) -> None:
    found = link(linker, "The Tongan justice minister resigned.", "The Tongan justice minister", "2015-01-01")
    assert codes(found) == ("TON", "GOV")
    assert found.entity.id is None


def test_envoys_are_of_those_who_sent_them(linker: ActorLinker) -> None:
    found = link(linker, "The UN special envoy for Syria spoke.", "The UN special envoy for Syria", "2016-05-01")
    assert found.entity.name == "Staffan de Mistura"
    assert found.entity.country is None


def test_the_counterpart(linker: ActorLinker) -> None:
    text = "Hassan Rouhani met his Russian counterpart."
    assert link(linker, text, "his Russian counterpart", "2018-02-01").entity.name == "Vladimir Putin"
    text = "German Chancellor Angela Merkel phoned her British counterpart. Sergei Lavrov met his Turkish counterpart."
    assert link(linker, text, "her British counterpart", "2018-02-01").entity.name == "Theresa May"
    assert link(linker, text, "his Turkish counterpart", "2018-02-01").entity.name == "Mevlüt Çavuşoğlu"


def test_possessives(linker: ActorLinker) -> None:
    found = link(linker, "Putin's troops stayed in Belarus.", "Putin's troops", "2022-01-30")
    assert (found.entity.name, *codes(found)) == ("Russian Armed Forces", "RUS", "MIL")
    found = link(linker, "Maduro's government broke off the talks.", "Maduro's government", "2019-01-30")
    assert (found.entity.name, found.entity.id) == ("Government of Venezuela", "VEN")


def test_backers_do_not_own(linker: ActorLinker) -> None:
    text = "War has raged in Yemen for years. In northern Yemen, Iranian-backed rebels hold Sanaa."
    assert codes(link(linker, text, "Iranian-backed rebels")) == ("YEM", "REB")
    text = "An anti-China activist was held in Taiwan."
    assert link(linker, text, "An anti-China activist").entity.country == "TWN"


def test_bare_nouns_take_the_country_of_the_story(linker: ActorLinker) -> None:
    text = "Fighting spread in eastern Congo on Monday. Rebels took a town, the army said, and government forces fled."
    assert codes(link(linker, text, "Rebels")) == ("COD", "REB")
    assert codes(link(linker, text, "the army")) == ("COD", "MIL")
    assert codes(link(linker, text, "government forces")) == ("COD", "MIL")


def test_no_country_where_none_is_clear(linker: ActorLinker) -> None:
    text = "Chad and Niger sent delegates. The authorities were pleased."
    assert link(linker, text, "The authorities").entity.country is None


def test_surnames_count_after_the_full_name(linker: ActorLinker) -> None:
    text = "Boris Johnson called for calm. Johnson left in May. May this end well."
    found = linker.link(document(text, "2020-01-01"), [span(text, "Johnson", 1), span(text, "May")])
    assert found[0].entity.id == "boris-johnson"
    assert found[1].entity.id is None
    assert link(linker, "Johnson left early.", "Johnson", "2020-01-01").entity.id is None


def test_where_families_come_first_the_first_name_counts_after_the_full_one(linker: ActorLinker) -> None:
    text = "Foreign Minister Qin Gang came. Qin said little. The minister left. Later Ri spoke."
    assert link(linker, text, "Qin", nth=1).entity.id == "qin-gang"
    assert link(linker, text, "The minister").entity.id == "qin-gang"
    assert link(linker, text, "Ri").entity.id is None


def test_the_two_sides_are_those_whose_officials_were_told(linker: ActorLinker) -> None:
    text = "Foreign Minister Wang Yi told Antony Blinken that Taiwan comes first. The two sides will meet again."
    found = linker.expand(document(text, "2023-06-18"), span(text, "The two sides"))
    assert [e.country for e in found] == ["CHN", "USA"]


def test_the_two_states_are_those_that_the_story_tells_of_most(linker: ActorLinker) -> None:
    text = (
        "Chad closed its border to Niger. Niger protested. Chad did not reply. Mali, an ally of Niger, called for calm."
    )
    found = linker.expand(
        document(f"{text} The two states had met in May.", "2024-06-18"),
        span(text + " The two states", "The two states"),
    )
    assert sorted(e.country or "" for e in found) == ["NER", "TCD"]
    even = "Chad and Niger met. Mali and Niger met. The two states were pleased."
    assert [e.country for e in linker.expand(document(even, "2024-06-18"), span(even, "The two states"))] == [
        "MLI",
        "NER",
    ]


def test_namesakes_are_others(linker: ActorLinker) -> None:
    assert link(linker, "A driver called Igor Putin was fined.", "Igor Putin").entity.id is None
    assert link(linker, "He studied at London Bridge College.", "London Bridge College").entity.country is None


def test_namesakes_are_told_apart_by_the_day(linker: ActorLinker) -> None:
    assert link(linker, "Bush spoke.", "Bush", "1991-01-20").entity.id == "george-h-w-bush"
    assert link(linker, "Bush spoke.", "Bush", "2004-01-20").entity.id == "george-w-bush"


def test_local_names_need_their_country(linker: ActorLinker) -> None:
    assert (
        link(linker, "The ELN took hostages in Colombia.", "The ELN").entity.id == "colombian-national-liberation-army"
    )
    assert link(linker, "The ELN library has moved.", "The ELN").entity.id is None


def test_unknown_persons_take_title_or_apposition(linker: ActorLinker) -> None:
    text = "Ghanaian Trade Minister Ama Boatey met Kofi Darko, the mayor of Accra. Boatey and Darko shook hands."
    assert codes(link(linker, text, "Ama Boatey")) == ("GHA", "GOV")
    assert codes(link(linker, text, "Boatey", nth=1)) == ("GHA", "GOV")
    assert link(linker, text, "Darko", nth=1).entity.name == "Kofi Darko"


def test_unknown_names_stay_as_they_are(linker: ActorLinker) -> None:
    found = link(linker, "Zork Blint slept.", "Zork Blint")
    assert (found.entity.name, *codes(found)) == ("Zork Blint", None, None)


def test_pronouns(linker: ActorLinker) -> None:
    text = (
        "Angela Merkel met Emmanuel Macron in Bonn. She thanked him. The Kremlin was silent until Friday. "
        "It had no comment, it said. Taliban fighters took the road. They burnt the bridge."
    )
    spans = [span(text, w) for w in ("She", "him", "It had", "They")]
    spans[2] = (spans[2][0], spans[2][0] + 2)
    found = [x.entity.id or x.entity.sector for x in linker.link(document(text, "2019-01-01"), spans)]
    assert found == ["angela-merkel", "emmanuel-macron", "kremlin", "taliban"]
    assert linker.link(document(text), spans)[0].by == "pronoun -> 'Angela Merkel'"


def test_it_said_is_the_office_that_spoke(linker: ActorLinker) -> None:
    text = (
        'According to his press office, Nicolas Maduro promised elections. "The Colombian government must '
        'stop its campaign," it said.'
    )
    at = text.index("it said")
    found = linker.link(document(text, "2018-01-01"), [(at, at + 2)])[0]
    assert (found.entity.name, *codes(found)) == ("press office of Nicolás Maduro", "VEN", "GOV")


def test_we_is_the_side_of_the_speaker(linker: ActorLinker) -> None:
    text = '"We will not yield," said Sergei Lavrov.'
    assert link(linker, text, "We", "2015-01-01").entity.id == "RUS"


def test_the_statement_is_of_the_one_who_spoke(linker: ActorLinker) -> None:
    text = "The Kremlin said the two had spoken. According to the statement, all went well."
    assert link(linker, text, "the statement").entity.id == "kremlin"


def test_definite_nouns_point_back(linker: ActorLinker) -> None:
    text = (
        "Boko Haram raided two villages in Nigeria. The group took cattle. Reuters told of it. The news agency saw it."
    )
    assert link(linker, text, "The group").entity.id == "boko-haram"
    assert link(linker, text, "The news agency").entity.id == "reuters"


def test_pairs_are_expanded(linker: ActorLinker) -> None:
    text = "Joe Biden received Olaf Scholz. The two leaders ate fish. The two countries are allies."
    doc = document(text, "2023-03-03")
    assert [e.id for e in linker.expand(doc, span(text, "The two leaders"))] == ["joe-biden", "olaf-scholz"]
    assert [e.id for e in linker.expand(doc, span(text, "The two countries"))] == ["USA", "DEU"]
    assert [e.id for e in linker.expand(doc, span(text, "Joe Biden"))] == ["joe-biden"]
    together = linker.link(doc, [span(text, "The two leaders")])[0].entity
    assert (together.name, together.country, together.sector) == ("Joe Biden and Olaf Scholz", None, "GOV")


def test_names_before_commas_win(linker: ActorLinker) -> None:
    text = "The largest Kurdish force, the YPG, lost ground in Syria."
    assert link(linker, text, "The largest Kurdish force, the YPG").entity.id == "people-s-protection-units"


def test_a_part_of_a_longer_name_is_itself(linker: ActorLinker) -> None:
    text = "He left the Iran nuclear deal."
    assert link(linker, text, "Iran").entity.id == "IRN"


def test_find_leaves_places_masks_and_formats_apart(linker: ActorLinker) -> None:
    text = "In Moscow, Paris and the EU held talks in the Astana format. New Mexico watched, as did Moscow."
    found = [(e.text, e.id) for e in linker.find(document(text))]
    assert found == [("Paris", "FRA"), ("EU", "european-union"), ("Astana format", "astana-format"), ("Moscow", "RUS")]


def test_nothing_to_link(linker: ActorLinker) -> None:
    assert linker.link(document("It rained."), []) == ()
    assert link(linker, "It rained all day.", "all day").by == "nothing known"
    assert linker.find(document("")) == ()


def test_it_is_fast_enough(linker: ActorLinker) -> None:
    text = "Turkish President Recep Tayyip Erdogan told Putin that Syrian rebels had left, the Kremlin said. " * 18
    doc = document(text, "2020-01-01")
    mentions = [span(text, "Syrian rebels", n % 18) for n in range(40)]
    linker.link(doc, mentions[:1])  # what is loaded but once is not counted
    begun = time.process_time()
    linker.link(doc, mentions)
    assert time.process_time() - begun < 0.5  # some hundredths on a busy machine; a square of the length takes seconds


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Russia said that raids in Idlib and in Aleppo killed civilians.", "civilians", ("SYR", "CVL")),
        ("Syrias army shelled the town, Moscow said.", "Syrias army", ("SYR", "MIL")),
        ("Shells fell in Syria. The Britain-based group said civilians died.", "civilians", ("SYR", "CVL")),
    ],
)
def test_the_country_of_a_noun_is_where_things_happen(
    linker: ActorLinker, text: str, words: str, expected: tuple[str, str]
) -> None:
    assert codes(link(linker, text, words)) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("In Syria, US-backed forces entered the town.", "US-backed forces", ("SYR", "REB")),
        ("Kurdish Syrian forces left the town.", "Kurdish Syrian forces", ("SYR", "REB")),
        ("Fighting went on in Syria. Turkey said Kurdish militants fired first.", "Kurdish militants", ("SYR", "REB")),
        ("Three members of the Malian armed forces fell.", "members", ("MLI", "MIL")),
        ("A source in the Ukrainian police spoke.", "A source", ("UKR", "COP")),
        ("A former French soldier was held in Chad.", "A former French soldier", ("FRA", "CVL")),
        ("An Italian, aged 40, was freed.", "An Italian", ("ITA", "CVL")),
        ("An Italian proposal was turned down.", "An Italian", ("ITA", "GOV")),
        ("The coalition bombed the depot in Yemen.", "The coalition", (None, "MIL")),
        ("Kurdish Peoples Protection Units held the hill.", "Kurdish Peoples Protection Units", ("SYR", "REB")),
        ("Hadi Numan Baro of the relief group spoke in Yemen.", "Hadi Numan Baro", (None, None)),
    ],
)
def test_whose_a_group_or_a_person_is(
    linker: ActorLinker, text: str, words: str, expected: tuple[str | None, str | None]
) -> None:
    assert codes(link(linker, text, words)) == expected


def test_a_country_that_is_not_clear_is_not_told(linker: ActorLinker) -> None:
    text = "Ghana and Togo spoke of the border. Police stopped two lorries, said inspector Kofi Dramani."
    assert codes(link(linker, text, "Police")) == (None, "COP")
    assert link(linker, text, "Kofi Dramani").entity.country is None


def test_a_place_or_a_body_is_nobody(linker: ActorLinker) -> None:
    text = "Ama Serwah came to the Rose Garden. He had not been asked, she said."
    assert link(linker, text, "she").entity.name == "Ama Serwah"
    assert link(linker, text, "He").entity.name != "Rose Garden"


def test_a_heading_tells_the_country_of_its_section(linker: ActorLinker) -> None:
    text = "The Élysée\n\nAn official called the talks frank.\n\nThe Kremlin\n\nRussia and Ukraine spoke of talks."
    kinds = ("heading", "paragraph", "heading", "paragraph")
    starts = [0, text.index("An official"), text.index("The Kremlin"), text.index("Russia and")]
    passages = tuple(
        Passage(kind=kind, start=at, end=end)
        for kind, at, end in zip(kinds, starts, [s - 2 for s in starts[1:]] + [len(text)], strict=True)
    )
    doc = segment(Page(text, passages), None)
    assert linker.link(doc, [span(text, "An official")])[0].entity.country == "FRA"


def test_the_country_counts_as_its_place(linker: ActorLinker) -> None:
    text = (
        "War came to Syria in 2011 and split the country. Russia and Iran helped the army to hold half of the country. "
        "Rebel groups hold the rest."
    )
    assert codes(link(linker, text, "Rebel groups")) == ("SYR", "REB")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Moscow and Damascus agreed.", "Moscow and Damascus", [("RUS", "GOV"), ("SYR", "GOV")]),
        ("Malian and Chadian civilians fled.", "Malian and Chadian civilians", [("MLI", "CVL"), ("TCD", "CVL")]),
        ("US and British forces landed.", "US and British forces", [("USA", "MIL"), ("GBR", "MIL")]),
        ("The Bosnia and Herzegovina envoy spoke.", "Bosnia and Herzegovina", [("BIH", "GOV")]),
    ],
)
def test_two_in_one_mention(linker: ActorLinker, text: str, words: str, expected: list[tuple[str, str]]) -> None:
    assert [(e.country, e.sector) for e in linker.expand(document(text), span(text, words))] == expected


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Zeynep Oral met Sergei Volkhin. She left early.", "She", "Zeynep Oral"),
        ("Zeynep Oral met Sergei Volkhin. He left early.", "He", "Sergei Volkhin"),
        ("Ms Tolva met Mr Harn. She left early.", "She", "Tolva"),
        ("Anna Tolva mourned her son. She blamed the army.", "She", "Anna Tolva"),
    ],
)
def test_he_and_she_mean_whom_they_fit(linker: ActorLinker, text: str, words: str, name: str) -> None:
    assert link(linker, text, words).entity.name == name


def test_a_chain_of_members_has_an_end(linker: ActorLinker) -> None:
    text = "Members of " * 900 + "the army fled."
    assert link(linker, text, "Members").entity.name


def test_who_stays_unclear_is_told_with_candidates(linker: ActorLinker) -> None:
    found = link(linker, "Bush spoke at a dinner in Ohio.", "Bush")
    assert found.entity.id is None
    assert found.entity.country == "USA"
    assert {c.id for c in found.entity.candidates} == {"george-w-bush", "george-h-w-bush"}
    assert sum(c.score for c in found.entity.candidates) == pytest.approx(1, abs=0.01)
    assert "a name of 2" in (found.entity.by or "")


def test_what_the_story_tells_makes_it_clear(linker: ActorLinker) -> None:
    for text, on, id in (
        ("Bush spoke at a dinner in Ohio.", "2003-05-01", "george-w-bush"),
        ("George H. W. Bush came. Bush spoke at a dinner.", None, "george-h-w-bush"),
    ):
        found = link(linker, text, "Bush", on, nth=text.count("Bush") - 1)
        assert found.entity.id == id
        assert found.entity.candidates == ()


def test_an_office_is_that_of_its_owner(linker: ActorLinker) -> None:
    text = "State Department spokesman Ned Price spoke first. The White House spokeswoman then took questions."
    assert link(linker, text, "The White House spokeswoman", "2021-10-05").entity.name == "Jen Psaki"


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        ("Isis fighters fled the town.", "Isis", "islamic-state"),
        ("The SANA news agency said so.", "The SANA news agency", "syrian-arab-news-agency"),
        ("Syria's state news agency SANA said so.", "state news agency SANA", "syrian-arab-news-agency"),
        (
            "The Syrian Democratic Forces coalition advanced.",
            "Syrian Democratic Forces coalition",
            "syrian-democratic-forces",
        ),
        ("Men of Jabhat al Nusra fled.", "Jabhat al Nusra", "jabhat-al-nusra"),
    ],
)
def test_a_body_is_itself_whatever_says_what_it_is(linker: ActorLinker, text: str, words: str, id: str) -> None:
    assert link(linker, text, words).entity.id == id


def test_men_of_a_group_across_states_are_of_no_state(linker: ActorLinker) -> None:
    text = "Syrian troops fought Islamic State in Syria. On Monday 18 militants were killed."
    assert codes(link(linker, text, "18 militants")) == (None, "REB")


def test_investigators_of_an_organisation_are_its_own(linker: ActorLinker) -> None:
    assert codes(link(linker, "UN investigators accused the army.", "UN investigators")) == (None, "IGO")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Shells killed five soldiers in Syria and wounded 16 others.", "16 others", ("SYR", "MIL")),
        ("In Syria a blast killed 25.", "25", ("SYR", "UNK")),
    ],
)
def test_a_number_counts_people(
    linker: ActorLinker, text: str, words: str, expected: tuple[str | None, str | None]
) -> None:
    assert codes(link(linker, text, words)) == expected


@pytest.mark.parametrize(
    "name", ["Muammar Gaddafi", "Muammar Qaddafi", "Muammar Kadhafi", "Jaish al-Fateh", "Jeish al-Fatah"]
)
def test_other_spellings_are_the_same_name(linker: ActorLinker, name: str) -> None:
    assert link(linker, f"Men of {name} fled.", name).entity.id in ("muammar-gaddafi", "army-of-conquest")


def test_a_counterpart_is_of_another_state(linker: ActorLinker) -> None:
    text = "Turkish minister Hakan Yilmaz met a Russian delegation in Moscow. He told his counterpart, Oleg Serov, so."
    found = link(linker, text, "his counterpart, Oleg Serov")
    assert (found.entity.name, found.entity.country) == ("Oleg Serov", "RUS")


def test_the_name_behind_what_an_office_is_of(linker: ActorLinker) -> None:
    text = "The mayor of Kherson in Ukraine spoke. The interior minister of Chad, Ali Dombo, was there. Dombo left."
    assert link(linker, text, "Dombo", nth=1).entity.name == "Ali Dombo"
    assert codes(link(linker, text, "Dombo", nth=1)) == ("TCD", "GOV")


def test_he_is_rather_somebody_of_his_own_paragraph(linker: ActorLinker) -> None:
    first, second = '"All is well," Emmanuel Macron said.', 'Olaf Scholz denied this. "Nothing is well," he said.'
    text = f"{first}\n\n{second}"
    low = len(first) + 2
    passages = (Passage(kind="paragraph", start=0, end=len(first)), Passage(kind="paragraph", start=low, end=len(text)))
    found = linker.link(segment(Page(text, passages), None), [(text.index("he said"), text.index("he said") + 2)])
    assert found[0].entity.name == "Olaf Scholz"

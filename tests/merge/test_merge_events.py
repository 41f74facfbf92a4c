"""Events told in several stories of invented states: what is one, what is not, and how it is found."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest

from dragoman.merge import contacts, events, likeness
from dragoman.merge.grouping import Verdict
from dragoman.merge.knowledge import merging
from dragoman.merge.telling import Side, Spot, Telling, tellings
from dragoman.merge.words import content, cosine, root, stem
from dragoman.story import Event, Passage

from .merge_pages import story

HALVOI = Side(id=None, words=frozenset({"halv"}), country="XHV", sector="GOV")
SERINDAO = Side(id=None, words=frozenset({"serind"}), country="XSD", sector="GOV")
TEXT = "Halvoi expelled six diplomats of Serindao from Quen Da"


def told(story: str, day: str | None = "2025-02-20", **changes: object) -> Telling:
    base = Telling(
        story=story,
        mentions=(0,),
        types=("SANCTION",),
        kinds=frozenset({"expel"}),
        statuses=frozenset({"happened"}),
        background=False,
        day=day,
        start=day,
        end=day,
        actors=(HALVOI,),
        recipients=(SERINDAO,),
        places=(),
        triggers=frozenset({"expel"}),
        definite=False,
        close=content(TEXT),
        names={"halv": 1.0, "serind": 1.0, "quen": 1.0},
        numbers=frozenset({6}),
        counts={"envoys": frozenset({6})},
        prints=frozenset({f"{story} says it in words of its own"}),
        home=("XHV", "XSD"),
    )
    return msgspec.structs.replace(base, **changes)


def same(a: Telling, b: Telling) -> bool:
    score = events.score(a, b)
    return score is not None and score >= merging().threshold


def test_two_stories_of_one_day_tell_one_event() -> None:
    assert same(told("a"), told("b"))


def test_an_answer_in_kind_is_another_event() -> None:
    answer = told("b", actors=(SERINDAO,), recipients=(HALVOI,))
    assert events.score(told("a"), answer) is None


def side(words: str, sector: str, guessed: bool = False) -> Side:
    return Side(id=None, words=frozenset(words.split()), country="XSD", sector=sector, guessed=guessed)


def test_police_and_miners_of_one_state_are_no_answer_to_each_other() -> None:
    police, miners = side("police", "COP"), side("miner", "CVL")
    shot = told("a", types=("ASSAULT",), actors=(police,), recipients=())
    died = told("b", types=("ASSAULT",), actors=(), recipients=(miners,))
    assert same(shot, died)


def test_each_side_may_tell_a_clash_as_done_by_the_other() -> None:
    here = told("a", types=("ASSAULT",), triggers=frozenset({"clash"}))
    there = told("b", types=("ASSAULT",), actors=(SERINDAO,), recipients=(HALVOI,), triggers=frozenset({"attack"}))
    assert not likeness.apart(here, there)
    assert likeness.apart(msgspec.structs.replace(here, triggers=frozenset({"raid"})), there)


def test_a_state_that_was_guessed_makes_nobody_another() -> None:
    assert "actors other" in likeness.features(told("a"), told("b", actors=(side("trawler", "BUS"),)))
    assert "actors other" not in likeness.features(told("a"), told("b", actors=(side("trawler", "BUS", True),)))


def test_what_is_told_as_one_more_of_its_kind_is_not_the_one_before() -> None:
    first, second = told("a"), told("b", "2025-02-21", again=True)
    assert events.score(first, second) < events.score(first, told("b", "2025-02-21"))  # type: ignore[operator]
    assert {"another", "another later"} <= likeness.features(first, second).keys()
    assert "another later" not in likeness.features(told("a", "2025-02-22"), second)


def test_days_that_are_no_sure_reading_hold_less_apart() -> None:
    sure, unsure = told("b", "2025-02-21"), told("b", "2025-02-21", sure=0.6)
    assert events.score(told("a"), sure) < events.score(told("a"), unsure)  # type: ignore[operator]


def test_what_has_no_day_is_less_likely_told_again_long_after() -> None:
    undated = {"start": None, "end": None, "background": True}
    now, soon, late = (msgspec.structs.replace(told(x, day), **undated) for x, day in
                       (("a", "2025-02-20"), ("b", "2025-02-25"), ("b", "2026-08-20")))  # fmt: skip
    assert "long after" in likeness.features(now, late)
    assert "long after" not in likeness.features(now, soon)


def test_a_noun_that_points_back_with_its_day_means_what_happened_then() -> None:
    later = msgspec.structs.replace(told("b", definite=True), day="2025-02-25")
    assert "dated reference" in likeness.features(told("a"), later)
    assert "dated reference" not in likeness.features(told("a"), told("b", definite=True))


@pytest.mark.parametrize(
    ("text", "again", "called"),
    [
        ("The second raid hit Halvoi.", True, set()),
        ("The Quen Da raid hit Halvoi.", False, {"quen", "da"}),
        ("On Monday a raid hit Halvoi.", False, set()),
    ],
)
def test_words_before_a_trigger_tell_its_name_and_whether_it_is_one_more(
    text: str, again: bool, called: set[str]
) -> None:
    at = text.index("raid")
    event = Event(
        type="ASSAULT", mode=None, cameo=None, quad="material conflict", score=None, scale="plover-2.0", start=at,
        end=at + 4, text="raid", actor=(), recipient=(), status="happened", background=False, attribution=(),
        date=None, place=None,
    )  # fmt: skip
    whole = (Passage(kind="paragraph", start=0, end=len(text)),)
    (read,) = tellings(msgspec.structs.replace(story("a", text), text=text, passages=whole, events=(event,)))
    assert (read.again, set(read.called)) == (again, called)


def test_a_week_later_is_another_event() -> None:
    assert not same(told("a"), told("b", "2025-02-27"))


def test_a_reprint_is_the_same_whatever_day_was_worked_out() -> None:
    words = frozenset({"in which halvoi expelled six diplomats of serindao"})
    assert same(told("a", prints=words), told("b", "2025-02-27", prints=words))


def test_a_denial_is_about_the_same_event() -> None:
    assert same(told("a"), told("b", statuses=frozenset({"negated"})))


def test_types_that_nobody_confuses_are_not_compared() -> None:
    assert events.score(told("a"), told("b", types=("AID",))) == 0


def finds(one: Telling, other: Telling) -> bool:
    """Whether a telling looks where another is filed."""
    places = events.filed("event", other)
    return any(key == at and low <= mark < high for at, low, high in events.looks("event", one) for key, mark in places)


@pytest.mark.parametrize("later", ["2025-02-20", "2025-02-22"])
def test_what_is_alike_is_found_by_its_keys(later: str) -> None:
    assert finds(told("b", later), told("a"))
    assert finds(told("a"), told("b", later))


def test_what_has_no_day_is_found_on_any() -> None:
    undated = told("b", None, background=True)
    assert finds(undated, told("a"))
    assert finds(told("a"), undated)


def test_other_states_or_days_are_not_looked_at() -> None:
    assert not finds(told("b", actors=(), recipients=(), home=("XBF",)), told("a"))
    assert not finds(told("b", "2023-05-01"), told("a"))


def test_the_nearest_come_first() -> None:
    trigger = next(mark for _, mark in events.filed("event", told("a")))
    day = trigger // events.MARKS * events.MARKS
    hits = [[(trigger, 700), (day - 3 * events.MARKS, 800), (trigger, 200)], [(trigger, 200)]]
    assert events.nearest(told("a"), 5, hits, 100) == [200, 700, 800]
    assert events.nearest(told("a"), 7, hits, 100) == [200, 800]


def call(story: str, day: str | None, names: tuple[str, str] = ("tarrow", "glonn"), channel: str = "phone") -> object:
    sides = tuple(
        Side(id=None, words=frozenset({name}), country=code, sector="GOV", person=True)
        for name, code in zip(names, ("XVL", "XBF"), strict=True)
    )
    telling = told(story, day, types=("CONSULT",), kinds=frozenset({"call"}), actors=sides, recipients=())
    return contacts.ContactTelling(telling=telling, contact=0, sides=sides, channel=channel, planned=False)  # type: ignore[arg-type]


def test_one_call_of_two_stories_is_one_contact() -> None:
    score = contacts.score(call("a", "2024-03-16"), call("b", "2024-03-16"))  # type: ignore[arg-type]
    assert score is not None
    assert score >= contacts.THRESHOLD


@pytest.mark.parametrize(
    "other",
    [
        call("b", "2024-03-18"),
        call("b", "2024-03-16", ("roake", "glonn")),
        call("b", "2024-03-16", channel="visit"),
    ],
)
def test_look_alikes_are_other_contacts(other: object) -> None:
    score = contacts.score(call("a", "2024-03-16"), other)  # type: ignore[arg-type]
    assert score is None or score < contacts.THRESHOLD


def test_a_name_and_its_adjective_have_one_root() -> None:
    assert root("Orrumba") == root("Orrumban")
    assert root("Canada") == root("Canadian")
    assert stem("expelled") == stem("expels")


def test_common_words_say_nothing() -> None:
    assert content("it was the") == {}
    assert cosine(content("Halvoi"), content("Serindao")) == 0


def meeting(story: str, sides: tuple[Side, ...], full: bool = True, **changes: object) -> contacts.ContactTelling:
    telling = told(story, types=("CONSULT",), kinds=frozenset({"visit"}), **changes)
    return contacts.ContactTelling(
        telling=telling, contact=0 if full else None, sides=sides, channel=None, planned=False
    )


def grouped(*told: contacts.ContactTelling) -> list[list[int]]:
    """Groups of tellings, by their places."""
    scores = {(i, j): contacts.score(told[i], told[j]) for i, j in combinations(range(len(told)), 2)}
    firm: dict[tuple[int, int], Verdict] = {pair: "different" for pair, found in scores.items() if found is None}
    sure = {pair: found or 0.0 for pair, found in scores.items()}
    return contacts.clusters(told, sure, firm, contacts.THRESHOLD, lambda i, j: sure[i, j])


def test_what_names_a_meeting_in_passing_holds_no_full_tellings_apart() -> None:
    vold = Side(id=None, words=frozenset({"vold", "ina"}), country="XHV", sector="GOV", person=True)
    orrel = Side(id=None, words=frozenset({"orrel", "sam"}), country="XSD", sector="GOV", person=True)
    nameless = tuple(msgspec.structs.replace(side, country=None, person=False) for side in (vold, orrel))
    full = [meeting("a", (HALVOI, SERINDAO)), meeting("b", (vold, orrel)), meeting("c", (HALVOI, SERINDAO))]
    passing = meeting("d", nameless, full=False)
    assert grouped(*full, passing) == [[0, 1, 2, 3]]


def test_where_the_same_sides_spoke_that_day_may_be_told_by_what_they_spoke_of() -> None:
    far, dam = Spot(words=frozenset({"kin"}), lat=-4.3, lon=15.3), Spot(words=frozenset({"dam"}), lat=11.2, lon=35.1)
    here, there = ((HALVOI, SERINDAO), (SERINDAO, HALVOI))
    pair = meeting("a", here, places=(far,)), meeting("b", there, places=(dam,))
    assert grouped(*pair) == [[0, 1]]
    other = meeting("b", (SERINDAO,), places=(dam,))
    assert grouped(pair[0], other) == [[0], [1]]


def test_a_format_of_years_is_not_a_meeting_within_them() -> None:
    sides = (HALVOI, SERINDAO)
    met = meeting("a", sides)
    of_a_year, of_years = (
        meeting("b", sides, day=None, start=start, end="2025-12-31") for start in ("2025-01-01", "2019-01-01")
    )
    assert grouped(met, of_a_year) == [[0, 1]]
    assert grouped(met, of_years) == [[0], [1]]

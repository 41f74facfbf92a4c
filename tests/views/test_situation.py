"""What stands on a day, as known on another: each kind of state, how it ends, what contradicts it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from situation_stories import ARMY, BRACKENFELS, FRONT, ORRUMBA, UNION, VELMORA, happens, on, put, tells, verdicts
from sqlalchemy import select

from dragoman import Coder
from dragoman.errors import KnowledgeError
from dragoman.store import StoreError
from dragoman.store.engine import Store, open_store
from dragoman.store.tables import state_claims, state_stories, stories
from dragoman.store.versions import supersede
from dragoman.story import Entity
from dragoman.views.changes import changes
from dragoman.views.situation_store import AskedError, ask, difference
from dragoman.views.standing import last_day, period
from dragoman.views.standing_rules import FILE, parse, standing
from dragoman.views.standing_store import keep_up

FIJI = Entity(text="Fiji", name="Fiji", country="FJI", sector="GOV", id="FJI")
PAIR = (VELMORA, BRACKENFELS)


# --- each kind of state


@pytest.mark.parametrize("kind", ["allied", "supports", "opposes", "fights"])
def test_a_relation_holds_from_its_telling_on(store: Store, kind: str) -> None:
    put(store, tells("a", "2024-03-01", kind, *PAIR))
    [(name, one)] = on(store, "2024-04-01").items()
    assert (name.split()[0], one.verdict, one.since, one.first, one.last) == (kind, "holds", None, "2024-03-01",
                                                                            "2024-03-01")  # fmt: skip
    assert verdicts(store, "2024-02-01") == {}


def test_either_side_may_be_told_first_where_one_way_round_says_both(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "allied", *PAIR), tells("b", "2024-03-02", "allied", *reversed(PAIR)))
    assert verdicts(store, "2024-04-01") == {"allied XBF XVL": "holds"}
    put(store, tells("c", "2024-03-01", "supports", *PAIR), tells("d", "2024-03-02", "supports", *reversed(PAIR)))
    assert {name for name in on(store, "2024-04-01") if name.startswith("supports")} == {
        "supports XVL XBF", "supports XBF XVL",
    }  # fmt: skip


def test_a_year_that_is_told_is_when_it_began(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "stationed", ARMY, place="Karst", start="2015"))
    one = on(store, "2017-06-01")["stationed XVL XOR karst"]
    assert (one.verdict, one.since, one.first) == ("holds", "2015", "2024-03-01")
    assert verdicts(store, "2014-12-31") == {}


def test_control_has_a_share_and_a_place(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "controls", FRONT, place="Tamsin", share="about a third"))
    one = on(store, "2024-03-02", "XTA")["controls XOR tumbiri river front XTA tamsin"]
    assert one.shares == ("about a third",)
    assert one.verdict == "holds"


def test_troops_are_stationed_on_other_soil_alone(store: Store) -> None:
    away = "Velmora has deployed troops to Karst."
    home = "Velmora has deployed troops to the coast."
    put(store,
        happens("a", "2024-03-01", away, "deployed", "MOBILIZE", "troops", actor=(ARMY,), place="Karst"),
        happens("b", "2024-03-01", home, "deployed", "MOBILIZE", "troops", actor=(ARMY,), place="the coast"),
        )  # fmt: skip
    assert verdicts(store, "2024-03-02") == {"stationed XVL XOR karst": "holds"}
    gone = "Velmora withdrew from Karst."
    put(store, happens("c", "2024-05-01", gone, "withdrew", "RETREAT", "withdraw", actor=(ARMY,), place="Karst"))
    one = on(store, "2024-06-01")["stationed XVL XOR karst"]
    assert (one.verdict, one.until) == ("ended", "2024-05-01")


def test_sanctions_stand_until_they_are_lifted(store: Store) -> None:
    said, over = "The Union imposed sanctions on Velmora.", "The Union lifted its sanctions on Velmora."
    put(store,
        happens("a", "2024-03-01", said, "imposed sanctions", "SANCTION", actor=(UNION,), recipient=(VELMORA,)),
        happens("b", "2025-03-01", over, "lifted", "RETREAT", actor=(UNION,), recipient=(VELMORA,),
                date="2025-02-27"))  # fmt: skip
    assert verdicts(store, "2024-12-01") == {"sanctions northern union XVL": "holds"}
    one = on(store, "2025-04-01")["sanctions northern union XVL"]
    assert (one.verdict, one.since, one.until) == ("ended", "2024-03-01", "2025-02-27")


def test_a_ceasefire_begins_is_broken_and_ends(store: Store) -> None:
    said = "Velmora and Brackenfels agreed on a ceasefire."
    broke = "Orrumba accused Velmora of violating its ceasefire with Brackenfels."
    over = "The ceasefire collapsed on Friday, Velmora and Brackenfels said."
    put(store, happens("a", "2024-03-01", said, "agreed", "AGREE", actor=PAIR, date="2024-03-01"))
    assert verdicts(store, "2024-03-05") == {"ceasefire XBF XVL": "holds"}
    put(store, happens("b", "2024-03-10", broke, "violating", "ASSAULT", actor=PAIR))
    one = on(store, "2024-03-11")["ceasefire XBF XVL"]
    assert (one.verdict, one.why) == ("contested", ("denied",))
    put(store, happens("c", "2024-03-20", over, "collapsed", "RETREAT", "ceasefire", actor=PAIR, date="2024-03-19"))
    one = on(store, "2024-03-21")["ceasefire XBF XVL"]
    assert (one.verdict, one.since, one.until) == ("ended", "2024-03-01", "2024-03-19")
    assert on(store, "2024-03-15")["ceasefire XBF XVL"].verdict == "contested"


def test_acts_on_several_days_are_a_war_as_long_as_they_go_on(store: Store) -> None:
    text = "Velmora shelled Brackenfels."
    days = ["2024-03-01", "2024-03-05", "2024-03-09"]
    for day in days:
        put(store, happens(day, day, text, "shelled", "ASSAULT", "heavy-weapons", actor=(VELMORA,),
                           recipient=(BRACKENFELS,), date=day))  # fmt: skip
    assert verdicts(store, "2024-03-06") == {}
    one = on(store, "2024-03-10")["fights XBF XVL"]
    assert one.acts
    assert (one.verdict, one.acts.days, one.acts.first, one.acts.last) == ("holds", 3, days[0], days[2])
    assert verdicts(store, "2024-12-01") == {}


def test_those_who_attack_together_do_not_fight_each_other(store: Store) -> None:
    text = "Velmora and Brackenfels bombed the river front."
    put(store, *(happens(f"s{n}", f"2024-03-0{n}", text, "bombed", "ASSAULT", "aerial", actor=PAIR, recipient=(FRONT,))
                 for n in (1, 2, 3)))  # fmt: skip
    assert set(verdicts(store, "2024-03-04")) == {
        "fights XOR tumbiri river front XVL",
    }  # fmt: skip


def test_ties_are_broken_off_and_their_return_is_only_agreed(store: Store) -> None:
    cut, back = "Velmora cut its diplomatic ties with Orrumba.", "Velmora and Orrumba agreed to restore relations."
    put(store,
        happens("a", "2024-03-01", cut, "cut", "SANCTION", "discontinue", actor=(VELMORA,), recipient=(ORRUMBA,)),
        happens("b", "2024-09-01", back, "agreed", "AGREE", actor=(VELMORA, ORRUMBA)))  # fmt: skip
    one = on(store, "2024-10-01")["no-ties XOR XVL"]
    assert one.verdict == "holds"
    assert any(telling.stance == "ahead" for telling in one.tellings)


def test_members_and_mediators(store: Store) -> None:
    put(
        store,
        tells("a", "2024-03-01", "member", VELMORA, UNION),
        tells("b", "2024-03-01", "mediates", ORRUMBA, VELMORA),
    )
    assert verdicts(store, "2024-03-02") == {"member XVL northern union": "holds", "mediates XOR XVL": "holds"}


def test_a_place_that_another_took_is_lost(store: Store) -> None:
    text = "Velmoran troops captured Tamsin."
    put(store,
        tells("a", "2024-03-01", "controls", FRONT, place="Tamsin"),
        happens("b", "2024-05-01", text, "captured", "ASSAULT", actor=(ARMY,), place="Tamsin", date="2024-04-30"),
        )  # fmt: skip
    found = on(store, "2024-05-02", "XTA")
    lost, won = found["controls XOR tumbiri river front XTA tamsin"], found["controls XVL XTA tamsin"]
    assert (lost.verdict, lost.until, lost.why) == ("ended", "2024-04-30", ("taken by another",))
    assert (won.verdict, won.since) == ("holds", "2024-04-30")


# --- what does not hold


@pytest.mark.parametrize("status", ["planned", "requested", "threatened", "hypothetical"])
def test_what_is_ahead_never_counts_as_holding(store: Store, status: str) -> None:
    put(store, tells("a", "2024-03-01", "supports", *PAIR, status=status))
    [one] = on(store, "2024-04-01").values()
    assert one.verdict == "ahead"
    assert one.tellings[0].status == status


@pytest.mark.parametrize("status", ["negated", "denied"])
def test_what_is_told_only_to_be_denied_is_shown_so(store: Store, status: str) -> None:
    put(store, tells("a", "2024-03-01", "supports", *PAIR, status=status))
    assert list(verdicts(store, "2024-04-01").values()) == ["denied"]


def test_what_is_told_as_past_has_ended(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "controls", VELMORA, place="Karst", status="happened"))
    [one] = on(store, "2024-04-01").values()
    assert (one.verdict, one.until, one.why) == ("ended", None, ("told as past",))


def test_a_denied_end_is_told_for_it(store: Store) -> None:
    text = "Velmora denied that its troops had withdrawn from Karst."
    put(store, happens("a", "2024-03-01", text, "withdrawn", "RETREAT", "withdraw", actor=(ARMY,), place="Karst",
                       status="denied", attribution=(VELMORA,)))  # fmt: skip
    assert verdicts(store, "2024-03-02")["stationed XVL XOR karst"] == "holds"


# --- contradictions


def test_a_claim_and_its_denial_stand_side_by_side(store: Store) -> None:
    put(store,
        tells("a", "2024-03-01", "supports", *PAIR),
        tells("b", "2024-03-02", "supports", *PAIR, status="denied", attribution=(VELMORA,)))  # fmt: skip
    [one] = on(store, "2024-03-03").values()
    assert (one.verdict, one.why) == ("contested", ("denied",))
    assert [(t.stance, t.speaker) for t in one.tellings] == [("against", "Velmora"), ("for", None)]


def test_two_shares_of_one_time_are_at_odds_and_of_two_times_are_not(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "controls", FRONT, place="Tamsin", share="about a third"))
    put(
        store,
        tells("b", "2024-03-10", "controls", FRONT, place="Tamsin", share="63 percent", agency="Harbour Sentinel"),
    )
    one = on(store, "2024-03-11", "XTA")["controls XOR tumbiri river front XTA tamsin"]
    assert (one.verdict, one.why, one.shares) == ("contested", ("shares differ",), ("63 percent", "about a third"))
    put(store, tells("c", "2025-06-01", "controls", VELMORA, place="Tamsin", share="nearly all"))
    put(store, tells("d", "2023-01-01", "controls", VELMORA, place="Tamsin", share="a tenth"))
    assert on(store, "2024-02-01", "XVL")["controls XVL XTA tamsin"].verdict == "holds"


def test_two_who_hold_the_whole_of_one_place_contradict_each_other(store: Store) -> None:
    put(store,
        tells("a", "2024-03-01", "controls", FRONT, place="Tamsin"),
        tells("b", "2024-03-01", "controls", VELMORA, place="Tamsin", agency="Harbour Sentinel"))  # fmt: skip
    assert set(verdicts(store, "2024-03-02", "XTA").values()) == {"contested"}


def test_ties_that_exclude_each_other_are_kept_and_marked(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "allied", *PAIR), tells("b", "2024-03-02", "fights", *PAIR))
    found = on(store, "2024-03-03")
    assert {one.verdict for one in found.values()} == {"contested"}
    assert found["allied XBF XVL"].why == ("fights",)
    assert found["allied XBF XVL"].beside == (found["fights XBF XVL"].state.id,)


# --- both times


def test_what_was_not_known_yet_is_left_out(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "allied", *PAIR), tells("b", "2025-01-01", "allied", *PAIR, start="2010"))
    assert verdicts(store, "2015-01-01") == {"allied XBF XVL": "holds"}
    assert verdicts(store, "2015-01-01", known="2024-12-31") == {}
    assert on(store, "2025-02-01")["allied XBF XVL"].since == "2010"


def test_what_a_kill_withdrew_counts_up_to_then(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "fights", *PAIR))

    def kill(connection: object) -> None:
        key = connection.execute(select(stories.c.key)).scalar_one()  # type: ignore[attr-defined]
        supersede(connection, key, None, "kill", "2024-03-03T12:00:00Z")  # type: ignore[arg-type]

    store.write(kill)
    assert verdicts(store, "2024-03-02") == {}
    assert verdicts(store, "2024-03-02", known="2024-03-02") == {"fights XBF XVL": "holds"}


def test_a_correction_takes_the_place_of_what_it_corrects(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "fights", *PAIR))
    put(store, tells("a", "2024-03-05", "allied", *PAIR))
    assert verdicts(store, "2024-03-06") == {"allied XBF XVL": "holds"}
    assert verdicts(store, "2024-03-06", known="2024-03-04") == {"fights XBF XVL": "holds"}


# --- counting, finding, keeping up


def test_reprints_of_one_origin_count_once_and_stories_each(store: Store) -> None:
    put(store, *(tells(f"s{n}", f"2024-03-0{n}", "allied", *PAIR, agency=agency)
                 for n, agency in enumerate(("VPA", "VPA", "Harbour Sentinel"), 1)))  # fmt: skip
    one = on(store, "2024-04-01")["allied XBF XVL"]
    assert (one.stories, one.origins) == (3, 2)


def test_two_actors_are_asked_about_together(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "allied", *PAIR), tells("b", "2024-03-01", "opposes", VELMORA, ORRUMBA))
    assert set(verdicts(store, "2024-04-01", "XVL", "XOR")) == {"opposes XOR XVL"}
    assert set(verdicts(store, "2024-04-01", "xvl", "XBF")) == {"allied XBF XVL"}


def test_an_actor_is_found_by_its_name(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "member", VELMORA, UNION))
    assert set(verdicts(store, "2024-04-01", "The Northern Union")) == {"member XVL northern union"}
    assert verdicts(store, "2024-04-01", "Fiji") == {}
    with pytest.raises(AskedError, match="nobody is known by 'Zzyzxia'"):
        ask(store, ["Zzyzxia"], "2024-04-01")
    put(store, happens("b", "2024-03-01", "Zzyzxia met Fiji.", "met", "CONSULT",
                       actor=(Entity(text="Zzyzxia", name="Zzyzxia", sector="GOV"), FIJI)))  # fmt: skip
    assert verdicts(store, "2024-04-01", "Zzyzxia") == {}
    with pytest.raises(AskedError, match="one actor, or two"):
        ask(store, ["XVL", "XBF", "XOR"], "2024-04-01")


def test_evidence_leads_back_to_the_words(store: Store) -> None:
    text = "Officials spoke. Velmora has deployed troops to Karst. Nothing else was told."
    put(store, happens("a", "2024-03-01", text, "deployed", "MOBILIZE", "troops", actor=(ARMY,), place="Karst",
                       attribution=(ORRUMBA,)))  # fmt: skip
    found = ask(store, ["XVL"], "2024-03-02")
    [claim] = found.evidence.values()
    assert (claim.story, claim.origin, claim.chain, claim.words) == ("a", "VPA", ("Orrumba",), "deployed")
    assert text[slice(*claim.span)] == "deployed"
    assert claim.text == "Velmora has deployed troops to Karst."


def test_claims_are_gone_through_once_and_anew_by_other_rules(store: Store) -> None:
    put(store, tells("a", "2024-03-01", "allied", *PAIR))
    assert keep_up(store) == 0

    def forget(connection: object) -> None:
        connection.execute(state_stories.update().values(rules="older"))  # type: ignore[attr-defined]

    store.write(forget)
    assert keep_up(store) == 1
    with store.reading() as connection:
        assert len(connection.execute(select(state_claims)).all()) == 1


def test_a_state_is_the_same_by_its_code_and_its_names(store: Store) -> None:
    army = Entity(text="Fijian troops", name="Fijian Armed Forces", country="FJI", sector="MIL")
    put(
        store,
        tells("a", "2024-03-01", "stationed", army, place="Karst"),
        tells("b", "2024-03-01", "allied", FIJI, ORRUMBA),
    )
    for asked in ("FJI", "fji", "Fiji", "fiji"):
        assert set(verdicts(store, "2024-04-01", asked)) == {"stationed FJI XOR karst", "allied FJI XOR"}


def test_sample_stories_tell_of_a_contested_tie_and_of_a_share(tmp_path: Path, samples: Path) -> None:
    coder = Coder()
    names = ("2021-12-30-biden-putin-call-both-readouts", "2022-02-20-macron-putin-call-kremlin",
             "2024-12-07-doha-astana-ministers")  # fmt: skip
    with open_store(tmp_path / "dragoman.db", create=True) as store:
        put(store, *(coder.read((samples / f"{name}.txt").read_bytes(), id=name) for name in names))
        tie = on(store, "2022-03-01", "RUS")["supports RUS ? separatists"]
        assert (tie.verdict, {t.stance for t in tie.tellings}) == ("contested", {"for", "against"})
        held = on(store, "2024-12-08", "SYR")
        assert held["controls SYR SYR"].shares == ("about 63 percent",)
        assert held["controls SYR REB SYR aleppo"].since == "2024-11-27"
        assert held["allied IRN SYR"].verdict == "holds"
        assert "allied IRN SYR" not in on(store, "2024-12-08", "SYR", known="2024-12-01")


# --- differences


def test_what_began_ended_changed_and_became_contested(store: Store) -> None:
    put(store,
        tells("a", "2024-01-01", "allied", *PAIR),
        tells("b", "2024-01-01", "controls", FRONT, place="Tamsin", share="a third"),
        tells("c", "2024-05-01", "controls", FRONT, place="Tamsin", share="two thirds"),
        tells("d", "2024-05-01", "opposes", VELMORA, ORRUMBA),
        tells("e", "2024-05-02", "stationed", ARMY, place="Karst", start="2024-04"),
        tells("f", "2024-05-03", "allied", *PAIR, status="denied"),
        tells("g", "2024-01-01", "supports", VELMORA, FRONT, end="2024-02"))  # fmt: skip
    told = {(c.what, c.after.state.kind) for c in difference(store, ["XVL"], "2024-02-01", "2024-06-01").changes}
    assert told == {("contested", "allied"), ("first told", "opposes"), ("began", "stationed"), ("ended", "supports")}
    [change] = difference(store, ["XTA"], "2024-02-01", "2024-06-01").changes
    assert change.before
    assert (change.what, change.before.shares, change.after.shares) == (
        "changed",
        ("a third",),
        ("two thirds",),
    )
    assert difference(store, ["XVL"], "2024-07-01", "2024-08-01").changes == ()
    with pytest.raises(AskedError, match="give the earlier day first"):
        difference(store, ["XVL"], "2024-06-01", "2024-01-01")


def test_nothing_becomes_of_what_stays(store: Store) -> None:
    put(store, tells("a", "2024-01-01", "allied", *PAIR))
    same = tuple(on(store, "2024-02-01").values())
    assert changes(same, same) == ()
    assert [c.what for c in changes(same, [replace(same[0], verdict="contested")])] == ["contested"]


def test_a_day_that_is_none_is_told(store: Store) -> None:
    with pytest.raises(StoreError, match="no ISO date"):
        ask(store, ["SYR"], "2024-01-01", "yesterday")


# --- rules and dates


@pytest.mark.parametrize(("words", "low", "high"), [
    (None, 1, 1), ("about two thirds", 0.667, 0.667), ("63 percent", 0.63, 0.63), ("more than half", 0.5, 0.8),
    ("most", 0.5, 1), ("parts", 0, 0.9), ("less than a quarter", 0, 0.25), ("almost all", 0.85, 1), ("a lot", 0, 1),
])  # fmt: skip
def test_shares_are_read(words: str | None, low: float, high: float) -> None:
    assert standing().share(words) == pytest.approx((low, high), abs=0.001)


@pytest.mark.parametrize(("old", "new", "message"), [
    (b"state: ceasefire, effect: ends", b"state: truce, effect: ends", "rule 1: state: there is no 'truce'"),
    (b"types: [ACCUSE,", b"types: [ACUSE,", "types: there is no 'ACUSE'"),
    (b"effect: breaches", b"effect: bends", "Invalid enum value 'bends'"),
    (b"<penalty>", b"<penalties>", "macros: there is no 'penalties'"),
    (b"fresh: 1825", b"fresh: long", "int"),
])  # fmt: skip
def test_rules_that_are_wrong_are_told(old: bytes, new: bytes, message: str) -> None:
    from importlib.resources import files

    data = files("dragoman.views").joinpath(FILE).read_bytes()
    assert old in data
    with pytest.raises(KnowledgeError, match=message):
        parse(data.replace(old, new))


def test_periods_are_as_short_as_they_say_the_same() -> None:
    told = [
        ("2024-01-01", "2024-12-31"),
        ("2024-02-01", "2024-02-29"),
        ("2024-02-01", "2024-02-02"),
        ("2024-02-01", None),
    ]
    assert [period(*one) for one in told] == ["2024", "2024-02", "2024-02-01", "2024-02-01"]
    assert all(a < b for a, b in pairwise([last_day("2023"), last_day("2024-02"), last_day("2024-03-01")]))

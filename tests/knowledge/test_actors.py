"""The actor knowledge: what ships is whole, offices are dated, and a faulty file says where."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actors import Actors, actors
from dragoman.knowledge.entries import Body, Format, Person, State
from dragoman.knowledge.files import FOLDER, NAMES, read


@pytest.fixture(scope="module")
def known() -> Actors:
    return actors()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_it_is_read_once(known: Actors) -> None:
    assert actors() is known


def test_it_loads_fast() -> None:
    begun = time.process_time()
    read()
    assert time.process_time() - begun < 1.5  # 0.35 s on a free machine


def test_it_covers_what_it_promises(known: Actors) -> None:
    kinds = [type(actor) for actor in known.by_id.values()]
    states = [a for a in known.by_id.values() if isinstance(a, State) and len(a.id) == 3 and not a.historic]
    assert len(states) >= 195
    assert kinds.count(Person) >= 4000
    assert kinds.count(Format) >= 200
    assert sum(isinstance(a, Body) and a.sector in ("REB", "PRM", "CRM", "OPP") for a in known.by_id.values()) >= 1000
    assert sum(isinstance(a, Body) and a.sector in ("IGO", "NGO") for a in known.by_id.values()) >= 350
    assert sum(a.qid is not None for a in known.by_id.values()) >= 900
    assert len(known.agents) >= 700


@pytest.mark.parametrize("role", ["foreign minister", "defence minister"])
def test_ministers_of_most_countries_are_known(known: Actors, role: str) -> None:
    people = (actor for actor in known.by_id.values() if isinstance(actor, Person))
    since_2010 = {r.of for p in people for r in p.roles if r.role == role and (r.since or "") >= "2010"}
    assert len(since_2010) >= 100


def test_names_of_other_languages_are_of_one_actor_each(known: Actors) -> None:
    """A form of a language stands for one state or person alone."""
    owners: dict[tuple[str, str], set[str]] = {}
    for actor in known.by_id.values():
        if isinstance(actor, State | Person):
            for language, forms in actor.names.items():
                for form in forms:
                    owners.setdefault((language, form), set()).add(actor.id)
    assert [form for form, ids in owners.items() if len(ids) > 1] == []


def test_items_of_wikidata_are_of_one_actor_each(known: Actors) -> None:
    items = [actor.qid for actor in known.by_id.values() if actor.qid]
    assert len(items) == len(set(items))


@pytest.mark.parametrize(
    ("role", "of", "on", "who"),
    [
        ("president", "TUR", "2013-06-01", "Abdullah Gül"),
        ("president", "TUR", "2016-06-01", "Recep Tayyip Erdogan"),
        ("prime minister", "TUR", "2013-06-01", "Recep Tayyip Erdogan"),
        ("foreign minister", "USA", "2014-03-01", "John Kerry"),
        ("leader", "IRN", "2012-01-01", "Ali Khamenei"),
        ("leader", "DEU", "2010-01-01", "Angela Merkel"),
        ("secretary-general", "nato", "2020-01-01", "Jens Stoltenberg"),
        ("special envoy for Syria", "united-nations", "2016-01-01", "Staffan de Mistura"),
        ("leader", "RWA", "1993-01-01", "Juvénal Habyarimana"),
    ],
)
def test_who_held_an_office(known: Actors, role: str, of: str, on: str, who: str) -> None:
    holder = known.holder(role, of, day(on))
    assert holder is not None
    assert holder[1].name == who


def test_nobody_is_guessed(known: Actors) -> None:
    assert known.holder("foreign minister", "KIR", day("2013-01-01")) is None
    assert known.holder("president", "RUS", day("1950-01-01")) is None


def test_a_person_stands_for_the_office_of_the_day(known: Actors) -> None:
    bachelet = known.by_id["michelle-bachelet"]
    assert known.standing(bachelet, day("2015-01-01")) == ("CHL", "GOV")
    assert known.standing(bachelet, day("2020-01-01")) == (None, "IGO")


def test_breakaway_entities_are_of_their_state(known: Actors) -> None:
    assert known.standing(known.by_id["ABK"]) == ("GEO", "REB")
    assert known.standing(known.by_id["XKX"]) == ("XKX", "GOV")


def test_every_role_names_its_source(known: Actors) -> None:
    sources = {r.source for a in known.by_id.values() if isinstance(a, Person) for r in a.roles}
    assert sources <= {"archigos", "reign", "world_leaders_2021", "unsourced"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "entry", "message"),
    [
        ("groups.yaml", "- {id: x-front, name: X Front, sector: ARMY}", "sector"),
        ("groups.yaml", "- {id: x-front, name: X Front, sector: REB, country: XYZ}", "'XYZ', which is no id"),
        ("groups.yaml", "- {id: hamas, name: Hamas, sector: REB}", "stands twice"),
        ("groups.yaml", "- {id: x-front, name: X Front, sector: REB, colour: red}", "colour"),
        (
            "persons.yaml",
            '- {id: x-y, name: X Y, of: FRA, sector: GOV, roles: [{role: king, of: FRA, source: x, from: "5 May"}]}',
            "Expected a date .*from",
        ),
        ("agents.yaml", "- {head: boffin, sector: EDU, kind: thing}", "kind"),
    ],
)
def test_a_faulty_entry_is_named(folder: Path, file: str, entry: str, message: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(entry + "\n")
    line = len((folder / file).read_text(encoding="utf-8").splitlines())
    with pytest.raises(KnowledgeError, match=f"{file}, line {line}, entry .*{message}"):
        read(shipped=folder)


def test_a_file_that_is_no_list_is_named(folder: Path) -> None:
    (folder / "states.yaml").write_text("states: none\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"states\.yaml: not a list"):
        read(shipped=folder)


def test_a_mask_is_a_name(folder: Path) -> None:
    (folder / "masks.yaml").write_text("- 3\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"masks\.yaml, line 1"):
        read(shipped=folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "formats.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"formats\.yaml"):
        read(shipped=folder)


def test_a_given_name_of_both_genders_is_named(folder: Path) -> None:
    (folder / "given.yaml").write_text(
        "- {gender: f, names: [Robin]}\n- {gender: m, names: [Robin]}\n", encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match=r"given\.yaml, line 2.*Robin.*both genders"):
        read(shipped=folder)

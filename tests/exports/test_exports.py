"""Exports: each format is what it says, the same every time, and what claims wrote gives the same database."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from sqlalchemy import insert

from dragoman.cli.app import app
from dragoman.exports.export import FORMATS, export
from dragoman.exports.lines import ICEWS, POLECAT
from dragoman.exports.plain import cameo, cow, plain
from dragoman.exports.restore import restore
from dragoman.knowledge.ontology import ontology
from dragoman.store import StoreError
from dragoman.store.engine import Store, open_store
from dragoman.store.tables import judgements
from dragoman.views.asking import asking
from dragoman.views.events import events
from dragoman.views.flat import COLUMNS
from tests.views.view_stories import CALL, EVENTS, STORIES, event, merge, put, story

LIBRARIES = {"parquet": "pyarrow", "duckdb": "duckdb"}
TEXTS = [name for name in FORMATS if name not in LIBRARIES]
TEXT_OR_NULL = {"type": ["string", "null"]}
ENTITY = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{2,4}$"},
        "sector": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{3}$"}},
        "entity_text": {"type": "string"},
        "identifier_id": {"type": "string"},
        "identifier_text": {"type": "string"},
    },
    "required": ["entity_text"],
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {
        "geonameid": {"type": "integer"},
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
        "place": {"type": "string"},
        "district": {"type": "string"},
        "province": {"type": "string"},
        "country": {"type": "string"},
    },
    "additionalProperties": False,
}
PLOVER = {  # the published fields of PLOVER 2.0; `required` as its manual has it
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "actor": {"type": "array", "items": ENTITY},
        "recipient": {"type": "array", "items": ENTITY},
        "event": {"type": "array", "minItems": 1, "items": {"enum": sorted(ontology().types)}},
        "mode": {"enum": sorted({mode for kind in ontology().types.values() for mode in kind.modes})},
        "auxiliary_mode": {
            "type": "array",
            "items": {"enum": ["historical", "future", "hypothetical", "negation"]},
        },
        "context": {"type": "array", "items": {"type": "string"}},
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_scale": {"type": "number", "minimum": -10, "maximum": 10},
        "event_loc": LOCATION,
        "text_info": {"type": "object"},
        "cite_info": {"type": "object"},
        "speaker": {"type": "array", "items": ENTITY},
    },
    "required": ["id", "date", "actor", "event"],
}


@pytest.fixture
def record(store: Store) -> Store:
    """The stories, merged: the call is told by two."""
    merge(store, put(store), [{"call called", "answer spoke"}])
    return store


def written(store: Store, format: str, folder: Path, **filters: Any) -> bytes:
    if format in LIBRARIES:
        pytest.importorskip(LIBRARIES[format])
    path = folder / f"out.{format}"
    export(store, format, asking(**filters), str(path))
    return path.read_bytes()


def lines(store: Store, format: str, folder: Path, **filters: Any) -> list[Any]:
    return [json.loads(line) for line in written(store, format, folder, **filters).splitlines()]


def rows(store: Store, format: str, folder: Path) -> list[dict[str, str]]:
    text = written(store, format, folder).decode()
    return list(csv.DictReader(io.StringIO(text), delimiter="," if format == "csv" else "\t"))


def test_each_format_is_the_same_whatever_the_order_and_the_database(tmp_path: Path, db: str) -> None:
    """Of what was added on one day, in one order and in the other; ids alone decide."""
    with open_store(tmp_path / "other.db", create=True) as other, open_store(db, create=True) as store:
        put(store, *STORIES)
        put(other, *STORIES[::-1])
        for format in [name for name in FORMATS if name != "claims"]:
            one = written(store, format, tmp_path, last="2024")
            assert one == written(store, format, tmp_path, last="2024")
            assert one == written(other, format, tmp_path, last="2024"), format


def test_plover_is_valid(record: Store, tmp_path: Path) -> None:
    told = lines(record, "plover", tmp_path, last="2024")
    assert len(told) == EVENTS - 3
    for one in told:
        jsonschema.validate(one, PLOVER)
    call = next(one for one in told if one.get("mode") == "phone")
    assert [one["identifier_id"] for one in call["speaker"]] == ["kremlin"]
    assert call["corroboration"] == {"mentions": 2, "stories": 2, "origins": 2, "sides": 2}
    denied = next(one for one in told if one["status"] == "denied")
    assert denied["auxiliary_mode"] == ["negation"]
    start, end = call["text_info"]["trigger"]
    assert call["text_info"]["text"][start:end] == "called"


def test_what_is_planned_is_an_agreement_in_plain_plover(store: Store, tmp_path: Path) -> None:
    plans = story(
        "plans", "2024-12-03", "SDA",
        event("Putin will meet Erdogan.", "meet", "CONSULT", mode="visit", by=["Putin"], status="planned"),
        event("Russia will withdraw.", "withdraw", "RETREAT", mode="withdraw", by=["Russia"], status="planned"),
        event("The army will bomb Idlib.", "bomb", "ASSAULT", mode="aerial", by=["the army"], status="planned"),
    )  # fmt: skip
    put(store, plans)
    told = {one["text_info"]["text"]: one for one in lines(store, "plover", tmp_path)}
    meet, withdraw, bomb = (told[text] for text in plans.text.split("\n\n")[:3])
    assert (meet["event"], meet["dragoman_event"], meet.get("mode")) == (["AGREE"], "CONSULT", None)
    assert (withdraw["event"], withdraw["quad_code"]) == (["CONCEDE"], 1)
    assert (bomb["event"], bomb["auxiliary_mode"]) == (["ASSAULT"], ["future"])
    assert [row["CAMEO Code"] for row in rows(store, "icews", tmp_path)] in (["03", "08"], ["08", "03"])


@pytest.mark.parametrize("other", [{"type": "GREET"}, {"mode": "by-pigeon"}])
def test_what_plover_does_not_have_is_left_out_of_its_formats(
    store: Store, tmp_path: Path, other: dict[str, str]
) -> None:
    sentence, trigger, fields = event("Putin called Erdogan.", "called", "CONSULT", mode="phone", by=["Putin"])
    met = event("Russia met Turkey.", "met", "CONSULT", mode="visit", by=["Russia"])
    put(store, story("mixed", "2024-12-03", "SDA", (sentence, trigger, fields | other), met))
    assert [one["mode"] for one in lines(store, "plover", tmp_path)] == ["visit"]
    for format in ("icews", "polecat"):
        assert len(rows(store, format, tmp_path)) == 1
    assert len(rows(store, "csv", tmp_path)) == 2


def test_icews_has_a_row_for_each_pair_of_what_stands(record: Store, tmp_path: Path) -> None:
    told = rows(record, "icews", tmp_path)
    assert tuple(told[0]) == ICEWS
    assert len(ICEWS) == 20
    call = [row for row in told if row["CAMEO Code"] == "041"]
    assert {(row["Source Name"], row["Target Name"]) for row in call} == {
        ("Vladimir Putin", "Recep Tayyip Erdogan"), ("Recep Tayyip Erdogan", "Vladimir Putin"),
    }  # fmt: skip
    assert len({row["Event ID"] for row in told}) == len(told)
    strike = next(row for row in told if row["CAMEO Code"] == "195")
    assert (strike["Source Sectors"], strike["Source Country"], strike["Intensity"]) == ("MIL", "Russia", "-10.0")
    assert (strike["Country"], strike["Latitude"], strike["Sentence Number"]) == ("Syria", "35.93", "3")
    assert sum(row["CAMEO Code"] == "195" for row in told) == 1, "what is denied is left out"


def test_polecat_has_its_columns(record: Store, tmp_path: Path) -> None:
    told = rows(record, "polecat", tmp_path)
    assert tuple(told[0]) == POLECAT
    assert len(POLECAT) == 40
    call = next(row for row in told if row["Event Mode"] == "phone")
    assert (call["Event Type"], call["Quad Code"], call["Actor COW"]) == ("CONSULT", "VERBAL COOPERATION", "RUS; TUR")
    assert call["Wikipedia Actor ID"].startswith("Q")
    assert call["Publication Date"] == "2024-12-03"


def test_csv_has_a_row_for_each_event(record: Store, tmp_path: Path) -> None:
    told = rows(record, "csv", tmp_path)
    assert tuple(told[0]) == tuple(COLUMNS)
    assert len(told) == EVENTS - 1
    days = [row["day"] for row in told if row["day"]]
    assert days == sorted(days)
    assert [row["day"] for row in told][-2:] == ["", ""]


def test_parquet_and_duckdb_hold_the_same(record: Store, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    duckdb = pytest.importorskip("duckdb")
    written(record, "parquet", tmp_path)
    written(record, "duckdb", tmp_path)
    told = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as base:
        names = [row[0] for row in base.execute("DESCRIBE events").fetchall()]
        found = [dict(zip(names, row, strict=True)) for row in base.execute("SELECT * FROM events").fetchall()]
    assert told == found
    assert len(told) == EVENTS - 1
    assert list(told[0]) == list(COLUMNS)


def test_geojson_has_what_has_coordinates(record: Store, tmp_path: Path) -> None:
    told = json.loads(written(record, "geojson", tmp_path))
    assert told["type"] == "FeatureCollection"
    assert sorted(tuple(one["geometry"]["coordinates"]) for one in told["features"]) == [
        (36.63, 35.93), (36.63, 35.93), (36.63, 35.93), (39.7, 43.6),
    ]  # fmt: skip
    assert json.loads(written(record, "geojson", tmp_path, type="REQUEST")) == {
        "type": "FeatureCollection", "features": [],
    }  # fmt: skip


def test_graphml_is_a_graph(record: Store, tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    written(record, "graphml", tmp_path)
    graph = networkx.read_graphml(tmp_path / "out.graphml", force_multigraph=True)
    assert graph.nodes["vladimir-putin"] == {
        "name": "Vladimir Putin", "country": "RUS", "sector": "GOV", "known": True,
    }  # fmt: skip
    [call] = graph.get_edge_data("vladimir-putin", "recep-tayyip-erdogan").values()
    assert (call["type"], call["mutual"], call["origins"]) == ("CONSULT", True, 2)
    assert graph.get_edge_data("IRN", "RUS")


def imported(store: Store, data: bytes) -> None:
    restore(store, data.splitlines(keepends=True), "claims")


def test_claims_give_the_same_database(tmp_path: Path, db: str) -> None:
    with open_store(db, create=True) as store:
        put(store, *STORIES)
        put(store, story("call", "2024-12-05", "SDA", event("Putin met Erdogan.", "met", "CONSULT", by=["Putin"])))
        row = {
            "id": "j1", "kind": "event", "left": "a", "right": "b", "verdict": "same", "score": 0.5, "method": "m",
            "method_version": "1", "by": "me", "at": "2024-12-06T00:00:00Z",
        }  # fmt: skip
        store.write(lambda connection: connection.execute(insert(judgements).values(row)))
        given = written(store, "claims", tmp_path)
        table = written(store, "csv", tmp_path, known_on="2024-12-04")
    with open_store(tmp_path / "back.db", create=True) as back:
        imported(back, given)
        imported(back, given)
        assert written(back, "claims", tmp_path) == given
        assert written(back, "csv", tmp_path, known_on="2024-12-04") == table
    kinds = [json.loads(line)["kind"] for line in given.splitlines()]
    assert (kinds.count("story"), kinds.count("claim"), kinds[-1]) == (4, EVENTS + 1, "judgement")


def test_claims_of_some_days_are_those_stories(record: Store, tmp_path: Path) -> None:
    told = lines(record, "claims", tmp_path, first="2024-12-04", last="2024-12-04")
    assert [one["id"] for one in told if one["kind"] == "story"] == ["answer"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"id,type\n", "line 1: this is no line"),
        (b'{"kind": "story"}\n', "line 1"),
        (b'{"kind": "dragoman-claims", "form": 99}\n', "its form is 99"),
        (b'{"kind": "claim"}\n', "was not written by"),
        (b'{"kind": "dragoman-claims", "form": 1}\n{"kind": "judgement"}\n', "it lacks at, by"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with open_store(tmp_path / "new.db", create=True) as store, pytest.raises(StoreError, match=message):
        imported(store, data)


def test_a_record_changed_by_hand_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "new.db", create=True) as store:
        put(store, CALL)
        given = written(store, "claims", tmp_path).replace(b"Putin called", b"Trump called")
    with open_store(tmp_path / "other.db", create=True) as other, pytest.raises(StoreError, match="changed by hand"):
        imported(other, given)


def test_from_the_command_line_and_back(tmp_path: Path) -> None:
    db, back, out = (str(tmp_path / name) for name in ("a.db", "b.db", "out.jsonl"))
    with open_store(db, create=True) as store:
        put(store)

    def run(*args: str) -> Any:
        return CliRunner().invoke(app, list(args))

    assert run("export", "--format", "claims", "--db", db, "-o", out).exit_code == 0
    assert "3 stories and 0 judgements" in run("import", out, "--db", back).stderr
    assert "3 there already" in run("import", out, "--db", back).stderr
    told = csv.DictReader(io.StringIO(run("export", "--format", "csv", "--db", back, "-o", "-").stdout))
    assert sum(int(row["mentions"]) for row in told) == EVENTS
    assert len(run("export", "--format", "csv", "--db", back, "-o", "-", "--type", "AGREE").stdout.splitlines()) == 2
    assert run("export", "--format", "claims", "--db", db, "-o", "-", "--type", "AGREE").exit_code == 2
    assert run("export", "--format", "parquet", "--db", db, "-o", "-").exit_code == 1
    assert "no such folder" in run("export", "--format", "csv", "--db", db, "-o", str(tmp_path / "no" / "x")).stderr


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.errors import DragomanError
    from dragoman.exports import files

    def absent(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(files.importlib, "import_module", absent)
    with open_store(tmp_path / "a.db", create=True) as store:
        for format in LIBRARIES:
            with pytest.raises(DragomanError, match=rf"pip install 'dragoman\[{format}\]'"):
                export(store, format, asking(), str(tmp_path / "x"))
    assert list(tmp_path.glob("x*")) == []


def test_an_export_that_fails_leaves_what_was_there(record: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(StoreError):
        export(record, "csv", asking(text="!"), str(path))
    assert path.read_text() == "before"


def test_each_code_that_the_ontology_decides_has_its_name() -> None:
    kinds = ontology().types.values()
    decided = {kind.cameo for kind in kinds} | {mode.cameo for kind in kinds for mode in kind.modes.values()}
    assert decided - {None} == set(cameo().codes)


def test_states_have_the_abbreviations_of_their_list() -> None:
    assert [cow(code) for code in ("RUS", "DEU", "ROU", "PSE", None)] == ["RUS", "GMY", "ROM", "", ""]


def test_what_stands_is_what_was_done(record: Store) -> None:
    with record.reading() as connection:
        told = events(connection, asking()).events
    assert {one.status for one in told if (form := plain(one)) and form.stands} == {"happened"}

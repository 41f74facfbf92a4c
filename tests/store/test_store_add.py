"""`dragoman add`: what it takes, and that the same command never adds anything twice."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, func, select
from store_stories import many, story

from dragoman.batch.pool import Setting
from dragoman.batch.run import Count
from dragoman.cli.app import app
from dragoman.schema import to_json
from dragoman.store import add as adding
from dragoman.store import read, tables
from dragoman.store.add import add
from dragoman.store.engine import Store, open_store
from eval.crash import contents

STAND_IN = "dragoman.testing:StandIn"


class Told:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.warnings: list[str] = []
        self.positions: list[int] = []

    def begin(self, size: int | None) -> None:
        self.size = size

    def warn(self, message: str) -> None:
        self.warnings.append(message)

    def tick(self, count: Count, position: int) -> None:
        self.positions.append(position)

    def tell(self, message: str) -> None:
        self.wrong.append(message)


def put(store: Store, *paths: Path | str, jobs: int = 1) -> tuple[Count, Told]:
    told = Told()
    return add([str(path) for path in paths], store, jobs, Setting(STAND_IN), told), told


def ids(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.execute(select(tables.stories.c.id).order_by(tables.stories.c.id)).scalars())


def row(id: str, text: str = "Paris met London.", **more: object) -> str:
    return json.dumps({"id": id, "text": text, **more}) + "\n"


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(row("a") + row("b", date="2024-12-03") + row("c", source="Harbour Sentinel"), encoding="utf-8")
    return path


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    path = tmp_path / "coded.jsonl"
    path.write_bytes(b"".join(to_json(one) + b"\n" for one in many(3)))
    return path


def test_rows_are_coded(store: Store, rows: Path) -> None:
    count, told = put(store, rows)
    assert (count.stories, count.skipped, count.errors) == (3, 0, 0)
    assert ids(store) == ["a", "b", "c"]
    assert told.size == told.positions[-1] == rows.stat().st_size


def test_a_row_keeps_its_source(store: Store, rows: Path) -> None:
    put(store, rows)
    with store.reading() as connection:
        [found] = read.versions_of(connection, "c")
    assert (found.outlet, found.origin) == ("Harbour Sentinel", "Harbour Sentinel")


def test_stories_that_are_coded_are_not_coded_again(store: Store, coded: Path) -> None:
    told = Told()
    assert add([str(coded)], store, 1, Setting("nowhere:Coder"), told).stories == 3
    with store.reading() as connection:
        assert [one for _, one in read.stories_of(connection, [1, 2, 3])] == many(3)


def test_rows_and_stories_may_stand_in_one_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "both.jsonl"
    path.write_bytes(row("a").encode() + to_json(story("s")) + b"\n" + row("b").encode())
    assert put(store, path)[0].stories == 3


def test_files_may_be_packed(store: Store, coded: Path, rows: Path, tmp_path: Path) -> None:
    packed = tmp_path / "all.jsonl.gz"
    packed.write_bytes(gzip.compress(coded.read_bytes() + rows.read_bytes()))
    assert put(store, packed)[0].stories == 6


def test_a_story_object_may_stand_on_several_lines(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(to_json(story(), indent=2))
    assert put(store, path)[0].stories == 1


def test_a_page_is_named_by_its_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "2024 call.txt"
    path.write_bytes("Headline\n\nParis met Besançon.".encode("cp1252"))
    put(store, path)
    assert ids(store) == ["2024 call"]
    with store.reading() as connection:
        assert "Besançon" in read.story_of(connection, 1).text


def test_a_folder_gives_its_pages_and_rows(store: Store, tmp_path: Path, coded: Path) -> None:
    for name in ("b/x.txt", "a/y.html", ".git/z.txt", "a/.hidden.txt", "a/picture.png"):
        path = tmp_path / "all" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Paris met London.", encoding="utf-8")
    coded.rename(tmp_path / "all" / "coded.jsonl")
    count, told = put(store, tmp_path / "all")
    assert ids(store) == ["a/y", "b/x", "s0", "s1", "s2"]
    assert (count.errors, len(told.warnings)) == (0, 1)


@pytest.mark.parametrize("kind", ["page", "rows", "coded"])
def test_standard_input_may_be_any_of_these(
    store: Store, monkeypatch: pytest.MonkeyPatch, rows: Path, coded: Path, kind: str
) -> None:
    data = {"page": b"Paris met London.", "rows": rows.read_bytes(), "coded": coded.read_bytes()}[kind]
    standard_input(monkeypatch, data)
    count, told = put(store, "-")
    assert count.stories == {"page": 1, "rows": 3, "coded": 3}[kind]
    assert told.size is None


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(store: Store, tmp_path: Path, rows: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    broken = json.loads(to_json(story("broken")))
    broken["events"] = [{"type": 3}]
    bad.write_text(row("x") + '{"id": 3\n' + row("y", text="") + json.dumps(broken) + "\n", encoding="utf-8")
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary.txt"
    empty.write_bytes(b" ")
    binary.write_bytes(b"%PDF-1.7")
    count, told = put(store, empty, bad, tmp_path / "none.txt", binary, rows)
    assert (count.stories, count.errors) == (4, 6)
    assert ids(store) == ["a", "b", "c", "x"]
    assert [message.partition(": ")[0] for message in told.wrong] == [
        str(empty), str(bad), str(bad), str(bad), str(tmp_path / "none.txt"), str(binary),
    ]  # fmt: skip
    assert [message.split(": ")[1] for message in told.wrong if str(bad) in message] == ["line 2", "line 3", "line 4"]
    assert "no story object of this version" in told.wrong[3]


@pytest.mark.parametrize(("field", "told"), [("zone", "Mars/Base"), ("published", "yesterday"), ("date", "2024-13-45")])
def test_a_story_object_of_no_time_is_named_and_others_go_on(
    store: Store, tmp_path: Path, coded: Path, field: str, told: str
) -> None:
    [first, *others] = coded.read_text(encoding="utf-8").splitlines()
    wrong = json.loads(first) | {"id": "wrong", field: told}
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join([json.dumps(wrong), first, *others]) + "\n", encoding="utf-8")
    count, said = put(store, path)
    assert (count.stories, count.errors) == (1 + len(others), 1)
    assert "wrong" not in ids(store)
    assert f"line 1: story 'wrong': its {field} '{told}' is no" in said.wrong[0]


def test_adding_twice_changes_nothing(store: Store, rows: Path, coded: Path) -> None:
    put(store, rows, coded)
    before = contents(store)
    count, _ = put(store, rows, coded)
    assert (count.stories, count.skipped) == (0, 6)
    assert contents(store) == before


def test_what_is_stored_is_not_coded_again(store: Store, rows: Path) -> None:
    put(store, rows)
    assert add([str(rows)], store, 1, Setting("nowhere:Coder"), Told()).skipped == 3


def test_a_row_whose_story_object_is_there_is_coded_once_more_and_never_again(store: Store, tmp_path: Path) -> None:
    from dragoman.testing import StandIn

    path = tmp_path / "a.jsonl"
    path.write_bytes(to_json(StandIn().read("Paris met London.", id="a")))
    put(store, path)
    path.write_text(row("a"), encoding="utf-8")
    assert put(store, path)[0].skipped == 1
    assert add([str(path)], store, 1, Setting("nowhere:Coder"), Told()).skipped == 1


def test_a_changed_text_is_a_new_version(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(row("a", date="2024-12-03"), encoding="utf-8")
    put(store, path)
    path.write_text(row("a", text="Paris met Lisbon.", date="2024-12-04"), encoding="utf-8")
    put(store, path)
    with store.reading() as connection:
        first, second = read.versions_of(connection, "a")
    assert (first.ended_kind, first.known_to, second.known_to) == ("correction", "2024-12-04T00:00:00Z", None)


def test_several_processes_give_the_same(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(row(str(n), text=f"Paris met London {n}.") for n in range(80)), encoding="utf-8")
    assert put(store, path, jobs=2)[0].stories == 80
    with open_store(tmp_path / "other.db", create=True) as other:
        put(other, path)
        assert contents(other) == contents(store)


def test_several_writers_at_once(store: Store, tmp_path: Path) -> None:
    """Each adds stories of its own and some that another adds too; readers ask meanwhile."""
    files = []
    for writer in range(3):
        files.append(tmp_path / f"{writer}.jsonl")
        own = [replace(story(f"{writer}-{n}")) for n in range(15)]
        files[-1].write_bytes(b"".join(to_json(one) + b"\n" for one in (*own, *many(15))))

    def one(path: Path) -> Count:
        with open_store(store.engine.url.render_as_string(hide_password=False)) as opened:
            return put(opened, path)[0]

    with ThreadPoolExecutor(4) as pool:
        counts = [pool.submit(one, path) for path in files]
        while not all(count.done() for count in counts):
            ids(store)
    assert sum(count.result().stories for count in counts) == 60
    assert len(ids(store)) == 60
    assert contents(store)["unmerged"] == []


class Merge:
    """Stands in for the merges; fails where it is told to."""

    def __init__(self, fails: bool) -> None:
        self.fails, self.keys = fails, list[int]()

    def update(self, connection: Connection, keys: Sequence[int]) -> None:
        connection.execute(select(func.count()).select_from(tables.claims))
        if self.fails:
            raise RuntimeError("merge")
        self.keys += keys


def test_stories_that_no_merge_has_seen_are_merged_by_the_next_run(
    store: Store, rows: Path, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "import_module", lambda _: Merge(fails=True))
    with pytest.raises(RuntimeError):
        put(store, rows)
    merge = Merge(fails=False)
    monkeypatch.setattr(adding, "import_module", lambda _: merge)
    put(store, rows)
    with store.reading() as connection:
        [*keys] = connection.execute(select(tables.stories.c.key).order_by(tables.stories.c.key)).scalars()
    assert merge.keys == keys
    put(store, coded)
    assert len(merge.keys) == 6


# --- the command


def command(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        app.main([*map(str, arguments)], prog_name="dragoman", obj=STAND_IN)
    return int(str(ended.value.code))


def test_the_command_says_what_it_did(tmp_path: Path, rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = tmp_path / "x.db"
    assert command("add", rows, "--db", db, "--jobs", 1) == 0
    assert f"{db}: 3 stories (" in (said := capsys.readouterr().err)
    assert ") added" in said
    assert command("add", rows, "--db", db, "--jobs", 1) == 0
    assert capsys.readouterr().err == f"dragoman: {db}: nothing added; 3 stories there already\n"


def test_the_command_names_what_is_wrong(tmp_path: Path, rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("add", rows, tmp_path / "none.txt", "--db", tmp_path / "x.db", "--jobs", 1) == 1
    said = capsys.readouterr().err
    assert "none.txt: it cannot be opened" in said
    assert "1 input in error, named above" in said


def test_the_command_refuses_what_is_no_database(
    tmp_path: Path, rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("add", rows, "--db", rows) == 1
    assert "no database" in capsys.readouterr().err


def test_a_full_disk_or_a_locked_file_is_told(tmp_path: Path, rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = tmp_path / "x.db"
    open_store(db, create=True).close()
    with sqlite3.connect(db) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON claims BEGIN SELECT RAISE(ABORT, 'no room'); END")
    connection.close()
    assert command("add", rows, "--db", db, "--jobs", 1) in (1, 70)
    assert "no room" in capsys.readouterr().err
    assert os.path.exists(db)

"""Batches: order, bytes, errors, and what a row or a worker may do wrong."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.batch import BatchError
from dragoman.batch.output import errors_path
from dragoman.batch.run import Batch, Count, Unwatched, run
from dragoman.schema import from_json

STAND_IN = "dragoman.testing:StandIn"


class Heard(Unwatched):
    """Keeps what a batch tells."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.ticks = 0

    def warn(self, message: str) -> None:
        self.warnings.append(message)

    def tick(self, count: Count, position: int) -> None:
        self.ticks += 1


def stories(count: int) -> list[dict[str, Any]]:
    texts = [f"Headline {i}\n\nParis met London on day {i}.{' SLOW' if i % 5 == 0 else ''}" for i in range(count)]
    return [{"id": f"s{i}", "text": text, "date": "2024-12-03", "n": i} for i, text in enumerate(texts)]


def write(path: Path, rows: Sequence[object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def errors(out: Path) -> list[dict[str, Any]]:
    path = errors_path(out)
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def ids(out: Path) -> list[str]:
    return [from_json(line).id for line in out.read_bytes().splitlines()]


def test_one_story_a_row_in_order(tmp_path: Path) -> None:
    out, heard = tmp_path / "out.jsonl", Heard()
    count = run(Batch([write(tmp_path / "in", stories(7))], out, coder=STAND_IN), heard)
    assert (count.stories, count.errors, heard.ticks) == (7, 0, 7)
    assert count.words == sum(len(row["text"].split()) for row in stories(7))
    assert ids(out) == [f"s{i}" for i in range(7)]
    assert from_json(out.read_bytes().splitlines()[3]).extra == {"n": 3}
    assert not errors_path(out).exists()


def test_same_bytes_whatever_the_jobs_and_the_order(tmp_path: Path) -> None:
    rows = [*stories(60), {"id": "none"}, *stories(3)]
    shuffled = random.Random(1).sample(rows, len(rows))
    outs = [tmp_path / "one.jsonl", tmp_path / "two.jsonl", tmp_path / "shuffled.jsonl"]
    coder = "batch_coders:Uneven"
    run(Batch([write(tmp_path / "in", rows)], outs[0], jobs=1, coder=coder))
    run(Batch([str(tmp_path / "in")], outs[1], jobs=2, coder=coder))
    run(Batch([write(tmp_path / "shuffled", shuffled)], outs[2], jobs=2, coder=coder))
    one, two, other = (out.read_bytes().splitlines() for out in outs)
    assert one == two
    assert sorted(one) == sorted(other)
    assert ids(outs[2]) == [row["id"] for row in shuffled if "text" in row]
    assert errors_path(outs[0]).read_bytes() == errors_path(outs[1]).read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_rows_go_to_the_errors_and_the_rest_goes_on(tmp_path: Path, jobs: int) -> None:
    rows = [{"id": "a", "text": "t"}, [1], {"id": "b"}, {"id": "c", "text": "  "}, {"id": "d", "text": "t"}]
    out = tmp_path / "out.jsonl"
    count = run(Batch([write(tmp_path / "in", rows)], out, jobs, coder=STAND_IN))
    assert (count.stories, count.errors) == (2, 3)
    assert ids(out) == ["a", "d"]
    found = errors(out)
    assert [(e["line"], e["id"]) for e in found] == [(2, None), (3, "b"), (4, "c")]
    assert found[0]["file"] == str(tmp_path / "in")
    assert found[2]["reason"].startswith("nothing but white space")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_coder_costs_one_row(tmp_path: Path, jobs: int) -> None:
    rows = [{"id": t, "text": t} for t in ("a", "FAULT", "HUGE", "b")]
    out = tmp_path / "out.jsonl"
    run(Batch([write(tmp_path / "in", rows)], out, jobs, coder="batch_coders:Faulty"))
    assert ids(out) == ["a", "b"]
    fault, huge = errors(out)
    assert "ZeroDivisionError: by nought" in fault["reason"]
    assert "memory" in huge["reason"]


def test_a_worker_that_dies_costs_one_row(tmp_path: Path) -> None:
    rows = [{"id": f"{i}", "text": "DIE" if i in (0, 7, 8, 19) else "Paris met London."} for i in range(20)]
    out = tmp_path / "out.jsonl"
    count = run(Batch([write(tmp_path / "in", rows)], out, 2, coder="batch_coders:Dying"))
    assert (count.stories, count.errors) == (16, 4)
    assert [e["id"] for e in errors(out)] == ["0", "7", "8", "19"]
    assert all("SIGKILL" in e["reason"] for e in errors(out))
    assert ids(out) == [row["id"] for row in rows if row["text"] != "DIE"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_damaged_weights_end_the_run(tmp_path: Path, jobs: int) -> None:
    rows = [{"id": "a", "text": "t"}, {"id": "b", "text": "WEIGHTS"}, {"id": "c", "text": "t"}]
    out = tmp_path / "out.jsonl"
    with pytest.raises(BatchError, match="weights are damaged"):
        run(Batch([write(tmp_path / "in", rows)], out, jobs, coder="batch_coders:Faulty"))
    assert ids(out) == ["a"]


@pytest.mark.parametrize(("coder", "why"), [("Unmade", "weights are missing"), ("Stillborn", "die as they start")])
def test_a_coder_that_cannot_be_made_ends_the_run(tmp_path: Path, coder: str, why: str) -> None:
    with pytest.raises(BatchError, match=why):
        run(Batch([write(tmp_path / "in", stories(3))], tmp_path / "out.jsonl", 2, coder=f"batch_coders:{coder}"))


def test_duplicate_ids_are_coded_with_a_warning(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "a"}, {"id": 1, "text": "b"}, {"id": "2", "text": "c"}]
    out, heard = tmp_path / "out.jsonl", Heard()
    count = run(Batch([write(tmp_path / "in", rows)], out, coder=STAND_IN), heard)
    assert ids(out) == ["1", "1", "2"]
    assert count.duplicates == 1
    assert heard.warnings == [f"{tmp_path / 'in'}: line 2: the id '1' occurs again; it is coded all the same"]


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    file, out = write(tmp_path / "in", [*stories(2), {}]), tmp_path / "out.jsonl"
    run(Batch([file], out, coder=STAND_IN))
    before = out.read_bytes()
    with pytest.raises(BatchError, match="--overwrite"):
        run(Batch([file], out, coder=STAND_IN))
    assert out.read_bytes() == before
    run(Batch([write(tmp_path / "in", stories(1))], out, overwrite=True, coder=STAND_IN))
    assert ids(out) == ["s0"]
    assert errors(out) == []


def test_a_file_that_is_not_there_is_told_before_the_work(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(BatchError, match="no such file"):
        run(Batch([write(tmp_path / "in", stories(1)), str(tmp_path / "no")], out, coder=STAND_IN))
    assert not out.exists()


def test_input_and_output_must_differ(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    with pytest.raises(BatchError, match="one file"):
        run(Batch([write(file, stories(1))], file, overwrite=True, coder=STAND_IN))
    assert len(file.read_bytes().splitlines()) == 1


@pytest.mark.parametrize(
    ("out", "errors"), [("a.jsonl", "a.errors.jsonl"), ("a.json", "a.json.errors.jsonl"), ("a", "a.errors.jsonl")]
)
def test_where_errors_go(out: str, errors: str) -> None:
    assert errors_path(Path("d") / out) == Path("d") / errors

"""A run that was broken off at any point, gone on with, gives the same files as one that was not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.batch import BatchError
from dragoman.batch.output import Output, errors_path
from dragoman.batch.run import Batch, run

STAND_IN = "dragoman.testing:StandIn"
ROWS: list[object] = [
    {"id": "a", "text": "Paris met London."},
    {"id": "b", "text": "Paris met London."},
    "bad",
    {"id": "b", "text": "Paris accused London."},
    {"id": "c"},
    {"id": "d"},
    {"id": "e", "text": "Paris met Rome."},
    {"text": "no id"},
]


def write(path: Path, rows: list[object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def both(out: Path) -> tuple[bytes, bytes]:
    errors = errors_path(out)
    return out.read_bytes(), errors.read_bytes() if errors.exists() else b""


@pytest.fixture
def whole(tmp_path: Path) -> tuple[str, list[bytes], list[bytes]]:
    """The input, and the lines of OUT and of the errors of a run that was not broken off."""
    file, out = write(tmp_path / "in.jsonl", ROWS), tmp_path / "whole.jsonl"
    run(Batch([file], out, coder=STAND_IN))
    stories, errors = both(out)
    return file, stories.splitlines(keepends=True), errors.splitlines(keepends=True)


@pytest.mark.parametrize("done", range(len(ROWS) + 1))
@pytest.mark.parametrize("torn", [0, 1, 20, -1])
def test_broken_off_after_any_row(
    tmp_path: Path, whole: tuple[str, list[bytes], list[bytes]], done: int, torn: int
) -> None:
    """`done` rows are written and `torn` bytes of the next (-1: all but its end)."""
    file, stories, errors = whole
    out = tmp_path / "out.jsonl"
    left = {True: iter(stories), False: iter(errors)}
    written: dict[bool, list[bytes]] = {True: [], False: []}
    for number, row in enumerate(ROWS):
        is_story = isinstance(row, dict) and "id" in row and "text" in row
        line = next(left[is_story])
        if number <= done:
            written[is_story].append(line if number < done else line[:torn])
    out.write_bytes(b"".join(written[True]))
    errors_path(out).write_bytes(b"".join(written[False]))
    count = run(Batch([file], out, resume=True, coder=STAND_IN))
    assert both(out) == (b"".join(stories), b"".join(errors))
    assert count.skipped == done
    assert count.stories + count.errors == len(ROWS) - done


def test_out_that_lost_lines_which_errors_kept(tmp_path: Path, whole: tuple[str, list[bytes], list[bytes]]) -> None:
    """As after a power failure."""
    file, stories, errors = whole
    out = tmp_path / "out.jsonl"
    out.write_bytes(stories[0])
    errors_path(out).write_bytes(b"".join(errors))
    run(Batch([file], out, resume=True, coder=STAND_IN))
    assert both(out) == (b"".join(stories), b"".join(errors))


def test_nothing_is_done_when_all_is_done(tmp_path: Path, whole: tuple[str, list[bytes], list[bytes]]) -> None:
    file, stories, errors = whole
    count = run(Batch([file], tmp_path / "whole.jsonl", resume=True, coder="batch_coders:Unmade"))
    assert (count.skipped, count.stories) == (len(ROWS), 0)
    assert both(tmp_path / "whole.jsonl") == (b"".join(stories), b"".join(errors))


def test_rows_added_behind_are_coded(tmp_path: Path, whole: tuple[str, list[bytes], list[bytes]]) -> None:
    file, stories, _ = whole
    more = write(tmp_path / "more.jsonl", [{"id": "z", "text": "Rome met Paris."}])
    run(Batch([file, more], tmp_path / "whole.jsonl", resume=True, coder=STAND_IN))
    assert len(both(tmp_path / "whole.jsonl")[0].splitlines()) == len(stories) + 1


@pytest.mark.parametrize("rows", [[ROWS[6], *ROWS[:6]], ROWS[:2], [ROWS[2], *ROWS]])
def test_another_input_is_refused(
    tmp_path: Path, whole: tuple[str, list[bytes], list[bytes]], rows: list[object]
) -> None:
    out = tmp_path / "whole.jsonl"
    before = both(out)
    with pytest.raises(BatchError, match="does not begin this batch"):
        run(Batch([write(tmp_path / "in2.jsonl", rows)], out, resume=True, coder=STAND_IN))
    assert both(out) == before


def test_an_out_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("my notes\n")
    with pytest.raises(BatchError, match="none of ours"):
        run(Batch([write(tmp_path / "in.jsonl", ROWS)], out, resume=True, coder=STAND_IN))
    assert out.read_text() == "my notes\n"


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    first = Output(tmp_path / "out.jsonl")
    with pytest.raises(BatchError, match="another run"):
        Output(tmp_path / "out.jsonl")
    first.close()
    Output(tmp_path / "out.jsonl").close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_and_gone_on_with(tmp_path: Path, jobs: int) -> None:
    """A real process, killed twice as it writes."""
    rows: list[object] = [{"id": i, "text": f"Paris met London {i}."} if i % 4 else {"id": i} for i in range(120)]
    file, out, whole = write(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    run(Batch([file], whole, coder=STAND_IN))
    for lines in (20, 60):
        _kill_at(_start(file, out, jobs), out, lines)
    count = run(Batch([file], out, jobs, resume=True, coder=STAND_IN))
    assert count.skipped > 60
    assert count.stories > 0
    assert both(out) == both(whole)


def _start(file: str, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    here = str(Path(__file__).parent)
    program = "from dragoman.cli import main; main(coder='batch_coders:Slow')"
    command = [sys.executable, "-c", program, "code", file, "-o", str(out), "--jobs", str(jobs), "--resume"]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": here}, start_new_session=True)


def _kill_at(process: subprocess.Popen[bytes], out: Path, lines: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and (not out.exists() or out.read_bytes().count(b"\n") < lines):
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL

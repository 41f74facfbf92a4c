"""The command as a process of its own: what it loads, terminals, pipes, Ctrl-C; and with the real coder where it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STAND_IN = "dragoman.testing:StandIn"
HEAVY = ("numpy", "onnxruntime", "rich", "yaml", "multiprocessing", "tokenizers")
MAX_HELP = 0.3  # seconds, set by the issue "Read one story by one command"


def command(*arguments: str | Path, coder: str | None = STAND_IN) -> list[str]:
    named = f"coder={coder!r}" if coder else ""
    return [sys.executable, "-c", f"from dragoman.cli import main; main({named})", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    return {**kept, "PYTHONPATH": str(HERE), **more}


def dragoman(*arguments: str | Path, coder: str | None = STAND_IN, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments, coder=coder), capture_output=True, encoding="utf-8", env=environment(**more), timeout=120
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text("A headline\n\nPüris met London.\n", encoding="utf-8")
    return path


def test_help_loads_nothing_heavy() -> None:
    program = f"import sys\nfrom dragoman.cli.app import app\nprint([m for m in {HEAVY} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


def test_help_is_quick() -> None:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(command("--help"), stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    assert min(times) < MAX_HELP


def test_as_a_module(page: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "dragoman", "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("dragoman, version ")


def test_a_narrow_encoding_shows_signs_for_what_it_lacks(page: Path) -> None:
    done = dragoman("read", page, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "P?ris ?met? London." in done.stdout
    assert json.loads(dragoman("read", page, "--json", PYTHONIOENCODING="ascii").stdout)["text"].count("ü") == 1


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Paris met London.\n" * 20_000)
    for arguments in (("read", "--json", page), ("read", *[page] * 400), ("schema",)):
        process = subprocess.Popen(
            command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1
        process.stderr.close()


@pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals")
def test_a_terminal_gets_colour_and_a_pipe_none(page: Path) -> None:
    shown = _on_a_terminal(command("read", page))
    assert "\x1b[" in shown
    assert "╭" in shown
    assert "\x1b[" not in _on_a_terminal(command("read", page), TERM="dumb")
    assert "\x1b" not in dragoman("read", page).stdout


@pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals")
def test_a_batch_on_a_terminal_shows_how_it_goes_on(tmp_path: Path) -> None:
    file, out = _rows(tmp_path, 60), tmp_path / "out.jsonl"
    shown = _on_a_terminal(command("code", file, "-o", out, "--jobs", "2", coder="cli_coders:Slow"))
    assert "words a second" in shown
    assert "%" in shown
    assert "dragoman: 60 stories (" in shown
    assert len(out.read_bytes().splitlines()) == 60


@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_batch_with_one_line(tmp_path: Path, jobs: str) -> None:
    file, out = _rows(tmp_path, 2000), tmp_path / "out.jsonl"
    process = subprocess.Popen(
        command("code", file, "-o", out, "--jobs", jobs, coder="cli_coders:Slow"),
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # also where the tests' own shell ignores it
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (out.exists() and out.stat().st_size):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.decode() == (
        f"dragoman: broken off; {out} holds what is done: the same command with --resume goes on\n"
    )
    while _any_left(process.pid):
        assert time.monotonic() < deadline, "a worker is left"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def _real_coder() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from dragoman.batch.codes import make_coder; make_coder()"],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.skip(f"the coder cannot be made here: {done.stderr.strip().splitlines()[-1]}")


@pytest.mark.usefixtures("_real_coder")
def test_the_real_coder_reads(page: Path) -> None:
    done = dragoman("read", page, "--json", "--date", "2024-12-03", coder=None)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["date"] == "2024-12-03"


@pytest.mark.usefixtures("_real_coder")
def test_the_real_coder_gives_the_same_bytes_with_more_jobs(tmp_path: Path) -> None:
    file = _rows(tmp_path, 6)
    for jobs in ("1", "2"):
        done = dragoman("code", file, "-o", tmp_path / f"{jobs}.jsonl", "--jobs", jobs, coder=None)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def _rows(folder: Path, count: int) -> Path:
    path = folder / "in.jsonl"
    texts = [
        f"The presidents of Russia and Turkey met in Sochi on Tuesday, the Kremlin said on day {i}."
        for i in range(count)
    ]
    path.write_text(
        "".join(json.dumps({"id": i, "text": text, "date": "2024-12-03"}) + "\n" for i, text in enumerate(texts))
    )
    return path


def _any_left(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _on_a_terminal(arguments: list[str], **more: str) -> str:
    """What a process shows on a pseudo-terminal of its own."""
    import pty

    parent, child = pty.openpty()
    process = subprocess.Popen(arguments, stdout=child, stderr=child, env=environment(**{"TERM": "xterm", **more}))
    os.close(child)
    shown = b""
    try:
        while piece := os.read(parent, 65536):
            shown += piece
    except OSError:  # what a terminal says at its end
        pass
    finally:
        os.close(parent)
    assert process.wait(60) == 0
    return shown.decode()

"""The command as a process: streams that are closed, full or torn off, and file names that are no text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT
from .test_bad_input import GOOD, PAGE, STAND_IN


def process(
    *arguments: str | bytes | Path, shell: str = "</dev/null", coder: str = STAND_IN
) -> subprocess.CompletedProcess[bytes]:
    """Run the command; `shell`: what a shell is to do with its streams."""
    program = [sys.executable, "-c", f"from dragoman.cli import main; main(coder={coder!r})", *arguments]
    return subprocess.run(["sh", "-c", f'"$@" {shell}', "sh", *program], capture_output=True, timeout=60, cwd=ROOT)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
@pytest.mark.parametrize(
    ("arguments", "shell", "code", "says"),
    [
        (("read", "-"), "</dev/null", 1, b"white space"),
        (("read", "-"), "<&-", 1, b"white space"),
        (("schema",), ">/dev/full", 1, b"No space left"),
        (("schema",), ">&-", 0, b""),
        (("code", "-", "-o", "/dev/full", "--jobs", "1"), "<rows", 1, b"No space left"),
        (("read", "--json", "story", "story"), "| head -c 1 >/dev/null", 0, b""),
    ],
)
def test_streams(tmp_path: Path, arguments: tuple[str, ...], shell: str, code: int, says: bytes) -> None:
    (tmp_path / "rows").write_bytes(GOOD[2])
    (tmp_path / "story").write_text(PAGE)
    done = process(
        *(a.replace("story", f"{tmp_path}/story") for a in arguments), shell=shell.replace("<r", f"<{tmp_path}/r")
    )
    assert done.returncode == code, done.stderr
    assert done.stderr.count(b"\n") == bool(says), done.stderr
    assert says in done.stderr
    assert b"fault" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are no text")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.jsonl"
    with open(path, "wb") as stream:
        stream.write(b"Paris met London.\n")
    done = process("read", "--json", path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["id"] == "\ufffd"
    done = process("code", path, "-o", tmp_path / "out.jsonl", "--jobs", "1")
    assert (done.returncode, b"fault" in done.stderr) == (1, False)
    (error,) = (tmp_path / "out.errors.jsonl").read_text().splitlines()
    assert "not JSON" in json.loads(error)["reason"]

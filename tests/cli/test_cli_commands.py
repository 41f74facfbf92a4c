"""The commands in this process, with the stand-in for the coder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.app import COMMANDS, app
from dragoman.schema import from_json

STAND_IN = "dragoman.testing:StandIn"


def dragoman(*arguments: str | Path, stdin: str | bytes | None = None, coder: str = STAND_IN) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, obj=coder, prog_name="dragoman")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text("A headline\n\nParis met London.\n", encoding="utf-8")
    return path


def test_every_command_is_listed_and_helps() -> None:
    shown = dragoman("--help").output
    for name in COMMANDS:
        assert name in shown
        assert dragoman(name, "--help").exit_code == 0


def test_unknown_command() -> None:
    result = dragoman("raed")
    assert result.exit_code == 2
    assert "No such command" in result.stderr


def test_version() -> None:
    assert dragoman("--version").output.startswith("dragoman, version ")


def test_read_shows_the_record(page: Path) -> None:
    result = dragoman("read", page)
    assert result.exit_code == 0
    assert "A headline" in result.stdout
    assert "Paris «met» London." in result.stdout
    assert "story:   page" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_read_shows_why_when_asked(page: Path) -> None:
    assert dragoman("read", page, "--why").exit_code == 0


def test_read_from_standard_input() -> None:
    result = dragoman("read", "-", stdin="Paris met London.")
    assert "story:   stdin" in result.stdout


def test_options_override_the_page(page: Path) -> None:
    story = from_json(dragoman("read", page, "--json", "--date", "2024-12-03", "--agency", "SDA").stdout)
    assert (story.date, story.agency) == ("2024-12-03", "SDA")
    result = dragoman("read", page, "--lang", "de")
    assert result.exit_code == 1
    assert "the language is de" in result.stderr


def test_json_of_one_file_is_indented_and_of_several_a_line_each(page: Path) -> None:
    one = dragoman("read", "--json", page).stdout
    assert one.startswith('{\n  "id": "page",')
    several = dragoman("read", "--json", page, page).stdout.splitlines()
    assert [from_json(line).id for line in several] == ["page", "page"]
    assert from_json(one) == from_json(several[0])


def test_a_bad_file_does_not_stop_the_others(page: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")
    result = dragoman("read", empty, tmp_path / "none.txt", tmp_path, page)
    assert result.exit_code == 1
    assert "Paris «met» London." in result.stdout
    first, second, third = result.stderr.splitlines()
    assert first == f"dragoman: {empty}: nothing but white space. Give a file that holds the text of a story."
    assert (
        second == f"dragoman: {tmp_path / 'none.txt'}: it cannot be opened (No such file or directory); check the name"
    )
    assert third == f"dragoman: {tmp_path}: it cannot be opened (Is a directory); check the name"


@pytest.mark.parametrize("arguments", [["--date", "yesterday"], ["--width", "3"], ["--wat"]])
def test_wrong_options(page: Path, arguments: list[str]) -> None:
    result = dragoman("read", page, *arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_a_coder_that_cannot_be_made(page: Path) -> None:
    result = dragoman("read", page, coder="cli_coders:Unmade")
    assert (result.exit_code, result.stderr) == (1, "dragoman: the weights are missing; install again\n")


def test_a_fault_is_told_without_a_traceback(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_DEBUG", raising=False)
    result = dragoman("read", page, page, coder="cli_coders:Faulty")
    assert result.exit_code == 1
    assert result.stderr.count("a fault in dragoman (ZeroDivisionError: by nought); please report it") == 2
    assert "Traceback" not in result.stderr
    monkeypatch.setenv("DRAGOMAN_DEBUG", "1")
    assert isinstance(dragoman("read", page, coder="cli_coders:Faulty").exception, ZeroDivisionError)


def test_interrupted(page: Path) -> None:
    result = dragoman("read", page, coder="cli_coders:Interrupted")
    assert (result.exit_code, result.stderr.strip()) == (130, "dragoman: broken off")


def test_schema_is_json() -> None:
    schema = json.loads(dragoman("schema").stdout)
    assert schema["$schema"].endswith("2020-12/schema")


def rows(path: Path, *values: object) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values))
    return path


def test_code_counts_and_ends_well(tmp_path: Path) -> None:
    file, out = rows(tmp_path / "in.jsonl", {"id": 1, "text": "Paris met London."}), tmp_path / "out.jsonl"
    result = dragoman("code", file, "-o", out)
    assert result.exit_code == 0
    assert result.stderr.startswith("dragoman: 1 story (")
    assert from_json(out.read_bytes()).id == "1"


def test_code_with_errors_ends_with_1(tmp_path: Path) -> None:
    file, out = rows(tmp_path / "in.jsonl", {"id": 1, "text": "t"}, {}, {"id": 1, "text": "t"}), tmp_path / "out.jsonl"
    result = dragoman("code", file, "-o", out, "--jobs", "1")
    assert result.exit_code == 1
    warning, end = result.stderr.splitlines()
    assert "warning: " in warning
    assert "the id '1' occurs again" in warning
    assert "2 stories" in end
    assert "1 duplicate id" in end
    assert f"1 row in error: see {tmp_path / 'out.errors.jsonl'}" in end
    again = dragoman("code", file, "-o", out, "--jobs", "1", "--resume")
    assert again.exit_code == 1
    assert "0 stories" in again.stderr
    assert "3 rows done by an earlier run" in again.stderr


def test_code_names_another_language(tmp_path: Path) -> None:
    file, out = rows(tmp_path / "in.jsonl", {"id": 1, "text": "t"}), tmp_path / "out.jsonl"
    assert dragoman("code", file, "-o", out, "--jobs", "1", "--lang", "de").exit_code == 1
    assert "the language is de" in (tmp_path / "out.errors.jsonl").read_text()


def test_code_from_standard_input(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert dragoman("code", "-", "-o", out, "--jobs", "1", stdin='{"id": "x", "text": "t"}\n').exit_code == 0
    assert from_json(out.read_bytes()).id == "x"


def test_code_refuses(tmp_path: Path) -> None:
    file, out = rows(tmp_path / "in.jsonl", {"id": 1, "text": "t"}), tmp_path / "out.jsonl"
    assert dragoman("code", file, "-o", out, "--resume", "--overwrite").exit_code == 2
    assert dragoman("code", file).exit_code == 2
    assert dragoman("code", tmp_path / "none", "-o", out).stderr.count("there is no such file; check the name") == 1
    assert "give another -o" in dragoman("code", file, "-o", tmp_path / "no" / "out.jsonl").stderr
    assert "without .gz" in dragoman("code", file, "-o", tmp_path / "out.gz").stderr
    out.write_text("x\n")
    result = dragoman("code", file, "-o", out)
    assert (result.exit_code, out.read_text()) == (1, "x\n")
    assert "--resume goes on with it, --overwrite begins anew" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    file = rows(tmp_path / "in.jsonl", {"id": 1, "text": "t"})
    os.symlink("/dev/full", tmp_path / "out.jsonl")
    result = dragoman("code", file, "-o", tmp_path / "out.jsonl", "--jobs", "1")
    assert result.exit_code == 1
    assert "it cannot be written (No space left on device); make room, then --resume" in result.stderr

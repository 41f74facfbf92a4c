"""Knowledge files of the user's own: they add to what ships, and their faults are told by file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actors import Actors, use
from dragoman.knowledge.entries import Body, State
from dragoman.knowledge.files import digest, read


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_new_entry_is_an_actor(tmp_path: Path) -> None:
    folder = written(tmp_path, "groups.yaml", "- {id: zed-front, name: Zed Front, sector: REB, country: SYR}\n")
    actor = Actors(read(folder)).by_id["zed-front"]
    assert isinstance(actor, Body)
    assert actor.country == "SYR"


def test_a_known_id_is_added_to(tmp_path: Path) -> None:
    folder = written(tmp_path, "states.yaml", "- {id: TUR, aliases: [Zedland], led_by: king, names: {tr: [Zedya]}}\n")
    before, after = Actors(read()).by_id["TUR"], Actors(read(folder)).by_id["TUR"]
    assert isinstance(before, State)
    assert isinstance(after, State)
    assert after.aliases == (*before.aliases, "Zedland")
    assert after.led_by == "king"
    assert "Zedya" in after.names["tr"]
    assert after.capitals == before.capitals


def test_nouns_are_added_to_by_their_head(tmp_path: Path) -> None:
    folder = written(tmp_path, "agents.yaml", "- {head: president, plural: presidentes}\n")
    before, after = Actors(read()).agents, Actors(read(folder)).agents
    assert len(after) == len(before)
    assert next(a for a in after if a.head == "president").plural == "presidentes"


def test_the_last_folder_counts(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder, name in zip(folders, ("Zed", "Zee"), strict=True):
        folder.mkdir()
        written(folder, "groups.yaml", f"- {{id: zed-front, name: {name} Front, sector: REB}}\n")
    assert Actors(read(*folders)).by_id["zed-front"].name == "Zee Front"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "groups.yaml",
            "# mine\n- {id: a, name: A, sector: REB}\n- {id: b, nme: B}\n",
            "groups.yaml, line 3, entry 'b'",
        ),
        ("groups.yaml", "\n\n  - id: a\n    name: A\n    sector: ARMY\n", "groups.yaml, line 3, entry 'a'.*ARMY"),
        ("groups.yaml", "- {id: a, name: A, sector: REB, qid: 42x}\n", "an item of Wikidata"),
        ("groups.yaml", '- {id: a, name: A, sector: REB, from: "May"}\n', "a date .YYYY"),
        ("groups.yaml", "- {id: a, name: A, sector: REB, parents: [nobody]}\n", "'nobody', which is no id"),
        ("groups.yaml", "- {id: TUR, name: A, sector: REB}\n", "stands twice, the first time in states.yaml"),
        ("groups.yaml", "- {id: hamas, sector: ARMY}\n", "groups.yaml, line 1, entry 'hamas'"),
        ("groups.yaml", "id: [", "groups.yaml, line 2: .*mend its YAML"),
        ("groups.yaml", "id: a\n", "not a list"),
        ("spellings.yaml", "- [Foo, Fu]\n- [Fooh, Fu]\n", "spellings.yaml, line 2.*'Fu' stands in another list"),
        ("spellings.yaml", "- Foo\n", "spellings.yaml, line 1.*not a list of spellings"),
        ("people.yaml", "- {id: a, name: A}\n", "people.yaml: of no known kind; name it one of states.yaml"),
        ("notes.txt", "a", "holds no knowledge file"),
    ],
)
def test_a_fault_says_where(tmp_path: Path, name: str, text: str, message: str) -> None:
    folder = written(tmp_path, name, text)
    with pytest.raises(KnowledgeError, match=message):
        read(folder)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no folder of knowledge files"):
        read(tmp_path / "none")


def test_a_digest_tells_one_state_of_a_folder_from_another(tmp_path: Path) -> None:
    before = digest(written(tmp_path, "groups.yaml", "- {id: a, name: A, sector: REB}\n"))
    assert digest(written(tmp_path, "notes.txt", "no knowledge")) == before
    assert digest(written(tmp_path, "groups.yaml", "- {id: a, name: B, sector: REB}\n")) != before


def test_a_process_has_one_knowledge(tmp_path: Path) -> None:
    from dragoman.knowledge.actors import actors

    actors()
    with pytest.raises(KnowledgeError, match="in use already"):
        use(written(tmp_path, "groups.yaml", "- {id: a, name: A, sector: REB}\n"))


STORY = "Fighters of the Zed Front attacked a Syrian army post on Tuesday, its spokesman said.\n"


def dragoman(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *map(str, args)], capture_output=True, text=True, check=False
    )


def test_records_know_the_user_s_actors(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    written(folder, "groups.yaml", "- {id: zed-front, name: Zed Front, sector: REB, country: SYR}\n")
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    done = dragoman("read", "--json", "--knowledge", folder, story)
    assert done.returncode == 0
    assert '"id": "zed-front"' in done.stdout
    assert '"knowledge": "2026-11+mine:' in done.stdout
    rows, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    rows.write_text(f'{{"id": "a", "text": "{STORY.strip()}"}}\n' * 2, encoding="utf-8")
    assert dragoman("code", rows, "-o", out, "--jobs", "2", "--knowledge", folder).returncode == 0
    assert out.read_text(encoding="utf-8").count('"zed-front"') >= 2


def test_a_fault_ends_a_command_with_one_line(tmp_path: Path) -> None:
    written(tmp_path, "groups.yaml", "- {id: a}\n")
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "text": "Paris met London."}\n', encoding="utf-8")
    for command in (("read", story), ("actors", "Paris"), ("code", rows, "-o", tmp_path / "out.jsonl")):
        done = dragoman(*command, "--knowledge", tmp_path)
        assert done.returncode == 1
        assert "groups.yaml, line 1, entry 'a'" in done.stderr
        assert "Traceback" not in done.stderr

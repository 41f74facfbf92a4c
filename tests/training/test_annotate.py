"""The annotator's file: what is read from it, and what is said of lines that cannot be."""

from __future__ import annotations

from pathlib import Path

from training.annotate import AnnotationError, Story, joined_row, parse, shown
from training.sources import Text

TEXT = "Velmora attacked Kestria on Monday. Kestria said that it would attack Velmora, and Velmora fled talks, talks."
KNOWN = {"made/1": Text("made/1", TEXT, "2024-12-03", "made.jsonl")}
HEAD = "# made/1\nE vel | Velmora | | GOV\nE kes | Kestria | | GOV\n"


def read(tmp_path: Path, lines: str) -> list[Story | AnnotationError]:
    path = tmp_path / "a.ann"
    path.write_text(HEAD + lines, encoding="utf-8")
    return list(parse(path, KNOWN))


def test_a_line_becomes_offsets_and_labels(tmp_path: Path) -> None:
    who = "it>kes | Velmora>vel | Kestria@1>kes"
    line = f"V 2 | attack | ASSAULT aerial | planned bg | {who} | 2024-12-02 | Kestria@1 | =2\n"
    (story,) = read(tmp_path, line)
    assert isinstance(story, Story)
    row = joined_row(story, "reader")
    (event,) = row["events"]
    assert TEXT[event["start"] : event["end"]] == "attack"
    assert event["start"] > TEXT.index("said")
    assert (event["type"], event["mode"], event["status"], event["background"]) == (
        "ASSAULT",
        "aerial",
        "planned",
        True,
    )
    assert event["attribution"] == [{"span": [17, 24], "entity": "kes"}]
    assert event["place"] == [17, 24]
    assert (event["date"], event["same_as"]) == (["2024-12-02", "2024-12-02"], 2)
    assert row["upto"] == len(TEXT)
    assert "text" not in row


def test_a_repeated_trigger_is_counted_and_the_nearest_mention_taken(tmp_path: Path) -> None:
    (story,) = read(tmp_path, "V 2 | talks#2 | CONSULT | happened | Velmora>vel | | | | |\n")
    assert isinstance(story, Story)
    assert story.events[0]["start"] == TEXT.rindex("talks")
    assert story.events[0]["actor"][0]["span"][0] == TEXT.rindex("Velmora")


def test_a_later_part_of_a_story_keeps_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.ann"
    path.write_text("# made/1 part 2\nV 1 | attack | ASSAULT | planned | | | | | |\n", encoding="utf-8")
    (story,) = parse(path, KNOWN, words=5)
    assert isinstance(story, Story)
    row = joined_row(story, "reader")
    assert TEXT[row["since"] :].startswith("Kestria said")
    assert row["events"][0]["start"] == TEXT.index("attack Velmora")
    (missing,) = parse(_written(path, "# made/1 part 3\n"), KNOWN, words=5)
    assert "has no part 3" in str(missing)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_each_fault_is_told_with_its_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    good = "V 1 | attacked | ASSAULT | happened | Velmora>vel | Kestria>kes | | | |\n"
    faults = [
        "V 1 | attacked | STROLL | happened | | | | | |",
        "V 1 | attacked | ASSAULT walk | happened | | | | | |",
        "V 1 | attacked | ASSAULT | perhaps | | | | | |",
        "V 9 | attacked | ASSAULT | happened | | | | | |",
        "V 1 | fled | ASSAULT | happened | | | | | |",
        "V 1 | attacked | ASSAULT | happened | Kestria>nobody | | | | |",
        "V 1 | attacked | ASSAULT | happened | | | | Monday | |",
        "V 1 | attacked | ASSAULT | happened | | | | 2024-12-03..2024-12-01 | |",
        "V 1 | attacked | ASSAULT",
        "E x | Name | Velmora | GOV",
        "a remark",
    ]
    found = read(tmp_path, good + "\n".join(faults) + "\n")
    told = [str(item) for item in found if isinstance(item, AnnotationError)]
    assert [line.split(":")[1] for line in told] == [str(n) for n in range(5, 5 + len(faults))]
    (story,) = (item for item in found if isinstance(item, Story))
    assert len(story.events) == 1


def test_a_long_text_is_shown_to_the_end_of_a_sentence() -> None:
    text = Text("made/2", "One two three. " * 200, None, "made.jsonl")
    assert shown(text, 10)[-1] == (45, 59)

"""No training text stands in a dev set, and none that is kept aside is trained on."""

from __future__ import annotations

from pathlib import Path

from training.annotations import FOLDER, joined, own, unread
from training.leaks import Leaks, dev_texts
from training.sources import records, texts

TEXT = (
    "The ministers of Velmora and Kestria met on Monday to sign the treaty that had been drawn up in the spring. " * 2
)


def test_no_training_text_stands_in_a_dev_set(shared: Path) -> None:
    dev = list(dev_texts(shared / "gold"))
    ids, leaks = {id for id, _ in dev}, Leaks(dev)
    for story in [*joined(shared / "gold"), *own()]:
        assert story.id not in ids
        assert not leaks.of(story.text), story.id


def test_a_text_that_shares_a_part_is_known_and_a_formula_is_not() -> None:
    leaks = Leaks([("dev/1", TEXT + " ".join(f"word{i}" for i in range(40)))])
    assert leaks.of("Something before. " + TEXT) == ["dev/1"]
    assert (
        leaks.of("The ministers of Velmora and Kestria met on Monday to sign the treaty and left for home at once.")
        == []
    )


def test_what_nobody_read_is_neither_annotated_nor_of_a_dev_set(shared: Path) -> None:
    known, rows = texts(shared / "gold"), {row["id"]: row["text"] for row in unread(shared / "gold")}
    assert rows
    assert not rows.keys() & {row["id"] for path in FOLDER.glob("dev/*.jsonl") for row in records(path)}
    for path in FOLDER.glob("joined/*.jsonl"):
        for row in records(path):
            assert rows.get(row["id"], "") in known[row["id"]].text[row["upto"] :]

"""The codebook of the exports names each format, column and field, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.cli.export import FORMATS as CHOICES
from dragoman.exports.export import FORMATS
from dragoman.exports.graph import EDGE, NODE
from dragoman.exports.lines import ICEWS, POLECAT
from dragoman.views.flat import COLUMNS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def first_cells(heading: str) -> list[str]:
    rows = [line for line in section(heading).splitlines() if line.startswith("| `")]
    return [name for row in rows for name in CODE.findall(row.split("|")[1])]


def test_each_format_is_named() -> None:
    assert tuple(FORMATS) == CHOICES
    for name in FORMATS:
        assert f"| `{name}` |" in PAGE
        assert f"\n## {name}" in PAGE or name in ("parquet", "duckdb")


@pytest.mark.parametrize(("heading", "columns"), [("icews", ICEWS), ("polecat", POLECAT)])
def test_each_column_of_a_table_is_named(heading: str, columns: tuple[str, ...]) -> None:
    assert set(first_cells(heading)) == set(columns)


def test_each_column_of_a_row_is_named() -> None:
    assert first_cells("csv, parquet, duckdb") == list(COLUMNS)


def test_each_attribute_of_the_graph_is_named() -> None:
    assert {*NODE, *EDGE} <= set(CODE.findall(section("graphml")))

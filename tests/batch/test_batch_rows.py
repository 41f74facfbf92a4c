"""Files of rows -> Row or BadRow."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.batch import rows as module
from dragoman.batch.rows import BadRow, Row, Rows, parse


def one(value: object) -> Row | BadRow:
    return parse(json.dumps(value).encode(), 1, "in.jsonl", 1)


def good(value: object) -> Row:
    row = one(value)
    assert isinstance(row, Row)
    return row


def reason(data: bytes) -> str:
    row = parse(data, 1, "in.jsonl", 1)
    assert isinstance(row, BadRow)
    return row.reason


def test_all_fields() -> None:
    row = good(
        {
            "id": "a",
            "text": " t ",
            "date": "2024-12-03T19:23:00+01:00",
            "headline": "h",
            "source": "Daily",
            "agency": "SDA",
        }
    )
    assert (row.id, row.text, row.date, row.headline, row.agency) == (
        "a",
        " t ",
        "2024-12-03T19:23:00+01:00",
        "h",
        "SDA",
    )
    assert row.extra == {"source": "Daily"}


def test_null_and_blank_are_absent() -> None:
    row = good({"id": "a", "text": "t", "date": None, "headline": "", "source": None, "agency": " "})
    assert (row.date, row.headline, row.agency, row.extra) == (None, None, None, {})


def test_source_stands_in_for_the_agency() -> None:
    row = good({"id": "a", "text": "t", "source": "Daily", "agency": None})
    assert (row.agency, row.extra) == ("Daily", {"source": "Daily"})


def test_unknown_keys_are_kept() -> None:
    assert good({"id": "a", "text": "t", "url": "x", "tags": [1, None], "more": None}).extra == {
        "url": "x",
        "tags": [1, None],
        "more": None,
    }


@pytest.mark.parametrize(("given", "kept"), [(12, "12"), (1.5, "1.5"), (10**30, "1" + 30 * "0"), ("x y", "x y")])
def test_ids(given: object, kept: str) -> None:
    assert good({"id": given, "text": "t"}).id == kept


@pytest.mark.parametrize("date", ["2024-12-03", "2024-12-03T19:23", "2024-12-03 19:23:01", "2024-12-03T19:23:00Z"])
def test_dates(date: str) -> None:
    assert good({"id": "a", "text": "t", "date": date}).date == date


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([1], "a list, not an object"),
        ("x", "a string, not an object"),
        (None, "null, not an object"),
        ({"text": "t"}, "no `id`"),
        ({"id": None, "text": "t"}, "no `id`"),
        ({"id": "", "text": "t"}, "no `id`"),
        ({"id": True, "text": "t"}, "`id` is true or false"),
        ({"id": ["a"], "text": "t"}, "`id` is a list"),
        ({"id": "a"}, "no `text`"),
        ({"id": "a", "text": None}, "no `text`"),
        ({"id": "a", "text": 5}, "`text` is a number"),
        ({"id": "a", "text": "t", "date": 20241203}, "`date` is a number"),
        ({"id": "a", "text": "t", "date": "3.12.2024"}, "no ISO date"),
        ({"id": "a", "text": "t", "headline": {}}, "`headline` is an object"),
    ],
)
def test_bad_rows(row: Any, why: str) -> None:
    bad = one(row)
    assert isinstance(bad, BadRow)
    assert why in bad.reason
    assert bad.id == ("a" if isinstance(row, dict) and row.get("id") == "a" else None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"id": "a", ', "not JSON"),
        (b'{"id": "a", "text": NaN}', "NaN is no JSON number"),
        (b'{"id": "a", "text": "\xff"}', "not UTF-8 (byte 22)"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b"\x00\x01\x02", "not JSON"),
    ],
)
def test_lines_that_are_no_json(data: bytes, why: str) -> None:
    assert why in reason(data)


def test_half_characters_become_one_sign_each() -> None:
    row = parse(rb'{"id": "a\ud800", "text": "x\udc00y\ud83d\ude00", "k": ["\ud800"]}', 1, "f", 1)
    assert isinstance(row, Row)
    assert (row.id, row.text, row.extra) == ("a\ufffd", "x\ufffdy😀", {"k": ["\ufffd"]})


def test_files_lines_and_numbers(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "t"}\r\n\n  \n{"id": 2, "text": "t"}')
    packed.write_bytes(gzip.compress(b'{"id": 3, "text": "t"}\nbad\n'))
    rows = Rows([str(plain), str(packed)])
    found = [(type(r), r.number, Path(r.file).name, r.line, r.id) for r in rows]
    assert found == [
        (Row, 1, "a.jsonl", 1, "1"),
        (Row, 2, "a.jsonl", 4, "2"),
        (Row, 3, "b.jsonl.gz", 1, "3"),
        (BadRow, 4, "b.jsonl.gz", 2, None),
    ]
    assert rows.size == plain.stat().st_size + packed.stat().st_size


def test_position_reaches_size(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(gzip.compress(b'{"id": 3, "text": "t"}\n' * 50))
    rows = Rows([str(tmp_path / "a"), str(tmp_path / "b")])
    positions = [rows.position for _ in rows]
    assert positions == sorted(positions)
    assert rows.position == rows.size


def test_a_torn_archive_is_one_bad_row(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b'{"id": %d, "text": "%d"}\n' % (i, i**9) for i in range(2000)))
    (tmp_path / "a.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b").write_bytes(b'{"id": "last", "text": "t"}\n')
    *_, torn, last = list(Rows([str(tmp_path / "a.gz"), str(tmp_path / "b")]))
    assert isinstance(torn, BadRow)
    assert "cannot be read on from here" in torn.reason
    assert last.id == "last"


def test_a_line_beyond_the_bound_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINE", 64)
    (tmp_path / "a").write_bytes(b'{"id": "a", "text": "' + b"x" * 500 + b'"}\n{"id": "b", "text": "t"}\n')
    long, after = list(Rows([str(tmp_path / "a")]))
    assert isinstance(long, BadRow)
    assert "over 64 bytes" in long.reason
    assert (after.id, after.line) == ("b", 2)

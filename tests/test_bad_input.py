"""Bad and odd input, end to end: a story or a plain reason, in bounded time, and all offsets within the text.

Nothing here depends on what the model finds: a reader that marks words by count stands in for it.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman import Coder, Story
from dragoman.cli.app import app
from dragoman.errors import EmptyInput, InputError, NoArticle, NotText, OtherLanguage, TooLarge
from dragoman.language import document, encoder
from dragoman.language.document import Document
from dragoman.reading.labels import MODE_LABELS, STATUSES
from dragoman.reading.model import FoundAttribution, FoundEvent, FoundRole, Reading
from dragoman.story import Entity

from .conftest import SAMPLES

MAX_SECONDS = 5.0  # of processor time for any story; what the model adds is bounded by MAX_WINDOWS
MAX_MEMORY = 700_000  # KiB that reading one story may take
STAND_IN = "dragoman.testing:StandIn"
COUNTING = f"{__name__}:counting_coder"


class Counting:
    """Marks an event every few words and an attribution around it, more densely than any model would."""

    def read(self, document: Document, times: Sequence[int] = ()) -> Reading:
        last = len(document.words)

        def span(first: int, length: int) -> tuple[int, int]:
            return min(first, last - 1), min(first + length, last)

        events, attributions = [], []
        for number, at in enumerate(range(0, last, 12)):
            label = MODE_LABELS[number % len(MODE_LABELS)] if number % 2 else "CONSULT:"
            kind, mode = label.split(":")
            roles = [("actor", at - 4), ("recipient", at + 3), ("place", at + 6), ("source", at - 8)][number % 5 :]
            events.append(
                FoundEvent(
                    type=kind,
                    first=at,
                    last=span(at, 2)[1],
                    mode=mode or None,
                    status=STATUSES[number % len(STATUSES)],
                    status_confidence=0.5,
                    background=number % 3 / 2,
                    roles=tuple(FoundRole(role, *span(max(0, i), 3), 0.5) for role, i in roles),
                    confidence=0.5,
                )
            )
            source, cue = span(at, 3) if number % 4 else None, span(at + 3, 1) if number % 3 else None
            content = (span(at + 4, 9), span(at + 15, 5)) if number % 7 and at + 15 < last else ()
            attributions.append(FoundAttribution(source, cue, content, 0.5))
        return Reading(tuple(attributions), tuple(events))


@cache
def counting_coder() -> Coder:
    """The coder without its model, made once."""
    return Coder(reader=Counting())


@pytest.fixture
def coder() -> Coder:
    return counting_coder()


def spans(story: Story) -> Iterator[tuple[int | None, int | None, str | None]]:
    """Every place of the story that a record points to, with the words that it says stand there."""
    for passage in (*story.passages, *story.left_out):
        yield passage.start, passage.end, None
    for attribution in story.attributions:
        for span in (attribution.source, attribution.cue, *attribution.content):
            if span:
                yield *span, None
    for timex in (*story.timex, *story.places):
        yield *timex.span, timex.text
    for event in story.events:
        yield event.start, event.end, event.text
    for relation in story.relations:
        yield *relation.span, None
    for contact in story.contacts:
        for quote in (quote for quotes in contact.readouts.values() for quote in quotes):
            yield quote.start, quote.end, quote.text
    for entity in entities(story):
        if entity.start is not None:
            yield entity.start, entity.end, entity.text


def entities(story: Story) -> Iterator[Entity]:
    yield from story.entities
    for attribution in story.attributions:
        yield from attribution.sources
    for event in story.events:
        yield from (*event.actor, *event.recipient, *event.attribution)
    for contact in story.contacts:
        yield from contact.asked_by_according_to
    for relation in story.relations:
        yield from (relation.subject, *relation.attribution, *filter(None, [relation.object]))


def check(story: Story) -> None:
    for start, end, words in spans(story):
        assert start is not None
        assert end is not None
        assert 0 <= start < end <= len(story.text)
        assert words is None or story.text[start:end] == words
    assert all(0 <= i < len(story.events) for contact in story.contacts for i in contact.mentions)
    holders = [a.within for a in story.attributions if a.within is not None]
    assert all(0 <= i < len(story.attributions) for i in holders)


SENTENCE = "The president of Russia said on Tuesday that Turkey attacked Syria in Idlib. "
PAGE = (SAMPLES / "2020-02-21-idlib-call-ankara.txt").read_text(encoding="utf-8")
RUSSIAN = "Президент России сказал во вторник, что переговоры в Женеве закончились без результата. "
NOISE = random.Random(7).randbytes(500_000)
LETTERS = "".join(random.Random(7).choices("abcdefghij klmnop qrs\n,.", k=500_000))
DATES = "In the year 9999, on 31 December 9999 and Jan. 1, 0001, on 30 February, Feb. 29 and April 31, the first week, "
LENGTHS = "99999999 years ago, 100000 millennia later, last century, three days earlier, the 22nd century. "

REFUSED: dict[str, tuple[bytes, type[InputError], str]] = {
    "empty": (b"", EmptyInput, "empty"),
    "white space": (b" \r\n\t\n", EmptyInput, "empty"),
    "invisible": ("\ufeff\u200b\u202e\n".encode(), EmptyInput, "white space"),
    "50 MB of random bytes": (NOISE * 100, TooLarge, "50,000,000 bytes"),
    "50 MB of letters": (LETTERS.encode() * 100, TooLarge, "50,000,000 bytes"),
    "2 MB of letters": (LETTERS.encode() * 4, TooLarge, "lines"),
    "random bytes": (NOISE, NotText, "noise"),
    "picture": (b"\x89PNG\r\n\x1a\n" + NOISE[:999], NotText, "picture"),
    "program": (b"\x7fELF\x02\x01" + NOISE[:999], NotText, "program"),
    "PDF": (b"%PDF-1.7\n%" + NOISE[:999], NotText, "PDF"),
    "German": (
        "Der Präsident Russlands hat am Dienstag mit dem türkischen Präsidenten telefoniert, wie der Kreml mitteilte. "
        "Beide Seiten sprachen über die Lage in Syrien.".encode(),
        OtherLanguage,
        "in German, and only English is read. Pass --lang",
    ),
    "Turkish": (
        "Cumhurbaşkanı Erdoğan, Rusya Devlet Başkanı Putin ile telefonda görüştü. Görüşmede Suriye ve İdlib konuları "
        "ele alındı, ateşkes çağrısı yapıldı.".encode(),
        OtherLanguage,
        "Turkish",
    ),
    "Arabic": ("قال الرئيس الروسي يوم الثلاثاء إن تركيا هاجمت سوريا في إدلب.".encode(), OtherLanguage, "Arabic"),
    "Russian": (RUSSIAN.encode(), OtherLanguage, "Russian"),
    "Russian in cp1251": ((RUSSIAN * 9).encode("cp1251"), OtherLanguage, "Russian"),
    "no article": (b"<html><body><nav>" + b'<li><a href="/a">News</a></li>' * 200 + b"</nav>", NoArticle, "no article"),
    "tags in tags": (b"<html><body>" + b"<div>" * 20_000 + b"<p>x", NoArticle, "no article"),
}

READ: dict[str, bytes | str] = {
    "UTF-16": PAGE.encode("utf-16"),
    "UTF-16 without its last byte": PAGE.encode("utf-16")[:-1],
    "latin-1": PAGE.encode("latin-1", "replace"),
    "broken UTF-8": PAGE.encode()[:500] + b"\xff\xfe\x80" + PAGE.encode()[500:],
    "malformed HTML": f"<html><p>Unclosed <b><i></p></span><td>{SENTENCE * 10}<script>x('<p>".encode(),
    "deep and wide HTML": f"<html>{'<div>' * 200}{''.join(f'<p>Talks {i} were held.' for i in range(2_000))}",
    "lone headline": "Putin and Erdogan discuss Syria by phone",
    "ten thousand words in one line": SENTENCE * 770,
    "four thousand names": "Putin " * 4_000,
    "a thousand sentences": "He said so. " * 1_000,
    "one word of 100,000 letters": "a" * 100_000,
    "a long word inside": SENTENCE + "x" * 100_000 + " " + SENTENCE,
    "5,000 lines of a word": "\n".join(SENTENCE.split() * 350),
    "40,000 captions": SENTENCE + "\n\n" + "\n".join(f"PHOTO: AFP {i}" for i in range(40_000)),
    "control characters": SENTENCE + "\x01\x02\x07\x1b[31m\x7f\x85 " + SENTENCE * 3,
    "NULs": SENTENCE * 5 + "\0" * 50 + SENTENCE,
    "right-to-left marks": "\u202e\u200f" + SENTENCE.replace(" ", "\u200f \u202b") * 5,
    "zero-width joiners": SENTENCE.replace("", "\u200d"),
    "100,000 zero-width spaces": "\u200b" * 100_000 + SENTENCE,
    "emoji": "🕊️👨‍👩‍👧‍👦🇹🇷🇷🇺 " * 300 + SENTENCE,
    "combining marks": "Zalgo" + "\u0301" * 9_000 + " " + "".join(c + "\u0301\u0328" * 20 for c in SENTENCE),
    "quotes in quotes": "“Putin said " * 1_000,
    "brackets in brackets": "(" * 3_000 + SENTENCE + ")" * 3_000,
    "punctuation": " . , ; : ! ? - " * 500,
    "dots": "." * 100_000,
    "dots and quotes": '."' * 5_000,
    "digits": "0123456789 " * 2_000,
    "one number": "1" * 100_000,
    "fractions": "1/" * 4_000 + " 1,000.5 years ago",
    "dates": "Tuesday, Dec. 3, 2024, at 10 p.m. on Wednesday " * 300,
    "dates at the ends": (DATES + LENGTHS) * 40,
    "digits of other scripts": "The ² years ago, ½ year, ١٢ December ٢٠٢٤, on ５ May ２０２４, Ⅳ weeks later. " * 20,
    "a great number": "A " + "million " * 300 + "years ago",
    "blanks": SENTENCE.replace(" ", " " * 60_000),
    "bars": ("x" + " " * 300_000 + "| ") * 2 + SENTENCE,
    "line separators": SENTENCE.replace(" ", "\u2028") * 9,
    "lone carriage returns": SENTENCE.replace(" ", "\r") * 50,
    "capitals": SENTENCE.upper() * 200,
    "a list of states": ", ".join(["Russia", "Turkey", "Iran", "Syria"] * 1_000),
    "half characters": "\ud800" + SENTENCE + "\udfff",
    "initials": "A." * 3_000,
    "hyphens": "New-York-" * 500,
}
SHOWN = [
    "empty",
    "random bytes",
    "picture",
    "Russian",
    "lone headline",
    "ten thousand words in one line",
    "40,000 captions",
    "control characters",
    "right-to-left marks",
    "a long word inside",
]
DAYS = ["1801-01-01", "2199-12-31", "2024-02-29", "2023-12-31T23:59", "2024-03-31T00:00+14:00", None]


@pytest.mark.parametrize("case", REFUSED)
def test_refused(coder: Coder, case: str) -> None:
    data, error, says = REFUSED[case]
    begun = time.process_time()
    with pytest.raises(error, match=says) as caught:
        coder.read(data, name="page.txt")
    assert time.process_time() - begun < MAX_SECONDS
    assert str(caught.value).startswith("page.txt: ")
    assert "\n" not in str(caught.value)


def peak_memory(anew: bool = False) -> int:
    """KiB that this process held at most, since the last call with `anew` where the system can tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    if anew:
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text(encoding="ascii"))[0])


@pytest.mark.parametrize("case", READ)
def test_read(coder: Coder, case: str) -> None:
    begun, held = time.process_time(), peak_memory(anew=True)
    story = coder.read(READ[case], date="2024-12-03", lang="en")
    assert time.process_time() - begun < MAX_SECONDS
    check(story)
    assert peak_memory() - held < MAX_MEMORY


@pytest.mark.parametrize("day", DAYS)
def test_days_at_the_ends_of_the_calendar(coder: Coder, day: str | None) -> None:
    story = coder.read(f"{DATES}{LENGTHS}\n\n{PAGE}" if day else f"{DATES}{LENGTHS}", date=day)
    check(story)
    assert (story.date is None) == (day is None)
    assert day is not None or any("no date" in note for note in story.notes)


def test_only_so_many_words_are_read(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SENTENCE * 3 + "\n\nPHOTO: AFP\n\n" + SENTENCE * 3
    whole = coder.read(text)
    assert len(whole.left_out) == 1
    words = len(document.WORD.findall(SENTENCE))
    monkeypatch.setattr(document, "MAX_WORDS", words + 2)
    story = coder.read(text)
    (beyond,) = story.left_out
    assert text[beyond.start :].startswith(" of Russia")
    assert beyond.end == len(text.rstrip())
    assert {e for e in story.events if e.end > beyond.start} == set()
    assert story.passages == whole.passages
    assert f"first {words + 2} words" in story.notes[-1]
    monkeypatch.setattr(document, "MAX_CHARS", 10)
    assert coder.read(text).left_out[0].start == len("The")


def test_words_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "MAX_WINDOWS", 1)
    try:
        real = Coder()
    except Exception as error:
        pytest.skip(f"the weights are not here: {error}")
    with pytest.raises(TooLarge, match=r"^noise\.txt: "):
        real.read(LETTERS[:5_000], name="noise.txt", lang="en")


WORDS = """² ½ Ⅳ ١٢ 🕊️ \u202e \u200d \x00 \x1b[31m \ud800 İ ß ǅ “ ” " ' ’ ( ) [ ] — - -- . ... % 1/2 1,000.5
99999999 9999 24:00 Q4 '90s <p> </div> &nbsp; © (AP) By Updated: s' U.S. al- pro- said He
and the of Putin Astana NATO- LONDON"""
PHRASES = ["million years ago", "30 February", "the week of", "LONDON (Reuters) -", "31 December 9999", "x" * 300]
BLANKS = ["\n", "\n\n", "\r", "\r\n", "\u2028", "\x85", "\x0c", "\t", "\u00a0", " " * 40]
ODD = st.sampled_from([*WORDS.split(), *PHRASES, *BLANKS])
STORIES = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("20*"))]


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A sample story with pieces cut, doubled, moved, and odd characters put in."""
    text = draw(st.sampled_from(STORIES))[: draw(st.sampled_from([60, 600, 4_000]))]
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(1, 80)))
        to = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from(["", text[start:end] * 2, text[end:start:-1]]) | ODD)
        text = draw(
            st.sampled_from(
                [
                    text[:start] + piece + text[end:],
                    text[:start] + piece + text[start:],
                    (text[:start] + text[end:])[:to] + text[start:end] + (text[:start] + text[end:])[to:],
                ]
            )
        )
    return text


@given(changed(), st.sampled_from(DAYS))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_any_change_of_a_story_reads(text: str, day: str | None) -> None:
    try:
        story = counting_coder().read(text, date=day, lang="en")
    except InputError:
        return
    check(story)


# Rows of a batch.

ROWS: dict[str, tuple[bytes, str]] = {
    "not JSON": (b"{", "not JSON"),
    "not an object": (b"[1]", "a list"),
    "no text": (b'{"id": 1}', "no `text`"),
    "text null": (b'{"id": 1, "text": null}', "no `text`"),
    "text a number": (b'{"id": 1, "text": 5}', "`text` is a number"),
    "id null": (b'{"id": null, "text": "t"}', "no `id`"),
    "id a list": (b'{"id": [1], "text": "t"}', "`id` is a list"),
    "NaN": (b'{"id": 1, "text": "t", "k": NaN}', "NaN"),
    "not UTF-8": (b'{"id": 1, "text": "\xff"}', "not UTF-8"),
    "deep": (b'{"id": 1, "text": "\\ud800", "k": ' + b"[" * 400 + b"]" * 400 + b"}", "nested too deeply"),
    "very deep": (b"[" * 100_000, "nested too deeply"),
    "bad date": (b'{"id": 1, "text": "t", "date": "yesterday"}', "no ISO date"),
    "year 1": (b'{"id": 1, "text": "Paris met London.", "date": "0001-01-01"}', "1801"),
    "date of no story": (b'{"id": 1, "text": "Paris met London.", "date": "9999-12-31"}', "2199"),
    "empty text": (b'{"id": 1, "text": " "}', "white space"),
    "Russian": (json.dumps({"id": 1, "text": RUSSIAN}).encode(), "in Russian"),
    "huge text": (json.dumps({"id": 1, "text": "a" * 2_500_000}).encode(), "2,500,000 characters"),
}
GOOD = [
    b'\xef\xbb\xbf{"id": "first", "text": "Paris met London."}\r',
    b"",
    b'  {"id": 2, "text": "Paris met London.", "date": null, "k": [1e400, 123456789012345678901234567890]}',
    b'{"id": "2", "text": "Paris met \\ud800London."}',
    b'{"id": "\\udfff", "text": "Paris met London.", "k": {"\\ud800": "\\ud800"}}',
    b'{"id": "end", "text": "Paris\\u0000 met London."}',
]


def dragoman(*arguments: str | Path, stdin: str | bytes | None = None, coder: str = COUNTING) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, obj=coder, prog_name="dragoman")


def said(result: Result, code: int) -> str:
    """What a command said on standard error: one line, of ours."""
    assert result.exit_code == code, result.stderr
    assert result.stderr.count("\n") == 1, result.stderr
    assert "fault" not in result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr


def test_bad_rows_cost_no_other(tmp_path: Path) -> None:
    lines = [line for good, (bad, _) in zip(GOOD * 3, ROWS.values(), strict=False) for line in (good, bad)]
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_bytes(b"\n".join(lines))
    result = dragoman("code", file, "-o", out, "--jobs", "1")
    assert result.exit_code == 1, result.stderr
    assert "fault" not in result.stderr
    stories = [json.loads(line) for line in out.read_bytes().splitlines()]
    errors = [json.loads(line) for line in (tmp_path / "out.errors.jsonl").read_bytes().splitlines()]
    blanks = sum(not line for line in lines)
    assert len(stories) + len(errors) == len(lines) - blanks
    assert [e["line"] for e in errors] == [
        i for i, line in enumerate(lines, 1) if line in {b for b, _ in ROWS.values()}
    ]
    for error, (_, says) in zip(errors, ROWS.values(), strict=True):
        assert says in error["reason"]
    before = out.read_bytes()
    assert dragoman("code", file, "-o", out, "--jobs", "1", "--resume").exit_code == 1
    assert out.read_bytes() == before


def test_rows_with_more_jobs_are_the_same(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"\n".join([*(bad for bad, _ in ROWS.values()), *GOOD]))
    for jobs in ("1", "2"):
        assert dragoman("code", file, "-o", tmp_path / f"{jobs}.jsonl", "--jobs", jobs, coder=STAND_IN).exit_code == 1
    for end in (".jsonl", ".errors.jsonl"):
        assert (tmp_path / f"1{end}").read_bytes() == (tmp_path / f"2{end}").read_bytes()


def test_files_that_are_no_input(tmp_path: Path) -> None:
    rows, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows.write_bytes(GOOD[2])
    assert "no such file" in said(dragoman("code", tmp_path / "none", "-o", out), 1)
    assert "not a file of rows" in said(dragoman("code", tmp_path, "-o", out), 1)
    assert "in a folder that is there" in said(dragoman("code", rows, "-o", tmp_path / "none" / "out"), 1)
    assert "one file" in said(dragoman("code", rows, "-o", rows, "--overwrite"), 1)
    errors = rows.rename(tmp_path / "out.errors.jsonl")
    assert "one file" in said(dragoman("code", errors, "-o", out, "--overwrite"), 1)
    assert errors.read_bytes() == GOOD[2]


@pytest.mark.parametrize("arguments", [("--jobs", "0"), ("--jobs", "-1"), ("--jobs", "999"), ("--jobs", "two")])
def test_jobs_out_of_range(tmp_path: Path, arguments: tuple[str, str]) -> None:
    result = dragoman("code", "in.jsonl", "-o", tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert "--jobs" in result.stderr


def test_a_torn_archive(tmp_path: Path) -> None:
    rows = b"".join(b'{"id": %d, "text": "Paris met London on day %d."}\n' % (i, i**7) for i in range(900))
    torn, out = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl"
    torn.write_bytes(gzip.compress(rows)[:-9_000])
    result = dragoman("code", torn, "-o", out, "--jobs", "1", coder=STAND_IN)
    assert result.exit_code == 1
    assert "1 row in error" in result.stderr
    assert 0 < len(out.read_bytes().splitlines()) < 900


@pytest.mark.parametrize("date", ["nonsense", "2024-13-01", "2024-02-30", "", "٢٠٢٤-١٢-٠٣x", "20241203", "2024-W49-2"])
def test_dates_that_are_none(date: str) -> None:
    result = dragoman("read", "-", "--date", date, stdin="Paris met London.")
    assert result.exit_code == 2
    assert "ISO date" in result.stderr


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "1800-12-31", "2200-01-01"])
def test_dates_of_no_news(date: str) -> None:
    result = dragoman("read", "-", "--date", date, stdin="Paris met London.")
    assert result.exit_code == 2
    assert "years 1801 to 2199" in result.stderr


@pytest.mark.parametrize("date", ["2098-02-28", "1801-01-01", "2024-12-03T19:23:00.123456+05:30"])
def test_dates_that_are_some(date: str) -> None:
    result = dragoman("read", "-", "--json", "--date", date, stdin="Paris met London three months ago.")
    assert result.exit_code == 0, result.stderr


def test_one_bad_file_of_several(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    (tmp_path / "b.txt").write_text(RUSSIAN)
    files = [tmp_path / "a.txt", tmp_path / "b.txt", tmp_path, tmp_path / "none", tmp_path / "a.txt"]
    result = dragoman("read", *files, "--json")
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "a"]
    assert len(result.stderr.splitlines()) == 3
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("case", SHOWN)
def test_read_shows_it_or_says_why(tmp_path: Path, case: str) -> None:
    data = READ[case] if case in READ else REFUSED[case][0]
    (tmp_path / "page").write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    begun = time.process_time()
    result = dragoman("read", tmp_path / "page", "--width", "80")
    assert time.process_time() - begun < 2 * MAX_SECONDS
    if case in REFUSED:
        said(result, 1)
    else:
        assert (result.exit_code, result.stderr) == (0, "")
        assert "\x1b" not in result.stdout


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a device without end")
def test_a_file_without_end() -> None:
    assert "over the" in said(dragoman("read", "/dev/zero"), 1)

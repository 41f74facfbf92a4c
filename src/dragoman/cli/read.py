"""`dragoman read`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import DragomanError, InputError
from .app import DEBUG, fault, say
from .params import IsoDate, knowledge_option, min_confidence_option

if TYPE_CHECKING:
    from ..batch.codes import Codes
    from ..story import Story

STDIN = "-"
MAX_READ = 64_000_000  # bytes: over the bound that ingest sets, which refuses them; here only so that reading ends
Show = Callable[["Story"], None]


@click.command(no_args_is_help=True)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print the story object; for several files one a line.")
@click.option("--html", metavar="OUT", help="Write the story as a page to read it by: one file, which needs no other.")
@click.option("--contacts", is_flag=True, help="Show the contacts with their readouts alone.")
@click.option("--why", is_flag=True, help="Show also what decided who is meant, and which place of a name.")
@click.option("--date", type=IsoDate(), help="When it was published, whatever the page says: 2024-12-03.")
@click.option("--agency", help="Whose story it is, whatever the page says: SDA.")
@click.option("--lang", help="The language it is in, whatever it looks like: en.")
@min_confidence_option
@knowledge_option
@click.option("--width", type=click.IntRange(40, 1000), help="Columns to use; without it those of the terminal.")
@click.pass_obj
def read(
    coder: str,
    files: tuple[str, ...],
    as_json: bool,
    html: str | None,
    contacts: bool,
    why: bool,
    date: str | None,
    agency: str | None,
    lang: str | None,
    min_confidence: float,
    knowledge: tuple[Path, ...],
    width: int | None,
) -> int:
    """Read stories and show what each holds: events, contacts with both sides' readouts, relations, and what was left
    out, each with the words it was read from. FILE is plain text or HTML, or - for standard input.

    A file that cannot be read is named on standard error; the others go on, and the exit code is 1.
    """
    if html is not None and (as_json or len(files) > 1):
        raise click.UsageError("--html is of one FILE" + (", and not with --json" if as_json else ""))
    reader = _Reader(coder, date, agency, lang, min_confidence, knowledge)
    if html is not None:
        show = _html(html)
    else:
        show = _json(several=len(files) > 1) if as_json else _record(width, contacts, why)
    stories = 0
    for file in files:
        if (story := reader.story(file)) is not None:
            show(story)
            stories += 1
    return 0 if stories == len(files) else 1


@dataclass
class _Reader:
    """Reads files with what the user said of them; makes the coder for the first one that opens."""

    coder: str
    date: str | None
    agency: str | None
    lang: str | None
    min_confidence: float
    knowledge: tuple[Path, ...]
    made: Codes | None = field(default=None, init=False)

    def story(self, file: str) -> Story | None:
        """The story in `file`, or None after a line on standard error."""
        try:
            data = _bytes(file)
        except OSError as error:
            say(f"{file}: it cannot be opened ({error.strerror}); check the name")
            return None
        try:
            return self._read(data, file)
        except InputError as error:
            say(str(error))
        return None

    def _read(self, data: bytes, file: str) -> Story | None:
        if self.made is None:
            from ..batch.codes import make_coder

            self.made = make_coder(self.coder, self.knowledge)
        id, name = ("stdin", "standard input") if file == STDIN else (_writable(Path(file).stem), file)
        try:
            return self.made.read(
                data,
                id=id,
                name=name,
                date=self.date,
                agency=self.agency,
                lang=self.lang,
                min_confidence=self.min_confidence,
            )
        except DragomanError:
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            say(f"{name}: {fault(error)}")
            return None


def _writable(name: str) -> str:
    """A file's name in characters that JSON can hold, whatever bytes it has."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _bytes(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read(MAX_READ)
    with open(file, "rb") as stream:
        return stream.read(MAX_READ)


def _json(several: bool) -> Show:
    """JSON in UTF-8 whatever the terminal's encoding: indented for one story, a line each for several."""
    from ..schema import to_json

    def show(story: Story) -> None:
        sys.stdout.flush()
        sys.stdout.buffer.write(to_json(story, indent=None if several else 2) + b"\n")
        sys.stdout.buffer.flush()

    return show


def _html(out: str) -> Show:
    """A page that holds all it needs; `-` is standard output."""
    from ..serve.reader_file import reader_file, write

    def show(story: Story) -> None:
        if out == STDIN:
            sys.stdout.flush()
            sys.stdout.buffer.write(reader_file(story).encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
        else:
            write(story, Path(out))
            say(f"{out}: written")

    return show


def _record(width: int | None, contacts: bool, why: bool) -> Show:
    """The record: in colour and columns on a terminal, else as plain lines."""
    from .show import printer

    return printer(sys.stdout, width, contacts, why)

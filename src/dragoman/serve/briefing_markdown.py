"""A briefing -> Markdown (CommonMark with the tables of GitHub); no text of a story is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .briefing import Briefing, Said, Source

MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&#$!@]|:(?=//)|(?<=www)\.|^[-+=]|(?:(?<=^\d)|(?<=^\d\d))[.)]")


def markdown(one: Briefing) -> str:
    """The briefing as a file of Markdown."""
    return "\n".join(_lines(one)) + "\n"


def escaped(text: str) -> str:
    """Text on one line in which nothing is markup, nor an address to be followed."""
    return MARKUP.sub(r"\\\g<0>", text.replace("\n", " "))


def _lines(one: Briefing) -> Iterator[str]:
    yield f"# {escaped(one.title)}"
    yield ""
    for label, told in one.facts:
        yield f"- **{label}:** {escaped(told)}"
    if one.sides:
        yield from ("", "## What they say, matter by matter", "")
        yield from _table(one)
    else:
        yield from ("", "No side's account is told.")
    if one.quotations:
        yield from ("", "## Words in quotation marks", "")
        for side, several in one.quotations:
            yield f"- **{escaped(side.name)}:** {'; '.join(map(_said, several))}"
    if one.called:
        yield from ("", "## Other words for the same", "")
        yield from _called(one)
    yield from ("", "## Told by", "")
    for source in one.sources:
        yield f"{source.number}. {_source(source)}"
    yield from ("", f"Numbers behind words: source, and characters of its text. Contact {escaped(one.id)}.")


def _table(one: Briefing) -> Iterator[str]:
    yield _row(["Matter", *(f"{escaped(side.name)} ({escaped(side.code)})" for side in one.sides)])
    yield _row(["---"] * (len(one.sides) + 1))
    for matter in one.matters:
        head = f"**{matter.sign} {escaped(matter.words)}** {escaped(matter.topic)}"
        yield _row([head, *(_said(cell) if cell else "–" for cell in matter.cells)])


def _called(one: Briefing) -> Iterator[str]:
    yield _row(["Who", *(escaped(side.name) for side in one.sides)])
    yield _row(["---"] * (len(one.sides) + 1))
    for called in one.called:
        stand = " (some take a stand)" if called.loaded else ""
        yield _row([escaped(called.name) + stand, *(", ".join(map(_said, cell)) or "–" for cell in called.cells)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _said(said: Said) -> str:
    return f"“{escaped(said.text)}” ({said.cite.text})"


def _source(source: Source) -> str:
    told = ", ".join(filter(None, (source.headline, source.agency, source.published)))
    return escaped(f"{told} – {source.story}" if told else source.story)

"""A briefing -> a Word document (OOXML) on A4: the same bytes each time."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from ..version import __version__
from .briefing import Briefing, Kind, Said

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHORT, LONG, MARGIN = Cm(21), Cm(29.7), Cm(1.8)
UPRIGHT = 3  # sides that fit side by side on an upright page
FIRST = dt.datetime(1980, 1, 1)  # of a zip file
COLOURS: dict[Kind, RGBColor] = {
    "odds": RGBColor(0xA3, 0x2A, 0x2A),
    "both": RGBColor(0x1F, 0x7A, 0x4D),
    "only": RGBColor(0x5C, 0x58, 0x50),
}
MOST_TITLE = 255  # characters that a property may have


def word(one: Briefing) -> bytes:
    """The briefing as a file for Word."""
    made = docx.Document()
    _set_up(made, one)
    made.add_heading(one.title, level=0)
    for label, told in one.facts:
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"{label}: ").bold = True
        line.add_run(told)
    if one.sides:
        made.add_heading("What they say, matter by matter", level=1)
        _matters(made, one)
    else:
        made.add_paragraph("No side's account is told.")
    if one.quotations:
        made.add_heading("Words in quotation marks", level=1)
        for side, several in one.quotations:
            line = made.add_paragraph(style="List Bullet")
            line.add_run(f"{side.name}: ").bold = True
            _say(line, several, "; ")
    if one.called:
        made.add_heading("Other words for the same", level=1)
        _called(made, one)
    _sources(made, one)
    return _same(made)


def _set_up(made: Document, one: Briefing) -> None:
    section = made.sections[0]
    wide = len(one.sides) > UPRIGHT
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    made.styles["Normal"].font.size = Pt(10)
    made.styles["Title"].font.size = Pt(17)
    section.footer.paragraphs[0].text = f"Dragoman {__version__} · contact {one.id}"
    about = made.core_properties
    about.title, about.subject = one.title[:MOST_TITLE], "Accounts of a contact, side by side"
    about.author = about.last_modified_by = "Dragoman"
    about.identifier, about.version, about.language = one.id[:MOST_TITLE], __version__, "en"
    about.comments, about.keywords = "", ", ".join(side.name for side in one.sides)[:MOST_TITLE]
    about.created = about.modified = _moment(one.dated)
    about.revision = 1


def _moment(told: str | None) -> dt.datetime:
    """When the last of the stories came out: not when the file is made, which would make others of the same."""
    try:
        return dt.datetime.fromisoformat(told or "").replace(tzinfo=None)
    except ValueError:
        return FIRST


def _matters(made: Document, one: Briefing) -> None:
    heads = [f"{side.name} ({side.code})" if side.name != side.code else side.name for side in one.sides]
    table = _table(made, ["Matter", *heads], len(one.matters))
    for row, matter in zip(table.rows[1:], one.matters, strict=True):
        first = row.cells[0].paragraphs[0]
        sign = first.add_run(f"{matter.sign} {matter.words}")
        sign.bold, sign.font.color.rgb = True, COLOURS[matter.kind]
        first.add_run(f"\n{matter.topic}")
        for cell, said in zip(row.cells[1:], matter.cells, strict=True):
            _say(cell.paragraphs[0], [said] if said else [])


def _called(made: Document, one: Briefing) -> None:
    table = _table(made, ["Who", *(side.name for side in one.sides)], len(one.called))
    for row, called in zip(table.rows[1:], one.called, strict=True):
        row.cells[0].paragraphs[0].add_run(called.name + (" (some take a stand)" if called.loaded else ""))
        for cell, several in zip(row.cells[1:], called.cells, strict=True):
            _say(cell.paragraphs[0], several, ", ")


def _table(made: Document, heads: Sequence[str], rows: int) -> Table:
    """A table whose first row is repeated on each page, and whose rows stay whole."""
    table: Table = made.add_table(rows + 1, len(heads), style="Table Grid")
    for cell, told in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(told).bold = True
        _shade(cell)
    _mark(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _mark(row, "w:cantSplit")
    for paragraph in (paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.space_after = Pt(2)
    return table


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEEAE0")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _say(line: Paragraph, several: Sequence[Said], between: str = "") -> None:
    """Words in quotation marks, each with its source behind it."""
    if not several:
        line.add_run("–")
    for number, said in enumerate(several):
        line.add_run(f"{between if number else ''}“{said.text}” ")
        note = line.add_run(f"[{said.cite.text}]")
        note.font.superscript = True


def _sources(made: Document, one: Briefing) -> None:
    made.add_heading("Told by", level=1)
    for source in one.sources:
        told = ", ".join(filter(None, (source.headline, source.agency, source.published)))
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"[{source.number}] ").bold = True
        line.add_run(f"{told} – " if told else "")
        line.add_run(source.story).italic = True
    note = made.add_paragraph()
    note.add_run("Numbers behind words: source, and characters of its text.").font.size = Pt(8)


def _same(made: Document) -> bytes:
    """The file, with one time for all that is packed in it."""
    packed, out = BytesIO(), BytesIO()
    made.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, FIRST.timetuple()[:6])
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(entry))
    return out.getvalue()

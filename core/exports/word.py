"""The minutes as a Word document: A4, headings that a contents list can use, tables whose heads repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row

from core.exports.handout import legible
from core.exports.minutes import NOTHING_NOTED, Minutes, Part, Said, parts, said

FONT = "Arial"
INK, ACCENT, GREY, LINE = RGBColor(0x1E, 0x21, 0x26), RGBColor(0x1F, 0x5A, 0x8A), RGBColor(0x5D, 0x63, 0x70), "DCD8CF"
MARGIN_CM, WIDTH_CM = 2.0, 17.0


def write_word(stream: BinaryIO, minutes: Minutes) -> None:
    paper = _blank(minutes)
    paper.add_heading(legible(minutes.title), 0)
    _grey(paper, minutes.lead)
    figures, decided, *rest = parts(minutes)
    for part in (figures, decided):
        _part(paper, part)
    paper.add_heading("Notes", 1)
    for it in said(minutes):
        _notes(paper, it)
    if not said(minutes):
        _grey(paper, NOTHING_NOTED)
    for part in rest:
        _part(paper, part)
    paper.save(stream)


def _blank(minutes: Minutes) -> Paper:
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    for name, points, colour in (
        ("Normal", 9.5, INK),
        ("Title", 18, ACCENT),
        ("Heading 1", 13, ACCENT),
        ("Heading 2", 10.5, INK),
    ):
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for of_theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # would win over the name
            fonts.attrib.pop(qn(f"w:{of_theme}"), None)
    paper.styles["Normal"].paragraph_format.space_after = Pt(3)
    paper.core_properties.title = legible(minutes.title)
    paper.core_properties.author = legible(minutes.by)
    return paper


def _part(paper: Paper, part: Part) -> None:
    paper.add_heading(legible(part.title), 1)
    if not part.rows:
        _grey(paper, part.missing)
        return
    table = paper.add_table(0, len(part.columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, (_, percent) in zip(table.columns, part.columns, strict=True):
        column.width = Cm(WIDTH_CM * percent / 100)
    head = table.add_row()
    _fill(head, [title for title, _ in part.columns], part, colour=GREY)
    _repeat(head)
    for cells in part.rows:
        _fill(table.add_row(), cells, part)


def _fill(row: _Row, texts: Sequence[str], part: Part, colour: RGBColor | None = None) -> None:
    for cell, text, (_, percent) in zip(row.cells, texts, part.columns, strict=True):
        cell.width = Cm(WIDTH_CM * percent / 100)
        run = cell.paragraphs[0].add_run(legible(text))
        run.font.size = Pt(8.5)
        if colour is not None:
            run.font.color.rgb = colour
        _underline(cell)


def _underline(cell: _Cell) -> None:
    borders = OxmlElement("w:tcBorders")
    below = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("color", LINE)):
        below.set(qn(f"w:{name}"), value)
    borders.append(below)
    cell._tc.get_or_add_tcPr().append(borders)


def _repeat(row: _Row) -> None:
    """The head is shown again on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _notes(paper: Paper, it: Said) -> None:
    paper.add_heading(legible(it.objective), 2)
    for text, whose in it.notes:
        for line in text.splitlines():
            paper.add_paragraph(legible(line))
        _grey(paper, whose)


def _grey(paper: Paper, text: str) -> None:
    run = paper.add_paragraph().add_run(legible(text))
    run.font.color.rgb = GREY

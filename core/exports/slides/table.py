"""Tables whose rows are known to fit: a row is as high as its texts, and what does not fit goes onto a next slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import _Paragraph
from pptx.util import Inches

from core.exports.handout import legible
from core.exports.slides.fitting import cut, height, lines
from core.exports.slides.paper import places, run, solid
from core.exports.slides.style import GREY, INK, LINE, PANEL, Box

SIZE, HEAD_SIZE = 10.5, 9.5
MOST_LINES = 2
STEP = 0.25
"""Inches by which slides are made shorter as long as they need no further slide."""
SIDE, ABOVE = 0.06, 0.03
"""Margins of a cell, in inches."""
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without lines and fills."""


@dataclass(frozen=True)
class Column:
    """``width`` in inches."""

    title: str
    width: float
    is_number: bool = False
    most_lines: int = MOST_LINES

    @property
    def room(self) -> float:
        return self.width - 2 * SIDE


@dataclass(frozen=True)
class Cell:
    text: str
    colour: RGBColor = INK
    bold: bool = False


@dataclass(frozen=True)
class Row:
    """A heading stands on a panel, and is never the last row of a slide."""

    cells: tuple[Cell, ...]
    is_heading: bool = False


def pages(rows: Sequence[Row], columns: Sequence[Column], room: float) -> list[list[Row]]:
    """The rows of each slide, where a table with its head may be ``room`` inches high; at least one row a slide. As few
    slides as possible, and these filled evenly."""
    found = [*filled(rows, columns, room)]
    while len(found) > 1 and len(evener := [*filled(rows, columns, room - STEP)]) == len(found):
        found, room = evener, room - STEP
    return found


def filled(rows: Sequence[Row], columns: Sequence[Column], room: float) -> Iterator[list[Row]]:
    """Slide after slide, each as full as it can be; at least one row a slide."""
    page: list[Row] = []
    left = room - _head_height()
    for row in rows:
        needed = row_height(row, columns)
        if page and needed > left:
            onto_next = [page.pop()] if len(page) > 1 and page[-1].is_heading else []
            yield page
            page = onto_next
            left = room - _head_height() - sum(row_height(moved, columns) for moved in onto_next)
        page.append(row)
        left -= needed
    if page:
        yield page


def row_height(row: Row, columns: Sequence[Column]) -> float:
    taken = (
        min(lines(legible(cell.text), SIZE, column.room, bold=cell.bold), column.most_lines)
        for cell, column in zip(row.cells, columns, strict=True)
    )
    return height(max(taken), SIZE) + 2 * ABOVE


def table(slide: Slide, box: Box, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """A native table; texts that are longer than their column allows are cut."""
    whole = Box(box.left, box.top, sum(column.width for column in columns), 1)
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), *places(whole))
    grid = frame.table
    frame._element.find(".//{*}tableStyleId").text = NO_STYLE  # python-pptx cannot choose a style
    grid.horz_banding = False
    for place, column in enumerate(columns):
        grid.columns[place].width = Inches(column.width)
    heights = [_head_height(), *(row_height(row, columns) for row in rows)]
    for place, needed in enumerate(heights):
        grid.rows[place].height = Inches(needed)
    frame.height = Inches(sum(heights))
    for cell, column in zip(grid.rows[0].cells, columns, strict=True):
        run(_paragraph(cell, column), column.title, HEAD_SIZE, GREY)
    for row, native in zip(rows, list(grid.rows)[1:], strict=True):
        for given, cell, column in zip(row.cells, native.cells, columns, strict=True):
            said = cut(legible(given.text), SIZE, column.room, column.most_lines, bold=given.bold)
            run(_paragraph(cell, column, is_heading=row.is_heading), said, SIZE, given.colour, bold=given.bold)


def _head_height() -> float:
    return height(1, HEAD_SIZE) + 2 * ABOVE


def _paragraph(cell: _Cell, column: Column, *, is_heading: bool = False) -> _Paragraph:
    """The empty paragraph of a cell that has its margins and its line below."""
    cell._tc.remove(cell._tc.get_or_add_tcPr())
    cell._tc.append(deepcopy(_look(is_heading)))
    paragraph = cell.text_frame.paragraphs[0]
    if column.is_number:
        paragraph.alignment = PP_ALIGN.RIGHT
    return paragraph


@lru_cache
def _look(is_heading: bool) -> BaseOxmlElement:
    side, above = Inches(SIDE), Inches(ABOVE)
    rule = f'<a:lnB w="6350">{solid(LINE)}</a:lnB>'
    margins = f'marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="ctr"'
    filled = solid(PANEL) if is_heading else "<a:noFill/>"
    return parse_xml(f"<a:tcPr {nsdecls('a')} {margins}>{rule}{filled}</a:tcPr>")

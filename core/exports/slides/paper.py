"""Slides and the texts on them: every text is fitted into its box before it is set."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from io import BytesIO
from typing import cast

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.oxml.text import CT_RegularTextRun
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Inches, Length

from core.exports.handout import Handout, legible
from core.exports.slides.fitting import fitted
from core.exports.slides.style import (
    ACCENT,
    FONT,
    FOOTER,
    GREY,
    INK,
    LEAD,
    NUMBER,
    PANEL,
    PAPER,
    SLIDE,
    TITLE,
    Box,
)
from core.queries.wording import day

TITLE_ONLY = 5
"""Of the layouts that python-pptx brings along."""
TITLE_SIZES, TEXT_SIZES = (26, 22, 18), (13, 11, 10)


def blank_deck() -> Deck:
    """A deck of wide slides on warm paper, with one layout: a title at the top left."""
    return Presentation(BytesIO(_prepared()))


def new_slide(deck: Deck, handout: Handout, title: str, lead: str = "", notes: Sequence[str] = ()) -> Slide:
    """A slide with its title, a grey line below, the day and its number at the foot, and notes for who speaks."""
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.turbo_add_enabled = True  # else every shape looks for the highest number anew
    _title(slide, title)
    if lead:
        text(slide, LEAD, lead, colour=GREY)
    foot = f"Uptake review · {handout.title} · as of {day(handout.board.as_of, year=True)}"
    text(slide, FOOTER, foot, sizes=(10, 9), colour=GREY)
    _number(slide)
    slide.notes_slide.notes_text_frame.text = "\n".join(legible(note) for note in notes)
    return slide


def text(
    slide: Slide,
    box: Box,
    said: str,
    *,
    sizes: Sequence[float] = TEXT_SIZES,
    colour: RGBColor = INK,
    bold: bool = False,
) -> Shape:
    """A text in its box, at the largest of the sizes at which all of it fits, else cut."""
    shape = slide.shapes.add_textbox(*places(box))
    fill(shape.text_frame, said, box, sizes=sizes, colour=colour, bold=bold)
    return shape


def fill(
    frame: TextFrame,
    said: str,
    box: Box,
    *,
    sizes: Sequence[float],
    colour: RGBColor = INK,
    bold: bool = False,
) -> None:
    """One paragraph, without margins, from the top."""
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(0)
    said, size = fitted(legible(said), sizes, box.width, box.height, bold=bold)
    run(frame.paragraphs[0], said, size, colour, bold=bold)


def run(paragraph: _Paragraph, said: str, size: float, colour: RGBColor = INK, *, bold: bool = False) -> None:
    """A text at the end of the paragraph. A deck has thousands: setting a font property by property is twenty times as
    slow as copying one."""
    part = deepcopy(_run_like(size, colour, bold))
    part.t.text = said
    paragraph._p.append(part)


def solid(colour: RGBColor) -> str:
    """A filling, as XML."""
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def panel(slide: Slide, box: Box, colour: RGBColor = PANEL) -> None:
    """A plain field of colour. A box for text, because shapes come with an outline and a shadow."""
    shape = slide.shapes.add_textbox(*places(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour


def places(box: Box) -> tuple[Length, Length, Length, Length]:
    """Left, top, width and height as python-pptx takes them."""
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


@lru_cache
def _prepared() -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(SLIDE.width), Inches(SLIDE.height)
    master = deck.slide_master
    kept = deck.slide_layouts[TITLE_ONLY]
    for layout in list(deck.slide_layouts):
        if layout is not kept:
            deck.slide_layouts.remove(layout)
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = PAPER
    placeholders: list[BaseShape] = [*master.placeholders, *kept.placeholders]
    for shape in placeholders:
        shape.left, shape.width = Inches(shape.left.inches * 4 / 3), Inches(shape.width.inches * 4 / 3)
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


@lru_cache
def _run_like(size: float, colour: RGBColor, bold: bool) -> CT_RegularTextRun:
    font = f'<a:rPr lang="en-GB" sz="{size * 100:.0f}" b="{bold:d}">{solid(colour)}<a:latin typeface="{FONT}"/></a:rPr>'
    return cast("CT_RegularTextRun", parse_xml(f"<a:r {nsdecls('a')}>{font}<a:t/></a:r>"))


def _title(slide: Slide, title: str) -> None:
    shape = slide.placeholders[0]
    shape.left, shape.top, shape.width, shape.height = places(TITLE)
    fill(shape.text_frame, title, TITLE, sizes=TITLE_SIZES, colour=ACCENT, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT  # the layout centres it


def _number(slide: Slide) -> None:
    """The number of the slide as a field: it stays right when slides are moved."""
    shape = slide.shapes.add_textbox(*places(NUMBER))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(0)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.append(  # python-pptx has no fields
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="en-GB" sz="1000">{solid(GREY)}<a:latin typeface="{FONT}"/></a:rPr><a:t>‹#›</a:t></a:fld>'
        )
    )

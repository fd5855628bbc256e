"""The look of a deck: warm neutral paper, one accent, colour for status only, a font that every machine has."""

from __future__ import annotations

from dataclasses import dataclass

from pptx.dml.color import RGBColor

from core.exports import colours

FONT = "Arial"
PAPER, PANEL, LINE = RGBColor(0xFD, 0xFC, 0xFA), RGBColor(0xF3, 0xF1, 0xEC), RGBColor(0xDC, 0xD8, 0xCF)
INK, GREY, ACCENT = RGBColor(0x1E, 0x21, 0x26), RGBColor(0x5D, 0x63, 0x70), RGBColor(0x1F, 0x5A, 0x8A)
PLANNED = RGBColor(0xBF, 0xB9, 0xAC)

COLOURS = {status: RGBColor.from_string(digits) for status, digits in colours.COLOURS.items()}


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


SLIDE = Box(0, 0, 13.333, 7.5)
TITLE = Box(0.6, 0.3, 12.13, 0.82)
LEAD = Box(0.6, 1.18, 12.13, 0.3)
BODY = Box(0.6, 1.68, 12.13, 5.15)
FOOTER = Box(0.6, 6.98, 10.5, 0.3)
NUMBER = Box(11.53, 6.98, 1.2, 0.3)

"""The look of a deck: warm neutral paper, one accent, colour for status only, a font that every machine has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pptx.dml.color import RGBColor

from core.rules.status import Status

FONT = "Arial"
PAPER, PANEL, LINE = RGBColor(0xFD, 0xFC, 0xFA), RGBColor(0xF3, 0xF1, 0xEC), RGBColor(0xDC, 0xD8, 0xCF)
INK, GREY, ACCENT = RGBColor(0x1E, 0x21, 0x26), RGBColor(0x5D, 0x63, 0x70), RGBColor(0x1F, 0x5A, 0x8A)
PLANNED = RGBColor(0xBF, 0xB9, 0xAC)

COLOURS: Mapping[Status, RGBColor] = {
    Status.NOT_STARTED: RGBColor(0x9A, 0xA0, 0xAB),
    Status.NO_DATA: GREY,
    Status.STALE: RGBColor(0x69, 0x41, 0xC6),
    Status.ON_TRACK: RGBColor(0x1B, 0x7F, 0x4B),
    Status.BEHIND: RGBColor(0x8A, 0x61, 0x00),
    Status.AT_RISK: RGBColor(0xB4, 0x23, 0x18),
    Status.ACHIEVED: RGBColor(0x14, 0x60, 0x39),
    Status.MISSED: RGBColor(0x8C, 0x1B, 0x12),
    Status.AWAITING_CLOSE: ACCENT,
}


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

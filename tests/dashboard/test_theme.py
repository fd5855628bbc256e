"""The colours of both themes, by the contrast that WCAG 2.2 asks of text."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.test_house import ROOT

THEMES = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")
BORDER = "borderColor"
TEXT = 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_written_in_a_colour_can_be_read_on_every_ground(name: str):
    theme = THEMES[name]
    grounds = [part[ground] for part in (theme, theme["sidebar"]) for ground in GROUNDS]
    inks = {key: it for key, it in theme.items() if key.endswith("Color") and key not in (*GROUNDS, BORDER)}
    inks |= {f"chart {number}": it for number, it in enumerate(theme["chartCategoricalColors"])}
    assert [(key, ink, ground) for key, ink in inks.items() for ground in grounds if contrast(ink, ground) < TEXT] == []


def test_the_styles_of_the_frame_use_colours_of_the_theme():
    styles = (ROOT / "dashboard/contrast.css").read_text("utf-8")
    known = {THEMES[name][part].lower() for name in ("light", "dark") for part in ("textColor", "backgroundColor")}
    assert set(re.findall(r"#\w{6}", styles)) - {"#ffffff"} <= known


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Of a colour such as ``#1F5A8A``, from 0 to 1."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

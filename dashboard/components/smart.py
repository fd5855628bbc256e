"""SMART: how well a key result is written, a badge for each letter, and every rule with its reason and its fact."""

import streamlit as st

from core.rules.smart import Judged, Letter, SmartReport
from core.rules.smart_rules import Verdict
from dashboard.components.text import plain
from dashboard.theme import LOOKS, label


def badges(report: SmartReport) -> str:
    """The five letters in markdown, each as good as its worst rule."""
    return " ".join(_badge(report, letter) for letter in Letter)


def rules(report: SmartReport) -> None:
    for letter in Letter:
        st.markdown(f"{_badge(report, letter)}  \n" + "  \n".join(map(_line, report.of(letter))))


def _badge(report: SmartReport, letter: Letter) -> str:
    look = LOOKS[report.verdict(letter)]
    return f":{look.colour}-badge[:material/{look.icon}: {label(letter)}]"


def _line(it: Judged) -> str:
    look, told = LOOKS[it.verdict], it.finding
    word = "" if it.verdict is Verdict.PASS else f" {look.label}"
    mark = f":{look.colour}[:material/{look.icon}:{word}]"
    return f"{mark} **{it.rule.title}.** {plain(told.reason)} :gray[{plain(told.fact, 120)}]"

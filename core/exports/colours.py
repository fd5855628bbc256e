"""The colours of status and of the bands of scores in what is taken away, as six digits; they are those of the light
theme of the app."""

from __future__ import annotations

from collections.abc import Mapping

from core.rules.grading import Band
from core.rules.status import Status

COLOURS: Mapping[Status, str] = {
    Status.NOT_STARTED: "6B7280",
    Status.NO_DATA: "5D6370",
    Status.STALE: "6941C6",
    Status.ON_TRACK: "1B7F4B",
    Status.BEHIND: "8A6100",
    Status.AT_RISK: "B42318",
    Status.ACHIEVED: "146039",
    Status.MISSED: "8C1B12",
    Status.AWAITING_CLOSE: "1F5A8A",
    Status.SCORED: "5D6370",
}

BANDS: Mapping[Band, str] = {
    Band.GREEN: COLOURS[Status.ON_TRACK],
    Band.AMBER: COLOURS[Status.BEHIND],
    Band.RED: COLOURS[Status.AT_RISK],
}

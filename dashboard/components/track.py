"""The way of an initiative through its phases: time spent and who did the work."""

import streamlit as st

from core.queries.initiative import Dossier, Stay
from dashboard.components.text import day, duration, percent
from dashboard.theme import LOOKS, badge


def track(dossier: Dossier) -> None:
    for column, stay in zip(st.columns(len(dossier.track), gap="small"), dossier.track, strict=True):
        column.markdown(_stay(stay, is_here=stay.phase is dossier.phase))


def _stay(stay: Stay, *, is_here: bool) -> str:
    look = LOOKS[stay.phase]
    if stay.entered is None:
        return f":gray[:material/radio_button_unchecked: {look.label}]"
    name = badge(stay.phase) if is_here else f":material/done: **{look.label}**"
    lines = [name, f":gray[since {day(stay.entered)}" + (f" · {duration(stay.days)}" if stay.days else "") + "]"]
    if stay.data_team_share is not None:
        meant = "" if stay.policy_share is None else f", meant {percent(stay.policy_share)}"
        lines.append(f":gray[data team {percent(stay.data_team_share)}{meant}]")
    return "  \n".join(lines)

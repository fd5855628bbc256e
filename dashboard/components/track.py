"""The way of an initiative through its phases: time spent and who did the work."""

import streamlit as st

from core.model import PHASES, Phase
from core.queries.initiative import Dossier
from core.queries.track import Stay
from dashboard.components.text import day, duration, percent
from dashboard.theme import LOOKS, badge

ORDINALS = {2: "second", 3: "third"}


def track(dossier: Dossier) -> None:
    for column, stay in zip(st.columns(len(dossier.track), gap="small"), dossier.track, strict=True):
        column.markdown(_stay(stay, dossier.phase))


def _stay(stay: Stay, present: Phase) -> str:
    look = LOOKS[stay.phase]
    if stay.entered is None:
        return f":gray[:material/radio_button_unchecked: {look.label}]"
    is_sent_back = PHASES.index(stay.phase) > PHASES.index(present)
    mark = ":material/undo:" if is_sent_back else ":material/done:"
    lines = [badge(stay.phase) if stay.phase is present else f"{mark} **{look.label}**"]
    when = f"was here until {day(stay.left)}" if is_sent_back else f"since {day(stay.entered)}"
    lines.append(f":gray[{' · '.join([when, *_visits(stay)])}]")
    if stay.data_team_share is not None:
        meant = "" if stay.policy_share is None else f", meant {percent(stay.policy_share)}"
        lines.append(f":gray[data team {percent(stay.data_team_share)}{meant}]")
    return "  \n".join(lines)


def _visits(stay: Stay) -> list[str]:
    """How long it stayed: ``["149 d"]``, or ``["second visit", "149 d in all"]``."""
    if stay.visits == 1:
        return [duration(stay.days)] if stay.days else []
    visit = f"{ORDINALS.get(stay.visits, f'{stay.visits}th')} visit"
    return [visit, f"{duration(stay.days)} in all"] if stay.days else [visit]

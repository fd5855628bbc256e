"""How well a key result is written, while it is written: asked at the press of a button, and never in the way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from core.rules.smart import smart
from core.rules.smart_facts import SmartFacts, StepPlanned, Who
from dashboard import session
from dashboard.components import smart as component


def asked(prefix: str) -> bool:
    """The button beside the one that saves: Enter presses that one, which stands first."""
    return st.form_submit_button(
        "Is it SMART?", key=f"{prefix}_smart", help="Specific, measurable, achievable, relevant, time-bound."
    )


def judged(known: SmartFacts, fields: Mapping[str, Any]) -> None:
    """The report on what is typed, where ``known`` says the rest."""
    component.rules(smart(_written(known, fields)))


def _written(known: SmartFacts, fields: Mapping[str, Any]) -> SmartFacts:
    email, names = fields["owner"], session.frame().names
    return replace(
        known,
        title=fields["title"],
        owner=Who(email, names[email]) if email else None,
        unit=fields.get("unit", ""),
        baseline=fields.get("baseline"),
        target=fields.get("target"),
        low=fields.get("low"),
        high=fields.get("high"),
        steps=tuple(StepPlanned(step.title, step.planned_on) for step in fields.get("steps", ())),
        start=fields["start_on"],
        due=fields["due"],
        cadence_days=fields["cadence_days"],
    )

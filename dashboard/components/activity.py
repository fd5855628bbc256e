"""What was done, by whom, when: lines of the ledger."""

from collections.abc import Sequence

import streamlit as st

from core.queries.ledger import Activity
from dashboard.components.text import moment, plain


def activity(lines: Sequence[Activity]) -> None:
    for line in lines:
        st.markdown(f"{moment(line.at)} · **{plain(line.by)}** {plain(line.sentence)}{_details(line)}")
    if not lines:
        st.caption("Nothing was recorded up to this day.")


def _details(line: Activity) -> str:
    told = [
        f"{plain(field.replace('_', ' '))}: {_value(old)} → {_value(new)}" for field, (old, new) in line.changes.items()
    ]
    told += [f"“{plain(line.reason, 200)}”"] if line.reason else []
    return f"  \n:gray[{'; '.join(told)}]" if told else ""


def _value(value: object) -> str:
    return "–" if value in (None, "") else plain(str(value), 80)

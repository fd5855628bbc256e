"""What an owner's pack holds, in short, before it is taken."""

import streamlit as st

from core.queries.pack import Pack
from core.queries.portraits import ObjectiveLine
from core.rules.maturity import HIGHEST
from core.rules.next_action import next_action
from dashboard.components import links
from dashboard.components.profile import decimal
from dashboard.components.text import day, number, percent, plain
from dashboard.components.tiles import Figure, figures
from dashboard.theme import badge


def preview(pack: Pack) -> None:
    """Its figures, the next actions and the objectives."""
    if pack.closing:
        when = day(pack.closing.at, year=True)
        by = f"on {when} by {plain(pack.closing.by)}, version {pack.closing.version}"
        st.markdown(f":material/lock: :gray[Closed {by}: objectives and scores are those of the close.]")
    _figures(pack)
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader("What is next", anchor=False)
        _next(pack)
    with right:
        st.subheader("Objectives", anchor=False)
        for it in pack.portrait.objectives:
            _objective(it, is_closed=pack.closing is not None)
        if not pack.portrait.objectives:
            st.caption("It has no objective in the quarter.")


def _figures(pack: Pack) -> None:
    it, found, summary = pack.portrait, pack.profile, pack.portrait.summary
    level = found.level if found else None
    reached = Figure("Progress", percent(summary.progress), f"{percent(summary.planned)} planned")
    if pack.closing:
        reached = Figure("Score", _score(summary.score), f"{percent(summary.progress)} reached")
    figures(
        [
            Figure(
                "Maturity",
                "–" if level is None else f"{level} of {HIGHEST}",
                f"mean {decimal(found.mean if found else None)}",
                "The lowest pillar; the mean of all that have a level stands beside it.",
            ),
            Figure("Hours freed", number(round(it.hours_freed_quarter)), "in the quarter"),
            Figure("Still in Excel", f"{number(round(it.hours_at_stake))} h", "a month"),
            reached,
        ]
    )


def _next(pack: Pack) -> None:
    for action in pack.next_actions:
        st.markdown(f"**{action.leads}** · {plain(action.sentence)}")
    if not pack.next_actions:
        has_level = pack.profile is not None and pack.profile.level is not None
        st.caption(next_action(None, has_level=has_level))


def _objective(it: ObjectiveLine, *, is_closed: bool) -> None:
    state = f"**{_score(it.rollup.score)}**" if is_closed else badge(it.rollup.status)
    links.titled("objective", it.key, it.title, limit=60, after=f"{state} {percent(it.rollup.progress)}")


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

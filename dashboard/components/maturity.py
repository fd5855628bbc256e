"""The maturity of a domain: its levels, what limits them, how they came, and every criterion with its members."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.model import MaturityOutcome
from core.queries.maturity_history import History
from core.rules.maturity import HIGHEST, PILLARS, TITLES, Member, Page, Pillar, PillarLevel, Profile, Result, Step
from dashboard.components import links
from dashboard.components.text import day, number, plain
from dashboard.components.tiles import Figure, figures
from dashboard.navigation import SCREENS
from dashboard.theme import badge, text_colour

SHOWN = 8
"""Members of a criterion before they are only counted."""
HEIGHT = 240
COLOURS = {"A": "#3b73b9", "B": "#8a5fb5", "C": "#2e8b57", "D": "#c2571a", "E": "#7a7a7a"}


def headline(profile: Profile, history: History) -> None:
    """The lowest pillar with what limits it, the mean beside it, and how much is not known."""
    lowest, counts = profile.lowest, [it.outcome for it in profile.results]
    limits = f"{lowest.title}: {', '.join(lowest.limited_by)}" if lowest else "nothing has begun"
    blind, exempt = counts.count(MaturityOutcome.BLIND_SPOT), counts.count(MaturityOutcome.EXEMPT)
    others = history.medians.values()
    figures(
        [
            Figure("Maturity", level(profile.level), limits, "The lowest of the five pillars, of levels 0 to 4."),
            Figure("Mean of the pillars", _decimal(profile.mean), f"median domain {_decimal(_mean(list(others)))}"),
            Figure("Criteria that count", str(sum(it.counts for it in profile.results)), f"of {len(counts)}"),
            Figure("Blind spots", str(blind), "count as level 0"),
            Figure("Exemptions", str(exempt), "do not count"),
        ]
    )


def next_step(step: Step | None, domain: str) -> None:
    """The cheapest way one level up, and the page where it is done."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        if step is None:
            st.markdown(":green[:material/check_circle:] **No criterion that counts is below the highest level.**")
            return
        st.markdown(
            f":material/stairs: **Next level** · {plain(step.sentence)} "
            f":gray[{step.criterion} {TITLES[step.criterion]} comes to level {step.to_level}.]",
            width="stretch",
        )
        way_to(step, domain)


def way_to(step: Step, domain: str) -> None:
    first = next((item for item in step.items if item.key), None)
    match step.page:
        case Page.DOMAIN:
            links.to("domain", "Open the domain", key=domain)
        case Page.PRODUCT | Page.OBJECTIVE if first and _is_there(first.page):
            links.to(first.page, f"Open {first.key}", key=first.key)
        case Page.SPREADSHEETS if first:
            links.to("spreadsheets", f"Open {first.key}", report=first.key)
        case Page.PRODUCT | Page.OBJECTIVE:
            links.to("domain", "Open the domain", key=domain)
        case page:
            links.to(page, f"Open {_title(page)}")


def pillars(profile: Profile, history: History) -> None:
    """A closed box for each pillar, with its criteria inside."""
    for pillar in profile.pillars:
        with st.expander(_told(pillar, history.medians), key=f"maturity_{pillar.pillar}"):
            for result in profile.of(pillar.pillar):
                _criterion(result, profile.key)


def radar(profile: Profile, medians: Mapping[Pillar, float]) -> None:
    """The five levels beside those of the median domain; a pillar without a level is left out."""
    from plotly.graph_objects import Figure as Chart

    figure = Chart()
    shapes: dict[str, dict[Pillar, float]] = {
        profile.name: {it.pillar: it.level for it in profile.pillars if it.level is not None},
        "Median domain": dict(medians),
    }
    for name, levels in shapes.items():
        if levels:
            titles = [PILLARS[pillar] for pillar in levels]
            values = [float(value) for value in levels.values()]
            figure.add_scatterpolar(
                r=[*values, values[0]], theta=[*titles, titles[0]], name=name.replace("<", "‹"),
                line={"dash": "dot" if name == "Median domain" else "solid"},
            )  # fmt: skip
    figure.update_layout(
        height=HEIGHT + 40,
        margin={"l": 60, "r": 60, "t": 24, "b": 24},
        polar={"radialaxis": {"range": [0, HIGHEST], "tickvals": list(range(HIGHEST + 1))}},
        legend={"orientation": "h", "y": -0.12},
    )
    st.plotly_chart(figure, key="maturity_radar", config={"displayModeBar": False})


def over_time(history: History) -> None:
    """A line for each pillar, with the days marked on which a rule changed."""
    rows = [
        {"on": it.on.isoformat(), "level": it.level, "pillar": f"{it.pillar} {PILLARS[it.pillar]}"}
        for it in history.days
        if it.level is not None
    ]
    if not rows:
        st.caption("No day is kept yet. “uptake snapshot” keeps one; it can look back with --since.")
        return
    marks = [{"on": it.on.isoformat(), "text": f"{it.criterion} v{it.version}"} for it in history.changes]
    names = [f"{pillar} {title}" for pillar, title in PILLARS.items()]
    colour = {"field": "pillar", "type": "nominal", "scale": {"domain": names, "range": list(COLOURS.values())},
              "legend": {"orient": "bottom", "columns": 3, "title": None}}  # fmt: skip
    x = {"field": "on", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": None, "format": "%-d %b"}}
    y = {"field": "level", "type": "quantitative", "scale": {"domain": [0, HIGHEST]},
         "axis": {"title": "Level", "tickCount": HIGHEST, "format": "d"}}  # fmt: skip
    spec = {
        "height": HEIGHT,
        "config": {"text": {"color": text_colour()}},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {"data": {"values": marks}, "mark": {"type": "rule", "strokeDash": [3, 3]}, "encoding": {"x": x}},
            {
                "data": {"values": marks},
                "mark": {"type": "text", "align": "left", "dx": 3, "y": 8},
                "encoding": {"x": x, "text": {"field": "text", "type": "nominal"}},
            },
        ],
    }
    last = max(it.on for it in history.days)
    levels = ", ".join(f"{PILLARS[it.pillar]} {level(it.level)}" for it in history.days if it.on == last)
    st.vega_lite_chart(spec, key="maturity_history", alt=f"Levels of the pillars over time; on {day(last)}: {levels}.")


def level(value: int | None) -> str:
    return "–" if value is None else str(value)


def _criterion(result: Result, domain: str) -> None:
    word = f"**Level {result.level}**" if result.counts else ""
    ratio = "" if result.denominator is None else f"{_decimal(result.numerator)} of {_decimal(result.denominator)}"
    parts = [badge(result.outcome) if result.outcome is not MaturityOutcome.MEASURED else "", word, ratio]
    st.markdown(f"**{result.criterion} {TITLES[result.criterion]}** {' · '.join(filter(None, parts))}")
    st.caption(plain(result.reason))
    if result.step is not None:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f":material/stairs: {plain(result.step.sentence)}", width="stretch")
            way_to(result.step, domain)
    _members("Missing", result.missing)
    _members("Counted", result.counted)


def _members(title: str, members: Sequence[Member]) -> None:
    if not members:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(f"{title}:", width="content")
        for member in members[:SHOWN]:
            count = f" ({member.count})" if member.count > 1 else ""
            if member.page in (Page.PRODUCT, Page.OBJECTIVE) and _is_there(member.page):
                links.thing(member.page, f"{member.key} {plain(member.name, 28)}{count}", key=member.key)
            else:
                told = member.name if member.key == member.name else f"{member.key} {member.name}".strip()
                st.caption(f"{plain(told, 40)}{count}", width="content")
        if len(members) > SHOWN:
            st.caption(f"and {len(members) - SHOWN} more", width="content")


def _told(pillar: PillarLevel, medians: Mapping[Pillar, float]) -> str:
    blind = pillar.outcomes.get(MaturityOutcome.BLIND_SPOT, 0)
    parts = [
        f"**{pillar.pillar} {pillar.title}**",
        f"level {pillar.level}" if pillar.level is not None else "no level",
        f"limited by {', '.join(pillar.limited_by)}" if pillar.limited_by and (pillar.level or 0) < HIGHEST else "",
        f"{blind} blind spot{'s' * (blind > 1)}" if blind else "",
        f"median {_decimal(medians[pillar.pillar])}" if pillar.pillar in medians else "",
    ]
    return " · ".join(filter(None, parts))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _decimal(value: float | None) -> str:
    return "–" if value is None else number(round(value, 2))


def _is_there(page: str) -> bool:
    return any(screen.name == page for screen in SCREENS)


def _title(page: str) -> str:
    return next(screen.title for screen in SCREENS if screen.name == page)

"""The maturity of a domain at a glance: five pillars, what limits each, and the evidence of every criterion."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.model import MaturityOutcome
from core.rules.maturity import HIGHEST, IN_DAYS, TITLES, Member, Pillar, PillarLevel, Profile, Result
from core.rules.sentences import listed
from dashboard.components import links, steps
from dashboard.components.text import duration, moment, number, plain
from dashboard.theme import badge

SHOWN = 8
"""Members of a criterion before they are only counted."""
FULL, HOLLOW = "■", "□"


def headline(profile: Profile) -> None:
    """The lowest pillars with what limits them, the mean beside it, and from how much the domain is exempt."""
    if profile.level is None:
        st.subheader("Maturity: no level yet", anchor=False)
        return
    st.subheader(f"Maturity {profile.level} of {HIGHEST}", anchor=False)
    lowest = [it for it in profile.pillars if it.level == profile.level]
    limits = f", limited by {_named(lowest[0].limited_by)}" if len(lowest) == 1 else ""
    named = f"Lowest: {listed(f'**{it.title}**' for it in lowest)}{limits}"
    exempt = sum(it.outcome is MaturityOutcome.EXEMPT for it in profile.results)
    told = [named, f"mean {decimal(profile.mean)}", f"exempt from {exempt}" if exempt else ""]
    st.caption(" · ".join(filter(None, [*told, kept(profile)])))


def kept(profile: Profile) -> str:
    """When what is shown was kept; empty for what was judged just now."""
    return f"as kept on {moment(profile.kept_at)}" if profile.kept_at else ""


def counts(profile: Profile) -> None:
    """How much of it is known."""
    outcomes = [it.outcome for it in profile.results]
    blind, exempt = outcomes.count(MaturityOutcome.BLIND_SPOT), outcomes.count(MaturityOutcome.EXEMPT)
    on = sum(it.counts for it in profile.results)
    told = [f"{on} of {len(outcomes)} criteria count", f"{blind} blind spot{'s' * (blind != 1)}", f"{exempt} exempt"]
    st.caption(" · ".join(filter(None, [*told, kept(profile)])))


def pillars(profile: Profile, medians: Mapping[Pillar, float]) -> None:
    """A closed row for each pillar, with the evidence of its criteria inside."""
    with st.container(gap="xsmall"):
        for pillar in profile.pillars:
            row = st.expander(_told(pillar, medians), key=f"maturity_{pillar.pillar}", on_change="rerun")
            if row.open:
                with row:
                    for result in profile.of(pillar.pillar):
                        criterion(result, profile)


def bar(level: int | None) -> str:
    """The level as a figure and as blocks: ``2 ■■□□``."""
    return "–" if level is None else f"{level} {FULL * level}{HOLLOW * (HIGHEST - level)}"


def measured(criterion: str, numerator: float | None, denominator: float | None) -> str:
    """``37 of 412``, or ``15 min, 3 counted`` where a wait is measured; empty where nothing is."""
    if denominator is None:
        return ""
    if criterion in IN_DAYS:
        return f"{duration(numerator)}, {decimal(denominator)} counted"
    return f"{decimal(numerator)} of {decimal(denominator)}"


def decimal(value: float | None) -> str:
    return "–" if value is None else number(round(value, 2))


def _told(pillar: PillarLevel, medians: Mapping[Pillar, float]) -> str:
    blind = pillar.outcomes.get(MaturityOutcome.BLIND_SPOT, 0)
    if pillar.level is None:
        limits = "nothing counts yet"
    else:
        limits = f"limited by {_named(pillar.limited_by)}" if pillar.level < HIGHEST else "the highest level"
    parts = [
        f"**{bar(pillar.level)}** **{pillar.pillar} {pillar.title}**",
        limits,
        f"{blind} blind spot{'s' * (blind > 1)}" if blind else "",
        f"median domain {decimal(medians[pillar.pillar])}" if pillar.pillar in medians else "",
    ]
    return " · ".join(filter(None, parts))


def _named(criteria: Sequence[str]) -> str:
    """One criterion with its title, several with their ids."""
    return f"{criteria[0]} {TITLES[criteria[0]]}" if len(criteria) == 1 else listed(criteria)


def criterion(result: Result, profile: Profile) -> None:
    """What it counted of what, why it stands where it does, how to the next level, and the members."""
    word = f"level {result.level}" if result.counts else ""
    ratio = measured(result.criterion, result.numerator, result.denominator)
    mark = badge(result.outcome) if result.outcome is not MaturityOutcome.MEASURED else ""
    title = TITLES.get(result.criterion, "")
    told = " · ".join(filter(None, [f"**{result.criterion} {title}**", mark, word, ratio]))
    with st.container(gap="xsmall"):
        st.markdown(f"{told}  \n:gray[{plain(result.reason)}]")
        if result.step is not None:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(f":material/stairs: {plain(result.step.sentence)}", width="stretch")
                steps.link(steps.way(result.step, profile))
        _members("Missing", result.missing, result.more_missing, result.criterion)
        _members("Counted", result.counted, result.more_counted, result.criterion)


def _members(title: str, members: Sequence[Member], unnamed: int, criterion: str) -> None:
    """The first of them, and the others behind a button; ``unnamed`` ones are only counted."""
    if not members:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(f"{title}:", width="content")
        for member in members[:SHOWN]:
            _member(member)
        if rest := members[SHOWN:]:
            count = len(rest) + unnamed
            more = st.popover(f"{count:,} more", type="tertiary", key=f"{title}_{criterion}", on_change="rerun")
            if more.open:
                with more:
                    for member in rest:
                        _member(member)
                    if unnamed:
                        st.caption(f"And {unnamed:,} that were not kept by name.")


def _member(member: Member) -> None:
    count = f" ({member.count})" if member.count > 1 else ""
    if member.page in steps.ADDRESSES and member.key:
        label = f"{member.key} {plain(member.name, 28)}{count}"
        links.thing(member.page, label, **{steps.ADDRESSES[member.page]: member.key})
    else:
        told = member.name if member.key == member.name else f"{member.key} {member.name}".strip()
        st.caption(f"{plain(told, 40)}{count}", width="content")

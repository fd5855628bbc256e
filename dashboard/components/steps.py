"""Where a step of maturity is made: the page that mends it, as a link or as the button of the next action."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from core.rules.maturity import TITLES, Page, Profile, Step
from core.rules.next_action import next_action
from dashboard.components import links
from dashboard.components.text import plain
from dashboard.navigation import SCREENS

IN_THE_DIALOG = ("A1", "E1")
"""Criteria that are mended by editing the domain, where their step leads to its page."""
EXEMPTIONS = "D4"
ADDRESSES = {Page.PRODUCT: "key", Page.OBJECTIVE: "key", Page.SPREADSHEETS: "report"}
"""Pages that show one thing, and what it is called in their address."""
CONTRACT, ONBOARDING = {"product_tab": "Contract"}, {"platform_part": "Onboarding"}
PARTS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("C1", "C2", "C3", "D2"), CONTRACT),
    **dict.fromkeys(("B1", "B2"), ONBOARDING),
    "D3": {"product_tab": "Access"},
}
"""The part of its page on which a criterion is mended."""


@dataclass(frozen=True)
class Way:
    """A page with what belongs into its address."""

    page: str
    label: str
    address: Mapping[str, str] = field(default_factory=dict)


def next_sentence(profile: Profile) -> str:
    """The one next action in words."""
    step = next(iter(profile.steps), None)
    return next_action(step.sentence if step else None, has_level=profile.level is not None)


def next_words(profile: Profile) -> None:
    """The one next action, and the level it leads to."""
    step = next(iter(profile.steps), None)
    leads = f" :gray[{step.criterion} {TITLES[step.criterion]} to level {step.to_level}.]" if step else ""
    icon = ":material/arrow_forward:" if step or profile.level is None else ":green[:material/check_circle:]"
    st.markdown(f"{icon} **Next** · {plain(next_sentence(profile))}{leads}", width="stretch")


def next_way(profile: Profile) -> Way | None:
    """Where the next action is done; None where the domain itself is edited, or nothing is left."""
    if profile.steps:
        return way(profile.steps[0], profile)
    return Way("initiatives", "Open Initiatives", {"domain": profile.name}) if profile.level is None else None


def way(step: Step, profile: Profile) -> Way | None:
    """None where the domain itself is edited."""
    first, part = next((item for item in step.items if item.key), None), PARTS.get(step.criterion, {})
    match step.page:
        case Page.DOMAIN if step.criterion in IN_THE_DIALOG:
            return None
        case Page.DOMAIN if step.criterion == EXEMPTIONS:
            return Way("domain", "Open its exemptions", {"key": profile.key, "part": "Maturity"})
        case Page.PRODUCT | Page.OBJECTIVE | Page.SPREADSHEETS if first and first.page in ADDRESSES:
            return Way(first.page, f"Open {first.key}", {ADDRESSES[first.page]: first.key, **part})
        case Page.DOMAIN | Page.PRODUCT | Page.OBJECTIVE:
            return Way("domain", "Open its work", {"key": profile.key, "part": "Work"})
        case Page.DOMAINS:
            return Way("domains", "Open the context map", {"view": "Context map", "domain": profile.name})
        case Page.INITIATIVES | Page.PLATFORM | Page.SPREADSHEETS:
            return Way(step.page, f"Open {_title(step.page)}", {"domain": profile.name, **part})
        case page:
            return Way(page, f"Open {_title(page)}")


def link(to: Way | None) -> None:
    if to is not None:
        links.to(to.page, to.label, **to.address)


def _title(page: str) -> str:
    return next(screen.title for screen in SCREENS if screen.name == page)

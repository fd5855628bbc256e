"""Where a step of maturity is made: the page that mends it, as a link or as the button of the next action."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from core.model import Domain
from core.rules.maturity import TITLES, Page, Profile, Step
from core.rules.next_action import next_action
from dashboard.components import links
from dashboard.components.text import plain
from dashboard.navigation import SCREENS

IN_THE_DIALOG = ("A1", "E1")
"""Criteria that are mended by editing the domain, where their step leads to its page."""
EXEMPTIONS = "D4"


@dataclass(frozen=True)
class Way:
    """A page with what belongs into its address."""

    page: str
    label: str
    address: Mapping[str, str] = field(default_factory=dict)


def next_words(profile: Profile) -> None:
    """The one next action, and the level it leads to."""
    step = next(iter(profile.steps), None)
    said = next_action(step.sentence if step else None, has_level=profile.level is not None)
    leads = f" :gray[{step.criterion} {TITLES[step.criterion]} to level {step.to_level}.]" if step else ""
    icon = ":material/arrow_forward:" if step or profile.level is None else ":green[:material/check_circle:]"
    st.markdown(f"{icon} **Next** · {plain(said)}{leads}", width="stretch")


def next_way(profile: Profile, domain: Domain) -> Way | None:
    """Where the next action is done; None where the domain itself is edited, or nothing is left."""
    if profile.steps:
        return way(profile.steps[0], domain)
    return Way("initiatives", "Open Initiatives", {"domain": domain.name}) if profile.level is None else None


def way(step: Step, domain: Domain) -> Way | None:
    """None where the domain itself is edited."""
    first = next((item for item in step.items if item.key), None)
    match step.page:
        case Page.DOMAIN if step.criterion in IN_THE_DIALOG:
            return None
        case Page.DOMAIN if step.criterion == EXEMPTIONS:
            return Way("domain", "Open its exemptions", {"key": domain.key, "part": "Maturity"})
        case Page.PRODUCT | Page.OBJECTIVE if first and is_about_one(first.page):
            return Way(first.page, f"Open {first.key}", {"key": first.key})
        case Page.SPREADSHEETS if first:
            return Way("spreadsheets", f"Open {first.key}", {"report": first.key})
        case Page.DOMAIN | Page.PRODUCT | Page.OBJECTIVE:
            return Way("domain", "Open its work", {"key": domain.key, "part": "Work"})
        case Page.DOMAINS:
            return Way("domains", "Open the context map", {"view": "Context map", "domain": domain.name})
        case Page.INITIATIVES | Page.PLATFORM | Page.SPREADSHEETS:
            return Way(step.page, f"Open {_title(step.page)}", {"domain": domain.name})
        case page:
            return Way(page, f"Open {_title(page)}")


def link(to: Way | None) -> None:
    if to is not None:
        links.to(to.page, to.label, **to.address)


def is_about_one(page: str) -> bool:
    return page in (Page.PRODUCT, Page.OBJECTIVE)


def _title(page: str) -> str:
    return next(screen.title for screen in SCREENS if screen.name == page)

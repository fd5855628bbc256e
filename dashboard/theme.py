"""What a word looks like: label, colour and icon of every phase, status, health, level and state."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.model import (
    Aggregate,
    ChangeGrade,
    Choice,
    Demand,
    HaltKind,
    Health,
    IntakeOutcome,
    KeyResultKind,
    Level,
    LogKind,
    MaturityOutcome,
    MetricKind,
    Pattern,
    Phase,
    PortDirection,
    ProductStatus,
    PullOutcome,
    Register,
    ReportState,
    RequestState,
    Role,
)
from core.rules.access import AccessState
from core.rules.freshness import FreshnessState
from core.rules.grading import Band
from core.rules.metric_status import MetricStatus
from core.rules.smart import Letter
from core.rules.smart_rules import Verdict
from core.rules.status import Status
from core.rules.variation import Call


@dataclass(frozen=True)
class Look:
    """``colour`` is a name of the theme (see .streamlit/config.toml); ``icon`` a symbol of the bundled font."""

    label: str
    colour: str
    icon: str


LOOKS: Mapping[Any, Look] = {
    Phase.INTAKE: Look("Intake", "gray", "inbox"),
    Phase.INCUBATION: Look("Incubation", "violet", "science"),
    Phase.PRODUCTIONIZATION: Look("Productionization", "blue", "build"),
    Phase.HANDOVER: Look("Handover", "orange", "handshake"),
    Phase.COMPLETED: Look("Completed", "green", "check_circle"),
    HaltKind.HOLD: Look("On hold", "yellow", "pause_circle"),
    HaltKind.STOP: Look("Stopped", "gray", "cancel"),
    Health.GREEN: Look("Green", "green", "check_circle"),
    Health.AMBER_GREEN: Look("Amber/Green", "green", "trending_up"),
    Health.AMBER: Look("Amber", "yellow", "warning"),
    Health.AMBER_RED: Look("Amber/Red", "orange", "trending_down"),
    Health.RED: Look("Red", "red", "error"),
    Status.NOT_STARTED: Look("Not started", "gray", "schedule"),
    Status.NO_DATA: Look("No data", "gray", "help"),
    Status.STALE: Look("Stale", "violet", "hourglass_bottom"),
    Status.ON_TRACK: Look("On track", "green", "check_circle"),
    Status.BEHIND: Look("Behind", "yellow", "warning"),
    Status.AT_RISK: Look("At risk", "red", "error"),
    Status.ACHIEVED: Look("Achieved", "green", "verified"),
    Status.MISSED: Look("Missed", "red", "cancel"),
    Status.AWAITING_CLOSE: Look("Awaiting close", "blue", "event_available"),
    Status.SCORED: Look("Scored", "gray", "grading"),
    Band.GREEN: Look("Green", "green", "check_circle"),
    Band.AMBER: Look("Amber", "yellow", "warning"),
    Band.RED: Look("Red", "red", "error"),
    Level.SOURCE: Look("1 · source-aligned", "gray", "database"),
    Level.TECHNICAL: Look("2 · technical", "blue", "account_tree"),
    Level.BUSINESS: Look("3 · business", "violet", "table_chart"),
    ProductStatus.PROPOSED: Look("Proposed", "gray", "lightbulb"),
    ProductStatus.INCUBATING: Look("Incubating", "violet", "science"),
    ProductStatus.LIVE: Look("Live", "green", "check_circle"),
    ProductStatus.DEPRECATED: Look("Deprecated", "yellow", "warning"),
    ProductStatus.RETIRED: Look("Retired", "gray", "archive"),
    ReportState.IN_USE: Look("In use", "yellow", "table_view"),
    ReportState.MIGRATING: Look("Migrating", "blue", "sync"),
    ReportState.MIGRATED: Look("Migrated", "green", "check_circle"),
    ReportState.RETIRED: Look("Retired", "gray", "archive"),
    LogKind.PROOF_OF_CONCEPT: Look("Proof of concept", "violet", "science"),
    LogKind.ONBOARDING: Look("Onboarding", "blue", "login"),
    LogKind.TRAINING: Look("Training", "blue", "school"),
    LogKind.BUILD: Look("Build", "gray", "build"),
    LogKind.ALIGNMENT: Look("Alignment", "gray", "groups"),
    LogKind.SUPPORT: Look("Support", "orange", "support"),
    KeyResultKind.MOVEMENT: Look("Movement", "gray", "trending_up"),
    KeyResultKind.MAINTAIN: Look("Maintain", "gray", "straighten"),
    KeyResultKind.MILESTONE: Look("Milestones", "gray", "flag"),
    MetricKind.MANAGEMENT: Look("Management", "gray", "monitoring"),
    MetricKind.DEVELOPER: Look("Developer", "gray", "code"),
    MetricKind.PLATFORM: Look("Platform", "gray", "dns"),
    MetricStatus.ON_TARGET: Look("On target", "green", "check_circle"),
    MetricStatus.OFF_TARGET: Look("Off target", "red", "error"),
    MetricStatus.NO_TARGET: Look("No target", "gray", "straighten"),
    MetricStatus.OUT_OF_DATE: Look("Out of date", "gray", "hourglass_bottom"),
    MetricStatus.NEVER_READ: Look("No data", "gray", "help"),
    Call.ROUTINE: Look("Routine variation", "gray", "waves"),
    Call.SIGNAL: Look("Signal", "orange", "bolt"),
    FreshnessState.FRESH: Look("Fresh", "green", "check_circle"),
    FreshnessState.LATE: Look("Late", "yellow", "hourglass_bottom"),
    FreshnessState.FAILED: Look("Failed", "red", "error"),
    FreshnessState.NEVER: Look("Never delivered", "gray", "help"),
    RequestState.OPEN: Look("Waiting", "gray", "schedule"),
    RequestState.READY: Look("Ready", "green", "check_circle"),
    RequestState.FAILED: Look("Failed", "red", "error"),
    RequestState.CLOSED: Look("Taken back", "gray", "cancel"),
    PullOutcome.RUNNING: Look("Running", "blue", "sync"),
    PullOutcome.SUCCEEDED: Look("Succeeded", "green", "check_circle"),
    PullOutcome.FAILED: Look("Failed", "red", "error"),
    Register.REPORTS_MIGRATED: Look("Excel reports migrated", "gray", "table_view"),
    Register.HOURS_FREED: Look("Hours freed from Excel", "gray", "timer"),
    Register.PRODUCTS_LIVE: Look("Live data products", "gray", "inventory_2"),
    Register.WORKSPACES_READY: Look("Workspaces ready", "gray", "dns"),
    Register.COLUMNS_DESCRIBED: Look("Columns described", "gray", "description"),
    Register.METRIC: Look("A metric", "gray", "monitoring"),
    Aggregate.LAST: Look("Last reading", "gray", "last_page"),
    Aggregate.SUM: Look("Sum of readings", "gray", "functions"),
    Aggregate.MEAN: Look("Mean of readings", "gray", "balance"),
    Choice.CARRY_OVER: Look("Carry over", "blue", "redo"),
    Choice.CHANGE: Look("Change", "yellow", "edit"),
    Choice.DROP: Look("Drop", "gray", "delete"),
    IntakeOutcome.ACCEPTED: Look("Accepted", "green", "check_circle"),
    IntakeOutcome.ASKED_BACK: Look("Asked back", "yellow", "help"),
    IntakeOutcome.DECLINED: Look("Declined", "red", "cancel"),
    Demand.REQUIRED: Look("Required", "gray", "lock"),
    Demand.ADVISED: Look("Advised", "gray", "lightbulb"),
    Demand.OFF: Look("Off", "gray", "block"),
    ChangeGrade.BREAKING: Look("Breaking", "red", "error"),
    ChangeGrade.COMPATIBLE: Look("Compatible", "green", "check_circle"),
    ChangeGrade.EDITORIAL: Look("Editorial", "gray", "edit_note"),
    Letter.SPECIFIC: Look("Specific", "gray", "my_location"),
    Letter.MEASURABLE: Look("Measurable", "gray", "straighten"),
    Letter.ACHIEVABLE: Look("Achievable", "gray", "speed"),
    Letter.RELEVANT: Look("Relevant", "gray", "hub"),
    Letter.TIME_BOUND: Look("Time-bound", "gray", "event"),
    Verdict.PASS: Look("Passes", "green", "check_circle"),
    Verdict.WARN: Look("Weak", "yellow", "warning"),
    Verdict.FAIL: Look("Fails", "red", "error"),
    PortDirection.INPUT: Look("Input", "gray", "login"),
    PortDirection.OUTPUT: Look("Output", "gray", "logout"),
    MaturityOutcome.MEASURED: Look("Measured", "green", "check_circle"),
    MaturityOutcome.BLIND_SPOT: Look("Blind spot", "orange", "visibility_off"),
    MaturityOutcome.NOT_APPLICABLE: Look("Not applicable", "gray", "remove"),
    MaturityOutcome.EXEMPT: Look("Exempt", "violet", "gavel"),
    MaturityOutcome.OFF: Look("Not yet measured", "gray", "help"),
    Pattern.PARTNERSHIP: Look("Partnership", "gray", "handshake"),
    Pattern.SHARED_KERNEL: Look("Shared kernel", "gray", "join_inner"),
    Pattern.CUSTOMER_SUPPLIER: Look("Customer–supplier", "gray", "local_shipping"),
    Pattern.CONFORMIST: Look("Conformist", "gray", "content_copy"),
    Pattern.ANTICORRUPTION_LAYER: Look("Anticorruption layer", "gray", "shield"),
    Pattern.OPEN_HOST_SERVICE: Look("Open host service", "gray", "hub"),
    Pattern.PUBLISHED_LANGUAGE: Look("Published language", "gray", "translate"),
    Pattern.SEPARATE_WAYS: Look("Separate ways", "gray", "call_split"),
    Pattern.BIG_BALL_OF_MUD: Look("Big ball of mud", "gray", "blur_on"),
    AccessState.WAITING: Look("Waiting", "gray", "schedule"),
    AccessState.WAITING_FOR_SECOND: Look("Waits for a second yes", "yellow", "group"),
    AccessState.GRANTED: Look("Granted", "green", "check_circle"),
    AccessState.REVIEW_OVERDUE: Look("Review overdue", "orange", "event_busy"),
    AccessState.DECLINED: Look("Declined", "red", "cancel"),
    AccessState.EXPIRED: Look("Expired", "gray", "hourglass_bottom"),
    AccessState.REVOKED: Look("Ended", "gray", "block"),
    Role.VIEWER: Look("Viewer", "gray", "visibility"),
    Role.CONTRIBUTOR: Look("Contributor", "gray", "edit"),
    Role.BUSINESS_OWNER: Look("Business owner", "gray", "badge"),
    Role.DATA_TEAM: Look("Data team", "gray", "engineering"),
    Role.MANAGER: Look("Manager", "gray", "leaderboard"),
    Role.FINANCE: Look("Finance", "gray", "payments"),
    Role.ADMIN: Look("Admin", "gray", "key"),
}


def label(word: Any) -> str:
    """The label of a member; a dash for none."""
    return "–" if word is None else LOOKS[word].label


def badge(word: Any) -> str:
    """A badge in markdown: colour, icon and word."""
    look = LOOKS[word]
    return f":{look.colour}-badge[:material/{look.icon}: {look.label}]"


def text_colour() -> str:
    """The colour of text for a chart of Vega-Lite, which would write in black; it follows the theme by itself."""
    return _in_either_theme("text")


def quiet_colour() -> str:
    """The colour of what such a chart says beside its marks: the words of its axes and legends, a target."""
    return _in_either_theme("grayText")


def chart_colour(word: Any) -> str:
    """The colour of a word in the theme on screen, for its marks in a chart."""
    return _colour(LOOKS[word].colour)


def line_colours() -> tuple[str, str]:
    """Two colours of the theme on screen for what is held against each other in a chart."""
    return _colour("blue"), _colour("orange")


def _in_either_theme(name: str) -> str:
    light, dark = (st.get_option(f"theme.{theme}.{name}Color") for theme in ("light", "dark"))
    return f"light-dark({light}, {dark})"


def _colour(name: str) -> str:
    return str(st.get_option(f"theme.{st.context.theme.type or 'light'}.{name}Color"))

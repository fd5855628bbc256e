"""Maturity of a domain, computed from facts: five pillars, 21 criteria, levels 0 to 4."""

from core.rules.maturity.criterion import Criterion, Member, Page, Pillar
from core.rules.maturity.engine import HIGHEST, PillarLevel, Profile, Result, judge, pillar_level, profile
from core.rules.maturity.facts import DomainFacts, Fact, Switches
from core.rules.maturity.kept import as_kept, to_keep
from core.rules.maturity.steps import Step
from core.rules.maturity.table import IN_DAYS, MATURITY, PILLARS, TITLES, criteria_on

__all__ = [
    "HIGHEST",
    "IN_DAYS",
    "MATURITY",
    "PILLARS",
    "TITLES",
    "Criterion",
    "DomainFacts",
    "Fact",
    "Member",
    "Page",
    "Pillar",
    "PillarLevel",
    "Profile",
    "Result",
    "Step",
    "Switches",
    "as_kept",
    "criteria_on",
    "judge",
    "pillar_level",
    "profile",
    "to_keep",
]

"""A domain that does everything well: whatever a test takes away from it shows in one criterion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.model import ChangeGrade
from core.rules.maturity import MATURITY, DomainFacts, Fact, Profile, Switches, profile
from core.rules.maturity.facts import (
    Change,
    ContractFact,
    Evidence,
    KeyResultFact,
    Named,
    ProductFact,
    ReportFact,
    RequestFact,
    WorkspaceFact,
)
from core.rules.waiting import Wait

DAY = date(2026, 10, 5)
EVERYTHING = Switches(first=dict.fromkeys(Fact, DAY - timedelta(days=400)))
A1 = MATURITY[0]

COMPLETE = ProductFact(
    "DP-1",
    "Work orders",
    level=3,
    is_live=True,
    owner="olga@example.com",
    team="Line 3",
    cost_centre="4711",
    is_handed_over=True,
    by_pipeline=True,
    pipeline_targets=frozenset({"dev", "prod"}),
    contract=ContractFact("2.0.0", True, columns=4, changes=(Change("2.0.0", DAY, ChangeGrade.BREAKING, True, 30),)),
    live_days=90,
    quality_days=90,
    readers=frozenset({"QUA", "LOG"}),
    consumers=frozenset({"QUA", "LOG"}),
    changed=1,
    checked=1,
    checks_passed=1,
    newest={Fact.QUALITY: DAY},
)
WELL = DomainFacts(
    "MES",
    "Manufacturing",
    DAY,
    business_owner="olga@example.com",
    people_expected=10,
    products=(COMPLETE, replace(COMPLETE, key="DP-2", name="Scrap", level=1)),
    systems=(Named("", "Hydra", is_good=True),),
    flows=(Named("", "MES → QUA", is_good=True),),
    initiatives=(Named("INI-1", "Scrap by machine", is_good=True),),
    hours_own=96,
    hours_data_team=4,
    workspaces=tuple(WorkspaceFact(f"mes-{n}", DAY, Wait(0.01, is_over=True), True, 12) for n in range(5)),
    requests=(RequestFact("ACC-1", "DP-1", 1, is_decided=True, by_domain=True),),
    grants=(Named("DP-1", "anna on mes.orders", is_good=True),),
    tables=(Named("mes.orders", "mes.orders", is_good=True),),
    people=(9, 8, 8),
    reports=(ReportFact("XLS-1", "Shift report", is_migrated=True),),
    key_results=tuple(
        KeyResultFact(f"KR-{n}.1", "Five reports", f"OBJ-{n}", quarter, True, True, 7, 0.9)
        for n, quarter in enumerate(("2026-Q2", "2026-Q3"))
    ),
    evidence=dict.fromkeys(Fact, Evidence(DAY)),
)


def told(facts: DomainFacts, switches: Switches = EVERYTHING) -> Profile:
    return profile(facts, switches)

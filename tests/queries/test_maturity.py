"""Maturity from what is recorded: what was kept of a day is what asking for that day says later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import db
from core.actions import access_requests as access
from core.actions import (
    check_ins,
    context_map,
    domains,
    initiatives,
    key_results,
    logbook,
    maturity,
    metrics,
    people,
    phases,
    pipelines,
    products,
    reports,
    snapshots,
    workspaces,
)
from core.actions.readings import ReadingValue
from core.model import (
    Contract,
    ContractColumn,
    DataProduct,
    Level,
    LogKind,
    MaturityOutcome,
    MaturitySnapshot,
    Phase,
    Role,
)
from core.queries.domain_maturity import domain_maturity
from core.queries.heat_map import heat_map
from core.queries.maturity import maturity as asked
from core.queries.maturity import maturity_known
from core.queries.maturity_history import Change, Turn
from core.rules.maturity import MATURITY, Pillar, Profile, profile
from core.snapshots import take_latest, take_snapshot, take_snapshots
from tests.cast import NOW, TODAY, Cast, day, do, initiative, live_product, movement, product
from tests.statements import counted


def of(key: str = "MES", as_of: date = TODAY) -> Profile:
    with db.snapshot() as session:
        found = asked(session, as_of=as_of).of(key)
    assert found is not None
    return found


def work(cast: Cast) -> None:
    """A domain with something of nearly everything."""
    key = initiative(cast, phase=Phase.INCUBATION)
    live = live_product(cast)
    product(cast, name="Scrap", level=Level.BUSINESS, status="incubating")
    do(initiatives.link_product, key, live, by=cast.engineer)
    told = {"on": TODAY, "kind": LogKind.BUILD, "text": "Built", "hours_data_team": 2, "hours_product_team": 6}
    do(logbook.log, key, by=cast.engineer, **told)
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-dev")
    cost = {"hours_per_run": 5, "runs_per_month": 6}
    do(reports.record_report, by=cast.engineer, domain="MES", name="Shift report", **cost)
    do(metrics.define_metric, by=cast.engineer, key="active_users", name="Active users")
    do(metrics.store_readings, "active_users", [ReadingValue(NOW, 3, "MES")], by=cast.engineer, source="api")
    do(domains.edit_domain, "MES", by=cast.owner, people_expected=10)
    movement(cast, owner=cast.owner.email)


def test_levels_come_from_what_is_recorded(cast: Cast):
    work(cast)
    found = of()
    assert {it.criterion: it.level for it in found.results if it.counts} == {
        "A1": 2, "A3": 2, "A4": 2, "B1": 0, "B2": 0, "C5": 2, "E1": 2, "E3": 1, "E4": 1 if _smart() else 0,
    }  # fmt: skip
    assert [(it.key, it.name) for it in found.result("A1").missing] == [("DP-2", "Scrap")]
    assert (found.result("A3").numerator, found.result("A3").denominator) == (6, 8)
    assert found.result("B3").outcome is MaturityOutcome.OFF
    assert of("QUA").level is None


def _smart() -> bool:
    return of().result("E4").level == 1


def test_columns_count_by_their_real_descriptions(cast: Cast):
    work(cast)
    with db.transaction() as session:
        _contract(session, "DP-1", {"qty": "The quantity that was produced", "no": "no", "at": ""}, by=cast.engineer.id)
    result = of().result("C2")
    assert (result.numerator, result.denominator, result.level) == (1, 3, 1)
    assert [(it.key, it.count) for it in result.missing] == [("DP-1", 2)]


def test_what_was_kept_is_what_that_day_says_later(cast: Cast):
    work(cast)
    with db.transaction() as session:
        take_snapshot(session, by=cast.engineer, at=NOW)
    before = of()
    do(
        products.edit_product,
        "DP-2",
        by=cast.engineer,
        at=day(3),
        owner=cast.owner.email,
        team="Line 3",
        cost_centre="1",
    )
    do(domains.edit_domain, "MES", by=cast.engineer, at=day(3), business_owner=None)
    do(products.retire, "DP-2", by=cast.engineer, at=day(4))
    assert of(as_of=TODAY) == before
    assert of(as_of=day(3).date()).result("A1").level == 0
    assert take_snapshots(TODAY, TODAY, now=day(5), again=True) == (0, 0, 2 * len(MATURITY))


def test_whatever_is_edited_later_a_past_day_says_what_was_kept_of_it(cast: Cast):
    work(cast)
    everything(cast)
    assert take_snapshots(TODAY, TODAY, now=NOW).new == 2 * len(MATURITY)
    before = of()
    assert sum(it.counts for it in before.results) >= 15
    for n, (verb, args, fields) in enumerate(edits(cast), 1):
        do(verb, *args, at=day(n), **fields)
    assert of() == before
    assert take_snapshots(TODAY, TODAY, now=day(60), again=True) == (0, 0, 2 * len(MATURITY))
    after = of(as_of=day(60).date())
    assert {it.criterion for it in after.results} == {it.criterion for it in before.results}
    assert sum(was.level != now.level for was, now in zip(before.results, after.results, strict=True)) >= 8


def everything(cast: Cast) -> None:
    """Beside the work of the domain what others see of it."""
    told = {"by": cast.engineer, "source": "pipeline"}
    for home, name in (("MES", "Hydra"), ("QUA", "Lab")):
        do(domains.add_system, home, by=cast.engineer, name=name)
    do(context_map.relate, ("MES", "Hydra"), ("QUA", "Lab"), by=cast.engineer, patterns=["conformist"])
    do(context_map.observe_flow, "MES", "QUA", by=cast.engineer, on=TODAY)
    do(access.ask_access, "DP-1", by=cast.stranger, purpose="Reports", principal="sam@example.com", domain="QUA")
    do(access.decide_access, "ACC-1", by=cast.owner, granted=True, until_on=day(90).date())
    do(access.ask_access, "DP-1", by=cast.manager, purpose="Reports", principal="mara@example.com", domain="QUA")
    do(pipelines.record_deployments, [pipelines.Deployed("DP-1", "prod", NOW, True)], **told)
    do(pipelines.record_quality_results, [pipelines.QualityChecked("DP-1", TODAY, True)], **told)
    do(pipelines.record_contract_checks, [pipelines.ContractChecked("DP-1", "abc", NOW, True)], **told)
    do(workspaces.mark_ready, "mes-dev", by=cast.engineer, touchless=True)
    do(maturity.ask_exemption, "MES", "C4", by=cast.owner, reason="No checks.", until_on=day(90).date())
    do(maturity.approve_exemption, "MES", "C4", by=cast.manager)
    with db.transaction() as session:
        _contract(session, "DP-1", {"qty": "The quantity that was produced", "no": "no"}, by=cast.engineer.id)


def edits(cast: Cast) -> list[tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    """Something of everything, one a day."""
    later = day(50).date()
    by = {"by": cast.engineer}
    return [
        (domains.edit_domain, ("MES",), by | {"name": "Factory", "people_expected": 100}),
        (products.edit_product, ("DP-1",), by | {"name": "Orders", "team": "Line 4", "level": 3}),
        (products.edit_product, ("DP-2",), by | {"owner": cast.owner.email, "team": "Line 3", "cost_centre": "1"}),
        (access.revoke_access, ("ACC-1",), {"by": cast.owner, "reason": "Over."}),
        (access.decide_access, ("ACC-2",), {"by": cast.owner, "granted": True, "review_on": later}),
        (context_map.edit_relation, ("REL-1",), by | {"patterns": ["separate_ways"]}),
        (context_map.end_relation, ("REL-1",), by | {"reason": "Never so."}),
        (maturity.end_exemption, ("MES", "C4"), {"by": cast.manager, "reason": "There are checks."}),
        (workspaces.request_workspace, (), by | {"domain": "MES", "name": "mes-prod"}),
        (products.incubate, (product(cast, name="Late"),), by),
        (reports.edit_report, ("XLS-1",), by | {"name": "Shift report of the line"}),
        (reports.migrate_report, ("XLS-1",), by | {"product": "DP-1", "on": day(12).date()}),
        (check_ins.check_in, ("KR-1.1",), {"by": cast.owner, "on": day(13).date(), "value": 3, "confidence": 5}),
        (key_results.edit_key_result, ("KR-1.1",), {"by": cast.owner, "title": "Improve reports"}),
        (metrics.store_readings, ("active_users", [ReadingValue(day(15), 9, "MES")]), by | {"source": "api"}),
        (phases.hold, ("INI-1",), by | {"reason": "Budget."}),
        (initiatives.link_product, ("INI-1", "DP-2"), by),
        (products.deprecate, ("DP-1",), by | {"ends_on": later, "notice": "DP-2 replaces it."}),
        (people.revoke, (cast.contributor.email, Role.CONTRIBUTOR), {"by": cast.admin, "domain": "MES"}),
        (domains.edit_domain, ("MES",), by | {"business_owner": None}),
        (products.retire, ("DP-2",), by),
        (
            maturity.switch_criterion,
            ("E1",),
            {"by": cast.admin, "on": False, "since": day(22).date(), "reason": "No more."},
        ),
    ]


def test_a_rule_that_changes_counts_from_its_day_on_and_the_history_marks_the_day(cast: Cast, monkeypatch):
    work(cast)
    assert take_snapshots(TODAY, day(2).date(), now=day(3)).new == 3 * 2 * len(MATURITY)
    strict = replace(MATURITY[0], version=2, effective_from=day(2).date(), rules=(MATURITY[0].rules[2],) * 4)
    monkeypatch.setattr("core.queries.maturity.profile", partial(profile, table=(*MATURITY, strict)))
    assert take_snapshots(TODAY, day(3).date(), now=day(4), again=True)[:2] == (2 * len(MATURITY), 2)
    assert [(version(on), level("A1", on)) for on in (TODAY, day(1).date(), day(2).date(), day(3).date())] == [
        (1, 2), (1, 2), (2, 0), (2, 0),
    ]  # fmt: skip
    with db.snapshot() as session:
        seen = domain_maturity(session, "MES", as_of=day(3).date()).history
    assert list(seen.changes) == [Change(day(2).date(), "A1", Turn.RULES, 2)]
    assert (of().result("A1").version, of(as_of=day(3).date()).result("A1").version) == (1, 2)


def test_a_day_is_replaced_while_it_lasts_and_once_when_it_is_over(cast: Cast):
    work(cast)
    assert take_snapshots(TODAY, TODAY, now=NOW).new == 2 * len(MATURITY)
    do(products.edit_product, "DP-2", by=cast.engineer, owner=cast.owner.email, team="Line 3", cost_centre="1")
    counts = take_snapshots(TODAY, TODAY, now=day(1))
    assert (counts.new, counts.same) == (0, 2 * len(MATURITY) - counts.replaced)
    assert level("A1", TODAY) == 4
    with db.transaction() as session:
        session.execute(sa.update(MaturitySnapshot).values(level=1, computed_at=day(1)))
    assert take_snapshots(TODAY, TODAY, now=day(1)).replaced == 0
    assert take_snapshots(TODAY, TODAY, now=day(1), again=True).replaced > 0
    assert level("A1", TODAY) == 4


def test_an_older_day_stays_as_it_was_kept_even_if_it_was_not_over(cast: Cast):
    work(cast)
    assert take_snapshots(TODAY, TODAY, now=NOW) == (2 * len(MATURITY), 0, 0)
    do(products.edit_product, "DP-2", by=cast.engineer, owner=cast.owner.email, team="Line 3", cost_centre="1")
    assert take_snapshots(TODAY, day(2).date(), now=day(2)) == (4 * len(MATURITY), 0, 2 * len(MATURITY))
    assert (level("A1", TODAY), of().result("A1").level) == (2, 2)
    assert of(as_of=day(1).date()).result("A1").level == 4


def test_yesterday_is_kept_once_more_when_it_is_over_and_today_again_and_again(cast: Cast):
    work(cast)
    assert take_latest(NOW).new == 2 * len(MATURITY)
    completed = {"owner": cast.owner.email, "team": "Line 3", "cost_centre": "1"}
    do(products.edit_product, "DP-2", by=cast.engineer, **completed)
    assert take_latest(day(1)).replaced > 0
    assert (level("A1", TODAY), level("A1", day(1).date())) == (4, 4)
    do(products.edit_product, "DP-2", by=cast.engineer, at=day(1), team="")
    assert take_latest(day(1)).replaced > 0
    assert (level("A1", TODAY), level("A1", day(1).date())) == (4, 2)


def test_a_product_that_lacked_something_within_the_window_keeps_its_domain_from_the_top(cast: Cast):
    live_product(cast)
    assert of().result("A1").level == 4
    product(cast, name="Scrap", status="incubating")
    later = {"by": cast.engineer, "at": day(10), "owner": cast.owner.email, "team": "Line 3", "cost_centre": "1"}
    do(products.edit_product, "DP-2", **later)
    assert of(as_of=day(10).date()).result("A1").level == 3
    assert [of(as_of=day(10 + n).date()).result("A1").level for n in (88, 89, 90)] == [3, 4, 4]


def test_an_exemption_counts_once_it_is_approved(cast: Cast):
    work(cast)
    until = TODAY + timedelta(days=30)
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, reason="No network yet.", until_on=until)
    assert of().result("B1").outcome is MaturityOutcome.MEASURED
    do(maturity.approve_exemption, "MES", "B1", by=cast.manager)
    assert of().result("B1").outcome is MaturityOutcome.EXEMPT
    after = until + timedelta(days=1)
    assert of(as_of=after).result("B1").outcome is MaturityOutcome.MEASURED


def test_the_history_marks_the_days_from_which_a_criterion_counts_or_does_not(cast: Cast):
    live_product(cast)
    take_snapshots(TODAY, TODAY, now=NOW)
    do(
        maturity.switch_criterion,
        "E3",
        by=cast.admin,
        at=day(1),
        on=True,
        since=day(1).date(),
        reason="It is told now.",
    )
    take_snapshots(day(1).date(), day(1).date(), now=day(1))
    exemption = {"reason": "No reports.", "until_on": day(2).date()}
    do(maturity.ask_exemption, "MES", "E3", by=cast.owner, at=day(2), **exemption)
    do(maturity.approve_exemption, "MES", "E3", by=cast.manager, at=day(2))
    for n in (2, 3):
        take_snapshots(day(n).date(), day(n).date(), now=day(n))
    with db.snapshot() as session:
        seen = domain_maturity(session, "MES", as_of=day(3).date()).history
    assert [(it.on, it.turn) for it in seen.changes if it.criterion == "E3"] == [
        (day(1).date(), Turn.COUNTS), (day(2).date(), Turn.EXEMPT), (day(3).date(), Turn.APPLIES),
    ]  # fmt: skip


def test_domains_stand_side_by_side_with_the_trend_of_four_weeks(cast: Cast):
    work(cast)
    for n in (0, 28):
        do(
            snapshots.take_snapshot,
            [snapshots.Taken(day(n).date(), _profiles(day(n).date()))],
            by=cast.engineer,
            at=day(n),
        )
    with db.snapshot() as session, counted() as sent:
        rows = heat_map(session, as_of=day(28).date())
    assert len(sent) <= 2
    assert [row.profile.key for row in rows] == ["MES", "QUA"]
    assert (rows[1].profile.level, rows[0].profile.level) == (None, 0)
    (adoption,) = (it for it in rows[0].profile.pillars if it.pillar is Pillar.ADOPTION)
    assert rows[0].trend(adoption) == 0


def test_a_profile_that_was_kept_is_the_one_that_was_judged(cast: Cast):
    work(cast)
    everything(cast)
    for n in range(60):
        product(cast, name=f"Product {n}", status="incubating")
    with db.transaction() as session:
        judged = maturity_known(session, as_of=TODAY).of("MES")
        take_snapshot(session, by=cast.engineer, at=NOW)
        (kept,) = (row.profile for row in heat_map(session, as_of=TODAY) if row.profile.key == "MES")
    assert judged is not None
    assert (kept.kept_at, kept.level, kept.mean, kept.pillars) == (NOW, judged.level, judged.mean, judged.pillars)
    assert [(it.criterion, it.to_level, it.sentence, it.left, it.page) for it in kept.steps] == [
        (it.criterion, it.to_level, it.sentence, it.left, it.page) for it in judged.steps
    ]
    assert [it.items[:3] for it in judged.steps] == [it.items for it in kept.steps]
    named, every = kept.result("A1"), judged.result("A1")
    assert (named.counted, named.missing) == (every.counted, every.missing[:50])
    assert len(named.missing) + named.more_missing == len(every.missing) == 61


def test_the_most_mature_domain_stands_first_and_one_that_is_younger_than_the_day_last(cast: Cast):
    live_product(cast)
    product(cast, domain="QUA", status="incubating")
    do(take_snapshot, by=cast.engineer)
    do(domains.add_domain, by=cast.engineer, key="AAA", name="Younger")
    with db.snapshot() as session:
        rows = heat_map(session, as_of=TODAY)
    found = [row.profile for row in rows]
    assert [(it.key, it.level is None) for it in found] == [("MES", False), ("QUA", False), ("AAA", True)]
    assert found[-1].results == ()


def test_questions_cost_the_same_at_any_size(cast: Cast):
    work(cast)
    sent = []
    for _ in range(2):
        with db.snapshot() as session, counted() as statements:
            domain_maturity(session, "MES", as_of=TODAY)
        sent.append(len(statements))
        for n in range(5):
            product(cast, name=f"Product {n}", status="incubating")
            movement(cast)
    assert sent[0] == sent[1] <= 8


def level(criterion: str, on: date) -> int | None:
    with db.snapshot() as session:
        kept = select(MaturitySnapshot.level).where(
            MaturitySnapshot.criterion == criterion, MaturitySnapshot.on == on, MaturitySnapshot.domain_id == 2
        )
        return session.exec(kept).one()


def version(on: date) -> int:
    with db.snapshot() as session:
        kept = select(MaturitySnapshot.version).where(
            MaturitySnapshot.criterion == "A1", MaturitySnapshot.on == on, MaturitySnapshot.domain_id == 2
        )
        return session.exec(kept).one()


def _profiles(on: date) -> dict[int, Profile]:
    with db.snapshot() as session:
        return asked(session, as_of=on).profiles


def _contract(session: Session, key: str, columns: dict[str, str], *, by: int) -> None:
    of_product = session.exec(select(DataProduct.id).where(col(DataProduct.key) == key)).one()
    values: dict[str, Any] = {"version": "1.0.0", "status": "active", "standard": "odcs", "document": "", "digest": ""}
    contract = Contract(product_id=of_product, columns=len(columns), described=1, at=NOW, by_id=by, **values)
    session.add(contract)
    session.flush()
    for position, (path, description) in enumerate(columns.items()):
        session.add(
            ContractColumn(
                contract_id=contract.id, position=position, table="orders", path=path, description=description
            )
        )

"""Maturity: what is counted as a fact of a domain, and what looks like one and is none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel, col, select

from core import db
from core.actions import access_requests as access
from core.actions import check_ins, context_map, domains, maturity, metrics, observations, ports, products
from core.actions.observations import GrantsSeen
from core.actions.readings import ReadingValue
from core.closing import Given, close_quarter, grade_all
from core.model import (
    CatalogTable,
    Contract,
    DataProduct,
    Domain,
    Level,
    MaturityOutcome,
    PlatformGrant,
    ProductUse,
    QualityResult,
)
from core.queries.maturity import maturity as asked
from core.rules.maturity import Profile, Result
from tests.actions.quarter_end import AFTER, END
from tests.cast import NOW, TODAY, Cast, day, do, live_product, movement

LATER = day(20)


def result(criterion: str, key: str = "MES", n: int = 0) -> Result:
    return _profile(key, n).result(criterion)


def _profile(key: str, n: int) -> Profile:
    with db.snapshot() as session:
        found = asked(session, as_of=day(n).date()).of(key)
    assert found is not None
    return found


def put(*rows: SQLModel) -> None:
    with db.transaction() as session:
        session.add_all(rows)


def id_of(kind: type[Any], key: str) -> int:
    with db.snapshot() as session:
        return int(session.exec(select(kind.id).where(kind.key == key)).one())


def used(of: str, by: str, **fields: Any) -> None:
    given: dict[str, Any] = {"on": TODAY, "people": 1} | fields
    put(ProductUse(product_id=id_of(DataProduct, of), domain_id=id_of(Domain, by), **given))


def version(of: str, number: str, status: str, cast: Cast, **fields: Any) -> None:
    given: dict[str, Any] = {"columns": 1, "described": 1, "standard": "odcs", "document": "", "digest": number}
    put(Contract(product_id=id_of(DataProduct, of), version=number, status=status, at=NOW, by_id=cast.engineer.id,
                 **given | fields))  # fmt: skip


def asked_for(cast: Cast, key: str, *, until: int | None = None, review: int | None = None, at: int = 0) -> str:
    wanted = {"purpose": "Reports", "principal": f"sam{at}@example.com", "domain": "QUA"}
    request: str = do(access.ask_access, key, by=cast.stranger, at=day(at), **wanted).key
    ends = {"until_on": day(until).date() if until is not None else None,
            "review_on": day(review).date() if review is not None else None}  # fmt: skip
    do(access.decide_access, request, by=cast.owner, at=day(at), granted=True, **ends)
    return request


def on_platform(of: str, principal: str = "SAM0@example.com") -> None:
    put(PlatformGrant(source="catalogue", full_name="mes.orders", principal=principal, privilege="SELECT",
                      product_id=id_of(DataProduct, of), seen_at=NOW, last_seen_at=NOW))  # fmt: skip


def test_who_reads_a_product_of_their_own_domain_does_not_reuse_it(cast: Cast):
    key = live_product(cast)
    used(key, "MES")
    assert (result("E2").outcome, result("E2").level) == (MaturityOutcome.MEASURED, 0)
    used(key, "QUA")
    assert result("E2").level == 4


def test_a_contract_that_is_drafted_leaves_the_one_before_it_in_force(cast: Cast):
    key = live_product(cast)
    version(key, "1.0.0", "active", cast)
    version(key, "2.0.0", "draft", cast)
    assert result("C1").level == 4
    version(key, "2.1.0", "deprecated", cast)
    assert result("C1").level == 0


def test_a_table_whose_columns_nobody_knows_is_not_complete(cast: Cast):
    live_product(cast)
    told: dict[str, Any] = {"owner": "olga", "comment": "Work orders", "cost_centre": "1", "source": "catalogue"}
    put(CatalogTable(full_name="a", domain_id=id_of(Domain, "MES"), seen_at=NOW, columns=0, described=0, **told))
    assert (result("D1").level, result("D1").numerator) == (0, 0)
    put(CatalogTable(full_name="b", domain_id=id_of(Domain, "MES"), seen_at=NOW, columns=2, described=2, **told))
    assert result("D1").level == 1


def test_a_grant_on_the_platform_is_traced_as_long_as_what_was_granted_runs(cast: Cast):
    key = live_product(cast)
    asked_for(cast, key, until=10)
    on_platform(key)
    assert result("D3", n=10).level == 4
    assert result("D3", n=11).level == 0


def test_what_is_sensitive_is_decided_with_the_second_word(cast: Cast):
    key = live_product(cast)
    do(products.edit_product, key, by=cast.engineer, sensitive=True)
    request = asked_for(cast, key, until=10)
    on_platform(key)
    assert result("D3").level == 0
    assert result("B4").outcome is MaturityOutcome.NOT_APPLICABLE
    do(access.second_access, request, by=cast.manager, granted=True)
    assert (result("D3").level, result("B4").level) == (4, 4)


def test_who_may_read_a_sensitive_product_is_a_consumer_from_the_second_word_on(cast: Cast):
    key = live_product(cast)
    with db.transaction() as session:
        session.exec(select(DataProduct)).one().level = Level.BUSINESS
    do(products.edit_product, key, by=cast.engineer, sensitive=True)
    request = asked_for(cast, key, until=10)
    assert result("C5").level == 2
    do(access.second_access, request, by=cast.manager, granted=True)
    assert result("C5").level == 3


def test_a_grant_without_an_end_is_one_however_long_ago_it_was_given(cast: Cast):
    key = live_product(cast)
    asked_for(cast, key, review=150)
    asked_for(cast, key, until=150, at=100)
    assert result("B4", n=100).level == 4
    with db.transaction() as session:
        for request in session.exec(select(access.AccessRequest).where(col(access.AccessRequest.key) == "ACC-1")):
            request.review_on = None
    found = result("B4", n=100)
    assert (found.level, found.step and found.step.sentence) == (
        3, "Give 1 grant an end or a review day. DP-1 ACC-1 without an end.",
    )  # fmt: skip


def test_a_relation_that_was_just_declared_is_not_yet_unseen(cast: Cast):
    live_product(cast)
    for home, name in (("MES", "Hydra"), ("QUA", "Lab"), ("QUA", "Shelf")):
        do(domains.add_system, home, by=cast.engineer, name=name)
    do(context_map.relate, ("MES", "Hydra"), ("QUA", "Lab"), by=cast.engineer, patterns=["conformist"])
    do(context_map.observe_flow, "MES", "QUA", by=cast.engineer, on=TODAY)
    do(context_map.relate, ("QUA", "Shelf"), ("MES", "Hydra"), by=cast.engineer, patterns=["conformist"], at=day(170))
    do(context_map.observe_flow, "MES", "QUA", by=cast.engineer, on=day(170).date(), at=day(170))
    assert result("A2", n=170).level == 4
    do(context_map.observe_flow, "MES", "QUA", by=cast.engineer, on=day(349).date(), at=day(349))
    assert result("A2", n=349).level == 4
    do(context_map.observe_flow, "MES", "QUA", by=cast.engineer, on=day(351).date(), at=day(351))
    assert result("A2", n=351).level == 3


def test_people_are_counted_as_the_metric_says_or_as_products_are_read_whichever_is_more(cast: Cast):
    key = live_product(cast)
    do(domains.edit_domain, "MES", by=cast.owner, people_expected=10)
    used(key, "MES", people=5)
    assert result("E1").numerator == 5
    do(metrics.define_metric, by=cast.engineer, key="active_users", name="Active users")
    do(metrics.store_readings, "active_users", [ReadingValue(NOW, 3, "MES")], by=cast.engineer, source="api")
    assert result("E1").numerator == 5
    do(metrics.store_readings, "active_users", [ReadingValue(NOW, 6, "MES")], by=cast.engineer, source="api")
    assert (result("E1").numerator, result("E1").denominator, result("E1").level) == (6, 10, 3)


def test_a_closed_quarter_is_known_for_three_more_so_that_two_are_when_the_last_one_is_open_still(cast: Cast):
    live_product(cast)
    movement(cast)
    movement(cast)
    for key in ("KR-1.1", "KR-2.1"):
        do(check_ins.check_in, key, by=cast.owner, at=END, on=END.date(), value=5, confidence=5)
    with db.transaction() as session:
        grade_all(session, [Given("KR-1.1", 1.0), Given("KR-2.1", 1.0)], by=cast.manager, at=AFTER)
        close_quarter(session, "2026-Q4", by=cast.manager, at=AFTER)
    after = (AFTER - NOW).days
    found = result("E4", n=after)
    assert (found.numerator, found.denominator) == (2, 2)
    assert result("E4", n=after + 200).denominator == 2
    assert result("E4", n=after + 290).outcome is MaturityOutcome.BLIND_SPOT


def test_an_exemption_that_lasts_until_a_day_counts_on_that_day(cast: Cast):
    live_product(cast)
    until = {"reason": "No network yet.", "until_on": LATER.date()}
    do(maturity.ask_exemption, "MES", "A1", by=cast.owner, **until)
    do(maturity.approve_exemption, "MES", "A1", by=cast.manager, at=day(1))
    outcomes = [result("A1", n=n).outcome for n in (0, 1, 20, 21)]
    exempt, measured = MaturityOutcome.EXEMPT, MaturityOutcome.MEASURED
    assert outcomes == [measured, exempt, exempt, measured]


def test_only_what_was_measured_since_a_product_went_live_counts(cast: Cast):
    key = live_product(cast)
    for before in (5, 1, 0):
        put(QualityResult(product_id=id_of(DataProduct, key), on=TODAY - timedelta(days=before), passed=True))
    found = result("C4")
    assert (found.numerator, found.denominator, found.level) == (1, 1, 4)


def test_a_right_that_was_seen_again_is_known_for_another_month(cast: Cast):
    key = live_product(cast)
    do(ports.add_port, key, by=cast.engineer, direction="output", name="Table", location="main.mes.orders")
    seen = [GrantsSeen("main.mes.orders", (("sam@example.com", "SELECT"),))]
    for on in (0, 20):
        do(observations.store, seen, by=cast.engineer, at=day(on), source="catalogue", whole=True)
    assert [result("D3", n=on).outcome for on in (45, 55)] == [MaturityOutcome.MEASURED, MaturityOutcome.BLIND_SPOT]

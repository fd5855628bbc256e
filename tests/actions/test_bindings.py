from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from core.actions import bindings, check_ins, domains, metrics
from core.actions.readings import ReadingValue
from core.db import transaction
from core.errors import Invalid, NotAllowed, Stale
from core.model import Aggregate, Binding, CheckIn, KeyResult, Level, Register
from core.rules.automatic import DESCRIBED
from tests.cast import NOW, TODAY, Cast, day, do, lines, milestones, movement, on_sqlite, refused

MIGRATED = {"source": Register.REPORTS_MIGRATED, "domain": "MES"}


def bound() -> list[Binding]:
    with transaction() as session:
        return list(session.exec(select(Binding).order_by(col(Binding.id))))


def test_a_key_result_is_read_from_a_register_from_now_on(cast: Cast):
    key = movement(cast).key
    do(bindings.bind, key, by=cast.owner, **MIGRATED)
    (binding,) = bound()
    assert (binding.source, binding.at, binding.ended_at) == (Register.REPORTS_MIGRATED, NOW, None)
    line = lines(key)[-1]
    assert line.kind == "key_result.bound"
    assert line.changes == {
        "source": ["check-ins", "Excel reports migrated since its start, Manufacturing"],
        "unit": ["", "reports"],
    }


def test_another_source_ends_the_one_before_and_both_stay_known(cast: Cast):
    key = movement(cast, unit="tables").key
    do(bindings.bind, key, by=cast.owner, **MIGRATED)
    do(bindings.bind, key, by=cast.owner, at=day(3), source=Register.PRODUCTS_LIVE, level=Level.BUSINESS)
    first, second = bound()
    assert (first.ended_at, first.ended_by_id, second.at, second.level) == (day(3), cast.owner.id, day(3), 3)
    assert lines(key)[-1].changes["source"][1] == "data products live at level 3 or above, all domains"
    assert "unit" not in lines(key)[-1].changes


def test_binding_makes_a_new_version_that_an_open_form_is_told_of(cast: Cast):
    key = movement(cast).key
    do(bindings.bind, key, by=cast.owner, seen=1, **MIGRATED)
    refused(Stale, bindings.unbind, key, by=cast.owner, seen=1)
    do(bindings.unbind, key, by=cast.owner, seen=2)
    with transaction() as session:
        assert session.exec(select(KeyResult.version)).one() == 3


def test_people_report_again_once_it_is_unbound(cast: Cast):
    key = movement(cast).key
    do(bindings.bind, key, by=cast.owner, **MIGRATED)
    do(bindings.unbind, key, by=cast.owner, at=day(1))
    assert (bound()[0].ended_at, lines(key)[-1].kind) == (day(1), "key_result.unbound")
    assert list(refused(Invalid, check_ins.check_in, key, by=cast.owner, on=TODAY, confidence=5).fields) == ["value"]
    assert "check in on it already" in str(refused(Invalid, bindings.unbind, key, by=cast.owner))


def test_a_check_in_without_a_value_leaves_it_to_the_register(cast: Cast):
    key = movement(cast).key
    do(bindings.bind, key, by=cast.owner, **MIGRATED)
    assert do(check_ins.check_in, key, by=cast.owner, on=TODAY, confidence=5).value is None


def test_one_with_a_value_overrides_it_and_says_why(cast: Cast):
    key = movement(cast).key
    do(bindings.bind, key, by=cast.owner, **MIGRATED)
    silent = refused(Invalid, check_ins.check_in, key, by=cast.owner, on=TODAY, value=4, confidence=5)
    assert "Say why" in silent.fields["changed"]
    told = {"value": 4, "confidence": 5, "changed": "Two are recorded twice."}
    do(check_ins.check_in, key, by=cast.owner, on=TODAY, **told)
    with transaction() as session:
        assert session.exec(select(CheckIn.value)).one() == 4


def test_a_metric_is_read_in_one_of_three_ways(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users", unit="people")
    key = movement(cast).key
    how = {"source": Register.METRIC, "metric": "users", "aggregate": Aggregate.MEAN}
    do(bindings.bind, key, by=cast.owner, **how)
    told = lines(key)[-1].changes
    assert told["source"][1] == "“Active users”, mean of the readings since its start, all domains"
    assert told["unit"] == ["", "people"]


def test_readings_of_domains_do_not_stand_for_all_of_them(cast: Cast):
    do(metrics.define_metric, by=cast.engineer, key="users", name="Active users")
    given = {"readings": [ReadingValue(NOW, 12, domain="MES")], "source": "catalog"}
    do(metrics.store_readings, "users", by=cast.engineer, **given)
    key, how = movement(cast).key, {"by": cast.owner, "source": Register.METRIC, "metric": "users"}
    assert "not for all of them" in refused(Invalid, bindings.bind, key, **how).fields["domain"]
    assert "not read for Quality" in refused(Invalid, bindings.bind, key, domain="QUA", **how).fields["domain"]
    do(bindings.bind, key, domain="MES", **how)


def test_described_columns_are_those_of_the_default_metric(cast: Cast):
    key, how = movement(cast).key, {"by": cast.owner, "source": Register.COLUMNS_DESCRIBED}
    assert "Adopt the default metrics" in refused(Invalid, bindings.bind, key, **how).fields["source"]
    do(metrics.adopt_default_metrics, by=cast.engineer)
    do(bindings.bind, key, **how)
    refusal = refused(Invalid, bindings.bind, key, by=cast.owner, source=Register.METRIC, metric=DESCRIBED)
    assert "Choose a register" in refusal.fields["metric"]


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"source": Register.METRIC}, "metric"),
        ({"source": Register.PRODUCTS_LIVE}, "level"),
        ({"source": Register.WORKSPACES_READY, "level": Level.SOURCE}, "level"),
    ],
)
def test_a_source_needs_what_belongs_to_it_and_nothing_else(cast: Cast, fields: dict[str, Any], named: str):
    assert list(refused(Invalid, bindings.bind, movement(cast).key, by=cast.owner, **fields).fields) == [named]


@on_sqlite
def test_milestones_and_figures_that_are_to_fall_are_not_bound_to_what_grows(cast: Cast):
    steps, falls = milestones(cast, "Agreed").key, movement(cast, baseline=9, target=2).key
    assert "passed by people" in refused(Invalid, bindings.bind, steps, by=cast.owner, **MIGRATED).fields["source"]
    assert "only grows" in refused(Invalid, bindings.bind, falls, by=cast.owner, **MIGRATED).fields["source"]


@on_sqlite
def test_who_may_edit_a_key_result_may_bind_it(cast: Cast):
    key = movement(cast).key
    for actor in (cast.contributor, cast.engineer, cast.admin, cast.stranger):
        refused(NotAllowed, bindings.bind, key, by=actor, **MIGRATED)
    do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics")
    do(bindings.bind, key, by=cast.owner, source=Register.WORKSPACES_READY, domain="LOG")
    refused(NotAllowed, bindings.unbind, key, by=cast.contributor)

"""What hangs loose, asked of the database."""

from __future__ import annotations

from datetime import timedelta

from core.actions import initiatives, key_results, logbook, phases, workspaces
from core.db import snapshot
from core.model import KeyResultKind, LogKind, Phase
from core.queries.loose_ends import LooseEnd, LooseEnds
from core.queries.loose_ends import loose_ends as ask
from core.queries.names import key_result_names
from tests.cast import TODAY, Cast, day, do, initiative, movement, objective, product
from tests.statements import counted


def asked(*, days: int = 0, **terms) -> LooseEnds:
    with snapshot() as session:
        return ask(session, as_of=TODAY + timedelta(days=days), **terms)


def keys(ends: tuple[LooseEnd, ...]) -> list[str]:
    return [end.key for end in ends]


def of_the_company(cast: Cast) -> str:
    home = objective(cast, domain=None, owner=cast.manager.email)
    terms = {"title": "Fewer spreadsheets", "kind": KeyResultKind.MOVEMENT, "baseline": 9, "target": 0}
    return do(key_results.set_key_result, home, by=cast.manager, **terms).key


def test_each_end_is_loose_until_it_is_tied(cast: Cast):
    work, result, built = initiative(cast, phase=Phase.INCUBATION), movement(cast).key, product(cast)
    before = asked()
    assert keys(before.initiatives_without_key_result) == [work]
    assert keys(before.key_results_without_work) == [result]
    assert keys(before.products_without_initiative) == [built]
    do(initiatives.link_key_result, work, result, by=cast.engineer)
    do(initiatives.link_product, work, built, by=cast.engineer)
    after = asked()
    assert after == LooseEnds((), (), (), (), ())


def test_an_initiative_is_quiet_after_two_sprints_without_a_log_entry(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    assert keys(asked(days=28).quiet_initiatives) == []
    assert keys(asked(days=29).quiet_initiatives) == [key]
    do(logbook.log, key, by=cast.engineer, at=day(20), on=day(20).date(), kind=LogKind.BUILD, text="Built it")
    assert keys(asked(days=48).quiet_initiatives) == []
    (quiet,) = asked(days=49).quiet_initiatives
    assert (quiet.key, quiet.note) == (key, "since 25 Oct 2026")


def test_what_is_at_intake_on_hold_or_completed_is_not_asked_about(cast: Cast):
    initiative(cast)
    held, done = (initiative(cast, phase=Phase.HANDOVER, title=title) for title in ("Returns", "Energy"))
    do(phases.hold, held, by=cast.manager, reason="Budget")
    do(phases.advance, done, by=cast.manager, override="Told in a test")
    found = asked(days=60)
    assert (found.initiatives_without_key_result, found.quiet_initiatives) == ((), ())


def test_a_ready_workspace_asks_for_a_product_in_its_domain(cast: Cast):
    do(workspaces.request_workspace, by=cast.engineer, domain="MES", name="mes-dev")
    assert asked().workspaces_without_product == ()
    do(workspaces.mark_ready, "mes-dev", by=cast.engineer, touchless=True)
    (loose,) = asked().workspaces_without_product
    assert (loose.key, loose.domain_key, loose.note) == ("mes-dev", "MES", "since 5 Oct 2026")
    product(cast)
    assert asked().workspaces_without_product == ()


def test_a_domain_sees_its_own_in_five_statements(cast: Cast):
    initiative(cast, phase=Phase.INCUBATION, domain="QUA")
    of_the_company(cast)
    assert [end.domain for end in asked().key_results_without_work] == ["Company"]
    with counted() as statements:
        mine = asked(domain=cast.owner.grants[0].domain_id)
    assert mine == LooseEnds((), (), (), (), ())
    assert len(statements) == 5


def test_only_key_results_that_run_are_offered_those_of_the_company_too(cast: Cast):
    own = movement(cast).key
    company = of_the_company(cast)
    with snapshot() as session:
        offered = key_result_names(session, cast.owner.grants[0].domain_id, TODAY)
        assert [key for key, _ in offered] == [own, company]
        assert key_result_names(session, None, TODAY + timedelta(days=120)) == ()

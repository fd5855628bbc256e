from __future__ import annotations

from core.access import Actor
from core.actions import access_requests as verbs
from core.actions import observations
from core.actions.ports import add_port
from core.actions.workspaces import request_workspace
from core.db import snapshot
from core.model import PortDirection
from core.queries.access import ProductAccess, product_access
from core.queries.access_requests import AccessRow, standing
from core.queries.asked_for import AskedFor, asked_for
from core.rules.access import AccessState
from core.sources.contract import GrantsSeen
from tests.actions.test_access_requests import SOON, asked, granted, sensitive
from tests.cast import Cast, day, do, live_product
from tests.statements import counted


def desk(who: Actor, n: int = 5) -> AskedFor:
    with snapshot() as session, counted() as sent:
        found = asked_for(session, actor=who, as_of=day(n).date())
    assert len(sent) == 1
    return found


def page(key: str = "DP-1", n: int = 5) -> ProductAccess:
    with snapshot() as session, counted() as sent:
        found = product_access(session, key, as_of=day(n).date(), now=day(n))
    assert len(sent) == 3
    return found


def stands(who: Actor, n: int = 5) -> dict[str, AccessRow]:
    with snapshot() as session, counted() as sent:
        found = standing(session, who, [1], as_of=day(n).date())
    assert len(sent) == 1
    return found


def test_a_request_waits_on_the_desk_of_the_owner_and_stands_on_that_of_who_asked(cast: Cast):
    key = asked(cast)
    assert [row.key for row in desk(cast.owner).to_decide] == [key]
    assert [row.key for row in desk(cast.stranger).mine] == [key]
    others = (cast.manager, cast.engineer, cast.contributor, cast.stranger)
    assert [len(desk(who).to_decide) for who in others] == [0, 0, 0, 0]
    do(verbs.decide_access, key, by=cast.owner, granted=True, until_on=SOON)
    assert desk(cast.owner).to_decide == ()
    assert desk(cast.stranger).mine[0].state is AccessState.GRANTED


def test_what_stands_for_a_person_is_found_by_product_until_it_ends(cast: Cast):
    key = asked(cast)
    technical = {"principal": "svc-footprint", "is_technical": True, "domain": "QUA"}
    asked(cast, "DP-1", **technical)
    assert {product: row.key for product, row in stands(cast.stranger).items()} == {"DP-1": key}
    assert stands(cast.owner) == {}
    do(verbs.decide_access, key, by=cast.owner, granted=True, until_on=SOON)
    assert stands(cast.stranger)["DP-1"].is_running
    assert stands(cast.stranger, 31) == {}


def test_the_second_yes_waits_for_another_person_than_the_first(cast: Cast):
    key = granted(cast, sensitive(cast))
    assert [row.key for row in desk(cast.manager).to_decide] == [key]
    assert desk(cast.owner).to_decide == ()


def test_workspaces_that_wait_are_told_by_the_same_statement(cast: Cast):
    asked(cast)
    do(request_workspace, by=cast.engineer, domain="MES", name="mes-dev")
    assert [(it.name, it.domain, it.days) for it in desk(cast.engineer).workspaces] == [("mes-dev", "Manufacturing", 5)]


def test_the_page_of_a_product_tells_how_long_decisions_took(cast: Cast):
    key = asked(cast)
    do(verbs.decide_access, key, by=cast.owner, at=day(2), granted=False, note="No.")
    asked(cast, "DP-1", at=day(3))
    found = page()
    assert [row.state for row in found.requests] == [AccessState.WAITING, AccessState.DECLINED]
    assert (found.waiting.p50, found.waiting.n, found.waiting.waiting) == (2, 2, 1)


def test_rights_on_the_platform_are_held_against_the_requests(cast: Cast):
    live_product(cast)
    do(add_port, "DP-1", by=cast.engineer, direction=PortDirection.OUTPUT, name="Table", location="main.mes.orders")
    granted(cast, "DP-1")
    assert not page().is_known
    rights = (("SAM@example.com", "SELECT"), ("svc-old", "SELECT"), ("svc-old", "MODIFY"))
    pull = {"by": cast.engineer, "source": "catalog", "whole": True}
    do(observations.store, [GrantsSeen("main.mes.orders", rights)], **pull)
    found = page().grants
    assert [trace.requests for trace in found.traced] == [("ACC-1",)]
    assert [(trace.found.principal, trace.requests) for trace in found.untraced] == [("svc-old", ())]
    do(observations.store, [GrantsSeen("main.mes.orders", rights[1:])], at=day(2), **pull)
    assert [one.key for one in page().grants.missing] == ["ACC-1"]
    assert [one.key for one in page(n=1).grants.missing] == []

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from core.actions import access_requests as verbs
from core.actions import products
from core.actions.people import grant
from core.actions.workspaces import mark_ready, request_workspace
from core.db import snapshot
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import AccessRequest, Role
from core.queries.access_requests import access_rows
from core.queries.history import known_on
from core.rules.access import AccessState, access_state
from tests.cast import TODAY, Cast, day, do, lines, live_product, on_sqlite, product, refused

SOON, LATER = day(30).date(), day(365).date()


def asked(cast: Cast, product_key: str | None = None, **fields: Any) -> str:
    wanted = {"purpose": "The footprint of a part", "principal": cast.stranger.email, "domain": "QUA"}
    given: dict[str, Any] = {"by": cast.stranger} | wanted | fields
    return do(verbs.ask_access, product_key or live_product(cast), **given).key


def granted(cast: Cast, product_key: str | None = None, **fields: Any) -> str:
    key = asked(cast, product_key)
    do(verbs.decide_access, key, **{"by": cast.owner, "granted": True, "until_on": SOON} | fields)
    return key


def sensitive(cast: Cast) -> str:
    key = live_product(cast)
    do(products.edit_product, key, by=cast.engineer, sensitive=True)
    return key


def state(key: str, on: date = TODAY, *, is_sensitive: bool = False) -> AccessState:
    with snapshot() as session:
        request = session.exec(select(AccessRequest).where(AccessRequest.key == key)).one()
        return access_state(request, sensitive=is_sensitive, as_of=on)


def test_access_is_asked_for_a_purpose_and_granted_until_a_day(cast: Cast):
    key = asked(cast)
    assert (key, state(key)) == ("ACC-1", AccessState.WAITING)
    do(verbs.decide_access, key, by=cast.owner, seen=1, granted=True, until_on=SOON, note="For the report of 2026.")
    assert [state(key), state(key, SOON), state(key, day(31).date())] == [
        AccessState.GRANTED,
        AccessState.GRANTED,
        AccessState.EXPIRED,
    ]
    assert [line.kind for line in lines(key)] == ["access.asked", "access.granted"]
    refused(Stale, verbs.revoke_access, key, by=cast.owner, seen=1, reason="Late")


def test_a_technical_user_asks_from_a_workspace_that_is_ready_and_for_its_domain(cast: Cast):
    space = do(request_workspace, by=cast.engineer, domain="QUA", name="qua-lab").name
    wanted: dict[str, Any] = {"principal": "svc-footprint", "is_technical": True, "workspace": space, "domain": None}
    with pytest.raises(Invalid, match="qua-lab is not ready"):
        asked(cast, **wanted)
    do(mark_ready, space, by=cast.engineer, touchless=True)
    with pytest.raises(Invalid, match="a workspace of Quality"):
        asked(cast, "DP-1", **wanted | {"domain": "MES"})
    with pytest.raises(NotFound, match="qua-labor"):
        asked(cast, "DP-1", **wanted | {"workspace": "qua-labor"})
    key = asked(cast, "DP-1", **wanted)
    with snapshot() as session:
        [row] = access_rows(session, col(AccessRequest.key) == key, as_of=TODAY)
    assert (row.workspace, row.reads_for) == ("qua-lab", "Quality")
    assert lines(key)[0].changes["workspace"] == [None, "qua-lab"]


def test_what_is_declined_says_why_and_may_be_asked_anew(cast: Cast):
    key = asked(cast)
    assert list(refused(Invalid, verbs.decide_access, key, by=cast.owner, granted=False).fields) == ["note"]
    do(verbs.decide_access, key, by=cast.owner, granted=False, note="Use DP-7, it holds less.")
    assert state(key) is AccessState.DECLINED
    assert asked(cast, "DP-1") == "ACC-2"


def test_a_sensitive_product_takes_a_second_yes_of_another_person(cast: Cast):
    key = granted(cast, sensitive(cast))
    assert state(key, is_sensitive=True) is AccessState.WAITING_FOR_SECOND
    refused(NotAllowed, verbs.second_access, key, by=cast.owner, granted=True)
    refused(NotAllowed, verbs.second_access, key, by=cast.engineer, granted=True)
    do(verbs.second_access, key, by=cast.manager, granted=True)
    assert state(key, is_sensitive=True) is AccessState.GRANTED
    refused(NotAllowed, verbs.renew_access, key, by=cast.owner, until_on=LATER)
    do(verbs.renew_access, key, by=cast.manager, until_on=LATER)


def test_the_second_person_may_say_no(cast: Cast):
    key = granted(cast, sensitive(cast))
    assert list(refused(Invalid, verbs.second_access, key, by=cast.manager, granted=False).fields) == ["note"]
    do(verbs.second_access, key, by=cast.manager, granted=False, note="It names people.")
    assert state(key, is_sensitive=True) is AccessState.DECLINED


def test_a_grant_is_renewed_while_it_runs_and_asked_for_anew_after_that(cast: Cast):
    key = granted(cast, review_on=day(10).date(), until_on=None)
    assert state(key, day(11).date()) is AccessState.REVIEW_OVERDUE
    do(verbs.renew_access, key, by=cast.owner, at=day(11), until_on=SOON)
    assert state(key, day(11).date()) is AccessState.GRANTED
    assert "Ask anew" in str(refused(Invalid, verbs.renew_access, key, by=cast.owner, at=day(40), until_on=LATER))
    assert asked(cast, "DP-1", at=day(40)) == "ACC-2"


def test_the_owner_takes_it_back_and_who_asked_gives_it_back(cast: Cast):
    first = granted(cast)
    refused(NotAllowed, verbs.revoke_access, first, by=cast.engineer, reason="x")
    assert list(refused(Invalid, verbs.revoke_access, first, by=cast.owner, reason=" ").fields) == ["reason"]
    do(verbs.revoke_access, first, by=cast.owner, reason="The purpose is gone.")
    second = asked(cast, "DP-1")
    do(verbs.revoke_access, second, by=cast.stranger, reason="Not needed.")
    assert [state(first), state(second)] == [AccessState.REVOKED, AccessState.REVOKED]
    assert lines(second)[-1].reason == "Not needed."


def test_whoever_may_read_it_already_does_not_ask_twice(cast: Cast):
    key = asked(cast)
    again = {"by": cast.stranger, "purpose": "Again", "principal": "SAM@example.com"}
    refusal = refused(Invalid, verbs.ask_access, "DP-1", **again)
    assert refusal.fields["principal"].startswith("ACC-1 for sam@example.com is waiting for a decision.")
    do(verbs.decide_access, key, by=cast.owner, granted=True, until_on=SOON)
    assert "is granted already" in str(refused(Invalid, verbs.ask_access, "DP-1", **again))
    assert asked(cast, "DP-1", principal="svc-footprint", is_technical=True) == "ACC-2"


@on_sqlite
def test_nobody_decides_about_a_request_of_their_own(cast: Cast):
    key = live_product(cast)
    own = asked(cast, key, by=cast.owner, principal="svc", is_technical=True)
    for_owner = asked(cast, key, by=cast.stranger, principal="Olga@Example.com")
    for request in (own, for_owner):
        refused(NotAllowed, verbs.decide_access, request, by=cast.owner, granted=True, until_on=SOON)


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, "until_on"),
        ({"until_on": TODAY}, "until_on"),
        ({"review_on": day(-1).date()}, "review_on"),
        ({"until_on": SOON, "review_on": LATER}, "review_on"),
    ],
)
def test_a_grant_has_an_end_or_a_review_ahead(cast: Cast, fields: dict[str, Any], named: str):
    key = asked(cast)
    assert list(refused(Invalid, verbs.decide_access, key, by=cast.owner, granted=True, **fields).fields) == [named]


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"purpose": " "}, "purpose"),
        ({"principal": ""}, "principal"),
        ({"principal": "Sam"}, "principal"),
        ({"principal": "svc\nDROP", "is_technical": True}, "principal"),
    ],
)
def test_who_reads_it_and_for_what_must_be_said(cast: Cast, fields: dict[str, Any], named: str):
    wanted = {"by": cast.stranger, "purpose": "P", "principal": "sam@example.com"} | fields
    assert list(refused(Invalid, verbs.ask_access, live_product(cast), **wanted).fields) == [named]


@on_sqlite
def test_a_reader_who_is_not_named_is_asked_for_in_the_words_of_the_form(cast: Cast):
    wanted = {"by": cast.stranger, "purpose": "P", "principal": " ", "is_technical": True}
    refusal = refused(Invalid, verbs.ask_access, live_product(cast), **wanted)
    assert refusal.fields["principal"] == "Say who will read it: the technical user by its name on the platform."


@on_sqlite
def test_only_what_is_served_can_be_asked_for(cast: Cast):
    wanted = {"by": cast.stranger, "purpose": "P", "principal": "sam@example.com"}
    assert "is proposed" in str(refused(Invalid, verbs.ask_access, product(cast), **wanted))
    refused(NotFound, verbs.ask_access, "DP-9", **wanted)
    key = asked(cast, live_product(cast))
    do(products.deprecate, "DP-2", by=cast.engineer, notice="Use DP-1.", ends_on=TODAY)
    do(products.retire, "DP-2", by=cast.engineer)
    assert "Decline" in str(refused(Invalid, verbs.decide_access, key, by=cast.owner, granted=True, until_on=SOON))
    do(verbs.decide_access, key, by=cast.owner, granted=False, note="It is gone.")


def test_who_may_decide(cast: Cast):
    key = asked(cast)
    do(grant, cast.contributor.email, Role.BUSINESS_OWNER, by=cast.admin, domain="QUA")
    for actor in (cast.contributor, cast.engineer, cast.manager, cast.admin, cast.stranger):
        refused(NotAllowed, verbs.decide_access, key, by=actor, granted=True, until_on=SOON)


def test_what_was_handed_over_is_recorded_once_and_so_is_each_failure(cast: Cast):
    key = granted(cast)
    for failure in ("It answered with 500.", "It answered with 500.", "", ""):
        do(verbs.record_hand_over, key, "grant until 2026-11-04", by=cast.engineer, failure=failure)
    assert [line.kind for line in lines(key)][2:] == ["access.hand_over_failed", "access.handed_over"]
    refused(NotAllowed, verbs.record_hand_over, key, "revoke", by=cast.stranger)


def test_a_past_day_shows_a_request_as_it_stood_then(cast: Cast):
    key = asked(cast, sensitive(cast))
    do(verbs.decide_access, key, by=cast.owner, at=day(2), granted=True, until_on=SOON)
    do(verbs.second_access, key, by=cast.manager, at=day(4), granted=False, note="It names people.")
    told = []
    for n in (-1, 0, 2, 4):
        with snapshot() as session:
            on = day(n).date()
            past = known_on(session, on)
            found = past.exec(select(AccessRequest).where(AccessRequest.key == key)).one_or_none()
            told.append(found and access_state(found, sensitive=True, as_of=on))
    assert told == [None, AccessState.WAITING, AccessState.WAITING_FOR_SECOND, AccessState.DECLINED]

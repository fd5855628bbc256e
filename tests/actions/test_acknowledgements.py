from __future__ import annotations

from sqlmodel import select

from core.actions.acknowledgements import acknowledge
from core.actions.check_ins import check_in
from core.db import snapshot
from core.errors import NotAllowed, NotFound, Stale
from core.model import CheckIn
from tests.cast import TODAY, Cast, day, do, lines, movement, refused

SAID = {"on": TODAY, "value": 2, "confidence": 7, "changed": "Two moved"}


def reported(cast: Cast) -> str:
    key = movement(cast).key
    do(check_in, key, by=cast.contributor, **SAID)
    return key


def read_by() -> tuple[int | None, bool]:
    with snapshot() as session:
        made = session.exec(select(CheckIn)).one()
    return made.acknowledged_by_id, made.acknowledged_at == day(1)


def test_a_manager_acknowledges_a_check_in(cast: Cast):
    key = reported(cast)
    do(acknowledge, key, by=cast.manager, at=day(1), on=TODAY)
    assert read_by() == (cast.manager.id, True)
    assert lines(key)[-1].kind == "check_in.acknowledged"
    assert lines(key)[-1].changes == {"on": ["2026-10-05"] * 2, "acknowledged_by": [None, "mara@example.com"]}


def test_acknowledging_it_again_changes_nothing(cast: Cast):
    key = reported(cast)
    for n in (1, 2):
        do(acknowledge, key, by=cast.manager, at=day(n), on=TODAY)
    assert read_by() == (cast.manager.id, True)
    assert len(lines(key)) == 3


def test_a_correction_takes_the_acknowledgement_back_and_says_so(cast: Cast):
    key = reported(cast)
    do(acknowledge, key, by=cast.manager, at=day(1), on=TODAY)
    do(check_in, key, by=cast.contributor, at=day(2), **SAID)
    assert read_by() == (cast.manager.id, True)
    do(check_in, key, by=cast.contributor, at=day(2), **SAID | {"value": 3})
    assert read_by() == (None, False)
    assert lines(key)[-1].changes["acknowledged_by"] == ["mara@example.com", None]


def test_what_was_corrected_meanwhile_is_read_again_first(cast: Cast):
    key = reported(cast)
    do(check_in, key, by=cast.contributor, at=day(2), **SAID | {"value": 3})
    refusal = refused(Stale, acknowledge, key, by=cast.manager, at=day(3), on=TODAY, seen=day(0))
    assert "was corrected while you were reading" in str(refusal)
    do(acknowledge, key, by=cast.manager, at=day(3), on=TODAY, seen=day(2))


def test_only_managers_acknowledge_and_only_what_was_said(cast: Cast):
    key = reported(cast)
    for who in (cast.owner, cast.contributor, cast.engineer, cast.admin, cast.stranger):
        refused(NotAllowed, acknowledge, key, by=who, on=TODAY)
    refused(NotFound, acknowledge, key, by=cast.manager, on=day(1).date())
    refused(NotFound, acknowledge, "KR-9.9", by=cast.manager, on=TODAY)

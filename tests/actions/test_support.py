"""Support requests: opened, closed, reopened, and when they are refused."""

from __future__ import annotations

from datetime import timedelta

from core.actions import support
from core.errors import Invalid, NotAllowed, NotFound
from core.model import SupportRequest
from tests.cast import TODAY, Cast, day, do, lines, live_product, product, refused

HELP = {"title": "Columns went missing", "on": TODAY}


def opened(cast: Cast, **fields) -> SupportRequest:
    return do(support.open_support, live_product(cast), **{"by": cast.contributor} | HELP | fields)


def test_a_request_is_opened_closed_and_reopened(cast: Cast):
    request = opened(cast, asked_by="Line 3")
    assert (request.key, request.opened_on, request.asked_by) == ("SUP-1", TODAY, "Line 3")
    do(support.close_support, "SUP-1", by=cast.owner, at=day(3), on=day(3).date(), answer="They are back.")
    do(support.reopen_support, "SUP-1", by=cast.owner, at=day(4), reason="They are gone again.")
    kinds = [line.kind for line in lines("SUP-1")]
    assert kinds == ["support.opened", "support.closed", "support.reopened"]


def test_only_a_live_product_is_supported(cast: Cast):
    refusal = refused(Invalid, support.open_support, product(cast), by=cast.engineer, **HELP)
    assert str(refusal) == "DP-1 is not live. Work on it belongs into the log of its initiative."


def test_it_is_not_closed_twice_nor_before_it_was_opened_nor_without_an_answer(cast: Cast):
    opened(cast)
    close = {"by": cast.engineer, "on": TODAY, "answer": "They are back."}
    before = refused(Invalid, support.close_support, "SUP-1", **close | {"on": TODAY - timedelta(days=1)})
    assert "was opened on 5 Oct 2026" in str(before)
    assert "answer" in refused(Invalid, support.close_support, "SUP-1", **close | {"answer": " "}).fields
    do(support.close_support, "SUP-1", **close)
    assert "already" in str(refused(Invalid, support.close_support, "SUP-1", **close))


def test_an_open_request_is_not_reopened_and_an_unknown_one_not_found(cast: Cast):
    opened(cast)
    assert "still open" in str(refused(Invalid, support.reopen_support, "SUP-1", by=cast.owner, reason="Because"))
    refused(NotFound, support.reopen_support, "SUP-9", by=cast.owner, reason="Because")


def test_a_stranger_asks_nothing_and_closes_nothing(cast: Cast):
    refused(NotAllowed, support.open_support, live_product(cast), by=cast.stranger, **HELP)
    do(support.open_support, "DP-1", by=cast.engineer, **HELP)
    refused(NotAllowed, support.close_support, "SUP-1", by=cast.stranger, on=TODAY, answer="Done")

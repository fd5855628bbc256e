from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.actions import products
from core.actions.people import archive_person
from core.errors import Invalid, NotAllowed
from core.model import ProductStatus
from tests.cast import TODAY, Cast, do, lines, live_product, on_sqlite, product, refused

COMPLETE = {"owner": "olga@example.com", "team": "Line 3", "cost_centre": "4711"}
NOTICE: dict[str, Any] = {"notice": "Read “Orders” instead.", "ends_on": TODAY}


def test_a_product_goes_from_a_proposal_to_live_and_out_of_use(cast: Cast):
    key = product(cast, **COMPLETE)
    do(products.incubate, key, by=cast.contributor)
    live = do(products.release, key, by=cast.owner, on=TODAY)
    assert (live.status, live.live_on) == (ProductStatus.LIVE, TODAY)
    do(products.deprecate, key, by=cast.engineer, **NOTICE)
    assert do(products.retire, key, by=cast.engineer).status is ProductStatus.RETIRED
    assert [line.kind for line in lines(key)] == [
        "product.added",
        "product.changed",
        "product.released",
        "product.deprecated",
        "product.retired",
    ]


def test_who_has_left_takes_nothing_live(cast: Cast):
    key = product(cast, **COMPLETE | {"owner": cast.contributor.email})
    do(archive_person, cast.contributor.email, by=cast.admin)
    refusal = refused(Invalid, products.release, key, by=cast.owner, on=TODAY)
    assert refusal.fields == {"owner": "Carl Contributor has left. Name another owner."}


def test_a_deprecated_product_can_be_live_again(cast: Cast):
    key = live_product(cast)
    do(products.deprecate, key, by=cast.engineer, **NOTICE)
    assert do(products.release, key, by=cast.engineer, on=TODAY).status is ProductStatus.LIVE


def test_all_that_a_live_product_lacks_is_named_at_once(cast: Cast):
    key = product(cast, team="Line 3")
    refusal = refused(Invalid, products.release, key, by=cast.engineer, on=TODAY)
    assert refusal.fields == {
        "owner": "A live product needs an owner.",
        "cost_centre": "A live product needs a cost centre.",
    }


@on_sqlite
@pytest.mark.parametrize("lost", [{"owner": None}, {"team": " "}, {"cost_centre": ""}])
def test_a_live_product_stays_complete(cast: Cast, lost: dict[str, Any]):
    key = live_product(cast)
    assert list(refused(Invalid, products.edit_product, key, by=cast.engineer, **lost).fields) == list(lost)


@on_sqlite
@pytest.mark.parametrize("field", ["status", "live_on"])
def test_the_status_is_not_edited(cast: Cast, field: str):
    assert list(refused(Invalid, products.edit_product, product(cast), by=cast.engineer, **{field: 1}).fields) == [
        field
    ]


def test_a_status_is_reached_from_the_one_before(cast: Cast):
    key = product(cast, **COMPLETE)
    assert str(refused(Invalid, products.deprecate, key, by=cast.engineer, **NOTICE)) == (
        "DP-1 is proposed; only a live product can become deprecated."
    )
    do(products.release, key, by=cast.engineer, on=TODAY)
    for verb in (products.incubate, products.retire):
        assert list(refused(Invalid, verb, key, by=cast.engineer).fields) == ["status"]


def test_a_new_product_is_not_live_yet(cast: Cast):
    assert (
        do(products.add_product, by=cast.engineer, domain="MES", name="N", level=1, status="incubating").key == "DP-1"
    )
    live = {"domain": "MES", "name": "N", "level": 3, "status": ProductStatus.LIVE}
    assert list(refused(Invalid, products.add_product, by=cast.engineer, **live).fields) == ["status"]


def test_a_product_is_not_live_before_it_is(cast: Cast):
    key = product(cast, **COMPLETE)
    refusal = refused(Invalid, products.release, key, by=cast.engineer, on=TODAY + timedelta(days=1))
    assert list(refusal.fields) == ["on"]


def test_a_level_is_one_two_or_three(cast: Cast):
    key = product(cast)
    for level in (0, 4):
        assert list(refused(Invalid, products.edit_product, key, by=cast.engineer, level=level).fields) == ["level"]


def test_products_are_edited_in_the_own_domain(cast: Cast):
    key = product(cast, domain="QUA")
    for actor in (cast.owner, cast.contributor, cast.manager, cast.stranger, cast.admin):
        refused(NotAllowed, products.edit_product, key, by=actor, name="N")
        refused(NotAllowed, products.incubate, key, by=actor)
        refused(NotAllowed, products.add_product, by=actor, domain="QUA", name="N", level=1)
    refused(NotAllowed, products.edit_product, product(cast), by=cast.owner, domain="QUA")

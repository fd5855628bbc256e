"""The owner's pack: a quarter of a domain, and never more than one sheet of paper."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page

from core import db
from core.actions import check_ins, domains, initiatives, objectives, products
from core.errors import Invalid
from core.exports.pack import write_pack
from core.model import Level
from core.queries.pack import Pack, pack
from tests.cast import QUARTER, TODAY, Cast, day, do, gather, live_product, movement, on_sqlite
from tests.exports.test_printable import A4_TEXT_PX

LONGEST = "<script>alert(1)</script> every word that anybody wants to read on a page that has no end " * 2


@pytest.fixture
def cast(database_url: str) -> Cast:
    return gather()


def asked(cast: Cast, quarter: str = QUARTER, n: int = 0) -> Pack:
    with db.snapshot() as session:
        return pack(session, "MES", actor=cast.manager, quarter=quarter, today=day(n).date(), now=day(n))


def test_what_changed_is_what_marks_the_quarter_and_no_weekly_work(cast: Cast):
    result = movement(cast)
    live_product(cast)
    do(check_ins.check_in, result.key, by=cast.owner, on=TODAY, value=3, confidence=7)
    kinds = [deed.kind for deed in asked(cast).changes]
    assert kinds[:2] == ["product.released", "product.added"]
    assert not {"check_in.made", "key_result.set"} & set(kinds)


def test_the_pillars_stand_beside_those_before_the_quarter(cast: Cast):
    live_product(cast)
    found = asked(cast)
    assert (found.before, found.profile is None) == (None, False)
    later = asked(cast, "2027-Q1", n=95)
    assert later.before is not None
    assert later.domain.quarter.label == "2027-Q1"


@on_sqlite
def test_a_quarter_that_has_not_begun_has_no_pack(cast: Cast):
    with pytest.raises(Invalid, match="2027-Q1 has not begun"):
        asked(cast, "2027-Q1")


@on_sqlite
@pytest.mark.browser
def test_it_is_one_sheet_of_paper_however_much_there_is_to_say(cast: Cast, page: Page, tmp_path: Path):
    do(domains.edit_domain, "MES", by=cast.owner, name=LONGEST[:80])
    for n in range(12):
        about = {"by": cast.owner, "domain": "MES", "title": f"{n} {LONGEST}"[:190]}
        do(objectives.set_objective, quarter=QUARTER, owner=cast.owner.email, **about)
        do(initiatives.propose, **about)
        do(products.add_product, by=cast.engineer, domain="MES", name=f"{n} {LONGEST}"[:190], level=Level.SOURCE)
    stream = BytesIO()
    write_pack(stream, asked(cast))
    file = tmp_path / "pack.html"
    file.write_bytes(stream.getvalue())
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.set_viewport_size({"width": A4_TEXT_PX, "height": 900})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_TEXT_PX
    assert page.get_by_text("And 6 more.").is_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1

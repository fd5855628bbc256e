"""The owner's pack: a quarter of a domain, and never more than one sheet of paper."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page

from core import db
from core.actions import check_ins, domains, initiatives, maturity, objectives, products
from core.closing import Given, close_quarter, grade_all
from core.errors import Invalid
from core.exports.pack import write_pack
from core.model import Choice, Level
from core.queries.pack import Pack, pack
from core.rules.maturity import Page as At
from core.rules.maturity import Step
from tests.actions.quarter_end import AFTER, END
from tests.cast import QUARTER, TODAY, Cast, day, do, gather, live_product, movement, on_sqlite, product
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


def test_a_quarter_that_is_closed_has_the_scores_of_its_close(cast: Cast):
    key = movement(cast).key
    check_in = {"by": cast.owner, "value": 2, "confidence": 5}
    do(check_ins.check_in, key, at=END, on=END.date(), **check_in)
    told = printed(asked(cast, n=90))
    assert "Planned" in told
    assert "Score" not in told
    do(grade_all, [Given(key, 0.4, cause="Two people left.", choice=Choice.CARRY_OVER)], by=cast.manager, at=AFTER)
    do(close_quarter, QUARTER, by=cast.manager, at=AFTER)
    told = printed(asked(cast, n=95))
    assert "Objectives, as closed on 5 Jan 2027" in told
    assert told.count("0.40") == 3, "of the domain, its objective and the key result"
    assert "Planned" not in told


def test_what_two_criteria_ask_for_is_said_once_with_both(cast: Cast):
    live_product(cast)
    found = asked(cast)
    assert found.profile is not None
    a, b, *_ = found.profile.results
    told = "Let the one request be ready without a hand."
    alike = [replace(it, step=Step(it.criterion, 2, told, 1, (), At.PLATFORM)) for it in (a, b)]
    twice = replace(found, profile=replace(found.profile, results=tuple(alike)))
    assert printed(twice).count(told) == 1
    assert f"{told} (A1 to level 2 and A2 to level 2)" in printed(twice)


def test_a_next_step_says_which_level_of_what_it_leads_to_and_exemptions_stand_beside(cast: Cast):
    live_product(cast)
    product(cast, name="Scrap", status="incubating")
    assert "(A1 Accountability to level 3)" in printed(asked(cast))
    until = day(30).date()
    do(maturity.ask_exemption, "MES", "A1", by=cast.owner, reason="A trial.", until_on=until)
    assert "Exempt" not in printed(asked(cast)), "it waits for somebody else"
    do(maturity.approve_exemption, "MES", "A1", by=cast.manager)
    assert "Exempt from A1 Accountability until 4 Nov 2026." in printed(asked(cast))


def printed(found: Pack) -> str:
    stream = BytesIO()
    write_pack(stream, found)
    return stream.getvalue().decode()


@on_sqlite
def test_a_quarter_that_has_not_begun_has_no_pack(cast: Cast):
    with pytest.raises(Invalid, match="2027-Q1 has not begun"):
        asked(cast, "2027-Q1")


@on_sqlite
@pytest.mark.browser
def test_it_is_one_sheet_of_paper_however_much_there_is_to_say(cast: Cast, page: Page, tmp_path: Path):
    do(domains.edit_domain, "MES", by=cast.owner, name=LONGEST[:80])
    for n in range(4):
        live_product(cast)
        about = {"by": cast.owner, "reason": "A trial.", "until_on": day(30).date()}
        do(maturity.ask_exemption, "MES", f"B{n + 1}", **about)
        do(maturity.approve_exemption, "MES", f"B{n + 1}", by=cast.manager)
    for n in range(12):
        about = {"by": cast.owner, "domain": "MES", "title": f"{n} {LONGEST}"[:190]}
        do(objectives.set_objective, quarter=QUARTER, owner=cast.owner.email, **about)
        for part in range(2):
            movement(cast, f"OBJ-{n + 1}", title=f"{part} {LONGEST}"[:190])
        do(initiatives.propose, **about)
        do(products.add_product, by=cast.engineer, domain="MES", name=f"{n} {LONGEST}"[:190], level=Level.SOURCE)
    file = tmp_path / "pack.html"
    file.write_text(printed(asked(cast)), "utf-8")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.set_viewport_size({"width": A4_TEXT_PX, "height": 900})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_TEXT_PX
    assert page.get_by_text("And 7 more objectives and 16 more key results.").is_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1

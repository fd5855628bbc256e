"""The owner's pack: a quarter of a domain, and never more than one sheet of paper."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page

from core import db
from core.access import actor_with
from core.actions import check_ins, domains, initiatives, maturity, objectives, people, products
from core.closing import Given, close_quarter, grade_all
from core.errors import Invalid
from core.exports.pack import write_pack
from core.model import Choice, Level
from core.queries.pack import Pack, pack
from core.rules.quarters import quarter_of
from tests.actions.quarter_end import AFTER, END
from tests.cast import QUARTER, TODAY, Cast, day, do, gather, live_product, movement, on_sqlite, product
from tests.conftest import opened
from tests.exports.test_printable import A4_TEXT_PX

LONGEST = "<script>alert(1)</script> every word that anybody wants to read on a page that has no end " * 2


@pytest.fixture
def cast(database_url: str) -> Cast:
    return gather()


def asked(cast: Cast, quarter: str = QUARTER, n: int = 0) -> Pack:
    with db.snapshot() as session:
        return pack(session, "MES", actor=cast.manager, quarter=quarter, today=day(n).date(), now=day(n))


def printed(found: Pack) -> str:
    stream = BytesIO()
    write_pack(stream, found)
    return stream.getvalue().decode()


def sheets(found: Pack, page: Page, file: Path) -> int:
    """How many sheets of paper the file is, opened on one that is as wide."""
    file.write_text(printed(found), "utf-8")
    page.set_viewport_size({"width": A4_TEXT_PX, "height": 900})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_TEXT_PX
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


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
    assert later.quarter.label == "2027-Q1"


def test_the_pack_of_a_closed_quarter_says_what_was_closed_whatever_is_done_to_it_later(cast: Cast):
    aim = movement(cast)
    do(check_ins.check_in, aim.key, by=cast.owner, at=END, on=END.date(), value=2, confidence=5)
    still_open = printed(asked(cast, n=95))
    assert "as closed on" not in still_open
    half = Given(aim.key, 0.4, cause="Two people left.", choice=Choice.CARRY_OVER)
    do(grade_all, [half], by=cast.manager, at=AFTER)
    do(close_quarter, QUARTER, by=cast.manager, at=AFTER)
    do(people.edit_person, cast.owner.email, by=cast.admin, at=AFTER, name="Olga Later")
    found = asked(cast, n=95)
    assert found.closing is not None
    assert [it.rollup.score for it in found.portrait.objectives] == [pytest.approx(0.4)]
    told = printed(found)
    assert "objectives as closed on 5 Jan 2027 by Mara Manager, version 1" in told
    assert re.search("KR-1.1 Move five reports</td>.*Amber</td>.*>0.40</td>", told)


def test_a_key_result_stands_below_its_objective_with_status_and_progress(cast: Cast):
    aim = movement(cast)
    do(check_ins.check_in, aim.key, by=cast.owner, on=TODAY, value=3, confidence=7)
    told = printed(asked(cast))
    assert re.search("OBJ-1 Less scrap</td>.*KR-1.1 Move five reports</td>.*On track</td>.*>60", told)


def test_a_next_action_says_its_criterion_and_the_level_and_two_that_ask_the_same_stand_once(cast: Cast):
    product(cast, status="incubating")
    told = printed(asked(cast))
    assert told.count("Take a first data product live.") == 1
    assert "C5 Levels to level 1" in told


def test_beside_the_lowest_level_stand_the_mean_what_limits_it_blind_spots_and_exemptions(cast: Cast):
    live_product(cast)
    until = TODAY + timedelta(days=30)
    do(maturity.ask_exemption, "MES", "A1", by=cast.owner, reason="The line is sold.", until_on=until)
    do(maturity.approve_exemption, "MES", "A1", by=cast.manager)
    told = printed(asked(cast))
    assert "lowest pillar; mean " in told
    assert "Lowest: " in told
    assert "blind spot" in told
    assert "1 exemption." in told
    assert "Exempt until 4 Nov 2026, approved by Mara Manager: The line is sold." in told


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
        key = do(objectives.set_objective, quarter=QUARTER, owner=cast.owner.email, **about).key
        for _ in range(4):
            movement(cast, key, title=LONGEST[:190])
        do(initiatives.propose, **about)
        do(products.add_product, by=cast.engineer, domain="MES", name=f"{n} {LONGEST}"[:190], level=Level.SOURCE)
    for criterion in ("A1", "A2", "E3", "E4"):
        why = {"reason": LONGEST[:190], "until_on": TODAY}
        do(maturity.ask_exemption, "MES", criterion, by=cast.owner, **why)
        do(maturity.approve_exemption, "MES", criterion, by=cast.manager)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    assert sheets(asked(cast), page, tmp_path / "pack.html") == 1
    assert page.get_by_text("And 6 objectives and 18 key results more.").is_visible()


@pytest.mark.browser
def test_the_largest_domains_of_the_sample_company_fit_on_a_sheet(sample_company: str, page: Page, tmp_path: Path):
    today = datetime.now(UTC).date()
    with opened(sample_company), db.snapshot() as session:
        actor = actor_with(session, "admin@localhost")
        for key in ("finance", "engine-testing", "manufacturing"):
            for quarter in (quarter_of(today), quarter_of(today).previous):
                now = datetime.now(UTC)
                found = pack(session, key, actor=actor, quarter=quarter.label, today=today, now=now)
                assert sheets(found, page, tmp_path / "pack.html") == 1

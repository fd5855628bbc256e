from __future__ import annotations

from decimal import Decimal

from core.actions.initiatives import propose
from core.actions.policy import change_policy
from core.model import Phase
from dashboard import data
from tests.cast import NOW, QUARTER, TODAY, Cast, do, movement
from tests.dashboard.app import open_page, said, settled, through_dialog
from tests.queries.test_value import freed


def test_the_company_sees_hours_freed_and_what_is_not_known(cast: Cast):
    freed(cast)
    told = said(open_page("value", person=cast.manager.email))
    assert "There is no metric of what the platform costs" in told
    assert "Nobody has said what an hour is worth" in told


def test_a_rated_hour_has_a_worth_for_who_may_see_money(cast: Cast):
    freed(cast)
    do(change_policy, "value_of_an_hour", 50, by=cast.admin, since=TODAY)
    assert "currency of the company" in said(open_page("value", person=cast.manager.email))
    assert "currency of the company" not in said(open_page("value", person=cast.stranger.email))


def test_a_row_opens_into_what_it_is_made_of(cast: Cast):
    freed(cast)
    worth = {"yearly_value": Decimal(1000), "budget_currency": "EUR"}
    do(propose, by=cast.owner, domain="MES", title="Scrap", phase=Phase.HANDOVER, **worth)
    at = open_page("value", person=cast.manager.email)
    assert "Scrap.xlsx" not in " ".join(link.proto.label for link in at.get("page_link"))
    at.session_state["value_domains"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    told = said(settled(at))
    assert "1 000 EUR a year" in told
    assert "h in 12 months, since 5 Oct 2026" in told
    assert [link.proto.label for link in at.get("page_link") if "Scrap.xlsx" in link.proto.label]


def test_a_value_a_year_is_typed_with_the_business_case_and_told_once_it_is_live(cast: Cast):
    key = do(propose, by=cast.owner, domain="MES", title="Scrap", phase=Phase.HANDOVER).key
    at = open_page("initiative", person=cast.owner.email, key=key)
    through_dialog(at, "initiative_edit", "edit_go", edit_yearly_value=300000.0)
    page = open_page("value", person=cast.manager.email)
    assert "Value a year 300 000 EUR" in said(page)
    assert 300_000 in page.dataframe[0].value["Value a year (EUR)"].tolist()
    assert "Value a year –" in said(open_page("value", person=cast.stranger.email))


def test_the_pack_of_a_domain_is_one_page_to_print(cast: Cast):
    movement(cast)
    at = open_page("pack", person=cast.owner.email, of="Manufacturing", quarter=QUARTER)
    assert "Owner’s pack" in said(at)
    told = data.pack_file("MES", actor=cast.owner, quarter=QUARTER, today=TODAY, now=NOW).decode()
    assert told.startswith("<!DOCTYPE html>")
    for part in ("Manufacturing in 2026-Q4", "Olga Owner", "Less scrap", "What is next", "set the objective"):
        assert part in told
    assert "<script" not in told


def test_who_may_see_money_in_one_domain_is_told_of_what_is_live_there_alone(cast: Cast):
    for home in ("MES", "QUA"):
        do(propose, by=cast.engineer, domain=home, title="Scrap", phase=Phase.HANDOVER)
    told = [next(it.delta for it in open_page("value", person=who.email).metric if it.label == "Value a year")
            for who in (cast.manager, cast.owner, cast.stranger)]  # fmt: skip
    assert told == ["from 0 of 2 live", "of Manufacturing", "hidden"]


def test_a_pack_of_a_domain_that_nobody_knows_says_so_and_offers_the_others(cast: Cast):
    at = open_page("pack", person=cast.owner.email, of="Nowhere")
    assert "There is no domain “Nowhere”. Choose one of these." in at.warning[0].value
    assert not open_page("pack", person=cast.owner.email, of="Manufacturing").warning

from datetime import UTC, datetime, timedelta

import pytest

from core.rules.candidates import survey
from core.rules.file_names import is_default_sheet, known_name
from core.rules.workbooks import Anatomy, Unread, WorkbookSeen, duplicates, families

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def workbook(path, digest="", *, size=1_000, days_old=10, **anatomy):
    anatomy.setdefault("sheets", ("Sheet1",))
    return WorkbookSeen(path, size, NOW - timedelta(days=days_old), digest or path, Anatomy(**anatomy))


def paths(groups):
    return [[one.path for one in getattr(group, "workbooks", group)] for group in groups]


@pytest.mark.parametrize(
    "name",
    [
        "Scrap costs.xlsx",
        "scrap_costs_v2.xls",
        "Scrap costs v1.3 final.xlsx",
        "Scrap costs FINAL2.xlsx",
        "Copy of Scrap costs.xlsx",
        "Kopie von Scrap costs.xlsx",
        "Scrap costs - Copy (2).xlsx",
        "Scrap costs (1).xlsx",
        "2024-03-31 Scrap costs.xlsx",
        "Scrap costs 31.03.2024.xlsx",
        "Scrap costs 20240331.xlsx",
        "Scrap-costs-2024.xlsx",
        "Scrap costs2024.xlsx",
        "Scrap costs March 2024.xlsx",
        "Scrap costs Q1 2024.xlsx",
        "Scrap costs 2024Q1.xlsx",
        "Scrap costs KW 12.xlsx",
        "Scrap costs old.xlsx",
    ],
)
def test_version_date_and_copy_are_no_part_of_a_name(name):
    assert known_name(f"share/{name}") == "scrap costs"


@pytest.mark.parametrize("name", ["Line 7.xlsx", "Marching orders.xlsx", "Oldenburg.xlsx", "Model T 350.xlsx"])
def test_what_tells_a_report_from_another_stays_in_its_name(name):
    assert known_name(name) == name.removesuffix(".xlsx").lower()


def test_a_name_of_nothing_but_a_date_is_known_by_its_folder_and_a_default_name_by_its_path():
    assert known_name("scrap/2024-01.xlsx") == known_name("scrap/2024-02 final.xlsx") == "scrap/"
    assert known_name("scrap/2024-01.xlsx") != known_name("energy/2024-01.xlsx")
    assert known_name("a/Book1.xlsx") != known_name("b/Book1.xlsx")


def test_default_names_of_sheets_are_known():
    assert all(map(is_default_sheet, ("Sheet1", "Tabelle 2", "Feuil3")))
    assert not is_default_sheet("Scrap")


def test_files_with_the_same_bytes_are_duplicates_wherever_they_lie():
    found = [workbook("b/x.xlsx", "1"), workbook("a/y.xlsx", "1"), workbook("c.xlsx", "2")]
    assert paths(duplicates(found)) == [["a/y.xlsx", "b/x.xlsx"]]


def test_the_duplicates_that_waste_most_come_first():
    small = [workbook(f"s{n}.xlsx", "s", size=10) for n in range(3)]
    large = [workbook(f"l{n}.xlsx", "l", size=1_000) for n in range(2)]
    assert [group[0].path for group in duplicates([*small, *large])] == ["l0.xlsx", "s0.xlsx"]


def test_versions_belong_together_by_name_or_by_sheets_the_newest_first():
    found = [
        workbook("Plan v1.xlsx", days_old=30),
        workbook("Plan v2 final.xlsx", days_old=3),
        workbook("Renamed.xlsx", days_old=20, sheets=("In", "Out"), widths=(3, 7)),
        workbook("Other name.xlsx", days_old=9, sheets=("In", "Out"), widths=(3, 7)),
        workbook("Wider.xlsx", sheets=("In", "Out"), widths=(3, 9)),
        workbook("Alone.xlsx"),
    ]
    assert sorted(paths(families(found))) == [
        ["Alone.xlsx"],
        ["Other name.xlsx", "Renamed.xlsx"],
        ["Plan v2 final.xlsx", "Plan v1.xlsx"],
        ["Wider.xlsx"],
    ]


def test_sheets_that_say_nothing_join_nothing():
    default = [workbook(f"{name}.xlsx", sheets=("Sheet1", "Sheet2")) for name in ("energy", "scrap")]
    single = [workbook(f"{name}.xlsx", sheets=("Data",)) for name in ("people", "parts")]
    assert len(families([*default, *single])) == 4


def test_one_workbook_that_fits_two_families_makes_them_one():
    found = [
        workbook("Plan v1.xlsx"),
        workbook("Budget.xlsx", sheets=("In", "Out")),
        workbook("Plan v2.xlsx", sheets=("In", "Out")),
        workbook("Copy.xlsx", digest="Budget.xlsx"),
    ]
    assert [len(family.workbooks) for family in families(found)] == [4]
    assert [family.versions for family in families(found)] == [3]


def test_candidates_are_ranked_and_say_why():
    five_years = {"created_at": NOW - timedelta(days=5 * 366)}
    found = [
        workbook("Small.xlsx"),
        workbook("Large.xlsx", size=6_000_000, formulas=1_500),
        workbook("Heavy v1.xlsm", formulas=40_000, has_macros=True, links=1, connections=2, **five_years),
        workbook("Heavy v2.xlsm", days_old=1, formulas=40_000, has_macros=True, links=1, connections=2),
    ]
    seen = survey([Unread("locked.xlsx", "is protected by a password"), *found], at=NOW)

    assert [(one.name, one.weight) for one in seen.candidates] == [("Heavy v2.xlsm", 10), ("Large.xlsx", 4)]
    assert seen.candidates[0].reasons == (
        "40,000 formulas",
        "kept for 5 years",
        "2 copies and versions",
        "reads another workbook",
        "has 2 data connections",
        "has macros",
    )
    assert seen.candidates[1].reasons == ("1,500 formulas", "6.0 MB")
    assert [one.path for one in seen.unread] == ["locked.xlsx"]
    assert paths(seen.versions) == [["Heavy v2.xlsm", "Heavy v1.xlsm"]]


def test_a_workbook_that_nobody_saves_any_more_weighs_less_and_says_so():
    idle = workbook("Idle.xlsx", days_old=5 * 366, formulas=1_000)
    (candidate,) = survey([idle], at=NOW).candidates
    assert (candidate.weight, candidate.reasons[-1]) == (3, "but nobody saved it for 5 years")


def test_the_day_excel_made_its_blank_workbook_is_no_age():
    blank = workbook("New.xlsx", formulas=100, created_at=datetime(2006, 9, 16, tzinfo=UTC))
    (candidate,) = survey([blank], at=NOW).candidates
    assert candidate.reasons == ("100 formulas",)


def test_copying_a_file_does_not_make_it_younger():
    copied = workbook("Copied.xlsx", days_old=0, saved_at=NOW - timedelta(days=800))
    assert copied.saved_at == NOW - timedelta(days=800)


def test_a_survey_of_nothing_is_empty():
    seen = survey([], at=NOW)
    assert (seen.workbooks, seen.unread, seen.duplicates, seen.versions, seen.candidates) == ((), (), (), (), ())

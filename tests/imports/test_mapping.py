from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import BadFile
from core.imports.kinds import KINDS
from core.imports.mapping import Mapping, Unit, propose, read_mapping
from tests.imports.desk import counts, csv_of, dry_run, imported, problems, table_of, xlsx_of

INITIATIVES = KINDS["initiatives"]

OTHER_YEARS = (
    (
        "GMPP ID Number,Project Name,Department,Annual Report Category,Description / Aims,"
        "IPA Delivery Confidence Assessment,SRO Delivery Confidence Assessment,"
        "Departmental commentary on actions planned or taken on the IPA RAG rating.,"
        "Project - Start Date (Latest Approved Start Date),Project - End Date (Latest Approved End Date),"
        '"Departmental narrative on schedule, including any deviation from planned schedule (if necessary)",'
        "Financial Year Baseline (£m) (including Non-Government Costs),"
        "Financial Year Forecast (£m) (including Non-Government Costs),Financial Year Variance (%),"
        "TOTAL Baseline Whole Life Costs (£m) (including Non-Government Costs),"
        "Departmental Narrative on Budgeted Whole Life Costs,TOTAL Baseline Benefits (£m)",
        {
            "external_key": ("GMPP ID Number",),
            "title": ("Project Name",),
            "domain": ("Department",),
            "health": ("IPA Delivery Confidence Assessment", "SRO Delivery Confidence Assessment"),
            "health_note": ("Departmental commentary on actions planned or taken on the IPA RAG rating.",),
            "why": ("Description / Aims",),
            "budget": ("TOTAL Baseline Whole Life Costs (£m) (including Non-Government Costs)",),
            "planned_start": ("Project - Start Date (Latest Approved Start Date)",),
            "planned_end": ("Project - End Date (Latest Approved End Date)",),
        },
    ),
    (
        "Project name,Department,MPA RAG Rating,Description and aims,Departmental commentary on rating,Start date,"
        "End date,2014/15 Budget (£m),2014/15 Forecast (£m),Total budgeted whole life costs (£m)",
        {
            "title": ("Project name",),
            "domain": ("Department",),
            "health": ("MPA RAG Rating",),
            "health_note": ("Departmental commentary on rating",),
            "why": ("Description and aims",),
            "budget": ("Total budgeted whole life costs (£m)",),
            "planned_start": ("Start date",),
            "planned_end": ("End date",),
        },
    ),
    (
        "Initiative,Business Unit,RAG Status,Status comment,Purpose,Budget (EUR k),Currency,Start,Finish,"
        "Sponsor e-mail",
        {
            "title": ("Initiative",),
            "domain": ("Business Unit",),
            "health": ("RAG Status",),
            "health_note": ("Status comment",),
            "why": ("Purpose",),
            "budget": ("Budget (EUR k)",),
            "budget_currency": ("Currency",),
            "sponsor": ("Sponsor e-mail",),
            "planned_start": ("Start",),
            "planned_end": ("Finish",),
        },
    ),
)


@pytest.mark.parametrize(("headers", "expected"), OTHER_YEARS)
def test_columns_are_proposed_by_what_their_names_mean(headers: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert propose(INITIATIVES, table_of(csv_of(headers, "x" + "," * headers.count(",")))).columns == expected


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_titles_of_an_export_map_to_their_own_fields(kind) -> None:
    table = table_of(xlsx_of([asked.title for asked in kind.fields], ["x"]))

    assert propose(kind, table).columns == {asked.name: (asked.title,) for asked in kind.fields}


def test_a_scale_and_a_currency_are_read_from_the_header() -> None:
    table = table_of(csv_of("Title,Domain,Budget (£m)", "A,x,1.5"))

    assert propose(INITIATIVES, table).units == {"budget": Unit(currency="GBP", scale=1_000_000)}


def test_a_column_whose_cells_are_something_else_is_not_proposed() -> None:
    table = table_of(csv_of("Title,Domain,Status,Start date", "A,x,Procurement,soon", "B,x,Tender,later"))

    assert propose(INITIATIVES, table).columns.keys() == {"title", "domain"}


def test_the_first_column_with_an_answer_decides(database_url: str) -> None:
    done = dry_run("initiatives", csv_of("Title,Domain,Rating,Rating", "A,x,,Red", "B,x,Green,Red", "C,x,,"))

    assert done.mapping.columns["health"] == ("Rating", "Rating (2)")
    assert counts(done) == (3, 0, 0, 0)


def test_what_a_person_decided_is_remembered_for_files_of_the_same_headers(database_url: str) -> None:
    content = csv_of("Was,Wo,Ampel,Kosten", 'Lager,LOG,gelb,"1.500,00"')
    mapping = Mapping(
        kind="initiatives",
        columns={"title": ("Was",), "domain": ("Wo",), "health": ("Ampel",), "budget": ("Kosten",)},
        values={"health": {"gelb": "Amber"}, "domain": {"LOG": "Logistics"}},
        units={"budget": Unit(currency="EUR", scale=1000)},
    )
    first = imported("initiatives", content, mapping)
    assert first.new_domains == {"LOG": "Logistics"}

    second = dry_run("initiatives", csv_of("Was,Wo,Ampel,Kosten", 'Lager,LOG,gelb,"2.500,00"'))

    assert second.mapping == mapping
    assert [row.changes["budget"] for row in second.rows] == [(Decimal(1_500_000), Decimal(2_500_000))]


def test_new_domains_can_be_turned_off(database_url: str) -> None:
    content = csv_of("Title,Domain", "A,nowhere")
    mapping = propose(INITIATIVES, table_of(content)).model_copy(update={"new_domains": False})

    assert problems(dry_run("initiatives", content, mapping)) == [(2, "Domain", "nowhere", "a domain that is there")]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("no json", "is not a mapping"),
        ('{"kind": "people", "columns": {}}', "is a mapping of people"),
        ('{"kind": "initiatives", "columns": {"colour": ["Title"]}}', "names the field “colour”"),
        ('{"kind": "initiatives", "columns": {"title": ["Name"]}}', "names the column “Name”"),
        (
            '{"kind": "initiatives", "columns": {}, "units": {"budget": {"scale": 12}}}',
            "is not a mapping: units.budget",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_says_where(tmp_path: Path, written: str, sentence: str) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(written)

    with pytest.raises(BadFile, match=sentence):
        read_mapping(file, INITIATIVES, table_of(csv_of("Title,Domain", "A,x")))


def test_a_mapping_file_reads_back_as_it_was_shown(tmp_path: Path) -> None:
    table = table_of(csv_of("Title,Domain,Rating", "A,x,Green"))
    file = tmp_path / "mapping.json"
    file.write_text(propose(INITIATIVES, table).model_dump_json(indent=2))

    assert read_mapping(file, INITIATIVES, table) == propose(INITIATIVES, table)

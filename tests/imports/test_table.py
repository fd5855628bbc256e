from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from core.imports.dates import date_parser, infer_date_style
from core.imports.figures import infer_number_style, money_parser
from core.imports.source import Limits
from core.imports.table import Row, read_table

PLAIN = "name,start,cost\nLine A,30.06.2024,10\nLine B,01.07.2024,20\n"


HALF_PAST_TWO = datetime(2024, 7, 1, 14, 30)  # noqa: DTZ001 – a workbook knows no zones

OPENDOCUMENT = ("office", "table", "text", "manifest")


def workbook(fill: Callable[[Any], None]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd.mm.yyyy"}) as book:
        fill(book)
    return file.getvalue()


def test_a_csv_file_becomes_headers_and_rows(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(PLAIN)
    table = read_table(file, "lines.csv")

    assert table.headers == ("name", "start", "cost")
    assert list(table.rows) == [Row(2, ["Line A", "30.06.2024", "10"]), Row(3, ["Line B", "01.07.2024", "20"])]
    assert (table.encoding, table.delimiter, table.sheet, table.sheets) == ("utf-8", ",", None, ())


def test_rows_can_be_read_as_often_as_wanted_even_at_once() -> None:
    for content, name in [(PLAIN.encode(), "lines.csv"), (workbook(two_sheets), "lines.xlsx")]:
        rows = read_table(content, name).rows

        assert list(rows) == list(rows)
        assert all(one == other for one, other in zip(rows, rows, strict=True))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        *(("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le")),
        *(("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("cp1252", "cp1252")),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(encoding: str, found: str, delimiter: str) -> None:
    text = "name,cost,note\nCafé,£5,naïve\nPlain,£6,“quoted”\n".replace(",", delimiter)
    table = read_table(text.encode(encoding), "prices.csv")

    assert (table.encoding, table.delimiter, table.headers) == (found, delimiter, ("name", "cost", "note"))
    assert [row.cells for row in table.rows] == [["Café", "£5", "naïve"], ["Plain", "£6", "“quoted”"]]


def test_a_lone_pound_sign_at_the_very_end_is_western() -> None:
    content = ("cost;name\n" + "1;plain\n" * 100_000).encode() + b"\xa35;last\n"
    table = read_table(content, "costs.csv")

    assert table.encoding == "cp1252"
    assert [row.cells[0] for row in table.rows][-1] == "£5"


def test_letters_of_another_script_are_told_by_their_code_page() -> None:
    text = "имя,город\n" + "Иван,Москва\nПётр,Тверь\n" * 5
    table = read_table(text.encode("cp1251"), "people.csv")

    assert (table.encoding, table.headers) == ("cp1251", ("имя", "город"))


def test_commas_quotation_marks_and_line_breaks_in_cells_are_no_structure() -> None:
    text = 'name;aim;cost\r\nA;"one, two;\r\nthree ""four""";1,5\r\n\r\nB;five, six, seven;2,5\r\n'
    table = read_table(text.encode(), "aims.csv")

    assert table.delimiter == ";"
    assert list(table.rows) == [
        Row(2, ["A", 'one, two;\r\nthree "four"', "1,5"]),
        Row(4, ["B", "five, six, seven", "2,5"]),
    ]


def test_excels_own_line_names_the_delimiter() -> None:
    table = read_table(b"sep=|\r\na|b,c\r\n1|2,3\r\n", "odd.csv")

    assert (table.delimiter, table.headers, table.header_row) == ("|", ("a", "b,c"), 2)


def test_title_lines_above_the_names_are_skipped() -> None:
    text = "Portfolio\nStand 30.06.2024,,,\n\n,,,\nname,owner,start,cost\nA,Ann,1.1.2024,5\nB,Bob,,\n,,,\n"
    table = read_table(text.encode(), "report.csv")

    assert (table.header_row, table.headers) == (5, ("name", "owner", "start", "cost"))
    assert [row.number for row in table.rows] == [6, 7]


def test_columns_without_a_name_or_with_the_same_get_one_of_their_own() -> None:
    text = "rating,,rating (2),rating,owner,,\nRed,1,x,Amber,Ann,3,\nRed,2,x,Amber,Bob,4,\n"
    table = read_table(text.encode(), "ratings.csv")

    assert table.headers == ("rating", "column 2", "rating (2)", "rating (3)", "owner", "column 6")


def test_a_short_row_is_filled_up_and_blank_extras_are_dropped() -> None:
    table = read_table(b"a,b,c\n1,2,3\n1\n1,2,3,,  ,\n", "rows.csv")

    assert list(table.rows) == [Row(2, ["1", "2", "3"]), Row(3, ["1", "", ""]), Row(4, ["1", "2", "3"])]


def test_a_row_with_more_cells_than_names_says_which() -> None:
    table = read_table(b"a,b\n1,2\n3,4\n1,2,oh,,no\n5,6\n", "rows.csv")

    assert [row.surplus for row in table.rows] == [(), (), ("oh", "no"), ()]


def two_sheets(book: Any) -> None:
    plan = book.add_worksheet("Plan")
    plan.merge_range("A1:D1", "Portfolio 2024")
    plan.write_row("A3", ["name", "start", "cost", "done"])
    plan.write_row("A4", ["Line A", date(2024, 6, 30), 1234.5, True])
    plan.write_row("A6", ["Line B", date(2024, 7, 1), 7, False])
    plan.write("A200", "", book.add_format({"bold": True}))
    book.add_worksheet("Notes").write_column("A1", ["remark", "none so far"])


def test_a_workbook_gives_typed_cells_under_its_row_numbers() -> None:
    table = read_table(workbook(two_sheets), "plan.xlsx")

    assert (table.sheet, table.sheets, table.header_row) == ("Plan", ("Plan", "Notes"), 3)
    assert table.headers == ("name", "start", "cost", "done")
    assert [row.number for row in table.rows] == [4, 6]
    first, second = (list(row.cells) for row in table.rows)
    assert first == ["Line A", date(2024, 6, 30), 1234.5, True]
    assert (second[2], type(second[2])) == (7, int)


def test_an_opendocument_sheet_is_read_as_well() -> None:
    rows = [
        """<table:table-cell office:value-type="string"><text:p>start</text:p></table:table-cell>""",
        """<table:table-cell office:value-type="date" office:date-value="2024-06-30"/>""",
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{word}="urn:oasis:names:tc:opendocument:xmlns:{word}:1.0"' for word in OPENDOCUMENT)
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Plan">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    table = read_table(file.getvalue(), "plan.ods")

    assert (table.sheet, table.headers) == ("Plan", ("start",))
    assert list(table.rows) == [Row(2, [date(2024, 6, 30)])]


def test_another_sheet_is_read_by_its_name() -> None:
    table = read_table(workbook(two_sheets), "plan.xlsx", sheet="Notes")

    assert (table.sheet, table.headers, table.header_row) == ("Notes", ("remark",), 1)


def test_the_first_visible_sheet_that_holds_anything_is_taken() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Cover")
        hidden = book.add_worksheet("Lists")
        hidden.write_column("A1", ["code", "X"])
        hidden.hide()
        book.add_worksheet("Data").write_column("A1", ["name", "A"])

    table = read_table(workbook(fill), "book.xlsx")

    assert (table.sheet, table.sheets) == ("Data", ("Cover", "Lists", "Data"))


def test_durations_and_times_keep_their_type() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["spent", "at"])
        sheet.write("A2", timedelta(hours=30), book.add_format({"num_format": "[h]:mm"}))
        sheet.write("B2", HALF_PAST_TWO, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))

    (row,) = read_table(workbook(fill), "times.xlsx").rows
    assert list(row.cells) == [timedelta(hours=30), HALF_PAST_TWO]


def test_samples_are_the_distinct_values_of_the_whole_column_without_prose() -> None:
    text = f"start,aim\n01/02/2024,{'long ' * 20}\n" + "01/02/2024,short\n" * 5_000 + "06/30/2024,short\n"
    start, aim = read_table(text.encode(), "dates.csv").samples()

    assert start == ["01/02/2024", "06/30/2024"]
    assert aim == ["short"]


def test_a_german_export_reads_from_end_to_end() -> None:
    text = "Vorhaben;Beginn;Kosten in TEUR\nÜberblick;01.07.24;1.234,5\nMähdrescher;30.06.24;999\n"
    table = read_table(text.encode("cp1252"), "export.csv")
    _, starts, costs = table.samples()
    style = infer_number_style(costs, table.headers[2])

    assert [date_parser(infer_date_style(starts))(cell) for cell in starts] == [date(2024, 7, 1), date(2024, 6, 30)]
    assert [money_parser(style)(cell) for cell in costs] == [1_234_500, 999_000]


def test_the_largest_table_allowed_is_read() -> None:
    limits = Limits(rows=3, columns=2)

    assert len(read_table(b"a,b\n1,2\n3,4\n5,6\n", "rows.csv", limits=limits).rows) == 3

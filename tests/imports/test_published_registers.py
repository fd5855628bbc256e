"""Two registers as a government published them: other delimiters, other date styles, refusals in words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from core.imports.answers import Cell, NoAnswer
from core.imports.dates import date_parser, infer_date_style
from core.imports.figures import infer_number_style, money_parser
from core.imports.table import Table, read_table
from core.imports.values import choice_parser
from tests.world import SHARED, needs_shared

pytestmark = needs_shared

RATINGS = {word: word for word in ("Green", "Amber/Green", "Amber", "Amber/Red", "Red")}


def register(year: int) -> Table:
    return read_table(SHARED / "data" / "gmpp" / f"gmpp_{year}.csv", f"gmpp_{year}.csv")


def column(table: Table, header: str) -> list[Cell]:
    place = table.headers.index(header)
    return [row.cells[place] for row in table.rows]


def dates(table: Table, header: str) -> list[date | NoAnswer]:
    cells = column(table, header)
    return list(map(date_parser(infer_date_style(cells)), cells))


def amounts(table: Table, header: str) -> list[Decimal | NoAnswer]:
    cells = column(table, header)
    return list(map(money_parser(infer_number_style(cells, header)), cells))


@pytest.mark.parametrize(("year", "rows", "delimiter"), [(2019, 133, ","), (2023, 244, ";")])
def test_every_row_arrives_with_its_number_in_excel(year: int, rows: int, delimiter: str) -> None:
    table = register(year)

    assert (table.encoding, table.delimiter, table.header_row) == ("cp1252", delimiter, 1)
    assert [row.number for row in table.rows] == list(range(2, rows + 2))
    assert len(table.rows) == rows
    assert not any(row.surplus for row in table.rows)


def test_two_columns_of_one_name_are_kept_apart() -> None:
    table = register(2023)

    assert table.headers[6:8] == ("colour_rating", "colour_rating (2)")
    assert "TOTAL Baseline Benefits (£m)" in table.headers
    assert column(table, "colour_rating")[0] == ""
    assert column(table, "colour_rating (2)")[0] == "Amber"


def test_a_cell_with_line_breaks_is_one_cell() -> None:
    assert sum("\n" in str(cell) for cell in column(register(2023), "rating_comment")) > 200


def test_dates_of_two_digit_years_parse() -> None:
    table = register(2019)

    assert dates(table, "start_date")[0] == date(2008, 6, 30)
    assert dates(table, "end_date")[0] == date(2040, 12, 31)
    assert answers(dates(table, "start_date")) == 2
    assert answers(dates(table, "end_date")) == 6


def test_dates_of_four_digit_years_parse() -> None:
    table = register(2023)

    assert dates(table, "start_date")[0] == date(2020, 5, 20)
    assert dates(table, "end_date")[0] == date(2024, 9, 30)
    assert answers(dates(table, "start_date")) == 7
    assert answers(dates(table, "end_date")) == 30


def test_amounts_in_pounds_parse_and_each_refusal_is_noted() -> None:
    costs = amounts(register(2019), "wlc_baseline_incl_NCG")

    assert costs[0] == Decimal("12343.96")
    assert answers(costs) == 15


def test_amounts_in_millions_are_scaled_as_their_header_says() -> None:
    benefits = amounts(register(2023), "TOTAL Baseline Benefits (£m)")

    given = [value for value in benefits if isinstance(value, Decimal)]
    assert len(given) == 110
    assert min(given) < 0 < max(given)
    assert max(given) > 1_000_000_000


@pytest.mark.parametrize(
    ("header", "refused"), [("total_baseline", 27), ("forecast_incl_NGC", 27), ("wlc_baseline_incl_NCG", 49)]
)
def test_every_amount_of_the_later_register_parses_or_says_why_not(header: str, refused: int) -> None:
    notes = [value.text for value in amounts(register(2023), header) if isinstance(value, NoAnswer) and value.text]

    assert len(notes) == refused
    assert all(note.startswith(("Exempt", "Early planning")) for note in notes)


@pytest.mark.parametrize(
    ("year", "header"), [(2019, "colour_rating"), (2023, "colour_rating"), (2023, "colour_rating (2)")]
)
def test_every_rating_is_one_of_the_choices_or_says_why_not(year: int, header: str) -> None:
    ratings = Counter(map(type, map(choice_parser(RATINGS), column(register(year), header))))

    assert ratings[str] > 100
    assert ratings[NoAnswer] >= 3


def answers(values: list[date | NoAnswer] | list[Decimal | NoAnswer]) -> int:
    return sum(isinstance(value, NoAnswer) and bool(value.text) for value in values)

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.imports.answers import Cell, NoAnswer, NotAValue
from core.imports.dates import DateStyle, date_parser, infer_date_style, moment_parser

LAST_OF_JUNE = date(2024, 6, 30)
LAYOUTS = [
    *("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%y", "%a %d %b %Y"),
]


@given(days=st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31))), layout=st.sampled_from(LAYOUTS))
@settings(max_examples=500)
def test_a_date_written_in_a_style_reads_back(days: list[date], layout: str) -> None:
    days = [*days, LAST_OF_JUNE]
    column = [day.strftime(layout) for day in days]

    assert list(map(date_parser(infer_date_style(column)), column)) == days


@pytest.mark.parametrize(
    "text",
    [
        *("30.06.24", "30.6.2024", "2024-06-30", "30/06/2024", "30-06-2024", "30. 06. 2024", "20240630"),
        *("30 Jun 2024", "30-Jun-24", "30. Juni 2024", "30th June 2024", "30 juin 2024", "June 30, 2024"),
        *(
            "Sunday, 30 June 2024",
            "Sun 30/06/2024",
            "2024-06-30T12:00:00Z",
            "2024-06-30 23:59:59.5+02:00",
            " 30.06.24 ",
        ),
        *("30.06.2024 00:00", "30/06/2024 11:59 PM"),
    ],
)
def test_all_that_can_only_be_one_day_is_read_in_one_column(text: str) -> None:
    assert date_parser(infer_date_style(["30.06.2024"]))(text) == LAST_OF_JUNE


def test_a_month_without_a_day_begins_on_its_first() -> None:
    assert date_parser(DateStyle())("June 2024") == date(2024, 6, 1)
    assert date_parser(DateStyle())("Mär 2024") == date(2024, 3, 1)


def test_two_digit_years_are_near_ours() -> None:
    parse = date_parser(infer_date_style(["30.06.08", "31.12.40"]))

    assert [parse("30.06.08"), parse("31.12.40"), parse("31.12.68"), parse("01.01.69")] == [
        *(date(2008, 6, 30), date(2040, 12, 31), date(2068, 12, 31), date(1969, 1, 1)),
    ]


def test_one_date_of_the_column_tells_day_from_month_for_all() -> None:
    american = infer_date_style(["01/02/2024", "03/04/2024", "06/30/2024"])
    british = infer_date_style(["01/02/2024", "03/04/2024", "30/06/2024"])

    assert date_parser(american)("01/02/2024") == date(2024, 1, 2)
    assert date_parser(british)("01/02/2024") == date(2024, 2, 1)
    assert (american.example, british.example) == ("06/30/2024", "30/06/2024")
    assert american.evident
    assert british.evident


def test_without_evidence_the_day_comes_first_and_the_style_says_so() -> None:
    style = infer_date_style(["01/02/2024", "03/04/2024"])

    assert (style.order, style.evident) == ("dmy", False)
    assert infer_date_style(["2024-01-02"]).evident
    assert infer_date_style(["2024-01-02", "01/02/2024"]).evident is False
    assert infer_date_style([]).evident


def test_a_date_of_the_other_order_is_refused_by_example() -> None:
    parse = date_parser(infer_date_style(["13/01/2024", "14/01/2024", "01/13/2024"]))

    with pytest.raises(NotAValue, match="expected a date such as 30/06/2024"):
        parse("01/13/2024")


def test_typed_cells_of_a_workbook_are_taken_as_they_are() -> None:
    parse = date_parser(DateStyle())

    assert parse(LAST_OF_JUNE) == LAST_OF_JUNE
    assert parse(datetime(2024, 6, 30, 23, 59, tzinfo=UTC)) == LAST_OF_JUNE
    assert [parse(45473), parse(45473.75), parse("45473")] == [LAST_OF_JUNE] * 3


def test_times_are_in_utc() -> None:
    parse = moment_parser(infer_date_style(["30.06.2024"]))
    noon = datetime(2024, 6, 30, 12, 0, tzinfo=UTC)

    written = ["2024-06-30T12:00:00Z", "2024-06-30 14:00+02:00", "30.06.2024 12:00", "30/06/2024 12:00 PM"]
    assert [parse(text) for text in written] == [noon] * 4
    assert parse(noon.replace(tzinfo=None)) == noon
    assert parse(LAST_OF_JUNE) == noon - timedelta(hours=12)
    assert parse("tbc") == NoAnswer("tbc")


@pytest.mark.parametrize(
    "cell",
    [
        *("abc", "31.02.2024", "2024-13-01", "0.0.2024", "2019", 2019, 5, 1e300, True, "12:30", "1.1.202", "30.06"),
        *("32 June 2024", "30 Foo 2024", "30.06.2024 25:00", "30.06.2024 13:00 PM", "1" * 100_000, timedelta(hours=1)),
    ],
)
def test_what_is_no_date_says_what_was_expected(cell: Cell) -> None:
    for parse in (date_parser(DateStyle()), moment_parser(DateStyle())):
        with pytest.raises(NotAValue, match=r"expected a date (and time )?such as 30\.06\.2024"):
            parse(cell)


@given(st.text())
def test_any_text_at_all_is_a_date_or_a_refusal_or_an_error(text: str) -> None:
    with suppress(NotAValue):
        assert isinstance(date_parser(infer_date_style([text]))(text), date | NoAnswer)

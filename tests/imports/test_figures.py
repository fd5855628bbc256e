from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.imports.answers import Cell, NoAnswer, NotAValue
from core.imports.figures import NumberStyle, infer_number_style, money_parser, number_parser, power_of

MARKS = [".,", ",.", ".", ",", ", ", ",\u00a0", ",\u202f", ".'", ".’"]
"""Decimal point, and what stands between thousands."""

NEGATIVES = ["-{}", "−{}", "({})", "{}-", "- {}"]
AMOUNTS = st.decimals(Decimal(-(10**12)), Decimal(10**12), places=2)


def written(amount: Decimal, decimal: str, group: str, negative: str) -> str:
    text = f"{abs(amount):,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)
    return negative.format(text) if amount < 0 else text


@given(amounts=st.lists(AMOUNTS, min_size=1), marks=st.sampled_from(MARKS), negative=st.sampled_from(NEGATIVES))
@settings(max_examples=500)
def test_an_amount_written_in_a_style_reads_back(amounts: list[Decimal], marks: str, negative: str) -> None:
    decimal, group = marks[0], marks[1:]
    column = [written(amount, decimal, group, negative) for amount in amounts]
    parse = money_parser(infer_number_style(column))

    assert [parse(text) for text in column] == amounts


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        *(("£12,343.96", "12343.96", "GBP"), ("1.234,50 €", "1234.50", "EUR"), ("EUR 1.234,50", "1234.50", "EUR")),
        *(("$1,000", "1000", "USD"), ("-£5.50", "-5.50", "GBP"), ("£-5.50", "-5.50", "GBP"), ("US$ 7", "7", "USD")),
        *(("CHF 12'000.-", "12000", "CHF"), ("(£5)", "-5", "GBP"), ("7.50 gbp", "7.50", "GBP")),
        *(("£1.5m", "1500000", "GBP"), ("1,2 Mrd. €", "1200000000", "EUR"), ("20k", "20000", None)),
        *(("3 Mio. EUR", "3000000", "EUR"), ("250 TEUR", "250000", "EUR"), ("2 bn", "2000000000", None)),
        *(("1,23,456.00", "123456", None), ("1.2E+05", "120000", None), (".5", "0.5", None), ("+3", "3", None)),
    ],
)
def test_signs_currencies_and_scales_are_understood(text: str, amount: str, currency: str | None) -> None:
    style = infer_number_style([text])

    assert (money_parser(style)(text), style.currency) == (Decimal(amount), currency)


def test_the_column_decides_what_a_lone_comma_means() -> None:
    assert money_parser(infer_number_style(["1,234", "12.5"]))("1,234") == 1234
    assert money_parser(infer_number_style(["1,234", "12,5"]))("1,234") == Decimal("1.234")
    assert money_parser(infer_number_style(["1.234", "1.234.567"]))("1.234") == 1234
    assert money_parser(infer_number_style(["1,234", "0,500"]))("1,234") == Decimal("1.234")


def test_where_the_column_leaves_it_open_the_file_decides_and_the_style_says_so() -> None:
    english, german = infer_number_style(["1,234", "850"]), infer_number_style(["1,234", "850"], decimal=",")

    assert (number_parser(english)("1,234"), number_parser(german)("1,234")) == (1234.0, 1.234)
    assert not english.evident
    assert infer_number_style(["850", "7"]).evident


@pytest.mark.parametrize(
    ("header", "power", "currency"),
    [
        *(("TOTAL Baseline Benefits (£m)", 6, "GBP"), ("Umsatz in TEUR", 3, "EUR"), ("Budget (Mio. EUR)", 6, "EUR")),
        *(
            ("Cost £'000", 3, "GBP"),
            ("Cost (000s)", 3, None),
            ("Budget €k", 3, "EUR"),
            ("T€", 3, "EUR"),
            ("M$", 6, "USD"),
        ),
        *(
            ("Benefits in million", 6, None),
            ("USD bn", 9, "USD"),
            ("Kosten (Tsd. CHF)", 3, "CHF"),
            ("£ millions", 6, "GBP"),
        ),
        *(
            ("length (m)", 0, None),
            ("Time (mm)", 0, None),
            ("budget", 0, None),
            ("Cost in EUR", 0, "EUR"),
            ("k", 0, None),
        ),
    ],
)
def test_a_header_proposes_a_scale_and_a_currency(header: str, power: int, currency: str | None) -> None:
    assert (power_of(header), infer_number_style([], header).currency) == (power, currency)


def test_a_cell_with_its_own_scale_keeps_it() -> None:
    parse = money_parser(infer_number_style(["205", "1.2bn"], "Benefits (£m)"))

    assert [parse("205"), parse(205), parse("1.2bn")] == [205_000_000, 205_000_000, 1_200_000_000]


def test_a_percentage_reads_as_a_workbook_stores_it() -> None:
    style = infer_number_style(["42 %", "7.5%"])

    assert style.percent
    assert [number_parser(style)("42 %"), number_parser(style)("7.5%"), number_parser(style)(0.42)] == [
        0.42,
        0.075,
        0.42,
    ]


def test_numbers_of_a_workbook_lose_the_noise_of_binary_fractions() -> None:
    assert money_parser(NumberStyle())(0.1 + 0.2) == Decimal("0.3")
    assert number_parser(NumberStyle())(7) == 7.0


def test_another_currency_in_a_column_of_one_is_an_error() -> None:
    parse = money_parser(infer_number_style(["£5", "£6", "€7"]))

    assert parse("8") == 8
    with pytest.raises(NotAValue, match=r"expected an amount in GBP such as 1,234\.50"):
        parse("€7")


@pytest.mark.parametrize(
    "cell",
    [
        *("abc", "1,5", "1,23", "12,34,5", "1.2.3", "(5", "5)", "--5", "(-5-)", "5 apples", "30.06.2024", "5 £ £"),
        *("1_000", "inf", "0x10", "1e999", "1" * 100_000, True, date(2024, 6, 30)),
    ],
)
def test_what_is_no_number_says_what_was_expected(cell: Cell) -> None:
    with pytest.raises(NotAValue, match=r"expected a number such as 1,234\.50"):
        number_parser(NumberStyle())(cell)


@given(st.text(st.sampled_from("0123456789.,-–()%£€$ kmEeTUR'x\u00a0")))
def test_any_text_at_all_is_a_number_or_a_refusal_or_an_error(text: str) -> None:
    with suppress(NotAValue):
        assert isinstance(money_parser(infer_number_style([text]))(text), Decimal | NoAnswer)

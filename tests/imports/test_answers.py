from __future__ import annotations

import pytest

from core.imports.answers import NoAnswer, NotAValue, no_answer, normal
from core.imports.dates import date_parser, infer_date_style
from core.imports.figures import infer_number_style, number_parser
from core.imports.values import choice_parser, text_of

REFUSALS = [
    *("-", "–", "—", "…", "?", "n/a", "N/A", "n.a.", "NA", "#N/A", "#DIV/0!", "none", "NULL", "nil", "NaN", "ongoing"),
    *("tbc", "TBD", "T.B.C.", "unknown", "not provided", "Not set", "Not yet known", "k. A.", "entfällt", "offen"),
    *("N/A as the project has closed", "TBC – subject to approval", "To be confirmed after OBC", "To be agreed"),
    "Exempt under Section 43 of the Freedom of Information Act 2000 (Commercial Interests)",
    "\nExempt under Section 26 of Freedom of Information Act 2000 (Defence).",
    "Exemption under Section 24 (National Security) and 31 (1) (Law Enforcement)",
    "Early planning GMPP project \n\n(The project has not yet passed SOC, or its programme equivalent)",
    *("Withheld", "[Redacted]", "Commercially sensitive", "Commercial in Confidence", "Awaiting business case"),
    *(
        "The GMPP project did not provide data",
        "End date not yet agreed",
        "Data is not available",
        "Date has not been set",
    ),
]


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_in_words_is_no_error_in_any_column_but_text(text: str) -> None:
    noted = NoAnswer(" ".join(text.split()))

    assert date_parser(infer_date_style(["30.06.2024"]))(text) == noted
    assert number_parser(infer_number_style(["1,234.5"]))(text) == noted
    assert choice_parser({"Amber": 1})(text) == noted


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\n"])
def test_a_blank_cell_has_nothing_to_note(text: str) -> None:
    assert no_answer(text) == NoAnswer("")


@pytest.mark.parametrize("text", ["abc", "Amber", "£5", "30.06.2024", "5 days", "Notting Hill", "Ben", "Nora", "yes"])
def test_content_is_no_refusal(text: str) -> None:
    assert no_answer(text) is None


def test_a_choice_is_found_whatever_its_case_and_punctuation() -> None:
    parse = choice_parser({"Amber/Red": "AR", "Not started": "NS", "None": "-"})

    assert [parse("amber_red"), parse(" AMBER / RED "), parse("not started"), parse("none")] == ["AR", "AR", "NS", "-"]
    with pytest.raises(NotAValue, match="expected one of Amber/Red, Not started, None"):
        parse("Purple")


def test_names_are_folded_for_comparison() -> None:
    assert normal("  Größe_der  Überführung ") == "grosse der uberfuhrung"
    assert normal("TOTAL Baseline-Benefits (£m)") == "total baseline benefits m"
    assert normal("project_name") == normal("Project Name") == normal("PROJECT.name")
    assert normal("ﬁle №") == normal("file No")


def test_a_text_column_takes_every_wording_and_every_type() -> None:
    assert text_of("  n/a ") == "n/a"
    assert [text_of(2019), text_of(1.5), text_of(True)] == ["2019", "1.5", "yes"]
